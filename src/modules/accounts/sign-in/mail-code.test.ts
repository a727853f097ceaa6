// Signing in by a code from a mail, through the front door.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { codeIn, locationOf, modulesWithPost, type Post, signInByCode, visitorOf } from '../../../../test/post-room.ts'
import { serveFresh } from '../../../../test/serve-town.ts'

const posts: Post[] = []
const fresh = await freshHouse({ modules: await modulesWithPost(posts) })
const town = await freshTown(fresh.house, { key: 'augsburg' })
const served = await serveFresh(fresh)

test('Who types the code from the mail has an account and is signed in', async () => {
  const ada = visitorOf(served, town)
  const asked = await ada.post('/accounts/sign-in/code', { mail: 'Ada@Example.org' })
  assert.equal(asked.status, 303)
  assert.match(codeIn(posts), /^\d{4} \d{4}$/)
  const form = await ada.get(locationOf(asked))
  assert.match(form.text, /autocomplete="one-time-code"/)
  const step = new URL(locationOf(asked), 'http://x').searchParams.get('step')!
  const wrong = await ada.post('/accounts/sign-in/code/confirm', { step, code: '0000 0000' })
  assert.equal(wrong.status, 422)
  assert.match(wrong.text, /Sie haben noch 4 Versuche/)
  const right = await ada.post('/accounts/sign-in/code/confirm', { step, code: codeIn(posts) })
  assert.equal(right.status, 303)
  assert.equal(locationOf(right), '/accounts')
  const account = await ada.get('/accounts')
  assert.equal(account.status, 200)
  assert.match(account.text, /Mein Konto/)
  assert.match((await ada.get('/accounts/sessions')).text, /Firefox, Linux/)
})

test('Signing out ends the session on the server; the old cookie opens nothing', async () => {
  const visitor = visitorOf(served, town)
  await signInByCode(visitor, posts, 'emil@example.org')
  const old = visitor.jar.get('__Host-session')!
  const out = await visitor.post('/accounts/sign-out', {})
  assert.equal(locationOf(out), '/accounts/signed-out')
  assert.equal(visitor.jar.has('__Host-session'), false)
  const replayed = await served.request(town, '/accounts', { session: old })
  assert.equal(replayed.status, 303)
  assert.match(locationOf(replayed), /^\/accounts\/sign-in\?/)
})
