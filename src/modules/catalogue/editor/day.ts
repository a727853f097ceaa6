// Days and moments as editors type them: day, month, year, and a time of the day in Germany.
import { Temporal } from 'temporal-polyfill'

/** `YYYY-MM-DD`, or undefined where there is no such day between 2000 and 2099. */
export function findDay({ day, month, year }: { day: string; month: string; year: string }): string | undefined {
  if (![day, month, year].every((part) => /^\d{1,4}$/.test(part))) return undefined
  try {
    const found = Temporal.PlainDate.from({ day: Number(day), month: Number(month), year: Number(year) }, { overflow: 'reject' })
    return found.year >= 2000 && found.year <= 2099 ? found.toString() : undefined
  } catch {
    return undefined
  }
}

/** `8:30`, `08.30`, `8` → the moment on that day in Europe/Berlin. */
export function findMoment(day: string, time: string): Date | undefined {
  const [, hour = '', minute = '0'] = /^(\d{1,2})(?:[:.](\d{2}))?(?:\s*Uhr)?$/i.exec(time) ?? []
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59) return undefined
  const at = Temporal.PlainDate.from(day).toZonedDateTime({
    timeZone: 'Europe/Berlin',
    plainTime: new Temporal.PlainTime(Number(hour), Number(minute)),
  })
  return new Date(at.epochMilliseconds)
}

/** The parts of a form for a moment. */
export function partsOf(at: Date): { day: string; month: string; year: string; time: string } {
  const here = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO('Europe/Berlin')
  return {
    day: String(here.day),
    month: String(here.month),
    year: String(here.year),
    time: `${here.hour}:${String(here.minute).padStart(2, '0')}`,
  }
}
