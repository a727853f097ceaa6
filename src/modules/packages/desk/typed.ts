// What a form of these pages sent: values of the town, choices between versions, and problems put back to their fields.
import type { Problem as FieldProblem, FormInput } from '../../../kernel/http/forms.ts'
import { htmlLang } from '../../../kernel/language.ts'
import type { Reader } from '../../../kernel/words.ts'
import { nameOfPart, type PartDifference } from '../difference.ts'
import type { Choices } from '../install.ts'
import type { Manifest } from '../manifest.ts'
import { canonical, type Values } from '../parameter.ts'
import type { Problem } from '../problems.ts'
import { choiceField } from './difference-parts.tsx'
import { differenceWords } from './difference-words.ts'
import { fieldOf } from './parts.tsx'

/** As typed, for showing the page again. */
export const typedValues = ({ parameters }: Manifest, input: FormInput): Values =>
  Object.fromEntries(parameters.map(({ key }) => [key, input.value(fieldOf(key))]))

/** What the town sets itself: an empty field, and the package's own value that it never changed, are none. */
export function ownValues({ parameters }: Manifest, input: FormInput, before: Readonly<Record<string, string>>): Values {
  return Object.fromEntries(
    parameters.flatMap((parameter) => {
      const { key } = parameter
      const typed = input.value(fieldOf(key))
      const [given, usual] = [canonical(parameter, typed), canonical(parameter, parameter.default)]
      const isUsual = 'value' in given && 'value' in usual && given.value === usual.value
      return typed === '' || (isUsual && before[key] === undefined) ? [] : [[key, typed]]
    }),
  )
}

export const choicesIn = (differences: readonly PartDifference[], input: FormInput): Choices =>
  Object.fromEntries(
    differences.flatMap((part) => {
      const chosen = input.value(choiceField(part))
      return chosen === 'town' || chosen === 'package' ? [[nameOfPart(part), chosen]] : []
    }),
  )

export const missingChoices = (reader: Reader, open: readonly PartDifference[]): FieldProblem[] =>
  open.map((part) => ({ field: choiceField(part), message: differenceWords(reader).mustChoose }))

/** Problems of values stand at their fields, all others in the list. */
export function sorted(
  reader: Reader,
  { parameters }: Manifest,
  problems: readonly Problem[],
): { fields: FieldProblem[]; faults: Problem[] } {
  const isField = ({ file, at }: Problem): boolean => file === '' && parameters.some(({ key }) => key === at)
  return {
    fields: problems
      .filter(isField)
      .map(({ at, message }) => ({ field: fieldOf(at), message: message[htmlLang(reader.language)] })),
    faults: problems.filter((one) => !isField(one)),
  }
}
