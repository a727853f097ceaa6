// Keys: the master key of the house, the data key of each town under it, and what is encrypted, named and derived with them.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export type MasterKey = { readonly bytes: Buffer /** Names the key, reveals nothing of it. */; readonly fingerprint: string }
/** A town's key is bound to the town's permanent text key, so that one town's data cannot be read as another's. */
export type TownKey = {
  readonly town: string
  /** The first one: names, signatures and links stay with it. */
  readonly bytes: Buffer
  /** Data keys that followed, oldest first; the newest in use closes what is written from now on, all of them open. */
  readonly later?: readonly LaterKey[]
}
/** Not in use yet: every running server must be able to read before one writes. */
type LaterKey = { readonly bytes: Buffer; readonly inUse: boolean }

/** Thrown for what was altered, belongs elsewhere or was written under another key. The reason is never told apart. */
export class UnreadableError extends Error {
  override name = 'UnreadableError'
}

const LENGTH = 32

/**
 * Reads KEY_FILE. Makes it only while there is nothing yet that another key may have encrypted; a missing key with existing data is refused,
 * because a new one would silently make every file and answer unreadable.
 */
export function readOrMakeMasterKey(file: string, dataExists: boolean, notice: (line: string) => void): MasterKey {
  if (existsSync(file)) return readMasterKey(file)
  if (dataExists) {
    throw new Error(
      `The key file ${file} is missing, but there is data encrypted with it. Bring back your copy of the key; without it files and answers stay unreadable.`,
    )
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const half = `${file}.${process.pid}`
  writeFileSync(half, `${randomBytes(LENGTH).toString('base64')}\n`, { mode: 0o600, flush: true })
  chmodSync(half, 0o600)
  try {
    linkSync(half, file)
    notice(`A new key was made: ${file}. BACK IT UP NOW, apart from the data: without it all files and answers are lost.`)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(half)
  }
  return readMasterKey(file)
}

export function readMasterKey(file: string): MasterKey {
  if ((statSync(file).mode & 0o077) !== 0) throw new Error(`The key file ${file} can be read by other accounts: chmod 600 it.`)
  const bytes = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  if (bytes.length !== LENGTH) throw new Error(`The key file ${file} does not hold ${LENGTH} bytes in base64.`)
  return { bytes, fingerprint: keyFingerprint(bytes) }
}

/** Sixteen hexadecimal digits by which a backup knows the key it needs. */
export const keyFingerprint = (bytes: Buffer): string => derive(bytes, 'stadttor fingerprint').toString('hex').slice(0, 16)

const derived = new WeakMap<Buffer, Map<string, Buffer>>()

/** Every sealed row needs one: each is worked out once, and goes with the key that it comes from. */
function derive(bytes: Buffer, purpose: string): Buffer {
  const known = derived.get(bytes) ?? new Map<string, Buffer>()
  derived.set(bytes, known)
  const found = known.get(purpose) ?? Buffer.from(hkdfSync('sha256', bytes, '', purpose, LENGTH))
  known.set(purpose, found)
  return found
}

export const makeTownKey = (town: string): TownKey => ({ town, bytes: randomBytes(LENGTH) })

/**
 * A wrapped key: `1.<fingerprint of the master key>.<base64url>`; the fingerprint says which key opens it while keys are being changed.
 * Later data keys follow behind a blank each; `~` before one says that it is not in use yet.
 */
export function wrapKey(master: MasterKey, { town, bytes, later = [] }: TownKey): string {
  const wrap = (one: Buffer, number: number): string => {
    const sealed = seal(derive(master.bytes, 'stadttor wrap'), one, wrapPlace(town, number))
    return ['1', master.fingerprint, sealed.toString('base64url')].join('.')
  }
  return [wrap(bytes, 1), ...later.map((one, index) => (one.inUse ? '' : '~') + wrap(one.bytes, index + 2))].join(' ')
}

/** No key can be put in another's place. */
const wrapPlace = (town: string, number: number): string => (number === 1 ? `town key ${town}` : `town key ${town} ${number}`)

/** Opens a wrapped key with that one of the master keys which closed it. */
export function unwrapKey(masters: readonly MasterKey[], town: string, wrapped: string): TownKey {
  const unwrap = (one: string, number: number): Buffer => {
    const [version, fingerprint, sealed = ''] = one.split('.')
    const master = masters.find((known) => known.fingerprint === fingerprint)
    if (version !== '1' || !master)
      throw new UnreadableError(`The key of the town ${town} was closed with another key file (${fingerprint}).`)
    return unseal(derive(master.bytes, 'stadttor wrap'), Buffer.from(sealed, 'base64url'), wrapPlace(town, number))
  }
  const [first = '', ...rest] = wrapped.split(' ')
  const later = rest.map((one, index) => ({ bytes: unwrap(one.replace('~', ''), index + 2), inUse: !one.startsWith('~') }))
  return { town, bytes: unwrap(first, 1), ...(later.length > 0 && { later }) }
}

const mostKeys = 255

/** With one more data key, which opens and does not close yet. */
export function withNextKey(key: TownKey): TownKey {
  const later = key.later ?? []
  if (later.length + 2 > mostKeys) throw new Error('A town has at most 255 data keys.')
  return { ...key, later: [...later, { bytes: randomBytes(LENGTH), inUse: false }] }
}

/** With all its data keys in use: the newest closes. */
export const withKeysInUse = (key: TownKey): TownKey => ({
  ...key,
  ...(key.later && { later: key.later.map(({ bytes }) => ({ bytes, inUse: true })) }),
})

/** Number of the data key that closes now; the first one is 1. */
export const keyNumber = ({ later = [] }: TownKey): number => later.findLastIndex(({ inUse }) => inUse) + 2

/** Number of the data key that closed these bytes. */
export const numberOf = (sealed: Uint8Array): number => (sealed[0] === 2 ? (sealed[1] ?? 0) : 1)

/** Encrypts for one town and one place (`files/…`, `forms.answer/<id>`): what is moved elsewhere cannot be read there. */
export function encrypt(key: TownKey, plain: Uint8Array, context: string): Buffer {
  const number = keyNumber(key)
  const sealed = seal(derive(bytesOf(key, number), 'stadttor data'), plain, `${key.town}\n${context}`)
  return number === 1 ? sealed : Buffer.concat([Buffer.of(2, number), sealed.subarray(1)])
}

/** By whichever of the town's keys closed it. */
export function decrypt(key: TownKey, sealed: Uint8Array, context: string): Buffer {
  const number = numberOf(sealed)
  const plain = number === 1 ? sealed : Buffer.concat([Buffer.of(1), sealed.subarray(2)])
  return unseal(derive(bytesOf(key, number), 'stadttor data'), plain, `${key.town}\n${context}`)
}

function bytesOf({ bytes, later = [] }: TownKey, number: number): Buffer {
  const found = number === 1 ? bytes : later[number - 2]?.bytes
  if (!found) throw new UnreadableError('This was encrypted with a key that this process does not know.')
  return found
}

/** A name for content that only this town can compute: equal within the town, unrelated in every other one. */
export const nameOf = (key: TownKey, content: Uint8Array): string =>
  createHmac('sha256', derive(key.bytes, 'stadttor name')).update(content).digest('hex')

/** Proves that this town wrote `content` for this purpose: for links that open something for a while. */
export const macOf = (key: TownKey, purpose: string, content: string): Buffer =>
  createHmac('sha256', derive(key.bytes, `stadttor mac ${purpose}`))
    .update(content)
    .digest()

/** RFC 8410: what stands before the 32 bytes of an Ed25519 private key in PKCS #8. */
const ed25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

type SigningKey = { privateKey: KeyObject; publicKey: KeyObject }
const signingKeys = new WeakMap<TownKey, Map<string, SigningKey>>()

/**
 * The key pair that signs what the town wrote down: who reads the database alone cannot make such a signature. `audit` signs the log of
 * what was done, `receipt` what people take home: no signature of the one counts as one of the other.
 */
export function signingKeyOf(key: TownKey, of: 'audit' | 'receipt' = 'audit'): SigningKey {
  const known = signingKeys.get(key) ?? new Map<string, SigningKey>()
  signingKeys.set(key, known)
  const before = known.get(of)
  if (before) return before
  const seed = derive(key.bytes, `stadttor ${of} ${key.town}`)
  const privateKey = createPrivateKey({ key: Buffer.concat([ed25519, seed]), format: 'der', type: 'pkcs8' })
  const made = { privateKey, publicKey: createPublicKey(privateKey) }
  known.set(of, made)
  return made
}

/** The password of a restricted database role: the same on every process that holds the key file, stored nowhere. */
export const derivePassword = (master: MasterKey, role: string): string =>
  derive(master.bytes, `stadttor role ${role}`).toString('base64url')

// Sealed bytes: version 1, nonce of 12 bytes, ciphertext, tag of 16 bytes (AES-256-GCM). Version 2: the number of the key stands behind it.
function seal(key: Buffer, plain: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  const hidden = cipher.update(plain)
  cipher.final()
  return Buffer.concat([Buffer.of(1), nonce, hidden, cipher.getAuthTag()])
}

function unseal(key: Buffer, sealed: Uint8Array, context: string): Buffer {
  if (sealed.length < 29 || sealed[0] !== 1) throw new UnreadableError('This was not encrypted by Stadttor, or by a later one.')
  const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13), { authTagLength: 16 })
  cipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(-16))
  try {
    // This mode leaves nothing for the end but the proof: no second copy of a large content.
    const plain = cipher.update(sealed.subarray(13, -16))
    cipher.final()
    return plain
  } catch {
    throw new UnreadableError('This was altered, belongs elsewhere or needs another key.')
  }
}
