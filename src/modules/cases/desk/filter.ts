// Which cases a list shows, and in which order; as its address says it.
import type { Visit } from '../../../kernel/http/visit.ts'

export const listViews = ['team', 'mine', 'unowned', 'overdue', 'waiting'] as const
export type ListView = (typeof listViews)[number]
export const sorts = ['due', 'received'] as const
export type Sort = (typeof sorts)[number]

export type Filter = {
  view: ListView
  sort: Sort
  /** Key of a kind, of a step of it, a label, path of a unit; empty: all. */
  type: string
  step: string
  label: string
  unit: string
  /** A reference, words of a title, or a name. */
  search: string
}
/** The last row of the page before: its day or instant, and its id. */
export type Cursor = { at: string | null; id: string }
/** A page by its key; `number` only counts. */
export type PageOf = { after: Cursor | undefined; number: number }

export const perPage = 25

export function readFilter({ query }: Pick<Visit, 'query'>): Filter {
  const short = (name: string, most = 80): string => (query[name] ?? '').trim().slice(0, most)
  return {
    view: listViews.find((one) => one === query.view) ?? 'team',
    sort: query.sort === 'received' ? 'received' : 'due',
    type: short('type'),
    step: short('step'),
    label: short('label', 40),
    unit: short('unit', 400),
    search: short('q'),
  }
}

export function readPage({ query }: Pick<Visit, 'query'>): PageOf {
  const [, at = '', id = ''] = /^(\d{4}-\d{2}-\d{2}(?:T[\d:.]{8,12}Z)?|none)_([0-9a-f-]{36})$/.exec(query.after ?? '') ?? []
  const number = Math.min(Math.max(1, Math.floor(Number(query.page ?? 1)) || 1), 1_000_000)
  return id === ''
    ? { after: undefined, number: 1 }
    : { after: { at: at === 'none' ? null : at, id }, number: Math.max(2, number) }
}

export const cursorText = ({ at, id }: Cursor): string => `${at ?? 'none'}_${id}`

/** Without language and without what is empty or usual. */
export function queryOf(filter: Filter, page?: { after: Cursor; number: number }): string {
  const { view, sort, search, ...rest } = filter
  const named = {
    view: view === 'team' ? '' : view,
    sort: sort === 'due' ? '' : sort,
    ...rest,
    q: search,
    ...(page && { after: cursorText(page.after), page: String(page.number) }),
  }
  const asked = new URLSearchParams(Object.entries(named).filter(([, value]) => value !== '')).toString()
  return asked === '' ? '' : `?${asked}`
}
