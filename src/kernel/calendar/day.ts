// Days as the law counts them: `YYYY-MM-DD` in Germany, and the instants at which they begin and end.
import { Temporal } from 'temporal-polyfill'

declare const aDay: unique symbol
/** A calendar day in Germany, `YYYY-MM-DD`; compares as text. */
export type Day = string & { readonly [aDay]: true }

const zone = 'Europe/Berlin'
const plain = (day: Day): Temporal.PlainDate => Temporal.PlainDate.from(day)
const dayFrom = (date: Temporal.PlainDate): Day => date.toString() as Day

/** Undefined for anything that is no day of the years 1900 to 9999: `2026-02-30`, `26-2-3`, `2026-02-03T10:00`. */
export function readDay(text: string): Day | undefined {
  if (!/^(19|[2-9]\d)\d\d-\d\d-\d\d$/.test(text)) return undefined
  try {
    return dayFrom(Temporal.PlainDate.from(text, { overflow: 'reject' }))
  } catch {
    return undefined
  }
}

/** @throws RangeError when this is no day. */
export function asDay(text: string): Day {
  const day = readDay(text)
  if (day === undefined) throw new RangeError(`${JSON.stringify(text.slice(0, 40))} is no day of the form YYYY-MM-DD.`)
  return day
}

/** The legal day at an instant. @law § 4 EinhZeitG */
export const dayAt = (instant: Date): Day =>
  dayFrom(Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone).toPlainDate())

export const addDays = (day: Day, count: number): Day => dayFrom(plain(day).add({ days: count }))

/** Where the month has no such day, its last one: 31 January + 1 month = 28 February. */
export const addMonths = (day: Day, count: number): Day => dayFrom(plain(day).add({ months: count }))

/** Days from `first` to `second`; negative when `second` is earlier. */
export const daysBetween = (first: Day, second: Day): number => plain(first).until(plain(second), { largestUnit: 'day' }).days

/** 1 Monday … 7 Sunday. @standard ISO 8601 */
export const weekdayOf = (day: Day): number => plain(day).dayOfWeek

export const dayOfMonth = (day: Day): number => Number(day.slice(8))
export const yearOf = (day: Day): number => Number(day.slice(0, 4))
export const lastDayOfMonth = (day: Day): Day => dayFrom(plain(day).with({ day: 31 }))

/** Midnight at which the day begins. The days of the clock changes have 23 and 25 hours. */
export const startOfDay = (day: Day): Date => new Date(plain(day).toZonedDateTime(zone).epochMilliseconds)

/** The first instant that no longer belongs to the day: a period is kept by whoever comes before it. */
export const endOfDay = (day: Day): Date => startOfDay(addDays(day, 1))

/** True while the last day of a period lasts. */
export const isInTime = (instant: Date, lastDay: Day): boolean => instant.getTime() < endOfDay(lastDay).getTime()
