// A file of 500 MB on its way in and out: how fast, and how much memory the server needs for it; and many small ones at once.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../src/kernel/database/embedded.ts'
import { migrate } from '../src/kernel/database/migrate.ts'
import { readOrMakeMasterKey } from '../src/kernel/keys.ts'
import { allMigrations } from '../src/kernel/modules.ts'
import { pieceSize } from '../src/kernel/pieces.ts'
import { place } from '../src/main.ts'
import { type Bench, type Figure, type Run, rounded } from './bench.ts'
import { cpuSeconds, residentMemory } from './town-hall.ts'

const goalMb = 60
const tus = { host: 'localhost', 'tus-resumable': '1.0.0', 'sec-fetch-site': 'same-origin' }
const bytesType = { 'content-type': 'application/offset+octet-stream' }
/** Text, so that the check reads all of it. */
const block = Buffer.alloc(1024 * 1024, 'Guten Tag, hier kommt der Lageplan. ')

async function openHall(run: Run): Promise<{ port: number; pid: number; ownerUrl: string }> {
  const cluster = await startEmbedded({ dataDir: join(run.folder, 'data'), log: () => undefined })
  run.atEnd(() => cluster.stop())
  const keyFile = join(run.folder, 'key')
  const masterKey = readOrMakeMasterKey(keyFile, false, () => undefined)
  await migrate(cluster.url, masterKey, allMigrations(place, []))
  const flags = JSON.parse(readFileSync('bin/node-flags.json', 'utf8')) as string[]
  const args = [...flags, join(place.dist, 'bench/upload-hall.js'), cluster.url, keyFile, run.folder]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  run.atEnd(async () => {
    child.kill('SIGTERM')
    await ended
  })
  const [told] = (await once(child.stdout, 'data')) as [Buffer]
  return {
    port: Number(told.toString()),
    pid: child.pid!,
    ownerUrl: cluster.adminUrl.replace(/[^/]*$/, new URL(cluster.url).pathname.slice(1)),
  }
}

type Asking = { port: number; method: string; path: string; headers?: Record<string, string | number> }

/** Sends `megabytes` as fast as they are taken and counts what comes back. */
async function ask({ port, method, path, headers = {} }: Asking, megabytes = 0) {
  const asking = request({ host: '127.0.0.1', port, method, path, headers: { ...tus, ...headers } })
  const answered = once(asking, 'response')
  answered.catch(() => undefined)
  for (let sent = 0; sent < megabytes; sent++) if (!asking.write(block)) await once(asking, 'drain')
  asking.end()
  const [response] = (await answered) as [import('node:http').IncomingMessage]
  let bytes = 0
  for await (const part of response) bytes += (part as Buffer).length
  return { status: response.statusCode, headers: response.headers, bytes }
}

async function upload(port: number, megabytes: number): Promise<string> {
  const size = megabytes * block.length
  const made = await ask({
    port,
    method: 'POST',
    path: '/letterbox/uploads',
    headers: { 'upload-length': size, 'content-length': 0 },
  })
  const path = made.headers.location ?? ''
  const headers = { ...bytesType, 'upload-offset': 0, 'content-length': size }
  const { status } = await ask({ port, method: 'PATCH', path, headers }, megabytes)
  if (status !== 204) throw new Error(`an upload was answered with ${status}`)
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}${path}/state`, { headers: { host: 'localhost' } })
    const { state } = (await response.json()) as { state: string }
    if (state === 'quarantined') return path
    if (state !== 'checking') throw new Error(`an upload is ${state}`)
    await new Promise((wait) => setTimeout(wait, 50))
  }
}

/** What the disk itself takes: the same bytes in files of a piece each, every one of them synced. */
async function writePlainly(folder: string, megabytes: number): Promise<number> {
  mkdirSync(folder)
  const begin = performance.now()
  for (let written = 0; written < megabytes * block.length; written += pieceSize) {
    const file = await open(join(folder, String(written)), 'wx')
    await file.writeFile(block)
    await file.sync()
    await file.close()
  }
  return megabytes / ((performance.now() - begin) / 1_000)
}

async function peakDuring<Result>(pid: number, work: () => Promise<Result>): Promise<{ result: Result; peak: number }> {
  let peak = residentMemory(pid)
  const watch = setInterval(() => {
    peak = Math.max(peak, residentMemory(pid))
  }, 20)
  try {
    return { result: await work(), peak }
  } finally {
    clearInterval(watch)
  }
}

async function measure(run: Run): Promise<Figure[]> {
  const { port, pid, ownerUrl } = await openHall(run)
  const megabytes = run.short ? 100 : 500
  for (let warm = 0; warm < 3; warm++) await upload(port, 8)
  const before = residentMemory(pid)
  const begin = performance.now()
  const used = cpuSeconds(pid)
  const there = await peakDuring(pid, () => upload(port, megabytes))
  const perSecond = megabytes / ((performance.now() - begin) / 1_000)
  const cpu = ((cpuSeconds(pid) - used) / megabytes) * 1_000
  const disk = await writePlainly(join(run.folder, 'plain'), megabytes)
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const { rows } = await client.query<{ blob: string }>('SELECT blob FROM kernel.upload ORDER BY size DESC LIMIT 1')
  await client.query('DELETE FROM kernel.quarantine')
  await client.end()
  const sent = await peakDuring(pid, () => ask({ port, method: 'GET', path: `/letterbox/files/${rows[0]?.blob}` }))
  if (sent.result.bytes !== megabytes * block.length) throw new Error(`${sent.result.bytes} bytes came out`)
  const small = run.short ? 40 : 200
  const from = performance.now()
  let next = 0
  const sender = async (): Promise<void> => {
    while (next++ < small) await upload(port, 1)
  }
  await Promise.all(Array.from({ length: 8 }, sender))
  const each = small / ((performance.now() - from) / 1_000)
  run.say(`MB before ${rounded(before)}, highest ${rounded(there.peak)} on the way in and ${rounded(sent.peak)} on the way out`)
  return [
    { what: `memory growth, ${megabytes} MB on the way in`, value: there.peak - before, unit: 'MB', goal: { most: goalMb } },
    { what: `memory growth, ${megabytes} MB on the way out`, value: sent.peak - before, unit: 'MB' },
    { what: 'one upload with its check', value: perSecond, unit: 'MB/s' },
    { what: 'CPU time of the server for each MB', value: cpu, unit: 'ms' },
    { what: 'of what the disk takes in synced files', value: perSecond / disk, unit: '', note: `disk ${rounded(disk)} MB/s` },
    { what: 'files of 1 MB, eight at once', value: each, unit: '/s' },
  ]
}

export const uploads: Bench = { name: 'uploads', title: 'a file of 500 MB in and out', measure }
