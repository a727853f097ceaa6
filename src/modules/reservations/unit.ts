// Units of a stock: read as people type them, and found by a pattern, without a row for each.
import { choicesOf, type StockDocument, type StockPart } from './stock-document.ts'

/** `A-AB 123` with what each of its parts says. */
export type Unit = { text: string; parts: Readonly<Record<string, string>> }

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function sourceOf(part: StockPart, strict: boolean): string {
  if ('text' in part) return strict ? escaped(part.text).replace(/\s+/g, '\\s*') : ''
  if ('oneOf' in part) return `(${choicesOf(part).map(escaped).join('|')})`
  if ('letters' in part) return `([A-Z]{${part.letters.min},${part.letters.max}})`
  return '(0|[1-9][0-9]*)'
}

const inBounds = (part: StockPart, value: string): boolean =>
  !('digits' in part) || (Number(value) >= part.digits.from && Number(value) <= part.digits.to)

/** `a-ab123e` → `A-AB 123`; undefined for what is no unit of this stock. With its separators first, then by letters and digits alone. */
export function readUnit({ ranges, endings = [] }: StockDocument, typed: string): Unit | undefined {
  if (typed.length > 100) return undefined
  const upper = typed.trim().toUpperCase().replace(/[‐-―]/g, '-')
  const ending = endings.length > 0 ? `(?:\\s*(?:${endings.map(escaped).join('|')}))?` : ''
  for (const strict of [true, false])
    for (const { parts } of ranges) {
      const text = strict ? upper : upper.replace(/[^A-ZÄÖÜ0-9]/g, '')
      const found = new RegExp(`^${parts.map((part) => sourceOf(part, strict)).join('')}${ending}$`).exec(text)
      const values = found?.slice(1) ?? []
      const named = parts.filter((part) => 'name' in part)
      if (found && named.every((part, index) => inBounds(part, values[index]!)))
        return unitOf(parts, Object.fromEntries(named.map((part, index) => [part.name, values[index]!])))
    }
  return undefined
}

const unitOf = (parts: readonly StockPart[], values: Readonly<Record<string, string>>): Unit => ({
  text: parts.map((part) => ('text' in part ? part.text : values[part.name])).join(''),
  parts: values,
})

const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

function* valuesOf(part: StockPart): Generator<string> {
  if ('text' in part) yield part.text
  else if ('oneOf' in part) yield* choicesOf(part)
  else if ('digits' in part) for (let number = part.digits.from; number <= part.digits.to; number += 1) yield String(number)
  else
    for (let length = part.letters.min; length <= part.letters.max; length += 1)
      if (length === 1) yield* alphabet
      else for (const first of alphabet) for (const second of alphabet) yield first + second
}

/** Places in the pattern that may come next after `text` was read at any of `places`. `?` is one sign, `*` any number. */
function step(pattern: string, places: readonly number[], text: string): number[] {
  let now = close(pattern, places)
  for (const sign of text) {
    const next = now.flatMap((at) => (pattern[at] === '*' ? [at] : pattern[at] === '?' || pattern[at] === sign ? [at + 1] : []))
    now = close(pattern, next)
    if (now.length === 0) return []
  }
  return now
}

function close(pattern: string, places: readonly number[]): number[] {
  const all = new Set(places)
  for (const at of all) if (pattern[at] === '*') all.add(at + 1)
  return [...all].sort((a, b) => a - b)
}

type Stem = { text: string; values: Readonly<Record<string, string>>; last: readonly string[]; parts: readonly StockPart[] }

/** All beginnings that fit, each with the values of its last part that fit: units are counted without being made. */
function stemsOf({ ranges }: StockDocument, pattern: string): Stem[] {
  const stems: Stem[] = []
  for (const { parts } of ranges) {
    let open = [{ text: '', values: {} as Record<string, string>, places: [0] as number[] }]
    for (const part of parts.slice(0, -1)) {
      const known = [...valuesOf(part)]
      open = open.flatMap(({ text, values, places }) =>
        known.flatMap((value) => {
          const next = step(pattern, places, value)
          const more = 'name' in part ? { ...values, [part.name]: value } : values
          return next.length > 0 ? [{ text: text + value, values: more, places: next }] : []
        }),
      )
    }
    const last = parts.at(-1)!
    const fitting = new Map<string, readonly string[]>()
    for (const { text, values, places } of open) {
      const state = places.join()
      const ends =
        fitting.get(state) ?? [...valuesOf(last)].filter((value) => step(pattern, places, value).includes(pattern.length))
      fitting.set(state, ends)
      if (ends.length > 0) stems.push({ text, values, last: ends, parts })
    }
  }
  return stems
}

/** How many units there are at all. */
export const countUnits = (stock: StockDocument): number => stemsOf(stock, '*').reduce((sum, { last }) => sum + last.length, 0)

/**
 * Units that look like the pattern, as they come: all of few, and of many an even choice that begins elsewhere for each `turn` (0 … 1), so
 * that not everybody is shown the same ones.
 */
export function* unitsLike(stock: StockDocument, pattern: string, turn: number): Generator<Unit> {
  const stems = stemsOf(stock, pattern.toUpperCase())
  const total = stems.reduce((sum, { last }) => sum + last.length, 0)
  if (total === 0) return
  const starts: number[] = []
  let sum = 0
  for (const { last } of stems) {
    starts.push(sum)
    sum += last.length
  }
  const at = (index: number): Unit => {
    let low = 0
    let high = stems.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (starts[middle]! <= index) low = middle
      else high = middle - 1
    }
    const { values, last, parts } = stems[low]!
    const end = parts.at(-1)!
    const value = last[index - starts[low]!]!
    return unitOf(parts, 'name' in end ? { ...values, [end.name]: value } : values)
  }
  const stride = strideFor(total)
  const first = Math.floor(turn * total) % total
  for (let count = 0; count < total; count += 1) yield at((first + count * stride) % total)
}

/** About 0.618 of the whole and without a common divisor: every unit comes once, neighbours far apart. */
function strideFor(total: number): number {
  if (total <= 60) return 1
  let stride = Math.max(1, Math.round(total * 0.618))
  while (divisor(stride, total) !== 1) stride += 1
  return stride
}

const divisor = (one: number, other: number): number => (other === 0 ? one : divisor(other, one % other))
