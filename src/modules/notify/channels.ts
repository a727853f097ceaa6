// The ways out: mail over the house's mailer, in a demonstration kept here, text messages over an adapter.
import type { House } from '../../kernel/house.ts'
import type { MailOutcome } from '../../kernel/mail.ts'
import type { SmsSender } from '../../kernel/sms.ts'
import type { Town } from '../../kernel/town.ts'
import type { Parcel } from './parcel.ts'
import { returnPathFor, tokenOf } from './token.ts'

/** `kept`: a demonstration shows it instead of sending it. */
export type ChannelOutcome = MailOutcome | { outcome: 'kept' }

export const canSend = (house: House): boolean => house.mailer.by !== 'nothing'

export async function sendParcel(house: House, town: Town, parcel: Parcel, now: Date): Promise<ChannelOutcome> {
  const { mailer } = house
  if (mailer.by === 'demo') return { outcome: 'kept' }
  if (mailer.by === 'nothing') throw new Error('No way out is open: nothing may be taken from the queue.')
  if (parcel.channel === 'sms') return sendText(mailer.sms, town, parcel)
  const { hostname } = new URL(town.origin)
  const address = mailer.from ?? `noreply@${hostname}`
  const token = tokenOf(town, parcel.ids[0])
  const { subject, language } = parcel
  return mailer.send({
    messageId: `${token}@${address.slice(address.lastIndexOf('@') + 1)}`,
    from: { name: town.settings.officialName, address },
    to: parcel.address,
    returnPath: mailer.returnPath ? returnPathFor(mailer.returnPath, token) : address,
    subject,
    text: `${parcel.text.trimEnd()}\n\n-- \n${town.settings.officialName}\n${town.origin}/\n`,
    language,
    date: now,
  })
}

async function sendText(sms: SmsSender | undefined, town: Town, { address, text }: Parcel): Promise<MailOutcome> {
  // The gateway was switched off between taking and sending.
  if (!sms) return { outcome: 'temporary', reason: 'no-connection', status: '' }
  return sms.send(address, `${town.settings.name}: ${text.trim()}`)
}
