// Rounds of writing and killing: the process, the database, both at once, or one connection of the database. What was acknowledged must be there afterwards.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'kysely'
import pg from 'pg'
import { type Configuration, readConfiguration } from '../../src/kernel/configuration.ts'
import { findEmbedded } from '../../src/kernel/database/embedded.ts'
import { stopServer } from '../../src/kernel/database/server.ts'
import { makeFolderStore, openFile } from '../../src/kernel/files.ts'
import { nameOf } from '../../src/kernel/keys.ts'
import { createLog } from '../../src/kernel/log.ts'
import type { Town } from '../../src/kernel/town.ts'
import { openHouse, place } from '../../src/main.ts'

export const kills = ['process', 'database', 'both', 'connection'] as const
export type Kill = (typeof kills)[number]
export type Round = { kill: Kill; acknowledged: number; unanswered: number; lost: number[]; unreadable: number[] }
export type CrashOrder = {
  rounds: number
  seed: number
  /** How many matters are acknowledged before the kill: between half of it and all of it. */
  matters: number
  told?: (round: Round, index: number) => void
}

/** Numbers from a seed, the same in every run. @standard Mulberry32 */
export function drawsOf(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

/** Every kind of kill comes in every four rounds, in an order that the seed decides. */
export async function crashRounds({ rounds, seed, matters, told }: CrashOrder): Promise<Round[]> {
  const folder = mkdtempSync(join(tmpdir(), 'stadttor-endure-'))
  // The database's account must be able to cross it, or the files would lie in /var/lib.
  chmodSync(folder, 0o711)
  const dataDir = join(folder, 'data')
  const configuration = readConfiguration({ DATA_DIR: dataDir }) as Configuration
  const ground: Ground = { configuration, dataDir, filesDir: join(folder, 'files') }
  const draw = drawsOf(seed)
  const results: Round[] = []
  let from = 0
  let left: Kill[] = []
  try {
    for (let index = 0; index < rounds; index++) {
      if (left.length === 0) left = [...kills]
      const [kill = 'both'] = left.splice(draw(left.length), 1)
      const acknowledged = await writeUntilKilled(ground, kill, from, Math.ceil(matters / 2) + draw(Math.ceil(matters / 2)))
      const { round, next } = await compare(ground, kill, from, acknowledged)
      from = next
      results.push(round)
      told?.(round, index)
    }
  } finally {
    const database = findEmbedded(dataDir)
    if (database) await stopServer(database.pid)
    rmSync(folder, { recursive: true, force: true })
  }
  return results
}

type Ground = { configuration: Configuration; dataDir: string; filesDir: string }

/** @returns the numbers that the writer said were stored */
async function writeUntilKilled(ground: Ground, kill: Kill, from: number, wanted: number): Promise<number[]> {
  const { dataDir, filesDir } = ground
  const program = join(place.dist, 'test', 'endure', 'writer.js')
  const until = kill === 'connection' ? 'stopped' : 'first fault'
  const args = ['--enable-source-maps', program, dataDir, filesDir, String(from), until]
  const writer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const ended = once(writer, 'close')
  const acknowledged: number[] = []
  let stopAt = Number.POSITIVE_INFINITY
  try {
    for await (const line of createInterface({ input: writer.stdout! })) {
      acknowledged.push(Number(line))
      if (acknowledged.length === wanted) {
        const database = findEmbedded(dataDir)
        if (!database) throw new Error('The writer writes, but its database cannot be found.')
        if (kill === 'connection') {
          await killConnection(database.adminUrl)
          // The database recovers by itself: the writer must get on.
          stopAt = acknowledged.length + wanted
        }
        if (kill === 'database' || kill === 'both') process.kill(database.pid, 'SIGKILL')
        if (kill === 'process' || kill === 'both') writer.kill('SIGKILL')
      }
      if (acknowledged.length === stopAt) writer.kill('SIGTERM')
    }
    await ended
  } finally {
    writer.kill('SIGKILL')
  }
  if (acknowledged.length < wanted) throw new Error(`The writer ended after ${acknowledged.length} of ${wanted} matters.`)
  return acknowledged
}

/** PostgreSQL answers the violent end of one connection by ending all of them and recovering. */
async function killConnection(adminUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  admin.on('error', () => undefined)
  await admin.connect()
  const { rows } = await admin.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE usename = 'stadttor_app' ORDER BY state = 'idle', pid LIMIT 1",
  )
  const closed = new Promise<void>((done) => admin.once('end', done))
  process.kill(rows[0]!.pid, 'SIGKILL')
  await closed
}

/** Opens the house as the next start would, and looks for everything that was acknowledged: the event and the file. */
async function compare(
  ground: Ground,
  kill: Kill,
  from: number,
  acknowledged: number[],
): Promise<{ round: Round; next: number }> {
  const { house, close } = await openHouse(ground.configuration, createLog('silent'))
  const store = makeFolderStore(ground.filesDir)
  const stored = new Set<number>()
  const unreadable: number[] = []
  for (const town of house.towns.list()) {
    const { numbers, names } = await listStored(town, from)
    for (const number of numbers) {
      stored.add(number)
      const content = `matter ${number} of ${town.key}`
      const name = nameOf(town.dataKey, Buffer.from(content))
      const file = names.has(name) ? await openFile(store, town.dataKey, name) : undefined
      if (file?.toString() !== content) unreadable.push(number)
    }
  }
  await close()
  const lost = acknowledged.filter((number) => !stored.has(number))
  const next = Math.max(from, ...stored, ...acknowledged) + 1
  return {
    round: {
      kill,
      acknowledged: acknowledged.length,
      unanswered: stored.size - acknowledged.length + lost.length,
      lost,
      unreadable,
    },
    next,
  }
}

const listStored = (town: Town, from: number): Promise<{ numbers: number[]; names: Set<string> }> =>
  town.read(async (db) => {
    const events = await sql<{ number: number }>`SELECT (payload->>'number')::integer AS number FROM kernel.event
      WHERE type = 'endure.written.v1' AND (payload->>'number')::integer >= ${from}`.execute(db)
    const blobs = await sql<{ name: string }>`SELECT name FROM kernel.blob WHERE refs = 1`.execute(db)
    return { numbers: events.rows.map((row) => row.number), names: new Set(blobs.rows.map((row) => row.name)) }
  })
