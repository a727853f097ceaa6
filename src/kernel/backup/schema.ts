// What the database's own catalogue says about the tables to back up and to restore.
import type { Client } from 'pg'
import type { AppliedMigration } from './contents.ts'

export type Table = { name: string; sql: string; partitioned: boolean; columns: { name: string; type: string }[] }

/** Bookkeeping that every database keeps for itself: it says which schema is there, not what the towns stored. */
const own = ['kernel.migration', 'pgboss.version']

/** The session reads and writes values in one notation, whatever the server's defaults; without BYPASSRLS it fails instead of missing rows. */
export const notation = `SET LOCAL client_encoding = 'UTF8'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres';
  SET LOCAL extra_float_digits = 3; SET LOCAL bytea_output = 'hex'; SET LOCAL timezone = 'UTC'; SET LOCAL search_path = pg_catalog;
  SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL row_security = off`

const foreign = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`

/** All tables with their stored columns; a partitioned table stands for its partitions. */
export async function listTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    SELECT n.nspname || '.' || c.relname AS name, format('%I.%I', n.nspname, c.relname) AS sql, c.relkind = 'p' AS partitioned,
      coalesce((SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, NULL)) ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''), '[]') AS columns
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND ${foreign}
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    ORDER BY 1`)
  return rows.filter((table) => !own.includes(table.name) && table.columns.length > 0)
}

export async function listSequences(client: Client): Promise<{ name: string; value: string; called: boolean }[]> {
  const { rows } = await client.query<{ name: string; sql: string }>(`
    SELECT n.nspname || '.' || c.relname AS name, format('%I.%I', n.nspname, c.relname) AS sql
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND ${foreign} ORDER BY 1`)
  const sequences = []
  for (const { name, sql } of rows) {
    const state = await client.query<{ value: string; called: boolean }>(
      `SELECT last_value::text AS value, is_called AS called FROM ${sql}`,
    )
    sequences.push({ name, value: state.rows[0]?.value ?? '1', called: state.rows[0]?.called ?? false })
  }
  return sequences
}

/** Undefined when the database was never migrated. */
export async function listAppliedMigrations(client: Client): Promise<AppliedMigration[] | undefined> {
  const { rows } = await client.query<{ there: boolean }>("SELECT to_regclass('kernel.migration') IS NOT NULL AS there")
  if (!rows[0]?.there) return undefined
  return (await client.query<AppliedMigration>('SELECT module, number, name FROM kernel.migration ORDER BY module, number')).rows
}

/**
 * Statements that put foreign keys and triggers aside, and those that bring back exactly what was there. Foreign keys are checked as a whole when they
 * come back. Needs the owner, not a superuser, and all of it belongs to one transaction: nobody else ever sees the tables without their walls.
 */
export async function listWalls(client: Client): Promise<{ down: string[]; up: string[] }> {
  const keys = await client.query<{ down: string; up: string }>(`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::regclass, k.conname) AS down,
      format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) AS up
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE k.contype = 'f' AND k.conparentid = 0 AND ${foreign} ORDER BY 1`)
  const triggers = await client.query<{ down: string; up: string }>(`
    SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', t.tgrelid::regclass, t.tgname) AS down,
      format('ALTER TABLE %s ENABLE %s TRIGGER %I', t.tgrelid::regclass, CASE t.tgenabled WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END, t.tgname) AS up
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND t.tgenabled <> 'D' AND ${foreign} ORDER BY 1`)
  return {
    down: [...keys.rows, ...triggers.rows].map((row) => row.down),
    up: [...triggers.rows, ...keys.rows].map((row) => row.up),
  }
}
