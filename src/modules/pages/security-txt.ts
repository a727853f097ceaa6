// Where to report a security hole: the file `/.well-known/security.txt` of a town.
import { htmlLang } from '../../kernel/language.ts'
import type { TownSettings } from '../../kernel/town-settings.ts'

const daysValid = 365

/** The day somebody last confirmed the contact; a contact nobody looks after must not seem valid for ever. */
const confirmedOn = ({ securityContactDate, accessibility }: TownSettings): string =>
  securityContactDate ?? accessibility.statementDate

/** The day from which the contact counts as expired. */
export function securityContactEnds(settings: TownSettings): string {
  const end = new Date(`${confirmedOn(settings)}T00:00:00Z`)
  end.setUTCDate(end.getUTCDate() + daysValid)
  return end.toISOString().slice(0, 10)
}

/** An absolute address; undefined when none is set, or still the template's words. */
export function securityContactOf(settings: TownSettings, origin: string): string | undefined {
  const contact = settings.securityContact?.trim() ?? ''
  if (/^\/(?!\/)\S*$/.test(contact)) return origin + contact
  return /^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+|tel:\+?[\d-]+)$/.test(contact) ? contact : undefined
}

/** @standard RFC 9116: Contact, Expires (less than a year ahead is advised), Preferred-Languages, Canonical */
export function securityTxt(settings: TownSettings, origin: string): string | undefined {
  const contact = securityContactOf(settings, origin)
  if (contact === undefined) return undefined
  return [
    `Contact: ${contact}`,
    `Expires: ${securityContactEnds(settings)}T00:00:00Z`,
    `Preferred-Languages: ${[...new Set(settings.languages.map(htmlLang))].join(', ')}`,
    `Canonical: ${origin}/.well-known/security.txt`,
    '',
  ].join('\n')
}
