// Which public pages a module has, for the town's sitemap.
import type { Contract } from '../kernel/contract.ts'

/** Paths without language prefix, with the day of the last change. */
export type SitemapPages = Contract<'sitemap-pages', 1, Record<string, never>, { path: string; changed?: string }[]>
