// Carries stored events to the modules that hear them, in order, per module and town, at least once.
import { sql } from 'kysely'
import type { House } from './house.ts'
import type { Hearing, Module, StoredEvent } from './module.ts'
import type { Town } from './town.ts'

const batch = 100

type Row = StoredEvent & { tx: string; sequence: number; settled: boolean }

/** `waits`: an event is there, but a transaction as old as it still runs somewhere in the cluster; it must be tried again. */
export type Dispatched = { handed: number; waits: boolean }

/**
 * Hands on what `module` has not heard in `town`. Two processes wait for each other at the cursor row.
 * Only transactions older than every running one count: sequences are drawn before commit and may arrive late.
 */
export async function dispatch(house: House, town: Town, module: Module): Promise<Dispatched> {
  const hears = module.hears ?? []
  if (hears.length === 0) return { handed: 0, waits: false }
  return house.platform.write(async (platform) => {
    const key = { receiver: module.name, town_id: town.id }
    await platform
      .insertInto('kernel.dispatch')
      .values(key)
      .onConflict((same) => same.doNothing())
      .execute()
    const cursor = await platform
      .selectFrom('kernel.dispatch')
      .select(['after_tx', 'after_sequence', 'failures'])
      .where('receiver', '=', module.name)
      .where('town_id', '=', town.id)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const stored = await eventsAfter(town, cursor.after_tx, cursor.after_sequence)
    const rows = stored.filter(({ settled }) => settled)
    let done: Row | undefined
    let failure: unknown
    for (const row of rows) {
      try {
        await receive(hears, town, row, house)
        done = row
      } catch (fault) {
        failure = fault
        house.log.fault(`${module.name} could not take ${row.type}`, fault, {
          town: town.key,
          module: module.name,
          event: row.id,
        })
        break
      }
    }
    const failures = failure ? cursor.failures + 1 : 0
    if (done || failures !== cursor.failures) {
      await platform
        .updateTable('kernel.dispatch')
        .set({
          ...(done && { after_tx: done.tx, after_sequence: done.sequence }),
          failures,
          last_error: failure ? String(failure).slice(0, 500) : null,
          retry_at: failure ? new Date(Date.now() + Math.min(2 ** failures, 300) * 1_000) : null,
        })
        .where('receiver', '=', module.name)
        .where('town_id', '=', town.id)
        .execute()
    }
    return { handed: done ? rows.indexOf(done) + 1 : 0, waits: rows.length < stored.length }
  })
}

async function receive(hears: readonly Hearing[], town: Town, row: Row, house: House): Promise<void> {
  for (const hearing of hears) if (hearing.type === row.type) await hearing.receive(town, row, house)
}

const eventsAfter = (town: Town, tx: string, sequence: number): Promise<Row[]> =>
  town.read(async (db) => {
    const { rows } =
      await sql<Row>`SELECT tx, sequence, id, type, subjects, payload, at, tx < pg_snapshot_xmin(pg_current_snapshot()) AS settled
      FROM kernel.event WHERE (tx, sequence) > (${tx}::xid8, ${sequence}::bigint)
      ORDER BY tx, sequence LIMIT ${batch}`.execute(db)
    return rows
  })

export type Dispatcher = {
  news: (townId: number) => void
  sweep: () => void
  idle: () => Promise<void>
  stop: () => Promise<void>
}

/** Runs one round per town at a time; news during a round start another one. */
export function startDispatcher(house: House, retryEveryMs = 5_000): Dispatcher {
  const receivers = house.modules.filter((module) => (module.hears ?? []).length > 0)
  const running = new Map<number, Promise<void>>()
  const again = new Set<number>()
  const waiting = new Set<number>()
  let stopped = false

  const round = async (town: Town): Promise<void> => {
    do {
      again.delete(town.id)
      for (const module of receivers) {
        if (!house.isOpenIn(town, module)) continue
        try {
          let last: Dispatched
          do last = await dispatch(house, town, module)
          while (!stopped && last.handed === batch)
          if (last.waits) waiting.add(town.id)
        } catch (fault) {
          waiting.add(town.id)
          house.log.fault('events could not be handed on', fault, { town: town.key, module: module.name })
        }
      }
    } while (again.has(town.id) && !stopped)
  }
  const news = (townId: number): void => {
    if (stopped) return
    again.add(townId)
    const town = house.towns.byId(townId)
    if (!town || running.has(townId)) return
    running.set(
      townId,
      round(town).finally(() => running.delete(townId)),
    )
  }
  const sweep = (): void => {
    for (const town of house.towns.list()) news(town.id)
  }
  const late = async (): Promise<void> => {
    const rows = await house.platform.read((db) =>
      db.selectFrom('kernel.dispatch').select('town_id').where('retry_at', '<=', new Date()).execute(),
    )
    for (const { town_id } of rows) news(town_id)
    for (const id of waiting) news(id)
    waiting.clear()
  }
  const timer = setInterval(
    () => late().catch((fault: unknown) => house.log.fault('late events could not be listed', fault)),
    retryEveryMs,
  )
  timer.unref()
  return {
    news,
    sweep,
    idle: async () => {
      while (running.size > 0) await Promise.all(running.values())
    },
    stop: async () => {
      stopped = true
      clearInterval(timer)
      await Promise.all(running.values())
    },
  }
}
