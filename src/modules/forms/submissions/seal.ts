// The seal of a submission: a salted hash of all that was sent, signed with the town's key. Evidence, no qualified seal.
import { createHash, sign, verify } from 'node:crypto'
import { decrypt, encrypt, signingKeyOf, type TownKey } from '../../../kernel/keys.ts'
import { lettersOf } from '../../../kernel/reference.ts'
import type { Answers } from '../document/document.ts'
import type { SubmissionRow } from './tables.ts'

export type SentFile = { id: string; path: string; name: string; label?: string; mediaType: string; size: number; blob: string }

/** What a submission holds, sealed as `forms.submission/<id>`. */
export type SentContent = {
  answers: Answers
  /** Why a question was left open, by its path. */
  leftOpen: Readonly<Record<string, string>>
  /** Where an answer came from that was not typed, by its path. */
  origins?: Readonly<Record<string, string>>
  files: readonly SentFile[]
  /** Where the confirmation went, when there is no account. */
  mailTo?: string
  /** How the sender wants the decision, and which notice they read. */
  delivery?: { choice: 'given' | 'excluded'; notice: string }
  /** Keeps an erased content from being guessed by its hash. */
  salt: string
}

export const sealContent = (key: TownKey, id: string, content: SentContent): Buffer =>
  encrypt(key, Buffer.from(JSON.stringify(content)), `forms.submission/${id}`)

export const openContent = (key: TownKey, id: string, sealed: Uint8Array): SentContent =>
  JSON.parse(decrypt(key, sealed, `forms.submission/${id}`).toString()) as SentContent

/** What the signature vouches for, beside the content's hash. */
export type Sealed = Pick<SubmissionRow, 'id' | 'reference' | 'form_id' | 'version' | 'received_at'>

/** Objects with their keys in order: the same content has one text. @standard RFC 8785 for the values that answers have */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, canonical(inner)]),
  )
}

export const contentHash = (content: SentContent): Buffer =>
  createHash('sha256')
    .update(JSON.stringify(['stadttor submission content 1', canonical(content)]))
    .digest()

const sealedText = (town: string, { id, reference, form_id, version, received_at }: Sealed, hash: Buffer): Buffer =>
  Buffer.from(
    JSON.stringify([
      'stadttor submission 1',
      town,
      id,
      reference,
      form_id,
      version,
      received_at.toISOString(),
      hash.toString('hex'),
    ]),
  )

/** @standard RFC 8032 Ed25519 */
export const signSubmission = (key: TownKey, sealed: Sealed, hash: Buffer): Buffer =>
  sign(null, sealedText(key.town, sealed, hash), signingKeyOf(key, 'receipt').privateKey)

export const isSignedSubmission = (key: TownKey, row: Sealed & Pick<SubmissionRow, 'content_hash' | 'signature'>): boolean =>
  verify(null, sealedText(key.town, row, row.content_hash), signingKeyOf(key, 'receipt').publicKey, row.signature)

/** Eight characters printed on the paper: who has them beside the reference had the paper in hand. */
export const checkCodeOf = ({ signature }: Pick<SubmissionRow, 'signature'>): string =>
  lettersOf(createHash('sha256').update('stadttor check code 1').update(signature).digest(), 8)
