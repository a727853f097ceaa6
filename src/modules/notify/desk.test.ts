// The queue and the texts on the desk, through the front door.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertReflows, assertSound, assertValid, openPage } from '../../../test/browser.ts'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { startMailServer, type Verdict } from '../../../test/mail-server.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import type { DeskWork } from '../../contracts/desk-work.ts'
import { makeMailer } from '../../kernel/mail.ts'
import { findModules } from '../../kernel/modules.ts'
import { grantPermission, registerPerson } from '../../kernel/people.ts'
import { findSignedIn, openSession } from '../../kernel/sessions.ts'
import type { Town } from '../../kernel/town.ts'
import { place } from '../../main.ts'
import { nextDue } from './delivery.ts'
import { codeFor, send, senderRoom } from './fixtures.ts'
import { startWorker } from './worker.ts'

let verdict: Verdict = { code: 550, text: '5.1.1 unknown' }
const mailServer = await startMailServer({ toRecipient: (address) => (address.startsWith('gone') ? verdict : undefined) })
const from = 'rathaus@musterstadt.example'
const mailer = makeMailer({ smtp: mailServer.settings, from, returnPath: undefined, dkim: undefined }, false)
const notify = (await findModules(place)).filter(({ name }) => name === 'notify')
const fresh = await freshHouse({ modules: [...notify, senderRoom()], mailer })
const { house } = fresh
const town = await freshTown(house, { default: true })
const served = await serveFresh(fresh)
const worker = startWorker(house)
fresh.beforeClosing(async () => {
  await worker.stop()
  if (mailer.by === 'smtp') mailer.close()
  await mailServer.stop()
})
// The server's own worker sends as well: done is when nothing waits any more.
const sendOut = async (which: Town): Promise<void> => {
  do {
    worker.wake(which.id)
    await worker.idle()
  } while (await nextDue(which))
}

async function clerk(which: Town, ...permissions: string[]): Promise<string> {
  const person = await registerPerson(which, { kind: 'staff', givenName: 'Karin', familyName: 'Muster' }, new Date())
  for (const permission of permissions) await grantPermission(which, person, permission)
  return openSession(which, person, 'basic', new Date())
}
const session = await clerk(town, 'notify.queue.manage', 'notify.templates.edit')
const ask = (path: string) => served.request(town, path, { session })
const post = (path: string, fields: Record<string, string>) =>
  served.request(town, path, {
    session,
    method: 'POST',
    headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })

test('The desk sees how many messages failed and why, never to whom, and sends one again', async () => {
  await send(house, town, codeFor('sender.code/1', 'gone@example.org'), new Date())
  await send(house, town, codeFor('sender.code/2', 'ada@example.org'), new Date())
  await sendOut(town)
  const { status, text } = await ask('/desk/notify')
  assert.equal(status, 200)
  assert.match(text, /Der Mail-Server nimmt die Adresse nicht an\. \(550 5\.1\.1\)/)
  assert.doesNotMatch(text, /gone@|ada@|123456/)
  const id = /name="id" value="([0-9a-f-]{36})"/.exec(text)?.[1] ?? ''
  const person = await findSignedIn(town, session, new Date())
  const work = () => house.askAll<DeskWork>(town, 'desk-work', { person: person!, language: 'de', today: '2026-11-22' })
  assert.deepEqual(
    (await work()).flatMap(({ answer }) => answer.map(({ count }) => count)),
    [1],
  )
  verdict = undefined
  assert.equal((await post('/desk/notify/again', { id })).headers.location, '/desk/notify?again=1')
  await sendOut(town)
  assert.equal(
    mailServer.received.some(({ to }) => to === 'gone@example.org'),
    true,
  )
  assert.deepEqual(
    (await work()).flatMap(({ answer }) => answer),
    [],
  )
  assert.equal((await post('/desk/notify/again', { id })).headers.location, '/desk/notify?again=0', 'a delivered one')
  assert.equal((await post('/desk/notify/again', { id: "' OR 1=1" })).headers.location, '/desk/notify?again=0')
})

