// Finds what a mistyped word was meant to be: Damerau-Levenshtein distance, bounded by the length of the word.

export type Spelling = {
  /** Folded words that can be meant, with their letters as a bit mask to skip most of them. */
  words: readonly string[]
  masks: Uint32Array
}

export function createSpelling(words: readonly string[]): Spelling {
  return { words, masks: Uint32Array.from(words, lettersOf) }
}

export type Correction = { word: string; distance: number }

/** The nearest words: only those of the smallest distance found, at most five. */
export function correct(spelling: Spelling, typed: string): Correction[] {
  const allowed = allowedMistakes(typed)
  if (allowed === 0) return []
  let nearest = allowed
  let found: Correction[] = []
  const mask = lettersOf(typed)
  const { words, masks } = spelling
  for (let i = 0; i < words.length; i++) {
    if (bits(masks[i]! ^ mask) > 2 * nearest) continue
    const word = words[i]!
    if (Math.abs(word.length - typed.length) > nearest || word.length < 4) continue
    if (word[0] !== typed[0] && (typed.length < 8 || word[1] !== typed[1])) continue
    const distance = distanceWithin(typed, word, nearest)
    if (distance > nearest) continue
    if (distance < nearest) {
      nearest = distance
      found = []
    }
    found.push({ word, distance })
  }
  return found.slice(0, 5)
}

function allowedMistakes(word: string): number {
  if (word.length < 4 || /\d/.test(word)) return 0
  return word.length < 7 ? 1 : 2
}

function lettersOf(word: string): number {
  let mask = 0
  for (let i = 0; i < word.length; i++) mask |= 1 << (word.charCodeAt(i) & 31)
  return mask >>> 0
}

function bits(value: number): number {
  let n = value - ((value >>> 1) & 0x55555555)
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333)
  return (((n + (n >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

/** Insertions, deletions, substitutions and swapped neighbours; `limit + 1` when there are more than `limit`. */
export function distanceWithin(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let smallest = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, beforeLast[j - 2]! + 1)
      row.push(cost)
      if (cost < smallest) smallest = cost
    }
    if (smallest > limit) return limit + 1
    beforeLast = last
    last = row
  }
  return last[b.length]!
}
