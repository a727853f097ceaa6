// Passkeys: challenges of this town for this browser, and what an authenticator answered to them.
// @standard W3C Web Authentication Level 3: discoverable credentials, user verification required
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { Visit } from '../../../kernel/http/visit.ts'
import { nameOf } from '../../../kernel/keys.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import { deviceOf } from './device.ts'
import { knownCookie, knownValue, type Proven } from './finish.ts'
import { ownLevel } from './levels.ts'
import { type Browser, keepStep, takeStep } from './step.ts'
import type { SignInTables } from './tables.ts'
import { forgiveTries, takeTry, triedBy } from './tries.ts'
import { findWay, wayName } from './way.ts'

type Db = WriteDb<SignInTables>
const minutes = 5
/** EdDSA, ES256 and RS256: what devices in use can do. @standard IANA COSE algorithms */
const supportedAlgorithmIDs = [-8, -7, -257]

/** Passkeys belong to this name for ever. */
const rpIdOf = ({ settings, origin }: Town): string => settings.rpId ?? new URL(origin).hostname

/** What the authenticator keeps instead of a name: the same for all passkeys of a person, unrelated in every other town. */
const handleOf = (town: Town, person: string): Buffer =>
  Buffer.from(nameOf(town.dataKey, Buffer.from(`passkey of\n${person}`)), 'hex')

/** Whom a new passkey will belong to: somebody who is to be made with it, who was invited, or who is signed in. */
type OwnerToBe = 'new' | 'invited' | 'signed-in'
/** `person` is decided by us, sealed, never taken from a request. */
type Challenge = { challenge: string; person?: string | undefined; owner?: OwnerToBe | undefined }

/** Lost with the machine at worst: then the browser is given another one. */
const keep = (visit: Visit, browser: Browser, content: Challenge): Promise<string> =>
  visit.town.writePassing((db: Db) => keepStep(visit.town, db, { kind: 'passkey', browser, content, minutes }, visit.now))

export async function askForPasskey(visit: Visit, browser: Browser) {
  const options = await generateAuthenticationOptions({
    rpID: rpIdOf(visit.town),
    userVerification: 'required',
    timeout: minutes * 60_000,
  })
  return { options, step: await keep(visit, browser, { challenge: options.challenge }) }
}

/** For a new passkey of `person`; those the person has already are not made twice. */
export async function offerPasskey(
  visit: Visit,
  browser: Browser,
  { person, owner, name }: { person: string; owner: OwnerToBe; name: string },
) {
  const { town } = visit
  const known = await town.read((db: ReadDb<SignInTables>) =>
    db.selectFrom('accounts.way').select('credential_id').where('person_id', '=', person).where('kind', '=', 'passkey').execute(),
  )
  const options = await generateRegistrationOptions({
    rpName: town.settings.officialName,
    rpID: rpIdOf(town),
    userID: new Uint8Array(handleOf(town, person)),
    userName: name,
    userDisplayName: name,
    timeout: minutes * 60_000,
    attestationType: 'none',
    supportedAlgorithmIDs,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: known.flatMap(({ credential_id }) =>
      credential_id ? [{ id: credential_id.toString('base64url') }] : [],
    ),
  })
  return { options, step: await keep(visit, browser, { challenge: options.challenge, person, owner }) }
}

export type PasskeyChecked = { proven: Proven; person?: string | undefined } | { wait: number } | 'gone' | 'unknown'

/** The length of an answer is bounded by the form's fields. */
function readAnswer<Answer>(text: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && typeof (value as { id?: unknown }).id === 'string'
      ? (value as Answer)
      : undefined
  } catch {
    return undefined
  }
}

const passkeyName = (town: Town, credentialId: string): string => wayName(town, 'passkey', credentialId)

