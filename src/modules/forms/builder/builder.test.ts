// The builder through its front door: what editors change, who may publish, what the check list says.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { hostOf, serveFresh } from '../../../../test/serve-town.ts'
import type { FormDocument } from '../document/document.ts'
import { buildForm, parkingForm, staffMember } from './fixtures.ts'
import { type BuilderReading, findWorkingCopy } from './working-copy.ts'

const fresh = await freshHouse()
const served = await serveFresh(fresh)
const now = new Date()
const networks = { staffNetworks: ['127.0.0.1/32', '::1/128'] }
const town = await freshTown(fresh.house, networks)
const strict = await freshTown(fresh.house, { ...networks, forms: { fourEyes: true } } as object)
const anna = await staffMember(town, 'Anna', now)
const bert = await staffMember(town, 'Bert', now)

const send = (path: string, fields: Record<string, string | string[]>, session = anna.session, where = town) => {
  const body = new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as [string, string])),
  ).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: where.origin }
  return served.request(where, path, { method: 'POST', headers, body, session })
}
const look = (path: string, session = anna.session, where = town) => served.request(where, path, { session })
const documentOf = async (id: string, where = town): Promise<FormDocument> =>
  (await where.read((db: BuilderReading) => findWorkingCopy(db, id)))!.document
const hidden = (html: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''

test('What one editor saved is not overwritten by another one who opened the question earlier', async () => {
  const id = await buildForm(town, anna.id, now)
  const path = `/desk/forms/${id}/items/kennzeichen`
  const seen = (await look(path, bert.session)).text
  const fields = (html: string, label: string) => ({
    revision: hidden(html, 'revision'),
    mark: hidden(html, 'mark'),
    label,
    hint: '',
    need: 'needed',
    type: 'plate',
    key: 'kennzeichen',
  })
  assert.equal((await send(path, fields(seen, 'Kennzeichen des Fahrzeugs'))).status, 303)
  const refused = await send(path, fields(seen, 'Amtliches Kennzeichen'), bert.session)
  assert.equal(refused.status, 409)
  assert.match(refused.text, /Jemand anderes hat das inzwischen geändert/)
  assert.match(refused.text, /Inzwischen steht hier: Kennzeichen des Fahrzeugs/)
  assert.match(refused.text, /value="Amtliches Kennzeichen"/)
  assert.equal((await send(path, fields(refused.text, 'Amtliches Kennzeichen'), bert.session)).status, 303)
  const other = `/desk/forms/${id}/items/halter`
  const early = (await look(other)).text
  await send(path, fields((await look(path)).text, 'Noch einmal'))
  const kept = { ...fields(early, 'Wer hält das Fahrzeug?'), type: 'choice', key: 'halter', choices: 'Mir\nMeiner Firma' }
  assert.equal((await send(other, kept)).status, 303)
})

test('The last step is taken back, and the one before it after that', async () => {
  const id = await buildForm(town, anna.id, now)
  const before = await documentOf(id)
  await send(`/desk/forms/${id}/move`, { page: 'wohnung', go: 'down' })
  await send(`/desk/forms/${id}/items/halter/remove`, {})
  assert.deepEqual(
    (await documentOf(id)).pages.map(({ key }) => key),
    ['fahrzeug', 'wohnung'],
  )
  for (let steps = 0; steps < 2; steps += 1) {
    const { text } = await look(`/desk/forms/${id}/history`)
    assert.equal((await send(`/desk/forms/${id}/undo`, { seen: hidden(text, 'seen') })).status, 303)
  }
  assert.deepEqual(await documentOf(id), before)
})

test('Whoever renames a question renames it in every rule, or is told which rules stand in the way', async () => {
  const id = await buildForm(town, anna.id, now)
  const path = `/desk/forms/${id}/items/halter`
  const { text } = await look(path)
  const fields = {
    mark: hidden(text, 'mark'),
    label: 'Wem gehört es?',
    need: 'needed',
    type: 'choice',
    choices: 'Mir\nMeiner Firma',
  }
  assert.equal((await send(path, { ...fields, key: 'kennzeichen' })).status, 422)
  assert.equal((await send(path, { ...fields, key: 'eigentuemer' })).status, 303)
  const document = await documentOf(id)
  assert.equal(document.pages[1]?.items[2]?.showWhen, 'eigentuemer = "firma"')
})

test('A form with gaps is not published, and each gap leads to the place where it is mended', async () => {
  const { privacy: _privacy, retentionDays: _days, ...gaps } = parkingForm
  const id = await buildForm(town, anna.id, now, gaps as FormDocument)
  const shown = await look(`/desk/forms/${id}/publish`)
  assert.match(shown.text, /2 Punkte fehlen noch/)
  assert.match(shown.text, new RegExp(`href="/desk/forms/${id}/papers#privacy"`))
  const refused = await send(`/desk/forms/${id}/publish`, { go: 'publish', revision: '1' })
  assert.equal(refused.status, 409)
  assert.match(refused.text, /Auf der Prüfliste fehlt noch etwas/)
})

test('Where the town asks for four eyes, whoever changed the form last cannot publish it', async () => {
  const writer = await staffMember(strict, 'Schreiber', now)
  const second = await staffMember(strict, 'Zweite', now)
  const id = await buildForm(strict, writer.id, now)
  const own = await send(`/desk/forms/${id}/publish`, { go: 'publish', revision: '1' }, writer.session, strict)
  assert.equal(own.status, 409)
  assert.equal((await send(`/desk/forms/${id}/publish`, { go: 'ask' }, writer.session, strict)).status, 303)
  assert.match((await look('/desk/forms/approvals', second.session, strict)).text, /Bewohnerparkausweis beantragen/)
  const published = await send(`/desk/forms/${id}/approval`, { go: 'publish', revision: '1' }, second.session, strict)
  assert.equal(published.status, 303)
  assert.equal(published.headers.location, `/desk/forms/${id}/approval?done=1`)
})

test('Where the town asks for four eyes, nobody approves their own change because a colleague changed something after it', async () => {
  const writer = await staffMember(strict, 'Erste', now)
  const other = await staffMember(strict, 'Andere', now)
  const third = await staffMember(strict, 'Dritte', now)
  const first = await staffMember(strict, 'Beginnerin', now)
  const id = await buildForm(strict, first.id, now)
  const publish = (session: string) => send(`/desk/forms/${id}/approval`, { go: 'publish', revision: '3' }, session, strict)
  await send(`/desk/forms/${id}/move`, { page: 'wohnung', go: 'down' }, writer.session, strict)
  await send(`/desk/forms/${id}/items/kennzeichen/remove`, {}, other.session, strict)
  assert.equal((await publish(writer.session)).status, 409)
  assert.equal((await publish(first.session)).status, 409, 'who began it')
  assert.equal((await publish(third.session)).status, 303)
})

test('A form is not given an address that belongs to the room itself', async () => {
  for (const key of ['receipt', 'hand-over']) {
    const fields = { title: 'Quittung', unit: '/', kind: 'application', key }
    assert.equal((await send('/desk/forms/new', fields)).status, 422, key)
  }
})

test('Whoever may edit forms of one unit sees no form of another', async () => {
  const outsider = await staffMember(town, 'Fremd', now, [])
  const id = await buildForm(town, anna.id, now)
  assert.notEqual((await look(`/desk/forms/${id}`, outsider.session)).status, 200)
  assert.equal((await served.request(hostOf(strict), `/desk/forms/${id}`, { session: anna.session })).status === 200, false)
})
