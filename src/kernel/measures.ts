// What an operator watches of the house itself: waiting for connections, late events, failing receivers, bytes of files.
import { sql } from 'kysely'
import type { House } from './house.ts'
import type { Metrics } from './metrics.ts'
import type { Town } from './town.ts'

type Cursor = { receiver: string; town_id: number; after_tx: string; after_sequence: number; failures: number }

const listCursors = (house: House): Promise<Cursor[]> =>
  house.platform.read((db) =>
    db.selectFrom('kernel.dispatch').select(['receiver', 'town_id', 'after_tx', 'after_sequence', 'failures']).execute(),
  )

/** Seconds since the oldest event that a receiver could have taken and has not. */
const lagOf = (town: Town, { after_tx, after_sequence }: Cursor): Promise<number> =>
  town.read(async (db) => {
    const { rows } = await sql<{ lag: number | null }>`SELECT extract(epoch FROM now() - min(at))::float8 AS lag FROM kernel.event
      WHERE (tx, sequence) > (${after_tx}::xid8, ${after_sequence}::bigint) AND tx < pg_snapshot_xmin(pg_current_snapshot())`.execute(
      db,
    )
    return rows[0]?.lag ?? 0
  })

export function declareMeasures(metrics: Metrics, house: House): void {
  const { app, platform } = house.database
  const pools = { app, platform }
  const ofPools = (read: (pool: typeof app) => number) => () =>
    Object.entries(pools).map(([pool, one]) => ({ labels: { pool }, value: read(one) }))
  metrics.declare(
    'stadttor_database_connections',
    'Open connections',
    ofPools(({ totalCount }) => totalCount),
  )
  metrics.declare(
    'stadttor_database_waiting',
    'Requests that wait for a connection',
    ofPools(({ waitingCount }) => waitingCount),
  )
  metrics.declare('stadttor_event_lag_seconds', 'Age of the oldest event a module has not taken, of all towns', async () => {
    const lags = new Map<string, number>()
    for (const cursor of await listCursors(house)) {
      const town = house.towns.byId(cursor.town_id)
      const receiver = house.modules.find(({ name }) => name === cursor.receiver)
      if (!town || !receiver || !house.isOpenIn(town, receiver)) continue
      lags.set(cursor.receiver, Math.max(lags.get(cursor.receiver) ?? 0, await lagOf(town, cursor)))
    }
    return [...lags].map(([module, value]) => ({ labels: { module }, value }))
  })
  metrics.declare('stadttor_event_failures', 'Attempts in vain at the event a module is stuck at, of all towns', async () => {
    const failures = new Map<string, number>()
    for (const { receiver, failures: one } of await listCursors(house))
      failures.set(receiver, (failures.get(receiver) ?? 0) + one)
    return [...failures].map(([module, value]) => ({ labels: { module }, value }))
  })
  metrics.declare('stadttor_blob_bytes', 'Bytes of kept files before encryption', () =>
    Promise.all(
      house.towns.list().map((town) =>
        town.read(async (db) => {
          const { rows } = await sql<{ bytes: number }>`SELECT coalesce(sum(size), 0)::float8 AS bytes FROM kernel.blob`.execute(
            db,
          )
          return { labels: { town: town.key }, value: rows[0]?.bytes ?? 0 }
        }),
      ),
    ),
  )
}
