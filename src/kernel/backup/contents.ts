// What a backup holds and how it proves to be whole: the list of tables, sequences and files with their checksums, sealed with the key file.
import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { MasterKey } from '../keys.ts'
import { DamagedBackup, readArchive } from './archive.ts'

export type TableContents = { name: string; columns: string[]; rows: number; sha256: string }
export type AppliedMigration = { module: string; number: number; name: string }

export type Contents = {
  format: 'stadttor-backup'
  version: 1
  madeAt: string
  postgres: string
  keyFingerprint: string
  migrations: AppliedMigration[]
  tables: TableContents[]
  sequences: { name: string; value: string; called: boolean }[]
  files: { count: number; bytes: number; sha256: string }
}

// Entries: `backup.json` (format and key, for an early refusal), `tables/<schema>.<table>/000001` …, `files/<town>/<name>` …, `contents.json`, `seal`.
export const opening = 'backup.json'
export const closing = 'contents.json'
export const sealing = 'seal'

/** Only who holds the key file can make a list that fits: a backup altered on its way is refused. */
export function sealContents(master: MasterKey, text: Uint8Array): string {
  const key = Buffer.from(hkdfSync('sha256', master.bytes, '', 'stadttor backup', 32))
  return createHmac('sha256', key).update(text).digest('hex')
}

export const tablePath = (table: string, part: number): string =>
  `tables/${encodeURIComponent(table)}/${String(part).padStart(6, '0')}`

/** The table a part of the archive belongs to. */
export const tableOf = (path: string): string => decodeURIComponent(path.split('/')[1] ?? '')

/** Reads the whole backup once and writes nothing. Throws with one clear sentence when it cannot be used with this key file. */
export async function verifyBackup(path: string, master: MasterKey): Promise<Contents> {
  const hashes = new Map<string, ReturnType<typeof createHash>>()
  const files = { count: 0, bytes: 0, hash: createHash('sha256') }
  let contents: Contents | undefined
  let listed = Buffer.alloc(0)
  let sealed = false
  let first = true
  for await (const { name, content } of readArchive(path)) {
    if (first) refuseOtherKey(name, content, master)
    first = false
    if (sealed) throw new DamagedBackup('Something was added to the end of the backup.')
    if (name.startsWith('tables/')) {
      const table = tableOf(name)
      const hash = hashes.get(table) ?? createHash('sha256')
      hashes.set(table, hash.update(content))
    } else if (name.startsWith('files/')) {
      files.count++
      files.bytes += content.length
      files.hash.update(`${name} ${content.length}\n`).update(content)
    } else if (name === closing) {
      listed = Buffer.from(content)
      contents = JSON.parse(content.toString()) as Contents
    } else if (name === sealing) {
      const expected = Buffer.from(sealContents(master, listed))
      sealed = content.length === expected.length && timingSafeEqual(content, expected)
      if (!sealed) throw new DamagedBackup('The list of contents was altered after the backup was made.')
    }
  }
  if (!contents || !sealed) throw new DamagedBackup('The backup ends too early: its list of contents is missing.')
  for (const table of contents.tables) {
    const digest = (hashes.get(table.name) ?? createHash('sha256')).digest('hex')
    if (digest !== table.sha256) throw new DamagedBackup(`The table ${table.name} in the backup was altered or is incomplete.`)
    hashes.delete(table.name)
  }
  if (hashes.size > 0)
    throw new DamagedBackup(`The backup holds a table that its list does not name: ${[...hashes.keys()].join(', ')}.`)
  if (files.hash.digest('hex') !== contents.files.sha256)
    throw new DamagedBackup('The files in the backup were altered or are incomplete.')
  return contents
}

function refuseOtherKey(name: string, content: Buffer, master: MasterKey): void {
  if (name !== opening) throw new DamagedBackup('This is no backup of Stadttor.')
  const { format, version, keyFingerprint } = JSON.parse(content.toString()) as Partial<Contents>
  if (format !== 'stadttor-backup') throw new DamagedBackup('This is no backup of Stadttor.')
  if (version !== 1) throw new Error(`This backup was made by a later Stadttor (format ${version}).`)
  if (keyFingerprint === master.fingerprint) return
  throw new Error(
    `This backup belongs to the key ${keyFingerprint}, but KEY_FILE is the key ${master.fingerprint}. Bring the key file that was in use when it was made.`,
  )
}
