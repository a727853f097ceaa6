// Brings the imported records of one noun up to date: numbers new ones, updates changed ones, retires vanished ones.
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { TownSql } from '../../kernel/town.ts'
import { type Conflict, type Counts, type Noun, noCounts } from './import-report.ts'
import { type Identity, identityKey } from './record.ts'
import type { Status } from './tables.ts'

export type Incoming = Identity & { imported: object }
export type Json = Record<string, unknown>
type Existing = {
  id: number
  source: string
  source_id: string
  imported: Json
  edited: Json
  status: Status
  vanished_at: Date | null
}

export type Merged = {
  counts: Counts
  /** Number of every record that is in the catalogue and not retired, by identity. */
  ids: Map<string, number>
  /** What happened to each changed record. */
  changes: Map<number, { kind: 'new' | 'updated' | 'retired' | 'back'; fields: string[] }>
  conflicts: Conflict[]
}

/** `keep`: source ids that the file names but could not be read; their records are left as they are. */
export async function mergeThings(
  db: TownSql,
  noun: Noun,
  incoming: readonly Incoming[],
  keep: ReadonlySet<string>,
  now: Date,
): Promise<Merged> {
  const table = sql.table(`catalogue.${noun}`)
  const { rows } = await sql<Existing>`SELECT id, source, source_id, imported, edited, status, vanished_at FROM ${table}`.execute(
    db,
  )
  const existing = new Map(rows.map((row) => [identityKey({ source: row.source, sourceId: row.source_id }), row]))
  const merged: Merged = { counts: noCounts(), ids: new Map(), changes: new Map(), conflicts: [] }
  const fresh: Incoming[] = []
  const updates: { id: number; imported: object }[] = []
  for (const record of incoming) {
    const row = existing.get(identityKey(record))
    if (!row) {
      fresh.push(record)
      continue
    }
    merged.ids.set(identityKey(record), row.id)
    const fields = changedFields(row.imported, record.imported)
    const back = row.vanished_at !== null
    merged.conflicts.push(...conflictsOf(noun, row.id, record.sourceId, fields, row.edited))
    if (fields.length === 0 && !back) {
      merged.counts.unchanged += 1
      continue
    }
    merged.counts[back ? 'back' : 'updated'] += 1
    merged.changes.set(row.id, { kind: back ? 'back' : 'updated', fields })
    updates.push({ id: row.id, imported: record.imported })
  }
  const first = await takeNumbers(db, noun, fresh.length)
  const inserts = fresh.map(({ source, sourceId, imported }, index) => ({
    id: first + index,
    source,
    source_id: sourceId,
    imported,
  }))
  for (const { id, source, source_id } of inserts) {
    merged.ids.set(identityKey({ source, sourceId: source_id }), id)
    merged.changes.set(id, { kind: 'new', fields: [] })
  }
  merged.counts.inserted = inserts.length
  await inChunks(inserts, (json) =>
    sql`INSERT INTO ${table} (id, source, source_id, imported, changed_at) SELECT id, source, source_id, imported, ${now}::timestamptz
      FROM jsonb_to_recordset(${json}::jsonb) AS incoming (id integer, source text, source_id text, imported jsonb)`.execute(db),
  )
  await inChunks(updates, (json) =>
    sql`UPDATE ${table} AS thing SET imported = incoming.imported, vanished_at = NULL,
        status = CASE WHEN thing.vanished_at IS NULL THEN thing.status ELSE 'published' END
      FROM jsonb_to_recordset(${json}::jsonb) AS incoming (id integer, imported jsonb)
      WHERE thing.town_id = kernel.current_town() AND thing.id = incoming.id`.execute(db),
  )
  await retire(db, noun, rows, incoming, keep, merged, now)
  return merged
}

/**
 * Only published records of the delivered sources retire; drafts and what editors retired stay theirs. A file without any
 * record of this noun says nothing about it.
 */
async function retire(
  db: TownSql,
  noun: Noun,
  rows: readonly Existing[],
  incoming: readonly Incoming[],
  keep: ReadonlySet<string>,
  merged: Merged,
  now: Date,
): Promise<void> {
  const sources = new Set(incoming.map(({ source }) => source))
  const gone: number[] = []
  for (const { id, source, source_id, status } of rows) {
    const key = identityKey({ source, sourceId: source_id })
    if (merged.ids.has(key)) continue
    if (status === 'published' && sources.has(source) && !keep.has(source_id)) gone.push(id)
    else if (status !== 'retired') merged.ids.set(key, id)
  }
  for (const id of gone) merged.changes.set(id, { kind: 'retired', fields: [] })
  merged.counts.retired = gone.length
  if (gone.length === 0) return
  await sql`UPDATE ${sql.table(`catalogue.${noun}`)} SET status = 'retired', vanished_at = ${now}::timestamptz
    WHERE town_id = kernel.current_town() AND id = ANY (${gone}::integer[])`.execute(db)
}

/** The first of `count` numbers that no record ever had. */
export async function takeNumbers(
  db: TownSql,
  noun: Noun | 'situation' | 'banner' | 'shared-fact' | 'picture',
  count: number,
): Promise<number> {
  if (count === 0) return 0
  const { rows } = await sql<{ last: number }>`INSERT INTO catalogue.counter (noun, last) VALUES (${noun}, ${count})
    ON CONFLICT (town_id, noun) DO UPDATE SET last = counter.last + excluded.last RETURNING last`.execute(db)
  return rows[0]!.last - count + 1
}

export function changedFields(before: Json, after: object): string[] {
  const next = JSON.parse(JSON.stringify(after)) as Json
  return [...new Set([...Object.keys(before), ...Object.keys(next)])].filter(
    (field) => !isDeepStrictEqual(before[field], next[field]),
  )
}

export const conflictsOf = (
  noun: Noun,
  id: number,
  sourceId: string,
  fields: readonly string[],
  edited: Json,
  language?: string,
): Conflict[] =>
  fields
    .filter((field) => field in edited)
    .map((field) => ({ noun, id, sourceId, field, ...(language === undefined ? {} : { language }) }))

/** Runs a statement on the rows as JSON, a thousand at a time. */
export async function inChunks(rows: readonly object[], run: (json: string) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += 1_000) await run(JSON.stringify(rows.slice(at, at + 1_000)))
}
