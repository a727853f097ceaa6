// The editors' desk through the front door: facts, new things, conflicts, shared facts, translations, reviews, search words.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import type { Town } from '../../../kernel/town.ts'
import { fillTown, importRecords, officeRecord, serviceRecord } from '../fixtures.tsx'
import { change, editorIn, every, formOf, publish, staffNetworks } from './fixtures.ts'

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

test('Fees, links and opening hours are typed as people say them, and refused with what was not understood', async () => {
  const town = await filledTown()
  const anna = await editor(town, 'Anna')
  const wrong = await change(anna, service, { fees: 'Erwachsene: siebzig Euro' }, 'facts')
  assert.equal(wrong.status, 422)
  assert.match(wrong.text, /siebzig Euro“ verstehen wir nicht/)
  await change(anna, service, { fees: 'Erwachsene: 70 Euro\nKinder: 37,50 Euro\nAb dem dritten Kind: kostenlos' }, 'facts')
  await publish(anna, service)
  const shown = (await request(town, '/services/1-reisepass')).text
  for (const part of ['Kinder', '37,50', 'Ab dem dritten Kind', 'kostenlos']) assert.ok(shown.includes(part), part)
  const office = '/desk/catalogue/offices/1'
  await change(anna, office, { hours: 'Montag bis Mittwoch: 7:30 bis 12 Uhr\nFreitag: 8 bis 13 Uhr' })
  await publish(anna, office)
  assert.match((await request(town, '/offices/1-buergerbuero-mitte')).text, /Montag bis Mittwoch[\s\S]{0,80}7:30 bis 12/)
})

test('A new service is seen by nobody until it is published, with its offices and topics', async () => {
  const town = await filledTown()
  const anna = await editor(town, 'Anna')
  const made = await anna.send('/desk/catalogue/services/new', { name: 'Baum fällen' })
  const path = made.headers.location!
  assert.equal(path, '/desk/catalogue/services/5')
  assert.equal((await request(town, '/services/5')).status, 404)
  const unknown = await change(anna, path, { offices: 'Bürgerbüro Mite' }, 'facts')
  assert.equal(unknown.status, 422)
  assert.match(unknown.text, /Meinten Sie „Bürgerbüro Mitte \(1\)“/)
  assert.equal((await change(anna, path, { offices: 'bürgerbüro mitte', topics: 'Wohnen' }, 'facts')).status, 303)
  assert.equal((await publish(anna, path)).status, 303)
  const shown = (await request(town, '/services/5-baum-faellen')).text
  assert.match(shown, /Bürgerbüro Mitte/)
  assert.match((await request(town, '/topics/1-wohnen')).text, /Baum fällen/)
})

test('A discarded draft of a new service leaves nothing behind; one of a published service leaves it as it is', async () => {
  const town = await filledTown()
  const anna = await editor(town, 'Anna')
  await anna.send('/desk/catalogue/services/new', { name: 'Versehen' })
  await anna.send('/desk/catalogue/services/5/discard', {})
  assert.equal((await anna.see('/desk/catalogue/services/5')).status, 404)
  await change(anna, service, { 'de-summary': 'Weg damit.' })
  await anna.send(`${service}/discard`, {})
  assert.notEqual(formOf(await anna.see(service))['de-summary'], 'Weg damit.')
})

test('When the source changes what an editor changed, both stand side by side and one is chosen', async () => {
  const town = await freshTown(fresh.house, { staffNetworks })
  const text = (description: string) => [serviceRecord('dog', { title: 'Hundesteuer', description })]
  await importRecords(town, text('<p>Alt.</p>'))
  const anna = await editor(town, 'Anna')
  await change(anna, service, { 'de-description': 'Von der Redaktion.' })
  await publish(anna, service)
  await importRecords(town, text('<p>Neu aus der Quelle.</p>'))
  const page = await anna.see('/desk/catalogue/conflicts')
  assert.match(page.text, /Von der Redaktion\./)
  assert.match(page.text, /Neu aus der Quelle\./)
  const chosen = await anna.send('/desk/catalogue/conflicts', {
    noun: 'service',
    id: '1',
    field: 'de.description',
    choice: 'imported',
  })
  assert.equal(chosen.headers.location, `${service}/release`)
  await publish(anna, service)
  assert.match((await request(town, '/services/1-hundesteuer')).text, /Neu aus der Quelle/)
  assert.match((await anna.see('/desk/catalogue/conflicts')).text, /widerspricht zurzeit keinem Text/)
})

