// The seal inside a PDF: one comment line before `startxref` that signs every other byte of the file.
import { createHash, sign, verify } from 'node:crypto'
import { signingKeyOf, type TownKey } from '../../../kernel/keys.ts'

/** What the line says; readable by anybody, so it holds nothing about a person. */
export type PaperSeal = {
  town: string
  submission: string
  reference: string
  /** Title of the form in the language of the paper. */
  form: string
  version: number
  receivedAt: string
  /** Of the content that was sent, as the town stores it. */
  content: string
}
type SealedFile = PaperSeal & { /** SHA-256 of the file without the line. */ file: string }

const mark = '%StadttorSeal 1 '
const textOf = (payload: string): Buffer => Buffer.from(`stadttor paper 1\n${payload}`)
const sha256 = (...parts: Uint8Array[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

/** Offsets stay right: nothing is looked up behind the line but the number that follows `startxref`. @standard ISO 32000-1 7.2.3 Comments */
export function sealPaper(key: TownKey, pdf: Buffer, seal: PaperSeal): Buffer {
  const at = pdf.lastIndexOf('startxref')
  if (at < 0 || pdf.includes(mark)) throw new Error('Only a whole PDF without a seal can be sealed.')
  const sealed: SealedFile = { ...seal, file: sha256(pdf) }
  const payload = Buffer.from(JSON.stringify(sealed)).toString('base64url')
  const signature = sign(null, textOf(payload), signingKeyOf(key, 'receipt').privateKey).toString('base64url')
  return Buffer.concat([pdf.subarray(0, at), Buffer.from(`${mark}${payload}.${signature}\n`), pdf.subarray(at)])
}

export type PaperFinding = { is: 'valid'; seal: PaperSeal } | { is: 'changed' } | { is: 'unknown' }

/** The file alone decides: no row is looked up. `changed`: it bears a seal that does not fit. `unknown`: it bears none of this town. */
export function checkPaper(key: TownKey, bytes: Buffer): PaperFinding {
  const from = bytes.indexOf(mark)
  if (from < 0 || bytes.indexOf('%PDF-') !== 0) return { is: 'unknown' }
  const end = bytes.indexOf('\n', from)
  if (end < 0 || bytes.indexOf(mark, end) >= 0) return { is: 'changed' }
  const line = bytes.subarray(from + mark.length, end).toString('latin1')
  const [payload = '', signature = '', more] = line.split('.')
  const signatureBytes = Buffer.from(signature, 'base64url')
  // Another spelling of the same bytes was not written by us.
  if (more !== undefined || signatureBytes.toString('base64url') !== signature) return { is: 'changed' }
  const sealed = readPayload(payload)
  if (!sealed) return { is: 'changed' }
  if (sealed.town !== key.town) return { is: 'unknown' }
  const signed = verify(null, textOf(payload), signingKeyOf(key, 'receipt').publicKey, signatureBytes)
  const whole = sha256(bytes.subarray(0, from), bytes.subarray(end + 1)) === sealed.file
  if (!signed || !whole) return { is: 'changed' }
  const { file: _, ...seal } = sealed
  return { is: 'valid', seal }
}

function readPayload(text: string): SealedFile | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    const fields = value as Record<string, unknown>
    const texts = ['town', 'submission', 'reference', 'form', 'receivedAt', 'content', 'file']
    return typeof value === 'object' && value !== null && texts.every((name) => typeof fields[name] === 'string')
      ? (value as SealedFile)
      : undefined
  } catch {
    return undefined
  }
}

/** The key that checks receipts, for other programs. @standard RFC 8037 */
export function publicKeyOf(key: TownKey): { kty: string; crv: string; x: string; kid: string; use: 'sig'; alg: 'EdDSA' } {
  const {
    kty = '',
    crv = '',
    x = '',
  } = signingKeyOf(key, 'receipt').publicKey.export({ format: 'jwk' }) as Record<string, string>
  return { kty, crv, x, kid: sha256(Buffer.from(x, 'base64url')).slice(0, 16), use: 'sig', alg: 'EdDSA' }
}
