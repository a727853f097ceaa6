// Runs of disposal as the desk lists and shows them: numbers and titles, never a name.
import { sql } from 'kysely'
import type { SignedIn } from '../../../kernel/access.ts'
import { isUuid } from '../../../kernel/ids.ts'
import type { ReadDb, Town } from '../../../kernel/town.ts'
import { inUnits, mayDispose } from '../rights.ts'
import type { DisposalItemRow, DisposalRow, RecordsTables } from '../tables.ts'

export type RunLine = DisposalRow & { unit_name: string | null; items: number; open: number }

const runLine = sql`SELECT d.*, u.name AS unit_name,
    (SELECT count(*)::int FROM records.disposal_item i WHERE i.town_id = d.town_id AND i.disposal_id = d.id) AS items,
    (SELECT count(*)::int FROM records.disposal_item i WHERE i.town_id = d.town_id AND i.disposal_id = d.id AND i.outcome IS NULL) AS open
  FROM records.disposal d LEFT JOIN kernel.unit u ON u.town_id = d.town_id AND u.path = d.unit`

export const listRuns = (town: Town, person: SignedIn): Promise<RunLine[]> =>
  town.read(async (db: ReadDb<RecordsTables>) => {
    const { rows } = await sql<RunLine>`${runLine} WHERE ${inUnits(person, mayDispose, sql`d.unit`)}
      ORDER BY d.made_at DESC LIMIT 100`.execute(db)
    return rows
  })

export type RunItem = DisposalItemRow & { number: string; title: string; keep_until: string | null; person_id: string | null }
export type RunView = {
  run: RunLine
  items: RunItem[]
  messages: { kind: string; direction: 'in' | 'out'; at: Date }[]
}

export const findRun = (town: Town, person: SignedIn, id: string): Promise<RunView | undefined> =>
  town.read(async (db: ReadDb<RecordsTables>) => {
    if (!isUuid(id)) return undefined
    const runs = await sql<RunLine>`${runLine} WHERE d.id = ${id} AND ${inUnits(person, mayDispose, sql`d.unit`)}`.execute(db)
    const [run] = runs.rows
    if (!run) return undefined
    const items = await sql<RunItem>`SELECT i.*, p.number, p.title, p.keep_until, p.person_id FROM records.disposal_item i
      JOIN records.procedure p ON p.town_id = i.town_id AND p.id = i.procedure_id WHERE i.disposal_id = ${id} ORDER BY p.number`.execute(
      db,
    )
    const messages = await db
      .selectFrom('records.message')
      .select(['kind', 'direction', 'at'])
      .where('disposal_id', '=', id)
      .orderBy('at')
      .execute()
    return { run, items: items.rows, messages }
  })

export const countOpenRuns = (town: Town, person: SignedIn): Promise<number> =>
  town.read(async (db: ReadDb<RecordsTables>) => {
    const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM records.disposal d
      WHERE d.state <> 'done' AND ${inUnits(person, mayDispose, sql`d.unit`)}`.execute(db)
    return rows[0]?.count ?? 0
  })
