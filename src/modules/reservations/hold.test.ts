// Holds: two race for one plate, keys, expiry, rules, the registration software, and steps of processes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import type { ProcessWork } from '../../contracts/process-work.ts'
import type { PlateStock } from '../../contracts/registers.ts'
import type { FreeUnits } from '../../contracts/reservations.ts'
import { type Module, offer } from '../../kernel/module.ts'
import type { Town, TownSql } from '../../kernel/town.ts'
import { aDay, holdFor, install, plates, settleFor } from './fixtures.ts'
import reservations from './module.tsx'
import { dropOldHolds, expireAll } from './retention.ts'
import type { Db } from './tables.ts'

const now = new Date('2026-11-22T10:00:00Z')
const later = (days: number): Date => new Date(now.getTime() + days * aDay)

/** The registration software of these tests knows one plate. */
const software: Module = {
  name: 'software',
  officialName: 'Zulassungsverfahren',
  folder: '',
  offers: [
    offer<PlateStock>('plate-stock', 1, async (_town, { plates: asked }) => ({
      taken: asked.filter((plate) => plate === 'A-ZZ 9'),
      example: true,
    })),
  ],
}
const fresh = await freshHouse({ modules: [{ ...reservations, folder: '' }, software] })
const { house } = fresh
const townWithPlates = async (): Promise<Town> => {
  const town = await freshTown(house)
  await install(house, town, now)
  return town
}
const historyOf = (town: Town, matter: string) =>
  town.write(async (db: Db) =>
    (
      await db
        .selectFrom('reservations.hold_change as c')
        .innerJoin('reservations.hold as h', (on) => on.onRef('h.town_id', '=', 'c.town_id').onRef('h.id', '=', 'c.hold_id'))
        .select(['c.state'])
        .where('h.matter_id', '=', matter)
        .orderBy('c.number')
        .execute()
    ).map(({ state }) => state),
  )
const work = (town: Town, topic: string, key: string, businessKey: string, variables: Record<string, unknown>, at = now) =>
  town.write((db) =>
    house.ask<ProcessWork>(town, 'process-work', {
      ...{ db: db as TownSql, topic, key, instance: 'i', businessKey, variables, now: at },
    }),
  )

test('Twelve people race for one plate on two servers, and exactly one gets it', async () => {
  const town = await townWithPlates()
  const second = await fresh.another()
  const there = second.towns.byKey(town.key)!
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      index % 2 === 0
        ? holdFor(house, town, `case-${index}`, 'A-AB 1', now)
        : holdFor(second, there, `case-${index}`, 'a ab1', now),
    ),
  )
  assert.equal(answers.filter((answer) => answer && 'reservation' in answer).length, 1)
  assert.equal(answers.filter((answer) => answer && 'taken' in answer).length, 11)
})

test('The same key asked twice, even at once, is the same hold', async () => {
  const town = await townWithPlates()
  const both = await Promise.all([holdFor(house, town, 'one', 'A-AB 1', now), holdFor(house, town, 'one', 'A-AB 1', now)])
  const ids = both.map((answer) => answer && 'reservation' in answer && answer.reservation.id)
  assert.ok(ids[0])
  assert.equal(ids[0], ids[1])
})

test('Whoever comes second waits for the first, and gets the plate when the first gives up', async () => {
  const town = await townWithPlates()
  const gaveUp = Promise.withResolvers<void>()
  const holds = Promise.withResolvers<void>()
  const first = town.write(async (db) => {
    await reservations
      .offers!.find(({ contract }) => contract === 'hold-unit')!
      .answer(
        town,
        {
          ...{ db, key: 'first', stock: 'plates', unit: 'A-AB 1', matter: { kind: 'cases.case', id: 'first' } },
          ...{ until: later(1), now },
        },
        house,
      )
    holds.resolve()
    await gaveUp.promise
    throw new Error('the sending failed')
  })
  await holds.promise
  const waiting = holdFor(house, town, 'second', 'A-AB 1', now)
  gaveUp.resolve()
  await assert.rejects(first, /the sending failed/)
  const answer = await waiting
  assert.ok(answer && 'reservation' in answer)
})

test('A hold that is over is free for the next, and its first holder is told that it is gone', async () => {
  const town = await townWithPlates()
  await holdFor(house, town, 'one', 'A-AB 1', now, 1)
  assert.deepEqual(await holdFor(house, town, 'two', 'A-AB 1', later(0.5)), { taken: true })
  const next = await holdFor(house, town, 'two', 'A-AB 1', later(2))
  assert.ok(next && 'reservation' in next)
  assert.deepEqual(await settleFor(house, town, 'one', 'reserved', later(2)), { gone: true })
  assert.deepEqual(await historyOf(town, 'one'), ['held', 'expired'])
})

test('Reserved, a plate is kept as long as the stock says; released, the next one has it at once', async () => {
  const town = await townWithPlates()
  await holdFor(house, town, 'one', 'A-AB 1', now)
  const reserved = await settleFor(house, town, 'one', 'reserved', now)
  assert.ok(reserved && 'reservation' in reserved)
  assert.equal(reserved.reservation.until?.toISOString(), '2027-02-20T23:00:00.000Z')
  assert.deepEqual(await holdFor(house, town, 'two', 'A-AB 1', later(5)), { taken: true })
  await settleFor(house, town, 'one', 'released', later(6))
  const next = await holdFor(house, town, 'three', 'A-AB 1', later(6))
  assert.ok(next && 'reservation' in next)
})

