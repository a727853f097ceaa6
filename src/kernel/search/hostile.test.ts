import assert from 'node:assert/strict'
import { test } from 'node:test'
import { found, townIndex } from './fixtures.ts'
import { createIndex } from './index.ts'
import { search } from './search.ts'
import { suggest } from './suggest.ts'
import { typedWords } from './text.ts'

const empty = [
  '',
  ' ',
  '\n\t',
  '?!.,;:',
  '"""',
  '%%%',
  '\u0000\u0001\u0002',
  '\ud800',
  '🦊🦊',
  '*',
  '(',
  '[a-',
  '\\',
  '-- ; drop table',
  '<script>',
]

test('empty and senseless questions are answered with nothing', () => {
  for (const q of empty) {
    assert.equal(search(townIndex, { q, language: 'de', limit: 10 }).total, 0, JSON.stringify(q))
    assert.deepEqual(suggest(townIndex, q, 'de', 5), [])
  }
})

test('a question of ten thousand characters is answered by its beginning', () => {
  assert.equal(found(`reisepass ${'x'.repeat(10_000)}`).length, 0)
  assert.equal(found(`reisepass${' und'.repeat(3_000)}`)[0], 'pass')
  assert.equal(search(townIndex, { q: 'ab '.repeat(4_000), language: 'de', limit: 10 }).total, 0)
  assert.equal(search(townIndex, { q: 'a'.repeat(10_000), language: 'de', limit: 10 }).total, 0)
  assert.equal(search(townIndex, { q: 'ungen'.repeat(2_000), language: 'de', limit: 10 }).total, 0)
})

test('signs of every kind between the words do no harm', () => {
  assert.equal(found('(reisepass)[*')[0], 'pass')
  assert.equal(found('\u0000reisepass\u200b')[0], 'pass')
  assert.equal(found('reise\u00adpass')[0], 'pass')
  assert.equal(found('R\u0065\u0301isepass')[0], 'pass')
  assert.equal(found('ＲＥＩＳＥＰＡＳＳ')[0], 'pass')
})

test('names of JavaScript’s own objects are ordinary words', () => {
  for (const q of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) assert.deepEqual(found(q), [])
})

test('a question keeps a bounded number of words', () => {
  assert.equal(typedWords('wort '.repeat(1_000), 24).length, 24)
})

test('negative and huge windows are answered calmly', () => {
  assert.equal(search(townIndex, { q: 'reisepass', language: 'de', limit: -1, offset: -5 }).hits.length, 0)
  assert.equal(search(townIndex, { q: 'reisepass', language: 'de', limit: 1e9, offset: 0 }).hits.length, 2)
  assert.equal(search(townIndex, { q: 'reisepass', language: 'de', limit: 10, offset: 1e9 }).hits.length, 0)
})

test('a town without documents answers every question with nothing', () => {
  const nothing = createIndex([], [])
  assert.equal(search(nothing, { q: 'reisepass', language: 'de', limit: 10 }).total, 0)
  assert.deepEqual(suggest(nothing, 'reise', 'de', 5), [])
})
