// Row types of the resident's side beside those of the room.
import type { Generated } from 'kysely'
import type { ReadDb, WriteDb } from '../../../kernel/town.ts'
import type { CasesTables } from '../tables.ts'

type OfTown<Row> = { town_id: Generated<number> } & Row

export type MineTables = CasesTables & {
  'cases.way': OfTown<{ id: string; case_id: string; code_hash: string | null; code_until: Date; tries: Generated<number> }>
  'cases.guest': OfTown<{ secret_hash: Buffer; case_id: string; until: Date }>
  'cases.find_count': OfTown<{ name: string; hour: Date; count: number }>
}

export type MineReading = ReadDb<MineTables>
export type MineWriting = WriteDb<MineTables>
