// Built-in functions that turn values into others: text, number, not, is. @standard DMN 1.5 §10.3.4.1.
import { same } from '../compare.ts'
import { dateText, dateTimeText, durationText, timeText } from '../literals.ts'
import {
  DaysDuration,
  Decimal,
  FeelDate,
  FeelDateTime,
  type FeelFunction,
  FeelTime,
  isContext,
  isList,
  isNumber,
  MonthsDuration,
  Range,
  type Value,
} from '../value.ts'
import { define } from './definition.ts'

/** As FEEL would write it; texts bare at the top, quoted inside. */
export function textOf(value: Value, inside = false): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return inside ? `"${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"` : value
  if (typeof value === 'boolean') return String(value)
  if (isNumber(value)) return value.toFixed()
  if (value instanceof FeelDate) return dateText(value)
  if (value instanceof FeelTime) return timeText(value)
  if (value instanceof FeelDateTime) return dateTimeText(value)
  if (value instanceof DaysDuration || value instanceof MonthsDuration) return durationText(value)
  if (isList(value)) return `[${value.map((item) => textOf(item, true)).join(', ')}]`
  if (isContext(value)) return `{${[...value].map(([key, item]) => `${keyText(key)}: ${textOf(item, true)}`).join(', ')}}`
  if (value instanceof Range) return rangeText(value)
  return `function(${value.parameters.map(({ name }) => name).join(', ')})`
}

const keyText = (key: string): string => (/^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(key) ? key : textOf(key, true))

function rangeText({ low, high, lowIncluded, highIncluded }: Range): string {
  if (low === undefined) return `(${highIncluded ? '<=' : '<'} ${textOf(high ?? null, true)})`
  if (high === undefined) return `(${lowIncluded ? '>=' : '>'} ${textOf(low, true)})`
  return `${lowIncluded ? '[' : '('}${textOf(low, true)}..${textOf(high, true)}${highIncluded ? ']' : ')'}`
}

const separators: Record<string, string> = { ' ': ' ', ',': ',', '.': '.' }

function numberFrom(text: string, grouping: Value | undefined, point: Value | undefined): Value | undefined {
  const group = grouping === null || grouping === undefined ? undefined : separators[grouping as string]
  const decimal = point === null || point === undefined ? '.' : point === '.' || point === ',' ? point : undefined
  if (decimal === undefined || (grouping !== null && grouping !== undefined && group === undefined) || group === decimal)
    return undefined
  const bare = (group ? text.split(group).join('') : text).replace(decimal, '.')
  if (decimal === ',' && !group && text.includes('.')) return undefined
  return /^[+-]?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d{1,4})?$/.test(bare) ? new Decimal(bare) : undefined
}

export const conversionFunctions: readonly [string, FeelFunction][] = [
  define('string', { takes: [['from', 'Any']], work: ([from]) => (from === null ? null : textOf(from!)) }),
  define('number', {
    takes: [
      ['from', 'string'],
      ['grouping separator?', 'string'],
      ['decimal separator?', 'string'],
    ],
    work: ([from, grouping, decimal]) => numberFrom(from as string, grouping, decimal),
  }),
  define('not', { takes: [['negand', 'boolean']], work: ([negand]) => !negand }),
  define('is', {
    takes: [
      ['value1', 'Any'],
      ['value2?', 'Any'],
    ],
    work: ([first, second]) => same(first!, second ?? null),
  }),
]
