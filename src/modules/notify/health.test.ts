// What the doctor says about messages that wait or failed, and how long anything is kept.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import type { Health } from '../../contracts/health.ts'
import type { ErasePerson, MyData } from '../../contracts/my-data.ts'
import { newId } from '../../kernel/ids.ts'
import { findModules } from '../../kernel/modules.ts'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import { place } from '../../main.ts'
import { codeFor, send, senderRoom } from './fixtures.ts'
import { destroyOld } from './retention.ts'
import type { NotifyTables } from './tables.ts'

const notify = (await findModules(place)).filter(({ name }) => name === 'notify')
const { house } = await freshHouse({ modules: [...notify, senderRoom()] })
const day = 86_400_000
const start = new Date('2026-11-22T11:00:00Z')
const after = (days: number): Date => new Date(start.getTime() + days * day)
const health = async (town: Town, now: Date) =>
  (await house.askAll<Health>(town, 'health', { now })).flatMap(({ answer }) => answer)

const settle = (town: Town, key: string, state: 'delivered' | 'permanent-failure') =>
  town.write((db: WriteDb<NotifyTables>) =>
    db.updateTable('notify.message').set({ state, sent_at: start, next_try_at: null }).where('key', '=', key).execute(),
  )

test('Without a mail server messages wait, and the doctor says so; failed ones are counted for a week', async () => {
  const town = await freshTown(house, { key: 'wartend' })
  assert.deepEqual(await health(town, start), [])
  await send(house, town, codeFor('sender.code/1', 'ada@example.org'), start)
  await send(house, town, codeFor('sender.code/2', 'ada@example.org'), start)
  await settle(town, 'sender.code/2', 'permanent-failure')
  assert.deepEqual(await health(town, new Date(start.getTime() + 30 * 60_000)), [
    { state: 'warning', what: 'wartend: 1 messages wait to be sent, the oldest for 30 minutes; SMTP_URL is not set.' },
    { state: 'warning', what: 'wartend: 1 messages failed in the last 7 days; /desk/notify says why.' },
  ])
  assert.equal((await health(town, after(8))).length, 1)
})

const rowsOf = (town: Town) =>
  town.read((db: ReadDb<NotifyTables>) =>
    db.selectFrom('notify.message').select(['key', 'recipient_id']).orderBy('key').execute(),
  )
const contentsOf = async (town: Town, subjects: readonly string[]) => {
  const look = { subjects, actor: 'system:test', purpose: 'Probe', legalBasis: 'Art. 6' }
  return town.personal(look, (db: WriteDb<NotifyTables>) => db.selectFrom('notify.content').select('message_id').execute())
}

test('Thirty days after it was sent the content is gone, the row stays for counting, then it goes too', async () => {
  const town = await freshTown(house)
  for (const number of [1, 2]) await send(house, town, codeFor(`sender.code/${number}`, 'ada@example.org'), start)
  await settle(town, 'sender.code/1', 'delivered')
  const subjects = [(await rowsOf(town))[0]!.recipient_id!]
  assert.equal(await destroyOld(town, after(29)), 0)
  assert.equal(await destroyOld(town, after(31)), 1)
  assert.equal((await contentsOf(town, subjects)).length, 1, 'what was not sent yet stays')
  assert.deepEqual(
    (await rowsOf(town)).map(({ recipient_id }) => recipient_id === null),
    [true, false],
  )
  await destroyOld(town, after(401))
  assert.deepEqual(
    (await rowsOf(town)).map(({ key }) => key),
    ['sender.code/2'],
  )
})

test('A person sees which messages went to them, and after erasure nothing leads to them any more', async () => {
  const town = await freshTown(house)
  const [person, other] = [newId(), newId()]
  for (const who of [person, other])
    await send(house, town, { key: `sender.hint/${who}`, template: 'sender.mail-waits', to: { person: who }, values: {} }, start)
  const look = { subjects: [person], actor: 'system:test', purpose: 'Auskunft', legalBasis: 'Art. 15 DSGVO' }
  const chapters = await town.personal(look, (db) => house.askAll<MyData>(town, 'my-data', { db, person, language: 'de' }))
  assert.deepEqual(
    chapters.flatMap(({ answer }) => answer.flatMap(({ entries }) => entries)),
    [{ what: 'Im Postfach liegt Post.', value: '22.11.2026, 12:00: Wartet' }],
  )
  const erase = (step: 'restrict' | 'destroy') =>
    town.personal(look, (db) => house.askAll<ErasePerson>(town, 'erase-person', { db, person, step, now: start, language: 'de' }))
  assert.deepEqual(
    (await erase('restrict')).flatMap(({ answer }) => answer.done),
    [],
  )
  assert.equal((await erase('destroy')).flatMap(({ answer }) => answer.done).length, 1)
  assert.deepEqual(
    (await erase('destroy')).flatMap(({ answer }) => answer.done),
    [],
    'a second time',
  )
  assert.deepEqual(await contentsOf(town, [person]), [])
  assert.equal((await contentsOf(town, [other])).length, 1)
  assert.equal(
    (await rowsOf(town)).some(({ recipient_id }) => recipient_id === person),
    false,
  )
})
