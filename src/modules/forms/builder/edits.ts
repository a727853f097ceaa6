// The steps of the builder as pure functions: a form document goes in, a changed copy comes out.
import type { FormDocument, Group, Item, Page, Text } from '../document/document.ts'
import { bounds } from '../document/document.ts'
import { findItem, findPage, keyFor, keysOf, listItems } from './outline.ts'
import type { Refusal } from './working-copy.ts'

type Edited = FormDocument | Refusal
const gone: Refusal = { refused: 'gone', names: [] }

const copyOf = (document: FormDocument): FormDocument => structuredClone(document)

export function addPage(document: FormDocument, title: string): Edited {
  if (document.pages.length >= bounds.pages) return { refused: 'too-many', names: [] }
  const page: Page = { key: keyFor(title, keysOf(document)), title: { de: title }, items: [] }
  return { ...copyOf(document), pages: [...copyOf(document).pages, page] }
}

export function changePage(document: FormDocument, key: string, change: (page: Page) => Page): Edited {
  if (!findPage(document, key)) return gone
  const copy = copyOf(document)
  return { ...copy, pages: copy.pages.map((page) => (page.key === key ? change(page) : page)) }
}

export function removePage(document: FormDocument, key: string): Edited {
  if (!findPage(document, key)) return gone
  const copy = copyOf(document)
  const pages = copy.pages.filter((page) => page.key !== key)
  return withoutPageIn({ ...copy, pages }, key)
}

/** A summary that named the page no longer does; one that named only that page repeats everything from then on. */
function withoutPageIn(document: FormDocument, key: string): FormDocument {
  for (const { item } of listItems(document)) {
    if (item.kind !== 'summary' || !item.pages?.includes(key)) continue
    const rest = item.pages.filter((page) => page !== key)
    if (rest.length > 0) item.pages = rest
    else delete item.pages
  }
  return document
}

export type Direction = 'up' | 'down'

export function movePage(document: FormDocument, key: string, direction: Direction): Edited {
  const copy = copyOf(document)
  const from = copy.pages.findIndex((page) => page.key === key)
  if (from < 0) return gone
  swapped(copy.pages, from, direction)
  return copy
}

function swapped<Thing>(list: Thing[], from: number, direction: Direction): void {
  const to = direction === 'up' ? from - 1 : from + 1
  if (to < 0 || to >= list.length) return
  const [thing] = list.splice(from, 1)
  list.splice(to, 0, thing!)
}

/** `group` is the path of a group on that page; without it the item stands on the page itself. */
export type Place = { page: string; group?: string | undefined }

function listAt(document: FormDocument, { page, group }: Place): Item[] | undefined {
  if (group === undefined) return findPage(document, page)?.items
  const placed = findItem(document, group)
  return placed?.item.kind === 'group' && placed.page.key === page ? placed.item.items : undefined
}

/** Stands last; its key is made from its label where another one has it already. */
export function addItems(document: FormDocument, place: Place, items: readonly Item[]): Edited {
  const copy = copyOf(document)
  const list = listAt(copy, place)
  if (!list) return gone
  if (listItems(document).length + items.length > bounds.items) return { refused: 'too-many', names: [] }
  const taken = keysOf(document)
  for (const item of items) list.push(withFreeKeys(structuredClone(item), taken))
  return copy
}

/** Takes every key that is new into `taken`. */
function withFreeKeys(item: Item, taken: Set<string>): Item {
  const key = keyFor(item.key, taken)
  const kept = taken.has(item.key) ? key : item.key
  taken.add(kept)
  if (item.kind !== 'group') return { ...item, key: kept }
  return { ...item, key: kept, items: item.items.map((inner) => withFreeKeys(inner, taken)) }
}

export function changeItem(document: FormDocument, path: string, change: (item: Item) => Item): Edited {
  const copy = copyOf(document)
  const placed = findItem(copy, path)
  if (!placed) return gone
  placed.list[placed.index] = change(placed.item)
  return copy
}

export function removeItem(document: FormDocument, path: string): Edited {
  const copy = copyOf(document)
  const placed = findItem(copy, path)
  if (!placed) return gone
  placed.list.splice(placed.index, 1)
  return copy
}

export function moveItem(document: FormDocument, path: string, direction: Direction): Edited {
  const copy = copyOf(document)
  const placed = findItem(copy, path)
  if (!placed) return gone
  swapped(placed.list, placed.index, direction)
  return copy
}

/** Puts it last in another page or group. Its path may change: rules that name it by its old path are then to be mended. */
export function moveItemTo(document: FormDocument, path: string, place: Place): Edited {
  const copy = copyOf(document)
  const placed = findItem(copy, path)
  const list = placed && listAt(copy, place)
  if (!list || (place.group !== undefined && `${place.group}.`.startsWith(`${path}.`))) return gone
  placed.list.splice(placed.index, 1)
  list.push(placed.item)
  return copy
}

/** German is the master: translations stay, and are outdated by their own mark. Empty: the text goes. */
export function withGerman(text: Text | undefined, de: string): Text | undefined {
  if (de === '') return undefined
  return { ...text, de }
}

/** A field without a value is absent from the document. */
export const present = <Thing extends object>(thing: Thing): { [Key in keyof Thing]?: Exclude<Thing[Key], undefined> } =>
  Object.fromEntries(Object.entries(thing).filter(([, value]) => value !== undefined)) as never

export function without<Thing extends object, Key extends keyof Thing>(thing: Thing, keys: readonly Key[]): Omit<Thing, Key> {
  return Object.fromEntries(Object.entries(thing).filter(([key]) => !keys.includes(key as Key))) as Omit<Thing, Key>
}

export const isGroup = (item: Item): item is Group => item.kind === 'group'
