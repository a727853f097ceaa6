import assert from 'node:assert/strict'
import { test } from 'node:test'
import { documentOf, found, townDocuments, townIndex } from './fixtures.ts'
import { createIndex } from './index.ts'
import { search } from './search.ts'
import { suggest } from './suggest.ts'

test('the name of a service finds it before services that merely contain the name', () => {
  assert.deepEqual(found('Reisepass').slice(0, 2), ['pass', 'pass-weg'])
})

test('inflected words find what the catalogue names in its own form', () => {
  assert.equal(found('Reisepässe')[0], 'pass')
  assert.equal(found('abgemeldete Fahrzeuge')[0], 'auto-ab')
  assert.equal(found('Fahrzeuge stillgelegt')[0], 'auto-ab')
  assert.equal(found('das Fahrzeug abzumelden')[0], 'auto-ab')
})

test('a verb torn apart by the sentence is put together again', () => {
  assert.equal(found('ich melde mein Fahrzeug ab')[0], 'auto-ab')
})

test('a compound is found when it is typed in pieces', () => {
  assert.equal(found('witwen rente')[0], 'rente')
  assert.equal(found('personen beförderungs schein')[0], 'pschein')
  assert.equal(found('entwässerungs plan')[0], 'kanal')
})

test('words in pieces find a compound, and a compound finds words in pieces', () => {
  assert.equal(found('Fahrzeugabmeldung')[0], 'auto-ab')
  assert.equal(found('Beförderungsschein für Personen')[0], 'pschein')
})

test('umlauts may be typed in any way', () => {
  for (const q of ['Eheschließung', 'eheschliessung', 'EHESCHLIESSUNG']) assert.equal(found(q)[0], 'ehe')
  for (const q of ['straße', 'strasse', 'STRASSE']) assert.equal(found(q)[0], 'strasse')
  for (const q of ['Fundbüro', 'fundbuero', 'fundburo']) assert.equal(found(q)[0], 'fund')
})

test('a typing mistake is forgiven and the right spelling offered', () => {
  const answer = search(townIndex, { q: 'Reisepasss beantragn', language: 'de', limit: 5 })
  assert.equal(answer.hits[0]?.document.id, 'pass')
  assert.equal(search(townIndex, { q: 'personalauswies', language: 'de', limit: 5 }).didYouMean, 'personalausweis')
  assert.equal(search(townIndex, { q: 'reisepass', language: 'de', limit: 5 }).didYouMean, undefined)
})

test('nothing is found where nothing fits', () => {
  for (const q of ['musikschule anmelden', 'Grundsteuer', 'Elterngeld', 'Schwimmbad', 'wohngeld', 'hund anmelden', 'was jetzt']) {
    assert.deepEqual(found(q), [], q)
  }
})

test('the name of the town asks for nothing, the name of another town does', () => {
  const index = createIndex(townDocuments, [], ['Musterstadt', 'Sampleton'])
  for (const q of ['reisepass musterstadt', 'Reisepass in Sampleton', 'sampleton reisepass'])
    assert.equal(found(q, index)[0], 'pass', q)
  assert.deepEqual(found('musterstadt', index), [])
  assert.deepEqual(found('reisepass musterstadt'), [])
})

test('a key of the service catalogue finds its service, with or without spaces', () => {
  assert.deepEqual(found('99008001000000'), ['ausweis'])
  assert.deepEqual(found('99 008 001 000 000'), ['ausweis'])
})

test('English questions find German services', () => {
  assert.equal(found('I lost my wallet')[0], 'fund')
  assert.equal(found('how do I get married')[0], 'ehe')
})

test('everyday words find the official ones, in any order and with words between them', () => {
  assert.equal(found('mein Portemonnaie ist gestern verschwunden')[0], 'fund')
  assert.equal(found('hochzeit')[0], 'ehe')
  assert.equal(found('Pass für eine Reise in die Türkei')[0], 'pass')
})

test('services stand before offices, and the named office is told', () => {
  const answer = search(townIndex, { q: 'standesamt', language: 'de', limit: 5 })
  assert.deepEqual(
    answer.hits.map(({ document }) => document.id),
    ['ehe', 'standesamt'],
  )
  assert.equal(answer.namedOffice?.id, 'standesamt')
  assert.equal(search(townIndex, { q: 'reisepass', language: 'de', limit: 5 }).namedOffice, undefined)
})

test('filters narrow the list, the counts stay those of the whole question', () => {
  const all = search(townIndex, { q: 'anmeldung', language: 'de', limit: 20 })
  const company = search(townIndex, { q: 'anmeldung', language: 'de', limit: 20, audience: 'company' })
  assert.equal(all.counts.audience.company, company.total)
  assert.deepEqual(company.counts, all.counts)
  assert.deepEqual(
    company.hits.map(({ document }) => document.id),
    ['gewerbe'],
  )
  const offices = search(townIndex, { q: 'standesamt', language: 'de', limit: 20, kind: 'office' })
  assert.equal(offices.total, 1)
  assert.deepEqual(offices.counts.kind, { service: 1, office: 1 })
  assert.equal(search(townIndex, { q: 'standesamt', language: 'de', limit: 20, kind: 'unknown' }).total, 0)
})

test('pages of results follow each other without gap or repetition', () => {
  const whole = found('fahrzeug reisepass anmeldung')
  const pages = [0, 1, 2].flatMap((page) =>
    search(townIndex, { q: 'fahrzeug reisepass anmeldung', language: 'de', limit: 2, offset: page * 2 }).hits.map(
      ({ document }) => document.id,
    ),
  )
  assert.deepEqual(pages, whole.slice(0, 6))
})

test('what is visited often stands before its equal, but never before a better answer', () => {
  const index = createIndex(
    [
      documentOf('rare', 'Parkausweis Altstadt'),
      documentOf('often', 'Parkausweis Neustadt', { popularity: 1 }),
      documentOf('other', 'Umzug', { popularity: 1, body: 'Ein Parkausweis kann nötig sein.' }),
    ],
    [],
  )
  assert.deepEqual(found('Parkausweis', index), ['often', 'rare'])
})

test('each thing is shown once, in the language of the reader where there is one', () => {
  const english = documentOf('pass', 'Passport', { language: 'en', body: 'A passport is valid for ten years.' })
  const index = createIndex([...townDocuments, english], [])
  const titleIn = (q: string, language: 'de' | 'en') =>
    search(index, { q, language, limit: 9 }).hits.map(({ document }) => document.title)[0]
  assert.equal(titleIn('reisepass', 'en'), 'Passport')
  assert.equal(titleIn('passports', 'en'), 'Passport')
  assert.equal(titleIn('passport', 'de'), 'Reisepass')
  assert.equal(found('reisepass', index).filter((id) => id === 'pass').length, 1)
})

test('the snippet is the sentence that speaks of what was asked', () => {
  const answer = search(townIndex, { q: 'versicherung fabrikneues fahrzeug', language: 'de', limit: 1 })
  assert.match(answer.hits[0]!.snippet, /Versicherung/)
})

test('suggestions complete the word being typed', () => {
  const titles = (prefix: string) => suggest(townIndex, prefix, 'de', 3).map(({ title }) => title)
  assert.equal(titles('reisep')[0], 'Reisepass')
  assert.equal(titles('verlust rei')[0], 'Verlust oder Diebstahl Reisepass')
  assert.ok(titles('standes').includes('Standesamt'))
  assert.deepEqual(titles('x'), [])
  assert.deepEqual(titles('   '), [])
  assert.equal(suggest(townIndex, 'reise', 'de', 1).length, 1)
})
