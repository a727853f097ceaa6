// How dates, times, money and phone numbers read on a page.

import type { Language } from '../kernel/language.ts'
import type { Reader } from '../kernel/words.ts'
import { designWords } from './words.ts'

const nbsp = '\u00a0'
const locales: Record<Language, string> = { de: 'de-DE', en: 'en-GB', leicht: 'de-DE' }

const formatters = (options: Intl.DateTimeFormatOptions) => {
  const made = new Map<string, Intl.DateTimeFormat>()
  return (language: Language) => {
    const locale = locales[language]
    const known = made.get(locale) ?? new Intl.DateTimeFormat(locale, options)
    made.set(locale, known)
    return known
  }
}

const long = formatters({ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const withWeekday = formatters({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const inList = formatters({ weekday: 'short', day: 'numeric', month: 'long', timeZone: 'UTC' })
const time = formatters({ hour: 'numeric', minute: '2-digit', timeZone: 'Europe/Berlin' })
const berlinDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' })

const noBreaks = (text: string) => text.replace(/(\d\.?) (?=\p{L})/gu, `$1${nbsp}`)

/** The day in Berlin of an instant, `YYYY-MM-DD`. */
export const dayOf = (instant: Date): string => berlinDay.format(instant)

/** `2026-06-08` → `8. Juni 2026`. Day and month never break apart. */
export const formatDay = (language: Language, day: string): string =>
  noBreaks(long(language).format(new Date(`${day}T00:00:00Z`)))

/** `Freitag, 4. Dezember 2026` */
export const formatWeekday = (language: Language, day: string): string =>
  noBreaks(withWeekday(language).format(new Date(`${day}T00:00:00Z`)))

/** `Fr., 4. Dezember` */
export const formatDayInList = (language: Language, day: string): string =>
  noBreaks(inList(language).format(new Date(`${day}T00:00:00Z`)))

/** `9:40 Uhr`, in Berlin. */
export const formatTime = (reader: Reader, instant: Date): string =>
  designWords(reader).clock(
    time(reader.language)
      .format(instant)
      .replace(/^0(?=\d:)/, ''),
  )

const amount = (language: Language, cents: number, alwaysCents: boolean): string => {
  const digits = alwaysCents || cents % 100 !== 0 ? 2 : 0
  return (cents / 100).toLocaleString(locales[language], { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** In a text: `37,50 Euro`, `40 Euro`, and `kostenlos` for 0. Integer cents. */
export function formatMoney(reader: Reader, cents: number): string {
  const text = designWords(reader)
  return cents === 0 ? text.free : `${amount(reader.language, cents, false)}${nbsp}${text.euro}`
}

/** `50 bis 60 Euro`, `ab 8,20 Euro` when nobody knows the most. Integer cents. */
export function formatMoneyRange(reader: Reader, least: number, most: number | undefined): string {
  const text = designWords(reader)
  if (most === undefined) return `${text.from}${nbsp}${formatMoney(reader, least)}`
  if (most === least) return formatMoney(reader, least)
  return `${amount(reader.language, least, false)} ${text.to} ${amount(reader.language, most, false)}${nbsp}${text.euro}`
}

/** In sums and tables: `50,00 €`. Integer cents. */
export const formatSum = (language: Language, cents: number): string =>
  language === 'en' ? `€${amount(language, cents, true)}` : `${amount(language, cents, true)}${nbsp}€`

export const formatNumber = (language: Language, value: number): string => value.toLocaleString(locales[language])

/** `115` → `tel:115`, `089 233-96000` → `tel:+498923396000`: dials from abroad too. */
export function phoneUrl(number: string): string {
  const digits = number.replace(/\(0\)/, '').replace(/[^\d+]/g, '')
  return `tel:${digits.startsWith('00') ? `+${digits.slice(2)}` : digits.startsWith('0') ? `+49${digits.slice(1)}` : digits}`
}
