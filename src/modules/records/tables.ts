// Row types of this room: the only names its queries can use.
import type { Generated, JSONColumnType } from 'kysely'

export type Confidentiality = 'public' | 'internal' | 'confidential' | 'restricted'
export const confidentialities: readonly Confidentiality[] = ['public', 'internal', 'confidential', 'restricted']
/** A to the archive, B to be appraised, V to be destroyed. @de Aussonderungsart */
export type Appraisal = 'A' | 'B' | 'V'
export type Direction = 'incoming' | 'outgoing' | 'internal'
export type ProcedureState = 'open' | 'closed' | 'cancelled' | 'handed-over' | 'destroyed'
export const taskKinds = [
  'plan-missing',
  'plan-closed',
  'unit-missing',
  'procedure-closed',
  'procedure-gone',
  'retention-missing',
  'file-missing',
] as const
export type TaskKind = (typeof taskKinds)[number]

export type PlanEntryRow = {
  id: string
  number: string
  parent_id: string | null
  title: string
  keep_years: number | null
  forever: boolean
  law: string
  starts: 'year-end' | 'closing'
  appraisal: Appraisal
  example: boolean
  source: string
  closed_at: Date | null
  changed_at: Date
}

export type FileRow = {
  id: string
  plan_id: string
  number: string
  title: string
  unit: string
  collects: number | null
  confidentiality: Confidentiality
  state: 'open' | 'closed' | 'cancelled'
  next_number: number
  opened_at: Date
  closed_at: Date | null
}

export type ProcedureRow = {
  id: string
  file_id: string | null
  number: string
  title: string
  unit: string
  person_id: string | null
  matter_kind: string | null
  matter_id: string | null
  reference: string
  confidentiality: Confidentiality
  state: ProcedureState
  result: string | null
  opened_at: Date
  changed_at: Date
  closed_at: Date | null
  keep_years: number | null
  law: string
  keep_until: string | null
  next_document: number
}

export type DocumentRow = {
  id: string
  procedure_id: string | null
  key: string
  number: number | null
  title: string
  direction: Direction
  unit: string
  person_id: string | null
  dated_at: Date
  filed_at: Date
  cancelled_at: Date | null
  locked_by: string | null
  locked_at: Date | null
  versions: number
}

export type VersionRow = {
  id: string
  document_id: string
  number: number
  blob: string
  media_type: string
  size: number
  made_at: Date
  made_by: string
  read_at: Date | null
}

export type TaskRow = {
  id: string
  kind: TaskKind
  procedure_id: string | null
  document_id: string | null
  unit: string
  wanted: string
  opened_at: Date
  done_at: Date | null
  done_by: string | null
}

export type HoldRow = {
  id: string
  file_id: string | null
  procedure_id: string | null
  reason: string
  set_at: Date
  set_by: string
  lifted_at: Date | null
  lifted_by: string | null
}

export type DisposalRow = {
  id: string
  process_id: string
  unit: string
  due: string
  state: 'draft' | 'offered' | 'appraised' | 'done'
  made_at: Date
  made_by: string | null
  done_at: Date | null
}

export type Outcome = 'handed-over' | 'destroyed' | 'held' | 'failed'
export type DisposalItemRow = {
  disposal_id: string
  procedure_id: string
  appraisal: Appraisal
  outcome: Outcome | null
  at: Date | null
  by_id: string | null
  documents: number | null
  proof: Buffer | null
  archive_mark: string | null
}

type Details = Record<string, string | number | boolean>

export type HistoryRow = {
  id: string
  at: Date
  what: string
  actor: string
  file_id: string | null
  procedure_id: string | null
  document_id: string | null
  details: JSONColumnType<Details, string, never>
}

type OfTown<Row> = { town_id: Generated<number> } & Row
/** Columns that the database fills where nothing is said. */
type With<Row, Given extends keyof Row> = Omit<Row, Given> & { [Key in Given]: Generated<Row[Key]> }

export type RecordsTables = {
  'records.plan_entry': OfTown<PlanEntryRow>
  'records.file': OfTown<With<FileRow, 'confidentiality' | 'state' | 'next_number'>>
  'records.procedure': OfTown<With<ProcedureRow, 'confidentiality' | 'state' | 'next_document'>>
  'records.unit_right': OfTown<{
    id: string
    file_id: string | null
    procedure_id: string | null
    unit: string
    may: 'read' | 'write'
    given_at: Date
    given_by: string | null
  }>
  'records.document': OfTown<With<DocumentRow, 'versions'>>
  'records.version': OfTown<VersionRow>
  'records.rendition': OfTown<{
    id: string
    version_id: string
    kind: 'pdf' | 'preview'
    blob: string
    media_type: string
    size: number
    made_at: Date
  }>
  'records.word_index': OfTown<{ id: string; kind: 'procedure' | 'document'; words: string }>
  'records.person_text': OfTown<{ id: string; subject_id: string; sealed: Buffer }>
  'records.own_text': OfTown<{ id: string; sealed: Buffer }>
  'records.task': OfTown<TaskRow>
  'records.hold': OfTown<HoldRow>
  'records.history': OfTown<HistoryRow>
  'records.disposal': OfTown<DisposalRow>
  'records.disposal_item': OfTown<DisposalItemRow>
  'records.message': OfTown<{
    id: string
    process_id: string
    kind: string
    direction: 'out' | 'in'
    disposal_id: string | null
    at: Date
    by_id: string | null
  }>
}
