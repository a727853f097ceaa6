// Finds entries of a long list by what somebody types: any word of it, in any order, however its letters are written.
import { searchWords } from '../../../standards/din91379/names.ts'
import type { CodeList } from './document.ts'

type Entry = CodeList['entries'][number]
type Indexed = { entry: Entry; form: string; value: string }

const indexes = new WeakMap<readonly Entry[], Indexed[]>()

/** Umlauts written as bare vowels, as people abroad do: `Turkei`. */
const bareWordsOf = (text: string): string[] =>
  /[ÄÖÜäöü]/.test(text) ? searchWords(text.normalize('NFD').replace(/\u0308/g, '')) : []

const formOf = (label: string): string =>
  [...searchWords(label).map((word) => ` ${word}`), ...bareWordsOf(label).map((word) => ` ${word}`)].join('')

function indexOf(entries: readonly Entry[]): Indexed[] {
  const known = indexes.get(entries)
  if (known) return known
  const made = entries.map((entry) => ({ entry, form: formOf(entry.label), value: entry.value.toUpperCase() }))
  indexes.set(entries, made)
  return made
}

/** The key itself first, then what begins with the words typed, then what holds them at the start of any word, then anywhere. */
export function searchCodeList(entries: readonly Entry[], typed: string, limit: number): { found: Entry[]; more: boolean } {
  const words = searchWords(typed.slice(0, 200))
  const value = typed.trim().toUpperCase()
  if (value === '') return { found: [], more: false }
  const whole = ` ${words.join(' ')}`
  const ranks: Entry[][] = [[], [], [], [], []]
  for (const one of indexOf(entries)) {
    if (one.value === value) ranks[0]!.push(one.entry)
    else if (words.length === 0) continue
    else if (one.form === whole) ranks[1]!.push(one.entry)
    else if (one.form.startsWith(whole)) ranks[2]!.push(one.entry)
    else if (words.every((word) => one.form.includes(` ${word}`))) ranks[3]!.push(one.entry)
    else if (words.every((word) => one.form.includes(word))) ranks[4]!.push(one.entry)
  }
  const all = ranks.flat()
  return { found: all.slice(0, limit), more: all.length > limit }
}
