// Reads the fields of the documents into postings: which word stands where, and how much it says there.
import type { SearchDocument } from './document.ts'
import { fold, foldedWords, isStopWord } from './text.ts'

/** Bits of `postingFields`. A part is a part of a compound: `Rente` in `Witwenrente`. */
export const inTitle = 1
export const inKeywords = 2
export const inSummary = 4
export const inOffices = 8
export const inBody = 16
export const partOfTitle = 32
export const partOfKeywords = 64
export const partOfOther = 128

type Field = { read: (document: SearchDocument) => string; weight: number; lengthMatters: number; bit: number; partBit: number }

const fields: readonly Field[] = [
  { read: (d) => d.title, weight: 6, lengthMatters: 0.35, bit: inTitle, partBit: partOfTitle },
  { read: (d) => d.keywords.join(' \n '), weight: 3.2, lengthMatters: 0.3, bit: inKeywords, partBit: partOfKeywords },
  { read: (d) => d.summary, weight: 1.2, lengthMatters: 0.5, bit: inSummary, partBit: partOfOther },
  { read: (d) => (d.offices ?? []).join(' \n '), weight: 1, lengthMatters: 0, bit: inOffices, partBit: partOfOther },
  { read: (d) => d.body, weight: 0.8, lengthMatters: 0.7, bit: inBody, partBit: partOfOther },
]
const headShare = 0.6
const modifierShare = 0.45
const saturation = 2.2
const noWord = 0xffffffff

export type Vocabulary = {
  words: string[]
  english: boolean[]
  /** Word numbers per document and field. */
  texts: Uint32Array[][]
  averageLengths: number[]
  written: Map<string, string>
}

export function readFields(documents: readonly SearchDocument[]): Vocabulary {
  const numbers = new Map<string, number>()
  const foldOnce = rememberedFold()
  const seen = new Set<string>()
  const vocabulary: Vocabulary = { words: [], english: [], texts: [], averageLengths: [], written: new Map() }
  const totals = fields.map(() => 0)
  for (const document of documents) {
    const english = document.language === 'en'
    const numberOf = (word: string) => {
      const key = english ? `${word} en` : word
      const known = numbers.get(key)
      if (known !== undefined) return known
      const number = isStopWord(word) ? noWord : vocabulary.words.push(word) - 1
      if (number !== noWord) vocabulary.english.push(english)
      numbers.set(key, number)
      return number
    }
    vocabulary.texts.push(
      fields.map((field, f) => {
        const words = Uint32Array.from(foldedWords(field.read(document), foldOnce), numberOf).filter(
          (number) => number !== noWord,
        )
        totals[f]! += words.length
        return words
      }),
    )
    for (const text of [document.title, ...document.keywords]) {
      if (!seen.has(text)) rememberWriting(vocabulary.written, text)
      seen.add(text)
    }
  }
  vocabulary.averageLengths = totals.map((total) => Math.max(1, total / Math.max(1, documents.length)))
  return vocabulary
}

/** Most words of a town's texts come again and again. */
function rememberedFold(): (word: string) => string {
  const known = new Map<string, string>()
  return (word) => {
    const folded = known.get(word) ?? fold(word)
    known.set(word, folded)
    return folded
  }
}

function rememberWriting(written: Map<string, string>, text: string): void {
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}-]+/gu)) {
    for (const folded of foldedWords(word)) {
      if (folded.length > 2 && !written.has(folded) && !isStopWord(folded))
        written.set(folded, word.includes('-') ? folded : word)
    }
  }
}

type Postings = {
  starts: Uint32Array
  postingDocs: Uint32Array
  postingImpacts: Float32Array
  postingFields: Uint8Array
  titles: Uint32Array[]
}

export function fieldsOf(
  documents: readonly SearchDocument[],
  vocabulary: Vocabulary,
  wordTerms: readonly number[],
  parts: ReadonlyMap<number, readonly number[]>,
  termCount: number,
): Postings {
  const strength = new Float32Array(termCount)
  const places = new Uint8Array(termCount)
  const starts = new Uint32Array(termCount + 1)
  const perDocument: { terms: Uint32Array; impacts: Float32Array; places: Uint8Array }[] = []
  for (const texts of vocabulary.texts) {
    const touched: number[] = []
    const add = (term: number, amount: number, bit: number) => {
      if (strength[term] === 0) touched.push(term)
      strength[term]! += amount
      places[term]! |= bit
    }
    fields.forEach((field, f) => {
      const words = texts[f]!
      const { lengthMatters } = field
      const norm = 1 - lengthMatters + lengthMatters * (words.length / vocabulary.averageLengths[f]!)
      const amount = field.weight / norm
      for (const word of words) {
        const term = wordTerms[word]!
        add(term, amount, field.bit)
        parts.get(term)?.forEach((part, i, all) => {
          add(part, amount * (i === all.length - 1 ? headShare : modifierShare), field.partBit)
        })
      }
    })
    perDocument.push({
      terms: Uint32Array.from(touched),
      impacts: Float32Array.from(touched, (term) => strength[term]! / (strength[term]! + saturation)),
      places: Uint8Array.from(touched, (term) => places[term]!),
    })
    for (const term of touched) {
      starts[term + 1]! += 1
      strength[term] = 0
      places[term] = 0
    }
  }
  for (let term = 0; term < termCount; term++) starts[term + 1]! += starts[term]!
  const total = starts[termCount]!
  const next = starts.slice()
  const postings: Postings = {
    starts,
    postingDocs: new Uint32Array(total),
    postingImpacts: new Float32Array(total),
    postingFields: new Uint8Array(total),
    titles: documents.map((_, d) => titleTerms(vocabulary, vocabulary.texts[d]![0]!, wordTerms)),
  }
  perDocument.forEach(({ terms, impacts, places: bits }, d) => {
    terms.forEach((term, i) => {
      const at = next[term]!++
      postings.postingDocs[at] = d
      postings.postingImpacts[at] = impacts[i]!
      postings.postingFields[at] = bits[i]!
    })
  })
  return postings
}

/** Without the joined form of hyphenated words, which would count them twice. */
function titleTerms({ words }: Vocabulary, title: Uint32Array, wordTerms: readonly number[]): Uint32Array {
  const apart = title.filter((word, i) => i < 2 || words[word] !== words[title[i - 2]!]! + words[title[i - 1]!]!)
  return Uint32Array.from(new Set(Array.from(apart, (word) => wordTerms[word]!)))
}
