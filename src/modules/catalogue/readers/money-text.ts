// Recognises a fee in running text, only where the text is nothing but one amount or "free".
import type { Fee } from '../record.ts'
import { plainText } from './rich-text.ts'

const oneAmount = /^(\d{1,6}|\d{1,3}(?:\.\d{3})+)(?:,(\d{2}))? ?(?:Euro|EUR|€)\.?$/i
const nothing = /^(kostenlos|gebührenfrei|kostenfrei|keine Gebühr|keine Gebühren|Es fallen keine Gebühren an)\.?$/i

/**
 * `25 Euro`, `10,50 €`, `gebührenfrei`: a structured fee. Anything else stays text: "ab 50 Euro", "12 Euro pro Person" and
 * two amounts need a person to say what they mean.
 */
export function findTrivialFee(html: string): Fee | undefined {
  const text = plainText(html)
  if (nothing.test(text)) return { kind: 'free' }
  const [, euros, cents = '00'] = oneAmount.exec(text) ?? []
  if (euros === undefined) return undefined
  return { kind: 'fixed', cents: Number(euros.replaceAll('.', '')) * 100 + Number(cents), currency: 'EUR' }
}
