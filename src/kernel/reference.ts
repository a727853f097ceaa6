// The short reference people read out on the phone: `7K3M-9QX2`, drawn by chance, with a check character at its end.
import { randomBytes } from 'node:crypto'

/** @standard Crockford Base32: no I, L, O, U, so that nothing is mistaken for 1, 0 or V */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 8

/** Eight characters without the hyphen, the last of them the check; as it is stored. */
export type Reference = string

/** Seven characters by chance: neither time nor content nor number of others can be read from it. */
export function newReference(): Reference {
  const drawn = [...randomBytes(length - 1)].map((byte) => byte & 31)
  return [...drawn, checkOf(drawn)].map((value) => letters[value]).join('')
}

/** `7K3M9QX2` → `7K3M-9QX2` */
export const showReference = (reference: Reference): string => reference.match(/.{1,4}/g)?.join('-') ?? reference

/** As somebody types it: small letters, blanks, O for 0, I and L for 1. Undefined when it cannot be right. */
export function readReference(typed: string): Reference | undefined {
  const plain = readLetters(typed)
  if (plain?.length !== length) return undefined
  const values = [...plain].map((letter) => letters.indexOf(letter))
  return values.at(-1) === checkOf(values.slice(0, -1)) ? plain : undefined
}

/** Characters of the same alphabet without a check, such as a code on a paper. Undefined for any other character. */
export function readLetters(typed: string): string | undefined {
  if (typed.length > 60) return undefined
  const plain = typed
    .toUpperCase()
    .replace(/[\s\-\u2010-\u2015]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  return /^[0-9A-HJKMNP-TV-Z]+$/.test(plain) ? plain : undefined
}

/** Bytes in the same alphabet, five bits each, as many characters as wanted. */
export const lettersOf = (bytes: Uint8Array, count: number): string =>
  [...bytes.subarray(0, count)].map((byte) => letters[byte & 31]).join('')

/**
 * Each place is multiplied by its own power of x in the field of 32 elements and all are added: one wrong character or two that changed
 * places never give the same sum.
 */
function checkOf(values: readonly number[]): number {
  let sum = 0
  for (const value of values) sum = timesX(sum ^ value)
  return sum
}

/** Multiplication by x modulo x⁵ + x² + 1, whose powers of x are all 31 elements other than 0. */
const timesX = (value: number): number => ((value << 1) ^ (value & 16 ? 0b100101 : 0)) & 31
