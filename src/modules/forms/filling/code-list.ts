// Long lists to choose from: short ones are one field, long ones are searched.
import type { FormInput } from '../../../kernel/http/forms.ts'
import { searchCodeList } from '../document/code-list-search.ts'
import type { CodeList, Question } from '../document/document.ts'

export type Entries = CodeList['entries']
export type Lists = (name: string) => Entries | undefined

/** Up to here a list is one `<select>`. */
export const selectAtMost = 200
/** Up to here all entries are sent along, so that the browser can suggest them. */
export const suggestAtMost = 1_000
const hitsAtMost = 12

export const listOf = (question: Question, lists: Lists): Entries | undefined => {
  if (question.type === 'codeList') return lists(question.list)
  if (question.type === 'country') return lists('countries')
  return question.type === 'nationality' ? lists('nationalities') : undefined
}

const bare = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/ß/g, 'ss').toLowerCase().replace(/\s+/g, ' ').trim()

/** Entries that begin with what was typed stand first. */
export function searchList(entries: Entries, typed: string): { hits: Entries; more: boolean } {
  const { found, more } = searchCodeList(entries, typed, hitsAtMost)
  return { hits: found, more }
}

/** Where nothing was chosen but what was typed names one entry alone, that one was meant. */
export function pickFromList(question: Question, path: string, input: FormInput, lists: Lists): FormInput {
  const entries = listOf(question, lists)
  const typed = input.value(`${path}-search`)
  if (!entries || typed === '') return input
  const chosen = entries.find(({ value }) => value === input.value(path))
  if (chosen && bare(chosen.label).includes(bare(typed))) return input
  const exact = entries.filter(({ value, label }) => bare(label) === bare(typed) || value.toLowerCase() === bare(typed))
  const { hits } = searchList(entries, typed)
  const [meant] = exact.length === 1 ? exact : hits.length === 1 ? hits : []
  // What names nothing is passed on as it is: the check then says that it stands in no list.
  const value = meant?.value ?? typed
  return { ...input, value: (name) => (name === path ? value : input.value(name)) }
}
