// Turns a read expression into one function that evaluates it.
import { calculate, negate } from './arithmetic.ts'
import { compileCall } from './calls.ts'
import { compare, holds } from './compare.ts'
import { coerce, conforms, isInstance } from './conformance.ts'
import { isConstant, once } from './constants.ts'
import { decide } from './decide.ts'
import { iterate } from './iteration.ts'
import { partOf } from './properties.ts'
import type { Scope } from './scope.ts'
import { childScope, findIn } from './scope.ts'
import type { CompareOp, Node } from './syntax.ts'
import { anyTest, compileTest, compileTests } from './tests.ts'
import { FeelFunction, isContext, isList, isNumber, nothing, Range, type Run, spend, type Value } from './value.ts'

export type Compiled = (scope: Scope, run: Run) => Value
/** Handed to the files that compile parts, so that none of them needs this one. */
export type Compile = (node: Node) => Compiled

export function compile(node: Node): Compiled {
  const work = compileNode(node)
  return node.is !== 'literal' && isConstant(node) ? once(work) : work
}

function compileNode(node: Node): Compiled {
  switch (node.is) {
    case 'literal': {
      const { value } = node
      return () => value
    }
    case 'name': {
      const { name } = node
      return (scope, run) => findIn(scope, name) ?? nothing(run, `"${name}" is not known.`)
    }
    case 'path':
      return compilePath(node.of, node.name)
    case 'filter':
      return compileFilter(node.of, node.condition)
    case 'call':
    case 'named-call':
      return compileCall(node, compile)
    case 'arithmetic': {
      const { op } = node
      const [left, right] = [compile(node.left), compile(node.right)]
      return (scope, run) => calculate(op, left(scope, run), right(scope, run), run)
    }
    case 'negation': {
      const of = compile(node.of)
      return (scope, run) => negate(of(scope, run), run)
    }
    case 'and':
    case 'or':
      return compileLogic(node)
    case 'comparison':
      return compileComparison(node.op, compile(node.left), compile(node.right))
    case 'between': {
      const [of, low, high] = [compile(node.of), compile(node.low), compile(node.high)]
      return (scope, run) => {
        const range = new Range(low(scope, run), high(scope, run), true, true)
        return holds(range, of(scope, run)) ?? nothing(run, '"between" does not fit these values.')
      }
    }
    case 'in': {
      const of = compile(node.of)
      const tests = node.tests.map((test) => compileTest(test, compile))
      return (scope, run) => anyTest(tests, of(scope, run), scope, run)
    }
    case 'unary':
      return compileUnary(node.op, compile(node.of))
    case 'range':
      return compileRange(node)
    case 'list': {
      const items = node.items.map(compile)
      return (scope, run) => items.map((item) => item(scope, run))
    }
    case 'context':
      return compileContext(node.entries)
    case 'if': {
      const [condition, then, otherwise] = [compile(node.condition), compile(node.then), compile(node.otherwise)]
      return (scope, run) => (condition(scope, run) === true ? then(scope, run) : otherwise(scope, run))
    }
    case 'for':
    case 'some':
    case 'every':
      return iterate(
        node.is,
        node.iterators.map(({ name, from, to }) => ({ name, from: compile(from), to: to && compile(to) })),
        compile(node.body),
      )
    case 'function':
      return compileFunction(node)
    case 'external':
      return (_scope, run) => nothing(run, 'Functions outside the rule are not called.')
    case 'instance-of': {
      const of = compile(node.of)
      const { type } = node
      return (scope, run) => (type ? isInstance(of(scope, run), type) : nothing(run, 'This type is not known.'))
    }
    case 'wildcard':
      return () => true
    case 'tests':
      return compileTests(node, compile)
  }
}

function compilePath(of: Node, name: string): Compiled {
  const base = compile(of)
  return (scope, run) => {
    const value = base(scope, run)
    return partOf(value, name) ?? (value === null ? null : nothing(run, `There is no "${name}".`))
  }
}

const usesItem = new Set(['item'])

