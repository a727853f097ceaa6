// How long closed applications stay: the years of their kind after the end of the year, or its days after they were closed; the electronic file keeps its own copy.
import { sql } from 'kysely'
import { releaseBlob } from '../../../kernel/blobs.ts'
import { addDays, asDay, type Day, dayAt, startOfDay, yearOf } from '../../../kernel/calendar/day.ts'
import type { House } from '../../../kernel/house.ts'
import { dropOldWays } from './find.ts'
import type { MineReading, MineWriting } from './tables.ts'

/** The last day on which a closed case is kept. */
export const keptUntil = (closedAt: Date, { years, days }: { years: number; days?: number }): Day =>
  days === undefined ? asDay(`${yearOf(dayAt(closedAt)) + years}-12-31`) : addDays(dayAt(closedAt), days)

const batch = 100

/** @returns how many cases were erased in the whole house */
export async function dropOldCases(house: House, now: Date): Promise<number> {
  let dropped = 0
  for (const town of house.towns.list()) {
    const versions = await town.read(async (db: MineReading) => {
      const { rows } = await sql<Version>`SELECT type_id, number,
        (definition->'filing'->>'years')::int AS years, (definition->'filing'->>'days')::int AS days FROM cases.type_version`.execute(
        db,
      )
      return rows
    })
    for (const version of versions)
      for (let more = true; more; ) {
        const gone = await town.write((db: MineWriting) => dropSome(db, version, now))
        dropped += gone
        more = gone === batch
      }
    await town.write((db: MineWriting) => dropOldWays(db, now))
  }
  return dropped
}

/** `days` count from the day of closing and go before the years. */
type Version = { type_id: string; number: number; years: number; days: number | null }

async function dropSome(db: MineWriting, { type_id, number, years, days }: Version, now: Date): Promise<number> {
  // The first instant of the year after the last one that is kept, in Germany.
  const before =
    days === null
      ? sql`make_timestamptz(${yearOf(dayAt(now)) - years}::int, 1, 1, 0, 0, 0, 'Europe/Berlin')`
      : sql`${startOfDay(addDays(dayAt(now), -days))}::timestamptz`
  const { rows } = await sql<{ id: string }>`SELECT id FROM cases."case"
    WHERE state = 'closed' AND type_id = ${type_id} AND version = ${number}
      AND closed_at < ${before}
    ORDER BY closed_at LIMIT ${batch} FOR UPDATE SKIP LOCKED`.execute(db)
  await dropCases(
    db,
    rows.map(({ id }) => id),
    now,
  )
  return rows.length
}

/** With all that hangs on them; their files go when nobody else refers to them. */
export async function dropCases(db: MineWriting, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return
  const files = await db
    .selectFrom('cases.document')
    .select('blob')
    .where('case_id', 'in', [...ids])
    .execute()
  await db
    .updateTable('cases.case')
    .set({ previous_id: null, previous_kind: null })
    .where('previous_id', 'in', [...ids])
    .execute()
  await db
    .deleteFrom('cases.case')
    .where('id', 'in', [...ids])
    .execute()
  for (const { blob } of files.sort((one, other) => (one.blob < other.blob ? -1 : 1))) await releaseBlob(db, blob, now)
}
