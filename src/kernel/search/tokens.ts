// Reads the words of a question as what they are: one word typed as two, a verb torn apart, a typing mistake.
import { splitCompound } from './compounds.ts'
import type { SearchIndex } from './index.ts'
import { type Correction, correct } from './spelling.ts'
import { knows, leaderOf } from './synonyms.ts'
import { isStopWord, stem, type Word } from './text.ts'

export type Token = {
  words: Word[]
  folded: string
  /** Its keys in the lists of synonyms, with their language: `de fahrrad`, `en bik`. */
  keys: string[]
  /** Those of the parts of a compound. */
  pieceKeys: string[]
  corrections: Correction[]
}

const verbParticles = new Set(['ab', 'an', 'auf', 'aus', 'ein', 'um', 'weg', 'zuruck'])

/** `Mein Pass läuft bald ab`: the particle belongs to the verb before it. */
export function reunitedVerbs(index: SearchIndex, words: readonly Word[]): Word[] {
  const reunited = [...words]
  for (let at = words.length - 1; at > 0; at--) {
    const particle = words[at]!.folded
    if (!verbParticles.has(particle)) continue
    for (let before = at - 1; before >= 0 && at - before < 7; before--) {
      const verb = words[before]!
      if (!/.{3}(?:e|t|en|n|st)$/.test(verb.folded) || isStopWord(verb.folded)) continue
      const joined = [verb.folded, verb.folded.replace(/t$/, '')]
        .map((form) => particle + form)
        .find((form) => isSaidOrWritten(index, stem(form)))
      if (joined === undefined) continue
      reunited[before] = { typed: particle + verb.typed, folded: joined }
      reunited.splice(at, 1)
      break
    }
  }
  return reunited
}

const isSaidOrWritten = (index: SearchIndex, text: string) =>
  index.terms.has(text) || index.synonyms.some((list) => knows(list, text))

/** `witwen rente` is one word here when the documents know it as one. */
export function joinedWords(index: SearchIndex, words: readonly Word[]): Token[] {
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
    tokens.push({
      words: piece,
      folded: piece.map((word) => word.folded).join(''),
      keys: [],
      pieceKeys: [],
      corrections: [],
    })
    i += taken
  }
  return tokens
}

function isJoinable(index: SearchIndex, piece: readonly Word[]): boolean {
  if (piece.every((word) => isStopWord(word.folded))) return false
  const joined = piece.map((word) => word.folded).join('')
  if (joined.length < 6 || joined.length > 50 || piece.some((word) => /\d/.test(word.folded))) return false
  return index.written.has(joined) || index.synonyms.some((list) => knows(list, stem(joined, list.language)))
}

/** A word's key in every language: `de fahrrad`, `en bik`. */
export function keysOf(index: SearchIndex, folded: string): string[] {
  return (['de', 'en'] as const).map((language) => {
    const lists = index.synonyms.filter((list) => list.language === language)
    return `${language} ${leaderOf(lists, stem(folded, language))}`
  })
}

/** A word's stem in German and, where it differs, in English. */
export const spellings = (folded: string) => {
  const german = stem(folded)
  const english = stem(folded, 'en')
  return german === english ? [german] : [german, english]
}

const isKnown = (index: SearchIndex, folded: string) =>
  index.isWeak(stem(folded)) ||
  spellings(folded).some((text) => index.terms.has(text)) ||
  index.synonyms.some((list) => knows(list, stem(folded, list.language)))

export function understood(index: SearchIndex, token: Token): Token {
  const pieces = splitCompound(token.folded, index.compounds)
  token.keys = keysOf(index, token.folded)
  const typedPieces = token.words.length > 1 ? token.words.map((word) => word.folded) : []
  token.pieceKeys = [...pieces, ...typedPieces].flatMap((piece) => keysOf(index, piece))
  if (pieces.length || token.words.length > 1 || isKnown(index, token.folded)) return token
  token.corrections = nearest(index, token.folded)
  const first = token.corrections[0]
  if (first) token.keys = keysOf(index, first.word)
  return token
}

function nearest(index: SearchIndex, folded: string): Correction[] {
  const found = [index.spelling, ...index.synonyms.map((list) => list.spelling)].flatMap((spelling) => correct(spelling, folded))
  const best = Math.min(...found.map((correction) => correction.distance))
  return found.filter((correction) => correction.distance === best && !isStopWord(correction.word)).slice(0, 4)
}
