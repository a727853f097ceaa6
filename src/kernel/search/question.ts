// Reads a question: which of its words mean what in this town's index.
import { splitCompound } from './compounds.ts'
import { nameOf, type SearchIndex } from './index.ts'
import { entriesOf, phrasesOf } from './phrases.ts'
import type { Meaning } from './synonyms.ts'
import { isActionStem, isStopWord, stem, typedWords, type Word } from './text.ts'
import { joinedWords, reunitedVerbs, spellings, type Token, understood } from './tokens.ts'

/** One way to satisfy a part of the question: all of these terms together. */
export type Alternative = { terms: number[]; weight: number; strict?: boolean | undefined }

/** A part of the question: a word, or several that mean one thing. */
export type Part = {
  alternatives: Alternative[]
  weak: boolean
  /** Read from an entry of several words: whoever wrote it knew what is meant, so other words weigh less. */
  phrase?: boolean | undefined
  /** Somebody wrote down what this word means here. */
  meant?: boolean | undefined
}

export type Question = {
  parts: Part[]
  /** The question as it would read with corrected words. */
  corrected: string | undefined
  /** Its stems in their order, to compare it with titles and keywords. */
  name: string
}

const longestQuestion = 24
const prefixExpansions = 24
const mostAlternatives = 24

export function readQuestion(index: SearchIndex, q: string, lastIsPrefix = false): Question {
  const words = typedWords(q, longestQuestion)
  // `per` may become `Personalausweis`: a last word that somebody still types is no stop word yet.
  const isUnfinished = (token: { words: readonly Word[]; folded: string }) =>
    lastIsPrefix && token.folded.length > 2 && token.words.at(-1) === words.at(-1)
  const tokens = joinedWords(index, reunitedVerbs(index, words))
    .filter((token) => token.words.length > 1 || isUnfinished(token) || tells(token.folded))
    .filter((token, i, all) => all.findIndex((other) => other.folded === token.folded) === i)
    .map((token) => understood(index, token))
  const last = tokens.at(-1)
  const open = lastIsPrefix && last?.words.at(-1) === words.at(-1) ? last : undefined
  const corrections = tokens.filter((token) => token !== open && token.corrections.length)
  return {
    parts: partsOf(index, tokens, new Set(words.map((word) => word.folded)), open).map((part) => ({
      ...part,
      alternatives: eachOnce(part.alternatives),
    })),
    corrected: corrections.length ? respelled(index, words, tokens) : undefined,
    name: nameOf(q),
  }
}

const tells = (folded: string) => !isStopWord(folded) && (folded.length > 1 || /\d/.test(folded))

function eachOnce(alternatives: readonly Alternative[]): Alternative[] {
  const best = new Map<string, Alternative>()
  for (const alternative of alternatives) {
    const key = alternative.terms.join()
    const other = best.get(key)
    if (!other || other.weight < alternative.weight) best.set(key, alternative)
  }
  return [...best.values()].sort((a, b) => b.weight - a.weight).slice(0, mostAlternatives)
}

function partsOf(index: SearchIndex, tokens: readonly Token[], heard: ReadonlySet<string>, open: Token | undefined): Part[] {
  const taken = new Set<Token>()
  const parts: Part[] = []
  for (const { rules, together } of phrasesOf(index, tokens, heard)) {
    for (const token of together) taken.add(token)
    const alternatives = rules.flatMap((rule) => meaningsOf(index, rule.meanings))
    const literal = [...together].map((token) => index.terms.get(stem(token.folded)))
    if (!rules.some((rule) => rule.only) && literal.every((term) => term !== undefined))
      alternatives.push({ terms: literal as number[], weight: 1 })
    parts.push({ alternatives, weak: false, phrase: true })
  }
  for (const token of tokens) if (!taken.has(token)) parts.push(partOf(index, token, token === open))
  return parts
}

function meaningsOf(index: SearchIndex, meanings: readonly Meaning[]): Alternative[] {
  return meanings.flatMap(({ words, weight }) => {
    const terms = words.map((word) => index.terms.get(stem(word)))
    return terms.every((term) => term !== undefined) ? [{ terms: terms as number[], weight }] : []
  })
}

function partOf(index: SearchIndex, token: Token, open: boolean): Part {
  const alternatives: Alternative[] = []
  const rules = entriesOf(index, token)
  const literal = spellings(token.folded).flatMap((text) => index.terms.get(text) ?? [])
  if (!rules.some((rule) => rule.only)) {
    literal.forEach((term, i) => {
      alternatives.push({ terms: [term], weight: i === 0 ? 1 : 0.9 })
    })
    if (token.words.length > 1) {
      const pieces = token.words.map((word) => index.terms.get(stem(word.folded)))
      if (pieces.every((term) => term !== undefined)) alternatives.push({ terms: pieces as number[], weight: 0.9 })
    }
    if (literal.length === 0 || !index.written.has(token.folded)) alternatives.push(...takenApart(index, token.folded))
  }
  for (const rule of rules) alternatives.push(...meaningsOf(index, rule.meanings))
  for (const key of token.keys) {
    const leader = index.terms.get(key.slice(3))
    if (leader !== undefined && !literal.includes(leader)) alternatives.push({ terms: [leader], weight: 0.6 })
  }
  for (const { word, distance } of token.corrections) {
    for (const text of spellings(word)) {
      const term = index.terms.get(text)
      if (term !== undefined) alternatives.push({ terms: [term], weight: distance === 1 ? 0.9 : 0.8 })
    }
  }
  if (open || (alternatives.length === 0 && rules.length === 0 && token.folded.length > 5))
    alternatives.push(...begunWords(index, token.folded))
  const meant = rules.some((rule) => rule.meanings[0]!.weight > 0.9)
  return { alternatives, weak: index.isWeak(stem(token.folded)), meant }
}

/** An unknown compound: its parts must all be found, and not merely in passing. */
function takenApart(index: SearchIndex, folded: string): Alternative[] {
  const stems = splitCompound(folded, index.compounds)
  const needed = stems.filter((text) => !isActionStem(text))
  const terms = (needed.length ? stems : []).map((text) => index.terms.get(text))
  return terms.length && terms.every((term) => term !== undefined)
    ? [{ terms: terms as number[], weight: 0.8, strict: true }]
    : []
}

function begunWords(index: SearchIndex, begin: string): Alternative[] {
  const { words } = index.spelling
  let low = 0
  let high = words.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (words[middle]! < begin) low = middle + 1
    else high = middle
  }
  const found: Alternative[] = []
  for (let i = low; i < words.length && found.length < prefixExpansions && words[i]!.startsWith(begin); i++) {
    const term = index.terms.get(stem(words[i]!))
    if (term !== undefined) found.push({ terms: [term], weight: 0.85 })
  }
  return found
}

function respelled(index: SearchIndex, words: readonly Word[], tokens: readonly Token[]): string {
  const better = new Map<Word, string>()
  for (const token of tokens) {
    const word = token.corrections[0]?.word
    if (word !== undefined) better.set(token.words[0]!, index.written.get(word) ?? word)
  }
  return words.map((word) => better.get(word) ?? word.typed).join(' ')
}
