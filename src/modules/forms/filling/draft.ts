// A draft: begun, opened by whoever it belongs to, saved page by page.
import type { MayAct } from '../../../contracts/representation.ts'
import { levels, type SignedIn } from '../../../kernel/access.ts'
import type { Actor } from '../../../kernel/actor.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { isUuid, newId } from '../../../kernel/ids.ts'
import type { Level } from '../../../kernel/tables.ts'
import type { ReadDb, WriteDb } from '../../../kernel/town.ts'
import { formSubject } from '../form.ts'
import type { DraftRow, FormRow } from '../tables.ts'
import { browserSecret, isSame } from './browser.ts'
import { openContent, sealContent } from './sealing.ts'
import type { FillingContent, FillingTables } from './tables.ts'

export type Reading = ReadDb<FillingTables>
export type Writing = WriteDb<FillingTables>

/** A town's own task; the service that a form belongs to says which. @law Art. 6 Abs. 1 Buchst. e DSGVO */
export const fillingBasis = 'Art. 6 Abs. 1 Buchst. e DSGVO'

export type OpenDraft = { draft: DraftRow; content: FillingContent; form: FormRow }

/** Whose draft a signed-in person begins: their own, or that of whom they act for in this session. */
export const ownerOf = (person: SignedIn): string => person.actsFor?.id ?? person.personId

/** `subject`: whose answers these are; staff who type them for somebody act as staff. */
export const actorOf = (person: SignedIn | undefined, subject: string | undefined): Actor => {
  if (!person) return 'self'
  if (person.kind === 'staff' && subject !== undefined && subject !== person.personId)
    return { staff: person.personId, unit: [...person.units.values()][0]?.[0] ?? '/' }
  return person.actsFor
    ? { representative: person.personId, session: person.sessionId }
    : { self: true, session: person.sessionId }
}

export const higher = (one: Level, other: Level): Level => (levels.indexOf(one) >= levels.indexOf(other) ? one : other)

export type Who = Pick<Visit, 'town' | 'house' | 'person' | 'cookie' | 'now'>

export const belongs = (draft: DraftRow, { person, cookie }: Pick<Who, 'person' | 'cookie'>): boolean =>
  draft.owner_id === null ? isSame(draft.secret_hash, browserSecret({ cookie })) : !!person && draft.owner_id === ownerOf(person)

/** Asked with every step: an authority may be for one form only, or have ended a moment ago. */
async function mayAct({ house, town, person, now }: Who, db: Reading, formId: string, verb: 'read' | 'write'): Promise<boolean> {
  if (!person?.actsFor) return true
  const allowed = await house.ask<MayAct>(town, 'may-act', { db, person, matter: formSubject(formId), verb, now })
  return allowed?.subject === person.actsFor.id
}

/** Asked before sending, which opens the draft as a page does: who may only read sends nothing. */
export const maySendFor = (visit: Who, formId: string): Promise<boolean> =>
  visit.town.write((db: Writing) => mayAct(visit, db, formId, 'write'))

export type Beginning = { form: FormRow; version: number; secret: Buffer; content: FillingContent; page: string }

/** @returns its id; undefined when the person may not act in this matter */
export async function beginDraft(visit: Visit, { form, version, secret, content, page }: Beginning): Promise<string | undefined> {
  const { town, person, now, language } = visit
  const id = newId(now)
  const subject = person ? ownerOf(person) : id
  const look = {
    subjects: [subject],
    actor: actorOf(person, subject),
    purpose: 'Formular begonnen',
    legalBasis: fillingBasis,
    matter: form.title,
  }
  return town.personal(look, async (db: Writing) => {
    if (!(await mayAct(visit, db, form.id, 'write'))) return undefined
    await db
      .insertInto('forms.draft')
      .values({
        id,
        form_id: form.id,
        version,
        owner_id: person ? subject : null,
        subject,
        state: 'open',
        language,
        secret_hash: person ? null : secret,
        level: person?.level ?? 'none',
        revision: 0,
        page,
        begun_at: now,
        saved_at: now,
        warned_at: null,
        matter: null,
        filling_key: null,
        entered_by: null,
        entered_channel: null,
      })
      .execute()
    const sealed = sealContent(town.dataKey, id, content)
    await db.insertInto('forms.draft_content').values({ draft_id: id, subject_id: subject, sealed }).execute()
    return id
  })
}

/** For a page that only shows: one packet for an own draft of the account; for every other two. Undefined for everybody else. */
export async function openDraft(visit: Who, id: string): Promise<OpenDraft | undefined> {
  if (!isUuid(id)) return undefined
  const { town, person } = visit
  if (person?.actsFor) return withDraft(visit, id, { purpose: 'Formular angesehen', verb: 'read' }, async (_db, open) => open)
  const own = person && (await lookAt(visit, id, person.personId))
  if (own) return own
  const found = await town.read((db: Reading) => db.selectFrom('forms.draft').selectAll().where('id', '=', id).executeTakeFirst())
  return found && belongs(found, visit) ? lookAt(visit, id, found.subject) : undefined
}

