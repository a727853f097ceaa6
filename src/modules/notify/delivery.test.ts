// What happens to a message when the mail server says no, says nothing, or is somebody else; and when several processes send.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { type MailServer, startMailServer, type Verdict } from '../../../test/mail-server.ts'
import { type Mailer, type MailPatience, makeMailer } from '../../kernel/mail.ts'
import type { DkimSettings, SmtpSettings } from '../../kernel/mail-settings.ts'
import { findModules } from '../../kernel/modules.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import { place } from '../../main.ts'
import { codeFor, send, senderRoom } from './fixtures.ts'
import { retries } from './outcome.ts'
import type { NotifyTables } from './tables.ts'
import { readToken } from './token.ts'
import { startWorker, type WorkerOptions } from './worker.ts'

const minute = 60_000
const start = new Date('2026-11-22T11:00:00Z')
const notify = (await findModules(place)).filter(({ name }) => name === 'notify')

const mailerFor = (smtp: SmtpSettings, patience?: MailPatience, dkim?: DkimSettings): Mailer =>
  makeMailer({ smtp, from: 'rathaus@musterstadt.example', returnPath: 'rueck@musterstadt.example', dkim }, false, patience)

/** A town with a worker whose clock only the test moves. */
async function townWith(server: MailServer, mailer: Mailer = mailerFor(server.settings), options: WorkerOptions = {}) {
  const fresh = await freshHouse({ modules: [...notify, senderRoom()], mailer })
  const town = await freshTown(fresh.house)
  let now = start
  const worker = startWorker(fresh.house, { clock: () => now, ...options })
  await worker.idle()
  fresh.beforeClosing(async () => {
    await worker.stop()
    if (mailer.by === 'smtp') mailer.close()
    await server.stop()
  })
  return {
    fresh,
    house: fresh.house,
    town,
    passOn: async (minutes = 0) => {
      now = new Date(now.getTime() + minutes * minute)
      worker.wake(town.id)
      await worker.idle()
    },
    state: () => stateOf(town),
  }
}

const stateOf = (town: Town) =>
  town.read((db: ReadDb<NotifyTables>) =>
    db.selectFrom('notify.message').select(['state', 'tries', 'reason', 'status', 'next_try_at']).orderBy('key').execute(),
  )

test('A "try later" is tried again after five minutes and then delivered', async () => {
  let verdict: Verdict = { code: 451, text: '4.7.1 greylisted <ada@example.org>' }
  const server = await startMailServer({ toRecipient: () => verdict })
  const { house, town, passOn, state } = await townWith(server)
  await send(house, town, codeFor('sender.code/1', 'ada@example.org'), start)
  await passOn()
  const [waiting] = await state()
  assert.deepEqual([waiting?.state, waiting?.reason, waiting?.status], ['temporary-failure', 'address', '451 4.7.1'])
  assert.equal(waiting?.next_try_at?.getTime(), start.getTime() + retries.everyMs)
  verdict = undefined
  await passOn(4)
  assert.equal(server.received.length, 0, 'not before its time')
  await passOn(1)
  assert.deepEqual(
    (await state()).map(({ state, tries, reason }) => [state, tries, reason]),
    [['delivered', 2, null]],
  )
})

test('After 48 tries it is given up, and stays visible', async () => {
  let tries = 0
  const server = await startMailServer({
    toMail: () => {
      tries += 1
      return { code: 452, text: '4.2.2 mailbox full' }
    },
  })
  const { house, town, passOn, state } = await townWith(server)
  await send(house, town, codeFor('sender.code/1', 'ada@example.org'), start)
  for (let round = 0; round < 50; round += 1) await passOn(5)
  assert.equal(tries, 48)
  assert.deepEqual(
    (await state()).map((row) => [row.state, row.tries, row.reason, row.status, row.next_try_at]),
    [['permanent-failure', 48, 'refused', '452 4.2.2', null]],
  )
})

test('An address that the server does not know is not tried again', async () => {
  const server = await startMailServer({ toRecipient: () => ({ code: 550, text: '5.1.1 unknown <ada@example.org>' }) })
  const { house, town, passOn, state } = await townWith(server)
  await send(house, town, codeFor('sender.code/1', 'ada@example.org'), start)
  await passOn()
  assert.deepEqual(
    (await state()).map((row) => [row.state, row.tries, row.reason, row.status]),
    [['permanent-failure', 1, 'address', '550 5.1.1']],
  )
})

test('A server that hangs, or is not there, costs one try and no message', async () => {
  const server = await startMailServer({ toMail: () => 'hang' })
  const hanging = mailerFor(server.settings, { connect: 500, silence: 300, whole: 400 })
  const { house, town, passOn, state } = await townWith(server, hanging)
  await send(house, town, codeFor('sender.code/1', 'ada@example.org'), start)
  await passOn()
  const [row] = await state()
  assert.deepEqual([row?.state, row?.reason, row?.tries], ['temporary-failure', 'no-answer', 1])

  const gone = await startMailServer()
  await gone.stop()
  const nobody = await townWith(gone)
  await send(nobody.house, nobody.town, codeFor('sender.code/1', 'ada@example.org'), start)
  await nobody.passOn()
  const [other] = await nobody.state()
  assert.deepEqual([other?.state, other?.reason], ['temporary-failure', 'no-connection'])
})

