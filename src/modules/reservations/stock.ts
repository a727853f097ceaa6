// Stocks of the town in their newest version, opened once per server process.
import type { Town } from '../../kernel/town.ts'
import { type Judge, openRules } from './rules.ts'
import type { StockDocument } from './stock-document.ts'
import type { Reading } from './tables.ts'
import { countUnits } from './unit.ts'

export type OpenStock = {
  id: string
  key: string
  /** Path of the unit that answers for it. */
  unit: string
  version: number
  document: StockDocument
  judge: Judge
}

const judges = new Map<string, Judge>()
const sizes = new Map<string, number>()
const keptAtMost = 200

/** A version never changes: what was read once stays right. */
function remembered<Value>(kept: Map<string, Value>, id: string, make: () => Value): Value {
  const known = kept.get(id)
  if (known !== undefined) return known
  if (kept.size >= keptAtMost) kept.clear()
  const made = make()
  kept.set(id, made)
  return made
}

const newest = (db: Reading) =>
  db
    .selectFrom('reservations.stock as s')
    .innerJoin('reservations.stock_version as v', (on) =>
      on.onRef('v.town_id', '=', 's.town_id').onRef('v.stock_id', '=', 's.id'),
    )
    .distinctOn('s.id')
    .select(['s.id', 's.key', 's.unit', 'v.id as versionId', 'v.number', 'v.document', 'v.rules'])
    .orderBy('s.id')
    .orderBy('v.number', 'desc')

export async function findStock(db: Reading, town: Town, key: string): Promise<OpenStock | undefined> {
  const row = await newest(db).where('s.key', '=', key).executeTakeFirst()
  if (!row) return undefined
  const { id, unit, versionId, number, document, rules } = row
  const judge = remembered(judges, `${town.key}/${versionId}`, () => openRules(document, rules))
  return { id, key, unit, version: number, document, judge }
}

export type StockLine = Pick<OpenStock, 'id' | 'key' | 'unit' | 'version' | 'document'> & {
  units: number
  held: number
  reserved: number
}

/** Of the whole town; whoever shows it looks at the rights. */
export async function listStocks(db: Reading, town: Town): Promise<StockLine[]> {
  const rows = await newest(db).execute()
  const counts = await db
    .selectFrom('reservations.hold')
    .select(({ fn }) => ['stock_id', 'state', fn.countAll<string>().as('count')])
    .where('state', 'in', ['held', 'reserved'])
    .groupBy(['stock_id', 'state'])
    .execute()
  const countOf = (stock: string, state: string): number =>
    Number(counts.find((one) => one.stock_id === stock && one.state === state)?.count ?? 0)
  return rows.map(({ id, key, unit, versionId, number, document }) => ({
    ...{ id, key, unit, version: number, document },
    units: remembered(sizes, `${town.key}/${versionId}`, () => countUnits(document)),
    held: countOf(id, 'held'),
    reserved: countOf(id, 'reserved'),
  }))
}
