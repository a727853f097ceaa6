// The post basket of a unit: what came in and belongs to no procedure yet.
import { sql } from 'kysely'
import type { SignedIn } from '../../../kernel/access.ts'
import type { ReadDb, Town } from '../../../kernel/town.ts'
import { type Found, perPage } from '../desk/lists.ts'
import { inUnits, mayRead, mayWrite, seesProcedure } from '../rights.ts'
import type { DocumentRow, ProcedureRow, RecordsTables } from '../tables.ts'

export type BasketLine = Pick<DocumentRow, 'id' | 'title' | 'direction' | 'unit' | 'filed_at'> & { unit_name: string | null }

/** Oldest first; never a name. */
export const listBasket = (town: Town, person: SignedIn, page: number): Promise<Found<BasketLine>> =>
  town.read(async (db: ReadDb<RecordsTables>) => {
    const { rows } =
      await sql<BasketLine>`SELECT d.id, d.title, d.direction, d.unit, d.filed_at, u.name AS unit_name FROM records.document d
      LEFT JOIN kernel.unit u ON u.town_id = d.town_id AND u.path = d.unit
      WHERE d.procedure_id IS NULL AND d.cancelled_at IS NULL AND ${inUnits(person, mayRead, sql`d.unit`)}
        AND d.person_id IS DISTINCT FROM ${person.personId}::uuid
      ORDER BY d.filed_at, d.id LIMIT ${perPage + 1} OFFSET ${(page - 1) * perPage}`.execute(db)
    return { lines: rows.slice(0, perPage), more: rows.length > perPage }
  })

export const countBasket = (town: Town, person: SignedIn): Promise<number> =>
  town.read(async (db: ReadDb<RecordsTables>) => {
    const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM records.document d
      WHERE d.procedure_id IS NULL AND d.cancelled_at IS NULL AND ${inUnits(person, mayRead, sql`d.unit`)}`.execute(db)
    return rows[0]?.count ?? 0
  })

/** The open procedure that a cover sheet, typed or scanned, names by its whole number or reference. */
export const findByCode = (town: Town, person: SignedIn, typed: string): Promise<ProcedureRow | undefined> =>
  town.read(async (db: ReadDb<RecordsTables>) => {
    const code = typed.replace(/\s+/g, '').toUpperCase()
    if (code === '' || code.length > 120) return undefined
    const { rows } = await sql<ProcedureRow>`SELECT p.* FROM records.procedure p
      WHERE (p.number = ${code} OR p.number = ${typed.trim()}) AND p.state = 'open' AND ${seesProcedure(person, mayWrite)}`.execute(
      db,
    )
    return rows[0]
  })
