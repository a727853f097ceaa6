// Passkeys through the front door, with an authenticator of software that can also lie.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { createPasskey, type Passkey, usePasskey } from '../../../../test/passkey.ts'
import { locationOf, modulesWithPost, type Post, signInByCode, type Visitor, visitorOf } from '../../../../test/post-room.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import type { Town } from '../../../kernel/town.ts'

const posts: Post[] = []
const fresh = await freshHouse({ modules: await modulesWithPost(posts) })
const augsburg = await freshTown(fresh.house, { key: 'augsburg' })
const nuernberg = await freshTown(fresh.house, { key: 'nuernberg' })
const served = await serveFresh(fresh)

const optionsFrom = async (visitor: Visitor, path: string, fields: Record<string, string> = {}) => {
  const answered = await visitor.post(path, fields)
  assert.equal(answered.status, 200, answered.text)
  return JSON.parse(answered.text) as {
    step: string
    options: Parameters<typeof createPasskey>[0] & Parameters<typeof usePasskey>[1]
  }
}

async function openAccount(town: Town): Promise<{ visitor: Visitor; passkey: Passkey }> {
  const visitor = visitorOf(served, town)
  const { step, options } = await optionsFrom(visitor, '/accounts/sign-in/new-passkey/options')
  const { passkey, response } = createPasskey(options, town.origin)
  const opened = await visitor.post('/accounts/sign-in/new-passkey', { step, response })
  assert.equal(locationOf(opened), '/accounts', opened.text)
  return { visitor, passkey }
}

async function signIn(town: Town, passkey: Passkey, lies: Parameters<typeof usePasskey>[3] = {}) {
  const visitor = visitorOf(served, town)
  const { step, options } = await optionsFrom(visitor, '/accounts/sign-in/passkey/options')
  const response = usePasskey(passkey, options, lies.origin ?? town.origin, lies)
  return { visitor, step, response, answered: await visitor.post('/accounts/sign-in/passkey', { step, response }) }
}

test('A first visit opens an account with a passkey alone, and the passkey signs in again on another device', async () => {
  const { visitor, passkey } = await openAccount(augsburg)
  assert.match((await visitor.get('/accounts')).text, /Passkey/)
  const { visitor: later, answered } = await signIn(augsburg, passkey)
  assert.equal(locationOf(answered), '/accounts')
  assert.match((await later.get('/accounts/sessions')).text, /Alle anderen Geräte abmelden/)
})

test('The same passkey opens nothing in another town', async () => {
  const { passkey } = await openAccount(augsburg)
  const { answered } = await signIn(nuernberg, passkey, { rpId: passkey.rpId })
  assert.equal(answered.status, 422)
  const { answered: honest } = await signIn(nuernberg, passkey)
  assert.equal(honest.status, 422)
})

test('An answer for another origin, another challenge, without user verification or with an old counter is refused', async () => {
  const { passkey } = await openAccount(augsburg)
  const lies = [
    { origin: 'https://evil.example' },
    { rpId: 'evil.example' },
    { challenge: 'AAAAAAAAAAAAAAAAAAAAAA' },
    { userVerified: false },
    { type: 'webauthn.create' },
  ]
  for (const lie of lies) assert.equal((await signIn(augsburg, passkey, lie)).answered.status, 422, JSON.stringify(lie))
  assert.equal((await signIn(augsburg, passkey)).answered.status, 429, 'and who goes on waits')
})

test('A copy of a passkey that counts from below is refused', async () => {
  const { passkey } = await openAccount(augsburg)
  assert.equal((await signIn(augsburg, passkey)).answered.status, 303)
  assert.equal((await signIn(augsburg, passkey, { counter: 1 })).answered.status, 422, 'a copy of the key counts from below')
})

test('A challenge is of use once, and only in the browser that asked for it', async () => {
  const { passkey } = await openAccount(augsburg)
  const { visitor, step, response } = await signIn(augsburg, passkey)
  assert.equal((await visitor.post('/accounts/sign-in/passkey', { step, response, why: 'again' })).status, 422)
  const thief = visitorOf(served, augsburg)
  const { step: other, options } = await optionsFrom(visitor, '/accounts/sign-in/passkey/options')
  const stolen = usePasskey(passkey, options, augsburg.origin)
  assert.equal((await thief.post('/accounts/sign-in/passkey', { step: other, response: stolen })).status, 422)
})

test('A passkey can be added by the signed-in person, and the last way goes only with a warning', async () => {
  const visitor = visitorOf(served, augsburg)
  await signInByCode(visitor, posts, 'ada@example.org')
  const { step, options } = await optionsFrom(visitor, '/accounts/ways/passkey/options')
  const { passkey, response } = createPasskey(options, augsburg.origin)
  const before = visitor.jar.get('__Host-session')
  assert.equal(locationOf(await visitor.post('/accounts/ways/passkey', { step, response })), '/accounts/ways?done=added')
  assert.notEqual(visitor.jar.get('__Host-session'), before, 'a second factor is a new session')
  assert.equal((await signIn(augsburg, passkey)).answered.status, 303)
  const ids = [...(await visitor.get('/accounts/ways')).text.matchAll(/remove\?way=([0-9a-f-]+)/g)].map(([, id]) => id!)
  assert.equal(ids.length, 2)
  assert.equal((await visitor.post('/accounts/ways/remove', { way: ids[0]! })).status, 303)
  const last = await visitor.post('/accounts/ways/remove', { way: ids[1]! })
  assert.equal(last.status, 422)
  assert.match(last.text, /einziger Anmeldeweg/)
  assert.equal((await visitor.post('/accounts/ways/remove', { way: ids[1]!, sure: 'yes' })).status, 303)
  assert.equal((await signIn(augsburg, passkey)).answered.status, 422)
})

test('A challenge for a person who is there already opens no second account, signed out or with an invitation', async () => {
  const { visitor } = await openAccount(augsburg)
  const { step, options } = await optionsFrom(visitor, '/accounts/ways/passkey/options')
  visitor.jar.delete('__Host-session')
  const { response } = createPasskey(options, augsburg.origin)
  const answered = await visitor.post('/accounts/sign-in/new-passkey', { step, response })
  assert.equal(answered.status, 422, answered.text.slice(0, 300))
  assert.equal((await visitor.get('/accounts')).status, 303, 'and nobody is signed in')
})

test('Who registers a passkey under the id of somebody else is not signed in as them, and takes nothing over', async () => {
  const { passkey } = await openAccount(augsburg)
  const thief = visitorOf(served, augsburg)
  const { step, options } = await optionsFrom(thief, '/accounts/sign-in/new-passkey/options')
  const { response } = createPasskey(options, augsburg.origin, { id: passkey.id })
  assert.equal((await thief.post('/accounts/sign-in/new-passkey', { step, response })).status, 422)
  assert.equal((await thief.get('/accounts')).status, 303, 'nobody is signed in')
  assert.equal((await signIn(augsburg, passkey)).answered.status, 303, 'the owner still gets in')
})