async function lookAt({ town, person, cookie }: Who, id: string, subject: string): Promise<OpenDraft | undefined> {
  const actor = actorOf(person, subject)
  const look = { subjects: [subject], actor, purpose: 'Formular angesehen', legalBasis: fillingBasis }
  const [draft, sealed, form] = await town.look(look, (db: Reading) =>
    Promise.all([
      db.selectFrom('forms.draft').selectAll().where('id', '=', id).where('subject', '=', subject).executeTakeFirst(),
      db
        .selectFrom('forms.draft_content')
        .select('sealed')
        .where('draft_id', '=', id)
        .where('subject_id', '=', subject)
        .executeTakeFirst(),
      db
        .selectFrom('forms.form as f')
        .innerJoin('forms.draft as d', (on) => on.onRef('d.town_id', '=', 'f.town_id').onRef('d.form_id', '=', 'f.id'))
        .selectAll('f')
        .where('d.id', '=', id)
        .executeTakeFirst(),
    ]),
  )
  if (!draft || !sealed || !form || !belongs(draft, { person, cookie })) return undefined
  return { draft, form, content: openContent(town.dataKey, id, sealed.sealed) }
}

type Act = { purpose: string; verb: 'read' | 'write' }

/** Runs `work` inside a logged look at a draft of this visitor, locked against a second window; undefined where there is none. */
export async function withDraft<Result>(
  visit: Who,
  id: string,
  { purpose, verb }: Act,
  work: (db: Writing, open: OpenDraft) => Promise<Result>,
): Promise<Result | undefined> {
  if (!isUuid(id)) return undefined
  const { town, person } = visit
  let draft: DraftRow | undefined
  const look = {
    subjects: async (db: Reading) => {
      const query = db.selectFrom('forms.draft').selectAll().where('id', '=', id)
      const found = await (verb === 'write' ? query.forUpdate() : query).executeTakeFirst()
      if (found && belongs(found, visit) && (await mayAct(visit, db, found.form_id, verb))) draft = found
      if (!draft) return []
      return claims(draft, person) ? [draft.subject, person!.personId] : [draft.subject]
    },
    get actor() {
      return actorOf(person, draft?.subject)
    },
    purpose,
    legalBasis: fillingBasis,
  }
  return town.personal(look, async (db: Writing) => {
    if (!draft) return undefined
    const form = await db.selectFrom('forms.form').selectAll().where('id', '=', draft.form_id).executeTakeFirstOrThrow()
    const row = await db.selectFrom('forms.draft_content').select('sealed').where('draft_id', '=', id).executeTakeFirst()
    if (!row) return undefined
    const content = openContent(town.dataKey, id, row.sealed)
    if (verb === 'write' && claims(draft, person)) draft = await claim(db, draft, person!.personId)
    return work(db, { draft, form, content })
  })
}

/** Whoever signs in on the way goes on in their account; what belongs to a matter stays with the person of that matter. */
const claims = (draft: DraftRow, person: SignedIn | undefined): boolean =>
  draft.owner_id === null && draft.matter === null && person !== undefined && person.actsFor === undefined

async function claim(db: Writing, draft: DraftRow, person: string): Promise<DraftRow> {
  await db.updateTable('forms.draft_content').set({ subject_id: person }).where('draft_id', '=', draft.id).execute()
  await db.updateTable('forms.draft_address').set({ subject_id: person }).where('draft_id', '=', draft.id).execute()
  const claimed = { owner_id: person, subject: person, secret_hash: null }
  await db.updateTable('forms.draft').set(claimed).where('id', '=', draft.id).execute()
  return { ...draft, ...claimed }
}

/** What was proven for a draft: by its own account, never by staff for somebody or by whoever is signed in beside it. */
export const levelOf = (draft: DraftRow, person: SignedIn | undefined): Level =>
  draft.owner_id === null || draft.entered_by !== null ? draft.level : higher(draft.level, person?.level ?? 'none')

/** Inside `withDraft`. @returns the draft as it is now */
export async function saveDraft(
  { town, person, now, language }: Pick<Visit, 'town' | 'person' | 'now' | 'language'>,
  db: Writing,
  { draft }: OpenDraft,
  content: FillingContent,
  page: string,
): Promise<DraftRow> {
  const level = levelOf(draft, person)
  const saved = { revision: draft.revision + 1, saved_at: now, warned_at: null, page, level, language }
  await db.updateTable('forms.draft').set(saved).where('id', '=', draft.id).execute()
  const sealed = sealContent(town.dataKey, draft.id, content)
  await db.updateTable('forms.draft_content').set({ sealed }).where('draft_id', '=', draft.id).execute()
  return { ...draft, ...saved }
}

export type DraftLine = {
  id: string
  key: string
  title: string
  page: string | null
  savedAt: Date
  version: number
  live: number | null
}

/** Open drafts of this visitor, the newest first; of one form or of all. */
export function listDrafts(
  db: Reading,
  { person, cookie }: Pick<Visit, 'person' | 'cookie'>,
  formId?: string,
): Promise<DraftLine[]> {
  const secret = person ? undefined : browserSecret({ cookie })
  if (!person && !secret) return Promise.resolve([])
  let query = db
    .selectFrom('forms.draft as d')
    .innerJoin('forms.form as f', (on) => on.onRef('f.town_id', '=', 'd.town_id').onRef('f.id', '=', 'd.form_id'))
    .select(['d.id', 'f.key', 'f.title', 'd.page', 'd.saved_at as savedAt', 'd.version', 'f.live_version as live'])
    .where('d.state', '=', 'open')
    .orderBy('d.saved_at', 'desc')
    .limit(20)
  if (formId) query = query.where('d.form_id', '=', formId)
  return (person ? query.where('d.owner_id', '=', ownerOf(person)) : query.where('d.secret_hash', '=', secret!)).execute()
}
