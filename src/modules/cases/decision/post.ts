// Decisions that go on paper: printed, posted, and when they count as delivered.
import { sql } from 'kysely'
import type { PostDelivery } from '../../../contracts/letters.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import { staffActor } from '../../../kernel/actor.ts'
import { dayAt } from '../../../kernel/calendar/day.ts'
import type { House } from '../../../kernel/house.ts'
import type { StoredEvent } from '../../../kernel/module.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Town } from '../../../kernel/town.ts'
import { mayDecide, opening, type Place } from '../access.ts'
import { caseSubject, findCase, legalBasis, note, type Reading, type Writing } from '../case.ts'
import { sealedName } from '../sealing.ts'
import { knownTypes } from '../type/known-types.ts'
import { typeOf } from '../type/type.ts'

export type PostLine = { id: string; caseId: string; reference: string; title: string; issuedOn: string; document: string | null }
const most = 100

/** Oldest first, of the units that the person decides for. */
export const listPost = (town: Town, person: SignedIn): Promise<PostLine[]> =>
  town.read(async (db: Reading) => {
    const units = person.units.get(mayDecide) ?? []
    if (units.length === 0) return []
    const { secret } = await knownTypes(db, town)
    const ofSecret = sql<boolean>`(c.type_id <> ALL (${[...secret]}::uuid[]) OR c.unit = ANY (${[...units]}::text[]))`
    const rows = await db
      .selectFrom('cases.decision as d')
      .innerJoin('cases.case as c', (on) => on.onRef('c.town_id', '=', 'd.town_id').onRef('c.id', '=', 'd.case_id'))
      .innerJoin('cases.type as t', (on) => on.onRef('t.town_id', '=', 'c.town_id').onRef('t.id', '=', 'c.type_id'))
      .select(['d.id', 'd.issued_at', 'd.document_id', 'c.id as case', 'c.reference', 't.title_de'])
      .where('d.delivery', '=', 'post')
      .where('d.posted_on', 'is', null)
      .where(sql<boolean>`EXISTS (SELECT FROM unnest(${[...units]}::text[]) AS granted WHERE starts_with(c.unit, granted))`)
      .where('c.holder_id', '!=', person.personId)
      .where(ofSecret)
      .orderBy('d.issued_at')
      .limit(most)
      .execute()
    return rows.map((row) => ({
      id: row.id,
      caseId: row.case,
      reference: row.reference,
      title: row.title_de,
      issuedOn: dayAt(row.issued_at!),
      document: row.document_id,
    }))
  })

async function ofPost(place: Place, db: Reading | Writing, person: SignedIn, id: string) {
  const decision = await (db as Writing)
    .selectFrom('cases.decision')
    .selectAll()
    .where('id', '=', id)
    .where('delivery', '=', 'post')
    .executeTakeFirst()
  const row = decision && (await findCase(db, decision.case_id))
  if (!decision || !row || (await opening(place, db, person, mayDecide, row)) !== 'open') return undefined
  return { decision, row }
}

/** The paper for the printer; looked at in the log. */
export async function findPaper(house: House, town: Town, person: SignedIn, id: string) {
  const found = await town.read((db: Reading) => ofPost({ house, town }, db, person, id))
  if (!found?.decision.document_id) return undefined
  const { row, decision } = found
  const look = {
    subjects: [row.holder_id],
    actor: staffActor(person, mayDecide),
    purpose: 'Bescheid für die Post drucken',
    legalBasis,
    matter: showReference(row.reference),
  }
  return town.look(look, async (db: Reading) => {
    const document = await db
      .selectFrom('cases.document as d')
      .innerJoin('cases.document_name as n', (on) => on.onRef('n.town_id', '=', 'd.town_id').onRef('n.document_id', '=', 'd.id'))
      .select(['d.id', 'd.blob', 'd.media_type', 'n.sealed'])
      .where('d.id', '=', decision.document_id)
      .executeTakeFirstOrThrow()
    return {
      blob: document.blob,
      mediaType: document.media_type,
      name: sealedName.open(town.dataKey, document.id, document.sealed),
    }
  })
}

export async function notePosted(house: House, town: Town, person: SignedIn, id: string, now: Date): Promise<boolean> {
  return town.write(async (db: Writing) => {
    const found = await ofPost({ house, town }, db, person, id)
    if (!found) return false
    const { row, decision } = found
    const { type } = await typeOf(db, row)
    const postedOn = dayAt(now)
    const delivered = await house.ask<PostDelivery>(town, 'post-delivery', { rule: type.delivery.post, postedOn, now })
    const { numUpdatedRows } = await db
      .updateTable('cases.decision')
      .set({ posted_on: postedOn, delivered_on: delivered?.day ?? null })
      .where('id', '=', decision.id)
      .where('posted_on', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 1n)
      await note(db, town, row, { kind: 'posted', by: staffActor(person, mayDecide), details: { on: postedOn }, open: true }, now)
    return true
  })
}

/** The mailbox says when a letter counts as delivered, or that it must go on paper after all. */
export async function noteDelivery(town: Town, { subjects, payload, at }: StoredEvent): Promise<void> {
  if (!subjects.some((subject) => subject.startsWith(caseSubject('')))) return
  const { letter, state, day } = payload as { letter?: string; state?: string; day?: string }
  if (letter === undefined) return
  await town.write(async (db: Writing) => {
    const changed = state === 'paper' ? { delivery: 'post' as const, delivered_on: null } : { delivered_on: day ?? null }
    const decision = await db
      .updateTable('cases.decision')
      .set(changed)
      .where('letter_id', '=', letter)
      .returning(['case_id'])
      .executeTakeFirst()
    const row = decision && (await findCase(db, decision.case_id))
    if (row && state === 'paper') await note(db, town, row, { kind: 'must-be-posted', by: { system: 'cases' } }, at)
  })
}
