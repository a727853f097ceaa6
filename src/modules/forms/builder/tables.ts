// Row types of the builder: working copies, their changes, blocks, comments, test rounds.
import type { Generated } from 'kysely'
import type { FormDocument, Item } from '../document/document.ts'
import type { FormsTables } from '../tables.ts'

export type WorkingCopyRow = {
  form_id: string
  document: FormDocument
  revision: number
  changed_at: Date
  changed_by: string | null
  begun_by: string | null
  published_revision: number | null
  asked_by: string | null
  asked_at: Date | null
  note: string
}

export type EditRow = {
  form_id: string
  revision: number
  at: Date
  by: string | null
  action: string
  label: string
  before: FormDocument | null
  undoes: number | null
}

export type CommentRow = { id: string; form_id: string; path: string; text: string; by: string; at: Date; done_at: Date | null }
export type BlockRow = { id: string; name: string; items: Item[]; made_by: string; at: Date }

type OfTown<Row> = { town_id: Generated<number> } & Row

export type BuilderTables = FormsTables & {
  'forms.working_copy': OfTown<WorkingCopyRow>
  'forms.edit': OfTown<EditRow>
  'forms.comment': OfTown<CommentRow>
  'forms.block': OfTown<BlockRow>
}
