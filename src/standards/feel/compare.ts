// Equality and order. `undefined` stands for "these two cannot be compared": the expression is null then.
import { instant, instantOfTime, midnight, secondsEast } from './dates.ts'
import {
  type Context,
  DaysDuration,
  type Decimal,
  FeelDate,
  FeelDateTime,
  FeelFunction,
  FeelTime,
  isContext,
  isList,
  isNumber,
  MonthsDuration,
  Range,
  type Value,
} from './value.ts'

/** @standard DMN 1.5 Table 53 (general semantics of equality) */
export function equal(left: Value, right: Value): boolean | undefined {
  if (left === null || right === null) return left === right
  if (typeof left !== 'object' || typeof right !== 'object') return typeof left === typeof right ? left === right : undefined
  if (isNumber(left)) return isNumber(right) ? compareNumbers(left, right) === 0 : undefined
  if (isList(left)) return isList(right) ? equalLists(left, right) : undefined
  if (isContext(left)) return isContext(right) ? equalContexts(left, right) : undefined
  if (left instanceof Range)
    return right instanceof Range
      ? left.lowIncluded === right.lowIncluded &&
          left.highIncluded === right.highIncluded &&
          equalEnds(left.low, right.low) &&
          equalEnds(left.high, right.high)
      : undefined
  if (left instanceof FeelFunction) return right instanceof FeelFunction ? left === right : undefined
  if (left instanceof FeelTime && right instanceof FeelTime) {
    if ((left.offset === undefined) !== (right.offset === undefined)) return false
    return instantOfTime(left) === instantOfTime(right)
  }
  if (left instanceof FeelDateTime && right instanceof FeelDateTime && !isLocal(left) !== !isLocal(right)) return false
  if (
    (left instanceof MonthsDuration && right instanceof DaysDuration) ||
    (left instanceof DaysDuration && right instanceof MonthsDuration)
  )
    return isZero(left) && isZero(right) ? true : undefined
  const order = compare(left, right)
  return order === undefined ? undefined : order === 0
}

const isZero = (duration: DaysDuration | MonthsDuration): boolean =>
  duration instanceof DaysDuration ? duration.nanos === 0n : duration.months === 0
const isLocal = ({ time }: FeelDateTime): boolean => time.offset === undefined

const equalEnds = (left: Value | undefined, right: Value | undefined): boolean =>
  left === undefined || right === undefined ? left === right : equal(left, right) === true

function equalLists(left: readonly Value[], right: readonly Value[]): boolean {
  return left.length === right.length && left.every((item, index) => equal(item, right[index]!) === true)
}

function equalContexts(left: Context, right: Context): boolean {
  if (left.size !== right.size) return false
  for (const [key, value] of left) {
    const other = right.get(key)
    if (other === undefined || equal(value, other) !== true) return false
  }
  return true
}

const sign = (left: bigint | number | string, right: bigint | number | string): number =>
  left < right ? -1 : left > right ? 1 : 0

/** As `cmp`, which makes a new number of the other one first: decision tables compare more than they calculate. */
function compareNumbers(left: Decimal, right: Decimal): number {
  const [a, b] = [left.d, right.d]
  if (!a || !b || a[0] === 0 || b[0] === 0 || left.s !== right.s) return left.cmp(right)
  if (left.e !== right.e) return left.e > right.e === left.s > 0 ? 1 : -1
  const shared = Math.min(a.length, b.length)
  for (let index = 0; index < shared; index += 1) if (a[index] !== b[index]) return a[index]! > b[index]! === left.s > 0 ? 1 : -1
  return a.length === b.length ? 0 : a.length > b.length === left.s > 0 ? 1 : -1
}

/** −1, 0 or 1; undefined where the kinds have no order between them. */
export function compare(left: Value, right: Value): number | undefined {
  if (isNumber(left)) return isNumber(right) ? compareNumbers(left, right) : undefined
  if (typeof left === 'string') return typeof right === 'string' ? compareTexts(left, right) : undefined
  if (left instanceof FeelDate) {
    if (right instanceof FeelDate)
      return sign(left.year, right.year) || sign(left.month, right.month) || sign(left.day, right.day)
    return right instanceof FeelDateTime ? sign(instant(midnight(left)), instant(right)) : undefined
  }
  if (left instanceof FeelDateTime) {
    if (right instanceof FeelDateTime) return isLocal(left) === isLocal(right) ? sign(instant(left), instant(right)) : undefined
    return right instanceof FeelDate ? sign(instant(left), instant(midnight(right))) : undefined
  }
  if (left instanceof FeelTime) {
    if (!(right instanceof FeelTime) || (left.offset === undefined) !== (right.offset === undefined)) return undefined
    return sign(instantOfTime(left), instantOfTime(right))
  }
  if (left instanceof DaysDuration) return right instanceof DaysDuration ? sign(left.nanos, right.nanos) : undefined
  if (left instanceof MonthsDuration) return right instanceof MonthsDuration ? sign(left.months, right.months) : undefined
  return undefined
}

/** By code point, not by UTF-16 unit. */
function compareTexts(left: string, right: string): number {
  if (left === right) return 0
  const [a, b] = [[...left], [...right]]
  for (let index = 0; index < a.length && index < b.length; index += 1) {
    const order = a[index]!.codePointAt(0)! - b[index]!.codePointAt(0)!
    if (order !== 0) return Math.sign(order)
  }
  return Math.sign(a.length - b.length)
}

/** Whether the range holds the value; undefined where they cannot be compared. */
export function holds({ low, high, lowIncluded, highIncluded }: Range, value: Value): boolean | undefined {
  if (low !== undefined) {
    const order = compare(low, value)
    if (order === undefined) return undefined
    if (order > 0 || (order === 0 && !lowIncluded)) return false
  }
  if (high !== undefined) {
    const order = compare(value, high)
    if (order === undefined) return undefined
    if (order > 0 || (order === 0 && !highIncluded)) return false
  }
  return true
}

/** `is(a, b)`: the same value of the same kind, offset included. */
export function same(left: Value, right: Value): boolean {
  if (left instanceof FeelTime && right instanceof FeelTime)
    return equal(left, right) === true && sameOffset(left, right, new FeelDate(1970, 1, 1), new FeelDate(1970, 1, 1))
  if (left instanceof FeelDateTime && right instanceof FeelDateTime)
    return equal(left, right) === true && sameOffset(left.time, right.time, left.date, right.date)
  if (left instanceof FeelDate !== right instanceof FeelDate) return false
  if (left instanceof DaysDuration !== right instanceof DaysDuration) return false
  return equal(left, right) === true
}

const sameOffset = (left: FeelTime, right: FeelTime, leftDay: FeelDate, rightDay: FeelDate): boolean =>
  left.offset?.zone === right.offset?.zone &&
  secondsEast(left.offset, leftDay, left) === secondsEast(right.offset, rightDay, right)
