// OpenID Connect with a town's identity provider: the way there, the way back, and the end of the session there.
// @standard OpenID Connect Core 1.0 (code flow), RFC 7636 PKCE, RFC 9207 issuer identification, RP-Initiated Logout 1.0
import { readFileSync } from 'node:fs'
import * as oidc from 'openid-client'
import { reaches } from '../../../kernel/access.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { newId } from '../../../kernel/ids.ts'
import { makeOutbound, type Outbound } from '../../../kernel/outbound.ts'
import type { WriteDb } from '../../../kernel/town.ts'
import type { Aim } from './aim.ts'
import type { Proven } from './finish.ts'
import { levelOfClaims } from './levels.ts'
import type { IdentityProvider } from './provider.ts'
import { type Browser, keepStep, takeStep } from './step.ts'
import type { SignInTables } from './tables.ts'
import { forgiveTries, takeTry, triedBy } from './tries.ts'
import { wayName } from './way.ts'

type Db = WriteDb<SignInTables>

/** A person waits for each of these calls. */
const callSeconds = 5
const minutes = 30
const metadataMs = 10 * 60_000

/** Only the issuer's own origin is called; it may stand inside the town's network. */
const outbounds = new Map<string, Outbound>()
function outboundTo(origin: string): Outbound {
  const known = outbounds.get(origin)
  if (known) return known
  const made = makeOutbound({ allow: [origin], allowPrivate: [origin] })
  outbounds.set(origin, made)
  return made
}

const fetchFrom =
  ({ issuer, waitSeconds = callSeconds }: IdentityProvider): oidc.CustomFetch =>
  async (url, { method, headers, body }) => {
    const answered = await outboundTo(new URL(issuer).origin).send({
      url,
      method,
      headers,
      milliseconds: waitSeconds * 1000,
      maxBytes: 500_000,
      ...(body !== undefined && body !== null && { body: String(body) }),
    })
    const { 'content-type': type } = answered.headers
    return new Response(new Uint8Array(answered.body), { status: answered.status, headers: type ? { 'content-type': type } : {} })
  }

const isLoopback = (issuer: string): boolean => /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/|$)/.test(issuer)

const metadata = new Map<string, { server: oidc.ServerMetadata; until: number }>()

/** Metadata is remembered for ten minutes, keys never: a provider may have changed them since the last sign-in. */
async function configurationOf(provider: IdentityProvider, now: Date): Promise<oidc.Configuration> {
  const { issuer, clientId, clientSecretFile, clientSecret, waitSeconds = callSeconds } = provider
  const secret = clientSecretFile === undefined ? clientSecret : readFileSync(clientSecretFile, 'utf8').trim()
  const auth = secret === undefined ? oidc.None() : oidc.ClientSecretBasic(secret)
  const known = metadata.get(issuer)
  const prepare = (configuration: oidc.Configuration): oidc.Configuration => {
    configuration[oidc.customFetch] = fetchFrom(provider)
    configuration.timeout = waitSeconds
    // The signature is checked although the token came over TLS: who can answer for the token endpoint cannot sign.
    oidc.enableNonRepudiationChecks(configuration)
    if (isLoopback(issuer)) oidc.allowInsecureRequests(configuration)
    return configuration
  }
  if (known && known.until > now.getTime() && known.until <= now.getTime() + metadataMs)
    return prepare(new oidc.Configuration(known.server, clientId, undefined, auth))
  const found = await oidc.discovery(new URL(issuer), clientId, undefined, auth, {
    [oidc.customFetch]: fetchFrom(provider),
    timeout: waitSeconds,
    execute: isLoopback(issuer) ? [oidc.allowInsecureRequests] : [],
  })
  metadata.set(issuer, { server: found.serverMetadata(), until: now.getTime() + metadataMs })
  return prepare(found)
}

export type Request = { provider: string; state: string; nonce: string; verifier: string; aim: Aim; adding?: string | undefined }

const backTo = ({ town }: Visit, { id }: IdentityProvider): string => `${town.origin}/accounts/sign-in/back/${id}`

/** @returns where to send the browser. @throws when the provider cannot be reached */
export async function beginAtProvider(
  visit: Visit,
  browser: Browser,
  provider: IdentityProvider,
  aim: Aim,
  adding?: string,
): Promise<string> {
  const { town, now, language } = visit
  const configuration = await configurationOf(provider, now)
  const id = newId(now)
  const state = `${id}.${oidc.randomState()}`
  const content: Request = {
    provider: provider.id,
    state,
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
    aim,
    adding,
  }
  await town.write((db: Db) => keepStep(town, db, { kind: 'provider', id, browser, content, minutes }, now))
  const wanted = aim.why === 'step-up' ? aim.level : undefined
  const enough = wanted ? Object.keys(provider.levels).filter((value) => reaches(provider.levels[value]!, wanted)) : []
  const factors = aim.why === 'second-factor' ? (provider.secondFactor ?? []) : []
  const acr = [...enough, ...factors]
  const again = aim.why === 'again' || aim.why === 'step-up' || adding !== undefined
  return oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: backTo(visit, provider),
    scope: provider.scope ?? 'openid profile email',
    state,
    nonce: content.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(content.verifier),
    code_challenge_method: 'S256',
    ui_locales: language === 'en' ? 'en' : 'de',
    ...(acr.length > 0 && (provider.levelClaim ?? 'acr') === 'acr' && { acr_values: acr.join(' ') }),
    ...(again && { prompt: 'login' }),
  }).href
}

