// `stadttor doctor`: looks at disk, key, database, events, jobs, rooms, certificate and towns; one line per finding.
import { existsSync, statfsSync, statSync } from 'node:fs'
import { isIP } from 'node:net'
import { connect } from 'node:tls'
import { sql } from 'kysely'
import pg from 'pg'
import type { Health } from '../contracts/health.ts'
import type { Configuration } from '../kernel/configuration.ts'
import type { Migration } from '../kernel/database/migrate.ts'
import type { House } from '../kernel/house.ts'
import { dayInBerlin } from '../kernel/http/visit.ts'
import { listJobTroubles } from '../kernel/jobs.ts'
import { readMasterKey } from '../kernel/keys.ts'
import type { KernelTables } from '../kernel/tables.ts'
import type { ReadDb } from '../kernel/town.ts'
import { isOwed, listTownDuties } from './towns.ts'

export type Finding = { state: 'ok' | 'warning' | 'problem'; what: string }

const ok = (what: string): Finding => ({ state: 'ok', what })
const warning = (what: string): Finding => ({ state: 'warning', what })
const problem = (what: string): Finding => ({ state: 'problem', what })
const reasonOf = (fault: unknown): string =>
  (fault instanceof Error ? fault.message || fault.name : String(fault)).trim().split('\n')[0]!

const gigabyte = 1024 ** 3

export function lookAtDisk(dataDir: string): Finding {
  if (!existsSync(dataDir)) return problem(`The data folder ${dataDir} is not there. \`npm start\` makes it.`)
  const { bavail, blocks, bsize } = statfsSync(dataDir)
  const free = bavail * bsize
  const said = `${(free / gigabyte).toFixed(1)} GB are free in ${dataDir}`
  if (free < gigabyte) return problem(`${said}; PostgreSQL stops when nothing is left.`)
  return free < 5 * gigabyte || bavail / blocks < 0.1 ? warning(`${said}; that is little.`) : ok(said)
}

export function lookAtKey(keyFile: string): Finding {
  if (!existsSync(keyFile)) return problem(`The key file ${keyFile} is not there. Without it, files and answers cannot be read.`)
  try {
    const { fingerprint } = readMasterKey(keyFile)
    return ok(`The key file ${keyFile} has mode ${(statSync(keyFile).mode & 0o777).toString(8)} and fingerprint ${fingerprint}`)
  } catch (fault) {
    return problem(reasonOf(fault))
  }
}

/** @param migrations what this version of the program expects */
export async function lookAtDatabase(url: string, migrations: readonly Migration[]): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, application_name: 'stadttor doctor' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows: versions } = await client.query<{ server_version_num: string }>('SHOW server_version_num')
    const version = Math.floor(Number(versions[0]!.server_version_num) / 10_000)
    const known = version >= 15 && version <= 18
    const reached = (known ? ok : warning)(`PostgreSQL ${version} answers${known ? '' : '; versions 15 to 18 are tested'}`)
    const { rows } = await client.query<{ there: boolean }>("SELECT to_regclass('kernel.migration') IS NOT NULL AS there")
    if (!rows[0]!.there) return [reached, problem('The schema is missing. `stadttor migrate` brings it up.')]
    const applied = await client.query<{ module: string; number: number }>('SELECT module, number FROM kernel.migration')
    const done = new Set(applied.rows.map(({ module, number }) => `${module} ${number}`))
    const missing = migrations.filter(({ module, number }) => !done.has(`${module} ${number}`))
    if (missing.length === 0) return [reached, ok(`All ${migrations.length} migrations have run`)]
    return [reached, problem(`${missing.length} migrations have not run. \`stadttor migrate\` or a start brings them up.`)]
  } catch (fault) {
    return [problem(`The database does not answer: ${reasonOf(fault)}`)]
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Events that a module could not take; they are tried again, but somebody should look why. */
export async function lookAtEvents(house: House): Promise<Finding[]> {
  const rows = await house.platform.read((db) =>
    db.selectFrom('kernel.dispatch').selectAll().where('failures', '>', 0).orderBy('receiver').execute(),
  )
  if (rows.length === 0) return [ok('Every event was delivered')]
  return rows.map(({ receiver, town_id, failures, last_error }) => {
    const town = house.towns.byId(town_id)?.key ?? `town ${town_id}`
    return problem(`${receiver} could not take an event of ${town}, ${failures} times: ${last_error ?? 'no reason recorded'}`)
  })
}

const looked = 200

/** Whether files that rows refer to are in the store (the newest ones), and whether unused ones are removed. */
export async function lookAtFiles(house: House, now: Date): Promise<Finding[]> {
  let [count, bytes, seen] = [0, 0, 0]
  const missing: string[] = []
  let stale = 0
  for (const town of house.towns.list()) {
    const { used, size, late, newest } = await town.read(async (db: ReadDb<KernelTables>) => {
      const { rows } = await sql<{ used: number; size: number; late: number }>`SELECT
        count(*) FILTER (WHERE refs > 0)::integer AS used, coalesce(sum(size) FILTER (WHERE refs > 0), 0)::float8 AS size,
        count(*) FILTER (WHERE unused_since < ${new Date(now.getTime() - 3 * 86_400_000)})::integer AS late FROM kernel.blob`.execute(
        db,
      )
      const newest = db.selectFrom('kernel.blob').select('name').where('refs', '>', 0).orderBy('created_at', 'desc')
      return { ...rows[0]!, newest: await newest.limit(looked).execute() }
    })
    count += used
    bytes += size
    stale += late
    seen += newest.length
    for (const { name } of newest) if (!(await house.files.has(`${town.key}/${name}`))) missing.push(`${town.key}/${name}`)
  }
  const said = `${count} files are kept, ${(bytes / 1_048_576).toFixed(1)} MB`
  return [
    missing.length > 0
      ? problem(`${said}; of ${seen} looked for, ${missing.length} are not in the store, such as ${missing[0]}`)
      : ok(`${said}; the ${seen} newest are in the store`),
    ...(stale > 0
      ? [warning(`${stale} files are unused for days; the job kernel.blobs removes such files while \`stadttor serve\` runs`)]
      : []),
  ]
}

export async function lookAtJobs(house: House, now: Date): Promise<Finding[]> {
  const troubles = await listJobTroubles(house, now)
  if (troubles.length === 0) return [ok('No job is late, and none failed')]
  return troubles.map(({ name, state, since }) => {
    const at = since.toISOString().slice(0, 16).replace('T', ' ')
    return state === 'late'
      ? warning(`The job ${name} should have begun at ${at} UTC. Jobs run while the server runs.`)
      : problem(`The job ${name} failed at ${at} UTC after all its tries; the server's log says why.`)
  })
}

/** What rooms have to say about themselves, town by town. */
export async function lookAtRooms(house: House, now: Date): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const town of house.towns.list()) {
    const answers = await house.askAll<Health>(town, 'health', { now })
    findings.push(...answers.flatMap(({ answer }) => answer))
  }
  return findings
}

