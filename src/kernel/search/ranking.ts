// Scores documents for a question: how much of it they answer, in which field, and how well the title fits.
import * as field from './fields.ts'
import type { SearchIndex } from './index.ts'
import type { Alternative, Part, Question } from './question.ts'
import { isActionStem, isWeakStem } from './text.ts'

export type Candidate = { number: number; score: number }

export type Ranking = {
  /** The best, in their order. */
  best: Candidate[]
  /** All that answer enough of the question. */
  all: readonly number[]
}

const weakShare = 0.3
const besidePhrase = 0.35
const meantShareOfAll = 1.4
/** A document must answer this share of the question, weighted by how telling each word is. Long stories hold words that do not matter. */
const leastCover = (words: number) => (words <= 2 ? 0.45 : words === 3 ? 0.36 : 0.27)

/** How far finding a word in a field answers it; finding it in running text alone may be a passing mention. */
const credits = Float32Array.from({ length: 256 }, (_, bits) => {
  if (bits & (field.inTitle | field.inKeywords)) return 1
  if (bits & (field.partOfTitle | field.partOfKeywords)) return 0.85
  if (bits & field.inOffices) return 0.8
  if (bits & field.inSummary) return 0.6
  return bits & field.inBody ? 0.25 : 0.2
})
const strong = field.inTitle | field.inKeywords | field.partOfTitle | field.partOfKeywords | field.inOffices

/** Scratch arrays, one entry per document of the largest index; a search runs to its end without waiting. */
let score = new Float32Array(0)
let cover = new Float32Array(0)
let partScore = new Float32Array(0)
let partCredit = new Float32Array(0)
let meantScore = new Float32Array(0)
let meantCredit = new Float32Array(0)
let meantShare = new Float32Array(0)

function growScratch(size: number): void {
  if (score.length >= size) return
  score = new Float32Array(size)
  cover = new Float32Array(size)
  partScore = new Float32Array(size)
  partCredit = new Float32Array(size)
  meantScore = new Float32Array(size)
  meantCredit = new Float32Array(size)
  meantShare = new Float32Array(size)
}

const rarity = (documents: number, containing: number) => Math.log(1 + (documents - containing + 0.5) / (containing + 0.5))

/** Finds the documents that answer enough of the question, and the best `wanted` of those that fit the filter. */
export function rank(
  index: SearchIndex,
  question: Question,
  wanted: number,
  fits: (number: number) => boolean = () => true,
): Ranking {
  const size = index.documents.length
  growScratch(size)
  const touched: number[] = []
  let whole = 0
  let unknown = 0
  const understood = question.parts.some((part) => part.phrase)
  for (const part of question.parts) {
    const importance =
      (part.weak ? weakShare : part.meant ? meantShareOfAll : 1) * (understood && !part.phrase ? besidePhrase : 1)
    const found = scorePart(index, part)
    const telling = importance * (found.containing ? rarity(size, found.containing) : unknownRarity(size, unknown))
    if (!found.containing && !part.weak) unknown++
    if (part.weak && !found.containing) continue
    whole += telling
    for (const number of found.touched) {
      if (score[number] === 0 && cover[number] === 0) touched.push(number)
      score[number]! += telling * partScore[number]!
      cover[number]! += telling * partCredit[number]!
      partScore[number] = 0
      partCredit[number] = 0
    }
  }
  const least = leastCover(question.parts.filter((part) => !part.weak).length)
  const candidates: Candidate[] = []
  for (const number of touched) {
    const share = cover[number]! / whole
    if (share >= least) candidates.push({ number, score: score[number]! * share * kindShareOf(index, number) })
    score[number] = 0
    cover[number] = 0
  }
  const things = oneVersionEach(index, candidates)
  return {
    best: refine(
      index,
      question,
      highest(
        things.filter(({ number }) => fits(number)),
        wanted,
      ),
    ),
    all: things.map(({ number }) => number),
  }
}

/** A word that nobody here uses is the most telling of all, but a second and third one count less. */
const unknownRarity = (size: number, before: number) => rarity(size, 1) * (before === 0 ? 1.25 : 0.6)

function scorePart(index: SearchIndex, part: Part): { touched: number[]; containing: number } {
  const touched: number[] = []
  let containing = 0
  const keep = (number: number, value: number, credit: number) => {
    if (partScore[number] === 0) {
      touched.push(number)
      containing++
    }
    const before = partScore[number]!
    partScore[number] = value > before ? value + 0.1 * before : before + 0.1 * value
    if (credit > partCredit[number]!) partCredit[number] = credit
  }
  for (const alternative of part.alternatives) {
    const first = alternative.terms[0]
    if (first === undefined) continue
    if (alternative.terms.length === 1) scoreTerm(index, first, alternative.weight, keep)
    else scoreTogether(index, alternative, keep)
  }
  return { touched, containing }
}

type Keep = (number: number, value: number, credit: number) => void

/** A word repeated in running text is what the text is about, not a passing mention. */
const creditOf = (bits: number, impact: number) => credits[bits]! + (bits === field.inBody && impact > 0.42 ? 0.25 : 0)

function scoreTerm(index: SearchIndex, term: number, weight: number, keep: Keep): void {
  const end = index.starts[term + 1]!
  for (let at = index.starts[term]!; at < end; at++) {
    const impact = index.postingImpacts[at]!
    keep(index.postingDocs[at]!, weight * impact, Math.min(1, weight + 0.1) * creditOf(index.postingFields[at]!, impact))
  }
}

