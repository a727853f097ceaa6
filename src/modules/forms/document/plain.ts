// Values of rules as other programs read and send them: plain JSON, days and times as text.
import { dateText, dateTimeText, durationText, timeText } from '../../../standards/feel/literals.ts'
import {
  type Context,
  DaysDuration,
  Decimal,
  FeelDate,
  FeelDateTime,
  FeelTime,
  isContext,
  isList,
  isNumber,
  MonthsDuration,
  type Value,
} from '../../../standards/feel/value.ts'
import { isObject } from './places.ts'

const deepest = 20

/** What JSON cannot say, such as a range or a function, is null. */
export function toPlain(value: Value): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (isNumber(value)) return value.toNumber()
  if (value instanceof FeelDate) return dateText(value)
  if (value instanceof FeelTime) return timeText(value)
  if (value instanceof FeelDateTime) return dateTimeText(value)
  if (value instanceof DaysDuration || value instanceof MonthsDuration) return durationText(value)
  if (isList(value)) return value.map(toPlain)
  return isContext(value) ? Object.fromEntries([...value].map(([key, inner]) => [key, toPlain(inner)])) : null
}

/** Numbers become exact by what their text says. */
export function fromPlain(value: unknown, depth = 0): Value {
  if (depth > deepest) return null
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? new Decimal(String(value)) : null
  if (Array.isArray(value)) return value.map((inner) => fromPlain(inner, depth + 1))
  return isObject(value) ? contextOf(value, depth + 1) : null
}

export const contextOf = (values: Readonly<Record<string, unknown>>, depth = 0): Context =>
  new Map(Object.entries(values).map(([key, value]) => [key, fromPlain(value, depth)]))
