// Built-in functions that make and read days, times and durations. @standard DMN 1.5 §10.3.4.1, §10.3.4.7.
import { dateOf, dayOfYear, weekday, weekOfYear } from '../dates.ts'
import { parseDate, parseDateTime, parseDuration, parseTime } from '../literals.ts'
import {
  DaysDuration,
  type Decimal,
  FeelDate,
  FeelDateTime,
  type FeelFunction,
  FeelTime,
  isNumber,
  MonthsDuration,
  number,
  type Offset,
  type Value,
} from '../value.ts'
import { define } from './definition.ts'
import { wholeNumber } from './numbers.ts'

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const dateIn = (value: Value | undefined): FeelDate | undefined =>
  value instanceof FeelDate ? value : value instanceof FeelDateTime ? value.date : undefined

const utc: Offset = { seconds: 0 }

function timeOf(value: Value | undefined): Value | undefined {
  if (typeof value === 'string') return parseTime(value)
  if (value instanceof FeelTime) return value
  if (value instanceof FeelDateTime) return value.time
  return value instanceof FeelDate ? new FeelTime(0, 0, 0, 0, utc) : undefined
}

function timeFrom(hour: Decimal, minute: Decimal, second: Decimal, offset: Value | undefined): Value | undefined {
  const nanos = second.sub(second.floor()).mul(1_000_000_000).trunc().toNumber()
  const [h, m, s] = [hour.toNumber(), minute.toNumber(), second.floor().toNumber()]
  if (!Number.isInteger(h) || !Number.isInteger(m) || h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 59) return undefined
  if (offset === undefined || offset === null) return new FeelTime(h, m, s, nanos)
  const seconds = Number((offset as DaysDuration).nanos / 1_000_000_000n)
  return Math.abs(seconds) > 14 * 3600 ? undefined : new FeelTime(h, m, s, nanos, { seconds })
}

/** Whole months between two days, towards zero. */
function monthsBetween(from: Value | undefined, to: Value | undefined): Value | undefined {
  const [start, end] = [dateIn(from), dateIn(to)]
  if (!start || !end) return undefined
  const backwards = compareDays(end, start) < 0
  const [early, late] = backwards ? [end, start] : [start, end]
  const months = (late.year - early.year) * 12 + late.month - early.month - (late.day < early.day ? 1 : 0)
  return new MonthsDuration(backwards ? -months || 0 : months)
}

const compareDays = (a: FeelDate, b: FeelDate): number => a.year - b.year || a.month - b.month || a.day - b.day

const fromDate = (name: string, work: (date: FeelDate) => Value): [string, FeelFunction] =>
  define(name, {
    takes: [['date', 'Any']],
    work: ([value]) => {
      const date = dateIn(value)
      return date && work(date)
    },
  })

export const momentFunctions: readonly [string, FeelFunction][] = [
  define(
    'date',
    { takes: [['from', 'Any']], work: ([from]) => (typeof from === 'string' ? parseDate(from) : dateIn(from)) },
    {
      takes: [
        ['year', 'number'],
        ['month', 'number'],
        ['day', 'number'],
      ],
      work: (parts) => dateOf(...(parts.map((part) => (part as Decimal).toNumber()) as [number, number, number])),
    },
  ),
  define(
    'time',
    { takes: [['from', 'Any']], work: ([from]) => timeOf(from) },
    {
      takes: [
        ['hour', 'number'],
        ['minute', 'number'],
        ['second', 'number'],
        ['offset?', 'days and time duration'],
      ],
      work: ([hour, minute, second, offset]) => timeFrom(hour as Decimal, minute as Decimal, second as Decimal, offset),
    },
  ),
  define(
    'date and time',
    {
      takes: [['from', 'Any']],
      work: ([from]) => {
        if (typeof from === 'string') return parseDateTime(from)
        if (from instanceof FeelDateTime) return from
        return from instanceof FeelDate ? new FeelDateTime(from, new FeelTime(0, 0, 0, 0, utc)) : undefined
      },
    },
    {
      takes: [
        ['date', 'Any'],
        ['time', 'time'],
      ],
      work: ([date, time]) => {
        const day = dateIn(date)
        return day && new FeelDateTime(day, time as FeelTime)
      },
    },
    {
      takes: [
        ['year', 'number'],
        ['month', 'number'],
        ['day', 'number'],
        ['hour', 'number'],
        ['minute', 'number'],
        ['second', 'number'],
        ['offset?', 'days and time duration'],
      ],
      work: ([year, month, day, hour, minute, second, offset]) => {
        const date = dateOf(wholeNumber(year)!, wholeNumber(month)!, wholeNumber(day)!)
        const time = timeFrom(hour as Decimal, minute as Decimal, second as Decimal, offset)
        return date && time ? new FeelDateTime(date, time as FeelTime) : undefined
      },
    },
  ),
  define('duration', {
    takes: [['from', 'Any']],
    work: ([from]) => {
      if (typeof from === 'string') return parseDuration(from)
      return from instanceof DaysDuration || from instanceof MonthsDuration ? from : undefined
    },
  }),
  define('years and months duration', {
    takes: [
      ['from', 'Any'],
      ['to', 'Any'],
    ],
    work: ([from, to]) => monthsBetween(from, to),
  }),
  define('now', { takes: [], work: (_values, run) => run.now }),
  define('today', { takes: [], work: (_values, run) => run.now.date }),
  fromDate('day of year', (date) => number(dayOfYear(date))),
  fromDate('day of week', (date) => dayNames[weekday(date) - 1]!),
  fromDate('month of year', (date) => monthNames[date.month - 1]!),
  fromDate('week of year', (date) => number(weekOfYear(date))),
  define('abs', {
    takes: [['n', 'Any']],
    work: ([n]) => {
      if (isNumber(n!)) return n.abs()
      if (n instanceof MonthsDuration) return new MonthsDuration(Math.abs(n.months))
      return n instanceof DaysDuration ? new DaysDuration(n.nanos < 0n ? -n.nanos : n.nanos) : undefined
    },
  }),
]
