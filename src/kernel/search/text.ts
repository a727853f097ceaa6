// Cuts text into words and brings every spelling of a word to one form.
import { actionWords, stopWords, weakWords } from './common-words.ts'
import { stemEnglish } from './stem-english.ts'
import { stemGerman } from './stem-german.ts'

const letters: Record<string, string> = {
  ä: 'a',
  ö: 'o',
  ü: 'u',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'a',
  œ: 'o',
  þ: 'th',
  ð: 'd',
  ı: 'i',
}
const nonAscii = /[^ -~\s]/

/** One form for all spellings: case, accents, `ß`/`ss`, `ä`/`ae`/`a`. */
export function fold(text: string): string {
  let plain = text.toLowerCase()
  if (nonAscii.test(plain)) {
    plain = plain.replace(/[äöüßøłđæœþðı]/g, (letter) => letters[letter]!)
    if (nonAscii.test(plain)) plain = plain.normalize('NFKD').replace(/\p{M}+/gu, '')
  }
  return joinUmlauts(plain)
}

// `ae` after a vowel is no umlaut: neue, bauen, Steuer stay as they are.
const joinUmlauts = (text: string) => text.replace(/(?<![aeuq])([aou])e/g, '$1')

export type Word = {
  /** As typed, in lower case. */
  typed: string
  /** Folded: one form for all spellings. */
  folded: string
}

const genderEndings = /(?<=\p{L})[*:_](?:innen|in|r|n)(?!\p{L})/gu
const invisible = /[\u00ad\u200b-\u200d\u2060\ufeff]/g
const wordPattern = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu

/** Words longer than this are no words; cutting them bounds all work that follows. */
const longestWord = 60

/** The folded words of a text; a hyphenated word also stands in one piece (`Kfz-Zulassung` → kfz, zulassung, kfzzulassung). */
export function foldedWords(text: string, foldWord: (word: string) => string = fold): string[] {
  const found: string[] = []
  const lower = text.replace(invisible, '').replace(genderEndings, '').toLowerCase()
  let previous = ''
  let previousEnd = -1
  for (const match of lower.matchAll(wordPattern)) {
    const word = foldWord(match[0].slice(0, longestWord))
    found.push(word)
    const hyphenated = match.index === previousEnd + 1 && lower[previousEnd] === '-'
    if (hyphenated && word.length + previous.length <= longestWord) found.push(previous + word)
    previous = word
    previousEnd = match.index + match[0].length
  }
  return found
}

/** `P-Schein`, `e-bike`: a hyphen after or before one or two letters makes one word. */
const shortPiece = /(?<![\p{L}\p{N}])([\p{L}\p{N}]{1,2})-(?=\p{L})|(?<=\p{L})-(?=[\p{L}\p{N}]{1,2}(?![\p{L}\p{N}-]))/gu

/** The words of a question, at most `limit`. */
export function typedWords(text: string, limit: number): Word[] {
  const found: Word[] = []
  const plain = text.replace(invisible, '').replace(genderEndings, '').toLowerCase().replace(shortPiece, '$1')
  for (const match of plain.matchAll(wordPattern)) {
    const typed = match[0].slice(0, longestWord)
    found.push({ typed, folded: fold(typed) })
    if (found.length === limit) break
  }
  return found
}

const foldedSet = (words: string) => new Set(words.split(/\s+/).filter(Boolean).map(fold))
const stops = foldedSet(stopWords)
const weakStems = new Set([...foldedSet(weakWords)].map((word) => stemGerman(word)))
const actionStems = new Set([...foldedSet(actionWords)].map((word) => stemGerman(word)))

export const isStopWord = (folded: string) => stops.has(folded)

/** What one does with a thing. In a compound nobody wrote yet (Passverlängerung) the thing is what must be found. */
export const isActionStem = (stem: string) => actionStems.has(stem)

/** Words that say little about what is meant: they help, but need not be found. */
export const isWeakStem = (stem: string) => weakStems.has(stem)

export const stem = (folded: string, language: 'de' | 'en' = 'de') =>
  language === 'en' ? stemEnglish(folded) : stemGerman(folded)
