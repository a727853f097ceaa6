// Row types of this room.
import type { Generated } from 'kysely'
import type { WriteDb } from '../../kernel/town.ts'

export type RegisterName = 'population' | 'vehicles'

type OfTown<Row> = { town_id: Generated<number> } & Row

export type RegistersTables = {
  'registers.question': OfTown<{
    id: string
    register: RegisterName
    asked_by: string
    matter: string
    purpose: string
    legal_basis: string
    found: boolean
    at: Date
  }>
  'registers.question_about': OfTown<{ question_id: string; subject_id: string }>
}

export type Db = WriteDb<RegistersTables>
