// Answers as people read them: question, answer, and where they can be changed.
import type { Reader } from '../../../kernel/words.ts'
import type { Answer, Item } from '../document/document.ts'
import type { Evaluation } from '../document/evaluate.ts'
import type { Checking } from '../document/kinds/kind.ts'
import { kindOf } from '../document/kinds/kinds.ts'
import { answerAt } from '../document/places.ts'
import { textIn } from '../document/text.ts'
import { anchorOf } from './controls.tsx'
import { entriesAt } from './screen.ts'
import { fillingWords } from './words.ts'

export type Row = {
  label: string
  value: string
  url?: string | undefined
  missing?: boolean | undefined
  origin?: string | undefined
}
export type Section = { title: string; rows: readonly Row[]; sub?: boolean | undefined }
type Showing = Pick<Checking, 'reader' | 'list'>
/** Address of the screen on which something is changed; undefined: nothing can be. */
type ScreenUrl = ((address: string, anchor: string, path: string) => string | undefined) | undefined

/** Pages with their answers, in order; `only` names pages by key. */
export function sectionsOf(
  evaluation: Evaluation,
  showing: Showing,
  leftOpen: Readonly<Record<string, string>>,
  urlOf?: ScreenUrl,
  only?: readonly string[],
  originOf?: (path: string) => string | undefined,
): Section[] {
  const { reader } = showing
  const text = fillingWords(reader)
  return evaluation.pages
    .filter(({ key }) => !only || only.includes(key))
    .flatMap((page) => {
      const sections: Section[] = []
      const walk = (items: readonly Item[], at: string, rows: Row[], screen: string): void => {
        for (const item of items) {
          const path = at === '' ? item.key : `${at}.${item.key}`
          if (!evaluation.shown(path)) continue
          if (item.kind === 'question') {
            const value = answerAt(evaluation.answers, path)
            const reason = leftOpen[path]
            rows.push({
              label: textIn(item.label, reader.language),
              value: reason !== undefined ? text.leftOpen(reason) : (shownValue(item, value, showing) ?? text.notAnswered),
              url: urlOf?.(screen, anchorOf(item, path), path),
              origin: originOf?.(path),
              missing: reason === undefined && value === undefined && item.need !== 'optional',
            })
          } else if (item.kind === 'group' && item.repeat) {
            const one = textIn(item.repeat.one, reader.language)
            const entries = entriesAt(evaluation.answers, path)
            rows.push({
              label: textIn(item.title, reader.language),
              value: entries.length === 0 ? text.noEntries : String(entries.length),
              url: urlOf?.(screen, path, path),
            })
            for (const [index] of entries.entries()) {
              const inner: Row[] = []
              const entry = `${path}.${index}`
              sections.push({ title: text.entry(one, index + 1), rows: inner, sub: true })
              walk(item.items, entry, inner, entry)
            }
          } else if (item.kind === 'group') walk(item.items, path, rows, screen)
        }
      }
      const own: Row[] = []
      walk(page.items, '', own, page.key)
      const first = own.length > 0 || sections.length > 0 ? [{ title: textIn(page.title, reader.language), rows: own }] : []
      return [...first, ...sections]
    })
}

type Asked = Parameters<typeof kindOf>[0]

/** Undefined where nothing was answered. */
export const shownValue = (question: Asked, value: Answer | undefined, showing: Showing): string | undefined =>
  value === undefined || value === null ? undefined : kindOf(question).show(question as never, value, showing)

/** Values of an entry without their questions. */
export const shownInLine = (evaluation: Evaluation, items: readonly Item[], at: string, showing: Showing): string[] =>
  items.flatMap((item) => {
    const path = `${at}.${item.key}`
    if (item.kind === 'group') return item.repeat ? [] : shownInLine(evaluation, item.items, path, showing)
    return item.kind === 'question' ? (shownValue(item, answerAt(evaluation.answers, path), showing) ?? []) : []
  })

export function Sections({ reader, sections, level }: { reader: Reader; sections: readonly Section[]; level: 2 | 3 }) {
  const text = fillingWords(reader)
  return (
    <>
      {sections.map(({ title, rows, sub }) => {
        const Tag = `h${sub ? level + 1 : level}` as 'h2'
        return (
          <section class={sub ? 'answers sub' : 'answers'}>
            <Tag>{title}</Tag>
            <dl>
              {rows.map(({ label, value, url, missing, origin }) => (
                <div>
                  <dt>{label}</dt>
                  <dd class={missing ? 'strong keep-lines' : 'keep-lines'}>
                    {value}
                    {origin !== undefined && <span class="meta block">{origin}</span>}
                  </dd>
                  {url && (
                    <dd class="act">
                      <a href={url}>
                        {text.change}
                        <span class="hidden"> {label}</span>
                      </a>
                    </dd>
                  )}
                </div>
              ))}
            </dl>
          </section>
        )
      })}
    </>
  )
}
