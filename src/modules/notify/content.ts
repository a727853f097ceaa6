// To whom and what: sealed under the town's key, and the id under which a look at it is logged.
import type { Message } from '../../contracts/messages.ts'
import { decrypt, encrypt, nameOf, type TownKey } from '../../kernel/keys.ts'
import { readMailAddress } from '../../kernel/mail-address.ts'
import type { Town } from '../../kernel/town.ts'

export type Content = {
  to: Message['to']
  values: Readonly<Record<string, string>>
  /** What a demonstration would have sent. */
  shown?: { address: string; subject: string; text: string }
}

export const legalBasis = 'Art. 6 Abs. 1 Buchst. e DSGVO'
export const actor = 'system:notify'

const place = (id: string): string => `notify.content/${id}`

export const sealContent = (key: TownKey, id: string, content: Content): Buffer =>
  encrypt(key, Buffer.from(JSON.stringify(content)), place(id))

/** @throws UnreadableError */
export const openContent = (key: TownKey, id: string, sealed: Buffer): Content =>
  JSON.parse(decrypt(key, sealed, place(id)).toString()) as Content

/** The person, or for an address without account an id that only this town can derive from it. @standard RFC 9562 UUID version 8 */
export function recipientId(town: Town, to: Message['to']): string {
  if ('person' in to) return to.person
  const hex = nameOf(town.dataKey, Buffer.from(`notify address ${to.address.toLowerCase()}`))
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** @throws Error for an address that cannot be one: whoever asks has to check what was typed with `readMailAddress` */
export function certainRecipient(to: Message['to']): Message['to'] {
  if ('person' in to) return to
  const address = readMailAddress(to.address)
  if (address === undefined) throw new Error('A message needs one usable mail address.')
  return { address, language: to.language }
}
