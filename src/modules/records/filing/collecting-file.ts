// The file that matters of one plan entry, one unit and one year fall into by themselves (Sammelakte).
import { newId } from '../../../kernel/ids.ts'
import type { Town } from '../../../kernel/town.ts'
import { note } from '../history.ts'
import type { FileRow, PlanEntryRow } from '../tables.ts'
import type { Db } from '../text.ts'
import { nextFileNumber } from './number.ts'

/** The open one, or a new one. Two at the same moment agree on the first. */
export async function collectingFile(
  db: Db,
  town: Town,
  plan: PlanEntryRow,
  unit: string,
  year: number,
  now: Date,
): Promise<FileRow> {
  const there = await findCollecting(db, plan.id, unit, year)
  if (there) return there
  const id = newId(now)
  const number = await nextFileNumber(db, town, plan, year)
  const title = `${plan.title} ${year}`.slice(0, 200)
  await db
    .insertInto('records.file')
    .values({ id, plan_id: plan.id, number, title, unit, collects: year, opened_at: now, closed_at: null })
    .onConflict((same) => same.columns(['town_id', 'plan_id', 'unit', 'collects']).where('collects', 'is not', null).doNothing())
    .execute()
  const file = (await findCollecting(db, plan.id, unit, year))!
  if (file.id === id) await note(db, { what: 'file-opened', file: id }, 'system:records', now)
  return file
}

const findCollecting = (db: Db, plan: string, unit: string, year: number): Promise<FileRow | undefined> =>
  db
    .selectFrom('records.file')
    .selectAll()
    .where('plan_id', '=', plan)
    .where('unit', '=', unit)
    .where('collects', '=', year)
    .executeTakeFirst()
