// The PostgreSQL server process: its settings, its start, the wait until it answers, its clean end.
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { isAlive, waitForEnd } from '../processes.ts'
import type { Binaries } from './binaries.ts'
import { clearPidFile, type Place, type Running, readPidFile } from './cluster.ts'

export const environment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

export type ServerSettings = { fsync?: boolean; settings?: Record<string, string> }

export function serverArguments(
  { postgres }: Binaries,
  folder: string,
  { fsync = true, settings = {} }: ServerSettings,
): string[] {
  const all: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    // A socket's address has room for 107 characters.
    unix_socket_directories: folder.length < 90 ? folder : '',
    shared_buffers: '128MB',
    max_connections: '100',
    // Values of residents stand in failed statements and in DETAIL lines: neither goes into the log.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_min_messages: 'error',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
    ...(fsync ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...settings,
  }
  return [postgres, '-D', folder, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** Same program file, not replaced since, and the same settings; the port is each start's own and stands last. */
export const isSameServer = (left: Running, args: string[]) =>
  !left.program.endsWith('(deleted)') && left.args.slice(0, args.length).join('\0') === args.join('\0')

export async function startServer(
  place: Place,
  args: string[],
  logFile: string,
  log: (line: string) => void,
): Promise<{ pid: number; port: number }> {
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > 5_000_000) renameSync(logFile, `${logFile}.1`)
  for (let attempt = 1; ; attempt++) {
    const before = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0
    // Also one of a killed server that nobody has collected yet: PostgreSQL takes it for a living one.
    clearPidFile(place.folder)
    const port = await findFreePort()
    const output = openSync(logFile, 'a', 0o600)
    const [program = '', ...rest] = args
    // Detached: Ctrl-C reaches Stadttor alone, which finishes its requests and then stops the database.
    const child = spawn(program, [...rest, '-p', String(port)], {
      ...place.account,
      argv0: program,
      cwd: '/',
      env: environment,
      detached: true,
      stdio: ['ignore', output, output],
    })
    closeSync(output)
    if (await hasStarted(child, place.folder, log)) {
      child.once('exit', (code, signal) => {
        if (code !== 0)
          log(
            `The database server ended unexpectedly (${signal ?? `code ${code}`}); what was acknowledged is safe. Start Stadttor again.`,
          )
      })
      child.unref()
      return { pid: child.pid!, port }
    }
    const reason = readFileSync(logFile, 'utf8').slice(before).trim()
    // The port was taken meanwhile, or processes of a killed server are still ending.
    const passes = /Address already in use|could not create any TCP|pre-existing shared memory/.test(reason)
    if (!passes || attempt === 20)
      throw new Error(`The database server did not start (see ${logFile}): ${reason.split('\n').slice(-3).join(' ')}`)
    await new Promise((wait) => setTimeout(wait, 200))
  }
}

async function hasStarted(child: ChildProcess, folder: string, log: (line: string) => void): Promise<boolean> {
  const failed = new Promise<never>((_, reject) => child.once('error', reject))
  return child.pid === undefined ? failed : Promise.race([failed, waitUntilReady(folder, child.pid, log)])
}

/** The server writes its state into its pid file; after a crash it first replays what was acknowledged, however long that takes. */
export async function waitUntilReady(folder: string, pid: number, log: (line: string) => void): Promise<boolean> {
  for (let round = 1; ; round++) {
    const lines = readPidFile(folder)
    if (Number(lines[0]) === pid && lines[7]?.trim() === 'ready') return true
    if (!isAlive(pid)) return false
    if (round % 1000 === 0) log('The database server is still starting (recovery after a crash can take minutes) …')
    await new Promise((wait) => setTimeout(wait, 10))
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0))
    })
  })
}

/** Fast shutdown: open transactions are rolled back, everything acknowledged is on disk. */
export async function stopServer(pid: number): Promise<void> {
  if (!isAlive(pid)) return
  process.kill(pid, 'SIGINT')
  if (await waitForEnd(pid, 20_000)) return
  process.kill(pid, 'SIGQUIT')
  await waitForEnd(pid, 5_000)
}
