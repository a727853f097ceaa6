// `for … return`, `some … satisfies`, `every … satisfies`: over lists, ranges and numbers counted up or down.
import { compare } from './compare.ts'
import type { Compiled } from './compile.ts'
import { dateFromDayNumber, dayNumber } from './dates.ts'
import { childScope, type Scope } from './scope.ts'
import { FeelDate, FeelLimit, isList, isNumber, nothing, number, Range, type Run, sizeLimit, spend, type Value } from './value.ts'

type Source = { name: string; from: Compiled; to: Compiled | undefined }

/** `strict`: one answer that is no boolean leaves `some` and `every` open, as boxed expressions want it. */
export function iterate(kind: 'for' | 'some' | 'every', sources: readonly Source[], body: Compiled, strict = false): Compiled {
  return (scope, run) => {
    const results: Value[] = []
    let failed = false
    const walk = (index: number, at: Scope): boolean => {
      const source = sources[index]
      if (!source) return visit(at)
      const items = itemsOf(source, at, run)
      if (!items) {
        failed = true
        return false
      }
      for (const item of items) {
        spend(run)
        if (!walk(index + 1, childScope(at, new Map([[source.name, item]])))) return false
      }
      return true
    }
    const visit = (at: Scope): boolean => {
      const value = body(kind === 'for' ? childScope(at, new Map([['partial', [...results]]])) : at, run)
      if (results.length >= sizeLimit.items) throw new FeelLimit('This list is too long.')
      results.push(value)
      if (kind === 'for') return true
      return strict || (kind === 'some' ? value !== true : value !== false)
    }
    walk(0, scope)
    if (failed) return null
    if (kind === 'for') return results
    const decisive = kind === 'some'
    if (strict && results.some((value) => typeof value !== 'boolean')) return null
    if (results.includes(decisive)) return decisive
    return results.every((value) => typeof value === 'boolean') ? !decisive : null
  }
}

function itemsOf({ from, to }: Source, scope: Scope, run: Run): readonly Value[] | undefined {
  const start = from(scope, run)
  if (to) return count(start, to(scope, run), run)
  if (start instanceof Range) {
    if (start.low === undefined || start.high === undefined)
      return void nothing(run, 'A range without an end cannot be walked through.')
    if ((compare(start.low, start.high) ?? 1) > 0) return void nothing(run, 'This range ends before it begins.')
    const all = count(start.low, start.high, run)
    return all?.slice(start.lowIncluded ? 0 : 1, start.highIncluded ? undefined : -1)
  }
  if (isList(start)) return start
  return start === null ? void nothing(run, 'There is nothing to walk through.') : [start]
}

/** Whole numbers or days, up or down. */
function count(start: Value, end: Value, run: Run): readonly Value[] | undefined {
  const numbers = isNumber(start) && isNumber(end) && start.isInteger() && end.isInteger()
  const days = start instanceof FeelDate && end instanceof FeelDate
  if (!numbers && !days) return void nothing(run, 'Only whole numbers and days can be counted.')
  const [first, last] = days
    ? [dayNumber(start), dayNumber(end)]
    : [(start as never as { toNumber(): number }).toNumber(), (end as never as { toNumber(): number }).toNumber()]
  const length = Math.abs(last - first) + 1
  if (!(length <= sizeLimit.items)) throw new FeelLimit('This list is too long.')
  spend(run, length)
  const step = last >= first ? 1 : -1
  return Array.from({ length }, (_, index) => (days ? dateFromDayNumber(first + step * index)! : number(first + step * index)))
}
