// The town's sitemap: every public page in each language, with its other languages beside it.

import { type Language, pathIn } from '../../kernel/language.ts'
import { escapeXml } from '../../standards/xml/escape.ts'

/** @standard sitemaps.org 0.9: at most 50,000 addresses in one file. */
export const largestSitemap = 50_000

export type SitemapPage = { path: string; changed?: string; languages: readonly Language[] }

const head = '<?xml version="1.0" encoding="UTF-8"?>\n'
const namespace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

/** `part` counts from 1; undefined asks for the whole, which is an index when it would be too large for one file. */
export function sitemapXml(
  origin: string,
  pages: readonly SitemapPage[],
  part: number | undefined,
  limit = largestSitemap,
): string | undefined {
  const addresses = pages.flatMap((page) => page.languages.map((language) => ({ page, language })))
  const parts = Math.ceil(addresses.length / limit)
  if (part === undefined && parts > 1) {
    const list = Array.from(
      { length: parts },
      (_, index) => `<sitemap><loc>${origin}/sitemap.xml?part=${index + 1}</loc></sitemap>`,
    )
    return `${head}<sitemapindex ${namespace}>\n${list.join('\n')}\n</sitemapindex>\n`
  }
  if (part !== undefined && !(Number.isInteger(part) && part >= 1 && part <= parts)) return undefined
  const from = part === undefined ? 0 : (part - 1) * limit
  const entries = addresses.slice(from, from + limit).map(({ page, language }) => entry(origin, page, language))
  return `${head}<urlset ${namespace} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${entries.join('\n')}\n</urlset>\n`
}

/** Easy German has no code of its own in `hreflang`: it is listed, but not as an alternate. */
function entry(origin: string, { path, changed, languages }: SitemapPage, language: Language): string {
  const addressIn = (one: Language): string => escapeXml(origin + pathIn(one, path))
  const others = languages.filter((one) => one !== 'leicht')
  const alternates =
    language === 'leicht' || others.length < 2
      ? []
      : others.map((one) => `<xhtml:link rel="alternate" hreflang="${one}" href="${addressIn(one)}"/>`)
  const lastmod = changed ? `<lastmod>${escapeXml(changed.slice(0, 10))}</lastmod>` : ''
  return `<url><loc>${addressIn(language)}</loc>${lastmod}${alternates.join('')}</url>`
}