function scoreTogether(index: SearchIndex, { terms, weight, strict }: Alternative, keep: Keep): void {
  const telling = terms.map(
    (term) => rarity(index.documents.length, postings(index, term)) * (isWeak(index, term) ? weakShare : 1),
  )
  const sum = telling.reduce((a, b) => a + b, 0)
  const needed = strict ? 0.95 : 0.75
  const touched: number[] = []
  let left = 1
  const order = terms.map((_, i) => i).sort((a, b) => telling[b]! - telling[a]!)
  for (const i of order) {
    const term = terms[i]!
    const share = telling[i]! / sum
    const allowed = !strict || isActionStem(index.texts[term]!) ? 255 : strong
    const end = index.starts[term + 1]!
    const begun = left < needed
    if (begun && touched.length * 12 < postings(index, term)) {
      for (const number of touched) {
        const at = placeOf(index, term, number)
        if (at >= 0 && index.postingFields[at]! & allowed) meet(index, at, number, share)
      }
    } else {
      for (let at = index.starts[term]!; at < end; at++) {
        const number = index.postingDocs[at]!
        const isNew = meantShare[number] === 0
        if ((isNew && begun) || !(index.postingFields[at]! & allowed)) continue
        if (isNew) touched.push(number)
        meet(index, at, number, share)
      }
    }
    left -= share
  }
  for (const number of touched) {
    const share = meantShare[number]!
    if (share >= needed) keep(number, weight * meantScore[number]! * share, Math.min(1, weight + 0.1) * meantCredit[number]!)
    meantShare[number] = 0
    meantScore[number] = 0
    meantCredit[number] = 0
  }
}

function meet(index: SearchIndex, at: number, number: number, share: number): void {
  const impact = index.postingImpacts[at]!
  meantShare[number]! += share
  meantScore[number]! += share * impact
  meantCredit[number]! += share * creditOf(index.postingFields[at]!, impact)
}

const postings = (index: SearchIndex, term: number) => index.starts[term + 1]! - index.starts[term]!

/** Where a document stands in the postings of a term, or -1. */
function placeOf(index: SearchIndex, term: number, number: number): number {
  let low = index.starts[term]!
  let high = index.starts[term + 1]! - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const found = index.postingDocs[middle]!
    if (found === number) return middle
    if (found < number) low = middle + 1
    else high = middle - 1
  }
  return -1
}

const isWeak = (index: SearchIndex, term: number) => isWeakStem(index.texts[term]!)

/** Of several language versions the best found speaks for all. */
function oneVersionEach(index: SearchIndex, candidates: Candidate[]): Candidate[] {
  if (index.versions.size === 0) return candidates
  const best = new Map<number, Candidate>()
  for (const candidate of candidates) {
    const thing = index.versions.get(candidate.number)?.[0] ?? candidate.number
    const other = best.get(thing)
    if (!other || other.score < candidate.score) best.set(thing, candidate)
  }
  return [...best.values()]
}

/** Services answer a question more often than the address of an office does. */
const kindShare: Record<string, number> = { office: 0.12 }
const kindShareOf = (index: SearchIndex, number: number) => kindShare[index.groups.kinds[index.groups.kindOf[number]!]!] ?? 1

/** The best by their first score, more than wanted, since the closer look changes their order. */
function highest(candidates: readonly Candidate[], wanted: number): Candidate[] {
  const count = wanted + 40
  if (candidates.length <= count) return [...candidates]
  const least = Float32Array.from(candidates, (candidate) => candidate.score).sort()[candidates.length - count]!
  return candidates.filter((candidate) => candidate.score >= least)
}

function refine(index: SearchIndex, question: Question, candidates: Candidate[]): Candidate[] {
  const asked = new Map<number, number>()
  for (const part of question.parts) {
    for (const { terms, weight } of part.alternatives)
      for (const term of terms) asked.set(term, Math.max(asked.get(term) ?? 0, weight))
  }
  for (const [term, weight] of [...asked]) {
    for (const part of index.parts.get(term) ?? []) if (!asked.has(part)) asked.set(part, 0.9 * weight)
  }
  for (const candidate of candidates) candidate.score *= closerLook(index, question, candidate.number, asked)
  return candidates.sort((a, b) => b.score - a.score || a.number - b.number)
}

function closerLook(index: SearchIndex, question: Question, number: number, asked: ReadonlyMap<number, number>): number {
  const document = index.documents[number]!
  const names = index.names[number]!
  let factor = 0.75 + 0.5 * titleFit(index, index.titles[number]!, asked)
  if (question.name && names.includes(`|${question.name}|`)) factor *= names.startsWith(`|${question.name}|`) ? 1.6 : 1.15
  else if (question.name.includes(' ') && names.includes(question.name)) factor *= 1.12
  if (document.body === '') factor *= 0.85
  if (asked.has(index.titles[number]![0] ?? -1)) factor *= 1.12
  return factor * (1 + 0.1 * Math.min(1, Math.max(0, document.popularity)))
}

/** The share of the title's meaning that the question asks for. */
function titleFit(index: SearchIndex, title: Uint32Array, asked: ReadonlyMap<number, number>): number {
  let sum = 0
  let fitting = 0
  for (const term of title) {
    const telling = rarity(index.documents.length, postings(index, term)) * (isWeak(index, term) ? weakShare : 1)
    sum += telling
    const parts = index.parts.get(term)
    const byParts = parts ? (0.9 * parts.reduce((total, part) => total + (asked.get(part) ?? 0), 0)) / parts.length : 0
    fitting += telling * Math.max(asked.get(term) ?? 0, byParts)
  }
  return sum > 0 ? fitting / sum : 0
}
