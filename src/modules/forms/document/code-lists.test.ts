// Long lists: states, nationalities, and finding one of ten thousand entries.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { searchCodeList } from './code-list-search.ts'
import { houseList } from './house-lists.ts'

const found = (typed: string, name = 'countries', language: 'de' | 'en' = 'de') =>
  searchCodeList(houseList(name, language)!, typed, 5).found.map(({ value }) => value)

test('Every state of ISO 3166 and Kosovo has a name of its own, in German and English, in the order of the language', () => {
  for (const language of ['de', 'en'] as const) {
    const list = houseList('countries', language)!
    assert.equal(list.length, 250)
    assert.equal(new Set(list.map(({ label }) => label)).size, 250)
    assert.ok(list.every(({ value, label }) => /^[A-Z]{2}$/.test(value) && label !== value))
  }
  const german = houseList('countries', 'de')!.map(({ label }) => label)
  assert.ok(german.indexOf('Österreich') < german.indexOf('Panama'))
  assert.equal(houseList('countries', 'en')!.find(({ value }) => value === 'AT')?.label, 'Austria')
  assert.equal(houseList('countries', 'leicht')!.find(({ value }) => value === 'AT')?.label, 'Österreich')
})

test('Whoever has no nationality, or none that is known, can say so', () => {
  assert.deepEqual(found('staatenlos', 'nationalities'), ['XXA'])
  assert.deepEqual(found('not known', 'nationalities', 'en'), ['XXX'])
  assert.deepEqual(found('staatenlos'), [])
  assert.equal(houseList('toString', 'de'), undefined)
})

test('An entry is found by its key, by any of its words, and without umlauts or accents', () => {
  assert.equal(found('at')[0], 'AT')
  assert.equal(found('Oesterreich')[0], 'AT')
  assert.equal(found('ÖSTERR')[0], 'AT')
  assert.equal(found('Turkei')[0], 'TR')
  assert.equal(found('tuerkei')[0], 'TR')
  assert.equal(found("Côte d'Ivoire")[0], 'CI')
  assert.deepEqual(found('arabische vereinigte')[0], 'AE')
  assert.deepEqual(found('  '), [])
  assert.deepEqual(found('<script>'), [])
})

test('Of ten thousand entries the best come first, and that there are more is said', () => {
  const entries = Array.from({ length: 10_000 }, (_, index) => ({
    value: String(index),
    label: `Gewerbe ${index} Handel mit Ware`,
  }))
  const { found: hits, more } = searchCodeList(entries, 'handel', 12)
  assert.equal(hits.length, 12)
  assert.equal(more, true)
  assert.deepEqual(searchCodeList(entries, 'gewerbe 9999', 12), { found: [entries[9_999]], more: false })
  assert.equal(searchCodeList(entries, '9999', 12).found[0], entries[9_999])
})
