// Answers that are days and times.

import { formatDay } from '../../../../design/format.ts'
import { daysBetween, readDay } from '../../../../kernel/calendar/day.ts'
import type { FormInput } from '../../../../kernel/http/forms.ts'
import type { Reader } from '../../../../kernel/words.ts'
import { FeelDate, FeelTime, type Value } from '../../../../standards/feel/value.ts'
import { answerWords } from '../answer-words.ts'
import type { DateRange } from '../document.ts'
import { isObject } from '../places.ts'
import { type Checking, isText, type Kind, type Wrong } from './kind.ts'

/** `<name>-day`, `-month`, `-year`; a month may be written as a word. */
export function readPostedDay(name: string, input: FormInput, reader: Reader): { value: string | undefined } | Wrong {
  const [day, month, year] = ['day', 'month', 'year'].map((part) => input.value(`${name}-${part}`)) as [string, string, string]
  const text = answerWords(reader)
  if (day === '' && month === '' && year === '') return { value: undefined }
  if (day === '') return { problem: text.addDay, part: 'day' }
  if (month === '') return { problem: text.addMonth, part: 'month' }
  if (year === '') return { problem: text.addYear, part: 'year' }
  if (!/^\d{4}$/.test(year)) return { problem: text.yearDigits(year.slice(0, 10)), part: 'year' }
  const written = `${day.replace(/\.$/, '')}.${month.replace(/\.$/, '')}.${year}`
  const value = readDay(`${year}-${monthNumber(month)}-${day.replace(/\.$/, '').padStart(2, '0')}`)
  return value === undefined ? { problem: text.noSuchDay(written.slice(0, 40)) } : { value }
}

const monthNames = ['jan', 'feb', 'm[aä]r', 'apr', 'ma[iy]', 'jun', 'jul', 'aug', 'sep', 'o[ck]t', 'nov', 'de[cz]']
function monthNumber(typed: string): string {
  const word = monthNames.findIndex((name) => new RegExp(`^${name}`, 'i').test(typed))
  return word < 0 ? typed.replace(/\.$/, '').padStart(2, '0') : String(word + 1).padStart(2, '0')
}

function outside(day: string, { reader, bound }: Checking): string | undefined {
  const text = answerWords(reader)
  const [earliest, latest] = [bound('earliest'), bound('latest')]
  if (earliest !== undefined && day < earliest) return text.notBefore(formatDay(reader.language, earliest))
  return latest !== undefined && day > latest ? text.notAfter(formatDay(reader.language, latest)) : undefined
}

const isDay = (value: unknown): value is string => isText(value) && readDay(value) !== undefined
const dayInRules = (value: unknown): Value => {
  if (!isDay(value)) return null
  const [year = 0, month = 0, day = 0] = value.split('-').map(Number)
  return new FeelDate(year, month, day)
}

const date: Kind<'date'> = {
  readPosted: (_question, name, input, reader) => readPostedDay(name, input, reader),
  check: (_question, value, checking) => {
    if (!isDay(value)) return { problem: answerWords(checking.reader).wrongShape }
    const problem = outside(value, checking)
    return problem === undefined ? undefined : { problem }
  },
  show: (_question, value, { reader }) => formatDay(reader.language, String(value)),
  schema: () => ({ type: 'string', format: 'date' }),
  inRules: dayInRules,
  missing: 'missingDay',
}

const isRange = (value: unknown): value is DateRange =>
  isObject(value) && Object.keys(value).length === 2 && isDay(value.from) && isDay(value.to)

const dateRange: Kind<'dateRange'> = {
  readPosted: (_question, name, input, reader) => {
    const text = answerWords(reader)
    const ends = (['from', 'to'] as const).map((end) => ({ end, read: readPostedDay(`${name}-${end}`, input, reader) }))
    for (const { end, read } of ends)
      if ('problem' in read) return { problem: read.problem, part: read.part ? `${end}-${read.part}` : end }
    const [from, to] = ends.map(({ read }) => ('value' in read ? read.value : undefined))
    if (from === undefined && to === undefined) return { value: undefined }
    if (from === undefined) return { problem: text.addDay, part: 'from-day' }
    return to === undefined ? { problem: text.addDay, part: 'to-day' } : { value: { from, to } }
  },
  check: ({ longestDays }, value, checking) => {
    const text = answerWords(checking.reader)
    if (!isRange(value)) return { problem: text.wrongShape }
    const early = outside(value.from, checking)
    if (early !== undefined) return { problem: early, part: 'from' }
    const late = outside(value.to, checking)
    if (late !== undefined) return { problem: late, part: 'to' }
    if (value.to < value.from) return { problem: text.endBeforeStart, part: 'to' }
    const days = daysBetween(readDay(value.from)!, readDay(value.to)!) + 1
    return longestDays !== undefined && days > longestDays ? { problem: text.longestDays(longestDays), part: 'to' } : undefined
  },
  show: (_question, value, { reader }) => {
    const { from, to } = value as DateRange
    return answerWords(reader).range(formatDay(reader.language, from), formatDay(reader.language, to))
  },
  schema: () => ({
    type: 'object',
    properties: { from: { type: 'string', format: 'date' }, to: { type: 'string', format: 'date' } },
    required: ['from', 'to'],
    additionalProperties: false,
  }),
  inRules: (value) =>
    isRange(value)
      ? new Map([
          ['from', dayInRules(value.from)],
          ['to', dayInRules(value.to)],
        ])
      : null,
  missing: 'missingDays',
}

const timeShape = /^([01]\d|2[0-3]):[0-5]\d$/

const time: Kind<'time'> = {
  readPosted: (_question, name, input, reader) => {
    const typed = input.value(name)
    if (typed === '') return { value: undefined }
    const found = /^(\d{1,2})(?:[:.]([0-5]\d))?(?:\s*(?:Uhr|h))?$/i.exec(typed)
    const value = found && `${found[1]!.padStart(2, '0')}:${found[2] ?? '00'}`
    return value && timeShape.test(value) ? { value } : { problem: answerWords(reader).notTime }
  },
  check: ({ earliest, latest }, value, { reader }) => {
    const text = answerWords(reader)
    if (!isText(value) || !timeShape.test(value)) return { problem: text.notTime }
    if (earliest !== undefined && value < earliest) return { problem: text.notBeforeTime(earliest) }
    return latest !== undefined && value > latest ? { problem: text.notAfterTime(latest) } : undefined
  },
  show: (_question, value, { reader }) => answerWords(reader).clock(String(value)),
  schema: () => ({ type: 'string', pattern: timeShape.source }),
  inRules: (value) => {
    if (!isText(value) || !timeShape.test(value)) return null
    const [hour = 0, minute = 0] = value.split(':').map(Number)
    return new FeelTime(hour, minute, 0)
  },
  missing: 'missingTime',
}

export const timeKinds = { date, dateRange, time }
