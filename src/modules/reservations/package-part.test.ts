// Stocks in service packages: what is refused, and what installing the same again does.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import type { SearchOffer } from '../../contracts/search.ts'
import { install, plates, rulesPart, stockPart } from './fixtures.ts'
import reservations from './module.tsx'
import { checkPart, tryPart } from './package-part.ts'

const now = new Date('2026-11-22T10:00:00Z')
const { house } = await freshHouse({ modules: [{ ...reservations, folder: '' }] })

const problemsOf = (document: object, all = [stockPart(document), rulesPart]) =>
  checkPart({ part: stockPart(document), all })?.problems.map(({ at }) => at)

test('A sound stock has no problem, and a part of another kind is not ours', () => {
  assert.deepEqual(problemsOf(plates), [])
  assert.equal(checkPart({ part: rulesPart, all: [] }), undefined)
})

test('A stock is refused with the place of what is wrong in it', () => {
  assert.deepEqual(problemsOf({ ...plates, key: 'other' }), ['/key'])
  assert.deepEqual(problemsOf(plates, [stockPart()]), ['/rules/part'])
  assert.deepEqual(problemsOf({ ...plates, rules: { part: 'plate-rules', decision: 'nobody' } }), ['/rules'])
  assert.deepEqual(problemsOf({ ...plates, keepDays: '0' }), ['/keepDays'])
  assert.equal(checkPart({ part: { ...stockPart(), content: '{' }, all: [] })?.problems.length, 1)
})

test('The same stock again changes nothing; a new rule is a new version', async () => {
  const town = await freshTown(house)
  assert.deepEqual(await install(house, town, now), { version: 1, changed: true })
  assert.deepEqual(await install(house, town, now), { version: 1, changed: false })
  assert.deepEqual(await install(house, town, now, { ...plates, keepDays: '30' }), { version: 2, changed: true })
})

test('The search of the house finds the page for free plates once there is a stock', async () => {
  const town = await freshTown(house)
  const documents = () => house.ask<SearchOffer>(town, 'search-documents', {})
  assert.deepEqual(await documents(), [])
  await install(house, town, now)
  assert.deepEqual(
    (await documents())?.map(({ language, url }) => `${language} ${url}`),
    ['de /reservations/plates', 'en /reservations/plates'],
  )
})

test('Examples of a package are tried against its rules', () => {
  const tried = (unit: string, expected: object) => {
    const example = { file: 'examples/a.json', name: 'a', given: { unit }, expected }
    return tryPart({ part: stockPart(), all: [stockPart(), rulesPart], example, now })
  }
  assert.equal(tried('a ab1', { unit: 'A-AB 1', refused: null })?.passed, true)
  assert.equal(tried('A-SS 1', { refused: 'banned' })?.passed, true)
  assert.equal(tried('M-AB 1', { refused: 'shape' })?.passed, true)
  assert.deepEqual(tried('A-SS 1', { refused: null })?.differences, ['refused: expected null, got "banned"'])
})
