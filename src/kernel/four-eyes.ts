// Whether a second person may confirm what a first one prepared.
// @de Vier-Augen-Prinzip
import { sql } from 'kysely'
import { covers, listPermissionsOf } from './permissions.ts'
import type { KernelTables } from './tables.ts'
import type { ReadDb } from './town.ts'

/** Four eyes: why `second` may not confirm what `first` prepared, or undefined when they may. Roles lent by the first person are no second pair of eyes. */
export async function needsSecondPerson(
  db: ReadDb<KernelTables>,
  { first, second, permission, path }: { first: string; second: string; permission: string; path: string },
  now: Date,
): Promise<'same-person' | 'lent-by-first' | 'not-allowed' | undefined> {
  if (first === second) return 'same-person'
  if (!covers(await listPermissionsOf(db, second, now), permission, path)) return 'not-allowed'
  const { rows } = await sql`SELECT FROM kernel.role_grant g JOIN kernel.role r ON r.town_id = g.town_id AND r.id = g.role_id
      LEFT JOIN kernel.unit u ON u.town_id = g.town_id AND u.id = g.unit_id
    WHERE g.person_id = ${second} AND g.deputy_of IS DISTINCT FROM ${first}::uuid AND g.revoked_at IS NULL
      AND g.starts_at <= ${now} AND (g.ends_at IS NULL OR g.ends_at > ${now}) AND ${permission} = ANY (r.permissions)
      AND starts_with(${path}, coalesce(u.path, '/'))
    UNION ALL SELECT FROM kernel.permission_grant WHERE person_id = ${second} AND permission = ${permission}
      AND (ends_at IS NULL OR ends_at > ${now}) LIMIT 1`.execute(db)
  return rows.length > 0 ? undefined : 'lent-by-first'
}