export async function lookAtCertificate(baseUrl: string, now: Date): Promise<Finding> {
  const { protocol, hostname, port } = new URL(baseUrl)
  const loopback = /^(localhost|127\.|\[::1\])/.test(hostname)
  if (protocol !== 'https:')
    return (loopback ? ok : problem)(
      `BASE_URL is ${baseUrl}: no certificate${loopback ? ' needed' : ', though strangers may listen'}`,
    )
  const host = hostname.replace(/^\[|\]$/g, '')
  const servername = isIP(host) ? '' : host
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port || 443), servername, rejectUnauthorized: false, timeout: 5_000 })
    const end = (finding: Finding): void => {
      socket.destroy()
      resolve(finding)
    }
    socket.on('error', (fault) => end(problem(`${baseUrl} cannot be reached: ${reasonOf(fault)}`)))
    socket.on('timeout', () => end(problem(`${baseUrl} does not answer within 5 seconds`)))
    socket.on('secureConnect', () => {
      const ends = new Date(socket.getPeerCertificate().valid_to)
      const days = Math.floor((ends.getTime() - now.getTime()) / 86_400_000)
      const said = `The certificate of ${hostname} ends on ${ends.toISOString().slice(0, 10)}`
      if (socket.authorizationError) end(problem(`The certificate of ${hostname} is not trusted: ${socket.authorizationError}`))
      else if (days < 7) end(problem(said))
      else end((days < 21 ? warning : ok)(said))
    })
  })
}

export async function lookAtTowns(house: House, now: Date): Promise<Finding[]> {
  const towns = house.towns.list()
  if (towns.length === 0) return [warning('There is no town. `stadttor town create` makes one.')]
  return Promise.all(
    towns.map(async (town) => {
      const owed = (await listTownDuties(house, town, dayInBerlin(now))).filter(isOwed)
      if (owed.length === 0) return ok(`${town.key} has all its pages`)
      const old = owed.filter(({ state }) => state === 'outdated').map(({ what }) => what)
      const said = [`${owed.length} missing or outdated`, ...(old.length > 0 ? [`outdated: ${old.join(', ')}`] : [])]
      return warning(`${town.key}: ${said.join('; ')}. \`stadttor town check ${town.key}\` lists them.`)
    }),
  )
}

type Ground = {
  configuration: Configuration
  migrations: readonly Migration[]
  /** Address of the database; starts the embedded one when it does not run. */
  reach: () => Promise<{ url: string; stop: () => Promise<void> }>
  open: () => Promise<{ house: House; close: () => Promise<void> }>
  now: Date
}

/** Stops looking further in where a broken ground would only repeat itself. */
export async function examine({ configuration, migrations, reach, open, now }: Ground): Promise<Finding[]> {
  const first = [lookAtDisk(configuration.dataDir), lookAtKey(configuration.keyFile)]
  const certificate = lookAtCertificate(configuration.baseUrl, now)
  if (!configuration.databaseUrl && !existsSync(configuration.dataDir)) return [...first, await certificate]
  try {
    const { url, stop } = await reach()
    try {
      const database = await lookAtDatabase(url, migrations)
      const broken = [...first, ...database].some(({ state }) => state === 'problem')
      return [...first, ...database, ...(broken ? [] : await lookInside(open, now)), await certificate]
    } finally {
      await stop()
    }
  } catch (fault) {
    return [...first, problem(reasonOf(fault)), await certificate]
  }
}

async function lookInside(open: Ground['open'], now: Date): Promise<Finding[]> {
  const { house, close } = await open()
  try {
    return [
      ...(await lookAtEvents(house)),
      ...(await lookAtFiles(house, now)),
      ...(await lookAtJobs(house, now)),
      ...(await lookAtRooms(house, now)),
      ...(await lookAtTowns(house, now)),
    ]
  } finally {
    await close()
  }
}

/** @returns the exit code: 1 when there is a problem */
export function printFindings(findings: readonly Finding[]): number {
  for (const { state, what } of findings) console.log(`${state.padEnd(8)} ${what}`)
  return findings.some(({ state }) => state === 'problem') ? 1 : 0
}
