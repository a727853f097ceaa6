// What happened is told to everyone who listens: after commit, in order, at least once, and never lost.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { freshHouse, freshTown } from '../../test/fresh-town.ts'
import { dispatch, startDispatcher } from './dispatcher.ts'
import type { House } from './house.ts'
import type { Module } from './module.ts'
import { channel, readNotice, tell } from './outbox.ts'
import type { Town } from './town.ts'

/** A room that writes down what it hears; `refuse` makes it fail. */
function listener(name: string) {
  const heard: string[] = []
  const state: { refuse: (what: string) => boolean } = { refuse: () => false }
  const module: Module = {
    name,
    officialName: name,
    folder: '',
    hears: [
      {
        type: 'sample.changed.v1',
        receive: async (town, { payload }) => {
          const what = `${town.key} ${String(payload.what)}`
          if (state.refuse(what)) throw new Error('not today')
          heard.push(what)
        },
      },
    ],
  }
  return { module, heard, state }
}

const say = (town: Town, ...what: string[]): Promise<void> =>
  town.write(async (db) => {
    for (const one of what)
      await tell(db, { type: 'sample.changed.v1', subjects: [`sample.thing/${one}`], payload: { what: one } })
  })

async function houseWith(...modules: Module[]): Promise<{ house: House; town: Town; another: () => Promise<House> }> {
  const fresh = await freshHouse({ modules })
  return { house: fresh.house, town: await freshTown(fresh.house, { key: 'a' }), another: fresh.another }
}

/** Transactions of other test files run in the same cluster and may hold an event back for a moment. */
async function hear(house: House, town: Town, module: Module): Promise<number> {
  let heard = 0
  for (let look = 0; look < 5_000; look += 1) {
    const { handed, waits } = await dispatch(house, town, module)
    heard += handed
    if (!waits) break
  }
  return heard
}

test('Every receiver hears everything once, in the order in which it was told, and only of its town', async () => {
  const [first, second] = [listener('first'), listener('second')]
  const { house, town } = await houseWith(first.module, second.module)
  const other = await freshTown(house, { key: 'b' })
  await say(town, '1', '2')
  await say(other, '9')
  await say(town, '3')
  assert.equal(await hear(house, town, first.module), 3)
  assert.equal(await hear(house, town, first.module), 0)
  assert.equal(await hear(house, town, second.module), 3)
  assert.deepEqual(first.heard, ['a 1', 'a 2', 'a 3'])
  assert.deepEqual(second.heard, first.heard)
})

test('What a rolled-back transaction told is never heard', async () => {
  const { module, heard } = listener('first')
  const { house, town } = await houseWith(module)
  const failing = town.write(async (db) => {
    await tell(db, { type: 'sample.changed.v1', subjects: ['sample.thing/1'], payload: { what: 'never' } })
    throw new Error('the clerk changed her mind')
  })
  await assert.rejects(failing, /changed her mind/)
  assert.equal(await hear(house, town, module), 0)
  assert.deepEqual(heard, [])
})

test('A receiver that failed gets the same event again before any later one; the others do not wait', async () => {
  const [first, second] = [listener('first'), listener('second')]
  const { house, town } = await houseWith(first.module, second.module)
  await say(town, '1', '2', '3')
  first.state.refuse = (what) => what === 'a 2'
  assert.equal(await hear(house, town, first.module), 1)
  assert.equal(await hear(house, town, first.module), 0)
  assert.equal(await hear(house, town, second.module), 3)
  const late = await house.platform.read((db) =>
    db.selectFrom('kernel.dispatch').select(['failures', 'last_error', 'retry_at']).where('receiver', '=', 'first').execute(),
  )
  assert.equal(late[0]?.failures, 2)
  assert.match(late[0]?.last_error ?? '', /not today/)
  assert.ok(late[0]?.retry_at instanceof Date)
  first.state.refuse = () => false
  assert.equal(await hear(house, town, first.module), 2)
  assert.deepEqual(first.heard, ['a 1', 'a 2', 'a 3'])
})