/** Checks who signs in. A challenge is of use once, whatever was answered to it. */
export async function checkPasskey(visit: Visit, browser: Browser, id: string, text: string): Promise<PasskeyChecked> {
  const { town, now, address, cookie } = visit
  const answer = readAnswer<AuthenticationResponseJSON>(text)
  const credentialId = answer?.id.slice(0, 2_000) ?? ''
  // On disk together with the session that follows: one wait instead of two.
  const begun = await town.writePassing(async (db: Db) => {
    const way = await findWay(db, 'passkey', passkeyName(town, credentialId))
    const account = way?.person_id
    const isKnown = account !== undefined && cookie(knownCookie) === knownValue(town, account)
    // A passkey cannot be guessed: strangers who try elsewhere do not make its owner wait here.
    const tried = triedBy(town, address, account, isKnown).filter(({ rule }) => rule !== 'account')
    const wait = await takeTry(db, tried, now)
    if (wait > 0) return { wait }
    return { way, tried, step: await takeStep<Challenge>(town, db, { kind: 'passkey', id, browser }, now) }
  })
  if ('wait' in begun && begun.wait !== undefined) return { wait: begun.wait }
  const { way, step, tried } = begun as Exclude<typeof begun, { wait: number }>
  if (!step || step.person !== undefined) return 'gone'
  if (!answer || !way?.public_key) return 'unknown'
  const handle = answer.response?.userHandle
  if (handle !== undefined && handle !== handleOf(town, way.person_id).toString('base64url')) return 'unknown'
  const verified = await verifyAuthenticationResponse({
    response: answer,
    expectedChallenge: step.challenge,
    expectedOrigin: town.origin,
    expectedRPID: rpIdOf(town),
    requireUserVerification: true,
    credential: { id: credentialId, publicKey: new Uint8Array(way.public_key), counter: Number(way.counter ?? 0) },
  }).catch(() => undefined)
  if (!verified?.verified) return 'unknown'
  const { newCounter, credentialBackedUp } = verified.authenticationInfo
  const passkey = { publicKey: way.public_key.toString('base64url'), counter: newCounter, backedUp: credentialBackedUp }
  const owner = { way: way.id, person: way.person_id }
  return { proven: { ...provenByPasskey(visit, credentialId, passkey), newcomers: 'none', tried, owner } }
}

/**
 * Checks a new passkey, for an owner such as the challenge was made for. @returns it, and whose it will be
 * @standard W3C Web Authentication Level 3, 7.1: a credential id that somebody has already is refused; it is no secret and proves nothing
 */
export async function checkNewPasskey(
  visit: Visit,
  browser: Browser,
  owner: OwnerToBe,
  { id, text }: { id: string; text: string },
): Promise<PasskeyChecked> {
  const { town, now, address } = visit
  const answer = readAnswer<RegistrationResponseJSON>(text)
  const begun = await town.write(async (db: Db) => {
    const wait = await takeTry(db, triedBy(town, address), now)
    if (wait > 0) return { wait }
    return { step: await takeStep<Challenge>(town, db, { kind: 'passkey', id, browser }, now) }
  })
  if (begun.wait !== undefined) return { wait: begun.wait }
  const { step } = begun
  if (step?.person === undefined || step.owner !== owner) return 'gone'
  if (!answer) return 'unknown'
  const verified = await verifyRegistrationResponse({
    response: answer,
    expectedChallenge: step.challenge,
    expectedOrigin: town.origin,
    expectedRPID: rpIdOf(town),
    requireUserVerification: true,
    supportedAlgorithmIDs,
  }).catch(() => undefined)
  if (!verified?.verified) return 'unknown'
  const { credential, credentialBackedUp } = verified.registrationInfo
  const known = await town.read((db: ReadDb<SignInTables>) => findWay(db, 'passkey', passkeyName(town, credential.id)))
  if (known) return 'unknown'
  await town.write((db: Db) => forgiveTries(db, triedBy(town, address), now))
  const publicKey = Buffer.from(credential.publicKey).toString('base64url')
  const proven = provenByPasskey(visit, credential.id, { publicKey, counter: credential.counter, backedUp: credentialBackedUp })
  return { proven, person: step.person }
}

/** User verification is the second factor beside holding the device. */
const provenByPasskey = (
  visit: Visit,
  credentialId: string,
  passkey: { publicKey: string; counter: number; backedUp: boolean },
): Proven => ({
  way: {
    kind: 'passkey',
    name: passkeyName(visit.town, credentialId),
    label: deviceOf(visit.userAgent) || 'Passkey',
    passkey: { credentialId, ...passkey },
  },
  method: 'passkey',
  level: ownLevel,
  secondFactor: true,
  newcomers: 'resident',
})