test('A shared fact is changed once and stands everywhere at once: in a text, a fee and opening hours', async () => {
  const town = await filledTown()
  const anna = await editor(town, 'Anna')
  await anna.send('/desk/catalogue/facts/new', { label: 'Passgebühr', key: 'passgebühr', value: '70 Euro', valueEn: '' })
  await change(anna, service, { 'de-feesText': 'Der Pass kostet {{passgebühr}}.' })
  await change(anna, service, { fees: 'Erwachsene: {{passgebühr}}' }, 'facts')
  await publish(anna, service)
  const before = (await request(town, '/services/1-reisepass')).text
  assert.match(before, /Der Pass kostet 70 Euro\./)
  const changed = await anna.send('/desk/catalogue/facts/1', { label: 'Passgebühr', value: '81,50 Euro', valueEn: '' })
  assert.equal(changed.headers.location, '/desk/catalogue/facts/1?places=2')
  const after = (await request(town, '/services/1-reisepass')).text
  assert.match(after, /Der Pass kostet 81,50 Euro\./)
  assert.match(after.replaceAll('\u00a0', ' '), /Erwachsene[\s\S]{0,60}81,50/)
  assert.match(formOf(await anna.see(service))['de-feesText']!, /\{\{passgebühr\}\}/)
  const unfit = await anna.send('/desk/catalogue/facts/1', { label: 'Passgebühr', value: 'nach Aufwand', valueEn: '' })
  assert.equal(unfit.status, 422)
  assert.match((await request(town, '/services/1-reisepass')).text, /81,50/)
  assert.equal((await anna.send('/desk/catalogue/facts/1/drop', {})).status, 409)
})

test('A topic and a situation of the desk survive the next reading of the town’s folder', async () => {
  const town = await filledTown()
  const anna = await editor(town, 'Anna')
  await change(anna, '/desk/catalogue/topics/2', { services: 'Gewerbe anmelden' })
  await publish(anna, '/desk/catalogue/topics/2')
  await change(anna, '/desk/catalogue/situations/1', { 'de-name': 'Umziehen in der Stadt', order: '# Zuerst | First\nReisepass' })
  await publish(anna, '/desk/catalogue/situations/1')
  await fillTown(await freshTown(fresh.house), now)
  const { storeTopics } = await import('../town-topics.ts')
  const { storeSituations } = await import('../town-situations.ts')
  await storeTopics(town, [{ id: 'papers', title: { de: 'Papiere' }, parents: [], services: [] }], now)
  await storeSituations(town, 'life', [{ id: 'moving', title: { de: 'Umzug' }, groups: [{ services: ['move'] }] }], now)
  assert.match((await request(town, '/topics/2-papiere')).text, /Gewerbe anmelden/)
  const situation = (await request(town, '/life-situations/1-umziehen-in-der-stadt')).text
  assert.match(situation, /Reisepass/)
  assert.match(situation, /Zuerst/)
})

test('An English text is out of date once the German one changes, until somebody says that it still fits', async () => {
  const town = await filledTown()
  const anna = await editor(town, 'Anna')
  await change(anna, service, { 'de-description': 'Neuer deutscher Text.' })
  await publish(anna, service)
  assert.match((await anna.see('/desk/catalogue/translations')).text, /Reisepass/)
  assert.match((await anna.see(`${service}?part=en`)).text, /Der deutsche Text hat sich seit der Übersetzung geändert/)
  await anna.send(`${service}/translation`, { language: 'en' })
  assert.match((await anna.see('/desk/catalogue/translations')).text, /Keine Übersetzung ist veraltet/)
  assert.match((await anna.see('/desk/catalogue/translations?list=missing')).text, /Wohnsitz anmelden/)
})

