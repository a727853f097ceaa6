// Plus, minus, times, divided by, to the power of: over numbers, texts, moments and durations. @standard DMN 1.5 Tables 54 to 57.
import {
  addMonths,
  addNanos,
  dateFromDayNumber,
  dayNumber,
  instant,
  instantOfTime,
  midnight,
  nanosOfDay,
  nanosPerDay,
  timeFromNanos,
} from './dates.ts'
import type { ArithOp } from './syntax.ts'
import {
  DaysDuration,
  Decimal,
  FeelDate,
  FeelDateTime,
  FeelLimit,
  FeelTime,
  isNumber,
  MonthsDuration,
  nothing,
  number,
  type Run,
  sizeLimit,
  type Value,
} from './value.ts'

export function calculate(op: ArithOp, left: Value, right: Value, run: Run): Value {
  if (isNumber(left) && isNumber(right)) return finite(numbers(op, left, right), run)
  const made =
    op === '+'
      ? add(left, right)
      : op === '-'
        ? subtract(left, right)
        : op === '*'
          ? multiply(left, right)
          : op === '/'
            ? divide(left, right)
            : undefined
  return made ?? nothing(run, `"${op}" does not fit these values.`)
}

function numbers(op: ArithOp, left: Decimal, right: Decimal): Decimal {
  if (op === '+') return left.add(right)
  if (op === '-') return left.sub(right)
  if (op === '*') return left.mul(right)
  if (op === '/') return left.div(right)
  return right.abs().gt(100_000) ? new Decimal(Number.NaN) : left.pow(right)
}

export const finite = (value: Decimal, run: Run): Value =>
  value.isFinite() ? value : nothing(run, 'This number does not exist or is too large.')

function add(left: Value, right: Value): Value | undefined {
  if (typeof left === 'string' && typeof right === 'string') {
    if (left.length + right.length > sizeLimit.characters) throw new FeelLimit('This text is too long.')
    return left + right
  }
  if (left instanceof MonthsDuration && right instanceof MonthsDuration) return months(left.months + right.months)
  if (left instanceof DaysDuration && right instanceof DaysDuration) return new DaysDuration(left.nanos + right.nanos)
  if (isDuration(right)) return shift(left, right, 1)
  return isDuration(left) ? shift(right, left, 1) : undefined
}

function subtract(left: Value, right: Value): Value | undefined {
  if (left instanceof MonthsDuration && right instanceof MonthsDuration) return months(left.months - right.months)
  if (left instanceof DaysDuration && right instanceof DaysDuration) return new DaysDuration(left.nanos - right.nanos)
  if (isDuration(right)) return shift(left, right, -1)
  if (left instanceof FeelTime && right instanceof FeelTime)
    return (left.offset === undefined) === (right.offset === undefined)
      ? new DaysDuration(instantOfTime(left) - instantOfTime(right))
      : undefined
  const [from, to] = [momentOf(right, left), momentOf(left, right)]
  if (!from || !to || (from.time.offset === undefined) !== (to.time.offset === undefined)) return undefined
  return new DaysDuration(instant(to) - instant(from))
}

/** A day stands for its midnight in UTC. */
function momentOf(value: Value, _other: Value): FeelDateTime | undefined {
  if (value instanceof FeelDateTime) return value
  return value instanceof FeelDate ? midnight(value) : undefined
}

const isDuration = (value: Value): value is DaysDuration | MonthsDuration =>
  value instanceof DaysDuration || value instanceof MonthsDuration
const months = (value: number): MonthsDuration | undefined =>
  Number.isSafeInteger(value) ? new MonthsDuration(value) : undefined

function shift(moment: Value, duration: DaysDuration | MonthsDuration, direction: 1 | -1): Value | undefined {
  if (duration instanceof MonthsDuration) {
    const count = direction * duration.months
    if (moment instanceof FeelDate) return addMonths(moment, count)
    if (!(moment instanceof FeelDateTime)) return undefined
    const date = addMonths(moment.date, count)
    return date && new FeelDateTime(date, moment.time)
  }
  const nanos = BigInt(direction) * duration.nanos
  if (moment instanceof FeelDateTime) return addNanos(moment, nanos)
  if (moment instanceof FeelTime) return timeFromNanos(nanosOfDay(moment) + nanos, moment.offset)
  if (!(moment instanceof FeelDate)) return undefined
  const days = nanos >= 0n ? nanos / nanosPerDay : -((-nanos + nanosPerDay - 1n) / nanosPerDay)
  return dateFromDayNumber(dayNumber(moment) + Number(days))
}

function multiply(left: Value, right: Value): Value | undefined {
  if (isNumber(right)) return scale(left, right)
  return isNumber(left) ? scale(right, left) : undefined
}

function divide(left: Value, right: Value): Value | undefined {
  if (isNumber(right)) return right.isZero() ? undefined : scale(left, new Decimal(1).div(right), right)
  if (left instanceof MonthsDuration && right instanceof MonthsDuration)
    return right.months === 0 ? undefined : number(left.months).div(right.months)
  if (left instanceof DaysDuration && right instanceof DaysDuration)
    return right.nanos === 0n ? undefined : number(left.nanos).div(number(right.nanos))
  return undefined
}

/** `divisor` is given where a division is meant: it is exact where its reciprocal is not. */
function scale(duration: Value, factor: Decimal, divisor?: Decimal): Value | undefined {
  const by = (value: Decimal): Decimal => (divisor ? value.div(divisor) : value.mul(factor)).trunc()
  if (duration instanceof MonthsDuration) return months(by(number(duration.months)).toNumber())
  return duration instanceof DaysDuration ? new DaysDuration(BigInt(by(number(duration.nanos)).toFixed(0))) : undefined
}

export function negate(value: Value, run: Run): Value {
  if (isNumber(value)) return value.neg()
  if (value instanceof MonthsDuration) return new MonthsDuration(-value.months || 0)
  if (value instanceof DaysDuration) return new DaysDuration(-value.nanos)
  return value === null ? null : nothing(run, '"-" does not fit this value.')
}
