// Two values under a sign of comparison: true, false, or null with a warning.
import { compare, equal } from './compare.ts'
import type { CompareOp } from './syntax.ts'
import { nothing, type Run, type Value } from './value.ts'

export function decide(op: CompareOp, left: Value, right: Value, run: Run): Value {
  if (op === '=' || op === '!=') {
    const same = equal(left, right)
    return same === undefined ? nothing(run, 'Values of different kinds are compared.') : same === (op === '=')
  }
  const order = compare(left, right)
  if (order === undefined) return nothing(run, `"${op}" does not fit these values.`)
  return op === '<' ? order < 0 : op === '<=' ? order <= 0 : op === '>' ? order > 0 : order >= 0
}
