// Fees, spans, addresses and opening hours in words.
import { formatDay, formatMoney, formatMoneyRange } from '../../design/format.ts'
import { htmlLang } from '../../kernel/language.ts'
import type { Reader } from '../../kernel/words.ts'
import { factWords } from './fact-words.ts'
import { wordsIn } from './language-choice.ts'
import type { Address, Deadline, Fee, OpeningHours, Span } from './record.ts'

/** `37,50 Euro`, `50 bis 60 Euro`, `kostenlos`; other currencies keep their code. */
export function feeInWords(reader: Reader, fee: Fee): string {
  if (fee.kind === 'free') return formatMoney(reader, 0)
  if (fee.currency !== 'EUR') return foreignMoney(reader, fee)
  if (fee.kind === 'fixed') return formatMoney(reader, fee.cents)
  if (fee.fromCents === undefined)
    return fee.toCents === undefined ? '' : factWords(reader).upTo(formatMoney(reader, fee.toCents))
  return formatMoneyRange(reader, fee.fromCents, fee.toCents)
}

function foreignMoney(reader: Reader, fee: Exclude<Fee, { kind: 'free' }>): string {
  const amounts = fee.kind === 'fixed' ? [fee.cents] : [fee.fromCents, fee.toCents]
  const format = new Intl.NumberFormat(htmlLang(reader.language), { style: 'currency', currency: fee.currency })
  return amounts.flatMap((cents) => (cents === undefined ? [] : [format.format(cents / 100)])).join(' – ')
}

/** One amount for the facts box: from the least to the most of all fees. */
export function costInWords(reader: Reader, fees: readonly Fee[]): string | undefined {
  if (fees.length === 0) return undefined
  if (fees.length === 1) return feeInWords(reader, fees[0] as Fee) || undefined
  if (fees.some((fee) => fee.kind !== 'free' && fee.currency !== 'EUR')) return undefined
  const least = Math.min(
    ...fees.map((fee) => (fee.kind === 'free' ? 0 : fee.kind === 'fixed' ? fee.cents : (fee.fromCents ?? 0))),
  )
  const tops = fees.map((fee) => (fee.kind === 'free' ? 0 : fee.kind === 'fixed' ? fee.cents : fee.toCents))
  return formatMoneyRange(reader, least, tops.includes(undefined) ? undefined : Math.max(...(tops as number[])))
}

export const feeLine = (reader: Reader, fee: Fee): { label: string; amount: string } => ({
  label: wordsIn(fee.condition, reader.language) || factWords(reader).fee,
  amount: feeInWords(reader, fee),
})

/** `3 bis 6 Arbeitstage`, `bis 31. März 2027`. */
export function spanInWords(reader: Reader, span: Span): string {
  const text = factWords(reader)
  const number = (value: number) => value.toLocaleString(htmlLang(reader.language))
  if (span.kind === 'duration') {
    if (span.valueTo === undefined) return text[span.unit](number(span.value))
    const unit = span.unitTo ?? span.unit
    const least = unit === span.unit ? number(span.value) : text[span.unit](number(span.value))
    return text.between(least, text[unit](number(span.valueTo)))
  }
  const day = (value: string) => (value.startsWith('--') ? dayOfEveryYear(reader, value) : formatDay(reader.language, value))
  if (span.from && span.to) return text.between(day(span.from), day(span.to))
  if (span.to) return span.to.startsWith('--') ? text.everyYear(day(span.to)) : text.until(day(span.to))
  return span.from ? text.fromDay(day(span.from)) : ''
}

const dayOfEveryYear = ({ language }: Reader, value: string): string =>
  new Date(`2000-${value.slice(2)}T00:00:00Z`).toLocaleDateString(language === 'en' ? 'en-GB' : 'de-DE', {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  })

/** The first span in words; where there are several, the text explains them. */
export const deadlineInWords = (reader: Reader, deadlines: readonly Deadline[]): string | undefined =>
  deadlines.length === 1 ? capital(spanInWords(reader, (deadlines[0] as Deadline).span)) || undefined : undefined

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

export const streetOf = ({ street, houseNumber }: Address): string | undefined =>
  [street, houseNumber].filter(Boolean).join(' ') || undefined

/** `Implerstraße 11, 81371 München` */
export function addressInWords(address: Address | undefined): string | undefined {
  if (!address) return undefined
  const { addition, postalCode, city } = address
  return [addition, streetOf(address), [postalCode, city].filter(Boolean).join(' ')].filter(Boolean).join(', ') || undefined
}

/** Weekdays with the same hours stand together: `Montag bis Mittwoch`. */
export function hoursInWords(reader: Reader, hours: readonly OpeningHours[]): { days: string; times: string[] }[] {
  const text = factWords(reader)
  const name = new Intl.DateTimeFormat(htmlLang(reader.language), { weekday: 'long', timeZone: 'UTC' })
  /** 1 January 2024 was a Monday. */
  const dayName = (weekday: number) => name.format(new Date(Date.UTC(2024, 0, weekday)))
  const runs: { first: number; last: number; times: string[] }[] = []
  for (const weekday of [1, 2, 3, 4, 5, 6, 7]) {
    const times = hours
      .filter((one) => one.weekday === weekday)
      .sort((a, b) => a.from.localeCompare(b.from))
      .map(({ from, to, note }) => text.hours(shortTime(from), shortTime(to)) + (note ? ` (${note})` : ''))
    if (times.length === 0) continue
    const before = runs.at(-1)
    if (before && before.last === weekday - 1 && before.times.join() === times.join()) before.last = weekday
    else runs.push({ first: weekday, last: weekday, times })
  }
  return runs.map(({ first, last, times }) => ({
    days: first === last ? dayName(first) : text.between(dayName(first), dayName(last)),
    times,
  }))
}

/** `08:00` → `8`, `07:30` → `7:30`. */
const shortTime = (time: string): string => time.replace(/^0(?=\d)/, '').replace(/:00$/, '')
