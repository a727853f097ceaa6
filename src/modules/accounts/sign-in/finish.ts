// A proof becomes a session: of the person it belongs to, of a new person, or of nobody where it belongs to somebody else.
import { createHash } from 'node:crypto'
import type { AcceptInvitation, InvitationOf } from '../../../contracts/invitations.ts'
import type { StaffGroups, StaffIdentity, StaffOf } from '../../../contracts/sign-in.ts'
import { recordAudit } from '../../../kernel/audit.ts'
import { type Answer, cookie, seeOther } from '../../../kernel/http/answer.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { newId } from '../../../kernel/ids.ts'
import { encrypt, nameOf } from '../../../kernel/keys.ts'
import { tell } from '../../../kernel/outbox.ts'
import { personSubject } from '../../../kernel/people.ts'
import { endSessions, limitsOf, startSession } from '../../../kernel/sessions.ts'
import type { Level } from '../../../kernel/tables.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import { type Aim, withAim } from './aim.ts'
import { deviceOf } from './device.ts'
import type { SignInTables } from './tables.ts'
import { forgiveTries, type Tried } from './tries.ts'
import { addWay, findWay, type NewWay, ownLook } from './way.ts'

type Db = WriteDb<SignInTables>

export type Names = { givenName: string; familyName: string }

/** What was proved just now, by whichever way. */
export type Proven = {
  way: NewWay
  method: string
  level: Level
  secondFactor: boolean
  /** Whom an unknown way may become; `none`: staff are invited or known, never made by signing in. */
  newcomers: 'resident' | 'none'
  idToken?: string | undefined
  /** Whose way it is, where that was asked for a moment ago. */
  owner?: { way: string; person: string; kind?: 'resident' | 'staff' } | undefined
  /** What this try was counted by; forgiven with the session it opens. */
  tried?: readonly Tried[] | undefined
  /** Of an invited person: as they typed it, or as their employer says. */
  names?: Names | undefined
  /** Where the employer's provider vouches for a member of staff. */
  staff?: Omit<StaffIdentity, 'now'> | undefined
}

export type Finished =
  | { person: string; token: string; isNew: boolean }
  /** The way belongs to another account than the one that is signed in. */
  | { refused: 'other-account' }
  /** Nobody has this way yet, and somebody is signed in: only they can say that it is theirs. */
  | { refused: 'connect' }
  | { refused: 'unknown' | 'gone' }

/** `newPerson`: the id a new account was promised, such as to a passkey that was made for it. */
export async function finishSignIn(visit: Visit, proven: Proven, aim: Aim, newPerson?: string): Promise<Finished> {
  const { town, person } = visit
  if (aim.invitation !== undefined) return acceptInvitation(visit, proven, aim.invitation)
  const { kind, name } = proven.way
  const known = proven.owner ?? (await findOwner(town, kind, name))
  if (!known) {
    if (person) return { refused: 'connect' }
    if (proven.staff) return admitStaff(visit, proven, proven.staff)
    if (proven.newcomers === 'none') return { refused: 'unknown' }
    return openAccount(visit, proven, newPerson ?? newId(visit.now))
  }
  if (person && person.personId !== known.person) return { refused: 'other-account' }
  return town.write(async (db: Db) => {
    // Again, and held: it may have been taken away meanwhile.
    const { numUpdatedRows } = await db
      .updateTable('accounts.way')
      .set({ last_used_at: visit.now, ...(proven.way.passkey && usedPasskey(proven.way.passkey)) })
      .where('id', '=', known.way)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return { refused: 'unknown' as const }
    if (known.kind === 'staff') await takeGroups(db, visit, known.person, proven)
    return { person: known.person, token: await newSession(db, visit, known.person, proven), isNew: false }
  })
}

async function findOwner(town: Town, kind: NewWay['kind'], name: string): Promise<Proven['owner']> {
  const way = await town.read((db: ReadDb<SignInTables>) => findWay(db, kind, name))
  return way && { way: way.id, person: way.person_id, kind: way.person_kind }
}

const usedPasskey = ({ counter, backedUp }: { counter: number; backedUp: boolean }) => ({ counter, backed_up: backedUp })

function openAccount(visit: Visit, proven: Proven, id: string): Promise<Finished> {
  const { town, now } = visit
  return town.personal(ownLook(id, 'Konto angelegt'), async (db: Db) => {
    await db.insertInto('kernel.person').values({ id, kind: 'resident', left_at: null }).execute()
    await db.insertInto('kernel.person_name').values({ subject_id: id, given_name: '', family_name: '' }).execute()
    await addWay(db, id, proven.way, now)
    await tell(db, { type: 'accounts.opened.v1', subjects: [personSubject(id)] })
    return { person: id, token: await newSession(db, visit, id, proven), isNew: true }
  })
}