export type BackFromProvider =
  | { proven: Proven; claims: Readonly<Record<string, unknown>>; aim: Aim; adding?: string | undefined }
  | { aim: Aim; failed: 'cancelled' | 'refused' | 'unreachable' }
  | { wait: number }
  | 'gone'

/** The request is used up whatever the provider answered; a code that comes twice finds nothing. */
export async function returnFromProvider(visit: Visit, browser: Browser, provider: IdentityProvider): Promise<BackFromProvider> {
  const { house, town, now, query, address } = visit
  const tried = triedBy(town, address)
  const id = query.state?.split('.')[0] ?? ''
  const begun = await town.write(async (db: Db) => {
    const wait = await takeTry(db, tried, now)
    if (wait > 0) return { wait }
    return { request: await takeStep<Request>(town, db, { kind: 'provider', id, browser }, now) }
  })
  if (begun.wait !== undefined) return { wait: begun.wait }
  const { request } = begun
  if (request?.provider !== provider.id || request.state !== query.state) return 'gone'
  const { aim, adding } = request
  if (query.error !== undefined) return { aim, failed: query.error === 'access_denied' ? 'cancelled' : 'refused' }
  try {
    const configuration = await configurationOf(provider, now)
    const address = new URL(backTo(visit, provider))
    address.search = new URLSearchParams(query).toString()
    const tokens = await oidc.authorizationCodeGrant(configuration, address, {
      expectedState: request.state,
      expectedNonce: request.nonce,
      pkceCodeVerifier: request.verifier,
      idTokenExpected: true,
    })
    const claims = tokens.claims()!
    await town.write((db: Db) => forgiveTries(db, tried, now))
    return { proven: provenBy(visit, provider, claims, tokens.id_token), claims, aim, adding }
  } catch (fault) {
    const answered =
      fault instanceof oidc.ResponseBodyError || fault instanceof oidc.AuthorizationResponseError || isClaimFault(fault)
    house.log.warn('an identity provider did not vouch for a person', {
      town: town.key,
      provider: provider.id,
      code: String((fault as { code?: unknown }).code ?? (fault as Error).name),
    })
    return { aim, failed: answered ? 'refused' : 'unreachable' }
  }
}

/** It answered, but with something that must not be believed. */
const isClaimFault = (fault: unknown): boolean =>
  /CLAIM|JWT|JWS|SIGNATURE|INVALID_RESPONSE|KEY_SELECTION|UNSUPPORTED|JSON_ATTRIBUTE/.test(
    String((fault as { code?: unknown }).code),
  )

const asText = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const asList = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string')

function provenBy(
  { town, language }: Visit,
  provider: IdentityProvider,
  claims: Readonly<Record<string, unknown>> & { sub: string },
  idToken: string | undefined,
): Proven {
  const {
    id,
    issuer,
    knownAs = issuer,
    kind,
    label,
    levels,
    levelClaim,
    secondFactor = [],
    groupClaim,
    groups: roles = {},
  } = provider
  const proofs = [...asList(claims.acr), ...asList(claims.amr)]
  const mail = claims.email_verified === true ? asText(claims.email) : undefined
  const named = groupClaim === undefined ? [] : asList(claims[groupClaim])
  const groups = [...new Set(named.flatMap((group) => (Object.hasOwn(roles, group) ? roles[group]! : [])))]
  return {
    way: {
      kind: 'provider',
      name: wayName(town, 'provider', knownAs, claims.sub),
      label: asText(claims.name) ?? asText(claims.preferred_username) ?? label[language === 'en' ? 'en' : 'de'],
      provider: id,
    },
    method: `oidc:${id}`,
    level: levelOfClaims(claims, levels, levelClaim),
    secondFactor: proofs.some((proof) => secondFactor.includes(proof)),
    newcomers: kind === 'staff' ? 'none' : 'resident',
    idToken,
    names: { givenName: asText(claims.given_name) ?? '', familyName: asText(claims.family_name) ?? asText(claims.name) ?? '' },
    ...(kind === 'staff' && { staff: { provider: id, issuer, subject: claims.sub, mail, groups } }),
  }
}

/** Undefined where the provider knows no such end. @throws when it cannot be reached */
export async function endAtProvider(visit: Visit, provider: IdentityProvider, idToken: string): Promise<string | undefined> {
  const configuration = await configurationOf(provider, visit.now)
  if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined
  return oidc.buildEndSessionUrl(configuration, {
    id_token_hint: idToken,
    post_logout_redirect_uri: `${visit.town.origin}/accounts/signed-out`,
  }).href
}
