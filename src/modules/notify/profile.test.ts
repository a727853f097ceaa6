// What a person says in the profile about messages is what happens: held back at night, then one mail for all.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { startMailServer } from '../../../test/mail-server.ts'
import { type Asked, serveFresh } from '../../../test/serve-town.ts'
import { makeMailer } from '../../kernel/mail.ts'
import { findModules } from '../../kernel/modules.ts'
import { registerPerson } from '../../kernel/people.ts'
import { openSession } from '../../kernel/sessions.ts'
import type { ReadDb } from '../../kernel/town.ts'
import { place } from '../../main.ts'
import { codeFor, send, senderRoom } from './fixtures.ts'
import type { NotifyTables } from './tables.ts'
import { startWorker } from './worker.ts'

const server = await startMailServer()
const smtp = { smtp: server.settings, from: 'rathaus@musterstadt.example', returnPath: undefined, dkim: undefined }
const mailer = makeMailer(smtp, false)
// The templates alone: how a person wants to be reached is answered by the account.
const { offers = [], ...room } = senderRoom()
const sender = { ...room, offers: offers.filter(({ contract }) => contract === 'message-templates') }
const fresh = await freshHouse({ modules: [...(await findModules(place)), sender], mailer })
const { house } = fresh
const town = await freshTown(house)
fresh.beforeClosing(async () => {
  if (mailer.by === 'smtp') mailer.close()
  await server.stop()
})

test('Two messages of the evening wait for the end of the quiet hours and come as one mail; a code comes at once', async () => {
  const served = await serveFresh(fresh)
  const today = new Date()
  const id = await registerPerson(town, { kind: 'resident', givenName: 'Ada', familyName: 'Muster' }, today)
  const session = await openSession(town, id, 'basic', today)
  const post = (path: string, fields: Record<string, string>) => {
    const headers = { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' }
    const asked: Asked = { method: 'POST', session, headers, body: new URLSearchParams(fields).toString() }
    return served.request(town, path, asked)
  }
  assert.equal((await post('/accounts/profile/mail', { mail: 'ada@example.org' })).status, 303)
  const mailed = await codeMailed()
  assert.equal((await post('/accounts/profile/mail/code', { code: mailed })).status, 303)
  const reach = { language: 'de', channel: 'mail', from: '21', to: '10', digest: 'one' }
  assert.equal((await post('/accounts/profile/reach', reach)).status, 303)
  // From here on the clock is the test's own, so the server with its worker must be gone.
  await served.stop()
  server.received.length = 0
  // 22:30 in Berlin, in winter.
  let now = new Date('2030-01-15T21:30:00Z')
  const worker = startWorker(house, { clock: () => now })
  try {
    const passTo = async (time: string): Promise<void> => {
      now = new Date(time)
      worker.wake(town.id)
      await worker.idle()
    }
    for (const number of [1, 2])
      await send(
        house,
        town,
        { key: `sender.hint/${number}`, template: 'sender.mail-waits', to: { person: id }, values: {} },
        now,
      )
    await send(house, town, codeFor('sender.code/1', 'ada@example.org'), now)
    await passTo('2030-01-15T21:30:00Z')
    assert.deepEqual(
      server.received.map(({ raw }) => /^Subject: (.*)\r$/m.exec(raw)?.[1]),
      ['=?UTF-8?Q?Ihr_Code_f=C3=BCr_Musterstadt?='],
    )
    await passTo('2030-01-16T07:00:00Z')
    assert.equal(server.received.length, 1, 'at eight digests leave, but not in these quiet hours')
    await passTo('2030-01-16T09:00:00Z')
    assert.equal(server.received.length, 2)
    assert.match(server.received[1]!.raw, /^Subject: 2 Nachrichten von Musterstadt\r$/m)
    assert.equal(server.received[1]!.to, 'ada@example.org')
    await passTo('2030-01-17T09:00:00Z')
    assert.equal(server.received.length, 2, 'and none a second time')
  } finally {
    await worker.stop()
  }
})

/** The code in the newest mail; the server's own worker sends it. */
async function codeMailed(): Promise<string> {
  for (;;) {
    const raw = server.received.at(-1)?.raw
    if (raw) return /^(\d{4} \d{4})\r$/m.exec(raw)?.[1] ?? ''
    await town.read((db: ReadDb<NotifyTables>) => db.selectFrom('notify.message').select('id').execute())
  }
}
