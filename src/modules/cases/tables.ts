// Row types of this room, and what is sealed beside them.
import type { Generated } from 'kysely'
import type { FillingFor } from '../../contracts/fillings.ts'
import type { Language } from '../../kernel/language.ts'
import type { Level } from '../../kernel/tables.ts'
import type { CaseType } from './type/case-type.ts'

export type TypeRow = {
  id: string
  key: string
  unit: string
  form_key: string
  title_de: string
  title_en: string
  version: number
  created_at: Date
}

export type TypeVersionRow = {
  type_id: string
  number: number
  definition: CaseType
  source_hash: string
  origin: string
  installed_at: Date
  installed_by: string | null
}

export type CaseState = 'open' | 'waiting' | 'decided' | 'closed'
export type Channel = 'online' | 'counter' | 'phone' | 'letter' | 'mail' | 'scan' | 'program'
/** Plain values by name: numbers, truth, days and short keys. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>

/** @de Vorgang */
export type CaseRow = {
  id: string
  reference: string
  type_id: string
  version: number
  unit: string
  state: CaseState
  step: string
  step_at: Date
  outcome: string | null
  channel: Channel
  level: Level
  language: Language
  holder_id: string
  owner_id: string | null
  assignee: string | null
  received_at: Date
  changed_at: Date
  due_on: string | null
  rests_since: Date | null
  closed_at: Date | null
  valid_until: string | null
  remind_on: string | null
  news: boolean
  facts: Facts
  labels: string[]
  previous_id: string | null
  previous_kind: 'renewal' | 'objection' | 'split' | null
  entries: number
}

/** @de Beteiligte */
export type PartyRow = {
  id: string
  case_id: string
  role: 'applicant' | 'co-applicant' | 'agent' | 'affected'
  kind: 'person' | 'organisation'
  account_id: string | null
  subject: string
  added_at: Date
  ended_at: Date | null
}
/** Sealed as `cases.party/<id>`. */
export type PartyContent = {
  givenName?: string
  familyName?: string
  company?: string
  birthDate?: string
  address?: { street: string; houseNumber: string; postcode: string; city: string }
  mail?: string
}

export type SubmissionRole = 'application' | FillingFor['role']
export type SubmissionRow = {
  id: string
  case_id: string
  role: SubmissionRole
  form_id: string
  form_version: number
  request_id: string | null
  channel: Channel
  entered_by: string | null
  received_at: Date
}
/** Sealed as `cases.answers/<submission>`. */
export type AnswersContent = { answers: Readonly<Record<string, unknown>>; leftOpen: Readonly<Record<string, string>> }

export type DocumentRow = {
  id: string
  case_id: string
  submission_id: string | null
  direction: 'incoming' | 'outgoing' | 'internal'
  kind: 'attachment' | 'letter' | 'decision' | 'paper' | 'internal'
  path: string | null
  blob: string
  media_type: string
  size: number
  at: Date
  checked: 'good' | 'missing' | 'unreadable' | null
}

export type EventRow = {
  case_id: string
  number: number
  at: Date
  kind: string
  actor: string
  details: Readonly<Record<string, unknown>>
  open: boolean
}

export type RequestRow = {
  id: string
  case_id: string
  kind: 'correction' | 'hearing'
  state: 'open' | 'answered' | 'withdrawn'
  paths: string[]
  due_on: string | null
  asked_by: string | null
  asked_at: Date
  answered_at: Date | null
  submission_id: string | null
  path: string | null
}
/** Sealed as `cases.request/<id>`. */
export type RequestContent = { message: string; reasons: Readonly<Record<string, string>> }

export type DecisionRow = {
  id: string
  case_id: string
  outcome: string
  kind: 'decision' | 'amendment' | 'revocation' | 'withdrawal'
  state: 'draft' | 'issued' | 'dropped'
  replaces_id: string | null
  prepared_by: string | null
  prepared_at: Date
  approved_by: string | null
  issued_at: Date | null
  document_id: string | null
  delivery: 'mailbox' | 'post' | null
  letter_id: string | null
  posted_on: string | null
  delivered_on: string | null
  fee_cents: number | null
  fee_reference: string | null
  valid_until: string | null
}
/** Sealed as `cases.decision/<id>`: as it is sent. */
export type DecisionContent = {
  subject: string
  paragraphs: readonly string[]
  reasons: readonly string[]
  basis: readonly string[]
}

export type NoteRow = { id: string; case_id: string; by_id: string; at: Date }

export type OpinionRow = {
  id: string
  case_id: string
  unit: string
  pages: string[]
  asked_by: string
  asked_at: Date
  due_on: string | null
  answered_by: string | null
  answered_at: Date | null
  view: 'for' | 'against' | 'conditions' | 'not-concerned' | null
}
/** Sealed as `cases.opinion/<id>`. */
export type OpinionContent = { question: string; answer?: string }

/** Taken in by a clerk for somebody; the case follows when the form is sent. */
export type IntakeRow = {
  id: string
  type_id: string
  channel: 'counter' | 'phone' | 'letter' | 'mail' | 'scan'
  mandate: 'present' | 'written' | 'power' | 'law'
  by_id: string
  begun_at: Date
  path: string
}

type OfTown<Row> = { town_id: Generated<number> } & Row
type Sealed<Key extends string> = OfTown<{ [Name in Key]: string } & { subject_id: string; sealed: Buffer }>

export type CasesTables = {
  'cases.type': OfTown<TypeRow>
  'cases.type_version': OfTown<TypeVersionRow>
  'cases.case': OfTown<CaseRow>
  'cases.party': OfTown<PartyRow>
  'cases.party_content': Sealed<'party_id'>
  'cases.submission': OfTown<SubmissionRow>
  'cases.answers': Sealed<'submission_id'>
  'cases.document': OfTown<DocumentRow>
  'cases.document_name': Sealed<'document_id'>
  'cases.event': OfTown<EventRow>
  'cases.event_text': Sealed<'case_id'> & { number: number }
  'cases.request': OfTown<RequestRow>
  'cases.request_text': Sealed<'request_id'>
  'cases.decision': OfTown<DecisionRow>
  'cases.decision_text': Sealed<'decision_id'>
  'cases.note': OfTown<NoteRow>
  'cases.note_text': Sealed<'note_id'>
  'cases.opinion': OfTown<OpinionRow>
  'cases.opinion_text': Sealed<'opinion_id'>
  'cases.follower': OfTown<{ case_id: string; person_id: string }>
  'cases.link': OfTown<{
    case_id: string
    other_id: string
    reason: 'same-matter' | 'objection' | 'renewal' | 'split' | 'joined' | 'duplicate'
    by_id: string | null
    at: Date
  }>
  'cases.rating': OfTown<{ id: string; type_id: string; stars: number; month: string }>
  'cases.rated': OfTown<{ case_id: string }>
  'cases.intake': OfTown<IntakeRow>
}
