// Decision tables with all hit policies. @standard DMN 1.5 §8.2.
import { compare, equal } from '../feel/compare.ts'
import type { Compiled } from '../feel/compile.ts'
import { childScope, type Scope } from '../feel/scope.ts'
import { Decimal, isNumber, nothing, number, type Run, spend, type Value } from '../feel/value.ts'
import type { Reading } from './boxed.ts'
import type { DecisionTable } from './model.ts'

type Rule = { number: number; inputs: readonly Compiled[]; outputs: readonly Compiled[] }
type Values = readonly Value[] | undefined

/** Says at which cell of the table it was complained. */
function place(run: Run, from: number, cell: string): void {
  for (let at = from; at < run.warnings.length; at += 1) run.warnings[at] = `${cell}: ${run.warnings[at]}`
}

export function compileTable(table: DecisionTable, reading: Reading): Compiled {
  const { inputs, outputs, hitPolicy, aggregation } = table
  const asked = inputs.map(({ expression, typeRef, values }) => ({
    value: reading.expression(expression),
    type: reading.type(typeRef),
    allowed: values?.trim() ? reading.tests(values) : undefined,
  }))
  const inputName = (index: number): string => inputs[index]?.expression.slice(0, 60) ?? String(index + 1)
  const outputName = (index: number): string => outputs[index]?.name ?? String(index + 1)
  const rules: Rule[] = table.rules.map((rule, index) => ({
    number: index + 1,
    inputs: inputs.map((_, index) => reading.tests(rule.inputs[index] ?? '-')),
    outputs: outputs.map((_, index) => reading.expression(rule.outputs[index] ?? '')),
  }))
  const results = outputs.map(({ typeRef, values, otherwise }) => ({
    type: reading.type(typeRef),
    order: values?.trim() ? reading.listOf(values) : undefined,
    allowed: values?.trim() ? reading.tests(values) : undefined,
    otherwise: otherwise?.trim() ? reading.expression(otherwise) : undefined,
  }))
  const single = outputs.length === 1
  const shape = (values: readonly Value[]): Value =>
    single ? values[0]! : new Map(outputs.map(({ name }, index) => [name ?? String(index + 1), values[index]!]))

  const matching = (scope: Scope, run: Run): Rule[] | undefined => {
    const inputScopes: Scope[] = []
    for (const { value, type, allowed } of asked) {
      const raw = value(scope, run)
      const given = reading.fit(raw, type, run)
      const inner = childScope(scope, new Map([['?', given ?? null]]))
      if (given === undefined || (allowed && given !== null && allowed(inner, run) !== true)) {
        nothing(run, 'An input of the table has a value that is not allowed.')
        return undefined
      }
      inputScopes.push(inner)
    }
    return rules.filter(({ inputs: tests, number: rule }) => {
      spend(run)
      return tests.every((test, index) => {
        const said = run.warnings.length
        const fits = test(inputScopes[index]!, run) === true
        if (run.warnings.length > said) place(run, said, `Rule ${rule}, ${inputName(index)}`)
        return fits
      })
    })
  }

  const outputsOf = (rule: Rule, scope: Scope, run: Run): Values => {
    const values = rule.outputs.map((output, index) => {
      const said = run.warnings.length
      const value = reading.fit(output(scope, run), results[index]!.type, run) ?? null
      if (run.warnings.length > said) place(run, said, `Rule ${rule.number}, ${outputName(index)}`)
      return value
    })
    const wrong = values.some((value, index) => {
      const { allowed } = results[index]!
      return allowed && value !== null && allowed(childScope(scope, new Map([['?', value]])), run) !== true
    })
    if (wrong) nothing(run, 'An output of the table has a value that is not allowed.')
    return wrong ? undefined : values
  }

  /** By the position of the values in the list of output values, first output first. */
  const priorities = (scope: Scope, run: Run) => results.map(({ order }) => order?.(scope, run))
  const byPriority = (all: readonly (readonly Value[])[], scope: Scope, run: Run): readonly (readonly Value[])[] | undefined => {
    const orders = priorities(scope, run)
    if (orders.every((order) => order === undefined)) return undefined
    const rank = (values: readonly Value[]) =>
      orders.map((order, index) => {
        const place = order?.findIndex((value) => equal(value, values[index]!) === true) ?? 0
        return place < 0 ? Number.MAX_SAFE_INTEGER : place
      })
    return [...all].sort((a, b) => {
      const [left, right] = [rank(a), rank(b)]
      const index = left.findIndex((place, at) => place !== right[at])
      return index < 0 ? 0 : left[index]! - right[index]!
    })
  }

  const fallback = (scope: Scope, run: Run): Value => {
    if (!results.some(({ otherwise }) => otherwise)) return null
    return shape(results.map(({ otherwise }) => otherwise?.(scope, run) ?? null))
  }

  return (scope, run) => {
    const hits = matching(scope, run)
    if (!hits) return null
    if (hits.length === 0) {
      if (hitPolicy === 'COLLECT' && aggregation === 'COUNT') return number(0)
      const made = fallback(scope, run)
      return made === null &&
        (hitPolicy === 'RULE ORDER' || hitPolicy === 'OUTPUT ORDER' || (hitPolicy === 'COLLECT' && !aggregation))
        ? null
        : made
    }
    if (hitPolicy === 'UNIQUE' && hits.length > 1) return nothing(run, 'Several rules of a table fit where only one may.')
    const all = (hitPolicy === 'UNIQUE' || hitPolicy === 'FIRST' ? hits.slice(0, 1) : hits).map((rule) =>
      outputsOf(rule, scope, run),
    )
    if (all.some((values) => values === undefined)) return null
    const rows = all as (readonly Value[])[]
    switch (hitPolicy) {
      case 'UNIQUE':
      case 'FIRST':
        return shape(rows[0]!)
      case 'ANY': {
        const [first, ...others] = rows.map(shape)
        return others.every((other) => equal(first!, other) === true)
          ? first!
          : nothing(run, 'Rules of a table contradict each other.')
      }
      case 'PRIORITY': {
        const sorted = byPriority(rows, scope, run)
        return sorted ? shape(sorted[0]!) : nothing(run, 'This table needs a list of output values.')
      }
      case 'OUTPUT ORDER':
        return byPriority(rows, scope, run)?.map(shape) ?? nothing(run, 'This table needs a list of output values.')
      case 'RULE ORDER':
        return rows.map(shape)
      default:
        return aggregation ? aggregate(aggregation, rows, single, run) : rows.map(shape)
    }
  }
}

function aggregate(
  how: NonNullable<DecisionTable['aggregation']>,
  rows: readonly (readonly Value[])[],
  single: boolean,
  run: Run,
): Value {
  if (!single) return nothing(run, 'Only a table with one output can be added up.')
  const values = rows.map(([value]) => value!)
  if (how === 'COUNT') return number(values.length)
  if (how === 'SUM')
    return values.every(isNumber)
      ? (values as Decimal[]).reduce((sum, one) => sum.add(one), new Decimal(0))
      : nothing(run, 'Only numbers can be added up.')
  const wanted = how === 'MIN' ? -1 : 1
  return values.reduce((best, one) => (compare(one, best) === wanted ? one : best))
}
