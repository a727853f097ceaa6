// Holding a unit for a matter: one holder at a time, until a moment, once per key.

import type { PlateStock } from '../../contracts/registers.ts'
import type { FreeUnits, HoldUnit, Reservation, SettleUnit } from '../../contracts/reservations.ts'
import { addDays, dayAt, endOfDay } from '../../kernel/calendar/day.ts'
import type { House } from '../../kernel/house.ts'
import { newId } from '../../kernel/ids.ts'
import { tell } from '../../kernel/outbox.ts'
import type { Town, TownSql } from '../../kernel/town.ts'
import { findStock, type OpenStock } from './stock.ts'
import type { Db, HoldRow, HoldState } from './tables.ts'
import { readUnit, type Unit, unitsLike } from './unit.ts'
import { noSuchStock, wrongUnit } from './words.ts'

export const live: readonly HoldState[] = ['held', 'reserved']
export const isLive = ({ state, until }: Pick<HoldRow, 'state' | 'until'>, now: Date): boolean =>
  live.includes(state) && (until === null || until > now)

const reservationOf = ({ id, unit, state, until }: HoldRow, stock: string): Reservation => ({ id, stock, unit, state, until })

/** Undefined where its rules allow it. */
export function refusalOf({ document, judge }: OpenStock, unit: Unit, now: Date): { de: string; en: string } | undefined {
  const code = judge(unit, now)
  return code === undefined ? undefined : (document.refusals[code] ?? { de: code, en: code })
}

export async function hold(
  house: House,
  town: Town,
  { key, stock: stockKey, unit: typed, matter, until, now, ...asked }: HoldUnit['input'],
  actor = `system:${matter.kind.split('.')[0]}`,
): Promise<HoldUnit['answer']> {
  const db = asked.db as unknown as Db
  const stock = await findStock(db, town, stockKey)
  if (!stock) return { refused: noSuchStock }
  const again = await findByKey(db, key)
  if (again) return { reservation: reservationOf(again, stockKey) }
  const unit = readUnit(stock.document, typed)
  if (!unit) return { refused: wrongUnit(stock.document) }
  const refused = refusalOf(stock, unit, now)
  if (refused) return { refused }
  if ((await takenInSoftware(house, town, db, stock, [unit.text], now)).has(unit.text)) return { taken: true }
  await expire(db, now, { stock: stock.id, unit: unit.text })
  const row: HoldRow = {
    ...{ id: newId(now), key, stock_id: stock.id, unit: unit.text, state: 'held', until },
    ...{ matter_kind: matter.kind, matter_id: matter.id, made_at: now, changed_at: now },
  }
  // Waits for whoever inserts the same unit at this moment; their rollback lets this one in.
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('reservations.hold')
    .values(row)
    .onConflict((same) => same.doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 0n) {
    const sameKey = await findByKey(db, key)
    return sameKey ? { reservation: reservationOf(sameKey, stockKey) } : { taken: true }
  }
  await note(db, row, actor, now)
  return { reservation: reservationOf(row, stockKey) }
}

export const findByKey = (db: Db, key: string): Promise<HoldRow | undefined> =>
  db.selectFrom('reservations.hold').selectAll().where('key', '=', key).executeTakeFirst()

/** Plates that the registration software has given out; none where none is connected. */
export async function takenInSoftware(
  house: House,
  town: Town,
  db: Db,
  { document }: Pick<OpenStock, 'document'>,
  units: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  if (document.software === undefined || units.length === 0) return new Set()
  const answer = await house.ask<PlateStock>(town, document.software, { db: db as TownSql, plates: units, now })
  return new Set(answer?.taken ?? [])
}

export async function settle(
  town: Town,
  { key, as, until, now, ...asked }: SettleUnit['input'],
  actor = 'system:reservations',
): Promise<SettleUnit['answer']> {
  const db = asked.db as unknown as Db
  const row = await db.selectFrom('reservations.hold').selectAll().where('key', '=', key).forUpdate().executeTakeFirst()
  return row ? settleRow(town, db, row, { as, until, now, actor }) : { gone: true }
}

/** `row` is locked. */
export async function settleRow(
  town: Town,
  db: Db,
  row: HoldRow,
  {
    as,
    until,
    now,
    actor,
    reason,
  }: { as: 'reserved' | 'released'; until?: Date | undefined; now: Date; actor: string; reason?: string },
): Promise<SettleUnit['answer']> {
  const { key: stockKey } = await db
    .selectFrom('reservations.stock')
    .select('key')
    .where('id', '=', row.stock_id)
    .executeTakeFirstOrThrow()
  if (live.includes(row.state) && !isLive(row, now)) {
    await change(db, row, { state: 'expired', until: row.until }, 'system:reservations', now)
    return { gone: true }
  }
  if (row.state === as || (as === 'released' && !live.includes(row.state))) return { reservation: reservationOf(row, stockKey) }
  if (!live.includes(row.state)) return { gone: true }
  const stock = await findStock(db, town, stockKey)
  const keepDays = Number(stock?.document.keepDays ?? 0)
  const lastMoment = as === 'reserved' ? (until ?? endOfDay(addDays(dayAt(now), keepDays))) : row.until
  const changed = await change(db, row, { state: as, until: lastMoment }, actor, now, reason)
  return { reservation: reservationOf(changed, stockKey) }
}

