// Drafts through the front door: preview, four eyes, versions, two editors at once, and what is refused.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import type { Town } from '../../../kernel/town.ts'
import { fillTown } from '../fixtures.tsx'
import { change, editorIn, formOf, publish, staffNetworks, unescaped } from './fixtures.ts'

const fresh = await freshHouse()
const { request } = await serveFresh(fresh)
const now = new Date()
const service = '/desk/catalogue/services/1'

const editor = (town: Town, family: string, permissions?: readonly string[]) => editorIn(request, town, family, permissions)

async function filledTown(own: object = {}): Promise<Town> {
  const town = await freshTown(fresh.house, { staffNetworks, ...own })
  await fillTown(town, now)
  return town
}

test('A corrected text is a draft first, then seen in the preview, and after publishing by everybody', async () => {
  const town = await filledTown()
  const anna = await editor(town, 'Anna')
  const saved = await change(anna, service, { 'de-description': 'Den Reisepass brauchen Sie für **ferne** Länder.' })
  assert.equal(saved.status, 303, saved.text)
  const before = await request(town, '/services/1-reisepass')
  assert.ok(!before.text.includes('ferne'))
  const preview = await anna.see(`${service}/preview`)
  assert.match(preview.text, /<strong>ferne<\/strong>/)
  assert.match(preview.text, /Vorschau/)
  assert.ok(!(await request(town, '/services/1-reisepass')).text.includes('ferne'), 'a preview changes nothing')
  const done = await publish(anna, service)
  assert.equal(done.headers.location, `${service}/history?done=1`)
  const after = await request(town, '/services/1-reisepass')
  assert.match(after.text, /<strong>ferne<\/strong>/)
  assert.match((await request(town, '/changes')).text, /Reisepass/)
})

test('Where the town asks for four eyes, the writer is refused with the reason and a second person publishes', async () => {
  const town = await filledTown({ catalogue: { fourEyes: true } })
  const anna = await editor(town, 'Anna')
  const ben = await editor(town, 'Ben')
  await change(anna, service, { 'de-summary': 'Ihr Ausweis für weite Reisen.' })
  const refused = await publish(anna, service)
  assert.equal(refused.status, 409)
  assert.match(refused.text, /Eine zweite Person muss ihn freigeben/)
  await anna.send(`${service}/release`, { go: 'ask', note: 'Bitte ansehen' })
  const work = await ben.see('/desk/catalogue')
  assert.match(work.text, /Texte freigeben/)
  assert.doesNotMatch((await anna.see('/desk/catalogue')).text, /Texte freigeben/)
  const done = await publish(ben, service)
  assert.equal(done.status, 303, done.text)
  assert.match((await request(town, '/services/1-reisepass')).text, /Ihr Ausweis für weite Reisen/)
})

test('Who may edit but not publish asks for release; who publishes may give the draft back with a reason', async () => {
  const town = await filledTown()
  const writer = await editor(town, 'Anna', ['texts.edit'])
  const publisher = await editor(town, 'Ben')
  await change(writer, service, { 'de-summary': 'Ein anderer Satz.' })
  assert.equal((await publish(writer, service)).status, 409)
  await writer.send(`${service}/release`, { go: 'ask', note: '' })
  assert.equal((await publisher.send(`${service}/release`, { go: 'return', note: '' })).status, 422)
  await publisher.send(`${service}/release`, { go: 'return', note: 'Der Satz ist zu lang.' })
  assert.match((await writer.see(service)).text, /Der Satz ist zu lang/)
})

test('The history shows what changed; taking a version back is a new version, and the import’s own text returns', async () => {
  const town = await filledTown()
  const anna = await editor(town, 'Anna')
  await change(anna, service, { 'de-description': 'Ganz neuer Text.' })
  await publish(anna, service)
  const history = await anna.see(`${service}/history`)
  assert.match(history.text, /<del>[^<]*Reisepass[^<]*<\/del>/)
  assert.match(history.text, /<ins>[^<]*neuer[^<]*<\/ins>/)
  const undone = await anna.send(`${service}/undo`, { number: '1' })
  assert.equal(undone.headers.location, `${service}/release?done=undone`)
  await publish(anna, service)
  assert.match((await request(town, '/services/1-reisepass')).text, /außerhalb der Europäischen Union/)
  assert.match((await anna.see(`${service}/history`)).text, /nimmt Fassung 1 zurück/)
  assert.equal((await anna.send(`${service}/undo`, { number: '1' })).status, 409)
})

test('Names of colleagues are shown on request, and the colleague’s log says that somebody looked', async () => {
  const town = await filledTown()
  const anna = await editor(town, 'Anna')
  const ben = await editor(town, 'Ben')
  await change(anna, service, { 'de-summary': 'Neu.' })
  await publish(anna, service)
  assert.doesNotMatch((await ben.see(`${service}/history`)).text, /Test Anna/)
  assert.match((await ben.see(`${service}/history?names=1`)).text, /Test Anna/)
})

test('Of two editors at the same time the second sees what changed and loses nothing', async () => {
  const town = await filledTown()
  const anna = await editor(town, 'Anna')
  const ben = await editor(town, 'Ben')
  const forms = [formOf(await anna.see(service)), formOf(await ben.see(service))] as const
  await anna.send(service, { ...forms[0], 'de-summary': 'Satz von Anna.', go: 'stay' })
  const clash = await ben.send(service, { ...forms[1], 'de-summary': 'Satz von Ben.', 'de-keywords': 'Pass\nReise', go: 'stay' })
  assert.equal(clash.status, 409)
  assert.match(clash.text, /Satz von Anna\./)
  assert.match(clash.text, /Satz von Ben\./)
  const second = await ben.send(service, { ...formOf(clash), go: 'stay' })
  assert.equal(second.status, 303)
  const both = formOf(await anna.see(service))
  assert.equal(both['de-summary'], 'Satz von Ben.')
  assert.equal(both['de-keywords'], 'Pass\nReise')
})

test('Two editors of different fields disturb each other nowhere', async () => {
  const town = await filledTown()
  const anna = await editor(town, 'Anna')
  const ben = await editor(town, 'Ben')
  const forms = [formOf(await anna.see(service)), formOf(await ben.see(service))] as const
  await anna.send(service, { ...forms[0], 'de-summary': 'Satz von Anna.', go: 'stay' })
  assert.equal((await ben.send(service, { ...forms[1], 'de-hints': 'Hinweis von Ben.', go: 'stay' })).status, 303)
  const both = formOf(await anna.see(service))
  assert.deepEqual([both['de-summary'], both['de-hints']], ['Satz von Anna.', 'Hinweis von Ben.'])
})

test('Scripts and script addresses are refused with a message, and what was typed is kept', async () => {
  const town = await filledTown()
  const anna = await editor(town, 'Anna')
  for (const typed of [
    '<script>alert(1)</script>',
    '[Klick](javascript:alert(1))',
    '<a href="javascript:alert(1)">x</a>',
    '<img src=x onerror="alert(1)">',
  ]) {
    const answer = await change(anna, service, { 'de-description': typed })
    assert.equal(answer.status, 422, typed)
    assert.match(answer.text, /Programmcode/)
    assert.ok(unescaped(answer.text).includes(typed), 'the input is kept')
  }
})
