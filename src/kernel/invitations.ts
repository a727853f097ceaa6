// Invitations to work in a town: a person without any right until a link that works once was used.
import { createHash } from 'node:crypto'
import type { Actor } from './actor.ts'
import { recordAudit } from './audit.ts'
import { giveRole, type WantedGrant } from './grants.ts'
import { newId } from './ids.ts'
import { tell } from './outbox.ts'
import { personSubject } from './people.ts'
import { covers, listPermissionsOf, lockPermissions } from './permissions.ts'
import type { Giver } from './roles.ts'
import { newToken } from './sessions.ts'
import { mailKey, saveStaff, staffLaw } from './staff.ts'
import type { KernelTables } from './tables.ts'
import type { ReadDb, Town, WriteDb } from './town.ts'

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
const hours = { administrator: 24, member: 7 * 24 }

export type WantedInvitation = {
  mail: string
  purpose: 'administrator' | 'member'
  givenName?: string
  familyName?: string
  /** Key of the unit they will belong to. */
  unit?: string | undefined
  roles: readonly Omit<WantedGrant, 'person'>[]
}
export type InvitationRefusal = 'mail' | 'mail-taken' | 'unit' | 'role'

/** As far as a link and a mail header need it: one address, no spaces, no brackets. */
export const isMail = (mail: string): boolean =>
  mail.length <= 254 && /^[^\s@"<>(),;:\\]+@[^\s@"<>(),;:\\]+\.[^\s@"<>(),;:\\]+$/u.test(mail)

class Refused extends Error {
  readonly reason: InvitationRefusal
  constructor(reason: InvitationRefusal) {
    super(reason)
    this.reason = reason
  }
}

/**
 * Makes a person with roles that count once the invitation is accepted.
 * An open invitation to the same address ends with the new one. @returns the token; it is shown once and stored nowhere
 */
export async function invite(
  town: Town,
  { giver, actor }: { giver: Giver | undefined; actor: Actor | string },
  wanted: WantedInvitation,
  now: Date,
): Promise<{ token: string; person: string; expiresAt: Date } | { refused: InvitationRefusal }> {
  if (!isMail(wanted.mail)) return { refused: 'mail' }
  const person = newId(now)
  const token = newToken()
  const expiresAt = new Date(now.getTime() + hours[wanted.purpose] * 3_600_000)
  const look = { subjects: [person], actor, purpose: 'Einladung in den Arbeitsplatz', legalBasis: staffLaw }
  try {
    await town.personal(look, async (db: WriteDb<KernelTables>) => {
      await lockPermissions(db)
      await endOlder(db, town, wanted.mail, giver, now)
      const entry = {
        userName: wanted.mail,
        givenName: wanted.givenName ?? '',
        familyName: wanted.familyName ?? '',
        mail: wanted.mail,
        attributes: {},
      }
      const taken = await saveStaff(db, town.dataKey, person, entry, { source: 'invitation', isNew: true }, now)
      if (taken) throw new Refused('mail-taken')
      const id = newId(now)
      const hash = { token_hash: hashOf(token), expires_at: expiresAt, created_by: giver?.person ?? null }
      await db
        .insertInto('kernel.invitation')
        .values({
          id,
          person_id: person,
          purpose: wanted.purpose,
          created_at: now,
          accepted_at: null,
          withdrawn_at: null,
          ...hash,
        })
        .execute()
      await db.insertInto('kernel.invitation_mail').values({ invitation_id: id, subject_id: person, mail: wanted.mail }).execute()
      if (wanted.unit !== undefined) {
        const unit = await db
          .selectFrom('kernel.unit')
          .select('id')
          .where('key', '=', wanted.unit)
          .where('closed_at', 'is', null)
          .executeTakeFirst()
        if (!unit) throw new Refused('unit')
        await db
          .insertInto('kernel.membership')
          .values({ person_id: person, unit_id: unit.id, state: 'invited', since: now })
          .execute()
      }
      await recordAudit(db, {
        action: 'kernel.person.invited',
        actor,
        object: `person:${person}`,
        details: { purpose: wanted.purpose },
      })
      for (const grant of wanted.roles) {
        const given = await giveRole(db, giver, { ...grant, person }, now)
        if ('refused' in given) throw new Refused('role')
      }
    })
  } catch (fault) {
    if (fault instanceof Refused) return { refused: fault.reason }
    throw fault
  }
  return { token, person, expiresAt }
}

/** Nobody takes back an invitation that they could not have given: one for another unit, or an administrator's. */
async function endOlder(db: WriteDb<KernelTables>, town: Town, mail: string, giver: Giver | undefined, now: Date): Promise<void> {
  const held = giver ? await listPermissionsOf(db, giver.person, now) : []
  const older = await db
    .selectFrom('kernel.invitation as i')
    .innerJoin('kernel.staff as s', (on) => on.onRef('s.town_id', '=', 'i.town_id').onRef('s.person_id', '=', 'i.person_id'))
    .select(['i.id', 'i.person_id', 'i.created_by'])
    .where('s.mail_key', '=', mailKey(town.dataKey, mail))
    .where('s.removed_at', 'is', null)
    .where('i.accepted_at', 'is', null)
    .execute()
  for (const { id, person_id, created_by } of older) {
    if (giver && created_by !== giver.person && !covers(held, giver.permission, '/')) continue
    await db.updateTable('kernel.invitation').set({ withdrawn_at: now }).where('id', '=', id).execute()
    await db.updateTable('kernel.staff').set({ removed_at: now }).where('person_id', '=', person_id).execute()
    await db.updateTable('kernel.person').set({ left_at: now }).where('id', '=', person_id).execute()
  }
}

type Found = { id: string; person: string; purpose: 'administrator' | 'member'; expiresAt: Date }

const openInvitation = (db: ReadDb<KernelTables>, token: string, now: Date) =>
  db
    .selectFrom('kernel.invitation')
    .select(['id', 'person_id as person', 'purpose', 'expires_at as expiresAt'])
    .where('token_hash', '=', hashOf(token))
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', now)

/** Changes nothing. */
export async function findInvitation(town: Town, token: string, now: Date): Promise<(Found & { mail: string }) | undefined> {
  if (token.length > 100) return undefined
  const found: Found | undefined = await town.read((db: ReadDb<KernelTables>) =>
    openInvitation(db, token, now).executeTakeFirst(),
  )
  if (!found) return undefined
  const look = { subjects: [found.person], actor: 'self', purpose: 'Einladung angesehen', legalBasis: staffLaw }
  const mail = await town.personal(look, (db: WriteDb<KernelTables>) =>
    db.selectFrom('kernel.invitation_mail').select('mail').where('invitation_id', '=', found.id).executeTakeFirst(),
  )
  return mail && { ...found, ...mail }
}

/** Inside a logged look at the person, in the transaction that stores their sign-in. `gone`: undo everything. */
export async function acceptInvitation(
  db: WriteDb<KernelTables>,
  town: Town,
  { token, person, givenName, familyName }: { token: string; person: string; givenName: string; familyName: string },
  now: Date,
): Promise<'accepted' | 'gone'> {
  if (token.length > 100) return 'gone'
  await lockPermissions(db)
  const found = await openInvitation(db, token, now).forUpdate().executeTakeFirst()
  if (!found || found.person !== person) return 'gone'
  const there = await db
    .selectFrom('kernel.person')
    .select('id')
    .where('id', '=', person)
    .where('left_at', 'is', null)
    .executeTakeFirst()
  const mail = await db
    .selectFrom('kernel.invitation_mail')
    .select('mail')
    .where('invitation_id', '=', found.id)
    .executeTakeFirst()
  if (!there || !mail) return 'gone'
  const entry = { userName: mail.mail, mail: mail.mail, givenName, familyName, attributes: {} }
  await saveStaff(db, town.dataKey, person, entry, { source: 'invitation', isNew: false }, now)
  await db.updateTable('kernel.invitation').set({ accepted_at: now }).where('id', '=', found.id).execute()
  await db
    .updateTable('kernel.membership')
    .set({ state: 'confirmed', since: now })
    .where('person_id', '=', person)
    .where('state', '=', 'invited')
    .execute()
  await recordAudit(db, { action: 'kernel.invitation.accepted', actor: 'self', object: `person:${person}` })
  await tell(db, { type: 'kernel.invitation-accepted.v1', subjects: [personSubject(person)] })
  return 'accepted'
}
