// Opening a procedure or a document on the desk: rights first, then the logged look at whom it concerns.
import { sql } from 'kysely'
import type { SignedIn } from '../../../kernel/access.ts'
import type { Actor } from '../../../kernel/actor.ts'
import { isUuid } from '../../../kernel/ids.ts'
import type { ReadDb, Town } from '../../../kernel/town.ts'
import { legalBasis } from '../person-offers.ts'
import { mayRead, patternsFor, seesProcedure } from '../rights.ts'
import type { DocumentRow, ProcedureRow, RecordsTables } from '../tables.ts'
import type { Db } from '../text.ts'

export type Looking = { town: Town; person: SignedIn; permission?: string; purpose: string }

export const actorOf = (person: SignedIn, unit: string): Actor => ({ staff: person.personId, unit })

async function withLook<Row extends { person_id: string | null; unit: string }, Result>(
  { town, person, purpose }: Looking,
  row: Row,
  matter: string,
  work: (db: Db, row: Row) => Promise<Result>,
): Promise<Result> {
  if (row.person_id === null) return town.write((db: Db) => work(db, row))
  const look = { subjects: [row.person_id], actor: actorOf(person, row.unit), purpose, legalBasis, matter }
  return town.personal(look, (db: Db) => work(db, row))
}

export const findVisibleProcedure = (
  { town, person, permission = mayRead }: Omit<Looking, 'purpose'>,
  id: string,
): Promise<ProcedureRow | undefined> =>
  town.read(async (db: ReadDb<RecordsTables>) => {
    if (!isUuid(id)) return undefined
    const { rows } = await sql<ProcedureRow>`SELECT p.* FROM records.procedure p
      WHERE p.id = ${id} AND ${seesProcedure(person, permission)}`.execute(db)
    return rows[0]
  })

/** @returns undefined where there is no such procedure for this member of staff */
export async function withProcedure<Result>(
  looking: Looking,
  id: string,
  work: (db: Db, procedure: ProcedureRow) => Promise<Result>,
): Promise<Result | undefined> {
  const found = await findVisibleProcedure(looking, id)
  return found && withLook(looking, found, found.number, work)
}

/** A document follows the rights of its procedure; one in the post basket those of its unit. */
export async function findVisibleDocument(
  { town, person, permission = mayRead }: Omit<Looking, 'purpose'>,
  id: string,
): Promise<(DocumentRow & { procedure_number: string | null }) | undefined> {
  if (!isUuid(id)) return undefined
  return town.read(async (db: ReadDb<RecordsTables>) => {
    const { rows } = await sql<DocumentRow & { procedure_number: string | null }>`SELECT d.*, p.number AS procedure_number
      FROM records.document d LEFT JOIN records.procedure p ON p.town_id = d.town_id AND p.id = d.procedure_id
      WHERE d.id = ${id} AND d.person_id IS DISTINCT FROM ${person.personId}::uuid
        AND (${seesProcedure(person, permission)} OR (d.procedure_id IS NULL AND d.unit LIKE ANY (${patternsFor(person, permission)}::text[])))`.execute(
      db,
    )
    return rows[0]
  })
}

export async function withDocument<Result>(
  looking: Looking,
  id: string,
  work: (db: Db, document: DocumentRow & { procedure_number: string | null }) => Promise<Result>,
): Promise<Result | undefined> {
  const found = await findVisibleDocument(looking, id)
  return found && withLook(looking, found, found.procedure_number ?? found.title, work)
}
