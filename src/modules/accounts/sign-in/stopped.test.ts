// Forms sent to closed addresses by people who are not signed in are kept within bounds, and who is refused is told so.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { locationOf, modulesWithPost, type Post, signInByCode, visitorOf } from '../../../../test/post-room.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import type { SignInTables } from './tables.ts'

const posts: Post[] = []
const fresh = await freshHouse({ modules: await modulesWithPost(posts) })
const served = await serveFresh(fresh, { trustedProxies: ['127.0.0.1'] })

const closed = '/accounts/data/correction'
const sendTo = async (town: Town, wish: string, address = '198.51.100.7') => {
  const visitor = visitorOf(served, town, address)
  const stopped = await visitor.post(closed, { wish })
  assert.equal(stopped.status, 303, stopped.text.slice(0, 200))
  return { visitor, to: new URL(locationOf(stopped), 'http://town') }
}
const waitingIn = (town: Town) =>
  town.read((db: ReadDb<SignInTables>) =>
    db.selectFrom('accounts.step').select(['created_at', 'expires_at']).where('kind', '=', 'stopped').execute(),
  )

test('What somebody typed before signing in waits two hours for them, and comes back', async () => {
  const town = await freshTown(fresh.house)
  const { visitor, to } = await sendTo(town, 'Bitte meinen Namen richtig schreiben')
  const kept = to.searchParams.get('kept') ?? ''
  const [row] = await waitingIn(town)
  assert.equal(row!.expires_at.getTime() - row!.created_at.getTime(), 2 * 3_600_000)
  const signedIn = await signInByCode(visitor, posts, 'ada@example.org', { kept })
  assert.match((await visitor.get(locationOf(signedIn))).text, /Bitte meinen Namen richtig schreiben/)
})

test('A form of a size that no page of ours asks for is not kept, and the page says so', async () => {
  const town = await freshTown(fresh.house)
  const { visitor, to } = await sendTo(town, 'x'.repeat(110_000))
  assert.equal(to.searchParams.get('kept'), null)
  assert.match((await visitor.get(to.pathname + to.search)).text, /konnten wir nicht aufheben/)
  assert.equal((await waitingIn(town)).length, 0)
})

test('One address fills no table: after thirty forms it waits, and another address does not', async () => {
  const town = await freshTown(fresh.house)
  const kept: boolean[] = []
  for (let sent = 0; sent < 36; sent += 1) kept.push((await sendTo(town, `Wunsch ${sent}`)).to.searchParams.has('kept'))
  assert.deepEqual(kept.slice(0, 30), Array(30).fill(true))
  assert.ok((await waitingIn(town)).length < 36, 'not all of them')
  assert.ok((await sendTo(town, 'Wunsch', '203.0.113.9')).to.searchParams.has('kept'), 'another address')
})

test('A town keeps two thousand anonymous forms at a time; somebody who is signed in still has theirs kept', async () => {
  const town = await freshTown(fresh.house)
  const other = await freshTown(fresh.house)
  const now = new Date()
  await town.write((db: WriteDb<SignInTables>) =>
    sql`INSERT INTO accounts.step (id, kind, browser, sealed, created_at, expires_at)
      SELECT gen_random_uuid(), 'stopped', '', '', ${now}, ${new Date(now.getTime() + 3_600_000)} FROM generate_series(1, 2000)`.execute(
      db,
    ),
  )
  assert.equal((await sendTo(town, 'einer zu viel')).to.searchParams.get('lost'), 'yes')
  assert.ok((await sendTo(other, 'woanders')).to.searchParams.has('kept'), 'another town has room')
  const known = await fresh.house.ask(town, 'sign-in-first', {
    language: 'de',
    path: closed,
    why: 'step-up',
    level: 'substantial',
    form: 'wish=x',
    now,
  })
  assert.match((known as { url: string }).url, /kept=/)
})
