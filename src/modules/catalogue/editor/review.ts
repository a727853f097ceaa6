// When a text is to be looked at again, and who answers for it.
import { sql } from 'kysely'
import type { Town, TownSql, WriteDb } from '../../../kernel/town.ts'
import type { EditedNoun, EditorTables } from './tables.ts'

export type Review = { due: string | null; unit: string; personId: string | null }
export type ReviewedNoun = Exclude<EditedNoun, 'synonyms'>

export async function findReview(db: TownSql, noun: EditedNoun, id: number): Promise<Review | undefined> {
  const { rows } = await sql<Review>`SELECT due::text AS due, unit, person_id AS "personId" FROM catalogue.review
    WHERE noun = ${noun} AND thing_id = ${id}`.execute(db)
  return rows[0]
}

export const storeReview = (town: Town, noun: ReviewedNoun, id: number, { due, unit, personId }: Review): Promise<void> =>
  town.write(async (db: WriteDb<EditorTables>) => {
    await sql`INSERT INTO catalogue.review (noun, thing_id, due, unit, person_id) VALUES (${noun}, ${id}, ${due}::date, ${unit}, ${personId}::uuid)
      ON CONFLICT (town_id, noun, thing_id) DO UPDATE SET due = excluded.due, unit = excluded.unit, person_id = excluded.person_id`.execute(
      db,
    )
  })

/** The same day next year; 29 February becomes the 28th. */
export function inAYear(today: string): string {
  const [year, rest] = [Number(today.slice(0, 4)) + 1, today.slice(4)]
  return rest === '-02-29' ? `${year}-02-28` : `${year}${rest}`
}

export const reviewIsDone = (town: Town, noun: ReviewedNoun, id: number, today: string): Promise<void> =>
  town.write(async (db: WriteDb<EditorTables>) => {
    await sql`INSERT INTO catalogue.review (noun, thing_id, due) VALUES (${noun}, ${id}, ${inAYear(today)}::date)
      ON CONFLICT (town_id, noun, thing_id) DO UPDATE SET due = excluded.due`.execute(db)
  })

export type DueReview = { noun: ReviewedNoun; id: number; title: string; due: string; unit: string; mine: boolean }

/** Due within two weeks or overdue, the oldest first. */
export async function listDueReviews(db: TownSql, person: string, today: string): Promise<DueReview[]> {
  const { rows } =
    await sql<DueReview>`SELECT r.noun, r.thing_id AS id, r.due::text AS due, r.unit, coalesce(r.person_id = ${person}::uuid, false) AS mine,
      coalesce((SELECT title FROM catalogue.service_text t WHERE r.noun = 'service' AND t.town_id = r.town_id AND t.service_id = r.thing_id AND t.language = 'de'),
        (SELECT effective -> 'name' ->> 'de' FROM catalogue.office o WHERE r.noun = 'office' AND o.town_id = r.town_id AND o.id = r.thing_id),
        (SELECT effective -> 'name' ->> 'de' FROM catalogue.topic p WHERE r.noun = 'topic' AND p.town_id = r.town_id AND p.id = r.thing_id),
        (SELECT name ->> 'de' FROM catalogue.situation i WHERE r.noun = 'situation' AND i.town_id = r.town_id AND i.id = r.thing_id), '') AS title
    FROM catalogue.review r WHERE r.due <= ${today}::date + 14 ORDER BY r.due, r.noun, r.thing_id LIMIT 300`.execute(db)
  return rows
}
