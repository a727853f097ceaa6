// Bounds of FIM fields as values: numbers with point or comma, days, times, patterns.
import { compilePattern } from '../../../../standards/feel/functions/patterns.ts'

export function numberIn(text: string | undefined): number | undefined {
  if (text === undefined || !/^[+-]?\d{1,15}([.,]\d{1,10})?$/.test(text)) return undefined
  return Number(text.replace(',', '.'))
}

/** `2026-12-24` or `24.12.2026`; no day that does not exist. */
export function dateOf(text: string | undefined): string | undefined {
  const iso = /^(\d{4})-(\d\d)-(\d\d)/.exec(text ?? '')
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text ?? '')
  const [year, month, day] = iso ? iso.slice(1, 4) : german ? german.slice(1, 4).reverse() : []
  if (year === undefined || month === undefined || day === undefined) return undefined
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const known = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(known.getTime()) && known.toISOString().startsWith(date) ? date : undefined
}

export const timeOf = (text: string | undefined): string | undefined => /^([01]\d|2[0-3]):[0-5]\d/.exec(text ?? '')?.[0]

/** Whether it can be read as a pattern for a whole text, and is of a size that can be checked. */
export const isPattern = (pattern: string): boolean =>
  pattern.length <= 500 && compilePattern(`^(?:${pattern})$`, '') !== undefined
