// Names as German registers write them: which letters are allowed, and the form A–Z by which people are found.
import { latinLetters, signsInAddresses, signsInNames } from './letters.ts'

/** Letter or sequence → its search form. */
const letters = new Map(
  latinLetters
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [form = '', ...written] = line.split(' ')
      return written.map((letter) => [letter, form] as const)
    }),
)
const longest = Math.max(...[...letters.keys()].map((letter) => [...letter].length))

/** @standard DIN 91379:2022-08 data types A (names of persons) and B (addresses, names of companies) */
export type DataType = 'A' | 'B'

const signs: Record<DataType, ReadonlySet<string>> = {
  A: new Set(signsInNames),
  B: new Set([...signsInNames, ...signsInAddresses]),
}

/** What people type: several spaces are one, the letters are composed. */
export const tidyName = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim()

type Piece = { text: string; form: string | undefined }

/** The letters and sequences of a text; the longest that the standard knows is one piece. */
function piecesOf(text: string): Piece[] {
  const signs = [...text.normalize('NFC')]
  const pieces: Piece[] = []
  for (let at = 0; at < signs.length; ) {
    let length = Math.min(longest, signs.length - at)
    while (length > 1 && !letters.has(signs.slice(at, at + length).join(''))) length -= 1
    const piece = signs.slice(at, at + length).join('')
    pieces.push({ text: piece, form: letters.get(piece) })
    at += length
  }
  return pieces
}

/** The first characters that the standard does not know, each once; empty: the text may stand in a register. */
export function foreignCharacters(text: string, type: DataType): string[] {
  const foreign = piecesOf(text).filter(({ text: piece, form }) => form === undefined && !signs[type].has(piece))
  return [...new Set(foreign.map(({ text: piece }) => piece))].slice(0, 5)
}

/**
 * The form by which people are found: A to Z, words parted by one space. `Özdemir-Łukasz` → `OEZDEMIR LUKASZ`, `Þór` → `THOR`.
 * What has no letter parts words, but an apostrophe does not: `O’Neill` → `ONEILL`.
 * @standard DIN 91379:2022-08 Annex on the search form
 */
export const searchForm = (text: string): string =>
  piecesOf(text)
    .map(({ text: piece, form }) => form ?? (/['’`´ʹʺʾʿˈˌ.]/u.test(piece) ? '' : ' '))
    .join('')
    .replace(/ +/g, ' ')
    .trim()

/**
 * Words for finding, digits stay: `Straße des 17. Juni` → `STRASSE DES 17 JUNI`. An apostrophe parts nothing. Only words with letters
 * beyond A to Z take the long way.
 */
export const searchWords = (text: string): string[] =>
  text
    .normalize('NFC')
    .replace(/['’`´]/g, '')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => (/^[A-Za-z0-9]+$/.test(word) ? word.toUpperCase() : searchForm(word) || word.toUpperCase()))

/** Every letter and sequence of the standard, for tests of forms, databases and papers. */
export const allLetters = (): string[] => [...letters.keys()]
