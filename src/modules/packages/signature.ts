// The signature of a package: over the names and contents of its files, so that packing it again changes nothing. @standard RFC 8032 (Ed25519).
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { type Problem, problem } from './problems.ts'

export const signatureFile = 'signature.json'
const signatureFormat = 'stadttor-signature/1'

type Files = ReadonlyMap<string, Buffer>

/** SHA-256 of names and contents without the signature; the same for a folder and every way to pack it. */
export function digestOf(files: Files): string {
  const lines = [...files]
    .filter(([name]) => name !== signatureFile)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, content]) => `${createHash('sha256').update(content).digest('hex')} ${name}\n`)
  return createHash('sha256').update(lines.join('')).digest('hex')
}

/** What is signed says what it is: a signature for something else never fits. */
const signed = (digest: string): Buffer => Buffer.from(`${signatureFormat}\n${digest}\n`)

const rawKey = (key: KeyObject): Buffer => Buffer.from(key.export({ format: 'jwk' }).x!, 'base64url')
const publicKeyOf = (raw: Buffer): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' })

/** How people compare keys: SHA-256 of the public key in hexadecimal. */
export const fingerprintOf = (raw: Buffer): string => createHash('sha256').update(raw).digest('hex')
export const isFingerprint = (text: string): boolean => /^[0-9a-f]{64}$/.test(text)
/** As people type it: groups and capitals do not count. */
export const plainFingerprint = (text: string): string => text.replace(/[\s:]/g, '').toLowerCase()
/** In groups of four, to be compared by eye. */
export const groupedFingerprint = (fingerprint: string): string => fingerprint.replace(/(.{4})(?=.)/g, '$1 ')

export function newKey(): { pem: string; fingerprint: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { pem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, fingerprint: fingerprintOf(rawKey(publicKey)) }
}

/** The files with their signature in place of an older one. `undefined`: this is no Ed25519 key. */
export function signFiles(files: Files, pem: string): { files: Map<string, Buffer>; fingerprint: string } | undefined {
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch {
    return undefined
  }
  if (key.asymmetricKeyType !== 'ed25519') return undefined
  const publicKey = rawKey(createPublicKey(key))
  const digest = digestOf(files)
  const stated = {
    format: signatureFormat,
    digest,
    publicKey: publicKey.toString('base64'),
    signature: sign(null, signed(digest), key).toString('base64'),
  }
  const content = Buffer.from(`${JSON.stringify(stated, null, 2)}\n`)
  return { files: new Map([...files, [signatureFile, content]]), fingerprint: fingerprintOf(publicKey) }
}

/** `none`: not signed. Whether the key is trusted is another question. */
export function checkSignature(files: Files): { fingerprint: string } | 'none' | { problems: Problem[] } {
  const content = files.get(signatureFile)
  if (!content) return 'none'
  const broken = (de: string, en: string) => ({ problems: [problem(signatureFile, '', de, en)] })
  const stated = readStated(content)
  if (!stated) return broken('Die Signatur ist nicht lesbar.', 'The signature is not readable.')
  const digest = digestOf(files)
  if (stated.digest !== digest)
    return broken(
      'Das Paket wurde nach dem Signieren verändert: Die Dateien passen nicht zur Signatur.',
      'The package was changed after it was signed: its files do not match the signature.',
    )
  const sound = verify(null, signed(digest), publicKeyOf(stated.publicKey), stated.signature)
  if (!sound) return broken('Die Signatur ist falsch.', 'The signature is wrong.')
  return { fingerprint: fingerprintOf(stated.publicKey) }
}

function readStated(content: Buffer): { digest: string; publicKey: Buffer; signature: Buffer } | undefined {
  let value: unknown
  try {
    value = JSON.parse(content.toString('utf8'))
  } catch {
    return undefined
  }
  const { format, digest, publicKey, signature } = (value ?? {}) as Record<string, unknown>
  if (format !== signatureFormat || typeof digest !== 'string') return undefined
  if (typeof publicKey !== 'string' || typeof signature !== 'string') return undefined
  const [key, sealed] = [Buffer.from(publicKey, 'base64'), Buffer.from(signature, 'base64')]
  return key.length === 32 && sealed.length === 64 ? { digest, publicKey: key, signature: sealed } : undefined
}
