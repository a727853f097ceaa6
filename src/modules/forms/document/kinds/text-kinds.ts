// Answers that are text: free, names, ways to reach somebody, numbers with check digits.
import { readMailAddress } from '../../../../kernel/mail-address.ts'
import { foreignCharacters, tidyName } from '../../../../standards/din91379/names.ts'
import { compilePattern } from '../../../../standards/feel/functions/patterns.ts'
import { answerWords } from '../answer-words.ts'
import { bounds, type Question } from '../document.ts'
import { textIn } from '../text.ts'
import { ibanProblem, isTaxId, plateOf } from './check-digits.ts'
import { type Checking, isText, type Kind, oneLine, sameText, textInRules, type Wrong } from './kind.ts'

type Length = { minLength?: number; maxLength?: number }

const longestLine = 500

function lengthProblem(value: string, { minLength = 0, maxLength = longestLine }: Length, checking: Checking): Wrong | undefined {
  const text = answerWords(checking.reader)
  const length = [...value].length
  if (length < minLength) return { problem: text.tooShort(minLength, length) }
  return length > maxLength ? { problem: text.tooLong(maxLength, length) } : undefined
}

const wrongShape = ({ reader }: Checking): Wrong => ({ problem: answerWords(reader).wrongShape })

/** A checked text of one line. */
const line = <Type extends 'email' | 'phone' | 'name' | 'iban' | 'taxNumber' | 'plate'>(
  check: (value: string, question: Question & { type: Type }, checking: Checking) => Wrong | undefined,
  more: Partial<Kind<Type>> = {},
): Kind<Type> => ({
  readPosted: oneLine,
  check: (question, value, checking) =>
    !isText(value)
      ? wrongShape(checking)
      : (lengthProblem(value, {}, checking) ?? check(value, question as unknown as Question & { type: Type }, checking)),
  show: sameText,
  schema: () => ({ type: 'string', maxLength: longestLine }),
  inRules: textInRules,
  missing: 'missingText',
  ...more,
})

const text: Kind<'text'> = {
  readPosted: oneLine,
  check: (question, value, checking) => {
    if (!isText(value)) return wrongShape(checking)
    const problem = lengthProblem(value, question, checking)
    if (problem || question.pattern === undefined) return problem
    const { language } = checking.reader
    const fits = compilePattern(`^(?:${question.pattern})$`, '')?.test(value) ?? true
    return fits
      ? undefined
      : { problem: question.patternHint ? textIn(question.patternHint, language) : answerWords(checking.reader).pattern }
  },
  show: sameText,
  schema: ({ minLength, maxLength = longestLine, pattern }) => ({
    type: 'string',
    ...(minLength !== undefined && { minLength }),
    maxLength,
    ...(pattern !== undefined && { pattern: `^(?:${pattern})$` }),
  }),
  inRules: textInRules,
  missing: 'missingText',
}

const longText: Kind<'longText'> = {
  readPosted: (_question, name, input) => ({ value: input.value(name).normalize('NFC').replace(/\r\n?/g, '\n') || undefined }),
  check: (question, value, checking) =>
    isText(value)
      ? lengthProblem(value, { minLength: question.minLength ?? 0, maxLength: question.maxLength ?? bounds.text }, checking)
      : wrongShape(checking),
  show: sameText,
  schema: ({ minLength, maxLength = bounds.text }) => ({
    type: 'string',
    ...(minLength !== undefined && { minLength }),
    maxLength,
  }),
  inRules: textInRules,
  missing: 'missingText',
}

/** At least five digits; what people write between them stays. */
const phoneShape = /^\+?[\d\s()/.-]{5,40}$/

export const textKinds = {
  text,
  longText,
  email: line<'email'>(
    (value, _question, { reader }) => (readMailAddress(value) ? undefined : { problem: answerWords(reader).notMail }),
    { schema: () => ({ type: 'string', format: 'email', maxLength: 254 }), missing: 'missingMail' },
  ),
  phone: line<'phone'>(
    (value, _question, { reader }) =>
      phoneShape.test(value) && value.replace(/\D/g, '').length >= 5 ? undefined : { problem: answerWords(reader).notPhone },
    { missing: 'missingPhone' },
  ),
  name: line<'name'>(
    (value, _question, { reader }) => {
      const foreign = foreignCharacters(value, 'A')
      return foreign.length === 0 ? undefined : { problem: answerWords(reader).foreignLetters(foreign.join(' ')) }
    },
    { readPosted: (_question, name, input) => ({ value: tidyName(input.value(name)) || undefined }), missing: 'missingName' },
  ),
  iban: line<'iban'>(
    (value, _question, { reader }) => {
      const problem = ibanProblem(value)
      if (!problem) return undefined
      const text = answerWords(reader)
      return { problem: problem === 'wrong' ? text.notIban : text.ibanLength(problem.wanted, problem.typed) }
    },
    {
      readPosted: (_question, name, input) => ({ value: input.value(name).replace(/\s/g, '').toUpperCase() || undefined }),
      show: (_question, value) => String(value).replace(/(.{4})(?=.)/g, '$1\u00a0'),
      schema: () => ({ type: 'string', pattern: '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$' }),
      missing: 'missingIban',
    },
  ),
  taxNumber: line<'taxNumber'>(
    (value, { of }, { reader }) => {
      const words = answerWords(reader)
      if (of === 'company') return /^\d{10,13}$/.test(value) ? undefined : { problem: words.notTaxNumber }
      return isTaxId(value) ? undefined : { problem: words.notTaxId }
    },
    {
      readPosted: (_question, name, input) => ({ value: input.value(name).replace(/[\s/-]/g, '') || undefined }),
      schema: ({ of }) => ({ type: 'string', pattern: of === 'company' ? '^[0-9]{10,13}$' : '^[0-9]{11}$' }),
      missing: 'missingNumber',
    },
  ),
  plate: line<'plate'>(
    (value, _question, { reader }) => (plateOf(value) === value ? undefined : { problem: answerWords(reader).notPlate }),
    {
      readPosted: (_question, name, input) => {
        const typed = input.value(name).replace(/\s+/gu, ' ').trim()
        return { value: plateOf(typed) ?? (typed || undefined) }
      },
      schema: () => ({ type: 'string', maxLength: 12 }),
      missing: 'missingPlate',
    },
  ),
} satisfies Partial<{ [Type in Question['type']]: Kind<Type> }>
