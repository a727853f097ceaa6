// Giving and taking roles: for a unit and its children, for a time, as somebody's deputy; never beyond what the giver holds.
import { sql } from 'kysely'
import { recordAudit } from './audit.ts'
import { newId } from './ids.ts'
import { tell } from './outbox.ts'
import { personSubject } from './people.ts'
import { covers, listPermissionsOf, lockPermissions, permissionsHeld } from './permissions.ts'
import { actorOf, type Giver } from './roles.ts'
import type { KernelTables } from './tables.ts'
import type { ReadDb, WriteDb } from './town.ts'

export type WantedGrant = {
  person: string
  role: string
  /** Empty: the whole town. */
  unit?: string | undefined
  startsAt?: Date | undefined
  endsAt?: Date | undefined
  deputyOf?: string | undefined
  /** `person`, `groups:<provider>`, `command`. */
  source?: string
}
export type GrantRefusal =
  | 'not-allowed'
  | 'beyond-own'
  | 'self'
  | 'person'
  | 'role'
  | 'unit'
  | 'dates'
  | 'already'
  | 'deputy'
  | 'last-administrator'

export type Grant = {
  id: string
  role: string
  roleName: string
  unit: string | null
  unitName: string | null
  deputyOf: string | null
  source: string
  startsAt: Date
  endsAt: Date | null
}

/** Roles of a person that count now or will count, the whole town first. */
export const listGrantsOf = async (db: ReadDb<KernelTables>, personId: string, now: Date): Promise<Grant[]> => {
  const { rows } = await sql<Grant>`SELECT g.id, r.key AS role, r.name AS "roleName", u.key AS unit, u.name AS "unitName",
      g.deputy_of AS "deputyOf", g.source, g.starts_at AS "startsAt", g.ends_at AS "endsAt"
    FROM kernel.role_grant g JOIN kernel.role r ON r.town_id = g.town_id AND r.id = g.role_id
    LEFT JOIN kernel.unit u ON u.town_id = g.town_id AND u.id = g.unit_id
    WHERE g.person_id = ${personId} AND g.revoked_at IS NULL AND (g.ends_at IS NULL OR g.ends_at > ${now})
    ORDER BY u.path NULLS FIRST, r.name, g.starts_at`.execute(db)
  return rows
}

async function refusalOf(
  db: WriteDb<KernelTables>,
  giver: Giver | undefined,
  permissions: readonly string[],
  path: string,
  person: string,
  now: Date,
): Promise<GrantRefusal | undefined> {
  if (!giver) return undefined
  const held = await listPermissionsOf(db, giver.person, now)
  if (!covers(held, giver.permission, path)) return 'not-allowed'
  if (permissions.some((permission) => !covers(held, permission, path))) return 'beyond-own'
  // Otherwise a role that ends could be made one without end by its own holder.
  return giver.person === person ? 'self' : undefined
}

/** Everything is checked inside the write, under the lock that every change of permissions takes. */
export async function giveRole(
  db: WriteDb<KernelTables>,
  giver: Giver | undefined,
  wanted: WantedGrant,
  now: Date,
): Promise<{ given: string } | { refused: GrantRefusal }> {
  await lockPermissions(db)
  const role = await db.selectFrom('kernel.role').selectAll().where('key', '=', wanted.role).executeTakeFirst()
  if (!role) return { refused: 'role' }
  const unit =
    wanted.unit === undefined
      ? undefined
      : await db
          .selectFrom('kernel.unit')
          .select(['id', 'path'])
          .where('key', '=', wanted.unit)
          .where('closed_at', 'is', null)
          .executeTakeFirst()
  if (wanted.unit !== undefined && !unit) return { refused: 'unit' }
  const refused = await refusalOf(db, giver, role.permissions, unit?.path ?? '/', wanted.person, now)
  if (refused) return { refused }
  const person = await db
    .selectFrom('kernel.person')
    .select('id')
    .where('id', '=', wanted.person)
    .where('kind', '=', 'staff')
    .where('left_at', 'is', null)
    .executeTakeFirst()
  if (!person) return { refused: 'person' }
  const starts_at = wanted.startsAt ?? now
  const ends_at = wanted.endsAt ?? null
  if (ends_at && (ends_at <= starts_at || ends_at <= now)) return { refused: 'dates' }
  let same = db
    .selectFrom('kernel.role_grant')
    .select('id')
    .where('person_id', '=', person.id)
    .where('role_id', '=', role.id)
    .where('revoked_at', 'is', null)
    .where((where) => where.or([where('ends_at', 'is', null), where('ends_at', '>', now)]))
  same = unit ? same.where('unit_id', '=', unit.id) : same.where('unit_id', 'is', null)
  same = wanted.deputyOf ? same.where('deputy_of', '=', wanted.deputyOf) : same.where('deputy_of', 'is', null)
  if (await same.executeTakeFirst()) return { refused: 'already' }
  const id = newId(now)
  await db
    .insertInto('kernel.role_grant')
    .values({
      id,
      person_id: person.id,
      role_id: role.id,
      unit_id: unit?.id ?? null,
      deputy_of: wanted.deputyOf ?? null,
      granted_by: giver?.person ?? null,
      source: wanted.source ?? (giver ? 'person' : 'command'),
      starts_at,
      ends_at,
      revoked_at: null,
    })
    .execute()
  await recordAudit(db, {
    action: 'kernel.role.given',
    actor: actorOf(giver),
    object: `person:${person.id}`,
    details: { role: wanted.role, unit: wanted.unit ?? '*', ...(wanted.deputyOf && { deputyOf: wanted.deputyOf }) },
  })
  await tell(db, { type: 'kernel.role-given.v1', subjects: [personSubject(person.id)], payload: { grant: id } })
  return { given: id }
}

