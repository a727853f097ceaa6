// Objections of a person to a look at their data, and the answers of the data-protection officer.
import { sql } from 'kysely'
import type { SendMessage } from '../../contracts/messages.ts'
import type { SignedIn } from '../../kernel/access.ts'
import { staffActor } from '../../kernel/actor.ts'
import type { House } from '../../kernel/house.ts'
import { dayInBerlin } from '../../kernel/http/visit.ts'
import { newId } from '../../kernel/ids.ts'
import { tell } from '../../kernel/outbox.ts'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import { type FoldedLook, findLook } from './look.ts'
import type { LooksTables } from './tables.ts'

/** Everything here rests on the person's own right to ask. */
export const ownRight = 'Art. 15 DSGVO'
/** @law Art. 38 Abs. 4, Art. 39 DSGVO: people may turn to the data-protection officer, who monitors compliance */
export const officersTask = 'Art. 38 Abs. 4, Art. 39 Abs. 1 DSGVO'

export const ownLook = (person: SignedIn, purpose: string) => ({
  subjects: [person.personId],
  actor: { self: true, session: person.sessionId } as const,
  purpose,
  legalBasis: ownRight,
  fields: ['Protokoll der Datennutzung'],
})

/** An answer is owed within one month. @law Art. 12 Abs. 3 DSGVO */
function dueDay(now: Date): string {
  const [year = 0, month = 0, day = 0] = dayInBerlin(now).split('-').map(Number)
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month, Math.min(day, last))).toISOString().slice(0, 10)
}

/** @returns id of the objection, also of one that was made before; undefined when there is no such look at this person */
export const object = (town: Town, person: SignedIn, look: string, reason: string, now: Date): Promise<string | undefined> =>
  town.personal(ownLook(person, 'Einwand gegen einen Zugriff'), async (db: WriteDb<LooksTables>) => {
    const found = await findLook(db, person.personId, look, dayInBerlin(now))
    if (!found || found.kind === 'self') return undefined
    if (found.objection) return found.objection
    const id = newId(now)
    await db
      .insertInto('looks.objection')
      .values({
        id,
        person_id: person.personId,
        look_id: found.id,
        made_at: now,
        due: dueDay(now),
        answered_at: null,
        answered_by: null,
      })
      .execute()
    await db
      .insertInto('looks.objection_text')
      .values({ subject_id: person.personId, objection_id: id, reason, answer: '' })
      .execute()
    await tell(db, { type: 'looks.objected.v1', subjects: [`looks.objection/${id}`] })
    return id
  })

export type Objection = {
  id: string
  personId: string
  state: 'open' | 'answered'
  madeAt: Date
  due: string
  answeredAt: Date | null
  reason: string
  answer: string
  look: FoldedLook | undefined
}

async function read(
  db: WriteDb<LooksTables>,
  id: string,
  person: string,
  today: string,
  withHidden: boolean,
): Promise<Objection | undefined> {
  const row = await db
    .selectFrom('looks.objection')
    .innerJoin('looks.objection_text', (join) =>
      join
        .onRef('looks.objection_text.objection_id', '=', 'looks.objection.id')
        .onRef('looks.objection_text.subject_id', '=', 'looks.objection.person_id'),
    )
    .select(['id', 'person_id', 'state', 'made_at', 'due', 'answered_at', 'look_id', 'reason', 'answer'])
    .where('looks.objection_text.subject_id', '=', person)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const look = await findLook(db, person, row.look_id, today, withHidden)
  return {
    id: row.id,
    personId: row.person_id,
    state: row.state,
    madeAt: row.made_at,
    due: row.due,
    answeredAt: row.answered_at,
    reason: row.reason,
    answer: row.answer,
    look,
  }
}

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

/** One's own; of another person there is none. */
export async function findOwnObjection(town: Town, person: SignedIn, id: string, today: string): Promise<Objection | undefined> {
  if (!isId(id)) return undefined
  return town.personal(ownLook(person, 'Eigenen Einwand gelesen'), (db: WriteDb<LooksTables>) =>
    read(db, id, person.personId, today, false),
  )
}

