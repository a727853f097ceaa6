// Gaps and overlaps of decision tables, as a department wants them told before its table decides.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkTable } from './gaps.ts'
import type { DecisionTable, HitPolicy } from './model.ts'

const table = (hitPolicy: HitPolicy, rows: readonly string[][], inputs = 1): DecisionTable => ({
  hitPolicy,
  inputs: Array.from({ length: inputs }, (_, index) => ({ expression: `i${index}` })),
  outputs: [{ name: 'o' }],
  rules: rows.map((cells, index) => ({ id: String(index), inputs: cells.slice(0, inputs), outputs: cells.slice(inputs) })),
})

test('A table without gaps and overlaps has none', () => {
  assert.deepEqual(
    checkTable(
      table('UNIQUE', [
        ['<= 300', '1'],
        ['(300..1500]', '2'],
        ['> 1500', '3'],
      ]),
    ),
    { findings: [] },
  )
  assert.deepEqual(
    checkTable(
      table('FIRST', [
        ['> 5', '1'],
        ['-', '2'],
      ]),
    ),
    { findings: [] },
  )
})

test('The border that nobody has, and the one that two have, are named', () => {
  assert.deepEqual(
    checkTable(
      table('UNIQUE', [
        ['< 300', '1'],
        ['> 300', '2'],
      ]),
    ),
    { findings: [{ kind: 'gap', case: ['300'], rules: [] }] },
  )
  assert.deepEqual(
    checkTable(
      table('UNIQUE', [
        ['<= 300', '1'],
        ['>= 300', '2'],
      ]),
    ),
    { findings: [{ kind: 'overlap', case: ['300'], rules: [1, 2] }] },
  )
})

test('Inputs are looked at together; texts and truth too', () => {
  const found = checkTable(
    table(
      'UNIQUE',
      [
        ['"A"', 'true', '1'],
        ['"B"', '-', '2'],
        ['not("A","B")', '-', '3'],
      ],
      2,
    ),
  )
  assert.deepEqual(found, { findings: [{ kind: 'gap', case: ['"A"', 'false'], rules: [] }] })
})

test('Rules that say the same may overlap under ANY', () => {
  assert.deepEqual(
    checkTable(
      table('ANY', [
        ['> 1', '"x"'],
        ['> 2', '"x"'],
        ['<= 1', '"y"'],
      ]),
    ),
    { findings: [] },
  )
  const clash = checkTable(
    table('ANY', [
      ['> 1', '"x"'],
      ['> 2', '"z"'],
      ['<= 1', '"y"'],
    ]),
  )
  assert.ok('findings' in clash && clash.findings.every(({ kind }) => kind === 'overlap'))
})

test('What asks more than plain values is said to be untold', () => {
  assert.ok('untold' in checkTable(table('UNIQUE', [['? * 2 > 4', '1']])))
})
