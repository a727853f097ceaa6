// The catalogue through the front door: what residents see, and what they do not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import { handOverVisits } from '../../kernel/visit-counts.ts'
import { Visits } from '../../kernel/visits.ts'
import { fillTown, importRecords, serviceRecord } from './fixtures.tsx'
import { createShortLink } from './short-link.ts'
import type { CatalogueTables, Status } from './tables.ts'
import { storeSituations } from './town-situations.ts'
import { storeServiceTexts } from './town-texts.ts'

const fresh = await freshHouse()
const { request } = await serveFresh(fresh)
const town = await freshTown(fresh.house)
await fillTown(town)
const passport = '/services/1-reisepass'

const setStatus = (where: Town, id: number, status: Status) =>
  where.write((db: WriteDb<CatalogueTables>) =>
    db.updateTable('catalogue.service').set({ status }).where('id', '=', id).execute(),
  )

test('A service’s page answers what it costs, where it is done and what fits, and names its twin for programs', async () => {
  const { status, text } = await request(town, passport)
  assert.equal(status, 200)
  for (const part of [
    'Reisepass',
    '70',
    'Bürgerbüro Mitte',
    'biometrisches Foto',
    'Wohnsitz anmelden',
    'Beispielgesetz',
    '/api/v1/services/1',
  ])
    assert.ok(text.includes(part), part)
})

test('An address with another slug, or with none, leads to the right one in the same language', async () => {
  for (const [asked, right] of [
    ['/services/1', passport],
    ['/services/1-personalausweis', passport],
    ['/en/services/1-passport', `/en${passport}`],
    ['/leicht/offices/1-x', '/leicht/offices/1-buergerbuero-mitte'],
    ['/topics/3', '/topics/3-paesse'],
    ['/life-situations/1-umziehen', '/life-situations/1-umzug'],
    ['/en/services/1-x/thanks', `/en${passport}/thanks`],
  ] as const) {
    const { status, headers } = await request(town, asked)
    assert.deepEqual([status, headers.location], [301, right], asked)
  }
})

test('What is not there, or is no number of ours, is not found', async () => {
  for (const path of [
    '/services/999',
    '/services/0-reisepass',
    '/services/01-reisepass',
    '/services/1e3',
    '/services/99999999999999999999',
    '/services/%00',
    '/offices/999',
    '/topics/999',
    '/life-situations/2',
    '/business-situations/1',
    '/a-z?letter=%C3%9F',
    '/changes?page=0',
    '/changes?page=999',
    '/go/unknown',
    '/api/v1/services/999',
  ])
    assert.equal((await request(town, path)).status, 404, path)
})

test('Drafts and retired services are not found, neither as a page nor in any list', async () => {
  const own = await freshTown(fresh.house)
  await fillTown(own)
  await setStatus(own, 1, 'draft')
  await setStatus(own, 2, 'retired')
  for (const id of [1, 2]) {
    assert.equal((await request(own, `/services/${id}`)).status, 404)
    assert.equal((await request(own, `/api/v1/services/${id}`)).status, 404)
  }
  for (const path of [
    '/a-z',
    '/topics/3-paesse',
    '/offices/1-buergerbuero-mitte',
    '/api/v1/services',
    '/obstacles',
    '/catalogue.ttl',
  ]) {
    const { text } = await request(own, path)
    assert.ok(!text.includes('Reisepass') && !text.includes('Wohnsitz anmelden'), path)
  }
  assert.equal((await request(own, '/life-situations/1')).status, 404, 'a situation without a published service')
})

test('A service of one town is not found in another', async () => {
  const other = await freshTown(fresh.house)
  assert.equal((await request(other, passport)).status, 404)
  assert.equal((await request(other, '/a-z')).text.includes('Reisepass'), false)
})

test('What exists only in German is shown in German on English pages, and marked so', async () => {
  const { text } = await request(town, `/en${passport}`)
  assert.match(text, /<h1>Passport<\/h1>/)
  assert.match(text, /<div class="rich" lang="de"><p>Mit dem Reisepass/)
  const german = await request(town, '/en/services/2-wohnsitz-anmelden')
  assert.match(german.text, /lang="de"><h1>Wohnsitz anmelden/)
})

test('A service without text still says its other names and where to go', async () => {
  const { text } = await request(town, '/services/3-ausgabe-passstelle')
  for (const part of ['Pass abholen', 'Bürgerbüro Mitte', 'noch keinen Text']) assert.ok(text.includes(part), part)
})

