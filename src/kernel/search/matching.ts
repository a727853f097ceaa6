// Scores one part of a question against all documents: where its words stand and how much they say there.
import * as field from './fields.ts'
import type { SearchIndex } from './index.ts'
import type { Alternative, Part } from './question.ts'
import { isActionStem } from './text.ts'

/** The share of a weak word in whatever it stands in. */
export const weakShare = 0.3

/** How far finding a word in a field answers it; finding it in running text alone may be a passing mention. */
const creditByPlace = Float32Array.from({ length: 256 }, (_, bits) => {
  if (bits & (field.inTitle | field.inKeywords)) return 1
  if (bits & (field.partOfTitle | field.partOfKeywords)) return 0.85
  if (bits & field.inOffices) return 0.8
  if (bits & field.inSummary) return 0.6
  return bits & field.inBody ? 0.25 : 0.2
})
const strong = field.inTitle | field.inKeywords | field.partOfTitle | field.partOfKeywords | field.inOffices

/** Scratch arrays, one entry per document of the largest index; a search runs to its end without waiting. */
let meantScore = new Float32Array(0)
let meantCredit = new Float32Array(0)
let meantShare = new Float32Array(0)

export const scratch = {
  /** Score and credit of the part at hand; the reader sets them back to 0. */
  score: new Float32Array(0),
  credit: new Float32Array(0),
}

function growScratch(size: number): void {
  if (meantScore.length >= size) return
  meantScore = new Float32Array(size)
  meantCredit = new Float32Array(size)
  meantShare = new Float32Array(size)
  scratch.score = new Float32Array(size)
  scratch.credit = new Float32Array(size)
}

/** Leaves the result in `scratch` for the documents told. */
export function scorePart(index: SearchIndex, part: Part): { touched: number[]; containing: number } {
  growScratch(index.documents.length)
  const { score, credit: credits } = scratch
  const touched: number[] = []
  let containing = 0
  const keep = (number: number, value: number, credit: number) => {
    if (score[number] === 0) {
      touched.push(number)
      containing++
    }
    const before = score[number]!
    score[number] = value > before ? value + 0.1 * before : before + 0.1 * value
    if (credit > credits[number]!) credits[number] = credit
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
const creditOf = (bits: number, impact: number) => creditByPlace[bits]! + (bits === field.inBody && impact > 0.42 ? 0.25 : 0)

function scoreTerm(index: SearchIndex, term: number, weight: number, keep: Keep): void {
  const end = index.starts[term + 1]!
  for (let at = index.starts[term]!; at < end; at++) {
    const impact = index.postingImpacts[at]!
    keep(index.postingDocs[at]!, weight * impact, Math.min(1, weight + 0.1) * creditOf(index.postingFields[at]!, impact))
  }
}

function scoreTogether(index: SearchIndex, { terms, weight, strict }: Alternative, keep: Keep): void {
  const telling = terms.map((term) => index.rarities[term]! * (index.weak[term] ? weakShare : 1))
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
