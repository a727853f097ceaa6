// Where each item stands in a form, and where its answer lies.
import type { Answer, Answers, FormDocument, Group, Item, Page, Question } from './document.ts'

export type Place = {
  /** Without numbers: `family.given`. */
  path: string
  item: Item
  page: Page
  /** Groups around it, the outermost first. */
  within: readonly Group[]
  /** Paths of the repeated groups around it, the outermost first. */
  repeats: readonly string[]
}

/** Every item by its path, in the order of the form. */
export function placesOf({ pages }: Pick<FormDocument, 'pages'>): Map<string, Place> {
  const places = new Map<string, Place>()
  const add = (
    page: Page,
    items: readonly Item[],
    before: string,
    within: readonly Group[],
    repeats: readonly string[],
  ): void => {
    for (const item of items) {
      const path = before === '' ? item.key : `${before}.${item.key}`
      places.set(path, { path, item, page, within, repeats })
      if (item.kind !== 'group') continue
      add(page, item.items, path, [...within, item], item.repeat ? [...repeats, path] : repeats)
    }
  }
  for (const page of pages) add(page, page.items, '', [], [])
  return places
}

/** `family.0.given` → `family.given` */
export const withoutNumbers = (path: string): string => (path.includes('.') ? path.replace(/\.\d+(?=\.|$)/g, '') : path)

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Undefined where nothing was answered, and for anything that is no own member: `__proto__` is no path. */
export function answerAt(answers: Answers, path: string): Answer | undefined {
  let value: unknown = answers
  for (const part of path === '' ? [] : path.split('.')) {
    if (Array.isArray(value)) value = /^\d{1,3}$/.test(part) ? value[Number(part)] : undefined
    else value = isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined
  }
  return value as Answer | undefined
}

/** The answers with one of them changed; undefined takes it away. Nothing given is changed. */
export function withAnswer(answers: Answers, path: string, value: Answer | undefined): Answers {
  const [first = '', ...rest] = path.split('.')
  return changed(answers, first, rest, value) as Answers
}

function changed(holder: unknown, part: string, rest: readonly string[], value: Answer | undefined): unknown {
  const next = rest[0]
  if (/^\d{1,3}$/.test(part)) {
    const list = Array.isArray(holder) ? [...holder] : []
    const at = Number(part)
    if (at > list.length) throw new RangeError(`There is no entry ${at + 1} yet.`)
    if (next === undefined && value === undefined) list.splice(at, 1)
    else list[at] = next === undefined ? value : changed(list[at], next, rest.slice(1), value)
    return list
  }
  const object: Record<string, unknown> = isObject(holder) ? { ...holder } : {}
  const inner =
    next === undefined ? value : changed(Object.hasOwn(object, part) ? object[part] : undefined, next, rest.slice(1), value)
  if (inner === undefined) delete object[part]
  else Object.defineProperty(object, part, { value: inner, enumerable: true, configurable: true, writable: true })
  return object
}

/** An item at one concrete place: in the second entry of `children` it is `children.1.given`. */
export type Spot = { path: string; place: Place }

export const isQuestion = (item: Item): item is Question => item.kind === 'question'
