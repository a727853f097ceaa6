// What stands in an address of the desk, and days as people type them.
import { type Day, dayAt, readDay } from '../../kernel/calendar/day.ts'

/** Anything else cannot be an id, and the database need not be asked. */
export const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

export const pageOf = (text: string | undefined): number => {
  const page = Number(text ?? '1')
  return Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1
}

/** `31.12.2026`, `1.2.27` or `2026-12-31`; undefined for what is no day of the calendar. */
export function dayTyped(typed: string): Day | undefined {
  const german = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})$/.exec(typed)
  if (!german) return readDay(typed)
  const [, day = '', month = '', year = ''] = german
  return readDay(`${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}

/** The last day of a time that ends at an instant. */
export const lastDayBefore = (end: Date): string => dayAt(new Date(end.getTime() - 1))
