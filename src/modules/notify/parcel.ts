// What leaves as one mail or one text message: usually one message, in a daily digest several to one person.
import type { Contact, ContactOf, MessageTemplate } from '../../contracts/messages.ts'
import type { House } from '../../kernel/house.ts'
import { isPhoneNumber } from '../../kernel/sms.ts'
import type { Town, TownSql } from '../../kernel/town.ts'
import type { Content } from './content.ts'
import { waitsUntil } from './hours.ts'
import { missingValues, render, type Wording } from './rendering.ts'
import type { ChannelName, Reason } from './tables.ts'
import { type Tongue, wordingOf } from './template.ts'
import { notifyWords } from './words.ts'

export type Parcel = {
  /** The first one carries the others. */
  ids: [string, ...string[]]
  recipientId: string
  channel: ChannelName
  /** A mail address or a phone number. */
  address: string
  language: Tongue
  subject: string
  text: string
}

export type Claimed = { id: string; template: string; recipientId: string; urgent: boolean; digest: boolean; content: Content }

export type Decision =
  | { is: 'ready'; parcel: Parcel }
  | { is: 'later'; ids: readonly string[]; until: Date; digest: boolean }
  | { is: 'failed'; ids: readonly string[]; state: 'permanent-failure' | 'technical-failure'; reason: Reason }

export type Texts = { templates: readonly MessageTemplate[]; own: ReadonlyMap<string, Wording>; smsOn: boolean }

/** Decides about each claimed message; those of one person's digest travel together. */
export async function decide(
  house: House,
  town: Town,
  db: TownSql,
  claimed: readonly Claimed[],
  texts: Texts,
  now: Date,
): Promise<Decision[]> {
  const contacts = new Map<string, Contact | undefined>()
  const contactOf = async ({ content: { to }, recipientId }: Claimed): Promise<Contact | undefined> => {
    if ('address' in to) return { mail: to.address, language: to.language, channel: 'mail', digest: false }
    if (!contacts.has(recipientId))
      contacts.set(recipientId, await house.ask<ContactOf>(town, 'contact-of', { db, person: to.person }))
    return contacts.get(recipientId)
  }
  const decisions: Decision[] = []
  const ready = new Map<string, Parcel[]>()
  for (const one of claimed) {
    const decision = decideOne(town, one, await contactOf(one), texts, now)
    if (decision.is !== 'ready' || !one.digest) decisions.push(decision)
    else ready.set(one.recipientId, [...(ready.get(one.recipientId) ?? []), decision.parcel])
  }
  for (const parcels of ready.values()) decisions.push({ is: 'ready', parcel: gather(town, parcels) })
  return decisions
}

function decideOne(town: Town, one: Claimed, contact: Contact | undefined, texts: Texts, now: Date): Decision {
  const ids: [string] = [one.id]
  const failed = (reason: Reason, state: 'permanent-failure' | 'technical-failure' = 'permanent-failure'): Decision => ({
    is: 'failed',
    ids,
    state,
    reason,
  })
  if (!contact) return failed('no-contact')
  if (contact.channel === 'none' && !one.urgent) return failed('not-wanted')
  const until = one.urgent ? undefined : waitsUntil(contact, one.digest, now)
  if (until) return { is: 'later', ids, until, digest: contact.digest }
  const way = wayTo(contact, texts.smsOn)
  if (!way) return failed('no-channel')
  const template = texts.templates.find(({ key }) => key === one.template)
  if (!template) return failed('unknown-template', 'technical-failure')
  const language: Tongue = contact.language === 'en' ? 'en' : 'de'
  const wording = wordingOf(template, language, texts.own)
  const { values } = one.content
  if (missingValues(template, wording, values).length > 0) return failed('missing-value', 'technical-failure')
  const filled = render(template, wording, values, town.settings.name)
  return { is: 'ready', parcel: { ids, recipientId: one.recipientId, ...way, language, ...filled } }
}

/** The chosen way, or mail where that way is not open. */
function wayTo(contact: Contact, smsOn: boolean): Pick<Parcel, 'channel' | 'address'> | undefined {
  if (contact.channel === 'sms' && smsOn && contact.phone && isPhoneNumber(contact.phone))
    return { channel: 'sms', address: contact.phone }
  return contact.mail ? { channel: 'mail', address: contact.mail } : undefined
}

function gather(town: Town, parcels: readonly Parcel[]): Parcel {
  const [first, ...others] = parcels as [Parcel, ...Parcel[]]
  if (others.length === 0) return first
  const words = notifyWords({ language: first.language, ownWords: town.settings.ownWords })
  const count = parcels.length
  return {
    ...first,
    ids: [first.ids[0], ...others.flatMap(({ ids }) => ids)],
    subject: words.digestSubject(count, town.settings.name),
    text: [words.digestLead(count), ...parcels.map(({ subject, text }) => `– ${subject}\n\n${text}`)].join('\n\n'),
  }
}