test('The job ends what is over, and a year later erases it with its history', async () => {
  const town = await townWithPlates()
  await holdFor(house, town, 'one', 'A-AB 1', now, 1)
  await expireAll(house, later(2))
  assert.deepEqual(await historyOf(town, 'one'), ['held', 'expired'])
  await dropOldHolds(house, later(366))
  assert.deepEqual(await historyOf(town, 'one'), ['held', 'expired'])
  await dropOldHolds(house, later(368))
  assert.deepEqual(await historyOf(town, 'one'), [])
})

test('Rules, shape, stock and the registration software say no, each in its own way', async () => {
  const town = await townWithPlates()
  const banned = await holdFor(house, town, 'one', 'A-SS 12', now)
  assert.ok(banned && 'refused' in banned)
  assert.equal(banned.refused.de, 'Diese Kombination vergeben wir nicht.')
  const wrong = await holdFor(house, town, 'one', 'A-AB 0', now)
  assert.ok(wrong && 'refused' in wrong)
  assert.match(wrong.refused.de, /A-AB 123/)
  assert.deepEqual(await holdFor(house, town, 'one', 'A-ZZ 9', now), { taken: true })
  const empty = await freshTown(house)
  const none = await holdFor(house, empty, 'one', 'A-AB 1', now)
  assert.ok(none && 'refused' in none)
})

test('Free plates leave out what is held, banned, or known to the registration software', async () => {
  const town = await townWithPlates()
  await holdFor(house, town, 'one', 'A-ZZ 8', now)
  const free = (like: string) =>
    town.write((db) => house.ask<FreeUnits>(town, 'free-units', { db: db as TownSql, stock: 'plates', like, limit: 20, now }))
  assert.deepEqual(await free('A-ZZ ?'), { free: ['1', '2', '3', '4', '5', '6', '7'].map((digit) => `A-ZZ ${digit}`) })
  assert.deepEqual(await free('A-SS ??'), { free: [] })
  const any = await free('A-* *')
  assert.ok(any && 'free' in any && any.free.length === 20)
})

test('A process holds the dearest wish that is free, and reserves it', async () => {
  const town = await townWithPlates()
  await holdFor(house, town, 'other', 'A-AB 1', now)
  const held = await work(town, 'reservations.hold', 'job-1', 'case-1', {
    stock: 'plates',
    units: ['A-AB 1', 'A-SS 1', 'A-AB 2'],
    days: 3,
  })
  assert.deepEqual(held, { done: { hold: 'held', heldUnit: 'A-AB 2', heldUntil: later(3).toISOString() } })
  const again = await work(town, 'reservations.hold', 'job-1', 'case-1', { stock: 'plates', units: ['A-AB 7'], days: 3 })
  assert.deepEqual(again, held, 'the same step at a second try')
  const settled = await work(town, 'reservations.settle', 'job-2', 'case-1', { as: 'reserved' })
  assert.ok(settled && 'done' in settled)
  assert.equal(settled.done.settled, 'reserved')
  assert.equal(settled.done.heldUnit, 'A-AB 2')
})

test('A matter keeps what it holds, and gives it back for another wish', async () => {
  const town = await townWithPlates()
  const first = { stock: 'plates', units: 'A-AB 1', days: 3 }
  const held = await work(town, 'reservations.hold', 'job-1', 'case', first)
  const longer = await work(town, 'reservations.hold', 'job-2', 'case', first, later(1))
  assert.deepEqual(
    [held, longer].map((answer) => answer && 'done' in answer && answer.done.heldUntil),
    [later(3).toISOString(), later(4).toISOString()],
  )
  await work(town, 'reservations.hold', 'job-3', 'case', { ...first, units: 'A-AB 2' }, later(1))
  assert.ok('reservation' in (await holdFor(house, town, 'next', 'A-AB 1', later(1)))!)
  await work(town, 'reservations.hold', 'job-4', 'case', { ...first, units: 'A-AB 1' }, later(1))
  const settled = await work(town, 'reservations.settle', 'job-5', 'case', { as: 'reserved' }, later(1))
  assert.ok(settled && 'done' in settled && settled.done.settled === 'gone', 'the wish is taken, so nothing is reserved')
})

test('A process hears that every wish is taken, and that a hold is gone', async () => {
  const town = await townWithPlates()
  await holdFor(house, town, 'other', 'A-AB 1', now)
  assert.deepEqual(await work(town, 'reservations.hold', 'job', 'case', { stock: 'plates', units: 'A-AB 1' }), {
    done: { hold: 'taken', heldUnit: null, heldUntil: null },
  })
  assert.deepEqual(await work(town, 'reservations.settle', 'job', 'case', { as: 'released' }), {
    done: { settled: 'gone', reservedUntil: null },
  })
  const wrong = await work(town, 'reservations.settle', 'job', 'case', { as: 'anything' })
  assert.ok(wrong && 'error' in wrong)
  assert.equal(await work(town, 'other.topic', 'job', 'case', {}), undefined)
})

test('Another town has its own stock: the same plate is held there too', async () => {
  const [one, other] = [await townWithPlates(), await townWithPlates()]
  for (const town of [one, other]) {
    const answer = await holdFor(house, town, 'case', 'A-AB 1', now)
    assert.ok(answer && 'reservation' in answer)
  }
})

test('Once the rules forbid what was free, nobody gets it any more', async () => {
  const town = await townWithPlates()
  const narrower = { ...plates, ranges: [plates.ranges[0]] }
  assert.deepEqual(await install(house, town, now, narrower), {
    problems: [
      {
        file: 'stock.json',
        at: '/example',
        message: { de: 'Das Beispiel gibt es in diesem Bestand nicht.', en: 'The example is no unit of this stock.' },
      },
    ],
  })
  assert.deepEqual(await install(house, town, now, { ...narrower, example: 'A-B 1' }), { version: 2, changed: true })
  const refused = await holdFor(house, town, 'one', 'A-AB 1', now)
  assert.ok(refused && 'refused' in refused)
})
