// Seals the audit: chains what was appended, signs the head, and writes it to the second place; one sealer per town at a time.
import { sql } from 'kysely'
import type { House } from '../house.ts'
import type { KernelTables } from '../tables.ts'
import type { ReadDb, Town, WriteDb } from '../town.ts'
import { beginningOf, contentHash, type Head, linkHash, monthOf, signHead } from './chain.ts'
import { appendHeads, readHeads } from './heads.ts'

const batch = 500

type Waiting = {
  sequence: number
  tx: string
  at_us: number
  action: string
  actor: string
  object: string
  details: unknown
  salt: string | null
  settled: boolean
}
export type Sealed = { sealed: number /** An entry is there that must be tried again. */; waits: boolean }

/**
 * Seals one batch. Only transactions older than every running one count, as for events: an entry that commits late is chained
 * after those that came before it, never skipped. Another process at work on this town leaves it to that one.
 */
export async function seal(town: Town, now: Date): Promise<Sealed> {
  return town.write(async (db: WriteDb<KernelTables>) => {
    await sql`INSERT INTO kernel.audit_cursor DEFAULT VALUES ON CONFLICT DO NOTHING`.execute(db)
    const { rows: cursors } = await sql<{ after_tx: string; after_sequence: number }>`
      SELECT after_tx, after_sequence FROM kernel.audit_cursor FOR UPDATE SKIP LOCKED`.execute(db)
    const [cursor] = cursors
    if (!cursor) return { sealed: 0, waits: true }
    const { rows } = await sql<Waiting>`
      SELECT sequence, tx, (extract(epoch FROM at) * 1000000)::bigint AS at_us, action, actor, object, details, salt,
        tx < pg_snapshot_xmin(pg_current_snapshot()) AS settled
      FROM kernel.audit_entry e
      WHERE (tx, sequence) > (${cursor.after_tx}::xid8, ${cursor.after_sequence}::bigint)
        AND NOT EXISTS (SELECT FROM kernel.audit_seal s WHERE s.town_id = e.town_id AND s.sequence = e.sequence)
      ORDER BY tx, sequence LIMIT ${batch}`.execute(db)
    const ripe = rows.filter(({ settled }) => settled)
    const last = ripe.at(-1)
    if (!last) return { sealed: 0, waits: rows.length > 0 }
    await chain(db, town, ripe, now)
    await sql`UPDATE kernel.audit_cursor SET after_tx = ${last.tx}::xid8, after_sequence = ${last.sequence}`.execute(db)
    return { sealed: ripe.length, waits: ripe.length < rows.length || rows.length === batch }
  })
}

async function chain(db: WriteDb<KernelTables>, town: Town, entries: readonly Waiting[], now: Date): Promise<void> {
  const months = new Map<string, { position: number; hash: Buffer }>()
  for (const month of new Set(entries.map(({ at_us }) => monthOf(at_us)))) {
    const end = await db
      .selectFrom('kernel.audit_seal')
      .select(['position', 'hash'])
      .where('month', '=', month)
      .orderBy('position', 'desc')
      .limit(1)
      .executeTakeFirst()
    months.set(month, end ?? { position: 0, hash: beginningOf(town.key, month) })
  }
  for (const entry of entries) {
    const month = monthOf(entry.at_us)
    const before = months.get(month)!
    const link = {
      month,
      position: before.position + 1,
      sequence: entry.sequence,
      atUs: entry.at_us,
      contentHash: contentHash(entry),
    }
    const hash = linkHash(before.hash, link)
    await db
      .insertInto('kernel.audit_seal')
      .values({ month, position: link.position, sequence: link.sequence, at_us: link.atUs, content_hash: link.contentHash, hash })
      .execute()
    months.set(month, { position: link.position, hash })
  }
  const newest = await db
    .selectFrom('kernel.audit_head')
    .select((all) => all.fn.max('number').as('number'))
    .executeTakeFirst()
  let number = Number(newest?.number ?? 0)
  for (const [month, { position, hash }] of months) {
    number += 1
    const head = signHead(town.dataKey, { number, month, position, hash: hash.toString('hex'), signedAt: now.toISOString() })
    await db
      .insertInto('kernel.audit_head')
      .values({ month, position, number, hash, signed_at: now, signature: Buffer.from(head.signature, 'base64') })
      .execute()
  }
}

/** Signed heads of the database after a number, oldest first. */
export async function headsIn(db: ReadDb<KernelTables>, after: number): Promise<Head[]> {
  const rows = await db.selectFrom('kernel.audit_head').selectAll().where('number', '>', after).orderBy('number').execute()
  return rows.map(({ number, month, position, hash, signed_at, signature }) => ({
    number,
    month,
    position,
    hash: hash.toString('hex'),
    signedAt: signed_at.toISOString(),
    signature: signature.toString('base64'),
  }))
}

export type Sealer = {
  /** Something was appended in this town. */
  news: (townId: number) => void
  /** Looks at every town: what was appended while nobody served. */
  sweep: () => void
  stop: () => Promise<void>
}

/** Gathers what comes within a moment, seals it, and copies the heads to `folder`, also those that a crash kept from it. */
export function startSealer(house: House, folder: string, gatherMs = 200): Sealer {
  const timers = new Map<number, NodeJS.Timeout>()
  const running = new Map<number, Promise<void>>()
  const copied = new Map<number, number>()
  let stopped = false

  const copyHeads = async (town: Town): Promise<void> => {
    const known = copied.get(town.id) ?? (await readHeads(folder, town.key)).at(-1)?.number ?? 0
    const heads = await town.read((db: ReadDb<KernelTables>) => headsIn(db, known))
    await appendHeads(folder, town.key, heads)
    copied.set(town.id, heads.at(-1)?.number ?? known)
  }
  const round = async (town: Town): Promise<void> => {
    try {
      let last: Sealed
      do last = await seal(town, new Date())
      while (last.sealed === batch)
      await copyHeads(town)
      if (last.waits) later(town.id, 500)
    } catch (fault) {
      house.log.fault('the audit could not be sealed', fault, { town: town.key })
      later(town.id, 5_000)
    }
  }
  const later = (townId: number, afterMs: number): void => {
    if (stopped || timers.has(townId)) return
    const timer = setTimeout(() => {
      timers.delete(townId)
      const town = house.towns.byId(townId)
      if (!town) return
      if (running.has(townId)) return later(townId, gatherMs)
      running.set(
        townId,
        round(town).finally(() => running.delete(townId)),
      )
    }, afterMs)
    timer.unref()
    timers.set(townId, timer)
  }
  return {
    news: (townId) => later(townId, gatherMs),
    sweep: () => {
      for (const town of house.towns.list()) later(town.id, gatherMs)
    },
    stop: async () => {
      stopped = true
      for (const timer of timers.values()) clearTimeout(timer)
      await Promise.all(running.values())
    },
  }
}
