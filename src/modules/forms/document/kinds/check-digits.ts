// Numbers that can be checked by themselves: IBAN, tax identification number, number plate.

/** Characters of an IBAN by country. @standard ISO 13616, IBAN Registry release 99; other countries: 15 to 34 */
const ibanLengths: Readonly<Record<string, number>> = {
  AT: 20, BE: 16, BG: 22, CH: 21, CY: 28, CZ: 24, DE: 22, DK: 18, EE: 20, ES: 24, FI: 18, FR: 27, GB: 22, GR: 27, HR: 21, HU: 28,
  IE: 22, IS: 26, IT: 27, LI: 21, LT: 20, LU: 20, LV: 21, MC: 27, MT: 31, NL: 18, NO: 15, PL: 28, PT: 25, RO: 24, SE: 24, SI: 19,
  SK: 24, SM: 27, TR: 26, UA: 29,
} // biome-ignore format: a table

/** Without spaces, in capitals. */
export function ibanProblem(iban: string): 'wrong' | { wanted: number; typed: number } | undefined {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{0,30}$/.test(iban)) return 'wrong'
  const wanted = ibanLengths[iban.slice(0, 2)]
  if (wanted !== undefined && iban.length !== wanted) return { wanted, typed: iban.length }
  if (iban.length < 15) return 'wrong'
  const digits = [...iban.slice(4), ...iban.slice(0, 4)].map((sign) => Number.parseInt(sign, 36)).join('')
  let rest = 0
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97
  return rest === 1 ? undefined : 'wrong'
}

/**
 * Eleven digits, the last one a check digit. The rule on repeated digits is looked at as widely as it was ever drawn.
 * @law § 139b AO; check digit after ISO/IEC 7064 MOD 11,10
 * @de steuerliche Identifikationsnummer
 */
export function isTaxId(number: string): boolean {
  if (!/^[1-9]\d{10}$/.test(number)) return false
  let product = 10
  for (const digit of number.slice(0, 10)) {
    const sum = (Number(digit) + product) % 10 || 10
    product = (sum * 2) % 11
  }
  return (11 - product) % 10 === Number(number[10])
}

/** `m ab1234e` → `M-AB 1234E`; undefined for what is no German plate. @law § 9 FZV (form of the plate; wording not verified here) */
export function plateOf(typed: string): string | undefined {
  const found = /^([A-ZÄÖÜ]{1,3})[\s-]+([A-Z]{1,2})[\s-]*([1-9]\d{0,3})\s*([EH]?)$/u.exec(typed.toUpperCase())
  return found ? `${found[1]}-${found[2]} ${found[3]}${found[4]}` : undefined
}
