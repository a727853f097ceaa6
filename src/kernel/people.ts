// Persons, their sessions and what they were permitted; names only in the personal table.
import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { SignedIn } from './access.ts'
import type { Actor } from './actor.ts'
import { recordAudit } from './audit.ts'
import { newId } from './ids.ts'
import type { KernelTables, Level } from './tables.ts'
import type { ReadDb, Town, WriteDb } from './town.ts'

/** Only the hash is stored: who reads the table cannot use the sessions in it. */
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

export type NewPerson = { kind: 'resident' | 'staff'; givenName: string; familyName: string }

export async function registerPerson(town: Town, { kind, givenName, familyName }: NewPerson, now: Date): Promise<string> {
  const id = newId(now)
  await town.write(async (db: WriteDb<KernelTables>) => {
    await db.insertInto('kernel.person').values({ id, kind }).execute()
  })
  const look = {
    subjects: [id],
    actor: 'system:kernel',
    purpose: 'Person neu eingetragen',
    legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
  }
  await town.personal(look, async (db: WriteDb<KernelTables>) => {
    await db.insertInto('kernel.person_name').values({ subject_id: id, given_name: givenName, family_name: familyName }).execute()
  })
  return id
}

export const grantPermission = (
  town: Town,
  personId: string,
  permission: string,
  unit = '*',
  actor: Actor = { system: 'command' },
): Promise<void> =>
  town.write(async (db: WriteDb<KernelTables>) => {
    const granted = await db
      .insertInto('kernel.permission_grant')
      .values({ person_id: personId, permission, unit, ends_at: null })
      .onConflict((same) => same.doNothing())
      .executeTakeFirst()
    if (granted.numInsertedOrUpdatedRows === 0n) return
    await recordAudit(db, {
      action: 'kernel.permission.granted',
      actor,
      object: `person:${personId}`,
      details: { permission, unit },
    })
  })

/** @returns the token for the cookie; it is shown once and stored nowhere */
export async function openSession(town: Town, personId: string, level: Level, now: Date, hours = 8): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await town.write(async (db: WriteDb<KernelTables>) => {
    const expires_at = new Date(now.getTime() + hours * 3_600_000)
    await db
      .insertInto('kernel.session')
      .values({ token_hash: hashOf(token), person_id: personId, level, expires_at, ended_at: null })
      .execute()
  })
  return token
}

/** The person of a session of this town; a session of another town is none. */
export async function findSignedIn(town: Town, token: string, now: Date): Promise<SignedIn | undefined> {
  if (token.length > 100) return undefined
  return town.read(async (db: ReadDb<KernelTables>) => {
    const { rows } = await sql<{ id: string; kind: 'resident' | 'staff'; level: Level; permissions: string[] }>`
      SELECT p.id, p.kind, s.level, ARRAY(SELECT g.permission FROM kernel.permission_grant g
        WHERE g.town_id = p.town_id AND g.person_id = p.id AND (g.ends_at IS NULL OR g.ends_at > ${now})) AS permissions
      FROM kernel.session s JOIN kernel.person p ON p.town_id = s.town_id AND p.id = s.person_id
      WHERE s.token_hash = ${hashOf(token)} AND s.ended_at IS NULL AND s.expires_at > ${now} AND p.left_at IS NULL`.execute(db)
    const [session] = rows
    if (!session) return undefined
    const permissions = new Set(session.permissions)
    return { personId: session.id, kind: session.kind, level: session.level, permissions }
  })
}
