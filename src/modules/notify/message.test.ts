// Messages: stored with what causes them, once per key, and sent when that is committed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { startMailServer } from '../../../test/mail-server.ts'
import type { SendMessage } from '../../contracts/messages.ts'
import { makeMailer } from '../../kernel/mail.ts'
import { findModules } from '../../kernel/modules.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import { place } from '../../main.ts'
import { codeFor, send, senderRoom } from './fixtures.ts'
import type { NotifyTables } from './tables.ts'
import { startWorker } from './worker.ts'

const server = await startMailServer()
const mailer = makeMailer(
  { smtp: server.settings, from: 'rathaus@musterstadt.example', returnPath: undefined, dkim: undefined },
  false,
)
const notify = (await findModules(place)).filter(({ name }) => name === 'notify')
const fresh = await freshHouse({ modules: [...notify, senderRoom()], mailer })
const { house } = fresh
const worker = startWorker(house)
fresh.beforeClosing(async () => {
  await worker.stop()
  if (mailer.by === 'smtp') mailer.close()
  await server.stop()
})
const now = new Date()

const statesOf = (town: Town) =>
  town.read((db: ReadDb<NotifyTables>) =>
    db.selectFrom('notify.message').select(['key', 'state', 'tries']).orderBy('id').execute(),
  )

async function sendOut(town: Town): Promise<void> {
  worker.wake(town.id)
  await worker.idle()
}

test('A message reaches the mail server with the town as sender, and counts as delivered', async () => {
  const town = await freshTown(house)
  const before = server.received.length
  await send(house, town, codeFor('sender.code/1', 'ada@example.org'), now)
  await sendOut(town)
  const [mail] = server.received.slice(before)
  assert.equal(mail?.to, 'ada@example.org')
  assert.equal(mail?.from, 'rathaus@musterstadt.example')
  assert.match(mail.raw, /^From: Stadt Musterstadt <rathaus@musterstadt\.example>\r$/m)
  assert.match(mail.raw, /^Auto-Submitted: auto-generated\r$/m)
  assert.match(mail.raw, /Ihr Code: 123456/)
  assert.deepEqual(await statesOf(town), [{ key: 'sender.code/1', state: 'delivered', tries: 1 }])
})

test('The same key asked twenty times at once is one message and one mail', async () => {
  const town = await freshTown(house)
  const before = server.received.length
  const asked = Array.from({ length: 20 }, () => send(house, town, codeFor('sender.code/same', 'ada@example.org'), now))
  const ids = new Set((await Promise.all(asked)).map((answer) => answer?.id))
  await sendOut(town)
  assert.equal(ids.size, 1)
  assert.equal(server.received.length - before, 1)
})

test('Nothing leaves before the commit, and nothing after a rollback', async () => {
  const town = await freshTown(house)
  const before = server.received.length
  await town.write(async (db) => {
    await house.ask<SendMessage>(town, 'send-message', { db, message: codeFor('sender.code/open', 'ada@example.org'), now })
    await sendOut(town)
    assert.equal(server.received.length, before, 'while the transaction is open')
  })
  await assert.rejects(
    town.write(async (db) => {
      await house.ask<SendMessage>(town, 'send-message', { db, message: codeFor('sender.code/gone', 'eva@example.org'), now })
      throw new Error('the clerk changed her mind')
    }),
  )
  await sendOut(town)
  assert.deepEqual(
    server.received.slice(before).map(({ to }) => to),
    ['ada@example.org'],
  )
  assert.deepEqual(
    (await statesOf(town)).map(({ key }) => key),
    ['sender.code/open'],
  )
})

test('Many messages of one transaction give one word to the workers', async () => {
  const town = await freshTown(house)
  await town.write(async (db) => {
    for (const number of [1, 2, 3])
      await house.ask<SendMessage>(town, 'send-message', {
        db,
        message: codeFor(`sender.code/${number}`, 'ada@example.org'),
        now,
      })
  })
  const events = await town.read((db) => sql`SELECT FROM kernel.event WHERE type = 'notify.message-waiting.v1'`.execute(db))
  assert.equal(events.rows.length, 1)
})

test('Recipient and code stand nowhere in plain text', async () => {
  const town = await freshTown(house)
  await send(house, town, codeFor('sender.code/sealed', 'geheim@example.org', { code: '987654' }), now)
  const { rows } = await town.write(async (db) => {
    await sql`SELECT kernel.log_access(ARRAY(SELECT recipient_id FROM notify.message), 'system:test', 'Probe', 'Art. 6', NULL)`.execute(
      db,
    )
    return sql<{ text: string }>`SELECT m::text || encode(c.sealed, 'escape') AS text FROM notify.message m
      JOIN notify.content c ON c.message_id = m.id`.execute(db)
  })
  assert.equal(rows.length, 1)
  assert.doesNotMatch(rows[0]!.text, /geheim|987654/)
})

test('An address that is none is refused before anything is stored', async () => {
  const town = await freshTown(house)
  for (const address of [
    'ada@example.org\r\nBcc: eva@example.org',
    'ada',
    `${'a'.repeat(5_000)}@example.org`,
    '"a b"@example.org',
    'a@b@c.de',
    '',
  ])
    await assert.rejects(send(house, town, codeFor('sender.code/bad', address), now), /one usable mail address/)
  assert.deepEqual(await statesOf(town), [])
})
