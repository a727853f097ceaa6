// Answers that are amounts: numbers and money.
import { Decimal } from '../../../../standards/feel/value.ts'
import { answerWords } from '../answer-words.ts'
import { textIn } from '../text.ts'
import type { Kind } from './kind.ts'

const locale = { de: 'de-DE', en: 'en-GB', leicht: 'de-DE' } as const

/**
 * `1.234,5` and `1,234.5`, `12,50 €`, `1 000`: the last point or comma parts the decimals unless exactly three digits follow it and nothing else
 * says so. @returns plain digits with a point, or undefined
 */
export function readAmount(typed: string, language: keyof typeof locale): string | undefined {
  const bare = typed.replace(/[\s\u00a0€]|Euro|EUR/giu, '').replace(/^[−–]/u, '-')
  if (!/^-?\d[\d.,']*$/.test(bare)) return undefined
  const cleaned = bare.replaceAll("'", '')
  const separators = [...cleaned].filter((sign) => sign === ',' || sign === '.')
  const last = Math.max(cleaned.lastIndexOf(','), cleaned.lastIndexOf('.'))
  const mark = cleaned[last]
  const after = cleaned.length - last - 1
  const ownMark = language === 'en' ? '.' : ','
  const grouping =
    separators.length > 0 &&
    (separators.filter((sign) => sign === mark).length > 1 || (after === 3 && mark !== ownMark && separators.length === 1))
  const [whole = '', decimals = ''] =
    last < 0 || grouping
      ? [cleaned.replace(/[.,]/g, ''), '']
      : [cleaned.slice(0, last).replace(/[.,]/g, ''), cleaned.slice(last + 1)]
  return decimals === '' ? whole : `${whole}.${decimals}`
}

const number: Kind<'number'> = {
  readPosted: (_question, name, input, reader) => {
    const typed = input.value(name)
    if (typed === '') return { value: undefined }
    const amount = readAmount(typed, reader.language)
    // Beyond 15 digits a number of JSON is no longer the one that was typed.
    if (amount === undefined || amount.replace(/\D/g, '').replace(/^0+/, '').length > 15)
      return { problem: answerWords(reader).notNumber(typed.slice(0, 40)) }
    return { value: Number(amount) }
  },
  check: ({ min, max, decimals = 0 }, value, { reader }) => {
    const text = answerWords(reader)
    if (typeof value !== 'number' || !Number.isFinite(value)) return { problem: text.wrongShape }
    if (new Decimal(value).decimalPlaces() > decimals) return { problem: text.decimals(decimals) }
    const shown = (amount: number): string => amount.toLocaleString(locale[reader.language])
    if (min !== undefined && value < min) return { problem: text.atLeast(shown(min)) }
    return max !== undefined && value > max ? { problem: text.atMost(shown(max)) } : undefined
  },
  show: ({ unit }, value, { reader }) => {
    const shown = Number(value).toLocaleString(locale[reader.language], { maximumFractionDigits: 15 })
    return unit ? `${shown}\u00a0${textIn(unit, reader.language)}` : shown
  },
  schema: ({ min, max, decimals = 0 }) => ({
    type: decimals === 0 ? 'integer' : 'number',
    ...(min !== undefined && { minimum: min }),
    ...(max !== undefined && { maximum: max }),
  }),
  inRules: (value) => (typeof value === 'number' ? new Decimal(value) : null),
  missing: 'missingNumber',
}

const euros = (cents: number, language: keyof typeof locale): string =>
  (cents / 100).toLocaleString(locale[language], { style: 'currency', currency: 'EUR' })

const money: Kind<'money'> = {
  readPosted: (_question, name, input, reader) => {
    const typed = input.value(name)
    if (typed === '') return { value: undefined }
    const text = answerWords(reader)
    const amount = readAmount(typed, reader.language)
    if (amount === undefined) return { problem: text.notNumber(typed.slice(0, 40)) }
    const cents = new Decimal(amount).times(100)
    if (!cents.isInteger()) return { problem: text.decimals(2) }
    return cents.abs().lessThanOrEqualTo(Number.MAX_SAFE_INTEGER)
      ? { value: cents.toNumber() }
      : { problem: text.notNumber(typed.slice(0, 40)) }
  },
  check: ({ min = 0, max }, value, { reader }) => {
    const text = answerWords(reader)
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) return { problem: text.wrongShape }
    if (value < min) return { problem: text.atLeast(euros(min, reader.language)) }
    return max !== undefined && value > max ? { problem: text.atMost(euros(max, reader.language)) } : undefined
  },
  show: (_question, value, { reader }) => euros(Number(value), reader.language),
  schema: ({ min = 0, max }) => ({
    type: 'integer',
    description: 'Cents',
    minimum: min,
    ...(max !== undefined && { maximum: max }),
  }),
  inRules: (value) => (typeof value === 'number' ? new Decimal(value).dividedBy(100) : null),
  missing: 'missingAmount',
}

export const numberKinds = { number, money }
