// `stadttor backup`: everything the towns stored, as it was at one moment, in one file.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Client } from 'pg'
import type { FileStore } from '../files.ts'
import type { MasterKey } from '../keys.ts'
import type { Step } from '../progress.ts'
import { type ArchiveWriter, writeArchive } from './archive.ts'
import { type Contents, closing, opening, sealContents, sealing, type TableContents, tablePath } from './contents.ts'
import { copyOut } from './copy.ts'
import { listAppliedMigrations, listSequences, listTables, notation, type Table } from './schema.ts'

export type BackupOrder = {
  /** The owner's connection, beside any pooler. */
  databaseUrl: string
  store: FileStore
  master: MasterKey
  file: string
  now: Date
  /** Waited for. */
  progress?: (step: Step) => void | Promise<void>
}

/**
 * Transaction numbers mean nothing in another cluster, where counting begins anew: they are written as 0. A receiver's place in the outbox, which is made of
 * them, becomes a place in the sequence just before the first event it has not had; what it gets twice, it ignores.
 */
const neutral: Record<string, Record<string, string>> = {
  'kernel.dispatch': {
    after_sequence: `coalesce(
      (SELECT min(e.sequence) - 1 FROM kernel.event e WHERE e.town_id = t.town_id AND (e.tx, e.sequence) > (t.after_tx, t.after_sequence)),
      (SELECT max(e.sequence) FROM kernel.event e WHERE e.town_id = t.town_id), t.after_sequence)`,
  },
  // The sealer goes on before the first entry that is not sealed yet; it passes over those that are.
  'kernel.audit_cursor': {
    after_sequence: `coalesce(
      (SELECT min(e.sequence) - 1 FROM kernel.audit_entry e WHERE e.town_id = t.town_id
        AND NOT EXISTS (SELECT FROM kernel.audit_seal s WHERE s.town_id = e.town_id AND s.sequence = e.sequence)),
      (SELECT max(e.sequence) FROM kernel.audit_entry e WHERE e.town_id = t.town_id), t.after_sequence)`,
  },
}

/** Writes the backup and returns what it holds. The file appears under its name only when it is complete. */
export async function backup(order: BackupOrder): Promise<Contents> {
  if (existsSync(order.file)) throw new Error(`${order.file} exists already: a backup never overwrites a file.`)
  const half = `${order.file}.half`
  await rm(half, { force: true })
  const client = new Client({ connectionString: order.databaseUrl, application_name: 'stadttor backup' })
  await client.connect()
  const archive = await writeArchive(half, order.now)
  try {
    const contents = await writeAll(order, client, archive)
    await archive.finish()
    await rename(half, order.file)
    return contents
  } catch (error) {
    await archive.abandon()
    await rm(half, { force: true })
    throw error
  } finally {
    await client.end()
  }
}

async function writeAll(
  { store, master, now, progress = () => {} }: BackupOrder,
  client: Client,
  archive: ArchiveWriter,
): Promise<Contents> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  await client.query(notation)
  const migrations = await listAppliedMigrations(client)
  if (!migrations) throw new Error('This database holds no Stadttor: there is nothing to back up.')
  const { rows } = await client.query<{ version: string }>("SELECT current_setting('server_version') AS version")
  const head = {
    format: 'stadttor-backup' as const,
    version: 1 as const,
    madeAt: now.toISOString(),
    postgres: rows[0]?.version ?? '',
    keyFingerprint: master.fingerprint,
    migrations,
  }
  await archive.add(opening, Buffer.from(JSON.stringify(head, null, 1)))
  const tables = await listTables(client)
  const of = tables.length + 1
  const written: TableContents[] = []
  for (const [index, table] of tables.entries()) {
    await progress({ step: index, of, what: table.name })
    written.push(await writeTable(client, archive, table))
  }
  const sequences = await listSequences(client)
  // After the snapshot: every file it refers to is among them, since an unused file is kept for a day before it is swept.
  const files = await writeFiles(store, archive, (count) => progress({ step: tables.length, of, what: `files (${count})` }))
  await client.query('COMMIT')
  const contents: Contents = { ...head, tables: written, sequences, files }
  const text = Buffer.from(JSON.stringify(contents, null, 1))
  await archive.add(closing, text)
  await archive.add(sealing, Buffer.from(sealContents(master, text)))
  await progress({ step: of, of, what: 'done' })
  return contents
}

async function writeTable(client: Client, archive: ArchiveWriter, table: Table): Promise<TableContents> {
  const expressions = table.columns.map(({ name, type }) => {
    const column = client.escapeIdentifier(name)
    return neutral[table.name]?.[name] ?? (type === 'xid8' ? `'0'::xid8 AS ${column}` : `t.${column}`)
  })
  const from = table.partitioned ? table.sql : `ONLY ${table.sql}`
  const rows = copyOut(client, `COPY (SELECT ${expressions.join(', ')} FROM ${from} AS t) TO STDOUT`)
  const hash = createHash('sha256')
  for (let part = 1; ; part++) {
    const next = await rows.next()
    if (next.done) {
      return {
        name: table.name,
        columns: table.columns.map((column) => column.name),
        rows: next.value,
        sha256: hash.digest('hex'),
      }
    }
    hash.update(next.value)
    await archive.add(tablePath(table.name, part), next.value)
  }
}

async function writeFiles(
  store: FileStore,
  archive: ArchiveWriter,
  progress: (count: number) => void,
): Promise<Contents['files']> {
  const hash = createHash('sha256')
  let count = 0
  let bytes = 0
  for await (const path of store.list()) {
    const sealed = await store.read(path)
    // Swept meanwhile: the snapshot no longer referred to it.
    if (!sealed) continue
    const name = `files/${path}`
    await archive.add(name, sealed)
    hash.update(`${name} ${sealed.length}\n`).update(sealed)
    count++
    bytes += sealed.length
    if (count % 100 === 0) await progress(count)
  }
  return { count, bytes, sha256: hash.digest('hex') }
}
