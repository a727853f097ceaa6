// Row types of this room, and what is sealed inside them.
import type { Generated } from 'kysely'
import type { FillingFor } from '../../contracts/fillings.ts'
import type { Language } from '../../kernel/language.ts'
import type { Level } from '../../kernel/tables.ts'
import type { Answers, FormDocument, Text } from './document/document.ts'

export type FormRow = {
  id: string
  key: string
  /** A questionnaire guides to services and sends nothing. */
  kind: 'application' | 'questionnaire'
  unit: string
  title: string
  live_version: number | null
  opens_on: string | null
  closes_on: string | null
  submission_limit: number | null
  paused: Text | null
  /** The service package whose part it is. */
  package: string | null
  created_at: Date
  changed_at: Date
}

export type VersionRow = {
  form_id: string
  number: number
  document: FormDocument
  published_at: Date
  published_by: string | null
  approved_by: string | null
}

export type DraftRow = {
  id: string
  form_id: string
  version: number
  owner_id: string | null
  subject: string
  state: 'open' | 'sent'
  language: Language
  secret_hash: Buffer | null
  level: Level
  revision: number
  page: string | null
  begun_at: Date
  saved_at: Date
  warned_at: Date | null
  /** The matter its sending belongs to, where one exists already. */
  matter: FillingFor | null
  filling_key: string | null
  /** The member of staff who types it in for somebody. */
  entered_by: string | null
  entered_channel: Channel | null
}

/** How it came in that a member of staff types. */
export type Channel = 'counter' | 'phone' | 'letter' | 'mail' | 'scan'

/** What a draft holds, sealed as `forms.draft/<id>`. */
export type DraftContent = {
  answers: Answers
  /** Why a question was left open, by its path. */
  leftOpen: Readonly<Record<string, string>>
  /** Where a prefilled answer came from, by its path: `account`, `earlier`, `link`, `register.<name>`. */
  origins: Readonly<Record<string, string>>
  /** Screens that were answered, by their address. */
  seen: readonly string[]
}

type OfTown<Row> = { town_id: Generated<number> } & Row

export type FormsTables = {
  'forms.form': OfTown<FormRow>
  'forms.version': OfTown<VersionRow>
  'forms.form_service': OfTown<{ form_id: string; service: string }>
  'forms.draft': OfTown<DraftRow>
  'forms.draft_content': OfTown<{ draft_id: string; subject_id: string; sealed: Buffer }>
}
