// Row types of this room.
import type { Generated, JSONColumnType } from 'kysely'
import type { ReadDb, WriteDb } from '../../kernel/town.ts'
import type { StockDocument } from './stock-document.ts'

export type HoldState = 'held' | 'reserved' | 'released' | 'expired'

export type HoldRow = {
  id: string
  key: string
  stock_id: string
  unit: string
  state: HoldState
  until: Date | null
  matter_kind: string
  matter_id: string
  made_at: Date
  changed_at: Date
}

type OfTown<Row> = { town_id: Generated<number> } & Row

export type ReservationsTables = {
  'reservations.stock': OfTown<{ id: string; key: string; unit: string; created_at: Date }>
  'reservations.stock_version': OfTown<{
    id: string
    stock_id: string
    number: number
    document: JSONColumnType<StockDocument>
    rules: string | null
    content_hash: string
    origin_id: string
    origin_version: string
    installed_at: Date
    installed_by: string | null
  }>
  'reservations.hold': OfTown<HoldRow>
  'reservations.hold_change': OfTown<{
    hold_id: string
    number: number
    state: HoldState
    until: Date | null
    actor: string
    reason: string | null
    at: Date
  }>
}

export type Db = WriteDb<ReservationsTables>
export type Reading = ReadDb<ReservationsTables>
