// Who left the town's service may come back as anybody else does; what no register can store is refused, not a fault.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { locationOf, modulesWithPost, type Post, signInByCode, visitorOf } from '../../../../test/post-room.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import { leaveTown } from '../../../kernel/people.ts'
import { findSignedIn } from '../../../kernel/sessions.ts'

const posts: Post[] = []
const fresh = await freshHouse({ modules: await modulesWithPost(posts) })
const town = await freshTown(fresh.house, { key: 'augsburg' })
const served = await serveFresh(fresh)

test('Somebody who left the town opens a new account with the same mail address and gets nothing of the old one', async () => {
  const before = visitorOf(served, town)
  assert.equal((await signInByCode(before, posts, 'ada@example.org')).status, 303)
  const old = (await findSignedIn(town, before.jar.get('__Host-session')!, new Date()))!.personId
  await leaveTown(town, old, new Date())
  const after = visitorOf(served, town)
  assert.equal((await signInByCode(after, posts, 'ada@example.org')).status, 303)
  const anew = (await findSignedIn(town, after.jar.get('__Host-session')!, new Date()))!.personId
  assert.notEqual(anew, old)
})

test('A character that the database cannot store is no fault of the server', async () => {
  const visitor = visitorOf(served, town)
  await signInByCode(visitor, posts, 'nul@example.org')
  const asked = await visitor.post('/accounts/data/correction', { wish: 'Mein\0Name' })
  assert.equal(asked.status, 303, asked.text.slice(0, 300))
  assert.match(locationOf(asked), /done=correction/)
})
