// Roles that a person has through the groups of an identity provider.
import { sql } from 'kysely'
import { type Grant, giveRole, listGrantsOf, takeRole } from './grants.ts'
import { lockPermissions } from './permissions.ts'
import type { KernelTables } from './tables.ts'
import type { WriteDb } from './town.ts'

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
