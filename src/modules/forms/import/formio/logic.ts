// JsonLogic as a rule of this house, where it says the same; anything else stays a task. @standard JsonLogic with the dates of Open Forms.
import { isObject } from './source.ts'

/** There is no rule that says the same. */
export class NoCounterpart extends Error {}

/** Name of a Form.io component → how a rule here names its answer; undefined: no question of the form. */
export type Names = (key: string) => string | undefined

const compared: Record<string, string> = {
  '==': '=',
  '===': '=',
  '!=': '!=',
  '!==': '!=',
  '>': '>',
  '>=': '>=',
  '<': '<',
  '<=': '<=',
}
const counted = new Set(['+', '-', '*', '/'])

/** @throws NoCounterpart */
export function feelOf(logic: unknown, names: Names): string {
  return write(logic, names, 0)
}

function write(logic: unknown, names: Names, depth: number): string {
  if (depth > 30) throw new NoCounterpart('too deep')
  if (logic === null || logic === '') return 'null'
  if (typeof logic === 'boolean') return String(logic)
  if (typeof logic === 'number' && Number.isFinite(logic)) return plainNumber(logic)
  if (typeof logic === 'string') return textLiteral(logic)
  const inner = (one: unknown): string => write(one, names, depth + 1)
  if (Array.isArray(logic)) return `[${logic.map(inner).join(', ')}]`
  if (!isObject(logic)) throw new NoCounterpart('no value')
  const [[operator, given] = [], ...more] = Object.entries(logic)
  if (operator === undefined || more.length > 0) throw new NoCounterpart('no operator')
  const values: unknown[] = Array.isArray(given) ? given : [given]
  const all = (): string[] => values.map(inner)
  if (operator === 'var') return variable(values, names)
  if (operator === 'and' || operator === 'or') return values.length === 0 ? 'true' : `(${all().join(` ${operator} `)})`
  if (operator === '!') return `not(${inner(values[0])})`
  if (operator === '!!') return `(${inner(values[0])} != null)`
  if (operator === 'if' && values.length === 3) {
    const [when, then, otherwise] = all()
    return `(if ${when} then ${then} else ${otherwise})`
  }
  if (operator === 'in' && values.length === 2) {
    const [value, list] = all()
    return typeof values[1] === 'string' ? `contains(${list}, ${value})` : `list contains(${list}, ${value})`
  }
  if (operator === 'today') return 'today()'
  if (operator === 'date') return typeof values[0] === 'string' ? `date(${textLiteral(values[0])})` : inner(values[0])
  if (operator === 'rdelta') return duration(values)
  const sign = compared[operator]
  if (sign !== undefined && values.length === 2) return `(${all().join(` ${sign} `)})`
  if ((sign === '<' || sign === '<=') && values.length === 3) {
    const [low, middle, high] = all()
    return `(${low} ${sign} ${middle} and ${middle} ${sign} ${high})`
  }
  if (counted.has(operator) && values.length >= 2) return `(${all().join(` ${operator} `)})`
  if (operator === '-' && values.length === 1) return `-${inner(values[0])}`
  throw new NoCounterpart(operator)
}

/** `boxes.a`, one of several boxes, is an entry in the answer here. */
function variable([key]: unknown[], names: Names): string {
  if (typeof key !== 'string') throw new NoCounterpart('var')
  const own = names(key)
  if (own !== undefined) return own
  const [, outer = '', part = ''] = /^(.*)\.([^.]+)$/.exec(key) ?? []
  const boxes = names(outer)
  if (boxes === undefined) throw new NoCounterpart(`var ${key}`)
  return `list contains(${boxes}, ${textLiteral(part)})`
}

function duration(values: readonly unknown[]): string {
  const [years = 0, months = 0, days = 0] = values.map(Number)
  if (![years, months, days].every(Number.isInteger) || (days !== 0 && (years !== 0 || months !== 0)))
    throw new NoCounterpart('rdelta')
  return days !== 0 ? `duration("P${days}D")` : `duration("P${years}Y${months}M")`
}

/** FEEL knows no exponents. */
function plainNumber(value: number): string {
  const text = String(value)
  if (text.includes('e')) throw new NoCounterpart('number')
  return text
}

const textLiteral = (text: string): string => JSON.stringify(text)

/** The condition on a component itself: `{ show, when, eq }`. @throws NoCounterpart */
export function conditionOf(conditional: unknown, names: Names): string | undefined {
  if (!isObject(conditional)) return undefined
  const { show, when, eq, json } = conditional
  if (isObject(json)) return feelOf(json, names)
  if (typeof when !== 'string' || when === '' || (show !== true && show !== false && show !== 'true' && show !== 'false'))
    return undefined
  const name = names(when)
  if (name === undefined) throw new NoCounterpart(`when ${when}`)
  const value = eq === 'true' || eq === true ? 'true' : eq === 'false' || eq === false ? 'false' : feelOf(eq ?? null, names)
  const same = `${name} = ${value}`
  return String(show) === 'true' ? same : `not(${same})`
}
