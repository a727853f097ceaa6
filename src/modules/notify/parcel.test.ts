// Persons: their language, their channel, their quiet hours, one mail a day.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { startMailServer } from '../../../test/mail-server.ts'
import type { Contact } from '../../contracts/messages.ts'
import { newId } from '../../kernel/ids.ts'
import { makeMailer } from '../../kernel/mail.ts'
import { findModules } from '../../kernel/modules.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import { place } from '../../main.ts'
import { send, senderRoom } from './fixtures.ts'
import type { NotifyTables } from './tables.ts'
import { startWorker } from './worker.ts'

const start = new Date('2026-11-22T11:00:00Z')
const contacts = new Map<string, Contact>()
const server = await startMailServer()

type Texted = { from?: string; to: string; text: string }
const texted: { body: Texted; token: string | undefined }[] = []
let gatewaySays = 200
const gateway = createServer((request, response) => {
  let body = ''
  request.on('data', (part: Buffer) => {
    body += part.toString()
  })
  request.on('end', () => {
    texted.push({ body: JSON.parse(body) as Texted, token: request.headers.authorization })
    response.writeHead(gatewaySays).end('{}')
  })
})
await new Promise<void>((done) => gateway.listen(0, '127.0.0.1', done))
const sms = { url: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/send`, token: 'geheim', from: 'Rathaus' }

const from = 'rathaus@musterstadt.example'
const mailer = makeMailer({ smtp: server.settings, from, returnPath: undefined, dkim: undefined, sms }, false)
const notify = (await findModules(place)).filter(({ name }) => name === 'notify')
const fresh = await freshHouse({ modules: [...notify, senderRoom(contacts)], mailer })
const { house } = fresh
let now = start
const worker = startWorker(house, { clock: () => now })
fresh.beforeClosing(async () => {
  await worker.stop()
  if (mailer.by === 'smtp') mailer.close()
  gateway.closeAllConnections()
  gateway.close()
  await server.stop()
})

async function passOn(town: Town, minutes = 0): Promise<void> {
  now = new Date(now.getTime() + minutes * 60_000)
  worker.wake(town.id)
  await worker.idle()
}
const stateOf = (town: Town) =>
  town.read((db: ReadDb<NotifyTables>) =>
    db
      .selectFrom('notify.message')
      .select(['state', 'tries', 'reason', 'status', 'channel', 'next_try_at'])
      .orderBy('key')
      .execute(),
  )

const person = (own: Partial<Contact>): string => {
  const id = newId()
  contacts.set(id, { mail: `${id}@example.org`, language: 'de', channel: 'mail', digest: false, ...own })
  return id
}
const hint = (key: string, to: string, urgent = false) => ({
  key,
  template: 'sender.mail-waits',
  to: { person: to },
  values: {},
  urgent,
})

test('A person is written to in their language, not in their quiet hours, and not at all if they do not want it', async () => {
  const town = await freshTown(house)
  now = start
  server.received.length = 0
  const english = person({ language: 'en' })
  // It is 12:00 in Berlin.
  const asleep = person({ quiet: { from: 11, to: 14 } })
  const silent = person({ channel: 'none' })
  for (const [index, who] of [english, asleep, silent, newId()].entries())
    await send(house, town, hint(`sender.hint/${index}`, who), start)
  await send(house, town, hint('sender.hint/urgent', asleep, true), start)
  await passOn(town)
  assert.deepEqual(server.received.map(({ to }) => to).sort(), [`${english}@example.org`, `${asleep}@example.org`].sort())
  assert.match(server.received.find(({ to }) => to.startsWith(english))?.raw ?? '', /^Subject: You have mail\r$/m)
  assert.deepEqual(
    (await stateOf(town)).map((row) => [row.state, row.reason, row.next_try_at?.toISOString()]),
    [
      ['delivered', null, undefined],
      ['created', null, '2026-11-22T13:00:00.000Z'],
      ['permanent-failure', 'not-wanted', undefined],
      ['permanent-failure', 'no-contact', undefined],
      ['delivered', null, undefined],
    ],
  )
  await passOn(town, 120)
  assert.equal(server.received.length, 3)
})

test('Who wants one mail a day gets three messages in one, the next morning', async () => {
  const town = await freshTown(house)
  now = start
  server.received.length = 0
  const who = person({ digest: true })
  for (const number of [1, 2, 3]) await send(house, town, hint(`sender.hint/${number}`, who), start)
  await passOn(town, 60)
  assert.equal(server.received.length, 0)
  await passOn(town, 19 * 60)
  assert.equal(server.received.length, 1)
  assert.match(server.received[0]!.raw, /^Subject: 3 Nachrichten von Musterstadt\r$/m)
  assert.deepEqual(
    (await stateOf(town)).map((row) => [row.state, row.tries]),
    Array.from({ length: 3 }, () => ['delivered', 1]),
  )
})

test('Who chose text messages gets one; without a usable number, or a gateway that takes it, the reason is known', async () => {
  const town = await freshTown(house)
  now = start
  server.received.length = 0
  const texting = person({ channel: 'sms', phone: '+4915112345678' })
  const wrongNumber = person({ channel: 'sms', phone: '0151 12345678' })
  await send(house, town, hint('sender.hint/1', texting), start)
  await send(house, town, hint('sender.hint/2', wrongNumber), start)
  await passOn(town)
  const text = 'Musterstadt: In Ihrem Postfach liegt eine neue Nachricht.'
  assert.deepEqual(texted, [{ body: { from: 'Rathaus', to: '+4915112345678', text }, token: 'Bearer geheim' }])
  assert.deepEqual(
    server.received.map(({ to }) => to),
    [`${wrongNumber}@example.org`],
  )
  gatewaySays = 503
  await send(house, town, hint('sender.hint/3', texting), start)
  await passOn(town)
  gatewaySays = 422
  await send(house, town, hint('sender.hint/4', texting), start)
  await passOn(town)
  assert.deepEqual(
    (await stateOf(town)).map((row) => [row.channel, row.state, row.status]),
    [
      ['sms', 'delivered', null],
      ['mail', 'delivered', null],
      ['sms', 'temporary-failure', '503'],
      ['sms', 'permanent-failure', '422'],
    ],
  )
})
