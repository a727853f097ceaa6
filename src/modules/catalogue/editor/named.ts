// Lines of text that name other things: which one is meant, and what may have been meant.
import type { TownSql } from '../../../kernel/town.ts'
import { cleanLine } from '../readers/rich-text.ts'
import type { Localized } from '../record.ts'
import type { EditedNoun } from './tables.ts'
import { listNamed, type Named } from './thing.ts'
import { isWrong, type Parsed, type Wrong } from './typed-value.ts'

/** Names of things, read once for all lines. */
export class NameBook {
  readonly #db: TownSql
  readonly #known = new Map<EditedNoun, Promise<Named[]>>()
  constructor(db: TownSql) {
    this.#db = db
  }
  listOf(noun: EditedNoun): Promise<Named[]> {
    const known = this.#known.get(noun) ?? listNamed(this.#db, noun as Exclude<EditedNoun, 'synonyms'>)
    this.#known.set(noun, known)
    return known
  }
}

export const linesOf = (text: string): string[] => text.split(/\r?\n/).map(cleanLine).filter(Boolean)
const bare = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

export function findNamed(line: string, all: readonly Named[]): number | Wrong {
  const numbered = /\((\d{1,9})\)$/.exec(line)
  if (numbered && all.some(({ id }) => id === Number(numbered[1]))) return Number(numbered[1])
  const wanted = bare(line)
  const same = all.filter(({ name }) => bare(name) === wanted)
  if (same.length === 1) return same[0]!.id
  const near =
    same[0] ??
    all.find(({ name }) => bare(name).startsWith(wanted)) ??
    all.find(({ name }) => bare(name).includes(wanted)) ??
    all.find(({ name }) => isNear(bare(name), wanted))
  return { wrong: 'unknown-thing', what: line, meant: near && `${near.name} (${near.id})` }
}

/** At most two letters differ, or one word of several. */
const isNear = (name: string, wanted: string): boolean => {
  if (Math.abs(name.length - wanted.length) > 2 || wanted.length < 5) return false
  let differs = 0
  for (let index = 0, other = 0; index < wanted.length; index += 1, other += 1)
    if (wanted[index] !== name[other]) {
      differs += 1
      if (wanted[index + 1] === name[other]) index += 1
      else if (wanted[index] === name[other + 1]) other += 1
    }
  return differs <= 2
}

export function parseSteps(text: string, all: readonly Named[]): Parsed {
  const steps: { id: number; heading: Localized }[] = []
  let heading: Localized = {}
  for (const line of linesOf(text)) {
    if (line.startsWith('#')) {
      const [de = '', en = '', leicht = ''] = line.slice(1).split('|').map(cleanLine)
      if (de === '' && (en !== '' || leicht !== '')) return { wrong: 'heading', what: line }
      heading = { ...(de && { de }), ...(en && { en }), ...(leicht && { leicht }) }
      continue
    }
    const found = findNamed(line, all)
    if (isWrong(found)) return found
    if (!steps.some(({ id }) => id === found)) steps.push({ id: found, heading })
  }
  return { value: steps }
}

/** One group a line, as the search reads it: `Perso, Ausweis` or `Blitzer => Verkehrsüberwachung`. */
export function parseGroups(text: string): Parsed {
  const lines = linesOf(text)
  for (const line of lines) {
    const [left = '', right] = line.split(/=>!?/)
    const sides =
      right === undefined
        ? left.split(',').map(cleanLine).filter(Boolean).length >= 2
        : cleanLine(left) !== '' && cleanLine(right) !== ''
    if (!line.startsWith('#') && (!sides || /[<>{}]/.test(line.replace(/=>!?/, '')) || line.length > 300))
      return { wrong: 'group', what: line }
  }
  return { value: lines.join('\n') }
}
