// The screens of a draft: its pages, and each entry of a repeated group on a screen of its own.
import type { Visit } from '../../../kernel/http/visit.ts'
import { linkTo } from '../../../kernel/http/visit.ts'
import type { CompiledForm } from '../document/compile.ts'
import { type Answers, type Group, type Item, longestRepeat, type Page } from '../document/document.ts'
import type { Evaluation } from '../document/evaluate.ts'
import { answerAt, withAnswer, withoutNumbers } from '../document/places.ts'

export type Screen = {
  /** In its address: a page's key, or the path of an entry such as `family.0`. */
  address: string
  page: Page
  items: readonly Item[]
  /** Where its answers lie: '' on a page, the path of its entry otherwise. */
  at: string
  /** The group whose entry this is. */
  group?: Group | undefined
}

const pageScreen = (page: Page): Screen => ({ address: page.key, page, items: page.items, at: '' })

/** Undefined for what the form does not have, or not with these answers; the entry after the last one is a new one. */
export function findScreen(form: CompiledForm, answers: Answers, address: string): Screen | undefined {
  const page = form.document.pages.find(({ key }) => key === address)
  if (page) return pageScreen(page)
  const match = /^(.+)\.(\d{1,3})$/.exec(address)
  if (!match) return undefined
  const [, path = '', number = ''] = match
  const place = form.places.get(withoutNumbers(path))
  if (place?.item.kind !== 'group' || !place.item.repeat) return undefined
  // Every repeated group around it needs its number, and an entry with that number.
  const numbers = path.split('.').filter((part) => /^\d+$/.test(part)).length
  if (numbers !== place.repeats.length) return undefined
  const holder = path.replace(/\.[^.]+$/, '')
  if (numbers > 0 && /\.\d+/.test(holder) && answerAt(answers, lastEntry(holder)) === undefined) return undefined
  const index = Number(number)
  const entries = entriesAt(answers, path)
  const most = Math.min(place.item.repeat.max ?? longestRepeat, longestRepeat)
  if (String(index) !== number || index > entries.length || index >= most) return undefined
  return { address, page: place.page, items: place.item.items, at: address, group: place.item }
}

const lastEntry = (path: string): string => /^(.*\.\d+)(\..*)?$/.exec(path)?.[1] ?? path

export const entriesAt = (answers: Answers, path: string): readonly Answers[] => {
  const value = answerAt(answers, path)
  return Array.isArray(value) ? (value as Answers[]) : []
}

/** The answers with room for what this screen asks: a new entry is there before anything is answered in it. */
export const withRoomFor = (answers: Answers, { at }: Screen): Answers =>
  at !== '' && answerAt(answers, at) === undefined ? withAnswer(answers, at, {}) : answers

/** Where an entry goes back to: the entry around it, or its page. */
export function screenAround(screen: Screen): string {
  if (screen.at === '') return screen.page.key
  const around = screen.at.replace(/\.\d+$/, '').replace(/\.[^.]+$/, '')
  const entry = /\.\d+/.test(around) ? lastEntry(around) : undefined
  return entry ?? screen.page.key
}

/** Questions of a screen with their paths, those in entries of its own repeated groups left out. */
export function* itemsOn(items: readonly Item[], at: string): Generator<{ item: Item; path: string }> {
  for (const item of items) {
    const path = at === '' ? item.key : `${at}.${item.key}`
    yield { item, path }
    if (item.kind === 'group' && !item.repeat) yield* itemsOn(item.items, path)
  }
}

/** Key of the page before and after; undefined at the ends. */
export function neighbours(
  { pages }: Evaluation,
  page: Page,
): { before?: Page | undefined; after?: Page | undefined; step: number } {
  const index = pages.findIndex(({ key }) => key === page.key)
  return { before: pages[index - 1], after: pages[index + 1], step: index + 1 }
}

export const fillUrl = (visit: Pick<Visit, 'language'>, key: string, draft: string, screen: string): string =>
  linkTo(visit, `/forms/${key}/fill/${draft}/${screen}`)
export const checkUrl = (visit: Pick<Visit, 'language'>, key: string, draft: string): string =>
  linkTo(visit, `/forms/${key}/check/${draft}`)

/** The entry whose screen asks for the answer at a path; undefined on pages. */
export const screenOf = (path: string): string | undefined => (/\.\d+\./.test(`${path}.`) ? lastEntry(path) : undefined)
