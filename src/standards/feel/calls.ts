// Calls of functions, by position or by name, no deeper than a rule needs.
import type { Compile, Compiled } from './compile.ts'
import type { Node } from './syntax.ts'
import { FeelFunction, FeelLimit, nothing, type Run, spend, type Value } from './value.ts'

/** Deep recursion of rules ends before that of the machine. */
const deepest = 400

export function compileCall(node: Extract<Node, { is: 'call' | 'named-call' }>, compile: Compile): Compiled {
  const of = compile(node.of)
  const name = node.of.is === 'name' || node.of.is === 'path' ? node.of.name : 'this'
  if (node.is === 'call') {
    const values = node.values.map((value) => compile(value))
    return (scope, run) => {
      const called = of(scope, run)
      if (!(called instanceof FeelFunction)) return nothing(run, `"${name}" is no function.`)
      return invoke(
        called,
        values.map((value) => value(scope, run)),
        run,
      )
    }
  }
  const named = node.values.map(({ name: parameter, value }) => ({ parameter, value: compile(value) }))
  return (scope, run) => {
    const called = of(scope, run)
    if (!(called instanceof FeelFunction)) return nothing(run, `"${name}" is no function.`)
    return invokeNamed(called, new Map(named.map(({ parameter, value }) => [parameter, value(scope, run)])), run)
  }
}

export function invoke(called: FeelFunction, values: readonly Value[], run: Run): Value {
  spend(run)
  run.depth += 1
  if (run.depth > deepest) throw new FeelLimit('This rule calls itself too often.')
  try {
    return called.call(values, run)
  } finally {
    run.depth -= 1
  }
}

export function invokeNamed(called: FeelFunction, values: ReadonlyMap<string, Value>, run: Run): Value {
  const given = [...values.keys()]
  const form = called.forms.find(({ parameters }) => given.every((name) => parameters.some((one) => one.name === name)))
  if (!form) return nothing(run, 'A parameter of this name is not known.')
  const names = form.parameters.map(({ name }) => name)
  const last = Math.max(-1, ...given.map((name) => names.indexOf(name)))
  const inOrder = names.slice(0, last + 1).map((name) => values.get(name) ?? null)
  return invoke(form, inOrder, run)
}
