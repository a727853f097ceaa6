// Roles of a town: named sets of permissions, and who may say what is in them.
import { sql } from 'kysely'
import type { Actor } from './actor.ts'
import { recordAudit } from './audit.ts'
import { newId } from './ids.ts'
import { tell } from './outbox.ts'
import { covers, listPermissionsOf, lockPermissions } from './permissions.ts'
import { rolesSubject } from './sessions.ts'
import type { KernelTables } from './tables.ts'
import type { ReadDb, WriteDb } from './town.ts'

/** Who changes roles or gives them, and which permission that takes. Without one it is the installation itself: a command, a start. */
export type Giver = { person: string; permission: string }

/** For logs: who gave, as far as a unit can be told: roles are the whole town's. */
export const actorOf = (giver: Giver | undefined): Actor => (giver ? { staff: giver.person, unit: '/' } : { system: 'kernel' })

export type Role = { id: string; key: string; name: string; permissions: string[]; holders: number }

/** Holds every permission of every room; kept complete by the house, changed by nobody. */
export const administratorRole = 'administrator'

export type WantedRole = { key: string; name: string; permissions: readonly string[] }
export type RoleRefusal = 'not-allowed' | 'beyond-own' | 'unknown-permission' | 'fixed' | 'key' | 'name' | 'empty'

export async function listRoles(db: ReadDb<KernelTables>): Promise<Role[]> {
  const { rows } = await sql<Role>`SELECT r.id, r.key, r.name, r.permissions, (SELECT count(DISTINCT person_id)::int
      FROM kernel.role_grant g WHERE g.town_id = r.town_id AND g.role_id = r.id AND g.revoked_at IS NULL
        AND (g.ends_at IS NULL OR g.ends_at > now())) AS holders
    FROM kernel.role r ORDER BY r.name, r.key`.execute(db)
  return rows
}

export const findRole = (db: ReadDb<KernelTables>, key: string) =>
  db.selectFrom('kernel.role').select(['id', 'key', 'name', 'permissions']).where('key', '=', key).executeTakeFirst()

/**
 * Makes or changes a role. Nobody puts in or takes out what they do not hold for the whole town, since the role counts wherever it was given.
 * `known`: every permission that a door declares.
 */
export async function saveRole(
  db: WriteDb<KernelTables>,
  giver: Giver | undefined,
  { key, name, permissions }: WantedRole,
  known: ReadonlySet<string>,
  now: Date,
): Promise<'saved' | 'unchanged' | { refused: RoleRefusal }> {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(key)) return { refused: 'key' }
  if (name.trim() === '' || name.length > 120) return { refused: 'name' }
  if (permissions.length === 0) return { refused: 'empty' }
  if (permissions.some((permission) => !known.has(permission))) return { refused: 'unknown-permission' }
  if (giver && key === administratorRole) return { refused: 'fixed' }
  await lockPermissions(db)
  const before = await findRole(db, key)
  const wanted = [...new Set(permissions)].sort()
  const touched = [
    ...wanted.filter((one) => !before?.permissions.includes(one)),
    // What no door declares any more is held by nobody and may go.
    ...(before?.permissions ?? []).filter((one) => known.has(one) && !wanted.includes(one)),
  ]
  if (giver) {
    const held = await listPermissionsOf(db, giver.person, now)
    if (!covers(held, giver.permission, '/')) return { refused: 'not-allowed' }
    if (touched.some((permission) => !covers(held, permission, '/'))) return { refused: 'beyond-own' }
  }
  if (before && before.name === name.trim() && before.permissions.join() === wanted.join()) return 'unchanged'
  await db
    .insertInto('kernel.role')
    .values({ id: before?.id ?? newId(now), key, name: name.trim(), permissions: wanted })
    .onConflict((same) => same.columns(['town_id', 'key']).doUpdateSet({ name: name.trim(), permissions: wanted }))
    .execute()
  await recordAudit(db, {
    action: 'kernel.role.saved',
    actor: actorOf(giver),
    object: `role:${key}`,
    details: { permissions: wanted.length, added: touched.filter((one) => wanted.includes(one)).join(' ') },
  })
  await tell(db, { type: 'kernel.roles-changed.v1', subjects: [rolesSubject] })
  return 'saved'
}
