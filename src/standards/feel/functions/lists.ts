// Built-in functions over lists. Most take one list or its items one by one. @standard DMN 1.5 §10.3.4.4.

import { invoke } from '../calls.ts'
import { compare, equal } from '../compare.ts'
import {
  DaysDuration,
  Decimal,
  FeelFunction,
  FeelLimit,
  isList,
  isNumber,
  MonthsDuration,
  number,
  type Run,
  sizeLimit,
  spend,
  type Value,
} from '../value.ts'
import { define, type Signature, type Work } from './definition.ts'
import { wholeNumber } from './numbers.ts'

type Items = readonly Value[]
const list = (value: Value | undefined): Items => value as Items

function bounded<Kept extends Items>(items: Kept): Kept {
  if (items.length > sizeLimit.items) throw new FeelLimit('This list is too long.')
  return items
}

/** `f(list)` or `f(a, b, c)`. */
const overItems = (name: string, work: (items: Items, run: Run) => Value | undefined): [string, FeelFunction] =>
  define(
    name,
    { takes: [['list', 'list']], work: ([items], run) => work(list(items), run) },
    {
      takes: [
        ['n', 'Any'],
        ['more*', 'Any'],
      ],
      work: (items, run) => (items.length === 1 && items[0] === null ? undefined : work(items, run)),
    },
  )

const numbersOf = (items: Items): Decimal[] | undefined => (items.every(isNumber) ? (items as Decimal[]) : undefined)
const total = (numbers: readonly Decimal[]): Decimal => numbers.reduce((sum, one) => sum.add(one), new Decimal(0))

function extreme(items: Items, wanted: 1 | -1): Value | undefined {
  if (items.length === 0) return undefined
  let best: Value = items[0] ?? null
  if (compare(best, best) === undefined) return undefined
  for (const item of items) {
    const order = compare(item, best)
    if (order === undefined) return undefined
    if (order === wanted) best = item
  }
  return best
}

function sum(items: Items): Value | undefined {
  const numbers = numbersOf(items)
  if (numbers) return numbers.length === 0 ? undefined : total(numbers)
  if (items.every((item) => item instanceof DaysDuration))
    return new DaysDuration((items as DaysDuration[]).reduce((all, { nanos }) => all + nanos, 0n))
  if (items.every((item) => item instanceof MonthsDuration))
    return new MonthsDuration((items as MonthsDuration[]).reduce((all, { months }) => all + months, 0))
  return undefined
}

function mean(items: Items): Value | undefined {
  const numbers = numbersOf(items)
  return numbers && numbers.length > 0 ? total(numbers).div(numbers.length) : undefined
}

function median(items: Items): Value | undefined {
  const numbers = numbersOf(items)
  if (!numbers || numbers.length === 0) return undefined
  const sorted = [...numbers].sort((a, b) => a.cmp(b))
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle]! : sorted[middle - 1]!.add(sorted[middle]!).div(2)
}

function stddev(items: Items): Value | undefined {
  const numbers = numbersOf(items)
  if (!numbers || numbers.length < 2) return undefined
  const average = total(numbers).div(numbers.length)
  return total(numbers.map((one) => one.sub(average).pow(2)))
    .div(numbers.length - 1)
    .sqrt()
}

function mode(items: Items): Value | undefined {
  const numbers = numbersOf(items)
  if (!numbers) return undefined
  const counts = new Map<string, { value: Decimal; times: number }>()
  for (const value of numbers) {
    const key = value.toFixed()
    counts.set(key, { value, times: (counts.get(key)?.times ?? 0) + 1 })
  }
  const most = Math.max(0, ...[...counts.values()].map(({ times }) => times))
  return [...counts.values()]
    .filter(({ times }) => times === most)
    .map(({ value }) => value)
    .sort((a, b) => a.cmp(b))
}

/** Three-valued: one decisive item settles it, anything that is no boolean leaves it open. */
const logic =
  (decisive: boolean) =>
  (items: Items): Value | undefined => {
    if (items.includes(decisive)) return decisive
    return items.every((item) => typeof item === 'boolean') ? !decisive : undefined
  }

const has = (items: Items, wanted: Value): boolean => items.some((item) => equal(item, wanted) === true)

function distinct(items: Items, run: Run): Value[] {
  const kept: Value[] = []
  for (const item of items) {
    spend(run, kept.length + 1)
    if (!has(kept, item)) kept.push(item)
  }
  return kept
}

function flatten(items: Items, depth = 0): Value[] {
  if (depth > 100) throw new FeelLimit('These lists are nested too deeply.')
  return items.flatMap((item) => (isList(item) ? flatten(item, depth + 1) : [item]))
}

