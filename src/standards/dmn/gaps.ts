// Looks for gaps and overlaps of a decision table: cases for which no rule holds, or several where only one may. Pure.
import { type Expression, newRun, readTests } from '../feel/feel.ts'
import { Decimal, isNumber, number, type Value } from '../feel/value.ts'
import type { DecisionTable } from './model.ts'

export type TableFinding = {
  kind: 'gap' | 'overlap'
  /** One case, input by input: `300`, `between 300 and 1500`, `"a"`, `any other`. */
  case: readonly string[]
  /** The rules that hold there, from 1. */
  rules: readonly number[]
}
/** `untold`: the table asks in a way that cannot be looked through; why. */
export type TableCheck = { findings: readonly TableFinding[] } | { untold: string }

/** A value that stands for all between two borders. */
type Cell = { words: string; value: Value }
const bounds = { cells: 2_000, cases: 200_000, findings: 20 }

export function checkTable(table: DecisionTable): TableCheck {
  const columns: { cells: Cell[]; holds: boolean[][] }[] = []
  for (const [index, input] of table.inputs.entries()) {
    const sources = table.rules.map((rule) => rule.inputs[index]?.trim() || '-')
    const cells = cellsOf(sources, input.values, input.typeRef)
    if (!cells) return { untold: `The input "${input.expression}" is tested by more than plain numbers, texts or truth.` }
    columns.push({ cells, holds: sources.map((source) => cells.map(({ value }) => holdsFor(source, value))) })
  }
  const cases = columns.reduce((product, { cells }) => product * cells.length, 1)
  if (cases > bounds.cases) return { untold: `${cases} cases are too many to look through.` }
  const findings: TableFinding[] = []
  const walk = (words: readonly string[], hits: readonly number[]): void => {
    if (findings.length >= bounds.findings) return
    const column = columns[words.length]
    if (!column) {
      const rules = hits.map((hit) => hit + 1)
      if (hits.length === 0) findings.push({ kind: 'gap', case: words, rules })
      else if (clashes(table, hits)) findings.push({ kind: 'overlap', case: words, rules })
      return
    }
    for (const [at, cell] of column.cells.entries())
      walk(
        [...words, cell.words],
        hits.filter((hit) => column.holds[hit]![at]),
      )
  }
  walk(
    [],
    table.rules.map((_, index) => index),
  )
  return { findings }
}

/** Several rules may hold where the hit policy says which of them counts. */
function clashes({ hitPolicy, rules }: DecisionTable, hits: readonly number[]): boolean {
  if (hits.length < 2) return false
  if (hitPolicy === 'UNIQUE') return true
  const [first, ...others] = hits.map((hit) => rules[hit]!.outputs.map((output) => output.trim()).join('\n'))
  return hitPolicy === 'ANY' && others.some((other) => other !== first)
}

const read = (source: string): Expression | undefined => {
  try {
    return readTests(source)
  } catch {
    return undefined
  }
}
const holdsFor = (source: string, value: Value): boolean =>
  source === '-' || read(source)?.evaluate(new Map([['?', value]]), newRun(new Date(0))) === true

/** The borders that all tests of an input speak of, and what lies between them. */
function cellsOf(sources: readonly string[], allowed: string | undefined, typeRef: string | undefined): Cell[] | undefined {
  const spoken = [...sources, ...(allowed?.trim() ? [allowed] : [])].filter((source) => source !== '-')
  const literals: Value[] = []
  for (const source of spoken) {
    const node = read(source)?.node
    if (!node || !collect(node, literals)) return undefined
  }
  const numbers = literals.filter(isNumber)
  const texts = literals.filter((value) => typeof value === 'string')
  const truths = literals.filter((value) => typeof value === 'boolean')
  if ([numbers, texts, truths].filter(({ length }) => length > 0).length > 1) return undefined
  const cells = numbers.length > 0 ? stretches(numbers) : truths.length > 0 || typeRef === 'boolean' ? both : others(texts)
  const within = allowed?.trim() ? cells.filter(({ value }) => holdsFor(allowed, value)) : cells
  return within.length > 0 && within.length <= bounds.cells ? within : undefined
}

const both: Cell[] = [
  { words: 'true', value: true },
  { words: 'false', value: false },
]
const others = (texts: readonly string[]): Cell[] => [
  ...[...new Set(texts)].map((value) => ({ words: `"${value}"`, value })),
  { words: texts.length > 0 ? 'any other' : 'any', value: `any other than ${texts.join()}` },
]

function stretches(numbers: readonly Decimal[]): Cell[] {
  const borders = [...new Map(numbers.map((one) => [one.toString(), one])).values()].sort((a, b) => a.comparedTo(b))
  const cells: Cell[] = [{ words: `below ${borders[0]!.toFixed()}`, value: borders[0]!.sub(1) }]
  for (const [index, border] of borders.entries()) {
    cells.push({ words: border.toFixed(), value: border })
    const next = borders[index + 1]
    if (next)
      cells.push({ words: `between ${border.toFixed()} and ${next.toFixed()}`, value: border.add(next).div(new Decimal(2)) })
    else cells.push({ words: `above ${border.toFixed()}`, value: border.add(number(1)) })
  }
  return cells
}

type Part = NonNullable<ReturnType<typeof read>>['node']

/** False for what compares with more than literals. */
function collect(node: Part, found: Value[]): boolean {
  switch (node.is) {
    case 'literal':
      if (node.value === null || isNumber(node.value) || typeof node.value === 'string' || typeof node.value === 'boolean') {
        if (node.value !== null) found.push(node.value)
        return true
      }
      return false
    case 'wildcard':
      return true
    case 'negation':
      if (node.of.is !== 'literal' || !isNumber(node.of.value)) return false
      found.push(node.of.value.neg())
      return true
    case 'unary':
      return collect(node.of, found)
    case 'range':
      return collect(node.low, found) && collect(node.high, found)
    case 'list':
      return node.items.every((item) => collect(item, found))
    case 'tests':
      return node.tests.every((test) => collect(test, found))
    default:
      return false
  }
}
