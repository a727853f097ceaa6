// Adds a duration of ISO 8601 to an instant as clocks in Germany show it: a day later is the same time of day.
import { Temporal } from 'temporal-polyfill'

/** @throws RangeError when this is no duration. */
export function addDuration(instant: Date, duration: string): Date {
  const at = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO('Europe/Berlin')
  return new Date(at.add(Temporal.Duration.from(duration)).epochMilliseconds)
}

/** Whole days, weeks, months or years of a duration that has nothing else; undefined for `P1M3D` or `PT5H`. */
export function wholePeriod(duration: string): { days: number } | { months: number } | { years: number } | undefined {
  const [, count = '', unit = ''] = /^P(\d{1,5})([DWMY])$/.exec(duration) ?? []
  if (count === '' || Number(count) === 0) return undefined
  if (unit === 'D') return { days: Number(count) }
  if (unit === 'W') return { days: Number(count) * 7 }
  return unit === 'M' ? { months: Number(count) } : { years: Number(count) }
}
