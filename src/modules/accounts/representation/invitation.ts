// Invitations to represent an organisation: for one mail address, in one town, until a day.
import { createHash } from 'node:crypto'
import type { MessageTemplate, SendMessage } from '../../../contracts/messages.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import { recordAudit } from '../../../kernel/audit.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { newId } from '../../../kernel/ids.ts'
import { newToken } from '../../../kernel/sessions.ts'
import { logAccess, type ReadDb, type Town } from '../../../kernel/town.ts'
import { mailKey } from '../profile/find-key.ts'
import type { ProfileTables } from '../profile/tables.ts'
import type { SignInTables } from '../sign-in/tables.ts'
import { findWay, mailName } from '../sign-in/way.ts'
import { addRepresentative, type Db, findMembership } from './organisation.ts'
import type { RepresentationTables, Role } from './tables.ts'

export const invitationDays = 7
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

export const invitationTemplate: MessageTemplate = {
  key: 'accounts.representative-invited',
  sentWhen: {
    de: 'Jemand lädt diese Mail-Adresse ein, eine Firma oder einen Verein zu vertreten.',
    en: 'Somebody invites this mail address to represent a company or an association.',
  },
  placeholders: ['link', 'days'],
  texts: {
    de: {
      subject: 'Einladung: eine Firma oder einen Verein vertreten ({town})',
      text: 'Guten Tag,\n\nSie sind eingeladen, eine Firma oder einen Verein zu vertreten:\n\n{link}\n\nMelden Sie sich dort mit dieser Mail-Adresse an. Die Einladung gilt {days} Tage.\n\nKennen Sie den Absender nicht? Dann müssen Sie nichts tun.',
    },
    en: {
      subject: 'Invitation: representing a company or an association ({town})',
      text: 'Hello,\n\nyou are invited to represent a company or an association:\n\n{link}\n\nSign in there with this mail address. The invitation is valid for {days} days.\n\nDo you not know who sent this? Then there is nothing to do.',
    },
  },
}

export type NewInvitation = { organisation: string; mail: string; role: Role; matters: readonly string[] }

/** Only an owner invites; nobody gives more than they have. */
export function invite(visit: Visit & { person: SignedIn }, made: NewInvitation): Promise<'sent' | 'refused' | 'nobody-sends'> {
  const { house, town, person, now, language } = visit
  const look = {
    subjects: [made.organisation],
    actor: { representative: person.personId },
    purpose: 'Einladung zur Vertretung',
    legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
  }
  return town.personal(look, async (db: Db) => {
    if ((await findMembership(db, person.personId, made.organisation))?.role !== 'owner') return 'refused'
    const id = newId(now)
    const token = newToken()
    await db
      .insertInto('accounts.invitation')
      .values({
        id,
        organisation_id: made.organisation,
        token_hash: hashOf(token),
        mail_key: mailKey(town, made.mail),
        role: made.role,
        matters: [...made.matters],
        invited_by: person.personId,
        invited_at: now,
        expires_at: new Date(now.getTime() + invitationDays * 86_400_000),
        accepted_at: null,
        revoked_at: null,
      })
      .execute()
    await db
      .insertInto('accounts.invitation_mail')
      .values({ subject_id: made.organisation, invitation_id: id, mail: made.mail })
      .execute()
    await recordAudit(db, {
      action: 'accounts.representative.invited',
      actor: { representative: person.personId },
      object: `organisation:${made.organisation}`,
      details: { role: made.role },
    })
    const message = {
      key: `${invitationTemplate.key}/${id}`,
      template: invitationTemplate.key,
      to: { address: made.mail, language },
      values: { link: `${town.origin}${linkTo(visit, `/accounts/invitations/${token}`)}`, days: String(invitationDays) },
    }
    return (await house.ask<SendMessage>(town, 'send-message', { db, message, now })) ? 'sent' : 'nobody-sends'
  })
}

