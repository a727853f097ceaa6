// The draft is handed to whoever keeps submissions: once, with its files, and then it is gone.
import type { Visit } from '../../../kernel/http/visit.ts'
import type { ReadDb, WriteDb } from '../../../kernel/town.ts'
import { type Sent, submit } from '../submissions/submit.ts'
import { actorOf } from './draft.ts'
import { dropLooseFiles, filesIn } from './files.ts'
import type { Filling } from './state.tsx'
import type { FillingTables } from './tables.ts'

export async function sendFilling(visit: Visit, filling: Filling, mailTo: string | undefined): Promise<Sent> {
  const { house, town, person, now, language } = visit
  const { draft, form, version, content, evaluation } = filling
  const rows = await town.read((db: ReadDb<FillingTables>) =>
    db.selectFrom('forms.draft_file').select(['id', 'blob']).where('draft_id', '=', draft.id).execute(),
  )
  const blobs = new Map(rows.map(({ id, blob }) => [id, blob]))
  const files = [...filesIn(evaluation.answers)].flatMap(({ path, file: { id, ...file } }) => {
    const blob = blobs.get(id)
    return blob === undefined ? [] : [{ ...file, path, blob }]
  })
  return submit(house, town, {
    draftId: draft.id,
    form,
    version: version.row,
    answers: evaluation.answers,
    leftOpen: content.leftOpen,
    fee: evaluation.fee === undefined ? undefined : { cents: evaluation.fee },
    subject: draft.subject,
    actor: actorOf(person),
    owner: draft.owner_id ?? undefined,
    actsFor: person?.actsFor,
    level: draft.level,
    method: person?.method ?? 'none',
    language,
    files,
    mailTo,
    now,
    within: async (db) => {
      const own = db as unknown as WriteDb<FillingTables>
      await dropLooseFiles(own, draft.id, evaluation.answers, now)
      await own.deleteFrom('forms.draft_file').where('draft_id', '=', draft.id).execute()
      await own.deleteFrom('forms.draft_way').where('draft_id', '=', draft.id).execute()
      await own.deleteFrom('forms.draft_address').where('draft_id', '=', draft.id).execute()
    },
  })
}
