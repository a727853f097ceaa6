// `stadttor restore`: a backup into an empty, migrated database, all of it or nothing.
import { Client } from 'pg'
import { type FileStore, safePath } from '../files.ts'
import type { MasterKey } from '../keys.ts'
import type { Step } from '../progress.ts'
import { DamagedBackup, readArchive } from './archive.ts'
import { type Contents, type TableContents, tableOf, verifyBackup } from './contents.ts'
import { copyIn } from './copy.ts'
import { listAppliedMigrations, listTables, listWalls, notation, type Table } from './schema.ts'

export type RestoreOrder = {
  /** The owner's connection, beside any pooler. */
  databaseUrl: string
  store: FileStore
  master: MasterKey
  file: string
  /** Schemas whose rows the software itself put there at its start: they give way. */
  seededSchemas?: readonly string[]
  /** Waited for. */
  progress?: (step: Step) => void | Promise<void>
}

/** Checks the whole file first, then restores in one transaction. Throws with one clear sentence when something does not fit. */
export async function restore(order: RestoreOrder): Promise<Contents> {
  const contents = await verifyBackup(order.file, order.master)
  const client = new Client({ connectionString: order.databaseUrl, application_name: 'stadttor restore' })
  await client.connect()
  try {
    await client.query('BEGIN')
    await client.query(notation)
    await refuseOtherSchema(client, contents)
    const tables = await findPlaces(client, contents, order.seededSchemas ?? ['pgboss'])
    const walls = await listWalls(client)
    for (const statement of walls.down) await client.query(statement)
    await readAll(order, client, contents, tables)
    for (const { name, value, called } of contents.sequences) {
      await client.query('SELECT setval(to_regclass($1), $2, $3)', [quoted(client, name), value, called])
    }
    for (const statement of walls.up) await client.query(statement)
    await client.query('COMMIT')
    // A bulk load leaves the planner without any idea of the tables' sizes.
    await client.query(`ANALYZE ${[...tables.values()].map((table) => table.sql).join(', ')}`)
    return contents
  } finally {
    await client.end()
  }
}

const quoted = (client: Client, name: string) =>
  name
    .split('.')
    .map((part) => client.escapeIdentifier(part))
    .join('.')

async function refuseOtherSchema(client: Client, contents: Contents): Promise<void> {
  const here = await listAppliedMigrations(client)
  if (!here) throw new Error('The database was not migrated: run `stadttor migrate` first.')
  const known = new Set(here.map(({ module, number, name }) => `${module}/${number}-${name}`))
  const missing = contents.migrations
    .map(({ module, number, name }) => `${module}/${number}-${name}`)
    .filter((one) => !known.has(one))
  if (missing.length === 0) return
  throw new Error(`The backup was made by a later Stadttor or with other modules; the database here lacks ${missing.join(', ')}.`)
}

/** Where each table of the backup goes. Every table here must be empty, and know every column that is to come. */
async function findPlaces(client: Client, contents: Contents, seeded: readonly string[]): Promise<Map<string, Table>> {
  const here = new Map((await listTables(client)).map((table) => [table.name, table]))
  for (const table of here.values()) {
    const { rows } = await client.query<{ filled: boolean }>(`SELECT EXISTS (SELECT FROM ${table.sql}) AS filled`)
    if (!rows[0]?.filled) continue
    if (!seeded.includes(table.name.split('.')[0] ?? '')) {
      throw new Error(`The database is not empty: ${table.name} has rows. Restore only into a new database.`)
    }
  }
  for (const { name, columns, rows } of contents.tables) {
    const table = here.get(name)
    const lost = table ? columns.filter((column) => !table.columns.some((one) => one.name === column)) : columns
    if (!table && rows === 0) continue
    if (lost.length > 0) {
      throw new Error(
        `The database here has no place for ${name} (${lost.join(', ')}): restore with the Stadttor that made the backup, then upgrade.`,
      )
    }
  }
  return here
}

async function readAll(
  { file, store, progress = () => {}, seededSchemas = ['pgboss'] }: RestoreOrder,
  client: Client,
  contents: Contents,
  places: Map<string, Table>,
): Promise<void> {
  for (const table of places.values()) {
    if (seededSchemas.includes(table.name.split('.')[0] ?? '')) await client.query(`DELETE FROM ${table.sql}`)
  }
  const listed = new Map(contents.tables.map((table) => [table.name, table]))
  const of = contents.tables.length + 1
  const entries = readArchive(file)
  let step = 0
  let entry = await entries.next()
  let files = 0
  while (!entry.done) {
    const { name, content } = entry.value
    if (name.startsWith('tables/')) {
      const table = tableOf(name)
      await progress({ step: step++, of, what: table })
      const rows = await copyIn(client, copyText(client, listed.get(table), places.get(table)), partsOf(table))
      if (rows !== listed.get(table)?.rows)
        throw new DamagedBackup(`${table}: ${rows} rows were taken instead of ${listed.get(table)?.rows}.`)
      continue
    }
    if (name.startsWith('files/')) {
      const path = safePath(name.slice('files/'.length))
      if (!(await store.has(path))) await store.write(path, content)
      if (++files % 100 === 0) await progress({ step: of - 1, of, what: `files (${files} of ${contents.files.count})` })
    }
    entry = await entries.next()
  }
  await progress({ step: of, of, what: 'done' })

  /** This table's parts; leaves the first entry of the next table in `entry`. */
  async function* partsOf(table: string): AsyncGenerator<Buffer> {
    while (!entry.done && entry.value.name.startsWith('tables/') && tableOf(entry.value.name) === table) {
      yield entry.value.content
      entry = await entries.next()
    }
  }
}

function copyText(client: Client, listed: TableContents | undefined, place: Table | undefined): string {
  if (!listed || !place) throw new DamagedBackup('The backup holds a table that its list does not name.')
  return `COPY ${place.sql} (${listed.columns.map((column) => client.escapeIdentifier(column)).join(', ')}) FROM STDIN`
}
