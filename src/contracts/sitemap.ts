// Which public pages a module has, for the town's sitemap.
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'

/** Paths without language prefix, with the day of the last change. `languages` where a page exists in other ones than German and English. */
export type SitemapPages = Contract<
  'sitemap-pages',
  1,
  Record<string, never>,
  { path: string; changed?: string; languages?: readonly Language[] }[]
>
