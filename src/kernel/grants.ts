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
  /** `desk`, `groups:<provider>`, `command`. */
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
      source: wanted.source ?? (giver ? 'desk' : 'command'),
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

/**
 * Gives a deputy every role that a person holds themselves, for a time. @de Vertretung
 * `giver` may be the person: what somebody holds they may lend. Administrators' permissions are lent by administrators only (`unlent`).
 */
export async function giveDeputy(
  db: WriteDb<KernelTables>,
  giver: Giver,
  wanted: { person: string; deputy: string; startsAt: Date; endsAt: Date },
  unlent: ReadonlySet<string>,
  now: Date,
): Promise<{ given: number } | { refused: GrantRefusal }> {
  const { person, deputy, startsAt, endsAt } = wanted
  if (person === deputy) return { refused: 'deputy' }
  if (endsAt <= startsAt || endsAt <= now) return { refused: 'dates' }
  await lockPermissions(db)
  const own = (await listGrantsOf(db, person, now)).filter(({ deputyOf }) => deputyOf === null)
  let given = 0
  let last: GrantRefusal = 'role'
  for (const { role, unit, endsAt: until } of own) {
    const lends = giver.person === person
    if (lends) {
      const found = await db.selectFrom('kernel.role').select('permissions').where('key', '=', role).executeTakeFirst()
      if (found?.permissions.some((permission) => unlent.has(permission))) continue
    }
    const ends = until && until < endsAt ? until : endsAt
    const grant = { person: deputy, role, unit: unit ?? undefined, startsAt, endsAt: ends, deputyOf: person }
    const outcome = await giveRole(db, lends ? undefined : giver, { ...grant, source: 'desk' }, now)
    if ('given' in outcome) given += 1
    else last = outcome.refused
  }
  return given > 0 ? { given } : { refused: last }
}

/** Four eyes: why `second` may not confirm what `first` prepared, or undefined when they may. Roles lent by the first person are no second pair of eyes. @de Vier-Augen-Prinzip */
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

/**
 * Brings what a person has through the groups of an identity provider to what it says now: `clerk@trade-office`, `admins@*` for the whole town.
 * Membership of the units comes with it. Roles given on the desk stay. @returns entries that name no role or unit of the town
 */
export async function applyGroups(
  db: WriteDb<KernelTables>,
  personId: string,
  { provider, wanted }: { provider: string; wanted: readonly string[] },
  now: Date,
): Promise<string[]> {
  const source = `groups:${provider}`
  const nameOf = ({ role, unit }: Grant) => `${role}@${unit ?? '*'}`
  const own = async () => (await listGrantsOf(db, personId, now)).filter((grant) => grant.source === source)
  const before = await own()
  // Most sign-ins change nothing and must not wait for each other.
  if (before.length === wanted.length && before.every((grant) => wanted.includes(nameOf(grant)))) return []
  await lockPermissions(db)
  const unknown: string[] = []
  const had = await own()
  for (const grant of had) if (!wanted.includes(nameOf(grant))) await takeRole(db, undefined, grant.id, now)
  for (const entry of new Set(wanted)) {
    if (had.some((grant) => nameOf(grant) === entry)) continue
    const [role = '', unit = '*'] = entry.split('@')
    const outcome = await giveRole(db, undefined, { person: personId, role, unit: unit === '*' ? undefined : unit, source }, now)
    if ('refused' in outcome && outcome.refused !== 'already') unknown.push(entry)
    if ('given' in outcome && unit !== '*')
      await sql`INSERT INTO kernel.membership (person_id, unit_id, state, since)
        SELECT ${personId}::uuid, id, 'confirmed', ${now}::timestamptz FROM kernel.unit WHERE key = ${unit}
        ON CONFLICT (town_id, person_id, unit_id) DO UPDATE SET state = 'confirmed', since = excluded.since
          WHERE kernel.membership.state = 'left'`.execute(db)
  }
  return unknown
}
