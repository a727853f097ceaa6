// Scores documents for a question: how much of it they answer, in which field, and how well the title fits.
import { rarity, type SearchIndex } from './index.ts'
import { scorePart, scratch, weakShare } from './matching.ts'
import type { Question } from './question.ts'

export type Candidate = { number: number; score: number }

export type Ranking = {
  /** The best, in their order. */
  best: Candidate[]
  /** All that answer enough of the question. */
  all: readonly number[]
}

const besidePhrase = 0.35
const meantShareOfAll = 1.4
/** A document must answer this share of the question, weighted by how telling each word is. Long stories hold words that do not matter. */
const leastCover = (words: number) => (words <= 2 ? 0.45 : words === 3 ? 0.36 : 0.27)

/** Scratch arrays, one entry per document of the largest index. */
let score = new Float32Array(0)
let cover = new Float32Array(0)

/** Finds the documents that answer enough of the question, and the best `wanted` of those that fit the filter. */
export function rank(
  index: SearchIndex,
  question: Question,
  wanted: number,
  fits: (number: number) => boolean = () => true,
): Ranking {
  const size = index.documents.length
  if (score.length < size) {
    score = new Float32Array(size)
    cover = new Float32Array(size)
  }
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
      score[number]! += telling * scratch.score[number]!
      cover[number]! += telling * scratch.credit[number]!
      scratch.score[number] = 0
      scratch.credit[number] = 0
    }
  }
  const least = leastCover(question.parts.filter((part) => !part.weak).length)
  const enough = touched.filter((number) => {
    const share = cover[number]! / whole
    score[number]! *= share * kindShareOf(index, number)
    return share >= least
  })
  const all = index.versions.size ? oneVersionEach(index, enough) : enough
  const best = highest(all.filter(fits), wanted).map((number) => ({ number, score: score[number]! }))
  for (const number of touched) {
    score[number] = 0
    cover[number] = 0
  }
  return { best: refine(index, question, best), all }
}

/** A word that nobody here uses is the most telling of all, but a second and third one count less. */
const unknownRarity = (size: number, before: number) => rarity(size, 1) * (before === 0 ? 1.25 : 0.6)

/** Of several language versions the best found speaks for all. */
function oneVersionEach(index: SearchIndex, numbers: readonly number[]): number[] {
  const best = new Map<number, number>()
  for (const number of numbers) {
    const thing = index.versions.get(number)?.[0] ?? number
    const other = best.get(thing)
    if (other === undefined || score[other]! < score[number]!) best.set(thing, number)
  }
  return [...best.values()]
}

/** What solves a matter stands before what only leads to it: lists of services, pages, the address of an office. */
const kindShare: Record<string, number> = {
  'life-situation': 0.4,
  'business-situation': 0.35,
  topic: 0.25,
  page: 0.5,
  office: 0.12,
}
const kindShareOf = (index: SearchIndex, number: number) => kindShare[index.groups.kinds[index.groups.kindOf[number]!]!] ?? 1

/** The best by their first score, more than wanted, since the closer look changes their order. */
function highest(numbers: readonly number[], wanted: number): readonly number[] {
  const count = wanted + 40
  if (numbers.length <= count) return numbers
  const scores = new Float32Array(numbers.length)
  for (let i = 0; i < numbers.length; i++) scores[i] = score[numbers[i]!]!
  const least = scores.sort()[numbers.length - count]!
  return numbers.filter((number) => score[number]! >= least).slice(0, count * 2)
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
  const { name } = question
  let factor = 0.75 + 0.5 * titleFit(index, index.titles[number]!, asked)
  const whole = name ? names.indexOf(`|${name}|`) : -1
  if (whole >= 0) factor *= whole === 0 ? 1.6 : 1.15
  else if (name.includes(' ') && names.includes(name)) factor *= 1.12
  if (document.body === '') factor *= 0.85
  if (asked.has(index.titles[number]![0] ?? -1)) factor *= 1.12
  return factor * (1 + 0.1 * Math.min(1, Math.max(0, document.popularity)))
}

/** The share of the title's meaning that the question asks for. */
function titleFit(index: SearchIndex, title: Uint32Array, asked: ReadonlyMap<number, number>): number {
  let sum = 0
  let fitting = 0
  for (const term of title) {
    const telling = index.rarities[term]! * (index.weak[term] ? weakShare : 1)
    sum += telling
    const parts = index.parts.get(term)
    const byParts = parts ? (0.9 * parts.reduce((total, part) => total + (asked.get(part) ?? 0), 0)) / parts.length : 0
    fitting += telling * Math.max(asked.get(term) ?? 0, byParts)
  }
  return sum > 0 ? fitting / sum : 0
}