test('A self-signed certificate is refused, and a server without encryption where it is required', async () => {
  for (const tls of ['implicit', 'required'] as const) {
    const server = await startMailServer({ tls, server: { secure: tls === 'implicit' } })
    const { house, town, passOn, state } = await townWith(server)
    await send(house, town, codeFor('sender.code/1', 'ada@example.org'), start)
    await passOn()
    const [row] = await state()
    assert.deepEqual([row?.state, row?.reason], ['temporary-failure', 'certificate'], tls)
    assert.deepEqual(server.received, [])
  }
  const plain = await startMailServer()
  const { house, town, passOn, state } = await townWith(plain, mailerFor({ ...plain.settings, tls: 'required' }))
  await send(house, town, codeFor('sender.code/1', 'ada@example.org'), start)
  await passOn()
  assert.equal((await state())[0]?.state, 'temporary-failure')
  assert.deepEqual(plain.received, [])
})

test('A value with line breaks makes no header and no second recipient', async () => {
  const server = await startMailServer()
  const { house, town, passOn } = await townWith(server)
  const evil = 'x\r\nBcc: eva@example.org\r\n\r\n.\r\nMAIL FROM:<evil@example.org>'
  await send(house, town, codeFor('sender.code/1', 'ada@example.org', { code: evil, name: '{code} {town}' }), start)
  await passOn()
  assert.equal(server.received.length, 1)
  const [{ raw, to }] = server.received as [(typeof server.received)[0]]
  assert.equal(to, 'ada@example.org')
  const headers = raw.slice(0, raw.indexOf('\r\n\r\n'))
  assert.doesNotMatch(headers, /^Bcc:/im)
  assert.match(raw, /Guten Tag \{code\} \{town\},/, 'a value is not looked at for placeholders')
  assert.match(raw, /\{user\.__proto__\} \{constructor\}/, 'what is no placeholder stays as it is')
})

test('The way back names the message, and only the town itself can make such a name', async () => {
  const server = await startMailServer()
  const { house, town, passOn, fresh } = await townWith(server)
  const stored = await send(house, town, codeFor('sender.code/1', 'ada@example.org'), start)
  await passOn()
  const [{ from, raw }] = server.received as [(typeof server.received)[0]]
  const [, token = ''] = /^rueck\+([0-9a-f]{48})@musterstadt\.example$/.exec(from) ?? []
  assert.equal(readToken(town, token), stored?.id)
  assert.equal(
    readToken(
      town,
      token.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    ),
    undefined,
  )
  assert.equal(readToken(await freshTown(fresh.house), token), undefined, 'another town')
  assert.match(raw, new RegExp(`^Message-ID:\\s+<${token}@musterstadt\\.example>\\r$`, 'mi'))
})

test('A town with a DKIM key signs its mail', async () => {
  const { generateKeyPairSync } = await import('node:crypto')
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const server = await startMailServer()
  const mailer = mailerFor(server.settings, undefined, { domainName: 'musterstadt.example', keySelector: 'm1', privateKey })
  const { house, town, passOn } = await townWith(server, mailer)
  await send(house, town, codeFor('sender.code/1', 'ada@example.org'), start)
  await passOn()
  assert.match(server.received[0]?.raw ?? '', /^DKIM-Signature: v=1; [^b]+ d=musterstadt\.example; [^b]*s=m1;/m)
})

test('Three processes on one queue send every message once', async () => {
  const server = await startMailServer()
  const mailer = mailerFor(server.settings)
  const { fresh, house, town } = await townWith(server, mailer)
  const workers = []
  for (const _ of [1, 2]) workers.push(startWorker(await fresh.another(), { clock: () => start }))
  const workersOfAll = [...workers, startWorker(house, { clock: () => start })]
  fresh.beforeClosing(async () => {
    for (const worker of workersOfAll) await worker.stop()
  })
  for (let number = 0; number < 120; number += 1)
    await send(house, town, codeFor(`sender.code/${number}`, `p${number}@example.org`), start)
  for (const worker of workersOfAll) worker.wake(town.id)
  await Promise.all(workersOfAll.map((worker) => worker.idle()))
  const recipients = server.received.map(({ to }) => to)
  assert.equal(recipients.length, 120)
  assert.equal(new Set(recipients).size, 120)
})

test('What a dead process had taken is sent by another one when its lease is over', async () => {
  const server = await startMailServer({ toRecipient: (address) => (address === 'hang@example.org' ? 'hang' : undefined) })
  const { house, town, passOn, state } = await townWith(server)
  await send(house, town, codeFor('sender.code/1', 'ada@example.org'), start)
  const { takeBatch } = await import('./delivery.ts')
  assert.equal((await takeBatch(house, town, 2 * minute, start)).parcels.length, 1)
  await passOn(1)
  assert.equal((await state())[0]?.state, 'sending')
  assert.equal(server.received.length, 0)
  await passOn(1)
  assert.equal((await state())[0]?.state, 'delivered')
  assert.equal(server.received.length, 1)
})

test('A message with an unknown template or without a value fails on our side, visibly', async () => {
  const server = await startMailServer()
  const { house, town, passOn, state } = await townWith(server)
  await send(house, town, { ...codeFor('sender.code/1', 'ada@example.org'), template: 'nobody.knows' }, start)
  await send(house, town, { ...codeFor('sender.code/2', 'ada@example.org'), values: { name: 'Ada' } }, start)
  await passOn()
  assert.deepEqual(
    (await state()).map((row) => [row.state, row.reason]),
    [
      ['technical-failure', 'unknown-template'],
      ['technical-failure', 'missing-value'],
    ],
  )
  assert.equal(server.received.length, 0)
})
