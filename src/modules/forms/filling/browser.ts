// The browser that drafts without an account belong to, known by one cookie that ends with it.
import { createHash, timingSafeEqual } from 'node:crypto'
import { cookie } from '../../../kernel/http/answer.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { newToken } from '../../../kernel/sessions.ts'

const name = 'draft'
const secretShape = /^[A-Za-z0-9_-]{43}$/

export const secretHash = (secret: string): Buffer => createHash('sha256').update(secret).digest()

const secretOf = ({ cookie: read }: Pick<Visit, 'cookie'>): string | undefined => {
  const secret = read(name)?.split('.')[1]
  return secret !== undefined && secretShape.test(secret) ? secret : undefined
}

/** Hash of this browser's secret; undefined where it has none. */
export function browserSecret(visit: Pick<Visit, 'cookie'>): Buffer | undefined {
  const secret = secretOf(visit)
  return secret === undefined ? undefined : secretHash(secret)
}

/** The same, with a new secret where the browser has none. */
export function browserWithSecret(visit: Pick<Visit, 'cookie'>): { secret: string; hash: Buffer } {
  const secret = secretOf(visit) ?? newToken()
  return { secret, hash: secretHash(secret) }
}

/**
 * `<newest draft>.<secret>`: one secret opens all drafts of this browser. Without an end, so that on a shared device the next person
 * starts with nothing.
 */
export const draftCookie = (draft: string, secret: string): string => cookie(name, `${draft}.${secret}`)

/** For the receipt, which goes by the draft's id. */
export function cookieFor(visit: Pick<Visit, 'cookie'>, draft: string): readonly string[] {
  const secret = secretOf(visit)
  return secret === undefined ? [] : [draftCookie(draft, secret)]
}

export const isSame = (one: Buffer | null, other: Buffer | undefined): boolean =>
  one !== null && other !== undefined && one.length === other.length && timingSafeEqual(one, other)
