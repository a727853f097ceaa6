// The data folder: one Stadttor at a time holds it; what a crash left behind is told apart from a living holder.
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { birthOf, isAlive } from './processes.ts'

export const isRoot = (): boolean => process.getuid?.() === 0

/** Makes the folder. Root's folder may be crossed, not listed: the database server runs under another account inside it. */
export function makeDataFolder(dataDir: string): void {
  if (existsSync(dataDir)) return
  mkdirSync(dataDir, { recursive: true, mode: 0o755 })
  chmodSync(dataDir, isRoot() ? 0o711 : 0o700)
}

export type DataFolderHold = {
  /** Writes down where the holder can be reached, for the sentence that a second start shows. */
  announce(address: string): void
  release(): void
}

type Holder = { pid: number; birth: string; address: string }

/** Takes the folder for this process. Throws when a living process holds it. */
export function takeDataDir(dataDir: string): DataFolderHold {
  makeDataFolder(dataDir)
  const file = join(dataDir, 'stadttor.pid')
  const mine = `${file}.${process.pid}`
  const write = (path: string, address: string) =>
    writeFileSync(path, `${process.pid}\n${birthOf(process.pid)}\n${address}\n`, { mode: 0o644 })
  write(mine, '')
  try {
    while (!tryLink(mine, file)) refuseOrClear(dataDir, file)
  } finally {
    unlinkSync(mine)
  }
  return {
    announce(address) {
      write(mine, address)
      renameSync(mine, file)
    },
    release() {
      if (readHolder(file)?.pid === process.pid) unlinkSync(file)
    },
  }
}

/** The living process that holds the folder, if there is one. */
export function findHolder(dataDir: string): { pid: number; address: string } | undefined {
  const holder = readHolder(join(dataDir, 'stadttor.pid'))
  return holder && lives(holder) ? { pid: holder.pid, address: holder.address } : undefined
}

const lives = (holder: Holder) => isAlive(holder.pid) && birthOf(holder.pid) === holder.birth

function readHolder(file: string): Holder | undefined {
  try {
    const [pid = '', birth = '', address = ''] = readFileSync(file, 'utf8').split('\n')
    return { pid: Number(pid), birth, address }
  } catch {
    return undefined
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function refuseOrClear(dataDir: string, file: string): void {
  const holder = readHolder(file)
  if (!holder) return
  if (lives(holder)) {
    const where = holder.address ? ` at ${holder.address}` : ''
    throw new Error(
      `Stadttor already runs on ${dataDir}: process ${holder.pid}${where}. Stop it first, or choose another DATA_DIR.`,
    )
  }
  // Two starters may both find the file stale: it is moved aside, and moved back if it was already a new one.
  const aside = `${file}.stale.${process.pid}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const moved = readHolder(aside)
  if (moved && lives(moved)) tryLink(aside, file)
  unlinkSync(aside)
}
