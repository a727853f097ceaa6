// Break-ins that happened to comparable software, tried on this house: each is named by its number in the list of cases.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { OutgoingHttpHeaders } from 'node:http'
import { mock, test } from 'node:test'
import type { AcceptInvitation, Invitation, InvitationOf } from '../../src/contracts/invitations.ts'
import { createLog } from '../../src/kernel/log.ts'
import { type Module, offer } from '../../src/kernel/module.ts'
import { registerPerson } from '../../src/kernel/people.ts'
import { openSession } from '../../src/kernel/sessions.ts'
import { freshHouse, freshTown } from '../fresh-town.ts'
import { sharedFile, sharedSkip } from '../ground.ts'
import { createPasskey, usePasskey } from '../passkey.ts'
import { codeIn, locationOf, modulesWithPost, type Post, signInByCode, type Visitor, visitorOf } from '../post-room.ts'
import { serveFresh } from '../serve-town.ts'

const posts: Post[] = []
const invited = new Map<string, Invitation>()
const inviting: Module = {
  name: 'inviting',
  officialName: 'Einladungen',
  folder: '',
  offers: [
    offer<InvitationOf>('invitation-of', 1, async (town, { token, now }) => {
      const found = invited.get(`${town.key} ${token}`)
      return found && found.expiresAt > now ? found : { state: 'gone' }
    }),
    offer<AcceptInvitation>('accept-invitation', 1, async (town, { token, person, now }) => {
      const found = invited.get(`${town.key} ${token}`)
      if (!found || found.person !== person || found.expiresAt <= now) return 'gone'
      invited.delete(`${town.key} ${token}`)
      return 'accepted'
    }),
  ],
}
const others = (await modulesWithPost(posts)).filter(
  ({ offers = [] }) => !offers.some(({ contract }) => contract === 'invitation-of'),
)
const logged: string[] = []
const log = createLog('debug', (line) => void logged.push(line))
const fresh = await freshHouse({ modules: [...others, inviting], log })
const org1 = await freshTown(fresh.house, { key: 'augsburg' })
const org2 = await freshTown(fresh.house, { key: 'nuernberg' })
const served = await serveFresh(fresh, { trustedProxies: ['127.0.0.0/8'] })

let addresses = 0
/** Each visitor from an address of their own, so that no case slows another down. */
const somebody = (town = org1): Visitor => visitorOf(served, town, `198.51.100.${++addresses}`)
const signedIn = async (mail: string, town = org1): Promise<Visitor> => {
  const visitor = somebody(town)
  assert.equal((await signInByCode(visitor, posts, mail)).status, 303)
  return visitor
}
const sessionOf = (visitor: Visitor): string => visitor.jar.get('__Host-session')!
const opens = async (session: string | undefined, town = org1): Promise<boolean> =>
  session !== undefined && (await served.request(town, '/accounts', { session })).status === 200
const options = async (visitor: Visitor, path: string, fields: Record<string, string> = {}) =>
  JSON.parse((await visitor.post(path, fields)).text) as {
    step: string
    options: Parameters<typeof createPasskey>[0] & Parameters<typeof usePasskey>[1]
  }
const waysOf = async (visitor: Visitor): Promise<number> =>
  [...(await visitor.get('/accounts/ways')).text.matchAll(/remove\?way=/g)].length
const invite = async (token: string, lastsMs: number): Promise<string> => {
  const now = new Date()
  const person = await registerPerson(org1, { kind: 'staff', givenName: 'Ina', familyName: 'Neu' }, now)
  const expiresAt = new Date(now.getTime() + lastsMs)
  invited.set(`${org1.key} ${token}`, {
    state: 'open',
    id: person,
    person,
    mail: 'ina@example.org',
    purpose: 'member',
    expiresAt,
  })
  return person
}

