// Built-in functions over numbers. @standard DMN 1.5 §10.3.4.5.
import { finite } from '../arithmetic.ts'
import { Decimal, type FeelFunction, number, type Run, type Value } from '../value.ts'
import { define, type Signature } from './definition.ts'

type Rounding = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8
const scales = { least: -6111, most: 6176 }

function rounded(value: Decimal, scale: Decimal, rounding: Rounding): Value | undefined {
  const places = scale.trunc().toNumber()
  if (places < scales.least || places > scales.most) return undefined
  if (places >= 0) return value.toDecimalPlaces(Math.min(places, 6176), rounding)
  const power = new Decimal(10).pow(-places)
  return value.div(power).toDecimalPlaces(0, rounding).mul(power)
}

const round = (rounding: Rounding) => (values: readonly Value[]) =>
  rounded(values[0] as Decimal, (values[1] as Decimal | null | undefined) ?? new Decimal(0), rounding)

const one: Signature = [['n', 'number']]
const scaled: Signature = [
  ['n', 'number'],
  ['scale', 'number'],
]

const unary = (name: string, work: (n: Decimal, run: Run) => Value | undefined): [string, FeelFunction] =>
  define(name, { takes: [['number', 'number']], work: ([n], run) => work(n as Decimal, run) })

const positive = (n: Decimal): boolean => n.gt(0)

/** The half goes away from zero, or towards it. */
export const numberFunctions: readonly [string, FeelFunction][] = [
  define('decimal', { takes: scaled, work: round(Decimal.ROUND_HALF_EVEN) }),
  define('floor', { takes: one, work: round(Decimal.ROUND_FLOOR) }, { takes: scaled, work: round(Decimal.ROUND_FLOOR) }),
  define('ceiling', { takes: one, work: round(Decimal.ROUND_CEIL) }, { takes: scaled, work: round(Decimal.ROUND_CEIL) }),
  define('round up', { takes: scaled, work: round(Decimal.ROUND_UP) }),
  define('round down', { takes: scaled, work: round(Decimal.ROUND_DOWN) }),
  define('round half up', { takes: scaled, work: round(Decimal.ROUND_HALF_UP) }),
  define('round half down', { takes: scaled, work: round(Decimal.ROUND_HALF_DOWN) }),
  define('modulo', {
    takes: [
      ['dividend', 'number'],
      ['divisor', 'number'],
    ],
    work: ([dividend, divisor]) => {
      const [n, by] = [dividend as Decimal, divisor as Decimal]
      return by.isZero() ? undefined : n.sub(by.mul(n.div(by).floor()))
    },
  }),
  unary('sqrt', (n) => (n.isNegative() && !n.isZero() ? undefined : n.sqrt())),
  unary('log', (n, run) => (positive(n) ? finite(n.ln(), run) : undefined)),
  unary('exp', (n, run) => (n.abs().gt(20_000) ? undefined : finite(n.exp(), run))),
  unary('odd', (n) => (n.isInteger() ? !n.mod(2).isZero() : undefined)),
  unary('even', (n) => (n.isInteger() ? n.mod(2).isZero() : undefined)),
]

export const wholeNumber = (value: Value | undefined): number | undefined => {
  const n = value as Decimal | undefined
  return n?.abs().lt(Number.MAX_SAFE_INTEGER) ? n.trunc().toNumber() : undefined
}

export const count = (n: number): Decimal => number(n)
