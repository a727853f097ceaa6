// Persons and what they were permitted; names only in the personal table.
import type { Actor } from './actor.ts'
import { recordAudit } from './audit.ts'
import { newId } from './ids.ts'
import { tell } from './outbox.ts'
import { lockPermissions } from './permissions.ts'
import type { KernelTables } from './tables.ts'
import type { Town, WriteDb } from './town.ts'

export type NewPerson = { kind: 'resident' | 'staff'; givenName: string; familyName: string }

/** The subject whose events end what a process remembers of a person's sessions and permissions. */
export const personSubject = (personId: string): string => `kernel.person/${personId}`

export async function registerPerson(town: Town, { kind, givenName, familyName }: NewPerson, now: Date): Promise<string> {
  const id = newId(now)
  const look = {
    subjects: [id],
    actor: 'system:kernel',
    purpose: 'Person neu eingetragen',
    legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
  }
  await town.personal(look, async (db: WriteDb<KernelTables>) => {
    await db.insertInto('kernel.person').values({ id, kind }).execute()
    await db.insertInto('kernel.person_name').values({ subject_id: id, given_name: givenName, family_name: familyName }).execute()
  })
  return id
}

/** For the whole town, without a role: for commands and the first administrator. */
export const grantPermission = (
  town: Town,
  personId: string,
  permission: string,
  actor: Actor = { system: 'command' },
): Promise<void> =>
  town.write(async (db: WriteDb<KernelTables>) => {
    const granted = await db
      .insertInto('kernel.permission_grant')
      .values({ person_id: personId, permission, ends_at: null })
      .onConflict((same) => same.doNothing())
      .executeTakeFirst()
    if (granted.numInsertedOrUpdatedRows === 0n) return
    await recordAudit(db, {
      action: 'kernel.permission.granted',
      actor,
      object: `person:${personId}`,
      details: { permission },
    })
    await tell(db, { type: 'kernel.permissions-changed.v1', subjects: [personSubject(personId)] })
  })

/** Takes effect at once, open sessions included. */
export const leaveTown = (town: Town, personId: string, now: Date): Promise<void> =>
  town.write((db: WriteDb<KernelTables>) => endPerson(db, personId, now))

export async function endPerson(db: WriteDb<KernelTables>, personId: string, now: Date): Promise<void> {
  await lockPermissions(db)
  await db.updateTable('kernel.person').set({ left_at: now }).where('id', '=', personId).where('left_at', 'is', null).execute()
  await db
    .updateTable('kernel.session')
    .set({ ended_at: now })
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .execute()
  const ended = await db
    .updateTable('kernel.role_grant')
    .set({ revoked_at: now })
    .where((where) => where.or([where('person_id', '=', personId), where('deputy_of', '=', personId)]))
    .where('revoked_at', 'is', null)
    .returning('person_id')
    .execute()
  await db.updateTable('kernel.permission_grant').set({ ends_at: now }).where('person_id', '=', personId).execute()
  await db
    .updateTable('kernel.membership')
    .set({ state: 'left', since: now })
    .where('person_id', '=', personId)
    .where('state', '!=', 'left')
    .execute()
  await recordAudit(db, { action: 'kernel.person.left', actor: { system: 'kernel' }, object: `person:${personId}` })
  const concerned = new Set([personId, ...ended.map(({ person_id }) => person_id)])
  await tell(db, { type: 'kernel.person-left.v1', subjects: [...concerned].map(personSubject) })
}
