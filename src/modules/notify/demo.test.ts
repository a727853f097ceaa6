// A demonstration keeps its mail and shows it; nothing leaves.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertSound, openPage } from '../../../test/browser.ts'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import { makeMailer } from '../../kernel/mail.ts'
import { findModules } from '../../kernel/modules.ts'
import { place } from '../../main.ts'
import { nextDue } from './delivery.ts'
import { codeFor, send, senderRoom } from './fixtures.ts'
import { startWorker } from './worker.ts'

const notify = (await findModules(place)).filter(({ name }) => name === 'notify')
const fresh = await freshHouse({ modules: [...notify, senderRoom()], demo: true })
const { house } = fresh
const town = await freshTown(house, { default: true })
const other = await freshTown(house)
const served = await serveFresh(fresh)
const worker = startWorker(house)
fresh.beforeClosing(() => worker.stop())
// The server's own worker sends as well: done is when nothing waits any more.
const keepAll = async (): Promise<void> => {
  do {
    worker.wake(town.id)
    await worker.idle()
  } while (await nextDue(town))
}

test('The mail of a demonstration is read on its page, newest first, with links that can be followed', async () => {
  await send(house, town, codeFor('sender.code/1', 'ada@example.org', { code: '111111' }), new Date())
  await keepAll()
  const evil = { code: 'https://rathaus.example/a?b=1&c="><script>', name: '<b>Eva</b>' }
  await send(house, town, codeFor('sender.code/2', 'eva@example.org', evil), new Date())
  await keepAll()
  const { status, text, headers } = await served.request(town, '/demo/mail')
  assert.equal(status, 200)
  assert.equal(headers['x-robots-tag'], 'noindex')
  assert.match(text, /An: eva@example\.org[\s\S]*An: ada@example\.org[\s\S]*Ihr Code: 111111/)
  assert.match(text, /href="https:\/\/rathaus\.example\/a\?b=1&amp;c="/)
  assert.doesNotMatch(text, /<script>&|<b>Eva/)
  assert.doesNotMatch((await served.request(other, '/demo/mail')).text, /ada@example/, 'another town')
  const opened = await openPage(`http://localhost:${served.port}`, { viewport: { width: 360, height: 800 } })
  await opened.page.goto('/demo/mail')
  await assertSound(opened)
})

test('The mail of a demonstration is for whoever sits at the machine: behind a proxy there is no such page', async () => {
  for (const header of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip', 'x-forwarded-host'])
    assert.equal((await served.request(town, '/demo/mail', { headers: { [header]: '127.0.0.1' } })).status, 404, header)
  const { host } = new URL(town.origin)
  const silent = await served.raw(`GET /demo/mail HTTP/1.0\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  assert.match(silent, /^HTTP\/1\.1 404/, 'a proxy that says nothing speaks HTTP 1.0')
  assert.equal((await served.request(town, '/demo/mail')).status, 200)
})

test('Outside a demonstration on this machine mail waits for a mail server', () => {
  const nowhere = { smtp: undefined, from: undefined, returnPath: undefined, dkim: undefined }
  assert.equal(makeMailer(nowhere, true).by, 'demo')
  assert.equal(makeMailer(nowhere, false).by, 'nothing')
})