/** The newest hold of a matter in a stock, locked; a live one before all others. */
export const findOfMatter = (db: Db, matter: { kind: string; id: string }, stock?: string): Promise<HoldRow | undefined> =>
  db
    .selectFrom('reservations.hold as h')
    .selectAll('h')
    .where('h.matter_kind', '=', matter.kind)
    .where('h.matter_id', '=', matter.id)
    .$if(stock !== undefined, (of) =>
      of.where('h.stock_id', 'in', (own) => own.selectFrom('reservations.stock').select('id').where('key', '=', stock!)),
    )
    .orderBy((order) => order.case().when('h.state', 'in', live).then(0).else(1).end())
    .orderBy('h.made_at', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()

/** Whether what was typed is this unit of the stock. */
export async function isUnit(db: Db, town: Town, stockKey: string, typed: string, unit: string): Promise<boolean> {
  const stock = await findStock(db, town, stockKey)
  return stock !== undefined && readUnit(stock.document, typed)?.text === unit
}

/** A live hold lasts until then, and never shorter than before. `row` is locked. */
export const prolong = async (db: Db, row: HoldRow, until: Date, now: Date): Promise<HoldRow> =>
  row.until === null || row.until >= until ? row : change(db, row, { state: row.state, until }, 'system:processes', now)

async function change(
  db: Db,
  row: HoldRow,
  to: Pick<HoldRow, 'state' | 'until'>,
  actor: string,
  now: Date,
  reason?: string,
): Promise<HoldRow> {
  const changed: HoldRow = { ...row, ...to, changed_at: now }
  await db
    .updateTable('reservations.hold')
    .set({ ...to, changed_at: now })
    .where('id', '=', row.id)
    .execute()
  await note(db, changed, actor, now, reason)
  return changed
}

async function note(db: Db, row: HoldRow, actor: string, now: Date, reason?: string): Promise<void> {
  const { count } = await db
    .selectFrom('reservations.hold_change')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('hold_id', '=', row.id)
    .executeTakeFirstOrThrow()
  const { id, state, until } = row
  await db
    .insertInto('reservations.hold_change')
    .values({ hold_id: id, number: Number(count) + 1, state, until, actor, reason: reason ?? null, at: now })
    .execute()
  await tell(db, {
    type: `reservations.${state}.v1`,
    subjects: [`reservations.hold/${id}`, `${row.matter_kind}/${row.matter_id}`],
    payload: { hold: id, matterKind: row.matter_kind, matterId: row.matter_id },
  })
}

/** Holds whose time is over; at most 500 at once. @returns how many */
export async function expire(db: Db, now: Date, only?: { stock: string; unit: string }): Promise<number> {
  const due = await db
    .selectFrom('reservations.hold')
    .selectAll()
    .where('state', 'in', live)
    .where('until', '<=', now)
    .$if(only !== undefined, (one) => one.where('stock_id', '=', only!.stock).where('unit', '=', only!.unit))
    .orderBy('id')
    .limit(500)
    .forUpdate()
    .execute()
  for (const row of due) await change(db, row, { state: 'expired', until: row.until }, 'system:reservations', now)
  return due.length
}

const triedAtMost = 2_000

export async function listFree(
  house: House,
  town: Town,
  { stock: stockKey, like, limit, now, ...asked }: FreeUnits['input'],
  turn = Math.random(),
): Promise<FreeUnits['answer']> {
  const db = asked.db as unknown as Db
  const stock = await findStock(db, town, stockKey)
  if (!stock) return { refused: noSuchStock }
  const wanted = Math.min(Math.max(limit, 0), 100)
  const found: string[] = []
  let batch: string[] = []
  let tried = 0
  const take = async () => {
    const free = await freeOf(house, town, db, stock, batch, now)
    found.push(...free.slice(0, wanted - found.length))
    batch = []
  }
  for (const unit of unitsLike(stock.document, like.slice(0, 60), turn)) {
    tried += 1
    if (stock.judge(unit, now) === undefined) batch.push(unit.text)
    if (batch.length >= wanted * 2) await take()
    if (found.length >= wanted || tried >= triedAtMost) break
  }
  if (batch.length > 0 && found.length < wanted) await take()
  return { free: found.sort((one, other) => one.localeCompare(other, 'de', { numeric: true })) }
}

async function freeOf(
  house: House,
  town: Town,
  db: Db,
  stock: OpenStock,
  units: readonly string[],
  now: Date,
): Promise<string[]> {
  if (units.length === 0) return []
  const here = await db
    .selectFrom('reservations.hold')
    .select(['unit', 'state', 'until'])
    .where('stock_id', '=', stock.id)
    .where('unit', 'in', [...units])
    .where('state', 'in', live)
    .execute()
  const taken = new Set(here.filter((row) => isLive(row, now)).map(({ unit }) => unit))
  const elsewhere = await takenInSoftware(house, town, db, stock, units, now)
  return units.filter((unit) => !taken.has(unit) && !elsewhere.has(unit))
}
