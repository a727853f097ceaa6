// The draft is handed to whoever keeps submissions: once, with its files, and then it is gone.
import type { Visit } from '../../../kernel/http/visit.ts'
import type { ReadDb, WriteDb } from '../../../kernel/town.ts'
import { type Sending, type Sent, submit } from '../submissions/submit.ts'
import { actorOf, levelOf } from './draft.ts'
import { dropLooseFiles, filesIn } from './files.ts'
import type { Filling } from './state.tsx'
import type { FillingTables } from './tables.ts'

export async function sendFilling(
  visit: Visit,
  filling: Filling,
  { mailTo, delivery }: Pick<Sending, 'mailTo' | 'delivery'>,
): Promise<Sent> {
  const { house, town, person, now, language } = visit
  const { draft, form, version, content, evaluation } = filling
  const byStaff = draft.entered_by !== null
  const { rows, account } = await town.read(async (db: ReadDb<FillingTables>) => ({
    rows: await db.selectFrom('forms.draft_file').select(['id', 'blob']).where('draft_id', '=', draft.id).execute(),
    account: byStaff ? await accountOf(db, draft.subject) : (draft.owner_id ?? undefined),
  }))
  const blobs = new Map(rows.map(({ id, blob }) => [id, blob]))
  const files = [...filesIn(evaluation.answers)].flatMap(({ path, file }) => {
    const blob = blobs.get(file.id)
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
    actor: actorOf(person, draft.subject),
    owner: account,
    actsFor: person?.actsFor,
    level: levelOf(draft, person),
    method: byStaff ? 'staff' : ((draft.owner_id && person?.method) ?? 'none'),
    language,
    files,
    mailTo,
    delivery,
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

/** The person it is typed for, where they have an account: they get the copy. */
async function accountOf(db: ReadDb<FillingTables>, subject: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('kernel.person')
    .select('id')
    .where('id', '=', subject)
    .where('kind', '=', 'resident')
    .where('left_at', 'is', null)
    .executeTakeFirst()
  return row?.id
}