test('What failed on our side goes again all at once, what the person caused does not', async () => {
  const other = await freshTown(house)
  const own = await clerk(other, 'notify.queue.manage')
  await send(house, other, { ...codeFor('sender.code/1', 'ada@example.org'), template: 'nobody.knows' }, new Date())
  await send(
    house,
    other,
    { key: 'sender.hint/1', template: 'sender.mail-waits', to: { person: '01a202e9-b380-7000-8000-000000000001' }, values: {} },
    new Date(),
  )
  await sendOut(other)
  const { headers } = await served.request(other, '/desk/notify/again', {
    session: own,
    method: 'POST',
    headers: { origin: other.origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'all=ours',
  })
  assert.equal(headers.location, '/desk/notify?again=1')
})

const textPath = '/desk/notify/templates/sender.code/de'

test('A text is worded anew, previewed, saved, used, and taken back', async () => {
  const typed = { subject: 'Neu: {code}', text: 'Hallo {name}\r\n\r\n{code} von {town}', basedOn: '0' }
  const preview = await post(textPath, { ...typed, step: 'preview' })
  assert.equal(preview.status, 200)
  assert.match(preview.text, /Hallo \[name\]/)
  assert.doesNotMatch((await ask(textPath)).text, /Hallo/, 'a preview stores nothing')
  assert.equal((await post(textPath, { ...typed, step: 'save' })).status, 303)
  await send(house, town, codeFor('sender.code/worded', 'ada@example.org', { code: '777' }), new Date())
  await sendOut(town)
  assert.match(mailServer.received.at(-1)?.raw ?? '', /^Subject: Neu: 777\r$/m)
  assert.equal((await post(`${textPath}/version`, { version: '0', basedOn: '1' })).status, 303)
  await send(house, town, codeFor('sender.code/back', 'ada@example.org'), new Date())
  await sendOut(town)
  assert.match(mailServer.received.at(-1)?.raw ?? '', /Guten Tag Ada/)
  assert.match((await ask(textPath)).text, /Fassung 2 vom/)
})

test('A placeholder that does not exist is refused by name, and what was typed stays', async () => {
  const typed = { subject: 'Hallo {vorname}', text: '{user.__proto__} {code', basedOn: '0', step: 'save' }
  const { status, text } = await post('/desk/notify/templates/sender.code/en', typed)
  assert.equal(status, 422)
  assert.match(text, /Diesen Platzhalter gibt es nicht: \{vorname\}\./)
  assert.match(text, /Diesen Platzhalter gibt es nicht: \{user\.__proto__\}\./)
  assert.match(text, /value="Hallo \{vorname\}"/)
  assert.match(text, /<title>Fehler: /)
  const empty = await post('/desk/notify/templates/sender.code/en', { subject: ' ', text: '', basedOn: '0' })
  assert.equal(empty.status, 422)
  assert.equal((await post('/desk/notify/templates/nobody.knows/de', typed)).status, 404)
  assert.equal((await post('/desk/notify/templates/sender.code/fr', typed)).status, 404)
})

test('Two people who change one text at once do not overwrite each other', async () => {
  const path = '/desk/notify/templates/sender.mail-waits/de'
  assert.equal((await post(path, { subject: 'Eins', text: 'Eins', basedOn: '0', step: 'save' })).status, 303)
  const late = await post(path, { subject: 'Zwei', text: 'Zwei', basedOn: '0', step: 'save' })
  assert.equal(late.status, 409)
  assert.match(late.text, /value="Zwei"/)
  assert.match(late.text, /name="basedOn" value="1"/)
})

test('A town whose mail leaves has no page with mails on it', async () => {
  assert.equal((await ask('/demo/mail')).status, 404)
  assert.equal((await served.request(town, '/demo/mail')).status, 404)
})

test('The pages are sound on a wide and a narrow screen', async () => {
  for (const width of [1280, 360]) {
    const opened = await openPage(`http://localhost:${served.port}`, {
      viewport: { width, height: 900 },
      extraHTTPHeaders: { cookie: `__Host-session=${session}` },
    })
    for (const path of ['/desk/notify', '/desk/notify?state=delivered', '/desk/notify/templates', textPath, '/en/desk/notify']) {
      await opened.page.goto(path)
      await assertSound(opened)
      await assertReflows(opened)
      await assertValid((await ask(path)).text, path)
    }
  }
})
