// Row types of this room.
import type { Generated } from 'kysely'
import type { Language } from '../../kernel/language.ts'

export const pageKinds = [
  'imprint',
  'privacy',
  'accessibility',
  'easy-language',
  'sign-language',
  'report-barrier',
  'about',
] as const
export type PageKind = (typeof pageKinds)[number]

/** `starter`: the template's words; `file`: the town's own file; `edited`: written on the desk. */
export type PageSource = 'starter' | 'file' | 'edited'

export type PagesTables = {
  'pages.page': {
    town_id: Generated<number>
    kind: PageKind
    language: Language
    title: string
    html: string
    source: PageSource
    changed_at: Date
  }
}
