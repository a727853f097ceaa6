// The kinds of answers, by the type of their question.
import type { CodeList, FormDocument, Question, QuestionType } from '../document.ts'
import { choiceKinds } from './choice-kinds.ts'
import type { Checking, Kind } from './kind.ts'
import { numberKinds } from './number-kinds.ts'
import { placeKinds } from './place-kinds.ts'
import { textKinds } from './text-kinds.ts'
import { timeKinds } from './time-kinds.ts'

export const kinds: { [Type in QuestionType]: Kind<Type> } = {
  ...textKinds,
  ...numberKinds,
  ...timeKinds,
  ...choiceKinds,
  ...placeKinds,
}

export const questionTypes = Object.keys(kinds) as QuestionType[]

/** The kind of a question; its functions take that question. */
export const kindOf = (question: Pick<Question, 'type'>): Kind<never> => kinds[question.type] as unknown as Kind<never>

/** Lists of the document first, then those of the house. */
export const listsOf =
  (document: Pick<FormDocument, 'codeLists'>, house: (name: string) => CodeList['entries'] | undefined): Checking['list'] =>
  (name) =>
    document.codeLists && Object.hasOwn(document.codeLists, name) ? document.codeLists[name]?.entries : house(name)
