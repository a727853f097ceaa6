// Values of variables: as FEEL has them, as they are stored with their type, and as programs send and read them.
import { textOf } from '../../standards/feel/functions/conversions.ts'
import {
  dateText,
  dateTimeText,
  durationText,
  parseDate,
  parseDateTime,
  parseDuration,
  parseTime,
  timeText,
} from '../../standards/feel/literals.ts'
import {
  DaysDuration,
  FeelDate,
  FeelDateTime,
  FeelTime,
  isContext,
  isList,
  isNumber,
  MonthsDuration,
  number,
  type Value,
} from '../../standards/feel/value.ts'

/** Numbers keep all their digits, days stay days: everything but text, truth, lists and null says what it is. */
export type Stored =
  | null
  | boolean
  | string
  | readonly Stored[]
  | { readonly number: string }
  | { readonly date: string }
  | { readonly time: string }
  | { readonly dateTime: string }
  | { readonly duration: string }
  | { readonly context: Readonly<Record<string, Stored>> }

export const sizeLimit = { characters: 256_000, depth: 40 }

/** Thrown for what a variable cannot hold, with the reason in both languages. */
export class UnfitValue extends Error {
  override name = 'UnfitValue'
  readonly de: string
  constructor(de: string, en: string) {
    super(en)
    this.de = de
  }
}
const tooLarge = (): UnfitValue =>
  new UnfitValue(
    'Der Wert ist zu groß für eine Variable; speichern Sie eine Datei und merken Sie ihren Verweis.',
    'The value is too large for a variable; keep a file and remember its reference.',
  )

export function toStored(value: Value): Stored {
  const stored = encode(value, 0)
  if (JSON.stringify(stored).length > sizeLimit.characters) throw tooLarge()
  return stored
}

function encode(value: Value, depth: number): Stored {
  if (depth > sizeLimit.depth) throw tooLarge()
  if (value === null || typeof value === 'boolean') return value
  // PostgreSQL stores no zero character.
  if (typeof value === 'string') return value.replaceAll('\0', '')
  if (isNumber(value)) return { number: value.toString() }
  if (value instanceof FeelDate) return { date: dateText(value) }
  if (value instanceof FeelTime) return { time: timeText(value) }
  if (value instanceof FeelDateTime) return { dateTime: dateTimeText(value) }
  if (value instanceof DaysDuration || value instanceof MonthsDuration) return { duration: durationText(value) }
  if (isList(value)) return value.map((item) => encode(item, depth + 1))
  if (isContext(value))
    return { context: Object.fromEntries([...value].map(([key, item]) => [key.replaceAll('\0', ''), encode(item, depth + 1)])) }
  throw new UnfitValue('Bereiche und Funktionen kann eine Variable nicht halten.', 'A variable cannot hold ranges and functions.')
}

export function fromStored(stored: Stored): Value {
  if (stored === null || typeof stored !== 'object') return stored
  if (Array.isArray(stored)) return (stored as readonly Stored[]).map(fromStored)
  const tagged = stored as Exclude<Stored, null | boolean | string | readonly Stored[]>
  if ('number' in tagged) return number(tagged.number)
  if ('date' in tagged) return parseDate(tagged.date) ?? null
  if ('time' in tagged) return parseTime(tagged.time) ?? null
  if ('dateTime' in tagged) return parseDateTime(tagged.dateTime) ?? null
  if ('duration' in tagged) return parseDuration(tagged.duration) ?? null
  return new Map(Object.entries(tagged.context).map(([key, value]) => [key, fromStored(value)]))
}

export function typeOfStored(stored: Stored): string {
  if (stored === null) return 'null'
  if (typeof stored === 'boolean') return 'boolean'
  if (typeof stored === 'string') return 'text'
  if (Array.isArray(stored)) return 'list'
  const [key = 'context'] = Object.keys(stored)
  return key
}

/**
 * JSON as programs send it. Numbers and texts stay what they are; a day or an instant is sent as
 * `{ "type": "date", "value": "2026-12-01" }` (also `time`, `dateTime`, `duration`, `number`). @throws UnfitValue
 */
export function fromJson(json: unknown, depth = 0): Value {
  if (depth > sizeLimit.depth) throw tooLarge()
  if (json === null || json === undefined) return null
  if (typeof json === 'boolean' || typeof json === 'string') return json
  if (typeof json === 'number') return number(json)
  if (Array.isArray(json)) return json.map((item) => fromJson(item, depth + 1))
  if (typeof json !== 'object') return null
  const { type, value, ...rest } = json as Record<string, unknown>
  if (typeof type === 'string' && typeof value === 'string' && Object.keys(rest).length === 0) {
    const parse = {
      date: parseDate,
      time: parseTime,
      dateTime: parseDateTime,
      duration: parseDuration,
      number: (text: string) => (/^[+-]?\d+(\.\d+)?$/.test(text) ? number(text) : undefined),
    }[type]
    const parsed = parse?.(value)
    if (parse && parsed === undefined)
      throw new UnfitValue(`„${value.slice(0, 60)}“ passt nicht zu ${type}.`, `"${value.slice(0, 60)}" is no ${type}.`)
    if (parsed !== undefined) return parsed
  }
  return new Map(Object.entries(json).map(([key, item]) => [key, fromJson(item, depth + 1)]))
}

/** As programs read it: days and durations as text. */
export function toJson(value: Value): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (isNumber(value))
    return Number.isSafeInteger(value.toNumber()) || value.decimalPlaces() <= 12 ? value.toNumber() : value.toString()
  if (isList(value)) return value.map(toJson)
  if (isContext(value)) return Object.fromEntries([...value].map(([key, item]) => [key, toJson(item)]))
  return textOf(value)
}

/** Hidden names hold what a repetition has still to do. */
export const isHidden = (name: string): boolean => name.startsWith('#')
