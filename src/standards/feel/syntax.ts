// What an expression is made of, once it is read.
import type { FeelType, Value } from './value.ts'

export type CompareOp = '=' | '!=' | '<' | '<=' | '>' | '>='
export type ArithOp = '+' | '-' | '*' | '/' | '**'
export type Iterator = { name: string; from: Node; to?: Node | undefined }

export type Node =
  | { is: 'literal'; value: Value }
  | { is: 'name'; name: string }
  | { is: 'path'; of: Node; name: string }
  | { is: 'filter'; of: Node; condition: Node }
  | { is: 'call'; of: Node; values: readonly Node[] }
  | { is: 'named-call'; of: Node; values: readonly { name: string; value: Node }[] }
  | { is: 'arithmetic'; op: ArithOp; left: Node; right: Node }
  | { is: 'negation'; of: Node }
  | { is: 'and' | 'or'; left: Node; right: Node }
  | { is: 'comparison'; op: CompareOp; left: Node; right: Node }
  | { is: 'between'; of: Node; low: Node; high: Node }
  | { is: 'in'; of: Node; tests: readonly Node[] }
  /** `< 5`: a range without one end; after `=` the value itself. */
  | { is: 'unary'; op: CompareOp; of: Node }
  | { is: 'range'; low: Node; high: Node; lowIncluded: boolean; highIncluded: boolean }
  | { is: 'list'; items: readonly Node[] }
  | { is: 'context'; entries: readonly { key: string; value: Node }[] }
  | { is: 'if'; condition: Node; then: Node; otherwise: Node }
  | { is: 'for'; iterators: readonly Iterator[]; body: Node }
  | { is: 'some' | 'every'; iterators: readonly Iterator[]; body: Node }
  | { is: 'function'; parameters: readonly { name: string; type?: FeelType | undefined }[]; body: Node }
  | { is: 'external'; parameters: readonly { name: string }[] }
  | { is: 'instance-of'; of: Node; type: FeelType | undefined }
  /** `-`: any value. */
  | { is: 'wildcard' }
  | { is: 'tests'; not: boolean; tests: readonly Node[] }

/** The source is not FEEL: where, and what was expected there. */
export class FeelSyntaxError extends Error {
  override name = 'FeelSyntaxError'
  readonly at: number
  constructor(at: number, expected: string, source: string) {
    const seen = source.slice(at, at + 12)
    super(`At character ${at + 1}${seen ? ` ("${seen}")` : ', the end'}: ${expected}`)
    this.at = at
  }
}
