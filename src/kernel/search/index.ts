// Builds the search index of one town: an inverted index in typed arrays, with compounds taken apart.
import { type Compounds, splitCompound } from './compounds.ts'
import type { SearchDocument } from './document.ts'
import { fieldsOf, readFields } from './fields.ts'
import { createSpelling, type Spelling } from './spelling.ts'
import type { SynonymList } from './synonyms.ts'
import { foldedWords, isStopWord, isWeakStem, stem } from './text.ts'

export type SearchIndex = {
  documents: readonly SearchDocument[]
  synonyms: readonly SynonymList[]
  /** Stem → number of the term. */
  terms: Map<string, number>
  /** Number of the term → stem. */
  texts: readonly string[]
  /** Number of the term → how telling it is: the rarer, the more. */
  rarities: Float32Array
  /** Words that say little about what is meant, here: those of every town, and the name of this one. */
  isWeak: (stem: string) => boolean
  /** 1 for terms that say little. */
  weak: Uint8Array
  /** Postings of term t stand at starts[t] … starts[t + 1]. */
  starts: Uint32Array
  postingDocs: Uint32Array
  /** How much the term says about the document, 0 to 1 (BM25F without idf). */
  postingImpacts: Float32Array
  /** In which fields it stands, see `fields.ts`. */
  postingFields: Uint8Array
  /** Terms of each title, for the fit of title and question. */
  titles: Uint32Array[]
  /** Titles and keywords as stems, to recognise a question that is one of them: `|reisepass|pass verlust|`. */
  names: string[]
  /** Terms of the parts of a compound. */
  parts: Map<number, readonly number[]>
  /** Words of titles and keywords, sorted: for typing mistakes and suggestions. */
  spelling: Spelling
  /** As written in the documents: `führerschein` for `fuhrerschein`. */
  written: Map<string, string>
  /** Other language versions of the same thing; undefined where there is only one. */
  versions: Map<number, readonly number[]>
  codes: Map<string, number[]>
  groups: Groups
  compounds: Compounds
}

/** `townNames`: what people call the town; `Reisepass Augsburg` asks for no more than `Reisepass`. */
export function createIndex(
  documents: readonly SearchDocument[],
  synonyms: readonly SynonymList[],
  townNames: readonly string[] = [],
): SearchIndex {
  const ownNames = new Set(townNames.flatMap((name) => foldedWords(name)).map((word) => stem(word)))
  const isWeak = (text: string) => isWeakStem(text) || ownNames.has(text)
  const vocabulary = readFields(documents)
  const stems = vocabulary.words.map((word, id) => stem(word, vocabulary.english[id] ? 'en' : 'de'))
  const standalone = new Set(stems.filter((_, id) => vocabulary.words[id]!.length > 3))
  const compounds: Compounds = { isWord: (candidate) => standalone.has(candidate), remembered: new Map() }

  const terms = new Map<string, number>()
  const termOf = (text: string) => {
    const known = terms.get(text)
    if (known !== undefined) return known
    terms.set(text, terms.size)
    return terms.size - 1
  }
  const wordTerms = stems.map(termOf)
  const parts = new Map<number, readonly number[]>()
  vocabulary.words.forEach((word, id) => {
    const term = wordTerms[id]!
    if (parts.has(term)) return
    const split = splitCompound(word, compounds)
    if (split.length) parts.set(term, split.map(termOf))
  })

  compounds.remembered.clear()

  const postings = fieldsOf(documents, vocabulary, wordTerms, parts, terms.size)
  const texts = [...terms.keys()]
  return {
    documents,
    synonyms,
    terms,
    texts,
    rarities: Float32Array.from(texts, (_, term) =>
      rarity(documents.length, postings.starts[term + 1]! - postings.starts[term]!),
    ),
    isWeak,
    weak: Uint8Array.from(texts, (text) => (isWeak(text) ? 1 : 0)),
    ...postings,
    names: namesOf(documents),
    groups: groupsOf(documents),
    parts,
    spelling: createSpelling([...vocabulary.written.keys()].sort()),
    written: vocabulary.written,
    versions: versionsOf(documents),
    codes: codesOf(documents),
    compounds,
  }
}

export const rarity = (documents: number, containing: number) => Math.log(1 + (documents - containing + 0.5) / (containing + 0.5))

/** The stems of a text in their order, without stop words: the form in which names are compared. */
export const nameOf = (text: string, language: 'de' | 'en' = 'de') =>
  foldedWords(text)
    .filter((word) => !isStopWord(word))
    .map((word) => stem(word, language))
    .join(' ')

function namesOf(documents: readonly SearchDocument[]): string[] {
  const known = { de: new Map<string, string>(), en: new Map<string, string>() }
  return documents.map((document) => {
    const language = document.language === 'en' ? 'en' : 'de'
    const names = [document.title, ...document.keywords].map((text) => {
      const name = known[language].get(text) ?? nameOf(text, language)
      known[language].set(text, name)
      return name
    })
    return `|${names.join('|')}|`
  })
}

/** What results are counted and filtered by. */
export type Groups = { kinds: string[]; kindOf: Uint8Array; audienceOf: Uint8Array }

export const forResidents = 1
export const forCompanies = 2

function groupsOf(documents: readonly SearchDocument[]): Groups {
  const kinds = [...new Set(documents.map(({ kind }) => kind))]
  return {
    kinds,
    kindOf: Uint8Array.from(documents, ({ kind }) => kinds.indexOf(kind)),
    audienceOf: Uint8Array.from(
      documents,
      ({ audience }) => (audience.includes('resident') ? forResidents : 0) | (audience.includes('company') ? forCompanies : 0),
    ),
  }
}

function versionsOf(documents: readonly SearchDocument[]): Map<number, readonly number[]> {
  const byThing = Map.groupBy(documents.keys(), (number) => `${documents[number]!.kind} ${documents[number]!.id}`)
  const versions = new Map<number, readonly number[]>()
  for (const numbers of byThing.values()) {
    if (numbers.length > 1) for (const number of numbers) versions.set(number, numbers)
  }
  return versions
}

export const codeForm = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

function codesOf(documents: readonly SearchDocument[]): Map<string, number[]> {
  const codes = new Map<string, number[]>()
  documents.forEach((document, number) => {
    for (const code of document.codes) {
      const form = codeForm(code)
      if (form) codes.set(form, [...(codes.get(form) ?? []), number])
    }
  })
  return codes
}
