// Parts of an expression that have the same value whatever is asked: worked out once.
import type { Compiled } from './compile.ts'
import type { Node } from './syntax.ts'
import type { Value } from './value.ts'

const plain = new Set<Node['is']>([
  'literal',
  'arithmetic',
  'negation',
  'range',
  'list',
  'unary',
  'comparison',
  'and',
  'or',
  'between',
])

/** Whether any node inside, itself included, is as `wanted` says. */
export function contains(part: unknown, wanted: (node: Node) => boolean): boolean {
  if (typeof part !== 'object' || part === null) return false
  if ('is' in part && wanted(part as Node)) return true
  if ('is' in part && part.is === 'literal') return false
  return Object.values(part).some((inner) => contains(inner, wanted))
}

export const isConstant = (node: Node): boolean => !contains(node, ({ is }) => !plain.has(is))

/** Null is never kept: its reason is told each time. */
export function once(work: Compiled): Compiled {
  let known: Value = null
  return (scope, run) => {
    known ??= work(scope, run)
    return known
  }
}
