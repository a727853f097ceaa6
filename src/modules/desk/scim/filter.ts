// The filter language of SCIM: read into a tree, bounded, and applied to values in memory where a path needs it.
// @standard RFC 7644 section 3.4.2.2
import { ScimError } from './answer.ts'

export type Comparison = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le'
export type Value = string | number | boolean | null
export type Filter =
  | { op: 'and'; left: Filter; right: Filter }
  | { op: 'or'; left: Filter; right: Filter }
  | { op: 'not'; of: Filter }
  | { op: 'pr'; path: string }
  | { op: Comparison; path: string; value: Value }
  | { op: 'has'; path: string; of: Filter }

const comparisons: readonly string[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']
const limits = { length: 1_000, parts: 40, depth: 10 }

export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const prefixes = [`${enterprise}:`, 'urn:ietf:params:scim:schemas:core:2.0:User:', 'urn:ietf:params:scim:schemas:core:2.0:Group:']

/** Names of attributes do not tell large from small: `Name.FamilyName` → `name.familyname`; those of the extension begin with `enterprise.`. */
export function pathNamed(text: string): string {
  const prefix = prefixes.find((one) => text.toLowerCase().startsWith(one.toLowerCase()))
  const name = (prefix ? text.slice(prefix.length) : text).toLowerCase()
  return prefix === prefixes[0] ? `enterprise.${name}` : name
}

const wrong = (detail: string): ScimError => new ScimError(400, detail, 'invalidFilter')
const token = /\s*(?:("(?:[^"\\]|\\.)*")|([()[\]])|([A-Za-z0-9:_$.+-]+))/y

function tokensOf(text: string): string[] {
  if (text.length > limits.length) throw wrong(`The filter has more than ${limits.length} characters.`)
  const tokens: string[] = []
  token.lastIndex = 0
  let end = 0
  for (let found = token.exec(text); found; found = token.exec(text)) {
    tokens.push(found[1] ?? found[2] ?? found[3]!)
    end = token.lastIndex
  }
  if (text.slice(end).trim() !== '') throw wrong(`The filter cannot be read from "${text.slice(end, end + 20)}" on.`)
  if (tokens.length > limits.parts * 4) throw wrong('The filter has too many parts.')
  return tokens
}

/** @throws ScimError 400 `invalidFilter` */
export function readFilter(text: string): Filter {
  const tokens = tokensOf(text)
  let at = 0
  const next = (): string => {
    const found = tokens[at]
    if (found === undefined) throw wrong('The filter ends too early.')
    at += 1
    return found
  }
  const expect = (wanted: string): void => {
    if (next() !== wanted) throw wrong(`The filter lacks a "${wanted}".`)
  }
  const isWord = (word: string): boolean => tokens[at]?.toLowerCase() === word
  const either = (depth: number): Filter => {
    let left = both(depth)
    while (isWord('or')) {
      at += 1
      left = { op: 'or', left, right: both(depth) }
    }
    return left
  }
  const both = (depth: number): Filter => {
    let left = one(depth)
    while (isWord('and')) {
      at += 1
      left = { op: 'and', left, right: one(depth) }
    }
    return left
  }
  const grouped = (depth: number): Filter => {
    const inner = either(depth + 1)
    expect(')')
    return inner
  }
  const one = (depth: number): Filter => {
    if (depth > limits.depth) throw wrong('The filter is nested too deep.')
    const first = next()
    if (first === '(') return grouped(depth)
    if (first.toLowerCase() === 'not' && tokens[at] === '(') {
      at += 1
      return { op: 'not', of: grouped(depth) }
    }
    if (!/^[A-Za-z]/.test(first)) throw wrong(`"${first.slice(0, 40)}" is no name of an attribute.`)
    const path = pathNamed(first)
    if (tokens[at] === '[') {
      at += 1
      const of = either(depth + 1)
      expect(']')
      return { op: 'has', path, of }
    }
    const operator = next().toLowerCase()
    if (operator === 'pr') return { op: 'pr', path }
    if (!comparisons.includes(operator)) throw wrong(`"${operator.slice(0, 20)}" is no operator.`)
    return { op: operator as Comparison, path, value: literalOf(next()) }
  }
  const filter = either(0)
  if (at < tokens.length) throw wrong(`The filter goes on after its end: "${tokens[at]}".`)
  return filter
}

function literalOf(text: string): Value {
  try {
    const value: unknown = JSON.parse(text)
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value as Value
  } catch {
    // Said below.
  }
  throw wrong(`"${text.slice(0, 40)}" is no value; texts stand in quotation marks.`)
}

/** For entries of a list inside one resource: `emails[type eq "work"]`. Texts are compared without regard to case. */
export function fits(filter: Filter, entry: Readonly<Record<string, unknown>>): boolean {
  if (filter.op === 'and') return fits(filter.left, entry) && fits(filter.right, entry)
  if (filter.op === 'or') return fits(filter.left, entry) || fits(filter.right, entry)
  if (filter.op === 'not') return !fits(filter.of, entry)
  if (filter.op === 'has') throw wrong('A list inside a list cannot be filtered.')
  const value = Object.entries(entry).find(([name]) => name.toLowerCase() === filter.path)?.[1]
  if (filter.op === 'pr') return value !== undefined && value !== null && value !== ''
  return compare(filter.op, value, filter.value)
}

function compare(op: Comparison, value: unknown, wanted: Value): boolean {
  if (typeof value === 'string' && typeof wanted === 'string') {
    const [own, other] = [value.toLowerCase(), wanted.toLowerCase()]
    if (op === 'co') return own.includes(other)
    if (op === 'sw') return own.startsWith(other)
    if (op === 'ew') return own.endsWith(other)
    return ordered(op, own < other ? -1 : own > other ? 1 : 0)
  }
  if (typeof value === 'number' && typeof wanted === 'number') return ordered(op, value - wanted)
  return op === 'eq' ? (value ?? null) === wanted : op === 'ne' && (value ?? null) !== wanted
}

function ordered(op: Comparison, sign: number): boolean {
  if (op === 'eq') return sign === 0
  if (op === 'ne') return sign !== 0
  if (op === 'gt') return sign > 0
  if (op === 'ge') return sign >= 0
  if (op === 'lt') return sign < 0
  return op === 'le' && sign <= 0
}
