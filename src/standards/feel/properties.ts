// What stands after a dot: entries of contexts, and the parts of moments, durations and ranges. @standard DMN 1.5 Table 60.
import { nanosPerDay, secondsEast, weekday } from './dates.ts'
import {
  DaysDuration,
  FeelDate,
  FeelDateTime,
  FeelTime,
  isContext,
  isList,
  MonthsDuration,
  number,
  Range,
  type Value,
} from './value.ts'

/** Undefined: this value has no such part. */
export function partOf(value: Value, name: string): Value | undefined {
  if (isContext(value)) return value.get(name)
  if (isList(value)) return value.map((item) => partOf(item, name) ?? null)
  if (value instanceof FeelDate) return partOfDate(value, name)
  if (value instanceof FeelTime) return partOfTime(value, name)
  if (value instanceof FeelDateTime) {
    if (name === 'time offset') return offsetOf(value.time, value.date)
    return partOfDate(value.date, name) ?? partOfTime(value.time, name)
  }
  if (value instanceof MonthsDuration) {
    if (name === 'years') return number(Math.trunc(value.months / 12))
    return name === 'months' ? number(value.months % 12 || 0) : undefined
  }
  if (value instanceof DaysDuration) return partOfDuration(value.nanos, name)
  return value instanceof Range ? partOfRange(value, name) : undefined
}

function partOfDate(date: FeelDate, name: string): Value | undefined {
  if (name === 'year') return number(date.year)
  if (name === 'month') return number(date.month)
  if (name === 'day') return number(date.day)
  return name === 'weekday' ? number(weekday(date)) : undefined
}

function partOfTime(time: FeelTime, name: string): Value | undefined {
  if (name === 'hour') return number(time.hour)
  if (name === 'minute') return number(time.minute)
  if (name === 'second') return number(time.second)
  if (name === 'timezone') return time.offset?.zone ?? null
  return name === 'time offset' ? offsetOf(time, new FeelDate(1970, 1, 1)) : undefined
}

function offsetOf(time: FeelTime, date: FeelDate): Value {
  const seconds = secondsEast(time.offset, date, time)
  return seconds === undefined ? null : new DaysDuration(BigInt(seconds) * 1_000_000_000n)
}

function partOfDuration(nanos: bigint, name: string): Value | undefined {
  const seconds = nanos / 1_000_000_000n
  if (name === 'days') return number(nanos / nanosPerDay)
  if (name === 'hours') return number((seconds / 3_600n) % 24n)
  if (name === 'minutes') return number((seconds / 60n) % 60n)
  return name === 'seconds' ? number(seconds % 60n) : undefined
}

function partOfRange(range: Range, name: string): Value | undefined {
  if (name === 'start') return range.low ?? null
  if (name === 'end') return range.high ?? null
  if (name === 'start included') return range.low !== undefined && range.lowIncluded
  return name === 'end included' ? range.high !== undefined && range.highIncluded : undefined
}
