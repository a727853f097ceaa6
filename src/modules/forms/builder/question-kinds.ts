// The kinds of things that stand on a page, in the order the builder offers them, and how each begins.
import type { Item, Question, QuestionType } from '../document/document.ts'
import type { TypeWords } from './type-words.ts'

export type Kind = QuestionType | 'group' | 'information' | 'summary'

export const kindGroups = [
  { name: 'writing', kinds: ['text', 'longText', 'number', 'money'] },
  { name: 'choosing', kinds: ['yesNo', 'choice', 'choices', 'codeList'] },
  { name: 'time', kinds: ['date', 'dateRange', 'time'] },
  { name: 'person', kinds: ['name', 'address', 'email', 'phone', 'country', 'nationality'] },
  { name: 'numbers', kinds: ['iban', 'taxNumber', 'plate'] },
  { name: 'more', kinds: ['files', 'place', 'consent'] },
  { name: 'building', kinds: ['group', 'information', 'summary'] },
] as const satisfies readonly { name: string; kinds: readonly Kind[] }[]

export const kinds: readonly Kind[] = kindGroups.flatMap((group): readonly Kind[] => group.kinds)
export const questionTypes = kinds.filter(
  (kind): kind is QuestionType => kind !== 'group' && kind !== 'information' && kind !== 'summary',
)

export const kindName = (text: TypeWords, kind: Kind): string => (kind === 'time' ? text.timeOfDay : text[kind])
export const kindOf = (item: Item): Kind => (item.kind === 'question' ? item.type : item.kind)

/** About ids, health or bank: the browser shall not remember it. The editor may say otherwise. */
const sensitiveFromTheStart: ReadonlySet<Kind> = new Set(['iban', 'taxNumber'])

/** A new thing with what its kind cannot be without. */
export function beginItem(kind: Kind, key: string, label: string): Item {
  const de = label
  if (kind === 'group') return { kind, key, title: { de }, items: [] }
  if (kind === 'information') return { kind, key, text: { de } }
  if (kind === 'summary') return { kind, key, title: { de } }
  return asType({ kind: 'question', key, type: 'text', label: { de } }, kind)
}

/** The same question with another kind of answer: what every kind has stays, what only the old one had goes. */
export function asType(question: Question, type: QuestionType): Question {
  if (question.type === type) return question
  const { kind, key, label, hint, example, help, need, showWhen, prefill, origin } = question
  const common = {
    kind,
    key,
    label,
    ...(hint && { hint }),
    ...(example && { example }),
    ...(help && { help }),
    ...(need && type !== 'consent' && { need }),
    ...(showWhen && { showWhen }),
    ...(prefill && prefillsFor(type).includes(prefill) && { prefill }),
    ...(sensitiveFromTheStart.has(type) && { sensitive: true }),
    ...(origin && { origin }),
  }
  if (type === 'choice' || type === 'choices') {
    const choices = question.type === 'choice' || question.type === 'choices' ? question.choices : []
    return { ...common, type, choices }
  }
  if (type === 'codeList') return { ...common, type, list: 'countries' }
  if (type === 'place') return { ...common, type, shape: 'point' }
  return { ...common, type }
}

/** What an account can fill in for such a question; never a consent. */
export function prefillsFor(type: QuestionType): string[] {
  switch (type) {
    case 'name':
    case 'text':
      return ['account.givenName', 'account.familyName']
    case 'date':
      return ['account.birthDate']
    case 'address':
      return ['account.address']
    case 'email':
      return ['account.mail']
    case 'phone':
      return ['account.phone']
    default:
      return []
  }
}
