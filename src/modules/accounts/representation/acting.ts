// Acting for somebody: chosen for the session, checked again with every act, ended by one button or by the represented person.
import { createHash } from 'node:crypto'
import type { MayAct } from '../../../contracts/representation.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import type { Actor } from '../../../kernel/actor.ts'
import { recordAudit } from '../../../kernel/audit.ts'
import { tell } from '../../../kernel/outbox.ts'
import { personSubject } from '../../../kernel/people.ts'
import { type ActsFor, endSessions, startSession } from '../../../kernel/sessions.ts'
import type { ReadDb, Town, TownSql, WriteDb } from '../../../kernel/town.ts'
import { ownLook } from '../profile/own-look.ts'
import { noteAct } from './act.ts'
import { findAuthority, revokeAuthority } from './authority.ts'
import { findRepresentative, type Removed, removeRepresentative } from './organisation.ts'
import type { RepresentationTables } from './tables.ts'

type Db = WriteDb<RepresentationTables>

export const representativeActor = (person: Pick<SignedIn, 'personId' | 'sessionId'>): Actor => ({
  representative: person.personId,
  session: person.sessionId,
})

/** Whom an authority of this person stands for, as long as it holds. */
async function findActsFor(
  db: ReadDb<RepresentationTables>,
  person: string,
  authority: string,
  now: Date,
): Promise<ActsFor | undefined> {
  const representative = await findRepresentative(db, person, authority)
  if (representative) return { kind: 'organisation', id: representative.organisation_id, authority }
  const own = await findAuthority(db, person, authority, now)
  return own && { kind: 'person', id: own.principal_id, authority }
}

/** A new session id in the same proof and with the same end; the represented side reads that it began. @returns the token, or undefined */
export async function startActing(
  town: Town,
  person: SignedIn,
  authority: string,
  words: { began: string },
  now: Date,
): Promise<string | undefined> {
  const actsFor = await town.read((db: ReadDb<RepresentationTables>) => findActsFor(db, person.personId, authority, now))
  if (!actsFor) return undefined
  const look = {
    subjects: [actsFor.id],
    actor: representativeActor(person),
    purpose: 'Vertretung begonnen',
    legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
  }
  return town.personal(look, async (db: Db) => {
    // Again, inside the write: it may have ended meanwhile.
    if (!(await findActsFor(db, person.personId, authority, now))) return undefined
    await noteAct(db, {
      subject: actsFor.id,
      by: person,
      how: 'representative',
      matter: `accounts.session/${person.sessionId}`,
      what: words.began,
      now,
    })
    await recordAudit(db, {
      action: 'accounts.acting.started',
      actor: representativeActor(person),
      object: `${actsFor.kind}:${actsFor.id}`,
      details: { authority },
    })
    return renewSession(db, person, now, actsFor)
  })
}

export const stopActing = (town: Town, person: SignedIn, now: Date): Promise<string> =>
  town.write(async (db: Db) => {
    if (person.actsFor)
      await recordAudit(db, {
        action: 'accounts.acting.stopped',
        actor: representativeActor(person),
        object: `${person.actsFor.kind}:${person.actsFor.id}`,
      })
    return renewSession(db, person, now, undefined)
  })

/** Choosing whom to act for proves nothing anew: the session is as old as the proof, and ends when the old one would have ended. */
async function renewSession(db: Db, person: SignedIn, now: Date, actsFor: ActsFor | undefined): Promise<string> {
  const { level, method, secondFactor } = person
  const { device, created_at } = await db
    .selectFrom('kernel.session')
    .select(['device', 'created_at'])
    .where('id', '=', person.sessionId)
    .executeTakeFirstOrThrow()
  const token = await startSession(db, person.personId, { level, method, secondFactor, device }, now, actsFor)
  await db
    .updateTable('kernel.session')
    .set({ created_at, expires_at: person.expiresAt })
    .where('token_hash', '=', createHash('sha256').update(token).digest())
    .execute()
  await endSessions(db, person.personId, { id: person.sessionId }, now)
  return token
}

/** Every session that acts on this authority ends now: what is half typed there must not count for somebody else. */
export async function endActing(db: Db, authority: string, now: Date): Promise<void> {
  const ended = await db
    .updateTable('kernel.session')
    .set({ ended_at: now })
    .where('authority', '=', authority)
    .where('ended_at', 'is', null)
    .returning('person_id')
    .execute()
  const subjects = [...new Set(ended.map(({ person_id }) => personSubject(person_id)))]
  if (subjects.length > 0) await tell(db, { type: 'kernel.sessions-ended.v1', subjects })
}

const covers = (matters: readonly string[], matter: string): boolean =>
  matters.length === 0 || matters.some((key) => matter === key || matter.startsWith(`${key}.`) || matter.startsWith(`${key}/`))

/** The answer to `may-act`. */
export async function mayAct(
  town: TownSql,
  { person, matter, verb, now }: Omit<MayAct['input'], 'db'>,
): Promise<MayAct['answer']> {
  const { actsFor, personId } = person
  if (!actsFor) return { subject: personId }
  const db = town as Db
  if (actsFor.kind === 'person') {
    const own = await findAuthority(db, personId, actsFor.authority, now)
    return own?.principal_id === actsFor.id && covers(own.matters, matter) ? { subject: actsFor.id } : undefined
  }
  const own = await findRepresentative(db, personId, actsFor.authority)
  if (!own || own.organisation_id !== actsFor.id) return undefined
  if (own.role === 'read' && verb === 'write') return undefined
  return own.role === 'matters' && (own.matters.length === 0 || !covers(own.matters, matter))
    ? undefined
    : { subject: actsFor.id }
}

/** Leaving and being removed take effect at once, open sessions included. */
export const endRepresentation = (
  town: Town,
  by: string,
  organisation: string,
  representative: string,
  now: Date,
): Promise<Removed> =>
  town.write(async (db: Db) => {
    const removed = await removeRepresentative(db, by, organisation, representative, now)
    if (typeof removed === 'object') await endActing(db, removed.authority, now)
    return removed
  })

/** By the represented person or by the agent; at once. */
export const endAuthority = (town: Town, person: SignedIn, id: string, now: Date): ReturnType<typeof revokeAuthority> =>
  town.personal(ownLook(person, 'Vollmacht widerrufen'), async (db: Db) => {
    const revoked = await revokeAuthority(db, person.personId, id, now)
    if (typeof revoked === 'object') await endActing(db, id, now)
    return revoked
  })
