// Files that modules refer to: counted, so that the same content is stored once and removed when nobody refers to it any more.
import { sql } from 'kysely'
import { type FileStore, removeFile, storeFile } from './files.ts'
import type { House } from './house.ts'
import { nameOf } from './keys.ts'
import { newFileName } from './pieces.ts'
import type { KernelTables } from './tables.ts'
import type { ReadDb, Town, WriteDb } from './town.ts'

export type Content = { content: Uint8Array; mediaType: string }

/** How long a file that nobody refers to stays, so that what was released by mistake can be brought back. */
const unusedHours = 24
const batch = 500

/**
 * Keeps files inside the transaction that will refer to them, and counts each as referred to once more. The count comes first and locks its row,
 * in the order of the names so that two writers never wait for each other; a sweep then waits for our commit.
 * @returns their names, in the order given
 */
export async function keepBlobs(
  town: Town,
  db: Pick<WriteDb<KernelTables>, 'getExecutor'>,
  store: FileStore,
  contents: readonly Content[],
): Promise<string[]> {
  const named = contents.map((one) => ({ ...one, name: nameOf(town.dataKey, one.content) }))
  for (const { name, content, mediaType } of named.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    await sql`INSERT INTO kernel.blob AS known (name, size, media_type) VALUES (${name}, ${content.length}, ${mediaType})
      ON CONFLICT (town_id, name) DO UPDATE
      SET refs = known.refs + 1, unused_since = NULL, size = excluded.size, media_type = excluded.media_type`.execute(db as never)
    await storeFile(store, town.dataKey, content)
  }
  return named.map(({ name }) => name)
}

/** A file whose content is still to come in pieces, referred to once from now on. @returns its name */
export async function newLargeBlob(db: Pick<WriteDb<KernelTables>, 'getExecutor'>, size: number): Promise<string> {
  const name = newFileName()
  await sql`INSERT INTO kernel.blob (name, size, media_type) VALUES (${name}, ${size}, 'application/octet-stream')`.execute(
    db as never,
  )
  return name
}

/** @returns the name under which `sendBlob` finds the file again */
export async function keepBlob(
  town: Town,
  db: Pick<WriteDb<KernelTables>, 'getExecutor'>,
  store: FileStore,
  content: Uint8Array,
  mediaType: string,
): Promise<string> {
  const [name = ''] = await keepBlobs(town, db, store, [{ content, mediaType }])
  return name
}

/** One more reference to a file that the caller knows to be kept, inside the transaction that will refer to it. */
export async function keepAgain(db: Pick<WriteDb<KernelTables>, 'getExecutor'>, name: string): Promise<void> {
  const { rows } =
    await sql`UPDATE kernel.blob SET refs = refs + 1, unused_since = NULL WHERE name = ${name} RETURNING 1`.execute(db as never)
  if (rows.length === 0) throw new Error(`There is no file ${name}.`)
}

/** Takes back one reference, inside the transaction that deletes it. The content goes a day after the last one. */
export async function releaseBlob(db: Pick<WriteDb<KernelTables>, 'getExecutor'>, name: string, now: Date): Promise<void> {
  const { rows } =
    await sql`UPDATE kernel.blob SET refs = refs - 1, unused_since = CASE WHEN refs = 1 THEN ${now}::timestamptz END
    WHERE name = ${name} AND refs > 0 RETURNING 1`.execute(db as never)
  if (rows.length === 0) throw new Error(`The file ${name} was released more often than it was kept.`)
}

/**
 * Removes at once what nobody refers to any more, pieces included: for content that must not wait for the sweep.
 * A file that somebody still refers to stays.
 */
export async function removeNow(
  town: Town,
  db: WriteDb<KernelTables>,
  store: FileStore,
  name: string,
  now: Date,
): Promise<boolean> {
  return removeOne(store, town, db, name, now)
}

export type Swept = { removed: number; adopted: number }

/** The whole house: what no row speaks of is given one that nobody refers to; what was unused for a day is removed. */
export async function sweepBlobs(house: Pick<House, 'towns' | 'files'>, now: Date): Promise<Swept> {
  const swept = { removed: 0, adopted: 0 }
  for (const town of house.towns.list()) swept.removed += await removeUnused(house.files, town, now)
  const waiting = new Map<string, string[]>()
  const adopt = async (key: string): Promise<void> => {
    const town = house.towns.byKey(key)
    if (town) swept.adopted += await adoptOrphans(town, waiting.get(key) ?? [], now)
    waiting.delete(key)
  }
  for await (const path of house.files.list()) {
    const [key = '', name = ''] = path.split('/')
    const names = waiting.get(key) ?? []
    names.push(name)
    waiting.set(key, names)
    if (names.length >= batch) await adopt(key)
  }
  for (const key of [...waiting.keys()]) await adopt(key)
  return swept
}

/**
 * A process that ended between storing and committing leaves a file without a row. It gets one with no reference and is removed a day later:
 * whoever is storing the same content right now holds that row, and ours steps back.
 */
async function adoptOrphans(town: Town, names: readonly string[], now: Date): Promise<number> {
  const known = await town.read((db: ReadDb<KernelTables>) =>
    db.selectFrom('kernel.blob').select('name').where('name', 'in', names).execute(),
  )
  const pieces = await town.read((db: ReadDb<KernelTables>) =>
    db.selectFrom('kernel.blob_piece').select('name').where('name', 'in', names).execute(),
  )
  const rows = new Set([...known, ...pieces].map(({ name }) => name))
  const orphans = names.filter((name) => !rows.has(name)).sort()
  let adopted = 0
  for (const name of orphans) {
    await town.write(async (db: WriteDb<KernelTables>) => {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('kernel.blob')
        .values({ name, size: 0, media_type: 'application/octet-stream', refs: 0, unused_since: now })
        .onConflict((same) => same.doNothing())
        .executeTakeFirstOrThrow()
      adopted += Number(numInsertedOrUpdatedRows ?? 0)
    })
  }
  return adopted
}

async function removeUnused(store: FileStore, town: Town, now: Date): Promise<number> {
  const before = new Date(now.getTime() - unusedHours * 3_600_000)
  let removed = 0
  for (let more = true; more; ) {
    const unused = await town.read((db: ReadDb<KernelTables>) =>
      db
        .selectFrom('kernel.blob')
        .select('name')
        .where('refs', '=', 0)
        .where('unused_since', '<=', before)
        .limit(batch)
        .execute(),
    )
    more = unused.length === batch
    for (const { name } of unused) {
      const gone = await town.write((db: WriteDb<KernelTables>) => removeOne(store, town, db, name, before))
      if (gone) removed += 1
      else more = false
    }
  }
  return removed
}

/** Row first and locked, file second, commit third: a crash in between leaves a row whose file the next sweep or the next keeper settles. */
async function removeOne(store: FileStore, town: Town, db: WriteDb<KernelTables>, name: string, before: Date): Promise<boolean> {
  const pieces = await db.selectFrom('kernel.blob_piece').select('name').where('blob', '=', name).execute()
  const row = await db
    .deleteFrom('kernel.blob')
    .where('name', '=', name)
    .where('refs', '=', 0)
    .where('unused_since', '<=', before)
    .returning('name')
    .executeTakeFirst()
  if (!row) return false
  for (const piece of pieces) await removeFile(store, town.dataKey, piece.name)
  // Adopted in the moment between its storing and its row: a piece of a large file, which is in use.
  const used = await db.selectFrom('kernel.blob_piece').select('name').where('name', '=', name).executeTakeFirst()
  if (!used) await removeFile(store, town.dataKey, name)
  return true
}
