// How values of a case read on the desk: texts of its kind, facts, days and times.
import { formatTime } from '../../../design/format.ts'
import { dayAt } from '../../../kernel/calendar/day.ts'
import { htmlLang, type Language } from '../../../kernel/language.ts'
import type { Reader } from '../../../kernel/words.ts'
import type { Facts } from '../tables.ts'
import type { Text } from '../type/case-type.ts'
import { listWords } from './list-words.ts'

export const textIn = (text: Text, language: Language): string =>
  (language === 'en' ? text.en : language === 'leicht' ? text.leicht : undefined) ?? text.de

const locale = (language: Language): string => (htmlLang(language) === 'de' ? 'de-DE' : 'en-GB')

/** `17.11.2026` */
export const dayLong = ({ language }: Pick<Reader, 'language'>, day: string): string =>
  new Intl.DateTimeFormat(locale(language), { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )

/** `17.11.`, with the year when it is another. */
export function dayShort({ language }: Pick<Reader, 'language'>, at: Date, today: string): string {
  const day = dayAt(at)
  if (day.slice(0, 4) !== today.slice(0, 4)) return dayLong({ language }, day)
  return new Intl.DateTimeFormat(locale(language), { day: '2-digit', month: '2-digit', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )
}

/** `17.11.2026, 18:31 Uhr` */
export const momentLong = (reader: Reader, at: Date): string => `${dayLong(reader, dayAt(at))}, ${formatTime(reader, at)}`

export function factText(reader: Reader, value: Facts[string] | undefined): string {
  const text = listWords(reader)
  if (value === undefined || value === null) return '–'
  if (typeof value === 'boolean') return value ? text.yes : text.no
  if (typeof value === 'number') return new Intl.NumberFormat(locale(reader.language), { useGrouping: 'min2' }).format(value)
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? dayLong(reader, value) : value
}
