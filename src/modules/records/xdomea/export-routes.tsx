// The addresses at which a procedure or a whole file is given out as an xdomea message 0401.
import { sql } from 'kysely'
import { TextField } from '../../../design/fields.tsx'
import { staff } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page } from '../../../kernel/http/answer.ts'
import { type FormInput, type Problem, readForm, textField } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import type { ReadDb } from '../../../kernel/town.ts'
import { ActionPage } from '../desk/action-pages.tsx'
import { findVisibleFile } from '../desk/lists.ts'
import { findVisibleProcedure } from '../desk/look.ts'
import { deskPath, root } from '../desk/paths.ts'
import { disposalWords } from '../retention/words.ts'
import { mayRead, mayWrite, seesProcedure } from '../rights.ts'
import type { ProcedureRow, RecordsTables } from '../tables.ts'
import { TooLargeToPack } from './pack.ts'
import { sendAway, sendPacked } from './send.ts'

const mostAtOnce = 500

export function exportRoutes(on: Routes): void {
  for (const kind of ['procedures', 'files'] as const) {
    on.page(`${root}/${kind}/:id/xdomea`, staff(mayRead), {}, (visit) => showExport(visit, kind, '', []))
    on.form(`${root}/${kind}/:id/xdomea`, staff(mayWrite), {}, (visit, input) => send(visit, kind, input))
  }
}

type Found = { label: string; path: string; rows: ProcedureRow[] }

async function find({ town, person, params }: Visit, kind: 'procedures' | 'files'): Promise<Found | undefined> {
  const id = params.id!
  if (kind === 'procedures') {
    const procedure = await findVisibleProcedure({ town, person: person!, permission: mayWrite }, id)
    return procedure && { label: procedure.number, path: `/procedures/${id}`, rows: [procedure] }
  }
  const file = await findVisibleFile(town, person!, id, mayWrite)
  if (!file) return undefined
  const { rows } = await town.read((db: ReadDb<RecordsTables>) =>
    sql<ProcedureRow>`SELECT p.* FROM records.procedure p WHERE p.file_id = ${id} AND p.state <> 'destroyed'
      AND p.state <> 'handed-over' AND ${seesProcedure(person!, mayWrite)} ORDER BY p.number LIMIT ${mostAtOnce + 1}`.execute(db),
  )
  return { label: file.number, path: `/files/${id}`, rows }
}

async function showExport(
  visit: Visit,
  kind: 'procedures' | 'files',
  typed: string,
  problems: readonly Problem[],
): Promise<Answer | NotFound> {
  const found = await find(visit, kind)
  if (!found || found.rows.length === 0) return notFound
  const { frame } = visit
  const text = disposalWords(visit)
  return page(
    <ActionPage
      frame={frame}
      title={text.export}
      back={{ label: found.label, url: deskPath(frame, found.path) }}
      meaning={text.exportMeans}
      url={deskPath(frame, `${found.path}/xdomea`)}
      button={text.exportDo}
      problems={problems}
      labels={{ receiver: text.receiver }}
    >
      <TextField
        reader={frame}
        name="receiver"
        label={text.receiver}
        value={typed}
        error={problems[0]?.message}
        maxLength={200}
      />
    </ActionPage>,
    { status: problems.length > 0 ? 422 : 200 },
  )
}

async function send(visit: Visit, kind: 'procedures' | 'files', input: FormInput): Promise<Answer | NotFound> {
  const text = disposalWords(visit)
  const found = await find(visit, kind)
  if (!found || found.rows.length === 0) return notFound
  const read = readForm(input, {
    receiver: textField('receiver', { atMost: 200, message: text.receiverMissing, tooLong: text.tooLong }),
  })
  if ('problems' in read) return showExport(visit, kind, input.value('receiver'), read.problems)
  const tooLarge = () => showExport(visit, kind, read.values.receiver, [{ field: 'receiver', message: text.tooLarge }])
  if (found.rows.length > mostAtOnce) return tooLarge()
  try {
    return sendPacked(await sendAway(visit, found.rows, { institution: read.values.receiver }))
  } catch (fault) {
    if (fault instanceof TooLargeToPack) return tooLarge()
    throw fault
  }
}
