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
export type TownKey = { readonly town: string; readonly bytes: Buffer }

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

const derive = (bytes: Buffer, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', bytes, '', purpose, LENGTH))

export const makeTownKey = (town: string): TownKey => ({ town, bytes: randomBytes(LENGTH) })

/** A wrapped key: `1.<fingerprint of the master key>.<base64url>`; the fingerprint says which key opens it while keys are being changed. */
export function wrapKey(master: MasterKey, key: TownKey): string {
  const sealed = seal(derive(master.bytes, 'stadttor wrap'), key.bytes, `town key ${key.town}`)
  return ['1', master.fingerprint, sealed.toString('base64url')].join('.')
}

/** Opens a wrapped key with that one of the master keys which closed it. */
export function unwrapKey(masters: readonly MasterKey[], town: string, wrapped: string): TownKey {
  const [version, fingerprint, sealed = ''] = wrapped.split('.')
  const master = masters.find((one) => one.fingerprint === fingerprint)
  if (version !== '1' || !master)
    throw new UnreadableError(`The key of the town ${town} was closed with another key file (${fingerprint}).`)
  return { town, bytes: unseal(derive(master.bytes, 'stadttor wrap'), Buffer.from(sealed, 'base64url'), `town key ${town}`) }
}

/** Encrypts for one town and one place (`files/…`, `forms.answer/<id>`): what is moved elsewhere cannot be read there. */
export const encrypt = (key: TownKey, plain: Uint8Array, context: string): Buffer =>
  seal(derive(key.bytes, 'stadttor data'), plain, `${key.town}\n${context}`)

export const decrypt = (key: TownKey, sealed: Uint8Array, context: string): Buffer =>
  unseal(derive(key.bytes, 'stadttor data'), sealed, `${key.town}\n${context}`)

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

// Sealed bytes: version 1, nonce of 12 bytes, ciphertext, tag of 16 bytes (AES-256-GCM).
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
