// Takes compounds apart: Witwenrente → Witwe + Rente, Personenbeförderungsschein → Person + Beförderung + Schein.
import { compoundParts } from './compound-parts.ts'
import { stemGerman } from './stem-german.ts'
import { fold } from './text.ts'

const shippedWords = compoundParts.split(/\s+/).filter(Boolean).map(fold)
const shippedStems = new Set(shippedWords.map(stemGerman))
const shortParts = new Set(shippedWords.filter((word) => word.length === 3))

/** Endings that are no words of their own, although the stemmer may leave one. */
const noHead = new Set(
  ['heit', 'keit', 'schaft', 'lich', 'isch', 'bar', 'los', 'ung', 'stel', 'ende', 'sten', 'iger', 'liche', 'eren', 'igen'].map(
    fold,
  ),
)

export type Compounds = {
  isWord: (stem: string) => boolean
  /** Splits already made: people ask for the same words again and again. */
  remembered: Map<string, string[]>
}

const mostRemembered = 4_000

/** Splits into the stems of its parts, the head last; empty when it is no compound of known words. */
export function splitCompound(word: string, { isWord, remembered }: Compounds): string[] {
  if (word.length < 7 || /\d/.test(word)) return []
  const known = remembered.get(word)
  if (known) return known
  if (remembered.size >= mostRemembered) remembered.clear()
  const parts = split(word, isWord, 3)
  remembered.set(word, parts)
  return parts
}

function split(word: string, isWord: (stem: string) => boolean, parts: number): string[] {
  let best: string[] = []
  let bestScore = 0
  for (let at = 3; at <= word.length - 3; at++) {
    const left = partStem(word.slice(0, at), isWord, true)
    if (left === undefined) continue
    const rest = word.slice(at)
    const right = partStem(rest, isWord, false)
    if (right !== undefined) {
      const score = 100 + Math.min(at, rest.length) + at / 100
      if (score > bestScore) [best, bestScore] = [[left, right], score]
    } else if (parts > 2 && rest.length >= 7) {
      const more = split(rest, isWord, parts - 1)
      const score = more.length ? 50 + at : 0
      if (score > bestScore) [best, bestScore] = [[left, ...more], score]
    }
  }
  return best
}

const linkingElement = /^(.{3,})(?:ens|ns|es|s|en|er|n|e)$/

function partStem(part: string, isWord: (stem: string) => boolean, modifier: boolean): string | undefined {
  if (part.length < 3 || noHead.has(part)) return undefined
  if (part.length === 3) return shortParts.has(part) ? stemGerman(part) : undefined
  const stem = stemGerman(part)
  if (shippedStems.has(stem) || isWord(stem)) return stem
  if (!modifier) return undefined
  const linked = linkingElement.exec(part)?.[1]
  if (linked === undefined || linked.length < 4) return linked && shortParts.has(linked) ? stemGerman(linked) : undefined
  const bare = stemGerman(linked)
  return shippedStems.has(bare) || isWord(bare) ? bare : undefined
}
