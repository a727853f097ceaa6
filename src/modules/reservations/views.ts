// What the desk sees of stocks and holds, within its units.
import { mayIn, type SignedIn } from '../../kernel/access.ts'
import { staffActor } from '../../kernel/actor.ts'
import { recordAudit } from '../../kernel/audit.ts'
import { isUuid } from '../../kernel/ids.ts'
import type { Town } from '../../kernel/town.ts'
import { isLive, settleRow } from './hold.ts'
import { findStock, listStocks, type OpenStock, type StockLine } from './stock.ts'
import type { Db, HoldRow, HoldState, Reading } from './tables.ts'

export const mayRead = 'reservations.stock.read'
export const mayRelease = 'reservations.hold.release'
export const perPage = 50
export const states: readonly HoldState[] = ['held', 'reserved', 'released', 'expired']

export const listOwnStocks = async (town: Town, person: SignedIn): Promise<StockLine[]> =>
  (await town.read((db: Reading) => listStocks(db, town))).filter(({ unit }) => mayIn(person, mayRead, unit))

export type HoldList = {
  stock: OpenStock
  state: HoldState
  search: string
  counts: Record<HoldState, number>
  rows: readonly HoldRow[]
  page: number
  pages: number
}

export async function listHolds(
  town: Town,
  person: SignedIn,
  key: string,
  { state, search, page }: { state: HoldState; search: string; page: number },
): Promise<HoldList | undefined> {
  return town.read(async (db: Reading) => {
    const stock = await findStock(db, town, key)
    if (!stock || !mayIn(person, mayRead, stock.unit)) return undefined
    const like = `%${search.toUpperCase().replace(/[\\%_]/g, '\\$&')}%`
    const matching = db
      .selectFrom('reservations.hold')
      .where('stock_id', '=', stock.id)
      .$if(search !== '', (all) => all.where('unit', 'like', like))
    const grouped = await matching
      .select(({ fn }) => ['state', fn.countAll<string>().as('count')])
      .groupBy('state')
      .execute()
    const counts = Object.fromEntries(
      states.map((one) => [one, Number(grouped.find((group) => group.state === one)?.count ?? 0)]),
    ) as Record<HoldState, number>
    const pages = Math.max(1, Math.ceil(counts[state] / perPage))
    const shown = Math.min(page, pages)
    const rows = await matching
      .selectAll()
      .where('state', '=', state)
      .orderBy('made_at', 'desc')
      .orderBy('id')
      .limit(perPage)
      .offset((shown - 1) * perPage)
      .execute()
    return { stock, state, search, counts, rows, page: shown, pages }
  })
}

export type HoldView = {
  hold: HoldRow
  stock: Pick<OpenStock, 'key' | 'unit'>
  live: boolean
  changes: readonly { state: HoldState; until: Date | null; actor: string; reason: string | null; at: Date }[]
}

export async function findHold(town: Town, person: SignedIn, id: string, now: Date): Promise<HoldView | undefined> {
  if (!isUuid(id)) return undefined
  return town.read(async (db: Reading) => {
    const hold = await db.selectFrom('reservations.hold').selectAll().where('id', '=', id).executeTakeFirst()
    if (!hold) return undefined
    const stock = await db
      .selectFrom('reservations.stock')
      .select(['key', 'unit'])
      .where('id', '=', hold.stock_id)
      .executeTakeFirstOrThrow()
    if (!mayIn(person, mayRead, stock.unit)) return undefined
    const changes = await db
      .selectFrom('reservations.hold_change')
      .select(['state', 'until', 'actor', 'reason', 'at'])
      .where('hold_id', '=', id)
      .orderBy('number', 'desc')
      .execute()
    return { hold, stock, live: isLive(hold, now), changes }
  })
}

/** `gone`: it had ended before. Undefined: not there, or not within the rights of this person. */
export async function releaseHold(
  town: Town,
  person: SignedIn,
  id: string,
  reason: string,
  now: Date,
): Promise<'released' | 'gone' | undefined> {
  const found = await findHold(town, person, id, now)
  if (!found || !mayIn(person, mayRelease, found.stock.unit)) return undefined
  return town.write(async (db: Db) => {
    const row = await db.selectFrom('reservations.hold').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    if (!row || !isLive(row, now)) return 'gone'
    const actor = `staff:${person.personId}@${found.stock.unit}`
    await settleRow(town, db, row, { as: 'released', now, actor, reason })
    const object = `hold:${id}`
    await recordAudit(db, { action: 'reservations.hold.released', actor: staffActor(person, mayRelease), object })
    return 'released'
  })
}
