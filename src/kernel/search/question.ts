// Reads a question: which of its words mean what in this town's index.
import { splitCompound } from './compounds.ts'
import { nameOf, type SearchIndex } from './index.ts'
import { type Correction, correct } from './spelling.ts'
import { leaderOf, type Meaning, type Rule } from './synonyms.ts'
import { isActionStem, isStopWord, isWeakStem, stem, typedWords, type Word } from './text.ts'

/** One way to satisfy a part of the question: all of these terms together. */
export type Alternative = { terms: number[]; weight: number; strict?: boolean | undefined }

/** A part of the question: a word, or several that mean one thing. */
export type Part = {
  alternatives: Alternative[]
  weak: boolean
  /** Read from an entry of several words: whoever wrote it knew what is meant, so other words weigh less. */
  phrase?: boolean | undefined
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

type Token = { words: Word[]; folded: string; keys: string[]; corrections: Correction[]; unknown: boolean }

export function readQuestion(index: SearchIndex, q: string, lastIsPrefix = false): Question {
  const words = typedWords(q, longestQuestion)
  const tokens = joinedWords(index, reunitedVerbs(index, words))
    .filter(
      (token) => token.words.length > 1 || (!isStopWord(token.folded) && (token.folded.length > 1 || /\d/.test(token.folded))),
    )
    .map((token) => understood(index, token))
  const last = tokens.at(-1)
  const open = lastIsPrefix && last?.words.at(-1) === words.at(-1) ? last : undefined
  const corrections = tokens.filter((token) => token !== open && token.corrections.length)
  return {
    parts: partsOf(index, tokens, open).map((part) => ({ ...part, alternatives: eachOnce(part.alternatives) })),
    corrected: corrections.length ? respelled(index, words, tokens) : undefined,
    name: nameOf(q),
  }
}

function eachOnce(alternatives: readonly Alternative[]): Alternative[] {
  const best = new Map<string, Alternative>()
  for (const alternative of alternatives) {
    const key = alternative.terms.join()
    const other = best.get(key)
    if (!other || other.weight < alternative.weight) best.set(key, alternative)
  }
  return [...best.values()].sort((a, b) => b.weight - a.weight).slice(0, mostAlternatives)
}

const verbParticles = new Set(['ab', 'an', 'auf', 'aus', 'ein', 'um', 'weg', 'zuruck'])

/** `Mein Pass läuft bald ab`: the particle belongs to the verb before it. */
function reunitedVerbs(index: SearchIndex, words: readonly Word[]): Word[] {
  const reunited = [...words]
  for (let at = words.length - 1; at > 0; at--) {
    const particle = words[at]!.folded
    if (!verbParticles.has(particle)) continue
    for (let before = at - 1; before >= 0 && at - before < 7; before--) {
      const verb = words[before]!
      if (!/.{3}(?:e|t|en|n|st)$/.test(verb.folded) || isStopWord(verb.folded)) continue
      const together = stem(particle + verb.folded)
      if (!index.terms.has(together) && !index.synonyms.some((list) => list.rules.has(together))) continue
      reunited[before] = { typed: particle + verb.typed, folded: particle + verb.folded }
      reunited.splice(at, 1)
      break
    }
  }
  return reunited
}

/** `witwen rente` is one word here when the documents know it as one. */
function joinedWords(index: SearchIndex, words: readonly Word[]): Token[] {
  const tokens: Token[] = []
  for (let i = 0; i < words.length; ) {
    let taken = 1
    for (const count of [3, 2]) {
      const piece = words.slice(i, i + count)
      if (piece.length < count || !isJoinable(index, piece)) continue
      taken = count
      break
    }
    const piece = words.slice(i, i + taken)
    tokens.push({ words: piece, folded: piece.map((word) => word.folded).join(''), keys: [], corrections: [], unknown: false })
    i += taken
  }
  return tokens
}

function isJoinable(index: SearchIndex, piece: readonly Word[]): boolean {
  if (piece.every((word) => isStopWord(word.folded))) return false
  const joined = piece.map((word) => word.folded).join('')
  if (joined.length < 6 || joined.length > 50 || piece.some((word) => /\d/.test(word.folded))) return false
  const isSaid = index.synonyms.some(
    (list) => list.rules.has(stem(joined, list.language)) || list.leaders.has(stem(joined, list.language)),
  )
  return (
    isSaid || index.written.has(joined) || (joined.length > 7 && !isStopWord(piece[0]!.folded) && index.terms.has(stem(joined)))
  )
}

const spellings = (folded: string) => {
  const german = stem(folded)
  const english = stem(folded, 'en')
  return german === english ? [german] : [german, english]
}

const isKnown = (index: SearchIndex, folded: string) =>
  isWeakStem(stem(folded)) ||
  spellings(folded).some((text) => index.terms.has(text)) ||
  keysOf(index, folded).some((key) => rulesOf(index, key).length > 0) ||
  index.synonyms.some((list) => list.leaders.has(stem(folded, list.language)))

/** A word's key in every language: `de fahrrad`, `en bik`. */
function keysOf(index: SearchIndex, folded: string): string[] {
  return (['de', 'en'] as const).map((language) => {
    const lists = index.synonyms.filter((list) => list.language === language)
    return `${language} ${leaderOf(lists, stem(folded, language))}`
  })
}

const rulesOf = (index: SearchIndex, key: string): Rule[] =>
  index.synonyms.flatMap((list) => (key.startsWith(list.language) ? (list.rules.get(key.slice(3)) ?? []) : []))

function understood(index: SearchIndex, token: Token): Token {
  token.keys = keysOf(index, token.folded)
  if (isKnown(index, token.folded) || token.words.length > 1) return token
  const pieces = splitCompound(token.folded, index.compounds)
  if (pieces.length) {
    token.keys.push(...pieces.flatMap((piece) => keysOf(index, piece)))
    return token
  }
  token.corrections = nearest(index, token.folded)
  const first = token.corrections[0]
  if (first) token.keys = keysOf(index, first.word)
  token.unknown = !first
  return token
}

function nearest(index: SearchIndex, folded: string): Correction[] {
  const found = [index.spelling, ...index.synonyms.map((list) => list.spelling)].flatMap((spelling) => correct(spelling, folded))
  const best = Math.min(...found.map((correction) => correction.distance))
  return found.filter((correction) => correction.distance === best && !isStopWord(correction.word)).slice(0, 4)
}

function partsOf(index: SearchIndex, tokens: readonly Token[], open: Token | undefined): Part[] {
  const taken = new Set<Token>()
  const parts: Part[] = []
  for (const { rules, together } of phrasesOf(index, tokens)) {
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

type Phrase = { rules: Rule[]; together: Set<Token> }

/** Entries of several words that apply, the longest first; equally long ones that overlap are read together. */
function phrasesOf(index: SearchIndex, tokens: readonly Token[]): Phrase[] {
  const phrases: (Phrase & { length: number })[] = []
  for (const rule of rulesOfSeveralWords(index, tokens)) {
    const together = new Set(
      rule.left.flatMap((key) => tokens.find((token) => token.keys.some((own) => own.slice(3) === key)) ?? []),
    )
    if (together.size < 2) continue
    const overlapping = phrases.filter((phrase) => [...together].some((token) => phrase.together.has(token)))
    const same = overlapping.find((phrase) => phrase.length === rule.left.length)
    if (overlapping.length === 0) phrases.push({ rules: [rule], together, length: rule.left.length })
    else if (same && overlapping.length === 1) {
      same.rules.push(rule)
      same.together = new Set([...same.together, ...together])
    }
  }
  return phrases
}

function rulesOfSeveralWords(index: SearchIndex, tokens: readonly Token[]): Rule[] {
  const keys = new Set(tokens.flatMap((token) => token.keys))
  const found = new Set<Rule>()
  for (const key of keys) {
    for (const rule of rulesOf(index, key)) {
      if (rule.left.length > 1 && rule.left.every((other) => keys.has(key.slice(0, 3) + other))) found.add(rule)
    }
  }
  return [...found].sort((a, b) => b.left.length - a.left.length)
}

function partOf(index: SearchIndex, token: Token, open: boolean): Part {
  const alternatives: Alternative[] = []
  const rules = [...new Set(token.keys.slice(0, 2).flatMap((key) => rulesOf(index, key)))].filter(
    (rule) => rule.left.length === 1,
  )
  const literal = spellings(token.folded).flatMap((text) => index.terms.get(text) ?? [])
  if (!rules.some((rule) => rule.only)) {
    literal.forEach((term, i) => {
      alternatives.push({ terms: [term], weight: i === 0 ? 1 : 0.9 })
    })
    if (token.words.length > 1) {
      const pieces = token.words.map((word) => index.terms.get(stem(word.folded)))
      if (pieces.every((term) => term !== undefined)) alternatives.push({ terms: pieces as number[], weight: 0.9 })
    }
    if (literal.length === 0) alternatives.push(...takenApart(index, token.folded))
  }
  for (const rule of rules) alternatives.push(...meaningsOf(index, rule.meanings))
  for (const key of token.keys.slice(0, 2)) {
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
  return { alternatives, weak: isWeakStem(stem(token.folded)) }
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

function meaningsOf(index: SearchIndex, meanings: readonly Meaning[]): Alternative[] {
  return meanings.flatMap(({ words, weight }) => {
    const terms = words.map((word) => index.terms.get(stem(word)))
    return terms.every((term) => term !== undefined) ? [{ terms: terms as number[], weight }] : []
  })
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
