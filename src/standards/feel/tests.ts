// Tests of an input: `< 10`, `[20..30)`, `"a", "b"`, `not(…)`, a condition over `?`.
import { equal, holds } from './compare.ts'
import type { Compile, Compiled } from './compile.ts'
import { contains } from './constants.ts'
import { decide } from './decide.ts'
import { childScope, findIn, type Scope } from './scope.ts'
import type { Node } from './syntax.ts'
import { isList, nothing, Range, type Run, type Value } from './value.ts'

type Test = (value: Value, scope: Scope, run: Run) => Value

const asksInput = (node: Node): boolean => contains(node, (one) => one.is === 'name' && one.name === '?')

/** The input is put into the scope only where the test speaks of it. */
const scopeFor = (asks: boolean, scope: Scope, value: Value): Scope => (asks ? childScope(scope, new Map([['?', value]])) : scope)

/** One test of an input: a range holds it, a list holds it, it is equal, or a condition over `?` is true. */
export function compileTest(node: Node, compile: Compile): Test {
  if (node.is === 'unary') {
    const of = compile(node.of)
    const { op } = node
    const asks = asksInput(node.of)
    return (value, scope, run) => decide(op, value, of(scopeFor(asks, scope, value), run), run)
  }
  if (node.is === 'wildcard') return () => true
  const work = compile(node)
  const asks = asksInput(node)
  return (value, scope, run) => {
    const wanted = work(scopeFor(asks, scope, value), run)
    if (node.is === 'range' && wanted === null) return null
    if (asks && (typeof wanted === 'boolean' || wanted === null)) return wanted
    return fits(value, wanted, run)
  }
}

function fits(value: Value, wanted: Value, run: Run): Value {
  if (wanted instanceof Range && !(value instanceof Range))
    return holds(wanted, value) ?? nothing(run, 'This range is of another kind.')
  if (isList(wanted)) {
    if (equal(value, wanted) === true) return true
    return wanted.some((one) =>
      one instanceof Range && !(value instanceof Range) ? holds(one, value) === true : equal(value, one) === true,
    )
  }
  const same = equal(value, wanted)
  if (same !== undefined) return same
  return wanted === true ? true : nothing(run, 'Values of different kinds are compared.')
}

export function anyTest(tests: readonly Test[], value: Value, scope: Scope, run: Run): Value {
  let unsure = false
  for (const test of tests) {
    const outcome = test(value, scope, run)
    if (outcome === true) return true
    if (outcome === null) unsure = true
  }
  return unsure ? null : false
}

export function compileTests(node: Extract<Node, { is: 'tests' }>, compile: Compile): Compiled {
  const tests = node.tests.map((test) => compileTest(test, compile))
  return (scope, run) => {
    const outcome = anyTest(tests, findIn(scope, '?') ?? null, scope, run)
    return node.not && typeof outcome === 'boolean' ? !outcome : outcome
  }
}
