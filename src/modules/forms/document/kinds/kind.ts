// What every kind of answer can do: be read from a page, be checked, be shown, be described, be spoken of in rules.
import type { FormInput } from '../../../../kernel/http/forms.ts'
import type { Reader } from '../../../../kernel/words.ts'
import type { Value } from '../../../../standards/feel/value.ts'
import type { Answer, CodeList, QuestionOf, QuestionType } from '../document.ts'

/** `part` of the question's fields is wrong: `year`, `postcode`. */
export type Wrong = { problem: string; part?: string | undefined }

export type Checking = {
  reader: Reader
  /** A bound of this question that is a rule, as a day `YYYY-MM-DD`; undefined where it has none or gives none. */
  bound: (which: 'earliest' | 'latest') => string | undefined
  list: (name: string) => CodeList['entries'] | undefined
}

export type Kind<Type extends QuestionType> = {
  /**
   * What the page's form sent under `name`; undefined where nothing was typed. Problems are of form only: `check` looks at the value.
   */
  readPosted: (
    question: QuestionOf<Type>,
    name: string,
    input: FormInput,
    reader: Reader,
  ) => { value: Answer | undefined } | Wrong
  /** A value from anywhere, program or page; undefined: it fits. */
  check: (question: QuestionOf<Type>, value: unknown, checking: Checking) => Wrong | undefined
  /** As people read it. The value was checked. */
  show: (question: QuestionOf<Type>, value: Answer, checking: Pick<Checking, 'reader' | 'list'>) => string
  /** @standard JSON Schema 2020-12 */
  schema: (question: QuestionOf<Type>, list: Checking['list']) => object
  /** What rules see. The value was checked, or is null. */
  inRules: (value: Answer) => Value
  /** Said where nothing was answered. */
  missing: Missing
}

/** Sentences of `answerWords`. */
type Missing =
  | 'missing'
  | `missing${'Text' | 'Choice' | 'File' | 'Consent' | 'Name' | 'Mail' | 'Phone' | 'Iban' | 'Number' | 'Amount' | 'Plate'}`
  | `missing${'Day' | 'Days' | 'Time' | 'Address' | 'Place'}`

export const isText = (value: unknown): value is string => typeof value === 'string'
export const textInRules = (value: Answer): Value => (isText(value) ? value : null)
export const sameText = (_question: unknown, value: Answer): string => String(value)

/** One line of text as it was typed: spaces at the ends and between words are one. */
export const oneLine = (_question: unknown, name: string, input: FormInput): { value: string | undefined } => ({
  value: input.value(name).normalize('NFC').replace(/\s+/gu, ' ').trim() || undefined,
})
