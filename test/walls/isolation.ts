// Puts the same row with the same id into two towns of every table, and looks who sees what.
import type pg from 'pg'
import { roles } from '../../src/kernel/database/database.ts'
import type { Town } from '../../src/kernel/town.ts'
import type { Table } from './row-security.ts'

type Client = Pick<pg.Client, 'query'>
export const sameId = '00000000-0000-7000-8000-000000000001'

type Column = { name: string; type: string; kind: string; label: string | null }

const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part}"`)
    .join('.')

/** A value of every type; what it means does not matter here, only whose it is. */
function someValue({ type, kind, label }: Column): unknown {
  if (kind === 'e') return label
  if (type.endsWith('[]')) return '{}'
  if (/^(smallint|integer|bigint|numeric|real|double)/.test(type)) return 1
  if (type === 'uuid') return sameId
  if (type === 'boolean') return true
  if (/^jsonb?$/.test(type)) return '{}'
  if (/^(timestamp|date)/.test(type)) return '2026-01-01'
  if (/^time/.test(type)) return '08:00'
  if (type === 'interval') return '1 day'
  if (type === 'bytea') return '\\x01'
  if (type === 'xid8') return '1'
  if (/^(inet|cidr)$/.test(type)) return '192.0.2.1'
  if (/range$/.test(type)) return 'empty'
  if (type === 'point') return '(1,1)'
  return 'x'
}

/** Only for a throw-away database: drops the checks, so that any value will do, and switches triggers off. */
export async function fillEveryTable(client: Client, tables: readonly Table[], towns: readonly Town[]): Promise<string[]> {
  const problems: string[] = []
  await client.query('SET session_replication_role = replica')
  const { rows: partitions } = await client.query<{ oid: number }>('SELECT oid::int FROM pg_class WHERE relispartition')
  for (const { oid, name } of tables) {
    if (partitions.some((partition) => partition.oid === oid)) continue
    const { rows: checks } = await client.query<{ name: string }>(
      "SELECT conname AS name FROM pg_constraint WHERE conrelid = $1 AND contype = 'c' AND conislocal",
      [oid],
    )
    for (const check of checks) await client.query(`ALTER TABLE ${quoted(name)} DROP CONSTRAINT "${check.name}"`)
    const { rows: columns } = await client.query<Column>(
      `SELECT attname AS name, format_type(coalesce(nullif(t.typbasetype, 0), t.oid), NULL) AS type, t.typtype AS kind,
          (SELECT enumlabel FROM pg_enum WHERE enumtypid = t.oid LIMIT 1) AS label
        FROM pg_attribute a JOIN pg_type t ON t.oid = atttypid
        WHERE attrelid = $1 AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname <> 'town_id'
          AND (attnotnull OR attname = 'subject_id') ORDER BY attnum`,
      [oid],
    )
    const names = ['town_id', ...columns.map((column) => column.name)].map((column) => `"${column}"`).join(', ')
    const places = ['town_id', ...columns].map((_, index) => `$${index + 1}`).join(', ')
    const insert = `INSERT INTO ${quoted(name)} (${names}) OVERRIDING SYSTEM VALUE VALUES (${places})`
    for (const town of towns) {
      try {
        await client.query(insert, [town.id, ...columns.map(someValue)])
      } catch (fault) {
        problems.push(`${name}: the same id does not fit into two towns (${(fault as Error).message})`)
      }
    }
  }
  await client.query('SET session_replication_role = DEFAULT')
  return problems
}

/** What the application role sees and can change of `foreign` while it works for `own`. */
export async function isolationProblems(client: Client, tables: readonly Table[], own: Town, foreign: Town): Promise<string[]> {
  const problems: string[] = []
  for (const table of tables) problems.push(...(await problemsOfTable(client, table, own, foreign)))
  return problems
}

async function problemsOfTable(client: Client, { name, columns }: Table, own: Town, foreign: Town): Promise<string[]> {
  const problems: string[] = []
  const table = quoted(name)
  const attempt = async (sql: string, values: unknown[] = []): Promise<pg.QueryResult | undefined> => {
    await client.query('SAVEPOINT attempt')
    try {
      return await client.query(sql, values)
    } catch {
      await client.query('ROLLBACK TO attempt')
      return undefined
    }
  }
  const count = async (condition: string, values: unknown[] = []): Promise<number> => {
    const found = await attempt(`SELECT count(*)::int AS number FROM ${table} WHERE ${condition}`, values)
    return (found?.rows[0] as { number: number } | undefined)?.number ?? 0
  }
  await client.query(`BEGIN; SET LOCAL ROLE ${roles.app}`)
  try {
    if ((await count('true')) > 0) problems.push(`${name}: shows rows without a town`)
    await client.query("SELECT set_config('stadttor.town', $1, true)", [String(own.id)])
    if (columns.includes('subject_id')) {
      if ((await count('true')) > 0) problems.push(`${name}: shows persons without a logged look`)
      await client.query("SELECT kernel.log_access(ARRAY[$1]::uuid[], 'system:test', 'Probe', 'Art. 6 DSGVO', NULL)", [sameId])
    }
    const readable = await attempt(`SELECT FROM ${table} LIMIT 0`)
    if (readable && (await count('town_id = $1', [own.id])) === 0) problems.push(`${name}: hides the town's own row`)
    if ((await count('town_id <> $1', [own.id])) > 0) problems.push(`${name}: shows a row of another town`)
    const moved = await attempt(`UPDATE ${table} SET town_id = $1 WHERE town_id = $2`, [own.id + 1_000_000, own.id])
    if (moved?.rowCount) problems.push(`${name}: lets a row move to another town`)
    const taken = await attempt(`UPDATE ${table} SET town_id = town_id WHERE town_id = $1`, [foreign.id])
    if (taken?.rowCount) problems.push(`${name}: lets another town's row be changed`)
    const deleted = await attempt(`DELETE FROM ${table} WHERE town_id = $1`, [foreign.id])
    if (deleted?.rowCount) problems.push(`${name}: lets another town's row be deleted`)
  } finally {
    await client.query('ROLLBACK')
  }
  return problems
}
