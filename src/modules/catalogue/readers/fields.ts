// Reads single fields of a foreign record, bounded, and refuses the record with a reason where one cannot be used.
import { cleanHtml, cleanLine } from './rich-text.ts'

/** This record cannot be taken; the rest of the file goes on. */
export class RecordRefused extends Error {}

/** The file as a whole cannot be read. The message is shown to the clerk who loads it. */
export class UnreadableFile extends Error {}

export type Raw = Record<string, unknown>

const longest = { id: 200, line: 500, html: 200_000, url: 2_000, items: 5_000 }

export function rawRecord(value: unknown, what: string): Raw {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new RecordRefused(`${what} is not an object`)
  return value as Raw
}

/** An absent list is empty; anything else that is no list refuses the record. */
export function rawList(value: unknown, what: string): unknown[] {
  if (value === undefined || value === null || value === false) return []
  if (!Array.isArray(value)) throw new RecordRefused(`${what} is not a list`)
  if (value.length > longest.items) throw new RecordRefused(`${what} has ${value.length} entries, more than ${longest.items}`)
  return value
}

/** Ids are opaque: any characters but control characters, compared exactly, never used in a path. */
export function idOf(value: unknown, what = 'id'): string {
  const id = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  if (typeof id !== 'string' || id.trim() === '') throw new RecordRefused(`${what} is missing`)
  if (id.length > longest.id) throw new RecordRefused(`${what} is ${id.length} characters long, more than ${longest.id}`)
  if (cleanLine(id) !== id.trim().normalize('NFC')) throw new RecordRefused(`${what} holds invisible characters`)
  return id.trim()
}

/** One line of plain text; undefined when empty. Too long a line refuses the record. */
export function findLine(value: unknown, what: string): string | undefined {
  if (value === undefined || value === null || value === false) return undefined
  if (typeof value !== 'string') throw new RecordRefused(`${what} is not a text`)
  if (value.length > longest.line * 4)
    throw new RecordRefused(`${what} is ${value.length} characters long, more than ${longest.line}`)
  const line = cleanLine(value)
  if (line.length > longest.line) throw new RecordRefused(`${what} is ${line.length} characters long, more than ${longest.line}`)
  return line === '' ? undefined : line
}

export function lineOf(value: unknown, what: string): string {
  const line = findLine(value, what)
  if (line === undefined) throw new RecordRefused(`${what} is missing`)
  return line
}

/** Sanitised HTML; undefined when nothing readable is in it. */
export function findHtml(value: unknown, what: string): string | undefined {
  if (value === undefined || value === null || value === false) return undefined
  if (typeof value !== 'string') throw new RecordRefused(`${what} is not a text`)
  if (value.length > longest.html)
    throw new RecordRefused(`${what} is ${value.length} characters long, more than ${longest.html}`)
  return cleanHtml(value)
}

/** A web address on http(s); undefined for anything else, and for the example domains that stand for "none". */
export function findUrl(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > longest.url) return undefined
  const text = cleanLine(value)
  const candidate = text.startsWith('//') ? `https:${text}` : text
  if (!/^https?:\/\//i.test(candidate) || !URL.canParse(candidate)) return undefined
  const url = new URL(candidate)
  if (url.username !== '' || url.password !== '') return undefined
  if (/(^|\.)(example\.(com|org|net)|example|invalid|test)$/.test(url.hostname)) return undefined
  return candidate
}

export function findWhole(value: unknown, least = 0, most = 1_000_000): number | undefined {
  const number = typeof value === 'string' && /^\d{1,7}$/.test(value.trim()) ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most ? number : undefined
}

/** A point on earth; 0/0 counts as "not given". */
export function findPoint(lat: unknown, lon: unknown): { lat: number; lon: number } | undefined {
  const [north, east] = [lat, lon].map((one) =>
    typeof one === 'number' || (typeof one === 'string' && one.trim() !== '') ? Number(one) : Number.NaN,
  )
  if (north === undefined || east === undefined || !(Math.abs(north) <= 90) || !(Math.abs(east) <= 180)) return undefined
  return north === 0 && east === 0 ? undefined : { lat: north, lon: east }
}

/** ISO day or instant as the source writes it. */
export function findInstant(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  return /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.test(text) && !Number.isNaN(Date.parse(text))
    ? text
    : undefined
}

/** What stands behind a link, as far as its address tells: `/intelliform/forms/` is where a common form server keeps online forms. */
export function linkFormat(url: string): 'pdf' | 'online' | undefined {
  if (/\.pdf([?#]|$)/i.test(url)) return 'pdf'
  return url.includes('/intelliform/forms/') ? 'online' : undefined
}

export const leikaPattern = /^99\d{12}$/

/** An object without the members that are undefined. */
export function given<T extends object>(members: { [Key in keyof T]: T[Key] | undefined }): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T
}
