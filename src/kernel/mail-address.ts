// What we accept as a mail address: one, plain, within the lengths of the standard.
import { domainToASCII } from 'node:url'

const local = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * The address with its domain in lower-case ASCII; undefined for anything that is not exactly one usable address:
 * no display name, no quotes, no comments, no line breaks, at most 254 characters.
 * @standard RFC 5321 section 4.5.3.1 (64 and 254 octets), RFC 5891 (international domains)
 */
export function readMailAddress(text: string): string | undefined {
  if (text.length > 254) return undefined
  const at = text.lastIndexOf('@')
  const name = text.slice(0, Math.max(at, 0))
  if (name.length > 64 || !local.test(name)) return undefined
  const domain = domainToASCII(text.slice(at + 1)).toLowerCase()
  const labels = domain.split('.')
  if (labels.length < 2 || !labels.every((one) => label.test(one)) || /^\d+$/.test(labels.at(-1)!)) return undefined
  const address = `${name}@${domain}`
  return address.length <= 254 ? address : undefined
}
