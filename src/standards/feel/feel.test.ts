// FEEL: exact numbers, names with spaces, three-valued logic, bounds, and mistakes with their place.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evaluate as reference } from 'feelin'
import { compare } from './compare.ts'
import { newRun, readExpression, readTests } from './feel.ts'
import { textOf } from './functions/conversions.ts'
import { FeelSyntaxError } from './syntax.ts'
import { FeelLimit, number, type Value } from './value.ts'

const now = new Date('2026-11-22T08:00:00Z')

function worth(source: string, variables: Record<string, Value> = {}): string {
  const expression = readExpression(source, { names: Object.keys(variables) })
  return textOf(expression.evaluate(new Map(Object.entries(variables)), newRun(now)))
}

test('Money is exact to the last cent', () => {
  assert.equal(worth('0.1 + 0.2 = 0.3'), 'true')
  assert.equal(worth('1.005 * 1000'), '1005')
  assert.equal(worth('round half up(12.345, 2)'), '12.35')
  assert.equal(worth('sum([19.99, 0.01])'), '20')
})

test('Numbers are ordered as they are, whatever their size and sign', () => {
  const sorted = [
    '-1e30',
    '-100',
    '-99.999',
    '-1',
    '-0.5',
    '0',
    '0.0000001',
    '0.5',
    '1',
    '1.0000001',
    '99',
    '100',
    '12345678901234567890',
    '1e30',
  ]
  for (const [low, one] of sorted.entries())
    for (const [high, other] of sorted.entries())
      assert.equal(compare(number(one), number(other)), Math.sign(low - high), `${one} ${other}`)
  assert.equal(compare(number('-0'), number('0')), 0)
})

test('Names may hold spaces and signs; the longest known one is meant', () => {
  const variables = {
    'annual income': number(100),
    annual: number(1),
    'net-income': number(7),
    net: number(2),
    income: number(3),
  }
  assert.equal(worth('annual income + annual', variables), '101')
  assert.equal(worth('net-income', variables), '7')
  assert.equal(worth('net - income', { net: number(2), income: number(3) }), '-1')
})

test('What is not known is null, and the reader of the rule learns its name', () => {
  const run = newRun(now)
  assert.equal(readExpression('fee * 2').evaluate(new Map(), run), null)
  assert.ok(run.warnings.includes('"fee" is not known.'))
})

test('Half-known conditions stay open, unless one side decides', () => {
  assert.deepEqual(
    ['true or null', 'false or null', 'false and null', 'true and null'].map((one) => worth(one)),
    ['true', 'null', 'false', 'null'],
  )
})

test('An input is tested against ranges, lists and conditions', () => {
  const fits = (tests: string, input: Value) => readTests(tests).evaluate(new Map([['?', input]]), newRun(now))
  assert.equal(fits('< 10, [20..30)', number(20)), true)
  assert.equal(fits('not(< 10, [20..30))', number(15)), true)
  assert.equal(fits('ends with(?, "straße")', 'Marienstraße'), true)
  assert.equal(fits('-', null), true)
  assert.equal(fits('"dog", "cat"', 'cow'), false)
})

test('Days and periods count as calendars do', () => {
  assert.equal(worth('date("2024-01-31") + duration("P1M")'), '2024-02-29')
  assert.equal(
    worth('date and time("2026-03-29T01:30:00@Europe/Berlin") + duration("PT1H")'),
    '2026-03-29T02:30:00@Europe/Berlin',
  )
  assert.equal(worth('years and months duration(date("2000-02-29"), date("2026-02-28")).years'), '25')
  assert.equal(worth('@"P1D" * 1.5'), 'P1DT12H')
})

test('A mistake is shown with its place and what was expected', () => {
  for (const [source, at] of [
    ['1 +', 3],
    ['if a then b', 11],
    ['[1, 2', 5],
    ['"open', 0],
  ] as const)
    assert.throws(
      () => readExpression(source),
      (fault: unknown) => fault instanceof FeelSyntaxError && fault.at === at,
      source,
    )
})

test('Rules that would never end, grow or sink too deep are stopped', () => {
  const explosive = [
    '{ f: function(n) f(n), r: f(1) }.r',
    'for a in 1..100000, b in 1..100000 return a',
    'for i in 1..99999999 return i',
    '{ f: function(s, n) if n = 0 then s else f(s + s, n - 1), r: f("xxxxxxxxxx", 40) }.r',
  ]
  for (const source of explosive) {
    const run = newRun(now, { steps: 300_000 })
    assert.throws(() => readExpression(source).evaluate(new Map([['f', null]]), run), FeelLimit, source)
  }
  assert.throws(() => readExpression(`${'('.repeat(5_000)}1${')'.repeat(5_000)}`), FeelSyntaxError)
  assert.equal(worth('matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$")'), 'null')
  assert.equal(worth('2 ** 10000000'), 'null')
})

test('Names such as __proto__ are names like others', () => {
  assert.equal(worth('{ __proto__: 1, constructor: 2 }.__proto__'), '1')
  assert.equal(worth('{}.constructor'), 'null')
})

test('Where numbers are whole, we agree with the reference', () => {
  const sources = [
    '1 + 2 * 3',
    '[1, 2, 3][item > 1]',
    'some x in [1, 2] satisfies x = 2',
    'string length("Grüße")',
    '5 in (1..5)',
  ]
  for (const source of sources) {
    const { value } = reference(source, {})
    assert.equal(worth(source), textOf(asValue(value)), source)
  }
})

const asValue = (value: unknown): Value =>
  typeof value === 'number' ? number(value) : Array.isArray(value) ? value.map(asValue) : (value as Value)
