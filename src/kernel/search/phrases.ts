// Finds the entries of the synonym lists that a question speaks of.
import type { SearchIndex } from './index.ts'
import type { Rule } from './synonyms.ts'
import { stem } from './text.ts'
import type { Token } from './tokens.ts'

export type Phrase = { rules: Rule[]; together: Set<Token> }

/** Entries of one word. */
export const entriesOf = (index: SearchIndex, token: Token): Rule[] => [
  ...new Set(token.keys.flatMap((key) => listed(index, 'words', key))),
]

const listed = (index: SearchIndex, kind: 'words' | 'phrases', key: string): Rule[] =>
  index.synonyms.flatMap((list) => (key.startsWith(list.language) ? (list[kind].get(key.slice(3)) ?? []) : []))

/** Entries of several words that apply, the longest first; equally long ones that overlap are read together. */
export function phrasesOf(index: SearchIndex, tokens: readonly Token[], heard: ReadonlySet<string>): Phrase[] {
  const phrases: (Phrase & { length: number })[] = []
  for (const withPieces of [false, true]) {
    for (const rule of rulesOfSeveralWords(index, tokens, withPieces)) {
      const together = new Set(rule.left.flatMap((key) => tokens.find((token) => says(token, key, withPieces)) ?? []))
      if (rule.also.some((word) => !heard.has(word))) continue
      if ((together.size < 2 && !withPieces && rule.also.length === 0) || (!rule.only && !hasMeaning(index, rule))) continue
      if (together.size === 1 && withPieces && entriesOf(index, [...together][0]!).length) continue
      const overlapping = phrases.filter((phrase) => [...together].some((token) => phrase.together.has(token)))
      const length = lengthOf(rule)
      const same = overlapping.find((phrase) => phrase.length === length)
      if (overlapping.length === 0) phrases.push({ rules: [rule], together, length })
      else if (same && overlapping.length === 1 && !withPieces) {
        same.rules.push(rule)
        same.together = new Set([...same.together, ...together])
      }
    }
  }
  return phrases
}

const says = (token: Token, key: string, withPieces: boolean) =>
  token.keys.some((own) => own.slice(3) === key) || (withPieces && token.pieceKeys.some((own) => own.slice(3) === key))

const hasMeaning = (index: SearchIndex, rule: Rule) =>
  rule.meanings.some(({ words }) => words.every((word) => index.terms.has(stem(word))))

function rulesOfSeveralWords(index: SearchIndex, tokens: readonly Token[], withPieces: boolean): Rule[] {
  const keys = new Set(tokens.flatMap((token) => (withPieces ? [...token.keys, ...token.pieceKeys] : token.keys)))
  const found = new Set<Rule>()
  for (const key of keys) {
    for (const rule of listed(index, 'phrases', key)) {
      if (rule.left.every((other) => keys.has(key.slice(0, 3) + other))) found.add(rule)
    }
  }
  return [...found].sort((a, b) => lengthOf(b) - lengthOf(a))
}

const lengthOf = (rule: Rule) => rule.left.length + rule.also.length / 2
