// Mail that comes back is matched to its message by a token that only the town can make.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { startMailServer } from '../../../test/mail-server.ts'
import { makeMailer } from '../../kernel/mail.ts'
import { findModules } from '../../kernel/modules.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import { place } from '../../main.ts'
import { mailsIn, readBounce, takeBounce } from './bounce.ts'
import { bouncesCommand } from './commands.ts'
import { codeFor, send, senderRoom } from './fixtures.ts'
import type { NotifyTables } from './tables.ts'
import { startWorker } from './worker.ts'

const server = await startMailServer()
const mailer = makeMailer(
  { smtp: server.settings, from: 'rathaus@musterstadt.example', returnPath: 'rueck@musterstadt.example', dkim: undefined },
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

/** What a mail server sends back, its three parts as RFC 3464 wants them. */
const report = (to: string, original: string, status: string, action = 'failed'): string =>
  [
    'From: MAILER-DAEMON@mx.example.org',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status;',
    '\tboundary="grenze/1"',
    '',
    'This is a MIME-encapsulated message.',
    '--grenze/1',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'I am sorry. Status: 2.0.0',
    '--grenze/1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.org',
    '',
    'Final-Recipient: rfc822; ada@example.org',
    `Action: ${action}`,
    `Status: ${status}`,
    'Diagnostic-Code: smtp; 550 5.1.1 <ada@example.org>: user unknown',
    '',
    '--grenze/1',
    'Content-Type: message/rfc822',
    '',
    original,
    '--grenze/1--',
    '',
  ].join('\r\n')

async function sent(town: Town, key: string): Promise<{ returnPath: string; raw: string }> {
  await send(house, town, codeFor(key, 'ada@example.org'), now)
  worker.wake(town.id)
  await worker.idle()
  const { from, raw } = server.received.at(-1)!
  return { returnPath: from, raw }
}
const stateOf = (town: Town) =>
  town.read((db: ReadDb<NotifyTables>) =>
    db.selectFrom('notify.message').select(['state', 'reason', 'status']).orderBy('id').execute(),
  )

test('A mail that came back for good is a message that did not arrive', async () => {
  const town = await freshTown(house)
  const { returnPath } = await sent(town, 'sender.code/1')
  const bounce = readBounce(report(returnPath.toUpperCase(), 'Subject: x', '5.1.1'))
  assert.equal(await takeBounce(town, bounce!, now), 'given up')
  assert.deepEqual(await stateOf(town), [{ state: 'permanent-failure', reason: 'bounced', status: '5.1.1' }])
})

test('A full mailbox is tried again, a delay changes nothing, and the message is found by its own headers too', async () => {
  const town = await freshTown(house)
  const { raw } = await sent(town, 'sender.code/1')
  const delayed = readBounce(report('rathaus@musterstadt.example', raw, '4.4.1', 'delayed'))
  assert.equal(await takeBounce(town, delayed!, now), 'only delayed')
  assert.equal((await stateOf(town))[0]?.state, 'delivered')
  const full = readBounce(report('rathaus@musterstadt.example', raw, '4.2.2'))
  assert.equal(await takeBounce(town, full!, now), 'tried again')
  assert.equal((await stateOf(town))[0]?.state, 'temporary-failure')
})

test('A report that somebody made up, or that belongs to another town, changes nothing', async () => {
  const [town, other] = [await freshTown(house), await freshTown(house)]
  const { returnPath } = await sent(town, 'sender.code/1')
  const bounce = readBounce(report(returnPath, '', '5.1.1'))!
  assert.equal(await takeBounce(other, bounce, now), 'not ours')
  assert.equal(
    await takeBounce(town, { ...bounce, tokens: bounce.tokens.map((token) => token.replace(/.{4}$/, '0000')) }, now),
    'not ours',
  )
  assert.equal((await stateOf(town))[0]?.state, 'delivered')
})

test('What is no delivery report is not taken for one, whatever it says', () => {
  const whole = report('a@b.de', '', '5.1.1')
  const none = [
    '',
    'Subject: Status: 5.1.1\r\n\r\nAction: failed',
    whole.replace('multipart/report', 'multipart/mixed'),
    whole.replace('boundary="grenze/1"', 'boundary='),
    whole.replace('message/delivery-status', 'text/plain'),
    whole.replace('Status: 5.1.1', 'Status: five'),
    whole.replace('Action: failed', 'Acted: failed'),
  ]
  for (const mail of none) assert.equal(readBounce(mail), undefined, mail.slice(0, 200))
})

test('Any bytes are read to an end', () => {
  const pieces = fc.constantFrom(
    'From ',
    '\n',
    '\r\n',
    '--grenze/1',
    'Content-Type: ',
    'multipart/report; boundary="',
    'Status: 5.1.1',
    'a',
    ' ',
    '\0',
    '0123456789abcdef'.repeat(3),
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 200 }), (list) => {
      for (const mail of mailsIn(list.join(''))) readBounce(mail)
    }),
    { numRuns: 300 },
  )
  // Made so that a reader that goes back again and again would never end.
  for (const huge of [
    '\n \n'.repeat(700_000),
    'From x\n'.repeat(200_000),
    `Content-Type: multipart/report; boundary=a\n\n${'\n--a'.repeat(500_000)}`,
    'a'.repeat(3_000_000),
  ])
    for (const mail of mailsIn(huge)) readBounce(mail)
})

test('The command reads a mailbox and says what it did', async () => {
  const town = await freshTown(house)
  const { returnPath } = await sent(town, 'sender.code/1')
  const folder = mkdtempSync(join(tmpdir(), 'stadttor-bounces-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'mailbox')
  const mails = [report(returnPath, '', '5.7.1'), report('x@y.de', '', '5.1.1'), 'Subject: Hallo\n\nIch bin im Urlaub.\n']
  writeFileSync(file, mails.map((mail) => `From MAILER-DAEMON Sun Nov 22 10:00:00 2026\n${mail}\n`).join(''))
  const lines: string[] = []
  const { log } = console
  console.log = (line: string) => void lines.push(line)
  const run = (positionals: string[]) =>
    bouncesCommand.run(house, { positionals, options: {}, now, configuration: undefined as never, databaseUrl: '' })
  try {
    assert.equal(await run([file]), 0)
  } finally {
    console.log = log
  }
  assert.deepEqual(lines, ['1 given up, 0 tried again, 0 only delayed, 1 not ours, 1 no report'])
  assert.deepEqual(await stateOf(town), [{ state: 'permanent-failure', reason: 'bounced', status: '5.7.1' }])
})
