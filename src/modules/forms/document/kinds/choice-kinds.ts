// Answers that are chosen: yes or no, one of few, several, an entry of a long list, a consent.
import type { FormInput } from '../../../../kernel/http/forms.ts'
import { answerWords } from '../answer-words.ts'
import type { Choice, QuestionOf } from '../document.ts'
import { textIn } from '../text.ts'
import { type Checking, isText, type Kind, textInRules, type Wrong } from './kind.ts'

const posted = (_question: unknown, name: string, input: FormInput) => ({ value: input.value(name) || undefined })
const notOne = ({ reader }: Checking): Wrong => ({ problem: answerWords(reader).notChoice })

const yesNo: Kind<'yesNo'> = {
  readPosted: (_question, name, input, reader) => {
    const typed = input.value(name)
    if (typed === '') return { value: undefined }
    return typed === 'yes' || typed === 'no' ? { value: typed === 'yes' } : { problem: answerWords(reader).notChoice }
  },
  check: (_question, value, checking) => (typeof value === 'boolean' ? undefined : notOne(checking)),
  show: ({ yes, no }, value, { reader }) => {
    const own = value === true ? yes : no
    return own ? textIn(own, reader.language) : answerWords(reader)[value === true ? 'yes' : 'no']
  },
  schema: () => ({ type: 'boolean' }),
  inRules: (value) => (typeof value === 'boolean' ? value : null),
  missing: 'missingChoice',
}

const labelOf = (choices: readonly Choice[], value: unknown, { reader }: Pick<Checking, 'reader'>): string => {
  const found = choices.find((choice) => choice.value === value)
  return found ? textIn(found.label, reader.language) : String(value)
}

const choice: Kind<'choice'> = {
  readPosted: posted,
  check: ({ choices }, value, checking) => (choices.some((one) => one.value === value) ? undefined : notOne(checking)),
  show: ({ choices }, value, checking) => labelOf(choices, value, checking),
  schema: ({ choices }) => ({ type: 'string', enum: choices.map(({ value }) => value) }),
  inRules: textInRules,
  missing: 'missingChoice',
}

const choices: Kind<'choices'> = {
  readPosted: (_question, name, input) => {
    const chosen = [...new Set(input.values(name).filter((value) => value !== ''))]
    return { value: chosen.length > 0 ? chosen : undefined }
  },
  check: ({ choices, min = 0, max }, value, checking) => {
    const text = answerWords(checking.reader)
    const known = new Set(choices.map((one) => one.value))
    if (!Array.isArray(value) || value.some((one) => !known.has(one as string)) || new Set(value).size < value.length)
      return notOne(checking)
    if (value.length < min) return { problem: text.fewChoices(min) }
    return max !== undefined && value.length > max ? { problem: text.manyChoices(max) } : undefined
  },
  show: ({ choices }, value, checking) => (value as string[]).map((one) => labelOf(choices, one, checking)).join(', '),
  schema: ({ choices, min, max }) => ({
    type: 'array',
    items: { type: 'string', enum: choices.map(({ value }) => value) },
    uniqueItems: true,
    ...(min !== undefined && { minItems: min }),
    ...(max !== undefined && { maxItems: max }),
  }),
  inRules: (value) => (Array.isArray(value) ? value.filter(isText) : null),
  missing: 'missingChoice',
}

/** An entry of a list by its value. A list that nobody knows is told to the editor and lets no answer through. */
const entry = <Type extends 'codeList' | 'country' | 'nationality'>(
  nameOf: (question: QuestionOf<Type>) => string,
): Kind<Type> => ({
  readPosted: posted,
  check: (question, value, { reader, list }) => {
    const text = answerWords(reader)
    if (!isText(value)) return { problem: text.wrongShape }
    const found = list(nameOf(question))?.some((one) => one.value === value)
    return found ? undefined : { problem: text.notInList(value.slice(0, 60)) }
  },
  show: (question, value, { list }) => list(nameOf(question))?.find((one) => one.value === value)?.label ?? String(value),
  schema: (question, list) => {
    const entries = list(nameOf(question)) ?? []
    return { type: 'string', ...(entries.length > 0 && entries.length <= 500 && { enum: entries.map(({ value }) => value) }) }
  },
  inRules: textInRules,
  missing: 'missingChoice',
})

const consent: Kind<'consent'> = {
  readPosted: (_question, name, input) => ({ value: input.value(name) === 'yes' ? true : undefined }),
  check: (_question, value, { reader }) => (value === true ? undefined : { problem: answerWords(reader).missingConsent }),
  show: (_question, _value, { reader }) => answerWords(reader).agreed,
  schema: () => ({ type: 'boolean', const: true }),
  inRules: (value) => value === true,
  missing: 'missingConsent',
}

export const choiceKinds = {
  yesNo,
  choice,
  choices,
  codeList: entry<'codeList'>(({ list }) => list),
  country: entry<'country'>(() => 'countries'),
  nationality: entry<'nationality'>(() => 'nationalities'),
  consent,
}