test('An answer to “was this what you looked for” is counted per day, and thanked for', async () => {
  const sent = await request(town, '/services/1/feedback', { method: 'POST', body: 'answer=partly', headers: form })
  assert.deepEqual([sent.status, sent.headers.location], [303, `${passport}/thanks`])
  await request(town, `/en${passport}/feedback`, { method: 'POST', body: 'answer=partly', headers: form })
  assert.equal((await request(town, `${passport}/thanks`)).status, 200)
  const rows = await town.read((db: ReadDb<CatalogueTables>) => db.selectFrom('catalogue.feedback_count').selectAll().execute())
  assert.deepEqual(
    rows.map(({ service_id, answer, answers }) => ({ service_id, answer, answers })),
    [{ service_id: 1, answer: 'partly', answers: 2 }],
  )
})

test('Who sends no answer sees the question again, with what to do', async () => {
  const { status, text } = await request(town, `${passport}/feedback`, { method: 'POST', body: 'answer=perhaps', headers: form })
  assert.equal(status, 422)
  assert.match(text, /error-summary/)
  assert.match(text, /Bitte wählen Sie eine Antwort/)
  assert.equal((await request(town, '/services/99/feedback', { method: 'POST', body: 'answer=yes', headers: form })).status, 404)
})

const form = { 'content-type': 'application/x-www-form-urlencoded' }

test('A short address may lead to a letter that is no ASCII', async () => {
  const link = { slug: 'oe', target: '/a-z?letter=Ö', label: 'Ö' }
  assert.equal(await createShortLink(town, link), 'created')
  assert.equal((await request(town, '/go/oe')).headers.location, '/a-z?letter=%C3%96')
  await town.write((db: WriteDb<CatalogueTables>) =>
    db.deleteFrom('catalogue.short_link_count').where('slug', '=', 'oe').execute(),
  )
})

test('A short address leads to its target in the reader’s language and is counted', async () => {
  const { status, headers } = await request(town, '/en/go/pass')
  assert.deepEqual([status, headers.location, headers['cache-control']], [303, '/en/services/1', 'no-store'])
  const rows = await town.read((db: ReadDb<CatalogueTables>) => db.selectFrom('catalogue.short_link_count').selectAll().execute())
  assert.deepEqual(
    rows.map(({ slug, visits }) => [slug, visits]),
    [['pass', 1]],
  )
  const poster = await request(town, '/go/pass/poster')
  assert.match(poster.text, /<svg class="qr"/)
  assert.doesNotMatch(poster.text, / style=/)
})

test('Visits are counted per thing and day, and the most visited stand first in the entrance hall', async () => {
  const visits = new Visits()
  for (const [subject, times] of [
    ['catalogue.service/3', 3],
    ['catalogue.service/1', 1],
    ['catalogue.office/1', 2],
    ['pages.page/x', 9],
  ] as const)
    for (let time = 0; time < times; time++) visits.count(town.id, subject)
  await handOverVisits(fresh.house, visits, new Date())
  visits.count(town.id, 'catalogue.service/3')
  await handOverVisits(fresh.house, visits, new Date())
  const rows = await town.read((db: ReadDb<CatalogueTables>) =>
    db.selectFrom('catalogue.visit_count').select(['noun', 'thing_id', 'visits']).orderBy('visits', 'desc').execute(),
  )
  assert.deepEqual(rows, [
    { noun: 'service', thing_id: 3, visits: 4 },
    { noun: 'office', thing_id: 1, visits: 2 },
    { noun: 'service', thing_id: 1, visits: 1 },
  ])
  const [parts] = await fresh.house.askAll(town, 'entrance', { language: 'de' })
  const often = (parts!.answer as { often: { label: string }[] }).often.map(({ label }) => label)
  assert.deepEqual(often, ['Ausgabe Passstelle', 'Reisepass', 'Anmelden'])
})

test('What an import changes is shown at once, also where the page was already kept', async () => {
  const own = await freshTown(fresh.house)
  await importRecords(own, [serviceRecord('a', { title: 'Alt' })])
  assert.match((await request(own, '/a-z')).text, /Alt/)
  await importRecords(own, [serviceRecord('a', { title: 'Neu' }), serviceRecord('b', { title: 'Weiteres' })])
  const { text } = await request(own, '/a-z')
  assert.match(text, /Neu/)
  assert.doesNotMatch(text, />Alt</)
  assert.match((await request(own, '/services/1-neu')).text, /<h1>Neu/)
})

