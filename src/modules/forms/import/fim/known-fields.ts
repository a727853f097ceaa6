// Fields of the catalogue of building blocks that are names, mail addresses or telephone numbers, whatever their text type. @de Baukastenelemente.
import type { XdfField } from './schema.ts'

export type KnownType = { type: 'email' | 'phone' | 'iban' } | { type: 'name'; part: 'given' | 'family' }

const given = /^(vorname|vornamen|vorname\(n\)|rufname)$/i
const family = /^(familienname|nachname|name \(familienname\)|geburtsname|familienname \/ nachname)$/i
const mail = /^e-?mail(-?adresse)?$/i
const phone =
  /^(telefon|telefonnummer|telefax|telefaxnummer|faxnummer|mobilfunknummer|mobilnummer|mobiltelefon|handynummer)( \(.{1,40}\))?$/i
const iban = /^iban( \(.{1,60}\))?$/i

/** By what it is called, or because its pattern demands an @. */
export function knownTypeOf({ label, precision }: XdfField): KnownType | undefined {
  if (given.test(label)) return { type: 'name', part: 'given' }
  if (family.test(label)) return { type: 'name', part: 'family' }
  if (mail.test(label) || precision.pattern?.includes(']+@[')) return { type: 'email' }
  if (phone.test(label)) return { type: 'phone' }
  return iban.test(label) ? { type: 'iban' } : undefined
}

const sensitive =
  /\b(IBAN|Ausweis|Reisepass|Pass(nummer|ersatz)|Identitätsdokument|Steuer-?(ID|Ident)|Sozialversicherung|Gesundheit|Krankheit|Behinderung)/i

/** About ids, health or bank. */
export const isSensitive = ({ label, name }: XdfField): boolean => sensitive.test(label) || sensitive.test(name)
