// Visits per thing and day, so that the most used stand first. Numbers only: no address, no cookie, no person.
import { sql } from 'kysely'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import type { CatalogueTables } from './tables.ts'

export type CountedNoun = 'service' | 'office' | 'situation' | 'topic'

const subjectShape = /^catalogue\.(service|office|situation|topic)\/([1-9]\d{0,8})$/

/** Adds up; subjects of other rooms are theirs. `day` is `YYYY-MM-DD`. */
export async function countVisits(
  town: Town,
  { day, visits }: { day: string; visits: ReadonlyMap<string, number> },
): Promise<void> {
  const rows = [...visits].flatMap(([subject, count]) => {
    const [, noun, id] = subjectShape.exec(subject) ?? []
    return noun === undefined ? [] : [{ noun, thing_id: Number(id), visits: count }]
  })
  if (rows.length === 0) return
  rows.sort((a, b) => a.noun.localeCompare(b.noun) || a.thing_id - b.thing_id)
  await town.write((db: WriteDb<CatalogueTables>) =>
    sql`INSERT INTO catalogue.visit_count AS counted (noun, thing_id, day, visits)
      SELECT noun, thing_id, ${day}::date, visits
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS visit (noun text, thing_id integer, visits integer)
      ON CONFLICT (town_id, noun, thing_id, day) DO UPDATE SET visits = counted.visits + excluded.visits`.execute(db),
  )
}

export const popularityDays = 90

/** Visits of the last 90 days by `service/17`. */
export async function recentVisits(db: ReadDb<CatalogueTables>, today: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ subject: string; visits: number }>`
    SELECT noun || '/' || thing_id AS subject, sum(visits)::integer AS visits FROM catalogue.visit_count
    WHERE day > ${today}::date - ${popularityDays}::integer GROUP BY noun, thing_id`.execute(db)
  return new Map(rows.map(({ subject, visits }) => [subject, visits]))
}
