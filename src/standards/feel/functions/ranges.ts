// Built-in functions that compare points and ranges, after Allen's interval algebra. @standard DMN 1.5 §10.3.4.6.
import { compare } from '../compare.ts'
import { parseTemporal } from '../literals.ts'
import { Decimal, FeelDate, type FeelFunction, Range, type Value } from '../value.ts'
import { define, type Signature } from './definition.ts'

/** Ends of the two, told apart by what the function is about; undefined: they cannot be compared. */
type Rule = (a: Range, b: Range, ends: (x: Value | undefined, y: Value | undefined) => number) => boolean

const point = (value: Value): Range => new Range(value, value, true, true)
const asRange = (value: Value): Range => (value instanceof Range ? value : point(value))

class Incomparable extends Error {}

function decide(rule: Rule, a: Value, b: Value): boolean | undefined {
  try {
    return rule(asRange(a), asRange(b), (x, y) => {
      const order = x === undefined || y === undefined ? undefined : compare(x, y)
      if (order === undefined) throw new Incomparable()
      return order
    })
  } catch (fault) {
    if (fault instanceof Incomparable) return undefined
    throw fault
  }
}

type Shape = 'point' | 'range'
/** `undefined` as name stands for every shape. */
const relation = (name: string, shapes: readonly (readonly [Shape, Shape])[], rule: Rule): [string, FeelFunction] =>
  define(
    name,
    ...shapes.map(([first, second]) => ({
      takes: [
        [
          first === 'point' ? `point${second === 'point' ? '1' : ''}` : `range${second === 'range' ? '1' : ''}`,
          first === 'range' ? 'range' : 'Any',
        ],
        [
          second === 'point' ? `point${first === 'point' ? '2' : ''}` : `range${first === 'range' ? '2' : ''}`,
          second === 'range' ? 'range' : 'Any',
        ],
      ] as unknown as Signature,
      work: ([a, b]: readonly Value[]) => {
        if (a === null || b === null || a === undefined || b === undefined) return undefined
        if (first === 'point' && a instanceof Range) return undefined
        if (second === 'point' && b instanceof Range) return undefined
        return decide(rule, a, b)
      },
    })),
  )

const all = [
  ['point', 'point'],
  ['point', 'range'],
  ['range', 'point'],
  ['range', 'range'],
] as const
const ranges = [['range', 'range']] as const
const outer = [
  ['range', 'point'],
  ['range', 'range'],
] as const
const inner = [
  ['point', 'range'],
  ['range', 'range'],
] as const

const before: Rule = (a, b, ends) => {
  const order = ends(a.high, b.low)
  return order < 0 || (order === 0 && !(a.highIncluded && b.lowIncluded))
}
const meets: Rule = (a, b, ends) => ends(a.high, b.low) === 0 && a.highIncluded && b.lowIncluded
const overlaps: Rule = (a, b, ends) => !before(a, b, ends) && !before(b, a, ends)

const startsEarlier: Rule = (a, b, ends) => {
  const order = ends(a.low, b.low)
  return order < 0 || (order === 0 && a.lowIncluded && !b.lowIncluded)
}
const endsLater: Rule = (a, b, ends) => {
  const order = ends(a.high, b.high)
  return order > 0 || (order === 0 && a.highIncluded && !b.highIncluded)
}
const sameStart: Rule = (a, b, ends) => ends(a.low, b.low) === 0 && a.lowIncluded === b.lowIncluded
const sameEnd: Rule = (a, b, ends) => ends(a.high, b.high) === 0 && a.highIncluded === b.highIncluded
const includes: Rule = (a, b, ends) => !startsEarlier(b, a, ends) && !endsLater(b, a, ends)
const finishes: Rule = (a, b, ends) => sameEnd(a, b, ends) && !startsEarlier(a, b, ends)
const starts: Rule = (a, b, ends) => sameStart(a, b, ends) && !endsLater(a, b, ends)
const turned =
  (rule: Rule): Rule =>
  (a, b, ends) =>
    rule(b, a, ends)

const literal = /^([[(\]])\s*(.*?)\s*\.\.\s*(.*?)\s*([\])[])$/s

function end(text: string): Value | undefined {
  if (text === '') return undefined
  const quoted = /^"((?:[^"\\]|\\.)*)"$/s.exec(text)
  if (quoted) return quoted[1]!
  if (/^-?(\d+(\.\d+)?|\.\d+)$/.test(text)) return new Decimal(text)
  const called = /^@?"?(?:date and time|date|time|duration)?\(?"?([^"()]*)"?\)?$/.exec(text)
  return called ? parseTemporal(called[1]!) : undefined
}

/** A range as text, whose ends are values and no calculations. */
function parseRange(text: string): Range | undefined {
  const [, open, low = '', high = '', close] = literal.exec(text.trim()) ?? []
  if (open === undefined || (low === '' && high === '')) return undefined
  const [from, to] = [end(low), end(high)]
  if ((low !== '' && from === undefined) || (high !== '' && to === undefined)) return undefined
  if ((low === '' && open === '[') || (high === '' && close === ']')) return undefined
  if (from !== undefined && to !== undefined) {
    if (from instanceof FeelDate !== to instanceof FeelDate) return undefined
    const order = compare(from, to)
    if (order === undefined || order > 0) return undefined
  }
  return new Range(from, to, open === '[', close === ']')
}

export const rangeFunctions: readonly [string, FeelFunction][] = [
  define('range', { takes: [['from', 'string']], work: ([from]) => parseRange(from as string) }),
  relation('before', all, before),
  relation('after', all, turned(before)),
  relation('meets', ranges, meets),
  relation('met by', ranges, turned(meets)),
  relation('overlaps', ranges, overlaps),
  relation(
    'overlaps before',
    ranges,
    (a, b, ends) => overlaps(a, b, ends) && startsEarlier(a, b, ends) && !endsLater(a, b, ends),
  ),
  relation('overlaps after', ranges, (a, b, ends) => overlaps(a, b, ends) && startsEarlier(b, a, ends) && !endsLater(b, a, ends)),
  relation('finishes', inner, finishes),
  relation('finished by', outer, turned(finishes)),
  relation('includes', outer, includes),
  relation('during', inner, turned(includes)),
  relation('starts', inner, starts),
  relation('started by', outer, turned(starts)),
  relation(
    'coincides',
    [
      ['point', 'point'],
      ['range', 'range'],
    ],
    (a, b, ends) => sameStart(a, b, ends) && sameEnd(a, b, ends),
  ),
]
