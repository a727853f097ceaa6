// Notices, searches without a result, interests: what the editors' room tells its neighbours.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Town, WriteDb } from '../../../kernel/town.ts'
import { fillTown } from '../fixtures.tsx'
import { bannerForAll, endBanner, storeBanner, tellBanners } from './banner.ts'
import { countableQuery, listMisses } from './demand.ts'
import type { EditorTables } from './tables.ts'

const fresh = await freshHouse()
const { request } = await serveFresh(fresh)
const now = new Date()
const hours = (count: number): Date => new Date(now.getTime() + count * 3_600_000)
const someone = newId(now)

async function filledTown(): Promise<Town> {
  const town = await freshTown(fresh.house)
  await fillTown(town, now)
  return town
}

const notice = (place: string, from: Date, to: Date) => ({
  id: 0,
  place,
  from,
  to,
  title: { de: 'Wasserrohrbruch', en: 'Burst pipe' },
  text: { de: 'Heute geschlossen.', en: 'Closed today.' },
  link: '/offices',
})

test('An editor’s notice stands on all pages in both languages, before the one in the settings, and goes when it is ended', async () => {
  const own = { title: { de: 'Alt', en: 'Old' }, text: { de: 'Aus der Datei.', en: 'From the file.' } }
  const town = await freshTown(fresh.house, { banner: own })
  await fillTown(town, now)
  assert.match((await request(town, '/a-z')).text, /Aus der Datei\./)
  const id = await storeBanner(town, notice('everywhere', hours(-1), hours(1)), someone, now)
  assert.match((await request(town, '/a-z')).text, /Wasserrohrbruch/)
  assert.match((await request(town, '/en/services/1-reisepass')).text, /Burst pipe/)
  await endBanner(town, id, now)
  assert.match((await request(town, '/a-z')).text, /Aus der Datei\./)
})

test('A notice of one service stands on its page alone; one of a topic on the topic and on its services', async () => {
  const town = await filledTown()
  for (const path of ['/services/1-reisepass', '/services/2-wohnsitz-anmelden', '/topics/3-paesse'])
    assert.doesNotMatch((await request(town, path)).text, /Wasserrohrbruch/)
  const id = await storeBanner(town, notice('service/2', hours(-1), hours(1)), someone, now)
  assert.match((await request(town, '/services/2-wohnsitz-anmelden')).text, /Wasserrohrbruch/)
  assert.doesNotMatch((await request(town, '/services/1-reisepass')).text, /Wasserrohrbruch/)
  await storeBanner(town, { ...notice('topic/3', hours(-1), hours(1)), id }, someone, now)
  assert.match((await request(town, '/topics/3-paesse')).text, /Wasserrohrbruch/)
  assert.match((await request(town, '/services/1-reisepass')).text, /Wasserrohrbruch/)
  assert.doesNotMatch((await request(town, '/services/2-wohnsitz-anmelden')).text, /Wasserrohrbruch/)
})

test('When a notice begins or ends by the clock, the job tells it once', async () => {
  const town = await filledTown()
  await storeBanner(town, notice('everywhere', hours(1), hours(2)), someone, now)
  assert.equal(await tellBanners(town, now), 0)
  assert.equal(await bannerForAll(town, 'de'), undefined)
  assert.equal(await tellBanners(town, hours(1)), 1)
  assert.equal(await tellBanners(town, hours(1)), 0)
  assert.equal(await tellBanners(town, hours(3)), 1)
})

test('What may be about a person is not counted; everyday words are', () => {
  for (const query of [
    'Max Mustermann',
    'anna@example.org',
    '0176 1234567',
    'Aktenzeichen 4711',
    'Herr Meier',
    'mein name ist anna',
    'https://example.org',
    'ein sehr langer satz mit vielen wörtern',
  ])
    assert.equal(countableQuery(query), undefined, query)
  assert.deepEqual(['  Knöllchen  ', 'hund ABMELDEN', 'sperrmüll-termin'].map(countableQuery), [
    'knöllchen',
    'hund abmelden',
    'sperrmüll-termin',
  ])
})

test('A search that found nothing is counted per day and shown from the third time on', async () => {
  const town = await filledTown()
  const today = now.toISOString().slice(0, 10)
  const missed = () => town.read((db) => listMisses(db as never, today))
  for (const times of [1, 2]) {
    await request(town, '/search?q=Quastenflosser')
    assert.deepEqual(await missed(), [], `${times}`)
  }
  await request(town, '/search?q=Quastenflosser')
  assert.deepEqual(
    (await missed()).map(({ word, misses }) => [word, misses]),
    [['quastenflosser', 3]],
  )
  await request(town, '/search?q=Reisepass')
  const { rows } = await town.write((db: WriteDb<EditorTables>) =>
    sql<{ word: string }>`SELECT word FROM catalogue.search_miss`.execute(db),
  )
  assert.deepEqual(rows, [{ word: 'quastenflosser' }])
})

test('Life situations are offered as interests, and services fit for the reason that the person gave', async () => {
  const town = await filledTown()
  const ask = async (contract: string, input: object) =>
    (await fresh.house.askAll(town, contract, input)).find(({ module }) => module === 'catalogue')?.answer
  assert.deepEqual(await ask('interests', { language: 'de' }), [{ key: 'moving', label: 'Umzug' }])
  const asked = { person: someone, language: 'de', today: '2026-11-22' }
  assert.deepEqual(await ask('personal-hall', { ...asked, interests: [] }), {})
  const { fitting } = (await ask('personal-hall', { ...asked, interests: ['moving'] })) as {
    fitting: { label: string; because: string }[]
  }
  assert.deepEqual(
    fitting.map(({ label }) => label),
    ['Wohnsitz anmelden', 'Reisepass'],
  )
  assert.match(fitting[0]!.because, /weil Sie Interesse an „Umzug“/)
})

test('Search results show what works online, what it costs and how long it takes', async () => {
  const town = await filledTown()
  const { text } = await request(town, '/search?q=Wohnsitz%20anmelden')
  assert.match(text, /Online möglich/)
  assert.match(text, /Etwa 15\u00a0Minuten/)
})