test('What was read once and kept in memory is forgotten as soon as the catalogue changes', async () => {
  const own = await freshTown(fresh.house)
  await importRecords(own, [serviceRecord('a', { title: 'Pass', summary: 'Alt.' }), serviceRecord('b', { title: 'B' })])
  const asked = () => request(own, '/services/1-pass?from=poster')
  assert.match((await asked()).text, /Alt\./)
  assert.match((await asked()).text, /Alt\./)
  await importRecords(own, [serviceRecord('a', { title: 'Pass', summary: 'Neu.' }), serviceRecord('b', { title: 'B' })])
  assert.match((await asked()).text, /Neu\./)
  await importRecords(own, [serviceRecord('b', { title: 'B' })])
  assert.equal((await asked()).status, 404)
})

test('The feed of changes is Atom, with one entry per change', async () => {
  const { text, headers } = await request(town, '/changes.atom')
  assert.equal(headers['content-type'], 'application/atom+xml; charset=utf-8')
  const entries = [
    ...text.matchAll(/<entry><id>([^<]+)<\/id><title>[^<]+<\/title><updated>([^<]+)<\/updated><link href="[^"]+"\/>/g),
  ]
  assert.equal(entries.length, (text.match(/<entry>/g) ?? []).length)
  assert.equal(new Set(entries.map(([, id]) => id)).size, entries.length)
  assert.ok(entries.length >= 9)
  assert.ok(entries.every(([, , at]) => !Number.isNaN(Date.parse(at as string))))
})

test('A title with markup in it is only letters, on the page and in the feed', async () => {
  const own = await freshTown(fresh.house)
  await importRecords(own, [serviceRecord('a', { title: 'Pass <script>alert(1)</script> & "mehr"' })])
  for (const path of ['/services/1-pass-script-alert-1-script-mehr', '/changes.atom', '/a-z']) {
    const { status, text } = await request(own, path)
    assert.equal(status, 200, path)
    assert.doesNotMatch(text, /<script>alert/, path)
  }
})

test('The folder’s texts fill gaps, give way to the source, and never touch an editor’s words', async () => {
  const own = await freshTown(fresh.house)
  const summaryOf = () =>
    own.read((db: ReadDb<CatalogueTables>) =>
      db.selectFrom('catalogue.service_text').select('effective').where('language', '=', 'de').executeTakeFirstOrThrow(),
    )
  const now = new Date()
  await importRecords(own, [serviceRecord('a', { title: 'A' })])
  assert.equal((await storeServiceTexts(own, { a: { summary: { de: 'Aus dem Ordner.' } } }, now)).changed, 1)
  assert.equal((await summaryOf()).effective.summary, 'Aus dem Ordner.')
  assert.equal((await storeServiceTexts(own, { a: { summary: { de: 'Aus dem Ordner.' } } }, now)).changed, 0)
  await importRecords(own, [serviceRecord('a', { title: 'A', summary: 'Aus der Quelle.' })])
  await storeServiceTexts(own, { a: { summary: { de: 'Aus dem Ordner.' } } }, now)
  assert.equal((await summaryOf()).effective.summary, 'Aus der Quelle.')
  await own.write((db: WriteDb<CatalogueTables>) =>
    db
      .updateTable('catalogue.service_text')
      .set({ edited: JSON.stringify({ summary: 'Von Hand.' }) })
      .execute(),
  )
  await storeServiceTexts(own, { a: { summary: { de: 'Neu im Ordner.' } } }, now)
  assert.equal((await summaryOf()).effective.summary, 'Von Hand.')
  assert.deepEqual((await storeServiceTexts(own, { fehlt: { summary: { de: 'x' } } }, now)).lines, [
    'service texts: there is no service fehlt',
  ])
})

test('A list of situations taken over twice changes nothing; what was taken off is gone', async () => {
  const own = await freshTown(fresh.house)
  await importRecords(own, [serviceRecord('a', { title: 'A' })])
  const list = [{ id: 'moving', title: { de: 'Umzug' }, groups: [{ services: ['a', 'fehlt'] }] }]
  const now = new Date()
  const first = await storeSituations(own, 'life', list, now)
  assert.deepEqual(first, { changed: 1, lines: ['situation moving: there is no service fehlt'] })
  assert.equal((await request(own, '/life-situations/1-umzug')).status, 200)
  assert.equal((await storeSituations(own, 'life', list, now)).changed, 0)
  assert.equal((await storeSituations(own, 'life', [], now)).changed, 1)
  assert.equal((await request(own, '/life-situations/1-umzug')).status, 404)
})
