// The draft is handed to whoever keeps submissions: once, with its files, and then it is gone.
import type { NoteAct } from '../../../contracts/representation.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import type { ReadDb, TownSql, WriteDb } from '../../../kernel/town.ts'
import { type Sending, type Sent, submissionSubject, submit } from '../submissions/submit.ts'
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
    origins: content.origins,
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
    within: async (db, submission) => {
      const own = db as unknown as WriteDb<FillingTables>
      await dropLooseFiles(own, draft.id, evaluation.answers, now)
      await own.deleteFrom('forms.draft_file').where('draft_id', '=', draft.id).execute()
      await own.deleteFrom('forms.draft_way').where('draft_id', '=', draft.id).execute()
      await own.deleteFrom('forms.draft_address').where('draft_id', '=', draft.id).execute()
      await noteWhoActed(visit, db as unknown as TownSql, filling, account, submission)
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

const how = { counter: 'counter', phone: 'phone', letter: 'letter', mail: 'letter', scan: 'letter' } as const

/** Whoever did not act themselves reads who did: a representative, or staff at the counter. */
async function noteWhoActed(
  { house, town, person, now }: Visit,
  db: TownSql,
  { draft, version }: Filling,
  account: string | undefined,
  submission: string,
): Promise<void> {
  const channel = draft.entered_by === null ? undefined : how[draft.entered_channel ?? 'counter']
  if (!person || (channel === undefined ? person.actsFor === undefined : account === undefined)) return
  const what = `Formular „${version.row.document.title.de}“ abgesendet`
  const act = {
    subject: draft.subject,
    by: person,
    how: channel ?? 'representative',
    matter: submissionSubject(submission),
  } as const
  await house.ask<NoteAct>(town, 'note-act', { db, ...act, what, now })
}