const cases: Record<number, () => Promise<void>> = {
  3: async () => {
    const victim = await signedIn('opfer3@example.org')
    const attacker = somebody()
    const { step, options: asked } = await options(attacker, '/accounts/sign-in/new-passkey/options')
    const { response } = createPasskey(asked, org1.origin)
    const answered = await attacker.post('/accounts/ways/passkey', { step, response, userId: 'victim', person: 'victim' })
    assert.match(locationOf(answered), /sign-in/)
    assert.equal(await waysOf(victim), 1)
    // A challenge made for a new account adds nothing to a signed-in one either.
    const { step: other, options: again } = await options(victim, '/accounts/sign-in/new-passkey/options')
    await victim.post('/accounts/ways/passkey', { step: other, response: createPasskey(again, org1.origin).response })
    assert.equal(await waysOf(victim), 1)
  },
  4: async () => {
    const answered = await somebody().post('/accounts/ways/passkey/options', { userId: 'victim' })
    assert.match(locationOf(answered), /^\/accounts\/sign-in\?/)
  },
  8: async () => {
    const owner = somebody()
    const { step, options: asked } = await options(owner, '/accounts/sign-in/new-passkey/options')
    const { passkey, response } = createPasskey(asked, org1.origin)
    await owner.post('/accounts/sign-in/new-passkey', { step, response })
    const thief = somebody()
    const statuses: number[] = []
    for (let at = 0; at < 12; at++) {
      const begun = await options(thief, '/accounts/sign-in/passkey/options')
      const forged = usePasskey(passkey, begun.options, 'https://evil.example')
      statuses.push((await thief.post('/accounts/sign-in/passkey', { step: begun.step, response: forged })).status)
    }
    assert.ok(statuses.includes(429), statuses.join())
    const codes: number[] = []
    for (let at = 0; at < 60; at++)
      codes.push((await thief.post('/accounts/sign-in/code/confirm', { step: 'none', code: '00000000' })).status)
    assert.ok(codes.includes(429), 'the other path counts for the same address')
  },
  9: async () => {
    const visitor = await signedIn('neun@example.org')
    const copied = sessionOf(visitor)
    assert.equal(await opens(copied), true)
    await visitor.post('/accounts/sign-out', {})
    assert.equal(await opens(copied), false)
    const another = await signedIn('neun@example.org')
    const kept = sessionOf(another)
    assert.equal((await another.get('/accounts/sign-out')).status, 200)
    assert.equal(await opens(kept), true, 'a link alone signs nobody out')
  },
  15: async () => {
    const thief = somebody()
    for (let at = 0; at < 9; at++) {
      const asked = await thief.post('/accounts/sign-in/code', { mail: 'beide15@example.org' })
      const step = new URL(locationOf(asked), 'http://x').searchParams.get('step') ?? ''
      await thief.post('/accounts/sign-in/code/confirm', { step, code: '00000000' })
    }
    assert.equal((await thief.post('/accounts/sign-in/code', { mail: 'beide15@example.org' })).status, 429)
    const there = visitorOf(served, org2, `198.51.100.${addresses}`)
    assert.equal((await signInByCode(there, posts, 'beide15@example.org')).status, 303)
  },
  18: async () => {
    const here = await signedIn('achtzehn@example.org')
    assert.equal(await opens(sessionOf(here), org1), true)
    assert.equal(await opens(sessionOf(here), org2), false)
  },
  35: async () => {
    const token = 'einladung-die-abgelaufen-ist'
    await invite(token, 1_000)
    mock.timers.enable({ apis: ['Date'], now: Date.now() + 2_000 })
    const late = await somebody().get(`/accounts/invitation?token=${token}`)
    const code = await somebody().post('/accounts/invitation/code', { invitation: token, givenName: 'Ina', familyName: 'Neu' })
    mock.timers.reset()
    assert.deepEqual([late.status, code.status], [410, 410])
  },
  36: async () => {
    for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', '/%09/evil.example/..//evil.example']) {
      const answered = await signInByCode(somebody(), posts, 'ziel36@example.org', { next })
      assert.equal(new URL(locationOf(answered), org1.origin).origin, org1.origin, next)
    }
  },
  37: async () => {
    const visitor = await signedIn('siebenunddreissig@example.org')
    const foreign: OutgoingHttpHeaders[] = [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]
    for (const path of [
      '/accounts/sign-out',
      '/accounts/sessions/end-others',
      '/accounts/ways/remove',
      '/accounts/stay',
      '/accounts/connect',
    ])
      for (const headers of foreign) assert.equal((await visitor.post(path, {}, { headers })).status, 403, path)
    const headers = { origin: 'https://evil.example', cookie: `__Host-session=${sessionOf(visitor)}` }
    assert.equal((await served.request(org1, '/accounts/sign-out', { method: 'POST', headers, body: '' })).status, 403)
    assert.equal(await opens(sessionOf(visitor)), true)
  },
  40: async () => {
    const visitor = await signedIn('vierzig@example.org')
    await somebody().post('/accounts/sign-out', {})
    await somebody().get('/accounts/sign-out')
    const answered = await visitor.post('/accounts/sign-out', {}, { headers: { 'sec-fetch-site': 'cross-site' } })
    assert.equal(answered.status, 403)
  },
  42: async () => {
    const person = await registerPerson(org1, { kind: 'resident', givenName: 'Eva', familyName: 'Fremd' }, new Date())
    const planted = await openSession(org1, person, 'basic', new Date())
    const victim = somebody()
    victim.jar.set('__Host-session', 'x'.repeat(43))
    await signInByCode(victim, posts, 'opfer42@example.org')
    assert.notEqual(sessionOf(victim), 'x'.repeat(43))
    assert.equal(await opens('x'.repeat(43)), false)
    const again = somebody()
    await signInByCode(again, posts, 'opfer42@example.org')
    const before = sessionOf(again)
    await signInByCode(again, posts, 'opfer42@example.org', { why: 'again' })
    assert.notEqual(sessionOf(again), before)
    assert.equal(await opens(before), false, 'the session before the proof ended with it')
    assert.equal(await opens(planted), true)
  },
  47: async () => {
    logged.length = 0
    const asked = await somebody().post('/accounts/sign-in/code', { mail: 'a@example.org\r\nlevel=error admin=true' })
    assert.equal(asked.status, 422)
    assert.equal((await somebody().get('/accounts/sign-in/with/%0d%0aadmin')).status, 404)
    assert.equal(
      logged.some((line) => line.includes('admin=true') || /[\r\n]./.test(line)),
      false,
    )
    assert.equal(
      posts.some(({ to }) => 'address' in to && /[\r\n]/.test(to.address)),
      false,
    )
  },
  57: async () => {
    const visitor = await signedIn('siebenundfuenfzig@example.org')
    const tab = sessionOf(visitor)
    const { step, options: asked } = await options(visitor, '/accounts/ways/passkey/options')
    const browser = visitor.jar.get('__Host-browser')!
    await visitor.post('/accounts/sign-out', {})
    visitor.jar.set('__Host-session', tab)
    visitor.jar.set('__Host-browser', browser)
    const answered = await visitor.post('/accounts/ways/passkey', { step, response: createPasskey(asked, org1.origin).response })
    assert.match(locationOf(answered), /sign-in/)
    const back = await signedIn('siebenundfuenfzig@example.org')
    assert.equal(await waysOf(back), 1)
  },
  60: async () => {
    const token = 'einladung-noch-nicht-angenommen'
    const person = await invite(token, 60_000)
    const visitor = somebody()
    assert.equal((await visitor.get(`/accounts/invitation?token=${token}`)).status, 200)
    assert.equal(visitor.jar.has('__Host-session'), false, 'opening the link gives nothing')
    const names = { givenName: 'Ina', familyName: 'Neu', invitation: token }
    const { step, options: asked } = await options(visitor, '/accounts/sign-in/new-passkey/options', names)
    const { response } = createPasskey(asked, org1.origin)
    const twice = { ...names, step, response }
    const [one, two] = await Promise.all([
      visitor.post('/accounts/sign-in/new-passkey', twice),
      visitor.post('/accounts/sign-in/new-passkey', twice),
    ])
    const entered = [one, two].filter(({ headers }) => headers['set-cookie']?.some((line) => line.startsWith('__Host-session=')))
    assert.equal(entered.length, 1, 'of two who use it at once, one gets in')
    assert.equal(invited.has(`${org1.key} ${token}`), false)
    assert.ok(person)
  },
  61: async () => {
    // Nothing links by a mail address: a second way is found by itself alone, or is asked for in a fresh session.
    const victim = await signedIn('opfer61@example.org')
    const attacker = somebody()
    const { step, options: asked } = await options(attacker, '/accounts/sign-in/new-passkey/options', {
      mail: 'opfer61@example.org',
      email: 'opfer61@example.org',
    })
    const { response } = createPasskey(asked, org1.origin)
    await attacker.post('/accounts/sign-in/new-passkey', { step, response, mail: 'opfer61@example.org' })
    assert.doesNotMatch((await attacker.get('/accounts/ways')).text, /opfer61/)
    assert.equal(await waysOf(victim), 1)
  },
  63: async () => {
    const victim = 'opfer63@example.org'
    const thief = somebody()
    const asked = await thief.post('/accounts/sign-in/code', { mail: victim, to: 'dieb@example.org', cc: 'dieb@example.org' })
    assert.deepEqual(posts.at(-1)?.to, { address: victim, language: 'de' })
    assert.doesNotMatch(JSON.stringify(posts.at(-1)), /dieb|http/, 'no link that could be forwarded or followed')
    const step = new URL(locationOf(asked), 'http://x').searchParams.get('step')!
    const reader = somebody()
    assert.equal((await reader.post('/accounts/sign-in/code/confirm', { step, code: codeIn(posts) })).status, 422)
  },
  64: async () => {
    await signedIn('opfer64@example.org')
    const thief = somebody()
    const asked = await thief.post('/accounts/sign-in/code', { mail: 'opfer64@example.org', phone: '0800', name: 'Dieb' })
    const shown = await thief.get(locationOf(asked))
    assert.doesNotMatch(shown.text, /opfer64|0800|Dieb/)
    assert.equal(thief.jar.has('__Host-session'), false)
  },
}

const titles = sharedSkip
  ? new Map<number, string>()
  : new Map(
      [
        ...readFileSync(sharedFile('data/trust/vulnerability-cases.csv'), 'utf8').matchAll(/^(\d+),([^,]+),([^,]+),([^,]+),/gm),
      ].map(([, number, id, system, kind]) => [Number(number), `${id} ${system}: ${kind}`]),
    )

for (const [number, prove] of Object.entries(cases))
  test(`Case ${number}: ${titles.get(Number(number)) ?? ''}`, { skip: sharedSkip }, async () => {
    assert.ok(titles.has(Number(number)), 'the number is in the list')
    await prove()
  })
