// Entries of the filing plan: found, listed, and taken over from a file in one go (Aktenplan).
import { sql } from 'kysely'
import { newId } from '../../../kernel/ids.ts'
import type { ReadDb } from '../../../kernel/town.ts'
import type { Appraisal, PlanEntryRow, RecordsTables } from '../tables.ts'
import type { Db } from '../text.ts'

/** One line of a plan that is taken over. */
export type PlanLine = {
  line: number
  number: string
  title: string
  /** Number of the entry above; `null`: none is said, and the longest beginning of the number decides. */
  parent: string | null
  years: number | null
  forever: boolean
  law: string
  starts: 'year-end' | 'closing'
  appraisal: Appraisal
  /** Invented, and said to be. */
  example?: boolean
}
export type RefusedLine = { line: number; number: string; reason: string }
export type PlanReport = { created: number; changed: number; same: number; refused: RefusedLine[] }

const numberShape = /^[0-9A-Za-z][0-9A-Za-z.\- ]{0,29}$/
const mostEntries = 20_000

/** In one transaction: what fits is stored, what does not is listed with its reason. What the lines do not name stays as it is. */
export async function takePlan(
  db: Db,
  { lines, source }: { lines: readonly PlanLine[]; source: string },
  now: Date,
): Promise<PlanReport> {
  const known = new Map((await db.selectFrom('records.plan_entry').selectAll().execute()).map((row) => [row.number, row]))
  const report: PlanReport = { created: 0, changed: 0, same: 0, refused: [] }
  const wanted = new Map<string, PlanLine>()
  for (const line of lines.slice(0, mostEntries)) {
    const reason = faultOf(line, wanted)
    if (reason) report.refused.push({ line: line.line, number: line.number, reason })
    else wanted.set(line.number, line)
  }
  const ids = new Map([...wanted.keys()].map((number) => [number, known.get(number)?.id ?? newId(now)]))
  const idOf = (number: string | undefined): string | null =>
    number === undefined ? null : (ids.get(number) ?? known.get(number)?.id ?? null)
  const rows: PlanEntryRow[] = []
  for (const line of [...wanted.values()].sort((a, b) => a.number.length - b.number.length || (a.number < b.number ? -1 : 1))) {
    const above = line.parent ?? aboveOf(line.number, wanted, known)
    if (line.parent !== null && idOf(line.parent) === null) {
      report.refused.push({ line: line.line, number: line.number, reason: `There is no entry "${line.parent}" above it.` })
      continue
    }
    const row = rowOf(line, ids.get(line.number)!, idOf(above), { source, now })
    const before = known.get(line.number)
    if (!before) report.created += 1
    else if (differs(before, row)) report.changed += 1
    else {
      report.same += 1
      continue
    }
    rows.push(row)
  }
  for (const row of rows)
    await db
      .insertInto('records.plan_entry')
      .values(row)
      .onConflict((same) => same.columns(['town_id', 'number']).doUpdateSet({ ...row, id: sql.ref('records.plan_entry.id') }))
      .execute()
  return report
}

function faultOf({ number, title, years }: PlanLine, wanted: ReadonlyMap<string, PlanLine>): string | undefined {
  if (!numberShape.test(number)) return 'A number has digits, letters, points and hyphens, at most 30.'
  if (title === '' || title.length > 200) return 'A title has 1 to 200 characters.'
  if (years !== null && (!Number.isInteger(years) || years < 0 || years > 200))
    return 'The period is no number of years from 0 to 200.'
  const twice = wanted.get(number)
  return twice && `The number stands in line ${twice.line} already.`
}

/** `9221` stands below `922`, `02.10` below `02`, whichever is there. */
function aboveOf(number: string, ...places: readonly ReadonlyMap<string, unknown>[]): string | undefined {
  for (let end = number.length - 1; end > 0; end -= 1) {
    const shorter = number.slice(0, end).replace(/[.\- ]+$/, '')
    if (shorter !== '' && places.some((place) => place.has(shorter))) return shorter
  }
  return undefined
}

const rowOf = (
  { number, title, years, forever, law, starts, appraisal, example = false }: PlanLine,
  id: string,
  parent: string | null,
  { source, now }: { source: string; now: Date },
): PlanEntryRow => ({
  ...{ id, number, parent_id: parent, title, keep_years: forever ? null : years, forever, law: law.slice(0, 300), starts },
  ...{ appraisal, example, source, closed_at: null, changed_at: now },
})

const differs = (before: PlanEntryRow, row: PlanEntryRow): boolean =>
  (['parent_id', 'title', 'keep_years', 'forever', 'law', 'starts', 'appraisal', 'example', 'source'] as const).some(
    (name) => before[name] !== row[name],
  )

export type ListedEntry = PlanEntryRow & { files: number; below: number }

/** Below one entry, or the top of the plan; by number. */
export async function listEntries(db: ReadDb<RecordsTables>, parent: string | null): Promise<ListedEntry[]> {
  const { rows } = await sql<ListedEntry>`SELECT e.*,
      (SELECT count(*)::int FROM records.file f WHERE f.town_id = e.town_id AND f.plan_id = e.id) AS files,
      (SELECT count(*)::int FROM records.plan_entry b WHERE b.town_id = e.town_id AND b.parent_id = e.id) AS below
    FROM records.plan_entry e WHERE e.parent_id IS NOT DISTINCT FROM ${parent}::uuid ORDER BY e.number`.execute(db)
  return rows
}

export const findEntry = (db: ReadDb<RecordsTables>, id: string): Promise<PlanEntryRow | undefined> =>
  db.selectFrom('records.plan_entry').selectAll().where('id', '=', id).executeTakeFirst()

export const findEntryByNumber = (db: ReadDb<RecordsTables> | Db, number: string): Promise<PlanEntryRow | undefined> =>
  (db as Db).selectFrom('records.plan_entry').selectAll().where('number', '=', number).executeTakeFirst()
