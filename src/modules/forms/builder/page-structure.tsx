// A look at the pages of a form as the server draws them: names of fields, ids, headings, words of links. axe looks again in the tests.
import { renderToString } from 'preact-render-to-string'
import type { Frame } from '../../../design/frame.ts'
import type { FormDocument } from '../document/document.ts'
import type { Finding } from './checklist.ts'
import { PageAsSeen } from './preview.tsx'

/** @standard WCAG 2.2, 1.3.1, 2.4.4, 4.1.2 as far as the markup alone tells. */
export function structureOf(frame: Frame, document: FormDocument): Finding[] {
  return document.pages.flatMap((page): Finding[] => {
    const html = renderToString(<PageAsSeen frame={{ ...frame, language: 'de' }} document={document} page={page} />)
    return faultsIn(html).map((more) => ({ text: 'structure', name: page.title.de, path: `pages/${page.key}`, more }))
  })
}

/** One line for each fault, with the piece of markup. */
export function faultsIn(html: string): string[] {
  const faults: string[] = []
  const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => id)
  for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) faults.push(`id="${id}"`)
  const named = new Set([...html.matchAll(/<label[^>]*\sfor="([^"]*)"/g)].map(([, id = '']) => id))
  const inLabels = new Set(
    [...html.matchAll(/<label\b[^>]*>(.*?)<\/label>/gs)].flatMap(([, inner = '']) =>
      withoutTags(inner) === '' ? [] : [...inner.matchAll(/<(?:input|select|textarea)\b[^>]*>/g)].map(([tag]) => tag),
    ),
  )
  for (const [tag] of html.matchAll(/<(?:input|select|textarea)\b[^>]*>/g)) {
    const id = /\sid="([^"]*)"/.exec(tag)?.[1]
    const hidden = /\stype="(hidden|submit|button)"/.test(tag)
    if (!hidden && !inLabels.has(tag) && !/\saria-label(ledby)?="[^"]+"/.test(tag) && !(id && named.has(id)))
      faults.push(tag.slice(0, 120))
  }
  for (const [whole, name, inner = ''] of html.matchAll(/<(h[1-6]|a|legend|button|label)\b[^>]*>(.*?)<\/\1>/gs))
    if (withoutTags(inner) === '' && !/<(input|select|textarea)/.test(inner)) faults.push(`${name}: ${whole.slice(0, 120)}`)
  for (const [tag] of html.matchAll(/<img\b[^>]*>/g)) if (!/\salt=/.test(tag)) faults.push(tag.slice(0, 120))
  return faults
}

const withoutTags = (html: string): string => html.replace(/<[^>]*>/g, '').trim()
