// Units of the town by path: their names, and short lists to choose from.
import { sql } from 'kysely'
import type { Reading, Writing } from '../case.ts'

export type Unit = { path: string; name: string }
const mostShown = 100

/** Below the granted paths, for a choice that stays short. */
export async function listUnits(db: Reading | Writing, granted: readonly string[], most = mostShown): Promise<Unit[]> {
  if (granted.length === 0) return []
  const patterns = granted.map((path) => `${path.replace(/[\\%_]/g, '\\$&')}%`)
  return (db as Writing)
    .selectFrom('kernel.unit')
    .select(['path', 'name'])
    .where('closed_at', 'is', null)
    .where(sql<boolean>`path LIKE ANY (${patterns}::text[])`)
    .orderBy('path')
    .limit(most)
    .execute()
}

/** By path; the town itself and what is no longer there have none. */
export async function unitNames(db: Reading | Writing, paths: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(paths)]
  if (wanted.length === 0) return new Map()
  const rows = await (db as Writing).selectFrom('kernel.unit').select(['path', 'name']).where('path', 'in', wanted).execute()
  return new Map(rows.map(({ path, name }) => [path, name]))
}
