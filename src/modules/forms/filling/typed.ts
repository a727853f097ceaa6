// What stands in the fields of a question: what was typed, raw, or the stored answer as somebody would type it.
import type { FormInput } from '../../../kernel/http/forms.ts'
import type { Reader } from '../../../kernel/words.ts'
import type { Address, Answer, DateRange, PlaceAnswer, Question } from '../document/document.ts'

/** Values of a field by its whole name, such as `birth-day`. */
export type Typed = (name: string) => readonly string[]

export const typedIn =
  (input: FormInput): Typed =>
  (name) =>
    input.values(name)

export const firstOf = (typed: Typed, name: string): string => typed(name)[0] ?? ''

/** Fields of one question with their values, from its stored answer. */
export function fieldsOf(question: Question, path: string, answer: Answer | undefined, reader: Reader): [string, string[]][] {
  if (answer === undefined || answer === null) return []
  switch (question.type) {
    case 'number':
      return [[path, [decimal(Number(answer), reader)]]]
    case 'money':
      return [[path, [decimal(Number(answer) / 100, reader, 2)]]]
    case 'date':
      return dayFields(path, String(answer))
    case 'dateRange': {
      const { from, to } = answer as DateRange
      return [...dayFields(`${path}-from`, from), ...dayFields(`${path}-to`, to)]
    }
    case 'yesNo':
      return [[path, [answer === true ? 'yes' : 'no']]]
    case 'consent':
      return [[path, answer === true ? ['yes'] : []]]
    case 'choices':
      return [[path, answer as string[]]]
    case 'address':
      return Object.entries(answer as Address).map(([part, value]) => [`${path}-${part}`, [String(value)]])
    case 'place': {
      const { text, geometry } = answer as PlaceAnswer
      return [[path, [text]], ...(geometry ? [[`${path}-geometry`, [JSON.stringify(geometry)]] as [string, string[]]] : [])]
    }
    case 'files':
      return []
    default:
      return [[path, [String(answer)]]]
  }
}

const decimal = (value: number, { language }: Reader, digits?: number): string =>
  value.toLocaleString(language === 'en' ? 'en-GB' : 'de-DE', {
    useGrouping: false,
    maximumFractionDigits: digits ?? 15,
    ...(digits !== undefined && { minimumFractionDigits: digits }),
  })

const dayFields = (name: string, day: string): [string, string[]][] => {
  const [year = '', month = '', date = ''] = day.split('-')
  return [
    [`${name}-day`, [String(Number(date))]],
    [`${name}-month`, [String(Number(month))]],
    [`${name}-year`, [year]],
  ]
}

export function typedFrom(fields: Iterable<[string, string[]]>): Typed {
  const known = new Map(fields)
  return (name) => known.get(name) ?? []
}
