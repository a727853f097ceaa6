// Boxed expressions: literal, table, context, list, relation, function, invocation, conditional, filter, loops. @standard DMN 1.5 §10.2.
import { invokeNamed } from '../feel/calls.ts'
import { type Compiled, compile } from '../feel/compile.ts'
import { readExpression, readTests } from '../feel/feel.ts'
import { iterate } from '../feel/iteration.ts'
import { childScope, type Scope } from '../feel/scope.ts'
import { FeelFunction, isContext, isList, isNumber, nothing, type Run, type Value } from '../feel/value.ts'
import { fitted, type ItemType, type ItemTypes } from './item-types.ts'
import type { Logic } from './model.ts'
import { compileTable } from './table.ts'

/** What an expression may speak of at its place, and the types around it. */
export type Reading = {
  expression: (text: string) => Compiled
  tests: (text: string) => Compiled
  /** A comma-separated list of values, as output values are written. */
  listOf: (text: string) => (scope: Scope, run: Run) => readonly Value[]
  type: (typeRef: string | undefined) => ItemType | undefined
  fit: (value: Value, type: ItemType | undefined, run: Run) => Value | undefined
  with: (names: Iterable<string>) => Reading
}

/** An expression that cannot be read gives null with its message, and leaves the rest of the model standing. */
const guarded = (read: () => Compiled): Compiled => {
  try {
    return read()
  } catch (fault) {
    const { message } = fault as Error
    return (_scope, run) => nothing(run, message)
  }
}

export function readingOf(types: ItemTypes, names: ReadonlySet<string>, prefix: string): Reading {
  const known = { names: new Set([...names, ...types.names]), types: types.feelTypes() }
  return {
    expression: (text) => (text.trim() === '' ? () => null : guarded(() => compile(readExpression(text, known).node))),
    tests: (text) => (text.trim() === '' ? () => true : guarded(() => compile(readTests(text, known).node))),
    listOf: (text) => {
      const list = guarded(() => compile(readExpression(`[${text}]`, known).node))
      return (scope, run) => {
        const value = list(scope, run)
        return isList(value) ? value : []
      }
    },
    type: (typeRef) => types.find(typeRef, prefix),
    fit: fitted,
    with: (more) => readingOf(types, new Set([...names, ...more]), prefix),
  }
}

const nullLogic: Compiled = () => null

/** The result fits the expression's own type, or is null. */
export function compileLogic(logic: Logic | undefined, reading: Reading): Compiled {
  if (!logic) return nullLogic
  const work = compileBare(logic, reading)
  const type = logic.is === 'function' ? undefined : reading.type(logic.typeRef)
  if (!type) return work
  return (scope, run) => reading.fit(work(scope, run), type, run) ?? nothing(run, 'The result is of another type than said.')
}

function compileBare(logic: Logic, reading: Reading): Compiled {
  switch (logic.is) {
    case 'literal':
      return reading.expression(logic.text)
    case 'table':
      return compileTable(logic.table, reading)
    case 'context':
      return compileContext(logic, reading)
    case 'list': {
      const items = logic.items.map((item) => compileLogic(item, reading))
      return (scope, run) => items.map((item) => item(scope, run))
    }
    case 'relation': {
      const rows = logic.rows.map((row) => row.map((cell) => compileLogic(cell, reading)))
      return (scope, run) =>
        rows.map((row) => new Map(logic.columns.map(({ name }, index) => [name, row[index]?.(scope, run) ?? null])))
    }
    case 'function':
      return compileFunction(logic, reading)
    case 'invocation':
      return compileInvocation(logic, reading)
    case 'conditional': {
      const [condition, then, otherwise] = [logic.condition, logic.whenTrue, logic.whenFalse].map((part) =>
        compileLogic(part, reading),
      )
      return (scope, run) => {
        const outcome = condition!(scope, run)
        if (outcome !== null && typeof outcome !== 'boolean') return nothing(run, 'A condition is true or false.')
        return outcome === true ? then!(scope, run) : otherwise!(scope, run)
      }
    }
    case 'filter':
      return compileFilter(logic, reading)
    default: {
      const list = compileLogic(logic.list, reading)
      const body = compileLogic(logic.body, reading.with([logic.iterator, 'partial']))
      const walk = iterate(logic.is, [{ name: logic.iterator, from: list, to: undefined }], body, true)
      return (scope, run) => walk(scope, run)
    }
  }
}

/** The last entry without a name is the result; earlier entries are known to later ones. */
function compileContext({ entries }: Extract<Logic, { is: 'context' }>, reading: Reading): Compiled {
  const known: string[] = []
  const parts = entries.map(({ variable, logic }) => {
    const inner = reading.with(known)
    const part = { name: variable?.name, work: compileLogic(logic, inner), type: inner.type(variable?.typeRef) }
    if (variable) known.push(variable.name)
    return part
  })
  return (scope, run) => {
    const made = new Map<string, Value>()
    const inner = childScope(scope, made)
    for (const { name, work, type } of parts) {
      const value = reading.fit(work(inner, run), type, run) ?? null
      if (name === undefined) return value
      made.set(name, value)
    }
    return made
  }
}

export function compileFunction(logic: Extract<Logic, { is: 'function' }>, reading: Reading): Compiled {
  const { parameters, kind } = logic
  const body = compileLogic(logic.body, reading.with(parameters.map(({ name }) => name)))
  const types = parameters.map(({ typeRef }) => reading.type(typeRef))
  const result = reading.type(logic.typeRef ?? logic.body?.typeRef)
  return (scope) =>
    new FeelFunction(
      parameters.map(({ name }, index) => ({ name, type: types[index]?.type })),
      (values, run) => {
        if (kind !== 'FEEL') return nothing(run, 'Functions outside the rule are not called.')
        if (values.length > parameters.length) return nothing(run, 'The number of values does not fit the function.')
        const bound = new Map<string, Value>()
        for (const [index, { name }] of parameters.entries()) {
          const value = reading.fit(values[index] ?? null, types[index], run)
          if (value === undefined) return nothing(run, `The value of "${name}" is of another type.`)
          bound.set(name, value)
        }
        return reading.fit(body(childScope(scope, bound), run), result, run) ?? null
      },
      result?.type,
    )
}

function compileInvocation({ called, bindings }: Extract<Logic, { is: 'invocation' }>, reading: Reading): Compiled {
  const of = compileLogic(called, reading)
  const parts = bindings.map(({ name, logic }) => ({ name, work: compileLogic(logic, reading) }))
  return (scope, run) => {
    const found = of(scope, run)
    if (!(found instanceof FeelFunction)) return nothing(run, 'What is invoked is no function.')
    return invokeNamed(found, new Map(parts.map(({ name, work }) => [name, work(scope, run)])), run)
  }
}

function compileFilter({ list, match }: Extract<Logic, { is: 'filter' }>, reading: Reading): Compiled {
  const of = compileLogic(list, reading)
  const test = compileLogic(match, reading.with(['item']))
  return (scope, run) => {
    const value = of(scope, run)
    const items = isList(value) ? value : value === null ? [] : [value]
    const kept: Value[] = []
    for (const item of items) {
      const entries: Map<string, Value> =
        item !== null && isContext(item) ? new Map([['item', item], ...item]) : new Map([['item', item]])
      const outcome = test(childScope(scope, entries), run)
      if (isNumber(outcome)) return items.at(outcome.gt(0) ? outcome.toNumber() - 1 : outcome.toNumber()) ?? null
      if (typeof outcome !== 'boolean') return nothing(run, 'A filter needs a condition or a number.')
      if (outcome) kept.push(item)
    }
    return kept
  }
}
