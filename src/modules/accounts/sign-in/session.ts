// The sessions of a person as they see them, whether the last proof is fresh, and the end of a session at its provider.
import { recordAudit } from '../../../kernel/audit.ts'
import { decrypt } from '../../../kernel/keys.ts'
import { endSessions } from '../../../kernel/sessions.ts'
import type { Level } from '../../../kernel/tables.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import { idTokenContext } from './finish.ts'
import type { SignInTables } from './tables.ts'

export type OwnSession = { id: string; device: string; method: string; level: Level; since: Date; lastSeen: Date }

/** Open ones alone, the latest first. */
export async function listOpenSessions(town: Town, person: string, now: Date): Promise<OwnSession[]> {
  const rows = await town.read((db: ReadDb<SignInTables>) =>
    db
      .selectFrom('kernel.session')
      .select(['id', 'device', 'method', 'level', 'created_at', 'last_seen_at', 'idle_minutes'])
      .where('person_id', '=', person)
      .where('ended_at', 'is', null)
      .where('expires_at', '>', now)
      .orderBy('last_seen_at', 'desc')
      .limit(100)
      .execute(),
  )
  return rows
    .filter(({ last_seen_at, idle_minutes }) => last_seen_at.getTime() + idle_minutes * 60_000 > now.getTime())
    .map(({ created_at, last_seen_at, idle_minutes: _, ...row }) => ({ ...row, since: created_at, lastSeen: last_seen_at }))
}

const freshMinutes = 15

/** Whether the person proved who they are only just now: asked before a way to sign in is added or taken away. */
export async function isFresh(town: Town, session: string, now: Date): Promise<boolean> {
  const row = await town.read((db: ReadDb<SignInTables>) =>
    db.selectFrom('kernel.session').select('created_at').where('id', '=', session).executeTakeFirst(),
  )
  const age = now.getTime() - (row?.created_at.getTime() ?? 0)
  return age >= -60_000 && age < freshMinutes * 60_000
}

export type AtProvider = { provider: string; idToken: string }

/** Ends the session on the server. @returns what the provider needs to end its own */
export function endOwnSession(
  town: Town,
  { personId, sessionId }: { personId: string; sessionId: string },
  now: Date,
): Promise<AtProvider | undefined> {
  return town.write(async (db: WriteDb<SignInTables>) => {
    await endSessions(db, personId, { id: sessionId }, now)
    await recordAudit(db, { action: 'accounts.session.ended', actor: 'self', object: `session:${sessionId}` })
    const row = await db
      .deleteFrom('accounts.provider_session')
      .where('session_id', '=', sessionId)
      .returning(['provider', 'sealed'])
      .executeTakeFirst()
    return row && { provider: row.provider, idToken: decrypt(town.dataKey, row.sealed, idTokenContext(sessionId)).toString() }
  })
}

export const endOtherSessions = (town: Town, person: string, which: { id: string } | { allBut: string }, now: Date) =>
  town.write(async (db: WriteDb<SignInTables>) => {
    const count = await endSessions(db, person, which, now)
    await recordAudit(db, { action: 'accounts.session.ended', actor: 'self', object: `person:${person}`, details: { count } })
    return count
  })

/** Moves the idle limit on at once. @returns when the session ends without another sign of life */
export function stay(town: Town, session: string, now: Date): Promise<Date> {
  return town.write(async (db: WriteDb<SignInTables>) => {
    await db
      .updateTable('kernel.session')
      .set({ last_seen_at: now })
      .where('id', '=', session)
      .where('last_seen_at', '<', now)
      .execute()
    const row = await db
      .selectFrom('kernel.session')
      .select(['last_seen_at', 'idle_minutes', 'expires_at'])
      .where('id', '=', session)
      .executeTakeFirstOrThrow()
    return new Date(Math.min(row.last_seen_at.getTime() + row.idle_minutes * 60_000, row.expires_at.getTime()))
  })
}
