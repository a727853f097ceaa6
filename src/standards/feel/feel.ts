// FEEL, the rule language of forms, fees, routing and decisions: read once, evaluated often, always within bounds. @standard DMN 1.5 §10.
import { type Compiled, compile } from './compile.ts'
import { builtIn } from './functions/built-in.ts'
import type { Known } from './operand-parser.ts'
import { Parser } from './parser.ts'
import { normalName } from './scanner.ts'
import { childScope, type Scope } from './scope.ts'
import type { Node } from './syntax.ts'
import { type Context, FeelDate, FeelDateTime, FeelTime, type FeelType, type Run, type Value } from './value.ts'

export type Expression = {
  source: string
  node: Node
  /** `variables` by name; what is missing is null with a warning. @throws FeelLimit when the evaluation takes more than it may */
  evaluate: (variables: Context, run: Run) => Value
}

export type Names = { names?: Iterable<string>; types?: ReadonlyMap<string, FeelType> | undefined }

export const builtInScope: Scope = childScope(undefined, builtIn)

const knownOf = ({ names = [], types }: Names): Known => ({
  names: new Set([...builtIn.keys(), '?', ...[...names].map(normalName)]),
  types,
})

/** @throws FeelSyntaxError with the place and what was expected there */
export function readExpression(source: string, names: Names = {}): Expression {
  const parser = new Parser(source, knownOf(names))
  const node = parser.expression()
  parser.end()
  return made(source, node)
}

/** The test of an input, such as `< 10, [20..30]` or `-`: the input itself stands under `?`. @throws FeelSyntaxError */
export function readTests(source: string, names: Names = {}): Expression {
  const parser = new Parser(source, knownOf(names))
  const node = parser.unaryTests()
  parser.end()
  return made(source, node)
}

function made(source: string, node: Node): Expression {
  const work: Compiled = compile(node)
  return { source, node, evaluate: (variables, run) => work(childScope(builtInScope, variables), run) }
}

export type Bounds = { steps?: number; milliseconds?: number }

/** What one evaluation may take; the house's default ends after half a second. */
export function newRun(now: Date, { steps = 2_000_000, milliseconds = 500 }: Bounds = {}): Run {
  const date = new FeelDate(now.getUTCFullYear(), now.getUTCMonth() + 1, now.getUTCDate())
  const time = new FeelTime(now.getUTCHours(), now.getUTCMinutes(), now.getUTCSeconds(), now.getUTCMilliseconds() * 1e6, {
    seconds: 0,
  })
  return { steps, depth: 0, until: Date.now() + milliseconds, now: new FeelDateTime(date, time), warnings: [] }
}
