// The token by which a mail and its bounce know their message: the message's id and a proof that we wrote it.
import { nameOf } from '../../kernel/keys.ts'
import type { Town } from '../../kernel/town.ts'

const proofOf = (town: Town, hex: string): string => nameOf(town.dataKey, Buffer.from(`notify token ${hex}`)).slice(0, 16)

/** 48 hexadecimal digits: they survive servers that change the case of a name. */
export function tokenOf(town: Town, messageId: string): string {
  const hex = messageId.replaceAll('-', '')
  return hex + proofOf(town, hex)
}

/** The message's id, if this town made the token. */
export function readToken(town: Town, token: string): string | undefined {
  const [, hex = '', proof] = /^([0-9a-f]{32})([0-9a-f]{16})$/.exec(token.toLowerCase()) ?? []
  if (proof === undefined || proof !== proofOf(town, hex)) return undefined
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** `post@example.org` → `post+<token>@example.org`, unless that makes the name longer than a name may be. */
export function returnPathFor(address: string, token: string): string {
  const at = address.lastIndexOf('@')
  return at + 1 + token.length > 64 ? address : `${address.slice(0, at)}+${token}${address.slice(at)}`
}
