// Who holds units of a stock for somebody: a number plate, a seat; one unit has one holder at a time.
import type { Contract } from '../kernel/contract.ts'
import type { TownSql } from '../kernel/town.ts'

export type Reservation = {
  id: string
  stock: string
  unit: string
  state: 'held' | 'reserved' | 'released' | 'expired'
  until: Date | null
}

/** Holds a unit until `until`, once per `key`. `taken`: somebody has it; `refused`: the stock's rules say no, in words. */
export type HoldUnit = Contract<
  'hold-unit',
  1,
  { db: TownSql; key: string; stock: string; unit: string; matter: { kind: string; id: string }; until: Date; now: Date },
  { reservation: Reservation } | { taken: true } | { refused: { de: string; en: string } }
>

/** Held becomes reserved, or the unit is free again. `gone`: it had expired and somebody else may have it. */
export type SettleUnit = Contract<
  'settle-unit',
  1,
  { db: TownSql; key: string; as: 'reserved' | 'released'; until?: Date; now: Date },
  { reservation: Reservation } | { gone: true }
>

/** Free units that look like what is wanted: `M-AB ?2??`; at most `limit`. */
export type FreeUnits = Contract<
  'free-units',
  1,
  { db: TownSql; stock: string; like: string; limit: number; now: Date },
  { free: readonly string[] } | { refused: { de: string; en: string } }
>
