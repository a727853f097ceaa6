// The embedded database: a real PostgreSQL from npm, started beside Stadttor, found again after a crash, stopped with it.
import { spawn } from 'node:child_process'
import { chownSync, existsSync, readFileSync, realpathSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Client } from 'pg'
import { isRoot, makeDataFolder } from '../data-folder.ts'
import { type Account, type Binaries, findBinaries } from './binaries.ts'
import {
  choosePlace,
  completeCluster,
  findOrMakePasswords,
  findPasswords,
  findRunning,
  linkOf,
  makeHalfCluster,
  type Passwords,
  type Place,
} from './cluster.ts'
import { environment, isSameServer, serverArguments, startServer, stopServer, waitUntilReady } from './server.ts'

export type EmbeddedOptions = {
  dataDir: string
  /** Where root keeps copies of the programs, and clusters whose DATA_DIR the server's account cannot enter. */
  stateDir?: string
  /** Off only for tests: a crash of the machine then loses the database. */
  fsync?: boolean
  settings?: Record<string, string>
  log: (line: string) => void
}

export type Embedded = {
  /** The owner of the database `stadttor`, over TCP on 127.0.0.1. */
  url: string
  /** The superuser, for roles and test databases. */
  adminUrl: string
  started: 'new' | 'warm' | 'attached'
  pid: number
  stop(): Promise<void>
}

/** Starts the database of a data folder, or takes over the server that a killed Stadttor left running there. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { dataDir, log } = options
  makeDataFolder(dataDir)
  const stateDir = options.stateDir ?? (isRoot() ? '/var/lib/stadttor' : resolve(dataDir))
  const place = choosePlace(dataDir, stateDir, log)
  const binaries = findBinaries(place.account, stateDir)
  const passwords = findOrMakePasswords(dataDir)
  if (!place.exists) await createCluster(place, dataDir, binaries, passwords, options.fsync ?? true)
  refuseOtherMajor(place.folder, binaries)
  const left = place.exists ? findRunning(place.folder) : undefined
  const args = serverArguments(binaries, place.folder, options)
  if (left && isSameServer(left, args)) {
    await waitUntilReady(place.folder, left.pid, log)
    return {
      ...(await openDoors(left.port, passwords, true)),
      started: 'attached',
      pid: left.pid,
      stop: () => stopServer(left.pid),
    }
  }
  if (left) {
    log(`A database server with other settings was left running (process ${left.pid}): it is stopped first.`)
    await stopServer(left.pid)
  }
  const { pid, port } = await startServer(place, args, join(dataDir, 'postgres.log'), log)
  const doors = await openDoors(port, passwords, place.exists)
  return { ...doors, started: place.exists ? 'warm' : 'new', pid, stop: () => stopServer(pid) }
}

/** The running server of a data folder, for commands beside a running Stadttor. */
export function findEmbedded(dataDir: string): { url: string; adminUrl: string; pid: number } | undefined {
  const passwords = findPasswords(dataDir)
  if (!passwords || !existsSync(linkOf(dataDir))) return undefined
  const running = findRunning(realpathSync(linkOf(dataDir)))
  return running?.ready ? { ...urls(running.port, passwords), pid: running.pid } : undefined
}

const urls = (port: number, passwords: Passwords) => ({
  url: `postgresql://stadttor_owner:${passwords.stadttor_owner}@127.0.0.1:${port}/stadttor`,
  adminUrl: `postgresql://postgres:${passwords.postgres}@127.0.0.1:${port}/postgres`,
})

async function createCluster(
  place: Place,
  dataDir: string,
  { initdb }: Binaries,
  passwords: Passwords,
  fsync: boolean,
): Promise<void> {
  const half = makeHalfCluster(place)
  const secret = `${half}.password`
  writeFileSync(secret, passwords.postgres, { mode: 0o600 })
  if (place.account) chownSync(secret, place.account.uid, place.account.gid)
  const fixed = [
    '-D',
    half,
    '--encoding=UTF8',
    '--username=postgres',
    `--pwfile=${secret}`,
    '--auth=scram-sha-256',
    '--no-instructions',
  ]
  const german = ['--locale-provider=icu', '--icu-locale=de', '--text-search-config=german', ...(fsync ? [] : ['--no-sync'])]
  try {
    // German quotation marks and dashes are punctuation to the text search parser only under a UTF-8 character type; old systems lack C.UTF-8.
    const first = await run(initdb, [...fixed, ...german, '--locale=C.UTF-8'], place.account)
    const last = first.code === 0 ? first : await run(initdb, [...fixed, ...german, '--locale=C'], place.account)
    if (last.code !== 0) throw new Error(`The database could not be created in ${half}: ${last.output.trim()}`)
    completeCluster(half, place, dataDir)
  } finally {
    unlinkSync(secret)
    rmSync(half, { recursive: true, force: true })
  }
}

function run(program: string, args: string[], account: Account | undefined): Promise<{ code: number | null; output: string }> {
  const child = spawn(program, args, { ...account, cwd: '/', env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

function refuseOtherMajor(folder: string, binaries: Binaries): void {
  const major = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
  if (major === binaries.major) return
  throw new Error(
    `The database in ${folder} was made by PostgreSQL ${major}, this Stadttor brings ${binaries.major}. ` +
      'Run `stadttor backup` with the earlier Stadttor and `stadttor restore` with this one.',
  )
}

/** Signs in as the owner; where that is not possible yet (the first start, or after one that was cut short), makes role and database. */
async function openDoors(port: number, passwords: Passwords, known: boolean): Promise<{ url: string; adminUrl: string }> {
  const doors = urls(port, passwords)
  if (!known || !(await canSignIn(doors.url))) await makeOwner(doors.adminUrl, passwords)
  return doors
}

async function canSignIn(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url })
  try {
    await client.connect()
    await client.end()
    return true
  } catch (error) {
    // Wrong password, no such role, no such database.
    if (['28P01', '28000', '3D000'].includes((error as { code?: string }).code ?? '')) return false
    throw error
  }
}

async function makeOwner(adminUrl: string, passwords: Passwords): Promise<void> {
  const admin = new Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    const { rows } = await admin.query<{ role: boolean; base: boolean }>(
      "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'stadttor_owner') AS role, EXISTS (SELECT FROM pg_database WHERE datname = 'stadttor') AS base",
    )
    const verb = rows[0]?.role ? 'ALTER' : 'CREATE'
    const password = admin.escapeLiteral(passwords.stadttor_owner)
    await admin.query(`${verb} ROLE stadttor_owner LOGIN CREATEROLE BYPASSRLS NOSUPERUSER PASSWORD ${password}`)
    if (!rows[0]?.base) await admin.query('CREATE DATABASE stadttor OWNER stadttor_owner')
  } finally {
    await admin.end()
  }
}
