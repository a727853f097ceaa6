// Civil dates as whole numbers: no library reaches the years that FEEL allows.
import { FeelDate, FeelDateTime, FeelTime, type Offset } from './value.ts'
import { offsetAt } from './zones.ts'

export const yearLimit = 999_999_999
const nanosPerSecond = 1_000_000_000n
export const nanosPerDay = 86_400n * nanosPerSecond

export const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Undefined for a day that no calendar has. */
export function dateOf(year: number, month: number, day: number): FeelDate | undefined {
  const fits =
    Number.isInteger(year) &&
    Number.isInteger(month) &&
    Number.isInteger(day) &&
    Math.abs(year) <= yearLimit &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysInMonth(year, month)
  return fits ? new FeelDate(year, month, day) : undefined
}

/** Days since 1970-01-01, after Howard Hinnant's `days_from_civil`. */
export function dayNumber({ year, month, day }: FeelDate): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

export function dateFromDayNumber(days: number): FeelDate | undefined {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return dateOf(year, month, dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1)
}

/** ISO: Monday is 1. */
export const weekday = (date: FeelDate): number => ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1
export const dayOfYear = (date: FeelDate): number => dayNumber(date) - dayNumber(new FeelDate(date.year, 1, 1)) + 1

/** @standard ISO 8601 week: the one that holds the year's first Thursday is week 1 */
export function weekOfYear(date: FeelDate): number {
  const thursday = dateFromDayNumber(dayNumber(date) + 4 - weekday(date)) ?? date
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1
}

/** The same day of the month, or the month's last one. */
export function addMonths({ year, month, day }: FeelDate, months: number): FeelDate | undefined {
  const total = year * 12 + (month - 1) + months
  const newYear = Math.floor(total / 12)
  const newMonth = total - newYear * 12 + 1
  return dateOf(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)))
}

export const nanosOfDay = ({ hour, minute, second, nanos }: FeelTime): bigint =>
  BigInt(hour * 3600 + minute * 60 + second) * nanosPerSecond + BigInt(nanos)

export function timeFromNanos(nanos: bigint, offset?: Offset): FeelTime {
  const inDay = ((nanos % nanosPerDay) + nanosPerDay) % nanosPerDay
  const seconds = Number(inDay / nanosPerSecond)
  return new FeelTime(
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60) % 60,
    seconds % 60,
    Number(inDay % nanosPerSecond),
    offset,
  )
}

export const secondsEast = (offset: Offset | undefined, date: FeelDate, time: FeelTime): number | undefined =>
  offset === undefined
    ? undefined
    : (offset.seconds ?? offsetAt(offset.zone!, dayNumber(date), Number(nanosOfDay(time) / nanosPerSecond)))

const localNanos = ({ date, time }: FeelDateTime): bigint => BigInt(dayNumber(date)) * nanosPerDay + nanosOfDay(time)

/** Nanoseconds since 1970-01-01 UTC; a local time counts as UTC. */
export const instant = (moment: FeelDateTime): bigint =>
  localNanos(moment) - BigInt(secondsEast(moment.time.offset, moment.date, moment.time) ?? 0) * nanosPerSecond

/** Moves on by the clock of its own offset. */
export function addNanos(moment: FeelDateTime, nanos: bigint): FeelDateTime | undefined {
  const total = localNanos(moment) + nanos
  const days = total >= 0n ? total / nanosPerDay : -((-total + nanosPerDay - 1n) / nanosPerDay)
  const date = dateFromDayNumber(Number(days))
  return date && new FeelDateTime(date, timeFromNanos(total - days * nanosPerDay, moment.time.offset))
}

export const midnight = (date: FeelDate): FeelDateTime => new FeelDateTime(date, new FeelTime(0, 0, 0, 0, { seconds: 0 }))

/** A time of day as nanoseconds after midnight UTC, in no particular year where its zone has summer time. */
export const instantOfTime = (time: FeelTime): bigint =>
  nanosOfDay(time) - BigInt(secondsEast(time.offset, new FeelDate(1970, 1, 1), time) ?? 0) * nanosPerSecond
