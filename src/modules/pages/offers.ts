// What this room tells its neighbours about its pages: addresses, search documents, entries of the sitemap.
import type { DutyPages } from '../../design/frame.ts'
import { type Language, pathIn } from '../../kernel/language.ts'
import type { SearchDocument } from '../../kernel/search/document.ts'
import { plainText } from './fragment.ts'
import type { Page } from './page.ts'
import { type PageKind, pageKinds } from './tables.ts'
import { pagesWords } from './words.ts'

type PageTexts = readonly Pick<Page, 'kind' | 'language'>[]

/** Readers of German reach easy language in one step; in English its page explains what that is. */
export function addressesOf(pages: PageTexts, language: Language): DutyPages {
  const has = (kind: PageKind, written: Language) => pages.some((page) => page.kind === kind && page.language === written)
  const addressOf = (kind: PageKind): string | undefined =>
    has(kind, language) || has(kind, 'de') ? pathIn(language, `/${kind}`) : undefined
  const easy = language !== 'en' && has('easy-language', 'leicht')
  return {
    imprint: addressOf('imprint'),
    privacy: addressOf('privacy'),
    accessibility: addressOf('accessibility'),
    easyLanguage: easy ? pathIn('leicht', '/easy-language') : addressOf('easy-language'),
    signLanguage: addressOf('sign-language'),
    reportBarrier: addressOf('report-barrier'),
  }
}

const keywordsOf = {
  imprint: 'imprintKeywords',
  privacy: 'privacyKeywords',
  accessibility: 'accessibilityKeywords',
  'easy-language': 'easyLanguageKeywords',
  'sign-language': 'signLanguageKeywords',
  'report-barrier': 'reportBarrierKeywords',
  about: 'aboutKeywords',
} as const

export const documentsOf = (pages: readonly Page[]): SearchDocument[] =>
  pages.map(({ kind, language, title, html }) => ({
    kind: 'page',
    id: kind,
    language,
    title,
    url: `/${kind}`,
    summary: plainText(/<p[^>]*>[\s\S]*?<\/p>/.exec(html)?.[0] ?? html).slice(0, 200),
    keywords: pagesWords({ language })[keywordsOf[kind]].split(', '),
    body: plainText(html),
    audience: ['resident', 'company'],
    codes: [],
    popularity: 0,
  }))

/** A text that only stands in for a missing one is not listed. */
export const sitemapPagesOf = (pages: readonly Page[]): { path: string; changed: string; languages: Language[] }[] =>
  pageKinds.flatMap((kind) => {
    const texts = pages.filter((page) => page.kind === kind)
    if (texts.length === 0) return []
    const changed = texts.map(({ changedAt }) => changedAt.toISOString()).sort()
    return [{ path: `/${kind}`, changed: changed.at(-1)!.slice(0, 10), languages: texts.map(({ language }) => language) }]
  })
