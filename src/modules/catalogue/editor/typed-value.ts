// From what an editor typed to the value that is stored, and back: fees, links, opening hours, addresses as lines of text.

import { cleanLine } from '../readers/rich-text.ts'
import type { Address, Fee, Link, OpeningHours } from '../record.ts'
import type { Field } from './fields.ts'
import { htmlOf, notationOf } from './notation.ts'

/** What is wrong with what was typed; `what` is the part that we did not understand. */
export type Wrong = {
  wrong:
    | 'script'
    | 'address'
    | 'fee'
    | 'link'
    | 'hours'
    | 'url'
    | 'phone'
    | 'mail'
    | 'choice'
    | 'missing'
    | 'long'
    | 'postal'
    | 'unknown-thing'
    | 'unknown-fact'
    | 'heading'
    | 'circle'
    | 'group'
  what: string
  /** What may have been meant. */
  meant?: string | undefined
}
export type Parsed = { value: unknown } | Wrong

const lines = (typed: string): string[] =>
  typed
    .split(/\r?\n/)
    .map(cleanLine)
    .filter((line) => line !== '')

/** Everything but names of other things, which need the database. `before` is the value so far: parts that no line shows stay. */
export function parseTyped(field: Field, typed: string, before: unknown): Parsed {
  const text = typed.trim()
  if (text.length > field.atMost) return { wrong: 'long', what: String(text.length) }
  if (field.needed && text === '') return { wrong: 'missing', what: '' }
  switch (field.kind) {
    case 'line':
      return { value: cleanLine(text) || undefined }
    case 'text':
      return { value: lines(text).join(' ') || undefined }
    case 'rich': {
      const html = htmlOf(text)
      return typeof html === 'string' ? { value: html || undefined } : { wrong: html.refused, what: html.what }
    }
    case 'list':
      return {
        value: [
          ...new Set(
            text
              .split(/[\n,;]/)
              .map(cleanLine)
              .filter(Boolean),
          ),
        ],
      }
    case 'fees':
      return parseLines(lines(text), (line) => parseFee(line, (before as Fee[] | undefined) ?? []))
    case 'links':
      return parseLines(lines(text), (line) => parseLink(line, (before as Link[] | undefined) ?? []))
    case 'hours':
      return parseHours(lines(text))
    case 'address':
      return parseAddress(lines(text), before as Address | undefined)
    case 'url':
      return text === '' ? { value: undefined } : webAddress(text) ? { value: text } : { wrong: 'url', what: text }
    case 'phone':
      return /^[+(]?[\d][\d ()/–-]{2,58}$|^$/.test(text) ? { value: text || undefined } : { wrong: 'phone', what: text }
    case 'mail':
      return /^[^\s@<>"]+@[^\s@<>"]+\.[a-z]{2,}$|^$/i.test(text) ? { value: text || undefined } : { wrong: 'mail', what: text }
    case 'choice':
      return text === '' || field.choices?.includes(text) ? { value: text || undefined } : { wrong: 'choice', what: text }
    default:
      return { value: text }
  }
}

const webAddress = (text: string): boolean => /^https?:\/\/[^\s/]+\.[^\s]+$/i.test(text) && URL.canParse(text)

function parseLines<One>(all: readonly string[], parse: (line: string) => One | Wrong): Parsed {
  const value: One[] = []
  for (const line of all) {
    const one = parse(line)
    if (isWrong(one)) return one
    value.push(one)
  }
  return { value }
}

export const isWrong = (one: unknown): one is Wrong => typeof one === 'object' && one !== null && 'wrong' in one

const amount = String.raw`(\d{1,3}(?:\.\d{3})+|\d{1,7})(?:,(\d{1,2}|-))?`
const euro = String.raw`\s*(?:Euro|EUR|€)?`
const centsOf = (whole = '', part = ''): number =>
  Number(whole.replaceAll('.', '')) * 100 + Number(part.replace('-', '0').padEnd(2, '0') || 0)

/** `Erwachsene: 70 Euro`, `50 bis 60 Euro`, `ab 8,20 €`, `bis 20 Euro`, `kostenlos`. */
function parseFee(line: string, before: readonly Fee[]): Fee | Wrong {
  const [, label, rest = ''] = /^(?:(.*\S)\s*:\s+)?([^:]+)$/.exec(line) ?? []
  const known = before.find((fee) => (fee.condition?.de ?? '') === (label ?? ''))
  const shared = {
    ...(known?.type && { type: known.type }),
    ...(known?.prepayment !== undefined && { prepayment: known.prepayment }),
    ...(known?.url && { url: known.url }),
    ...(label && { condition: { ...known?.condition, de: label } }),
  }
  const said = rest.trim()
  if (/^(kostenlos|frei|keine)$/i.test(said)) return { ...shared, kind: 'free' }
  const fixed = new RegExp(`^${amount}${euro}$`, 'i').exec(said)
  if (fixed) {
    const cents = centsOf(fixed[1], fixed[2])
    return cents === 0 ? { ...shared, kind: 'free' } : { ...shared, kind: 'fixed', cents, currency: 'EUR' }
  }
  const range = new RegExp(`^${amount}${euro}\\s*(?:bis|–|-)\\s*${amount}${euro}$`, 'i').exec(said)
  if (range) {
    const fromCents = centsOf(range[1], range[2])
    const toCents = centsOf(range[3], range[4])
    if (toCents > fromCents) return { ...shared, kind: 'range', fromCents, toCents, currency: 'EUR' }
  }
  const open = new RegExp(`^(ab|bis)(?:\\s+zu)?\\s+${amount}${euro}$`, 'i').exec(said)
  if (open) {
    const cents = centsOf(open[2], open[3])
    const end = open[1]!.toLowerCase() === 'ab' ? { fromCents: cents } : { toCents: cents }
    return { ...shared, kind: 'range', ...end, currency: 'EUR' }
  }
  return { wrong: 'fee', what: line }
}

const euros = (cents: number): string => {
  const whole = Math.floor(cents / 100)
  const rest = cents % 100
  return `${whole.toLocaleString('de-DE')}${rest === 0 ? '' : `,${String(rest).padStart(2, '0')}`} Euro`
}

function showFee(fee: Fee): string {
  const label = fee.condition?.de ? `${fee.condition.de}: ` : ''
  if (fee.kind === 'free') return `${label}kostenlos`
  if (fee.kind === 'fixed') return label + euros(fee.cents)
  if (fee.fromCents === undefined) return `${label}bis ${euros(fee.toCents ?? 0)}`
  if (fee.toCents === undefined) return `${label}ab ${euros(fee.fromCents)}`
  return `${label}${euros(fee.fromCents).replace(/ Euro$/, '')} bis ${euros(fee.toCents)}`
}

/** `Merkblatt | https://…` */
function parseLink(line: string, before: readonly Link[]): Link | Wrong {
  const [, title = '', url = ''] = /^(?:(.*\S)\s*\|\s*)?(\S+)$/.exec(line) ?? []
  if (!webAddress(url)) return { wrong: 'link', what: line }
  return { ...before.find((one) => one.url === url), title: title || url, url }
}

const days = ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag']
const findDay = (said: string): number =>
  days.findIndex(
    (day) => day.toLowerCase() === said.toLowerCase() || day.slice(0, 2).toLowerCase() === said.toLowerCase().replace('.', ''),
  ) + 1

const clock = String.raw`(\d{1,2})(?:[:.](\d{2}))?(?:\s*Uhr)?`
const span = new RegExp(`^${clock}\\s*(?:bis|–|-)\\s*${clock}(?:\\s*\\(([^()]*)\\))?$`, 'i')

/** `Montag bis Mittwoch: 8 bis 12 Uhr, 14:00–18:30`; a weekday that no line names is closed. */
function parseHours(all: readonly string[]): Parsed {
  const value: OpeningHours[] = []
  for (const line of all) {
    const [, first = '', last, rest = ''] = /^(\p{L}+\.?)(?:\s*(?:bis|–|-)\s*(\p{L}+\.?))?\s*:?\s+(.+)$/u.exec(line) ?? []
    const from = findDay(first)
    const to = last ? findDay(last) : from
    if (from < 1 || to < from) return { wrong: 'hours', what: line }
    if (/^geschlossen$/i.test(rest)) continue
    for (const part of rest.split(/\s*(?:,|;|\sund\s)\s*/)) {
      const found = span.exec(part)
      const time = (hour = '', minute = '00') => `${hour.padStart(2, '0')}:${minute}`
      const opens = time(found?.[1], found?.[2])
      const closes = time(found?.[3], found?.[4])
      if (
        !found ||
        Number(found[1]) > 24 ||
        Number(found[3]) > 24 ||
        Number(found[2] ?? 0) > 59 ||
        Number(found[4] ?? 0) > 59 ||
        closes <= opens
      )
        return { wrong: 'hours', what: line }
      for (let weekday = from; weekday <= to; weekday += 1)
        value.push({
          weekday: weekday as OpeningHours['weekday'],
          from: opens,
          to: closes,
          ...(found[5] && { note: found[5] }),
        })
    }
  }
  return { value: value.sort((a, b) => a.weekday - b.weekday || a.from.localeCompare(b.from)) }
}

const showHours = (hours: readonly OpeningHours[]): string =>
  days
    .flatMap((day, index) => {
      const own = hours.filter(({ weekday }) => weekday === index + 1)
      const times = own.map(({ from, to, note }) => `${from} bis ${to} Uhr${note ? ` (${note})` : ''}`)
      return times.length === 0 ? [] : [`${day}: ${times.join(', ')}`]
    })
    .join('\n')

/** Two lines as on a letter; lines above them are an addition such as a building. */
function parseAddress(all: readonly string[], before: Address | undefined): Parsed {
  if (all.length === 0) return { value: undefined }
  const [, postalCode, city] = /^(\d{5})\s+(.+)$/.exec(all.at(-1) ?? '') ?? []
  if (!postalCode || all.length < 2) return { wrong: 'postal', what: all.at(-1) ?? '' }
  const way = all.at(-2)!
  const [, street, houseNumber] = /^(.*\D)\s+(\d+\s?[a-zA-Z]?(?:\s?[-–/+]\s?\d+\s?[a-zA-Z]?)*)$/.exec(way) ?? []
  const addition = all.slice(0, -2).join(', ')
  const value: Address = {
    ...(before && {}),
    street: street ?? way,
    ...(houseNumber && { houseNumber }),
    postalCode,
    city: city!,
    ...(addition && { addition }),
  }
  return { value }
}

const showAddress = ({ street, houseNumber, postalCode, city, addition }: Address): string =>
  [addition, [street, houseNumber].filter(Boolean).join(' '), [postalCode, city].filter(Boolean).join(' ')]
    .filter(Boolean)
    .join('\n')

/** The value as an editor reads and types it. */
export function showValue(field: Field, value: unknown): string {
  if (value === undefined || value === null) return ''
  switch (field.kind) {
    case 'rich':
      return notationOf(String(value))
    case 'list':
      return (value as string[]).join('\n')
    case 'fees':
      return (value as Fee[]).map(showFee).join('\n')
    case 'links':
      return (value as Link[]).map(({ title, url }) => `${title} | ${url}`).join('\n')
    case 'hours':
      return showHours(value as OpeningHours[])
    case 'address':
      return showAddress(value as Address)
    default:
      return String(value)
  }
}
