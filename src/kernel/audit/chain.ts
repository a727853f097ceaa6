// How audit entries are chained and their chain's head is signed: the same for the sealer and for whoever verifies.
import { createHash, sign, verify } from 'node:crypto'
import { signingKeyOf, type TownKey } from '../keys.ts'

export type Content = { action: string; actor: string; object: string; details: unknown; salt: string | null }
export type Link = { month: string; position: number; sequence: number; atUs: number; contentHash: Buffer }
export type Head = { number: number; month: string; position: number; hash: string; signedAt: string; signature: string }

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Objects with their keys in order, so that the database's own order of keys plays no part. */
function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, canonical(inner)]),
  )
}

/** The salt keeps an erased content from being guessed by its hash. */
export const contentHash = ({ action, actor, object, details, salt }: Content): Buffer =>
  sha256(JSON.stringify(['stadttor audit content 1', salt, action, actor, object, canonical(details)]))

/** What stands before the first link of a month. */
export const beginningOf = (town: string, month: string): Buffer =>
  sha256(JSON.stringify(['stadttor audit chain 1', town, month]))

export const linkHash = (before: Buffer, { month, position, sequence, atUs, contentHash: content }: Link): Buffer =>
  sha256(JSON.stringify([before.toString('hex'), month, position, sequence, atUs, content.toString('hex')]))

/** The month of an instant in UTC, `2026-11`. */
export const monthOf = (atUs: number): string => new Date(atUs / 1_000).toISOString().slice(0, 7)

const headText = (town: string, { number, month, position, hash, signedAt }: Omit<Head, 'signature'>): Buffer =>
  Buffer.from(JSON.stringify(['stadttor audit head 1', town, number, month, position, hash, signedAt]))

/** @standard RFC 8032 Ed25519 */
export function signHead(key: TownKey, head: Omit<Head, 'signature'>): Head {
  return { ...head, signature: sign(null, headText(key.town, head), signingKeyOf(key).privateKey).toString('base64') }
}

export const isSigned = (key: TownKey, head: Head): boolean =>
  verify(null, headText(key.town, head), signingKeyOf(key).publicKey, Buffer.from(head.signature, 'base64'))
