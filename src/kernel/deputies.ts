// Deputies: whoever stands in for a person has that person's roles for a time.
// @de Vertretung
import { sql } from 'kysely'
import { recordAudit } from './audit.ts'
import { type GrantRefusal, giveRole, listGrantsOf } from './grants.ts'
import { tell } from './outbox.ts'
import { personSubject } from './people.ts'
import { lockPermissions } from './permissions.ts'
import { actorOf, type Giver } from './roles.ts'
import type { KernelTables } from './tables.ts'
import type { ReadDb, WriteDb } from './town.ts'

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
    const outcome = await giveRole(db, lends ? undefined : giver, { ...grant, source: 'person' }, now)
    if ('given' in outcome) given += 1
    else last = outcome.refused
  }
  return given > 0 ? { given } : { refused: last }
}

export type Deputy = { id: string; startsAt: Date; endsAt: Date | null }

/** Who stands in for a person now or will. */
export async function listDeputies(db: ReadDb<KernelTables>, personId: string, now: Date): Promise<Deputy[]> {
  const { rows } =
    await sql<Deputy>`SELECT person_id AS id, min(starts_at) AS "startsAt", max(ends_at) AS "endsAt" FROM kernel.role_grant
    WHERE deputy_of = ${personId} AND revoked_at IS NULL AND (ends_at IS NULL OR ends_at > ${now})
    GROUP BY person_id ORDER BY min(starts_at), person_id LIMIT 20`.execute(db)
  return rows
}

/** At once; by the person who is represented. */
export async function endDeputy(db: WriteDb<KernelTables>, personId: string, deputy: string, now: Date): Promise<boolean> {
  await lockPermissions(db)
  const ended = await db
    .updateTable('kernel.role_grant')
    .set({ revoked_at: now })
    .where('deputy_of', '=', personId)
    .where('person_id', '=', deputy)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (ended.numUpdatedRows === 0n) return false
  const actor = actorOf({ person: personId, permission: '' })
  await recordAudit(db, { action: 'kernel.deputy.ended', actor, object: `person:${deputy}`, details: { deputyOf: personId } })
  await tell(db, { type: 'kernel.role-taken.v1', subjects: [personSubject(deputy)] })
  return true
}
