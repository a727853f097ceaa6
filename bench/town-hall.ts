// A town hall under measurement: the built program as a process of its own, with its own data folder, on a free port.
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { isRoot } from '../src/kernel/data-folder.ts'
import { findEmbedded } from '../src/kernel/database/embedded.ts'
import { place } from '../src/main.ts'
import type { Run } from './bench.ts'

export type TownHall = {
  port: number
  /** Of the Node process alone; the database is another one. */
  pid: number
  dataDir: string
  env: Record<string, string>
  /** Milliseconds from the start of the process to the first page that answered 200. */
  startedIn: number
  stop: () => Promise<void>
}

export type TownHallOptions = {
  dataDir?: string
  townsDir?: string
  port?: number
  /** Both the server and its database run on this core. */
  core?: number
  /** Arguments for Node. */
  node?: readonly string[]
  /** Starts what stands in this folder, as `npm start` does there, instead of what is built here. */
  checkout?: string
  /** Further settings of the town hall. */
  env?: Record<string, string>
}

/** As `npm start` starts Node. */
const nodeFlags = JSON.parse(readFileSync(join(process.cwd(), 'bin/node-flags.json'), 'utf8')) as string[]

export const canPin = process.platform === 'linux' && spawnSync('taskset', ['--version']).status === 0

/** A command that keeps to one core, where the system can do that. */
export const onCore = (core: number | undefined, command: readonly string[]): [string, ...string[]] =>
  (core !== undefined && canPin ? ['taskset', '-c', String(core), ...command] : [...command]) as [string, ...string[]]

/** Moves a running process with all its threads to one core. */
export function moveToCore(pid: number, core: number): void {
  if (canPin) spawnSync('taskset', ['-a', '-p', '-c', String(core), String(pid)])
}

/** Root's database server runs as another account: it must be able to cross the folder. */
export function openFolder(folder: string): string {
  mkdirSync(folder, { recursive: true })
  if (isRoot()) chmodSync(folder, 0o711)
  return folder
}

export async function startTownHall(run: Run, options: TownHallOptions = {}): Promise<TownHall> {
  const dataDir = openFolder(options.dataDir ?? join(run.folder, 'data'))
  const port = options.port ?? (await findFreePort())
  const env = {
    PORT: String(port),
    HOST: '127.0.0.1',
    BASE_URL: `http://localhost:${port}`,
    DATA_DIR: dataDir,
    TOWNS_DIR: options.townsDir ?? join(process.cwd(), 'towns'),
    LIMITS: 'off',
    LOG_LEVEL: 'error',
    ...options.env,
  }
  const begin = performance.now()
  const profiling = run.profiles ? ['--cpu-prof', `--cpu-prof-dir=${run.profiles}`] : []
  const command = options.checkout
    ? [join(options.checkout, 'bin/stadttor.mjs')]
    : [...nodeFlags, ...profiling, ...(options.node ?? []), join(place.dist, 'src/cli.js')]
  const [program, ...args] = onCore(options.core, [process.execPath, ...command, 'serve'])
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH ?? '', ...env },
    cwd: run.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let told = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (told += part))
  let ended = false
  const end = new Promise<void>((done) =>
    child.once('exit', () => {
      ended = true
      done()
    }),
  )
  const stop = async () => {
    if (!ended) child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), 30_000)
    await end
    clearTimeout(late)
    const left = findEmbedded(dataDir)
    if (left) process.kill(left.pid, 'SIGINT')
  }
  run.atEnd(stop)
  while (!(await answersPage(port))) {
    if (ended) throw new Error(`The town hall did not start:\n${told}`)
    if (performance.now() - begin > 120_000) throw new Error(`The town hall did not answer within two minutes:\n${told}`)
    await new Promise((wait) => setTimeout(wait, 10))
  }
  return { port, pid: child.pid!, dataDir, env, startedIn: performance.now() - begin, stop }
}

async function answersPage(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/`)
    return (await answer.text()).includes('</html>') && answer.status === 200
  } catch {
    return false
  }
}

export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Resident memory in MB. */
export const residentMemory = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1000

/** CPU seconds that a process used so far, all its threads together; ticks are 1/100 s on Linux. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