export type OpenInvitation = {
  id: string
  organisation: string
  role: Role
  matters: string[]
  invitedBy: string
}

/** Open: neither expired nor taken back nor used, and whoever invited is still an owner. All else looks alike. */
export async function findInvitation(
  db: ReadDb<RepresentationTables>,
  token: string,
  now: Date,
): Promise<OpenInvitation | undefined> {
  if (token.length > 100) return undefined
  const row = await db
    .selectFrom('accounts.invitation')
    .selectAll()
    .where('token_hash', '=', hashOf(token))
    .where('expires_at', '>', now)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  const { id, organisation_id, role, matters, invited_by } = row
  if ((await findMembership(db, invited_by, organisation_id))?.role !== 'owner') return undefined
  return { id, organisation: organisation_id, role, matters, invitedBy: invited_by }
}

/** Whether the person has proved to read the mails of this address: by a code in the profile, or by signing in with it. */
async function hasMail(town: Town, db: ReadDb<ProfileTables & SignInTables>, person: string, mail: string): Promise<boolean> {
  const inProfile = await db
    .selectFrom('accounts.find_key')
    .select('key')
    .where('kind', '=', 'mail')
    .where('key', '=', mailKey(town, mail))
    .where('person_id', '=', person)
    .executeTakeFirst()
  return inProfile !== undefined || (await findWay(db, 'mail', mailName(town, mail)))?.person_id === person
}

/** Used once, under a lock. @returns the organisation */
export const acceptRepresentation = (
  town: Town,
  person: SignedIn,
  token: string,
  now: Date,
): Promise<{ organisation: string } | 'gone' | 'other-mail'> =>
  town.write(async (db: Db) => {
    const open = await findInvitation(db, token, now)
    if (!open) return 'gone'
    await logAccess(db, [open.organisation], {
      actor: { representative: person.personId },
      purpose: 'Einladung zur Vertretung angenommen',
      legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO',
    })
    const { mail } = await db
      .selectFrom('accounts.invitation_mail')
      .select('mail')
      .where('invitation_id', '=', open.id)
      .executeTakeFirstOrThrow()
    if (!(await hasMail(town, db as never, person.personId, mail))) return 'other-mail'
    const { numUpdatedRows } = await db
      .updateTable('accounts.invitation')
      .set({ accepted_at: now })
      .where('id', '=', open.id)
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return 'gone'
    const { organisation, role, matters } = open
    if (!(await findMembership(db, person.personId, organisation)))
      await addRepresentative(db, { organisation, person: person.personId, role, matters, source: 'invitation' }, now)
    return { organisation }
  })

/** Inside a logged look at the organisation. */
export const listOpenInvitations = (db: Db, organisation: string, now: Date) =>
  db
    .selectFrom('accounts.invitation as i')
    .innerJoin('accounts.invitation_mail as m', (join) =>
      join.onRef('m.town_id', '=', 'i.town_id').onRef('m.invitation_id', '=', 'i.id'),
    )
    .select(['i.id', 'i.role', 'i.matters', 'i.expires_at', 'm.mail'])
    .where('i.organisation_id', '=', organisation)
    .where('i.accepted_at', 'is', null)
    .where('i.revoked_at', 'is', null)
    .where('i.expires_at', '>', now)
    .orderBy('i.invited_at')
    .execute()

export const revokeInvitation = (town: Town, person: SignedIn, organisation: string, id: string, now: Date): Promise<boolean> =>
  town.write(async (db: Db) => {
    if ((await findMembership(db, person.personId, organisation))?.role !== 'owner') return false
    const { numUpdatedRows } = await db
      .updateTable('accounts.invitation')
      .set({ revoked_at: now })
      .where('id', '=', id)
      .where('organisation_id', '=', organisation)
      .where('accepted_at', 'is', null)
      .executeTakeFirstOrThrow()
    return numUpdatedRows > 0n
  })
