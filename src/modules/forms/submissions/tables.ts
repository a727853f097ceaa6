// Row types of what was sent.
import type { Generated } from 'kysely'
import type { FillingFor } from '../../../contracts/fillings.ts'
import type { Language } from '../../../kernel/language.ts'
import type { Level } from '../../../kernel/tables.ts'
import type { Channel, FormsTables } from '../tables.ts'

export type SubmissionRow = {
  id: string
  reference: string
  draft_id: string
  form_id: string
  version: number
  unit: string
  holder_id: string
  owner_id: string | null
  acts_for: string | null
  entered_by: string | null
  entered_channel: Channel | null
  matter: FillingFor | null
  level: Level
  method: string
  language: Language
  received_at: Date
  state: 'received' | 'erased'
  keep_until: string | null
  fee_cents: number | null
  secret_hash: Buffer | null
  content_hash: Buffer
  signature: Buffer
  erased_at: Date | null
  erased_by: string | null
}

export type SubmissionFileRow = {
  id: string
  submission_id: string
  path: string
  blob: string
  media_type: string
  size: number
}

export type ReceiverRow = {
  id: string
  form_id: string
  kind: 'contract' | 'webhook' | 'batch'
  label: string
  target: string
  secret: Buffer | null
  format: 'csv' | 'json' | null
  rhythm: 'daily' | 'weekly' | null
  parameters: Record<string, string>
  added_at: Date
  removed_at: Date | null
}

export type HandOverRow = {
  id: string
  submission_id: string
  receiver_id: string
  state: 'waiting' | 'failing' | 'delivered'
  attempts: number
  next_at: Date
  last_error: string | null
  delivered_at: Date | null
  foreign_id: string | null
  reply_channel: string | null
  batch_id: string | null
}

export type BatchRow = { id: string; receiver_id: string; made_at: Date; submissions: number; fetched_at: Date | null }

export type FigureRow = {
  day: string
  form_id: string
  version: number
  what: 'started' | 'left' | 'sent' | 'minutes' | 'problem'
  place: string
  count: number
}

type OfTown<Row> = { town_id: Generated<number> } & Row

export type SubmissionTables = FormsTables & {
  'forms.submission': OfTown<SubmissionRow>
  'forms.submission_content': OfTown<{ submission_id: string; subject_id: string; sealed: Buffer }>
  'forms.submission_file': OfTown<SubmissionFileRow>
  'forms.receiver': OfTown<ReceiverRow>
  'forms.hand_over': OfTown<HandOverRow>
  'forms.batch': OfTown<BatchRow>
  'forms.figure': OfTown<FigureRow>
}
