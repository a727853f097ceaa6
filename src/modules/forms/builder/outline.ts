// Where things stand in a form document: pages, questions and groups by their path, in the order people meet them.
import type { FormDocument, Group, Item, Page, Question } from '../document/document.ts'

export type Placed = {
  item: Item
  /** Keys of the groups around it and its own, joined by points. */
  path: string
  page: Page
  /** Outermost first. */
  groups: readonly Group[]
  /** The list it stands in. */
  list: Item[]
  index: number
}

export function listItems(document: FormDocument): Placed[] {
  const found: Placed[] = []
  const walk = (page: Page, list: Item[], groups: readonly Group[]): void => {
    list.forEach((item, index) => {
      found.push({ item, path: [...groups, item].map(({ key }) => key).join('.'), page, groups, list, index })
      if (item.kind === 'group') walk(page, item.items, [...groups, item])
    })
  }
  for (const page of document.pages) walk(page, page.items, [])
  return found
}

export const findItem = (document: FormDocument, path: string): Placed | undefined =>
  listItems(document).find((placed) => placed.path === path)

export const findPage = (document: FormDocument, key: string): Page | undefined => document.pages.find((page) => page.key === key)

export const findQuestion = (document: FormDocument, path: string): Question | undefined => {
  const item = findItem(document, path)?.item
  return item?.kind === 'question' ? item : undefined
}

/** What editors call it. */
export function labelOfItem(item: Item): string {
  if (item.kind === 'question') return item.label.de
  if (item.kind === 'information') return item.title?.de || firstWords(item.text.de)
  return item.title?.de || item.key
}

const firstWords = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 60).replace(/\s+\S*$/, '')} …`)

/** A label as a key: `Kennzeichen des Fahrzeugs` → `kennzeichenDesFahrzeugs`, with a number where it is taken. */
export function keyFor(label: string, taken: ReadonlySet<string>): string {
  const words = label
    .replace(/[äÄ]/g, 'ae')
    .replace(/[öÖ]/g, 'oe')
    .replace(/[üÜ]/g, 'ue')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/[^A-Za-z0-9 ]+/g, ' ')
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 5)
    .map((word, index) => (index === 0 ? word.toLowerCase() : `${word[0]!.toUpperCase()}${word.slice(1).toLowerCase()}`))
  const wanted = words.join('').replace(/^\d+/, '').slice(0, 40) || 'frage'
  const begun = wanted[0]!.toLowerCase() + wanted.slice(1)
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? begun : `${begun}${number}`
    if (!taken.has(key) && !reserved.has(key)) return key
  }
}

/** Words of the rule language, which no question may be called. */
const reserved = new Set(
  'if then else for in return some every satisfies and or not between instance of function external true false null item partial today now date time duration constructor prototype toString valueOf hasOwnProperty isPrototypeOf toLocaleString propertyIsEnumerable'.split(
    ' ',
  ),
)
export const isReserved = (key: string): boolean => reserved.has(key)

/** Every key of the document: new ones differ from all, so that a rule can never mean two things. */
export const keysOf = (document: FormDocument): Set<string> =>
  new Set([
    ...document.pages.map(({ key }) => key),
    ...listItems(document).map(({ item }) => item.key),
    ...(document.calculations ?? []).map(({ name }) => name),
  ])
