// A link that brings answers along: sealed under the town's key, so that nobody else can make one or read what is in it.
import { decrypt, encrypt, UnreadableError } from '../../../kernel/keys.ts'
import type { Town } from '../../../kernel/town.ts'
import type { Answers } from '../document/document.ts'

const context = (form: string): string => `forms.fill-link/${form}`
const longest = 8_000

/** @returns the value of `?fill=` on the start page of the form with this key */
export const makeFillLink = (town: Town, form: string, answers: Answers, until: Date): string =>
  encrypt(town.dataKey, Buffer.from(JSON.stringify({ answers, until: until.toISOString() })), context(form)).toString('base64url')

/** Undefined for what was forged, belongs to another form or town, or is too old: these are never told apart. */
export function readFillLink(town: Town, form: string, token: string, now: Date): Answers | undefined {
  if (token.length > longest || !/^[A-Za-z0-9_-]+$/.test(token)) return undefined
  try {
    const text = decrypt(town.dataKey, Buffer.from(token, 'base64url'), context(form)).toString()
    const { answers, until } = JSON.parse(text) as { answers: Answers; until: string }
    return new Date(until) > now ? answers : undefined
  } catch (fault) {
    if (fault instanceof UnreadableError || fault instanceof SyntaxError) return undefined
    throw fault
  }
}