/** Takes a role at once, open sessions included. Nobody takes what they could not have given; somebody must remain who can give roles. */
export async function takeRole(
  db: WriteDb<KernelTables>,
  giver: Giver | undefined,
  grantId: string,
  now: Date,
): Promise<{ taken: string } | { refused: GrantRefusal } | undefined> {
  await lockPermissions(db)
  const grant = await db
    .selectFrom('kernel.role_grant as g')
    .innerJoin('kernel.role as r', (on) => on.onRef('r.town_id', '=', 'g.town_id').onRef('r.id', '=', 'g.role_id'))
    .leftJoin('kernel.unit as u', (on) => on.onRef('u.town_id', '=', 'g.town_id').onRef('u.id', '=', 'g.unit_id'))
    .select(['g.id', 'g.person_id', 'r.permissions', 'u.path'])
    .where('g.id', '=', grantId)
    .where('g.revoked_at', 'is', null)
    .executeTakeFirst()
  if (!grant) return undefined
  const refused = await refusalOf(db, giver, grant.permissions, grant.path ?? '/', '', now)
  if (refused) return { refused }
  const revoke = (revoked_at: Date | null) =>
    db.updateTable('kernel.role_grant').set({ revoked_at }).where('id', '=', grantId).execute()
  await revoke(now)
  if (giver && grant.path === null && grant.permissions.includes(giver.permission) && !(await holderRemains(db, giver, now))) {
    await revoke(null)
    return { refused: 'last-administrator' }
  }
  await recordAudit(db, {
    action: 'kernel.role.taken',
    actor: actorOf(giver),
    object: `person:${grant.person_id}`,
    details: { grant: grantId },
  })
  await tell(db, { type: 'kernel.role-taken.v1', subjects: [personSubject(grant.person_id)], payload: { grant: grantId } })
  // Deputies lose with the role what they had through it.
  const deputies = await db
    .selectFrom('kernel.role_grant')
    .select('person_id')
    .distinct()
    .where('deputy_of', '=', grant.person_id)
    .where('revoked_at', 'is', null)
    .execute()
  for (const { person_id } of deputies) await tell(db, { type: 'kernel.role-taken.v1', subjects: [personSubject(person_id)] })
  return { taken: grant.person_id }
}

async function holderRemains(db: ReadDb<KernelTables>, { permission }: Giver, now: Date): Promise<boolean> {
  const { rows } = await sql`SELECT FROM kernel.person p, LATERAL (${permissionsHeld(now)}) h
    WHERE p.kind = 'staff' AND p.left_at IS NULL AND h.permission = ${permission} AND h.path = '/' AND p.id IN (
      SELECT g.person_id FROM kernel.role_grant g JOIN kernel.role r ON r.town_id = g.town_id AND r.id = g.role_id
        WHERE g.unit_id IS NULL AND g.revoked_at IS NULL AND g.deputy_of IS NULL AND ${permission} = ANY (r.permissions)
      UNION SELECT person_id FROM kernel.permission_grant WHERE permission = ${permission}) LIMIT 1`.execute(db)
  return rows.length > 0
}
