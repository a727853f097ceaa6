// The values of FEEL: what an expression takes and gives.
import { Decimal as Base } from 'decimal.js'

/** 34 significant digits, half to even: the arithmetic of IEEE 754-2008 decimal128. @standard DMN 1.5 §10.3.4 */
export const Decimal = Base.clone({
  precision: 34,
  rounding: Base.ROUND_HALF_EVEN,
  minE: -6176,
  maxE: 6144,
  toExpNeg: -9e15,
  toExpPos: 9e15,
})
export type Decimal = Base

/** Proleptic Gregorian; years from −999,999,999 to 999,999,999. */
export class FeelDate {
  readonly year: number
  readonly month: number
  readonly day: number
  constructor(year: number, month: number, day: number) {
    this.year = year
    this.month = month
    this.day = day
  }
}

/** Seconds east of UTC, or a zone of the IANA database; absent: local time. */
export type Offset = { seconds: number; zone?: string } | { seconds?: undefined; zone: string }

export class FeelTime {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly nanos: number
  readonly offset: Offset | undefined
  constructor(hour: number, minute: number, second: number, nanos = 0, offset?: Offset) {
    this.hour = hour
    this.minute = minute
    this.second = second
    this.nanos = nanos
    this.offset = offset
  }
}

export class FeelDateTime {
  readonly date: FeelDate
  readonly time: FeelTime
  constructor(date: FeelDate, time: FeelTime) {
    this.date = date
    this.time = time
  }
}

export class DaysDuration {
  readonly nanos: bigint
  constructor(nanos: bigint) {
    this.nanos = nanos
  }
}

export class MonthsDuration {
  readonly months: number
  constructor(months: number) {
    this.months = months
  }
}

/** An endpoint that is `undefined` has no bound, as in `< 10`. */
export class Range {
  readonly low: Value | undefined
  readonly high: Value | undefined
  readonly lowIncluded: boolean
  readonly highIncluded: boolean
  constructor(low: Value | undefined, high: Value | undefined, lowIncluded: boolean, highIncluded: boolean) {
    this.low = low
    this.high = high
    this.lowIncluded = lowIncluded
    this.highIncluded = highIncluded
  }
}

export type Parameter = { name: string; type?: FeelType | undefined }

export class FeelFunction {
  readonly parameters: readonly Parameter[]
  readonly call: (values: readonly Value[], run: Run) => Value
  /** What a call gives; `Any` where it is not said. */
  readonly result: FeelType | undefined
  /** Built-in functions may take their values in several forms; others have one. */
  forms: readonly FeelFunction[]
  constructor(parameters: readonly Parameter[], call: (values: readonly Value[], run: Run) => Value, result?: FeelType) {
    this.parameters = parameters
    this.call = call
    this.result = result
    this.forms = [this]
  }
}

export type Context = ReadonlyMap<string, Value>
export type List = readonly Value[]
export type Value =
  | null
  | boolean
  | string
  | Decimal
  | FeelDate
  | FeelTime
  | FeelDateTime
  | DaysDuration
  | MonthsDuration
  | Range
  | FeelFunction
  | List
  | Context

export type TypeName =
  | 'Any'
  | 'Null'
  | 'number'
  | 'string'
  | 'boolean'
  | 'date'
  | 'time'
  | 'date and time'
  | 'days and time duration'
  | 'years and months duration'

export type FeelType =
  | { kind: 'simple'; name: TypeName }
  | { kind: 'list'; of: FeelType }
  | { kind: 'range'; of: FeelType }
  | { kind: 'context'; entries: ReadonlyMap<string, FeelType> }
  | { kind: 'function'; parameters: readonly FeelType[]; result: FeelType }

/** One evaluation: what bounds it, and what it complains about. Semantic errors give null with a warning. */
export type Run = {
  /** Counts down; below zero the evaluation stops. */
  steps: number
  depth: number
  /** Milliseconds of the epoch after which the evaluation stops. */
  until: number
  /** What `now()` and `today()` say. */
  now: FeelDateTime
  warnings: string[]
}

/** Thrown when an evaluation takes more than it may: too long, too deep, too large. */
export class FeelLimit extends Error {
  override name = 'FeelLimit'
}

export const isNumber = (value: unknown): value is Decimal =>
  typeof value === 'object' && value !== null && (value.constructor === Decimal || value instanceof Base)
export const isList = (value: Value): value is List => Array.isArray(value)
export const isContext = (value: Value): value is Context => value instanceof Map
export const isTemporal = (value: Value): value is FeelDate | FeelTime | FeelDateTime =>
  value instanceof FeelDate || value instanceof FeelTime || value instanceof FeelDateTime

export const number = (value: number | string | bigint): Decimal => new Decimal(String(value))

/** Gives null, and says why where the reader of the rule can see it. */
export function nothing(run: Run, why: string): null {
  if (run.warnings.length < 100 && !run.warnings.includes(why)) run.warnings.push(why)
  return null
}

export function spend(run: Run, steps = 1): void {
  run.steps -= steps
  if (run.steps < 0) throw new FeelLimit('This rule takes too many steps.')
  if ((run.steps & 1023) === 0 && Date.now() > run.until) throw new FeelLimit('This rule takes too long.')
}

/** The largest list and the longest text that a rule may make. */
export const sizeLimit = { items: 100_000, characters: 1_000_000 }
