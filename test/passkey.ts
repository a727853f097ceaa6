// An authenticator of software alone: makes passkeys and signs with them as a device does, and lies where a test asks it to.
// @standard W3C Web Authentication Level 3, authenticator data and "none" attestation; RFC 8949 CBOR; RFC 9052 COSE keys
import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'

type Cbor = number | string | Uint8Array | Map<number | string, Cbor>

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.of((major << 5) | length)
  if (length < 256) return Buffer.of((major << 5) | 24, length)
  return Buffer.of((major << 5) | 25, length >> 8, length & 255)
}

function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Map)
    return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, one]) => [cbor(key), cbor(one)])])
  return Buffer.concat([head(2, value.length), value])
}

const sha256 = (text: string | Buffer): Buffer => createHash('sha256').update(text).digest()
const text64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url')

export type Passkey = { id: Buffer; rpId: string; handle: string; key: KeyObject; publicKey: Buffer; counter: number }

type Lies = {
  origin?: string
  rpId?: string
  challenge?: string
  /** Without it the device says that it checked who holds it. */
  userVerified?: boolean
  counter?: number
  type?: string
  /** Of a passkey that somebody else has. */
  id?: Buffer
}

type CreateOptions = { challenge: string; rp: { id?: string }; user: { id: string } }
type GetOptions = { challenge: string; rpId?: string }

const flags = { present: 0x01, verified: 0x04, backupEligible: 0x08, backedUp: 0x10, attested: 0x40 }

function dataOf(rpId: string, counter: number, lies: Lies, attested?: Buffer): Buffer {
  const bits =
    flags.present |
    (lies.userVerified === false ? 0 : flags.verified) |
    flags.backupEligible |
    flags.backedUp |
    (attested ? flags.attested : 0)
  const count = Buffer.alloc(4)
  count.writeUInt32BE(lies.counter ?? counter)
  return Buffer.concat([sha256(lies.rpId ?? rpId), Buffer.of(bits), count, attested ?? Buffer.alloc(0)])
}

const clientData = (type: string, challenge: string, origin: string, lies: Lies): Buffer =>
  Buffer.from(
    JSON.stringify({
      type: lies.type ?? type,
      challenge: lies.challenge ?? challenge,
      origin: lies.origin ?? origin,
      crossOrigin: false,
    }),
  )

/** @returns the new passkey, and what the browser would send */
export function createPasskey(options: CreateOptions, origin: string, lies: Lies = {}): { passkey: Passkey; response: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' }) as { x?: string; y?: string }
  const cose = cbor(
    new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]),
  )
  const id = lies.id ?? randomBytes(16)
  const rpId = options.rp.id ?? new URL(origin).hostname
  const attested = Buffer.concat([Buffer.alloc(16), Buffer.of(0, id.length), id, cose])
  const attestation = cbor(
    new Map<string, Cbor>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', dataOf(rpId, 0, lies, attested)],
    ]),
  )
  const passkey = { id, rpId, handle: options.user.id, key: privateKey, publicKey: cose, counter: 0 }
  const response = JSON.stringify({
    id: text64(id),
    rawId: text64(id),
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: text64(clientData('webauthn.create', options.challenge, origin, lies)),
      attestationObject: text64(attestation),
      transports: ['internal'],
    },
  })
  return { passkey, response }
}

/** Signs the challenge, and counts. */
export function usePasskey(passkey: Passkey, options: GetOptions, origin: string, lies: Lies = {}): string {
  passkey.counter += 1
  const data = dataOf(options.rpId ?? passkey.rpId, passkey.counter, lies)
  const client = clientData('webauthn.get', options.challenge, origin, lies)
  const signature = createSign('sha256')
    .update(Buffer.concat([data, sha256(client)]))
    .sign(passkey.key)
  return JSON.stringify({
    id: text64(passkey.id),
    rawId: text64(passkey.id),
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: text64(client),
      authenticatorData: text64(data),
      signature: text64(signature),
      userHandle: passkey.handle,
    },
  })
}