/** Provisioning knew them before they came. */
async function admitStaff(visit: Visit, proven: Proven, staff: Omit<StaffIdentity, 'now'>): Promise<Finished> {
  const { house, town, now } = visit
  const known = await house.ask<StaffOf>(town, 'staff-of', { ...staff, now })
  if (!known) return { refused: 'unknown' }
  return town.personal(ownLook(known.person, 'Zugang über den Arbeitgeber'), async (db: Db) => {
    await addWay(db, known.person, proven.way, now)
    await takeGroups(db, visit, known.person, proven)
    return { person: known.person, token: await newSession(db, visit, known.person, proven), isNew: false }
  })
}

/** Roles follow the groups at every sign-in, before the session can use them. */
async function takeGroups(db: Db, { house, town, now }: Visit, person: string, { staff }: Proven): Promise<void> {
  if (!staff) return
  const { provider, groups } = staff
  const taken = await house.ask<StaffGroups>(town, 'staff-groups', { db, person, provider, groups, now })
  if (taken && taken.unknown.length > 0)
    house.log.warn('groups of an identity provider stand for roles or units that the town does not have', {
      town: town.key,
      provider,
      entries: taken.unknown.join(' '),
    })
}

/** The token is asked for again inside the write that stores the sign-in: of two who use it at once, one gets in. */
async function acceptInvitation(visit: Visit, proven: Proven, token: string): Promise<Finished> {
  const { house, town, now } = visit
  const invitation = await house.ask<InvitationOf>(town, 'invitation-of', { token, now })
  if (invitation?.state !== 'open') return { refused: 'gone' }
  const { person } = invitation
  class Gone extends Error {}
  try {
    return await town.personal(ownLook(person, 'Einladung angenommen'), async (db: Db): Promise<Finished> => {
      const known = await findWay(db, proven.way.kind, proven.way.name)
      if (known && known.person_id !== person) return { refused: 'other-account' }
      const { givenName = '', familyName = '' } = proven.names ?? {}
      const asked = { db, token, person, givenName, familyName, now }
      if ((await house.ask<AcceptInvitation>(town, 'accept-invitation', asked)) !== 'accepted') throw new Gone()
      if (!known) await addWay(db, person, proven.way, now)
      return { person, token: await newSession(db, visit, person, proven), isNew: false }
    })
  } catch (fault) {
    if (fault instanceof Gone) return { refused: 'gone' }
    throw fault
  }
}

/** A new session id at every proof; the session it was proved from ends with it. */
export async function newSession(db: Db, visit: Visit, person: string, proven: Proven): Promise<string> {
  const { town, now, userAgent } = visit
  const { method, level, secondFactor, idToken, tried } = proven
  const stays = visit.person?.personId === person ? visit.person.actsFor : undefined
  const forgiven = tried && forgiveTries(db, tried, now)
  const recorded = recordAudit(db, {
    action: 'accounts.sign-in.succeeded',
    actor: 'self',
    object: `person:${person}`,
    details: { method, level, secondFactor },
  })
  const device = deviceOf(userAgent)
  // Asked at once: one packet carries them all.
  const [token] = await Promise.all([
    startSession(db, person, { method, level, secondFactor, device }, now, stays),
    recorded,
    forgiven,
  ])
  if (visit.person) await endSessions(db, visit.person.personId, { id: visit.person.sessionId }, now)
  if (idToken !== undefined) await keepIdToken(town, db, token, { idToken, provider: proven.way.provider ?? '', level }, now)
  return token
}

export const idTokenContext = (session: string): string => `accounts.provider_session/${session}`

async function keepIdToken(
  town: Town,
  db: Db,
  token: string,
  { idToken, provider, level }: { idToken: string; provider: string; level: Level },
  now: Date,
): Promise<void> {
  const { id } = await db
    .selectFrom('kernel.session')
    .select('id')
    .where('token_hash', '=', createHash('sha256').update(token).digest())
    .executeTakeFirstOrThrow()
  await db
    .insertInto('accounts.provider_session')
    .values({
      session_id: id,
      provider,
      sealed: encrypt(town.dataKey, Buffer.from(idToken), idTokenContext(id)),
      expires_at: new Date(now.getTime() + limitsOf[level].hours * 3_600_000),
    })
    .execute()
}

export const knownCookie = 'known'
/** A browser that was signed in to an account is remembered for a year, only to count its tries apart from strangers'. */
export const knownValue = (town: Town, person: string): string => nameOf(town.dataKey, Buffer.from(`known browser\n${person}`))

/** On to where the person wanted to go, with the new session; a form that waits is shown first. */
export function goOn(visit: Visit, { person, token }: { person: string; token?: string | undefined }, aim: Aim): Answer {
  const cookies = [
    ...(token === undefined ? [] : [cookie('session', token)]),
    cookie(knownCookie, knownValue(visit.town, person), 365 * 86_400),
  ]
  const own = linkTo(visit, '/accounts')
  const to =
    aim.kept === undefined ? (aim.next ?? own) : withAim(linkTo(visit, '/accounts/continue'), { kept: aim.kept, next: aim.next })
  return seeOther(to, { cookies })
}
