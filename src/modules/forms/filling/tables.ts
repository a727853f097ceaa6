// Row types of filling in, and what its drafts hold beyond the answers.
import type { Generated } from 'kysely'
import type { Language } from '../../../kernel/language.ts'
import type { Answers } from '../document/document.ts'
import type { DraftContent, FormsTables } from '../tables.ts'

export type FillingContent = DraftContent & {
  /** Values that a signed link brought along; each is shown with its origin and taken only when its page is sent. */
  offered?: Answers
  /** Paths of what alone can be changed, each with why; personal, so it lies here. */
  only?: Readonly<Record<string, string>>
  /** The answers that a draft with `only` began with. */
  given?: Answers
  /** Where its sending leads instead of to the receipt: a path without language. */
  back?: string
}

export type FillingTables = FormsTables & {
  'forms.draft_way': {
    town_id: Generated<number>
    id: string
    draft_id: string
    mail_name: string
    language: Language
    code_hash: string | null
    code_until: Date | null
    tries: Generated<number>
    made_at: Date
  }
  'forms.draft_address': { town_id: Generated<number>; draft_id: string; subject_id: string; sealed: Buffer }
  'forms.draft_file': {
    town_id: Generated<number>
    id: string
    draft_id: string
    blob: string
    media_type: string
    size: number
    added_at: Date
  }
  'forms.begin_count': { town_id: Generated<number>; name: string; hour: Date; count: number }
  'forms.begin_used': { town_id: Generated<number>; task: string; until: Date }
}