test('A text with a date for review stands on the list in time, and goes when it was reviewed', async () => {
  const town = await filledTown()
  const anna = await editor(town, 'Anna')
  const wrong = await anna.send(`${service}/review`, {
    'due-day': '31',
    'due-month': '2',
    'due-year': '2027',
    unit: '',
    go: 'store',
  })
  assert.equal(wrong.status, 422)
  const { due } = { due: new Date(now.getTime() + 3 * 86_400_000).toISOString().slice(0, 10).split('-') }
  await anna.send(`${service}/review`, {
    'due-day': due[2]!,
    'due-month': due[1]!,
    'due-year': due[0]!,
    'review-unit': 'Passamt',
    me: 'me',
    go: 'store',
  })
  assert.match((await anna.see('/desk/catalogue/reviews')).text, /Reisepass[\s\S]*Sie, Passamt/)
  await anna.send(`${service}/review`, { go: 'done' })
  assert.match((await anna.see('/desk/catalogue/reviews')).text, /kein Text zu prüfen/)
})

test('Words of the town that mean the same are found by the search after they are published', async () => {
  const town = await filledTown()
  const anna = await editor(town, 'Anna')
  assert.doesNotMatch((await request(town, '/api/v1/search?q=Kn%C3%B6delpapier')).text, /Reisepass/)
  const path = '/desk/catalogue/synonyms'
  assert.equal((await change(anna, path, { groups: 'Knödelpapier' })).status, 422)
  await change(anna, path, { groups: 'Knödelpapier, Reisepass' })
  await publish(anna, path)
  assert.match((await request(town, '/api/v1/search?q=Kn%C3%B6delpapier')).text, /Reisepass/)
})

test('Offices and topics are edited only with the permission for them', async () => {
  const town = await filledTown()
  const banners = await editor(town, 'Carl', ['banners.edit'])
  for (const path of [
    service,
    '/desk/catalogue',
    '/desk/catalogue/topics/1',
    '/desk/catalogue/synonyms',
    '/desk/catalogue/facts',
  ])
    assert.notEqual((await banners.see(path)).status, 200, path)
  assert.equal((await banners.see('/desk/catalogue/banners')).status, 200)
})

test('The desk is told what waits and finds services by name', async () => {
  const town = await filledTown({ catalogue: { fourEyes: true } })
  const anna = await editor(town, 'Anna')
  const ben = await editor(town, 'Ben')
  await change(anna, service, { 'de-summary': 'Neu.' })
  await anna.send(`${service}/release`, { go: 'ask', note: '' })
  const asked = { language: 'de' as const, today: '2026-11-22' }
  const permissions = new Set(every.map((one) => `catalogue.${one}`))
  const workOf = async (personId: string) => {
    const answers = await fresh.house.askAll(town, 'desk-work', { ...asked, person: { personId, permissions } })
    return answers.find(({ module }) => module === 'catalogue')?.answer
  }
  assert.deepEqual(await workOf(ben.id), [{ title: 'Texte freigeben', url: '/desk/catalogue/drafts', count: 1 }])
  assert.deepEqual(await workOf(anna.id), [])
  const hits = await fresh.house.askAll(town, 'desk-search', {
    ...asked,
    query: 'reise',
    person: { personId: ben.id, permissions },
  })
  assert.match(JSON.stringify(hits), /"title":"Reisepass"/)
})

test('What one town’s editors write is unknown in the other', async () => {
  const [one, other] = [await filledTown(), await filledTown()]
  const anna = await editor(one, 'Anna')
  await change(anna, service, { 'de-summary': 'Nur hier.' })
  const ben = await editor(other, 'Ben')
  assert.doesNotMatch((await ben.see(service)).text, /Nur hier\./)
  await importRecords(other, [serviceRecord('x', { title: 'X' })], { offices: [officeRecord('o', 'O')] })
})