export type ObjectionRow = { id: string; madeAt: Date; due: string; state: 'open' | 'answered'; answeredAt: Date | null }

export const objectionsPerPage = 50

/** What waits, the most urgent first, or the newest answered; says nothing about anybody. */
export const listObjections = (
  town: Town,
  state: 'open' | 'answered',
  page: number,
): Promise<{ rows: ObjectionRow[]; counts: Record<'open' | 'answered', number> }> =>
  town.read(async (db: ReadDb<LooksTables>) => {
    const rows = await db
      .selectFrom('looks.objection')
      .select(['id', 'made_at as madeAt', 'due', 'state', 'answered_at as answeredAt'])
      .where('state', '=', state)
      .orderBy(state === 'open' ? 'due' : 'answered_at', state === 'open' ? 'asc' : 'desc')
      .orderBy('id')
      .limit(objectionsPerPage)
      .offset((Math.max(1, page) - 1) * objectionsPerPage)
      .execute()
    const counted = await sql<{ open: number; answered: number }>`
      SELECT count(*) FILTER (WHERE state = 'open')::integer AS open, count(*) FILTER (WHERE state = 'answered')::integer AS answered
      FROM looks.objection`.execute(db)
    return { rows, counts: counted.rows[0] ?? { open: 0, answered: 0 } }
  })

export async function countOpenObjections(
  town: Town,
  today: string,
): Promise<{ open: number; overdue: number; dueToday: number }> {
  return town.read(async (db: ReadDb<LooksTables>) => {
    const { rows } = await sql<{ open: number; overdue: number; dueToday: number }>`
      SELECT count(*) AS open, count(*) FILTER (WHERE due < ${today}::date) AS overdue, count(*) FILTER (WHERE due = ${today}::date) AS "dueToday"
      FROM looks.objection WHERE state = 'open'`.execute(db)
    return rows[0] ?? { open: 0, overdue: 0, dueToday: 0 }
  })
}

const personOf = (town: Town, id: string): Promise<string | undefined> =>
  town.read(async (db: ReadDb<LooksTables>) => {
    const row = await db.selectFrom('looks.objection').select('person_id').where('id', '=', id).executeTakeFirst()
    return row?.person_id
  })

const officersLook = (clerk: SignedIn, person: string) => ({
  subjects: [person],
  actor: staffActor(clerk, 'looks.objection.answer', 'Datenschutz'),
  purpose: 'Einwand gegen einen Zugriff prüfen',
  legalBasis: officersTask,
  fields: ['Protokoll der Datennutzung', 'Einwand'],
})

export async function findObjection(town: Town, clerk: SignedIn, id: string, today: string): Promise<Objection | undefined> {
  const person = isId(id) ? await personOf(town, id) : undefined
  if (!person) return undefined
  return town.personal(officersLook(clerk, person), (db: WriteDb<LooksTables>) => read(db, id, person, today, true))
}

/** @returns false when it was answered before, or is none */
export async function answerObjection(
  house: House,
  town: Town,
  clerk: SignedIn,
  id: string,
  answer: string,
  now: Date,
): Promise<boolean> {
  const person = isId(id) ? await personOf(town, id) : undefined
  if (!person) return false
  return town.personal(officersLook(clerk, person), async (db: WriteDb<LooksTables>) => {
    const { numUpdatedRows } = await db
      .updateTable('looks.objection')
      .set({ state: 'answered', answered_at: now, answered_by: clerk.personId })
      .where('id', '=', id)
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return false
    await db
      .updateTable('looks.objection_text')
      .set({ answer })
      .where('subject_id', '=', person)
      .where('objection_id', '=', id)
      .execute()
    await tell(db, { type: 'looks.objection-answered.v1', subjects: [`looks.objection/${id}`] })
    const message = { key: `looks.objection-answered/${id}`, template: 'looks.objection-answered', to: { person }, values: {} }
    await house.ask<SendMessage>(town, 'send-message', { db, message, now })
    return true
  })
}