test('Two dispatchers at once hand every event on exactly once and skip none', async () => {
  const { module, heard } = listener('first')
  const { house, town, another } = await houseWith(module)
  const second = await another()
  for (let index = 0; index < 30; index += 1) await say(town, String(index))
  const twin = second.towns.byKey('a')!
  await Promise.all([0, 1, 2, 3].map((index) => hear(index % 2 ? house : second, index % 2 ? town : twin, module)))
  assert.deepEqual(
    heard,
    Array.from({ length: 30 }, (_, index) => `a ${index}`),
  )
})

test('An event of a transaction that began early and commits late is not lost', async () => {
  const { module, heard } = listener('first')
  const { house, town } = await houseWith(module)
  let commit: () => void = () => undefined
  let told: () => void = () => undefined
  const hasTold = new Promise<void>((resolve) => {
    told = resolve
  })
  const slow = town.write(async (db) => {
    await tell(db, { type: 'sample.changed.v1', subjects: ['sample.thing/early'], payload: { what: 'early' } })
    told()
    await new Promise<void>((resolve) => {
      commit = resolve
    })
  })
  await hasTold
  await say(town, 'late')
  await dispatch(house, town, module)
  assert.deepEqual(heard, [], 'nothing overtakes an open transaction')
  commit()
  await slow
  assert.equal(await hear(house, town, module), 2)
  assert.deepEqual(heard, ['a early', 'a late'])
})

test('The running dispatcher hands on news and catches up on what it missed', async () => {
  const { module, heard } = listener('first')
  const { house, town } = await houseWith(module)
  await say(town, 'missed')
  const dispatcher = startDispatcher(house)
  const hearUntil = async (count: number): Promise<void> => {
    for (let look = 0; look < 5_000 && heard.length < count; look += 1) {
      dispatcher.sweep()
      await dispatcher.idle()
    }
  }
  await hearUntil(1)
  assert.deepEqual(heard, ['a missed'])
  for (let index = 0; index < 120; index += 1) await say(town, String(index))
  await hearUntil(121)
  assert.equal(heard.length, 121, 'more than one batch')
  await dispatcher.stop()
  await say(town, 'after the end')
  dispatcher.news(town.id)
  await dispatcher.idle()
  assert.equal(heard.length, 121)
})

test('An event that another town’s long work holds back is handed on when that ends, without any further news', async () => {
  const { module, heard } = listener('first')
  const { house, town } = await houseWith(module)
  const other = await freshTown(house, { key: 'b' })
  let end: () => void = () => undefined
  let begun: () => void = () => undefined
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve
  })
  const long = other.write(async (db) => {
    await sql`SELECT pg_current_xact_id()`.execute(db)
    begun()
    await new Promise<void>((resolve) => {
      end = resolve
    })
  })
  await hasBegun
  await say(town, 'held back')
  const dispatcher = startDispatcher(house, 10)
  dispatcher.news(town.id)
  await dispatcher.idle()
  assert.deepEqual(heard, [])
  end()
  await long
  for (let look = 0; look < 5_000 && heard.length === 0; look += 1) await house.platform.read((db) => sql`SELECT`.execute(db))
  assert.deepEqual(heard, ['a held back'])
  await dispatcher.stop()
})

test('Very many subjects at once fit into no notice; the notice then says that anything may have changed', async () => {
  const { house, town } = await houseWith()
  const line = new pg.Client({ connectionString: house.database.ownerUrl })
  await line.connect()
  await line.query(`LISTEN ${channel}`)
  const notice = new Promise<string>((resolve) => line.once('notification', ({ payload = '' }) => resolve(payload)))
  const subjects = Array.from({ length: 1_000 }, (_, index) => `sample.thing/${index}`)
  await town.write((db) => tell(db, { type: 'sample.changed.v1', subjects }))
  assert.deepEqual(readNotice(await notice), { town: town.id, subjects: ['*'] })
  await line.end()
})
