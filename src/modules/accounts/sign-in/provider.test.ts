// Identity providers through the front door: a real OpenID provider, and the same one when it lies, is slow or away.
import assert from 'node:assert/strict'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { importJWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { locationOf, modulesWithPost, type Post, signInByCode, visitorOf } from '../../../../test/post-room.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import { demoProvidersOf, listDemoAccounts } from './demo.ts'
import { type Jwk, makeDemoProvider, newSigningKey } from './demo-provider.ts'
import { setDemoProviders } from './provider.ts'

const posts: Post[] = []
const fresh = await freshHouse({ modules: await modulesWithPost(posts), demo: true })
const town = await freshTown(fresh.house, { key: 'augsburg' })
const served = await serveFresh(fresh)

let answer: RequestListener
/** What the next id token says instead. */
let lie: ((claims: JWTPayload, key: Jwk) => Promise<string>) | undefined
let key = newSigningKey()
const server = createServer((request, response) => {
  if (lie && request.url === '/token') swapToken(response, lie)
  answer(request, response)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
after(() => {
  server.closeAllConnections()
  server.close()
})
const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const clients = demoProvidersOf(town, issuer).map(({ id, clientId, kind }) => ({
  id: clientId,
  kind,
  redirectUri: `${town.origin}/accounts/sign-in/back/${id}`,
  afterSignOut: `${town.origin}/accounts/signed-out`,
}))
const start = async (): Promise<void> => {
  answer = await makeDemoProvider(issuer, clients, key)
}
await start()
// The house's own demonstration starts by itself; this one takes its place.
await listDemoAccounts(fresh.house)
setDemoProviders(fresh.house, (of) => demoProvidersOf(of, issuer))

function swapToken(response: ServerResponse, change: NonNullable<typeof lie>): void {
  const end = response.end.bind(response)
  const send = async (body: string): Promise<void> => {
    const tokens = JSON.parse(body) as { id_token: string }
    const claims = JSON.parse(Buffer.from(tokens.id_token.split('.')[1]!, 'base64url').toString()) as JWTPayload
    const changed = JSON.stringify({ ...tokens, id_token: await change(claims, key) })
    response.setHeader('content-length', Buffer.byteLength(changed))
    end(changed)
  }
  response.end = ((body?: unknown) => {
    void send(String(body))
    return response
  }) as typeof response.end
}

const signed = async (claims: JWTPayload, jwk: Jwk = key): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: String(key.kid) }).sign(await importJWK(jwk as never, 'RS256'))

/** Goes to the provider as a browser does, chooses a person, and comes back. @returns the path that the provider sent the browser to */
async function choose(url: string, person: string): Promise<string> {
  const jar = new Map<string, string>()
  const fetchIt = async (where: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answered = await fetch(new URL(where, issuer), { ...init, redirect: 'manual', headers: { ...init.headers, cookie } })
    for (const line of answered.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    return answered
  }
  const to = (answered: Response): string => answered.headers.get('location') ?? assert.fail(String(answered.status))
  const page = to(await fetchIt(url))
  const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `person=${person}` }
  const resumed = to(await fetchIt(page, form))
  const back = new URL(to(await fetchIt(resumed)))
  return back.pathname + back.search
}

async function signIn(person: string, { visitor = visitorOf(served, town), provider = 'demo-id', aim = '' } = {}) {
  const away = await visitor.get(`/accounts/sign-in/with/${provider}${aim}`)
  assert.equal(away.status, 302, away.text)
  const back = await choose(locationOf(away), person)
  return { visitor, back, answered: await visitor.get(back) }
}

test('The level of a session is the one that the claims prove, and a claim that nobody knows proves none', async () => {
  for (const [person, word] of [
    ['demo-none', 'Nein'],
    ['demo-low', 'Ja, mit einem einfachen Nachweis'],
    ['demo-substantial', 'Ja, mit einem geprüften Konto'],
    ['demo-high', 'Ja, mit Ihrem Ausweis'],
  ] as const) {
    const { visitor, answered } = await signIn(person)
    assert.equal(locationOf(answered), '/accounts', answered.text.slice(0, 3000))
    assert.match((await visitor.get('/accounts')).text, new RegExp(`<dd>${word}</dd>`))
  }
})

test('A code from the provider that comes twice, or in another browser, signs nobody in', async () => {
  const { visitor, back } = await signIn('demo-low')
  visitor.jar.delete('__Host-session')
  assert.equal((await visitor.get(back)).status, 410)
  const away = await visitor.get('/accounts/sign-in/with/demo-id')
  const other = await choose(locationOf(away), 'demo-low')
  const stranger = visitorOf(served, town)
  assert.equal((await stranger.get(other)).status, 410)
  assert.equal(stranger.jar.has('__Host-session'), false)
})

test('A token with a wrong nonce, audience, issuer or signature, an expired one and one without signature are refused', async () => {
  lie = (claims) => signed(claims)
  assert.equal(locationOf((await signIn('demo-high')).answered), '/accounts', 'signed anew, but true')
  const lies: Record<string, NonNullable<typeof lie>> = {
    nonce: (claims) => signed({ ...claims, nonce: 'another' }),
    audience: (claims) => signed({ ...claims, aud: 'another-client' }),
    issuer: (claims) => signed({ ...claims, iss: 'https://evil.example' }),
    expired: (claims) => signed({ ...claims, iat: 1_000, exp: 2_000 }),
    signature: (claims) => signed(claims, newSigningKey()),
    none: async (claims) => new UnsecuredJWT(claims).encode(),
  }
  for (const [name, one] of Object.entries(lies)) {
    lie = one
    const { visitor, answered } = await signIn('demo-high', { visitor: visitorOf(served, town) })
    lie = undefined
    assert.equal(answered.status, 502, name)
    assert.match(answered.text, /hat Ihre Anmeldung nicht bestätigt/)
    assert.match(answered.text, /Code zuschicken/, 'the other ways are there')
    assert.equal(visitor.jar.has('__Host-session'), false, name)
  }
})

test('Keys that the provider changed overnight are taken at once', async () => {
  key = newSigningKey()
  await start()
  assert.equal(locationOf((await signIn('demo-low')).answered), '/accounts')
})

test('Who cancels at the provider sees all ways again, with the form that waits', async () => {
  const visitor = visitorOf(served, town)
  const { answered } = await signIn('', { visitor, aim: '?next=/accounts/sessions&why=sign-in' })
  assert.equal(answered.status, 200)
  assert.match(answered.text, /abgebrochen/)
  assert.match(answered.text, /name="next" value="\/accounts\/sessions"/)
})

test('A provider that is away or broken leaves the other ways standing, and is tried anew', async () => {
  const working = answer
  const broken = `http://127.0.0.1:9`
  setDemoProviders(fresh.house, (of) => demoProvidersOf(of, broken))
  const away = await visitorOf(served, town).get('/accounts/sign-in/with/demo-id')
  assert.equal(away.status, 503)
  assert.match(away.text, /antwortet gerade nicht/)
  assert.match(away.text, /Code zuschicken/)
  setDemoProviders(fresh.house, (of) => demoProvidersOf(of, issuer))
  const begun = await visitorOf(served, town).get('/accounts/sign-in/with/demo-id')
  const visitor = visitorOf(served, town)
  const leaving = await visitor.get('/accounts/sign-in/with/demo-id')
  const back = await choose(locationOf(leaving), 'demo-low')
  answer = (_request, response) => void response.writeHead(500).end('broken')
  const failed = await visitor.get(back)
  answer = working
  assert.equal(begun.status, 302)
  assert.ok(failed.status === 503 || failed.status === 502)
  assert.equal(locationOf((await signIn('demo-low', { visitor })).answered), '/accounts')
})

test('A provider that never answers costs a person one second where the town set so', async () => {
  const working = answer
  answer = () => undefined
  setDemoProviders(fresh.house, (of) => demoProvidersOf(of, `${issuer}/slow`).map((one) => ({ ...one, waitSeconds: 1 })))
  const away = await visitorOf(served, town).get('/accounts/sign-in/with/demo-id')
  answer = working
  setDemoProviders(fresh.house, (of) => demoProvidersOf(of, issuer))
  assert.equal(away.status, 503)
  assert.match(away.text, /antwortet gerade nicht/)
})

test('A stronger proof in the middle of a session is connected only after the person says it is theirs, with a new session id', async () => {
  const visitor = visitorOf(served, town)
  await signInByCode(visitor, posts, 'stefan@example.org')
  const before = visitor.jar.get('__Host-session')
  const fresh = { sub: 'demo-substantial' }
  // Somebody else's proof first: it has an account of its own since the first test.
  const { answered: foreign } = await signIn(fresh.sub, { visitor, aim: '?why=step-up&level=substantial' })
  assert.equal(foreign.status, 409)
  assert.equal(visitor.jar.get('__Host-session'), before)
  const { answered } = await signIn('demo-company', {
    visitor,
    provider: 'demo-company',
    aim: '?why=step-up&level=substantial&next=/accounts/sessions',
  })
  assert.match(locationOf(answered), /^\/accounts\/connect\?step=/)
  const asked = await visitor.get(locationOf(answered))
  assert.match(asked.text, /Vera Vertretung/)
  const step = new URL(locationOf(answered), 'http://x').searchParams.get('step')!
  const connected = await visitor.post('/accounts/connect', { step })
  assert.equal(locationOf(connected), '/accounts/sessions')
  assert.notEqual(visitor.jar.get('__Host-session'), before)
  assert.match((await visitor.get('/accounts')).text, /Ja, mit einem geprüften Konto/)
  assert.equal((await served.request(town, '/accounts', { session: before! })).status, 303, 'the old id is worth nothing')
})

test('Staff are known or invited: a stranger with a proof of the employer gets no account', async () => {
  const { visitor, answered } = await signIn('demo-staff', { provider: 'demo-staff' })
  assert.equal(answered.status, 409)
  assert.equal(visitor.jar.has('__Host-session'), false)
})

test('Signing out ends the session here first, then offers to end it at the provider', async () => {
  const { visitor } = await signIn('demo-low')
  const out = await visitor.post('/accounts/sign-out', {})
  const page = await visitor.get(locationOf(out))
  const link = /href="(\/accounts\/signed-out\/provider\?step=[^"]+)"/.exec(page.text)?.[1] ?? ''
  const away = await visitor.get(link)
  assert.equal(away.status, 302)
  const url = new URL(locationOf(away))
  assert.equal(url.origin, issuer)
  assert.ok(url.searchParams.get('id_token_hint'))
  assert.equal((await fetch(url)).status, 200, 'the provider knows the token')
})
