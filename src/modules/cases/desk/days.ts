// A day typed in three fields, read and checked.
import type { DateParts } from '../../../design/fields.tsx'
import { type Day, readDay } from '../../../kernel/calendar/day.ts'
import type { FormInput } from '../../../kernel/http/forms.ts'

export const dayParts = (input: FormInput, name: string): Required<{ [Part in keyof DateParts]: string }> => ({
  day: input.value(`${name}-day`),
  month: input.value(`${name}-month`),
  year: input.value(`${name}-year`),
})

export const partsOf = (day: string): Required<{ [Part in keyof DateParts]: string }> => ({
  day: String(Number(day.slice(8))),
  month: String(Number(day.slice(5, 7))),
  year: day.slice(0, 4),
})

export function readParts({ day = '', month = '', year = '' }: DateParts): Day | undefined {
  if (!/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month) || !/^\d{4}$/.test(year)) return undefined
  return readDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}