/** 1-based, negative from the end; undefined outside of the list. */
function placeOf(position: Value | undefined, length: number): number | undefined {
  const at = wholeNumber(position)
  if (at === undefined || at === 0 || Math.abs(at) > length) return undefined
  return at > 0 ? at - 1 : length + at
}

const sublist: Work = ([items, start, length]) => {
  const all = list(items)
  const from = placeOf(start, all.length)
  const size = length === undefined || length === null ? undefined : wholeNumber(length)
  if (from === undefined || (size !== undefined && (size < 1 || from + size > all.length))) return undefined
  return all.slice(from, size === undefined ? undefined : from + size)
}

const replaceAt: Work = ([items, place, item], run) => {
  const all = list(items)
  if (place instanceof FeelFunction) {
    const outcomes = all.map((one) => invoke(place, [one, item!], run))
    if (outcomes.some((outcome) => typeof outcome !== 'boolean')) return undefined
    return all.map((one, index) => (outcomes[index] === true ? item! : one))
  }
  const at = isNumber(place!) ? placeOf(place, all.length) : undefined
  return at === undefined ? undefined : all.with(at, item!)
}

const sort: Work = ([items, precedes], run) => {
  const all = [...list(items)]
  const before = precedes as FeelFunction | null | undefined
  if (!before && all.some((item) => compare(item, all[0]!) === undefined)) return undefined
  return all.sort((a, b) => {
    spend(run)
    if (!before) return compare(a, b) ?? 0
    return invoke(before, [a, b], run) === true ? -1 : invoke(before, [b, a], run) === true ? 1 : 0
  })
}

const positioned: Signature = [
  ['list', 'list'],
  ['position', 'number'],
]

export const listFunctions: readonly [string, FeelFunction][] = [
  define('list contains', {
    takes: [
      ['list', 'list'],
      ['element', 'Any'],
    ],
    work: ([items, element]) => has(list(items), element!),
  }),
  define('count', { takes: [['list', 'list']], work: ([items]) => number(list(items).length) }),
  overItems('min', (items) => extreme(items, -1)),
  overItems('max', (items) => extreme(items, 1)),
  overItems('sum', sum),
  overItems('mean', mean),
  overItems('median', median),
  overItems('stddev', stddev),
  overItems('mode', mode),
  overItems('product', (items) => {
    const numbers = numbersOf(items)
    return numbers && numbers.length > 0 ? numbers.reduce((made, one) => made.mul(one), new Decimal(1)) : undefined
  }),
  overItems('all', logic(false)),
  overItems('and', logic(false)),
  overItems('any', logic(true)),
  overItems('or', logic(true)),
  define('sublist', {
    takes: [
      ['list', 'list'],
      ['start position', 'number'],
      ['length?', 'number'],
    ],
    work: sublist,
  }),
  define('append', {
    takes: [
      ['list', 'list'],
      ['item*', 'Any'],
    ],
    work: ([items, ...more]) => bounded([...list(items), ...more]),
  }),
  define('concatenate', { takes: [['list*', 'list']], work: (lists) => bounded(lists.flatMap((one) => list(one))) }),
  define('insert before', {
    takes: [...positioned, ['newItem', 'Any']],
    work: ([items, position, item]) => {
      const at = placeOf(position, list(items).length)
      return at === undefined ? undefined : list(items).toSpliced(at, 0, item!)
    },
  }),
  define('remove', {
    takes: positioned,
    work: ([items, position]) => {
      const at = placeOf(position, list(items).length)
      return at === undefined ? undefined : list(items).toSpliced(at, 1)
    },
  }),
  define(
    'list replace',
    { takes: [...positioned, ['newItem', 'Any']], work: replaceAt },
    {
      takes: [
        ['list', 'list'],
        ['match', 'function'],
        ['newItem', 'Any'],
      ],
      work: replaceAt,
    },
  ),
  define('reverse', { takes: [['list', 'list']], work: ([items]) => list(items).toReversed() }),
  define('index of', {
    takes: [
      ['list', 'list'],
      ['match', 'Any'],
    ],
    work: ([items, match]) => list(items).flatMap((item, index) => (equal(item, match!) === true ? [number(index + 1)] : [])),
  }),
  define('union', {
    takes: [['list*', 'list']],
    work: (lists, run) => distinct(bounded(lists.flatMap((one) => list(one))), run),
  }),
  define('distinct values', { takes: [['list', 'list']], work: ([items], run) => distinct(list(items), run) }),
  define('flatten', { takes: [['list', 'list']], work: ([items]) => bounded(flatten(list(items))) }),
  define('sort', {
    takes: [
      ['list', 'list'],
      ['precedes?', 'function'],
    ],
    work: sort,
  }),
]
