// Where the embedded database keeps its files, who owns them, its passwords, and whether a server is at work on them.
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { isRoot } from '../data-folder.ts'
import { whatRuns } from '../processes.ts'
import { type Account, canEnter, findUnprivilegedAccount } from './binaries.ts'

export type Passwords = { postgres: string; stadttor_owner: string }
/** `folder` is the real one, without symbolic links; `account` is set only when we are root and the server must not be. */
export type Place = { folder: string; account: Account | undefined; exists: boolean }
export type Running = { pid: number; port: number; ready: boolean; program: string; args: string[] }

export const linkOf = (dataDir: string): string => join(resolve(dataDir), 'postgres')
const passwordFile = (dataDir: string) => join(resolve(dataDir), 'postgres.json')

/** Finds or chooses the folder of the cluster. Root's choice falls below `stateDir` where the server's account cannot reach DATA_DIR. */
export function choosePlace(dataDir: string, stateDir: string, log: (line: string) => void): Place {
  const link = linkOf(dataDir)
  const entry = lstatSync(link, { throwIfNoEntry: false })
  if (entry?.isSymbolicLink() && !existsSync(link)) {
    throw new Error(
      `${link} leads to ${readlinkSync(link)}, which is missing. Bring it back, or remove the link to begin with an empty database.`,
    )
  }
  if (entry) {
    const folder = realpathSync(link)
    const { uid, gid } = statSync(folder)
    if (!isRoot() && uid !== process.getuid?.()) {
      throw new Error(`${folder} belongs to another account (uid ${uid}). Start Stadttor as that account or as root.`)
    }
    if (uid === 0)
      throw new Error(`${folder} belongs to root, and PostgreSQL refuses to run as root: chown it to an ordinary account.`)
    return { folder, account: isRoot() ? { uid, gid } : undefined, exists: true }
  }
  if (!isRoot()) return { folder: join(realpathSync(dataDir), 'postgres'), account: undefined, exists: false }
  const account = findUnprivilegedAccount()
  if (canEnter(dataDir, account)) return { folder: join(realpathSync(dataDir), 'postgres'), account, exists: false }
  const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 16)
  const folder = join(stateDir, name)
  log(`The database server runs as uid ${account.uid}, which cannot enter ${resolve(dataDir)}: its files are kept in ${folder}.`)
  mkdirSync(stateDir, { recursive: true, mode: 0o711 })
  if (!canEnter(stateDir, account))
    throw new Error(`${stateDir} cannot be entered by uid ${account.uid}, under which the database server runs.`)
  if (existsSync(folder))
    throw new Error(`${folder} holds an earlier database of ${resolve(dataDir)}: remove it, or link ${link} to it again.`)
  return { folder, account, exists: false }
}

/** Makes the empty folder that initdb fills; it gets its final name only when it is complete. */
export function makeHalfCluster(place: Place): string {
  const half = `${place.folder}.new-${process.pid}`
  mkdirSync(half, { mode: 0o700 })
  if (place.account) chownSync(half, place.account.uid, place.account.gid)
  return half
}

export function completeCluster(half: string, place: Place, dataDir: string): void {
  renameSync(half, place.folder)
  if (place.folder !== join(realpathSync(dataDir), 'postgres')) symlinkSync(place.folder, linkOf(dataDir))
}

/** The passwords of both roles, made on first use; only the account that started Stadttor can read them. */
export function findOrMakePasswords(dataDir: string): Passwords {
  const known = findPasswords(dataDir)
  if (known) return known
  if (existsSync(linkOf(dataDir))) {
    throw new Error(
      `${passwordFile(dataDir)} is missing, so nobody can sign in to the database in ${linkOf(dataDir)}. Restore that file.`,
    )
  }
  const word = () => randomBytes(24).toString('base64url')
  const passwords = { postgres: word(), stadttor_owner: word() }
  const half = `${passwordFile(dataDir)}.${process.pid}`
  writeFileSync(half, `${JSON.stringify(passwords)}\n`, { mode: 0o600, flush: true })
  chmodSync(half, 0o600)
  renameSync(half, passwordFile(dataDir))
  return passwords
}

export function findPasswords(dataDir: string): Passwords | undefined {
  if (!existsSync(passwordFile(dataDir))) return undefined
  return JSON.parse(readFileSync(passwordFile(dataDir), 'utf8')) as Passwords
}

/** The server at work in this very folder, recognised by its process and not by its pid file alone, which a crash leaves behind. */
export function findRunning(folder: string): Running | undefined {
  const lines = readPidFile(folder)
  const pid = Number(lines[0])
  const runs = whatRuns(pid)
  if (!runs || !/\/postgres( \(deleted\))?$/.test(runs.program)) return undefined
  if (runs.folder === undefined ? !runs.args.includes(folder) : runs.folder !== folder) return undefined
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready', program: runs.program, args: runs.args }
}

/**
 * Makes a pid file harmless that blocks a start: an empty one, or one whose number now belongs to another program. PostgreSQL ignores its parent's number
 * (ours), and still looks at the shared memory named in the file, so a forgotten server process is not overrun.
 */
export function clearPidFile(folder: string): void {
  const file = join(folder, 'postmaster.pid')
  if (!existsSync(file)) return
  const [, ...rest] = readPidFile(folder)
  if (rest.length < 6) {
    renameSync(file, join(folder, 'postmaster.pid.broken'))
    return
  }
  writeFileSync(file, [process.pid, ...rest].join('\n'))
}

export function readPidFile(folder: string): string[] {
  try {
    return readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return []
  }
}
