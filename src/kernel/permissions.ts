// What a person may do at a moment: the one rule, used where a session is read and where somebody gives a role.
import { type RawBuilder, sql } from 'kysely'
import type { KernelTables } from './tables.ts'
import type { ReadDb, TownSql } from './town.ts'

export type Held = { permission: string; path: string }

/**
 * Permissions of the person `p` (alias of `kernel.person` around it), each with the path of a unit; `/` is the whole town.
 * Who was invited and has not accepted has none. A deputy's role ends with that of the person they stand in for.
 */
export const permissionsHeld = (now: Date): RawBuilder<Held> => sql<Held>`
  SELECT held.permission, held.path FROM (
    SELECT permission, '/' AS path FROM kernel.permission_grant
      WHERE town_id = p.town_id AND person_id = p.id AND (ends_at IS NULL OR ends_at > ${now})
    UNION
    SELECT unnest(r.permissions), coalesce(u.path, '/') FROM kernel.role_grant rg
      JOIN kernel.role r ON r.town_id = rg.town_id AND r.id = rg.role_id
      LEFT JOIN kernel.unit u ON u.town_id = rg.town_id AND u.id = rg.unit_id
      WHERE rg.town_id = p.town_id AND rg.person_id = p.id AND rg.revoked_at IS NULL AND rg.starts_at <= ${now}
        AND (rg.ends_at IS NULL OR rg.ends_at > ${now}) AND u.closed_at IS NULL
        AND (rg.deputy_of IS NULL OR EXISTS (SELECT FROM kernel.role_grant own WHERE own.town_id = rg.town_id
          AND own.person_id = rg.deputy_of AND own.role_id = rg.role_id AND own.unit_id IS NOT DISTINCT FROM rg.unit_id
          AND own.deputy_of IS NULL AND own.revoked_at IS NULL AND own.starts_at <= ${now} AND (own.ends_at IS NULL OR own.ends_at > ${now})))
        AND (EXISTS (SELECT FROM kernel.membership m WHERE m.town_id = p.town_id AND m.person_id = p.id AND m.state = 'confirmed')
          OR EXISTS (SELECT FROM kernel.staff s WHERE s.town_id = p.town_id AND s.person_id = p.id AND s.removed_at IS NULL))
  ) held
  WHERE NOT EXISTS (SELECT FROM kernel.invitation i WHERE i.town_id = p.town_id AND i.person_id = p.id AND i.accepted_at IS NULL)`

/** Of a member of staff who is still there; empty for everybody else. */
export async function listPermissionsOf(db: ReadDb<KernelTables>, personId: string, now: Date): Promise<Held[]> {
  const { rows } = await sql<Held>`SELECT h.permission, h.path FROM kernel.person p, LATERAL (${permissionsHeld(now)}) h
    WHERE p.id = ${personId} AND p.kind = 'staff' AND p.left_at IS NULL`.execute(db)
  return rows
}

export const covers = (held: readonly Held[], permission: string, path: string): boolean =>
  held.some((one) => one.permission === permission && path.startsWith(one.path))

/**
 * Held to the end of the transaction by whoever changes what somebody may do: what was checked under it is still true when it is written.
 */
export async function lockPermissions(db: TownSql): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('permissions'), kernel.current_town())`.execute(db)
}
