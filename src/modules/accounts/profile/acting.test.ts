// Somebody who acts for another person sees and changes that person's profile only as far as the authority goes, and the person reads it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { modulesWithPost, type Post, type Visitor, visitorOf } from '../../../../test/post-room.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import { registerPerson } from '../../../kernel/people.ts'
import { openSession } from '../../../kernel/sessions.ts'

const posts: Post[] = []
const fresh = await freshHouse({ modules: await modulesWithPost(posts) })
const town = await freshTown(fresh.house)
const served = await serveFresh(fresh)

async function someone(givenName: string) {
  const at = new Date()
  const id = await registerPerson(town, { kind: 'resident', givenName, familyName: 'Muster' }, at)
  const visitor = visitorOf(served, town)
  visitor.jar.set('__Host-session', await openSession(town, id, 'basic', at))
  await visitor.post('/accounts/profile/address', { street: `${givenName}weg 1`, 'postal-code': '86150', city: 'Augsburg' })
  return { id, visitor }
}

/** `agent` now acts for `principal` in these matters. */
async function actFor(principal: Visitor, agent: Visitor, ...matters: string[]): Promise<void> {
  const given = await principal.post('/accounts/acting/power', { days: '30', matter: matters[0] ?? '' })
  const code = /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec(given.text)?.[0] ?? ''
  assert.equal((await agent.post('/accounts/acting/code', { code })).status, 303)
  const { text } = await agent.get('/accounts/acting')
  const authority = /name="authority" value="([^"]+)"/.exec(text)?.[1] ?? ''
  assert.equal((await agent.post('/accounts/acting/start', { authority })).status, 303)
}

test('With a power for the profile the agent changes the address of the person, who reads that it was done for them', async () => {
  const [paula, ada] = [await someone('Paula'), await someone('Ada')]
  await actFor(paula.visitor, ada.visitor, 'accounts.profile')
  assert.match((await ada.visitor.get('/accounts/profile')).text, /Paulaweg 1/)
  const typed = { street: 'Neue Straße 7', 'postal-code': '86150', city: 'Augsburg' }
  assert.equal((await ada.visitor.post('/accounts/profile/address', typed)).status, 303)
  assert.match((await paula.visitor.get('/accounts/profile')).text, /Neue Straße 7/)
  assert.match((await paula.visitor.get('/accounts/acting')).text, /Angaben im Profil geändert: Adresse/)
  await ada.visitor.post('/accounts/acting/stop', {})
  assert.match((await ada.visitor.get('/accounts/profile')).text, /Adaweg 1/, 'the own profile is as it was')
})

test('A power for something else opens neither profile nor consents, and the page says how to go on for oneself', async () => {
  const [paula, ada] = [await someone('Petra'), await someone('Anton')]
  await actFor(paula.visitor, ada.visitor, 'accounts.consents')
  const refused = await ada.visitor.get('/accounts/profile')
  assert.equal(refused.status, 403)
  assert.match(refused.text, /Wieder für mich selbst handeln/)
  const typed = { street: 'Diebesgasse 1', 'postal-code': '86150', city: 'Augsburg' }
  assert.equal((await ada.visitor.post('/accounts/profile/address', typed)).status, 403)
  assert.equal((await ada.visitor.get('/accounts/consents')).status, 200)
  assert.doesNotMatch((await paula.visitor.get('/accounts/profile')).text, /Diebesgasse/)
})

test('What belongs to each person alone stays closed to everybody who acts for them', async () => {
  const [paula, ada] = [await someone('Pia'), await someone('Alex')]
  await actFor(paula.visitor, ada.visitor)
  for (const path of [
    '/accounts/data',
    '/accounts/data.json',
    '/accounts/data/correction',
    '/accounts/profile/mail',
    '/accounts/erase',
  ])
    assert.equal((await ada.visitor.get(path)).status, 403, path)
  assert.equal((await ada.visitor.post('/accounts/profile/mail', { mail: 'dieb@example.org' })).status, 403)
  assert.equal((await ada.visitor.post('/accounts/erase', { sure: 'yes' })).status, 403)
  assert.equal((await paula.visitor.get('/accounts/data')).status, 200)
})

test('An authority that was revoked a moment ago opens nothing any more', async () => {
  const [paula, ada] = [await someone('Polly'), await someone('Arno')]
  await actFor(paula.visitor, ada.visitor, 'accounts.profile')
  const { text } = await paula.visitor.get('/accounts/acting')
  const authority = /name="authority" value="([^"]+)"/.exec(text)?.[1] ?? ''
  assert.equal((await paula.visitor.post('/accounts/acting/revoke', { authority })).status, 303)
  const after = await ada.visitor.get('/accounts/profile')
  assert.doesNotMatch(after.text, /Pollyweg/)
})
