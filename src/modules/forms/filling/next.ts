// Which page comes next.
import type { Page } from '../document/document.ts'
import type { Evaluation } from '../document/evaluate.ts'

/** The first page that was not answered yet, or the first of all. */
export const screenStart = ({ pages }: Evaluation, seen: readonly string[]): string =>
  (pages.find(({ key }) => !seen.includes(key)) ?? pages[0])?.key ?? ''

/** After a page was answered: the next one, or 'check'. Who came to change one answer goes back there unless the change asks for more. */
export function pageAfter({ pages }: Evaluation, page: Page, seen: readonly string[], fromCheck: boolean): Page | 'check' {
  if (fromCheck) return pages.find(({ key }) => !seen.includes(key)) ?? 'check'
  const index = pages.findIndex(({ key }) => key === page.key)
  return pages[index + 1] ?? 'check'
}
