// Brings the imported relations of a catalogue up to date; those that editors made or hid stay as they are.
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { TownSql } from '../../kernel/town.ts'
import { inChunks } from './import-things.ts'

type Cell = string | number | object
export type Row = Record<string, Cell>

export type RelationTable = {
  name: string
  /** Key columns with their SQL type; the first names the owner. */
  key: Record<string, 'integer' | 'text'>
  /** Other columns that come from the source. */
  rest: Record<string, 'integer' | 'jsonb'>
}

export const relationTables = {
  leika: { name: 'service_leika', key: { service_id: 'integer', leika_key: 'text' }, rest: {} },
  office: {
    name: 'service_office',
    key: { service_id: 'integer', office_id: 'integer' },
    rest: { position: 'integer', imported: 'jsonb' },
  },
  authority: { name: 'service_authority', key: { service_id: 'integer', authority_id: 'integer' }, rest: {} },
  officeAuthority: { name: 'office_authority', key: { office_id: 'integer', authority_id: 'integer' }, rest: {} },
  topic: { name: 'service_topic', key: { service_id: 'integer', topic_id: 'integer' }, rest: {} },
  topicParent: { name: 'topic_parent', key: { topic_id: 'integer', parent_id: 'integer' }, rest: {} },
  related: {
    name: 'service_relation',
    key: { service_id: 'integer', related_id: 'integer', kind: 'text' },
    rest: { position: 'integer' },
  },
  obstacle: { name: 'service_obstacle', key: { service_id: 'integer', kind: 'text' }, rest: { imported: 'jsonb' } },
  maturity: { name: 'service_maturity', key: { service_id: 'integer', model: 'text' }, rest: { criteria: 'jsonb' } },
} as const satisfies Record<string, RelationTable>

/** `owners` are the records of the file: relations of others are not touched. Returns the owners that changed. */
export async function mergeRelation(
  db: TownSql,
  table: RelationTable,
  rows: readonly Row[],
  owners: ReadonlySet<number>,
): Promise<Set<number>> {
  const keys = Object.keys(table.key)
  const [owner] = keys as [string]
  const name = sql.table(`catalogue.${table.name}`)
  const columns = [...keys, ...Object.keys(table.rest)]
  const existing = await sql<
    Row & { origin: string }
  >`SELECT origin, ${sql.join(columns.map((column) => sql.ref(column)))} FROM ${name}`.execute(db)
  const keyOf = (row: Row): string => keys.map((column) => row[column]).join('\u0000')
  const wanted = new Map(rows.map((row) => [keyOf(row), row]))
  const present = new Map(existing.rows.map((row) => [keyOf(row), row]))
  const written = [...wanted.values()].filter((row) => {
    const before = present.get(keyOf(row))
    if (!before) return true
    return (
      before.origin === 'imported' && Object.keys(table.rest).some((column) => !isDeepStrictEqual(before[column], row[column]))
    )
  })
  const gone = existing.rows.filter(
    (row) => row.origin === 'imported' && owners.has(row[owner] as number) && !wanted.has(keyOf(row)),
  )
  const types = { ...table.key, ...table.rest }
  const shape = sql.raw(
    Object.entries(types)
      .map(([column, type]) => `${column} ${type}`)
      .join(', '),
  )
  const list = sql.raw(columns.join(', '))
  const overwrite = sql.raw(
    Object.keys(table.rest)
      .map((column) => `${column} = excluded.${column}`)
      .join(', '),
  )
  await inChunks(written, (json) =>
    sql`INSERT INTO ${name} (${list}, origin) SELECT ${list}, 'imported' FROM jsonb_to_recordset(${json}::jsonb) AS incoming (${shape})
      ON CONFLICT (town_id, ${sql.raw(keys.join(', '))}) ${Object.keys(table.rest).length === 0 ? sql`DO NOTHING` : sql`DO UPDATE SET ${overwrite}`}`.execute(
      db,
    ),
  )
  const match = sql.raw(keys.map((column) => `relation.${column} = gone.${column}`).join(' AND '))
  await inChunks(gone, (json) =>
    sql`DELETE FROM ${name} AS relation USING jsonb_to_recordset(${json}::jsonb) AS gone (${shape})
      WHERE relation.town_id = kernel.current_town() AND ${match}`.execute(db),
  )
  return new Set([...written, ...gone].map((row) => row[owner] as number))
}