function compileFilter(of: Node, condition: Node): Compiled {
  const base = compile(of)
  const test = compile(condition)
  return (scope, run) => {
    const value = base(scope, run)
    const items = isList(value) ? value : value === null ? [] : [value]
    // A number picks one; it is the same for every item unless it speaks of the item.
    const first = test(childScope(scope, items.length > 0 ? itemEntries(items[0]!) : usesItemEntries), run)
    if (isNumber(first)) {
      const index = first.toNumber()
      const picked = index > 0 ? items[index - 1] : index < 0 ? items[items.length + index] : undefined
      return picked === undefined ? nothing(run, `There is no item ${first.toFixed()}.`) : picked
    }
    if (items.length === 0) return []
    if (typeof first !== 'boolean' && first !== null) return nothing(run, 'A filter needs a condition or a number.')
    return items.filter((item, index) => {
      spend(run)
      return (index === 0 ? first : test(childScope(scope, itemEntries(item)), run)) === true
    })
  }
}

const usesItemEntries: ReadonlyMap<string, Value> = new Map([...usesItem].map((name) => [name, null]))

/** The entries of a context stand beside `item` itself. */
function itemEntries(item: Value): ReadonlyMap<string, Value> {
  return isContext(item) ? (item.has('item') ? item : new Map([['item', item as Value], ...item])) : new Map([['item', item]])
}

/** Three-valued: `false and null` is false, `true or null` is true. */
function compileLogic(node: Extract<Node, { is: 'and' | 'or' }>): Compiled {
  const decisive = node.is === 'or'
  const [left, right] = [compile(node.left), compile(node.right)]
  return (scope, run) => {
    const first = left(scope, run)
    if (first === decisive) return decisive
    const second = right(scope, run)
    if (second === decisive) return decisive
    return typeof first === 'boolean' && typeof second === 'boolean' ? !decisive : null
  }
}

const compileComparison =
  (op: CompareOp, left: Compiled, right: Compiled): Compiled =>
  (scope, run) =>
    decide(op, left(scope, run), right(scope, run), run)

function compileUnary(op: CompareOp, of: Compiled): Compiled {
  return (scope, run) => {
    const value = of(scope, run)
    if (op === '=') return new Range(value, value, true, true)
    if (op === '!=') return nothing(run, '"!=" makes no range.')
    if (value === null) return nothing(run, 'A range needs an end.')
    return op === '<' || op === '<='
      ? new Range(undefined, value, false, op === '<=')
      : new Range(value, undefined, op === '>=', false)
  }
}

function compileRange({ low, high, lowIncluded, highIncluded }: Extract<Node, { is: 'range' }>): Compiled {
  const [from, to] = [compile(low), compile(high)]
  return (scope, run) => {
    const [start, end] = [from(scope, run), to(scope, run)]
    if (start === null || end === null || compare(start, end) === undefined) return nothing(run, 'These two make no range.')
    return new Range(start, end, lowIncluded, highIncluded)
  }
}

function compileContext(entries: readonly { key: string; value: Node }[]): Compiled {
  const parts = entries.map(({ key, value }) => ({ key, value: compile(value) }))
  const twice = new Set(parts.map(({ key }) => key)).size !== parts.length
  return (scope, run) => {
    if (twice) return nothing(run, 'An entry stands twice in this context.')
    const made = new Map<string, Value>()
    const inner = childScope(scope, made)
    for (const { key, value } of parts) made.set(key, value(inner, run))
    return made
  }
}

function compileFunction({ parameters, body }: Extract<Node, { is: 'function' }>): Compiled {
  const work = compile(body)
  return (scope) =>
    new FeelFunction(parameters, (values, run) => {
      if (values.length !== parameters.length) return nothing(run, 'The number of values does not fit the function.')
      const bound = new Map<string, Value>()
      for (const [index, { name, type }] of parameters.entries()) {
        const value = type ? coerce(values[index]!, type) : values[index]!
        if (type && values[index] !== null && (value === null || !conforms(value, type)))
          return nothing(run, `The value of "${name}" is of another type.`)
        bound.set(name, value)
      }
      return work(childScope(scope, bound), run)
    })
}
