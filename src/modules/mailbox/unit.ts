// Units as letters name them: their paths and names.
import type { KernelTables } from '../../kernel/tables.ts'
import type { ReadDb, WriteDb } from '../../kernel/town.ts'

type Db = Pick<WriteDb<KernelTables>, 'selectFrom'> | Pick<ReadDb<KernelTables>, 'selectFrom'>

/** The name of a unit by its path; undefined for the town itself and for what is no longer there. */
export async function unitNames(db: unknown, paths: readonly string[]): Promise<(path: string) => string | undefined> {
  const wanted = [...new Set(paths)].filter((path) => path !== '/')
  if (wanted.length === 0) return () => undefined
  const rows = await (db as Db).selectFrom('kernel.unit').select(['path', 'name']).where('path', 'in', wanted).execute()
  const names = new Map(rows.map(({ path, name }) => [path, name]))
  return (path) => names.get(path)
}

const mostShown = 60

/** Units below the paths of a permission, for a choice that stays short; `more` when there are others. */
export async function unitsBelow(
  db: unknown,
  granted: readonly string[],
): Promise<{ units: { path: string; name: string }[]; more: boolean }> {
  if (granted.length === 0) return { units: [], more: false }
  const rows = await (db as Db)
    .selectFrom('kernel.unit')
    .select(['path', 'name'])
    .where('closed_at', 'is', null)
    .where((where) => where.or(granted.map((path) => where('path', 'like', `${path.replace(/[\\%_]/g, '\\$&')}%`))))
    .orderBy('path')
    .limit(mostShown + 1)
    .execute()
  return { units: rows.slice(0, mostShown), more: rows.length > mostShown }
}
