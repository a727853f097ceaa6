// Units of a stock: read as typed, found by a pattern, every one exactly once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plates } from './fixtures.ts'
import { countUnits, readUnit, unitsLike } from './unit.ts'

const textOf = (typed: string): string | undefined => readUnit(plates, typed)?.text

test('A plate is understood however it is typed, and the E of an electric car makes it no other plate', () => {
  assert.equal(textOf('A-AB 123'), 'A-AB 123')
  assert.equal(textOf('  a – ab 123e '), 'A-AB 123')
  assert.equal(textOf('a-ab123e'), 'A-AB 123')
  assert.equal(textOf('aab123'), 'A-AB 123')
  assert.equal(textOf('A-B 7'), 'A-B 7')
})

test('What the law does not know is no plate: zeros in front, umlauts, another district, too many digits', () => {
  for (const wrong of [
    'A-AB 0',
    'A-AB 012',
    'A-ÄB 1',
    'M-AB 1',
    'A-AB 12345',
    'A-ABC 1',
    'A-B 1000',
    'A-AB',
    '',
    'A'.repeat(200),
  ])
    assert.equal(textOf(wrong), undefined, wrong)
})

test('The size of a stock is counted from its rule', () => {
  assert.equal(countUnits(plates), 26 * 999 + 676 * 9999)
})

test('A pattern finds every unit that looks like it, each once, and nothing else', () => {
  const found = [...unitsLike(plates, 'A-X? 1?', 0.3)].map(({ text }) => text)
  assert.equal(found.length, 26 * 10)
  assert.equal(new Set(found).size, found.length)
  assert.ok(found.every((text) => /^A-X[A-Z] 1[0-9]$/.test(text)))
  assert.deepEqual(
    [...unitsLike(plates, 'A-AB 123', 0.9)].map(({ parts }) => parts),
    [{ sign: 'A', letters: 'AB', number: '123' }],
  )
  assert.deepEqual([...unitsLike(plates, 'M-*', 0)], [])
})

test('Who looks without a wish is shown plates from all over the stock', () => {
  const some: string[] = []
  for (const { parts } of unitsLike(plates, 'A-* *', 0.5)) if (some.push(parts.letters!) >= 50) break
  assert.ok(new Set(some).size > 20)
})
