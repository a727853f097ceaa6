// A kind of case as data: what it is called, how it is decided, by which law, and what becomes of it; it comes from a service package.
import type { Land } from '../../../kernel/calendar/holiday-law.ts'
import type { Level } from '../../../kernel/tables.ts'

export const caseTypeFormat = 'stadttor-case/1'

export type Text = { de: string; en: string; leicht?: string }
/** An expression over the answers of the form, its calculations and the facts of the case. @standard DMN 1.5 FEEL */
export type Feel = string

/** Where a figure, a period or a duty stands. `verified: false`: nobody has read the wording, and the page says so. */
export type LawSource = { law: string; date: string; source: string; verified: boolean }

/** Delivery, periods, secrecy and remedy follow it. @de Verfahrensrecht */
export type ProcedureLaw = 'BayVwVfG' | 'AO' | 'SGB X' | 'private'

/** `choice`: objection or action, as the person likes. @law Art. 12 AGVwGO (verify) */
export type Remedy = 'none' | 'action' | 'objection' | 'choice'

/** @de Vorgangstyp */
export type CaseType = {
  format: typeof caseTypeFormat
  /** The same in every town. */
  key: string
  title: Text
  /** Key of the form that residents fill in. */
  form: string
  /** Key of a second form that only clerks fill in; its answers stand in rules as `clerk`. */
  clerkForm?: string
  /** Id of the process in its BPMN file; begun with `caseId`, `reference` and the facts. */
  process: string
  procedureLaw: ProcedureLaw
  /** What nobody outside the unit may learn. @law § 30 AO, § 35 SGB I */
  secrecy?: 'tax' | 'social'
  /** Proof of identity needed to apply; the form asks for it too. */
  level: Level
  /** Who may apply. */
  parties: readonly ('person' | 'company' | 'staff')[]
  /** Whose names stand where in the answers: `applicant.givenName` → path. Read once, sealed. */
  names: Partial<Record<'givenName' | 'familyName' | 'company' | 'birthDate' | 'address' | 'mail', string>>
  /** Which unit: the first rule that holds; otherwise the unit of the package. */
  competence?: readonly { when: Feel; unit: string }[]
  /** Plain values for the process, lists and statistics; never names, addresses or free text. At most 20. */
  facts: readonly { name: string; title: Text; value: Feel; column?: true }[]
  /** The status line, in order; the process moves along it with work of the topic `cases.step`. */
  steps: readonly {
    key: string
    title: Text /** What happens now, in a few words. */
    now: Text /** Working days that it usually takes. */
    days?: number
  }[]
  /** Until when it must be decided. */
  deadline?: { days: number; count: 'calendar' | 'working' | 'legal'; source: LawSource }
  /** What silence means once the deadline is over. @law Art. 42a BayVwVfG (verify) */
  silence?: { effect: 'approval'; source: LawSource }
  /** Before these outcomes the person is heard. @law Art. 28 BayVwVfG */
  hearing?: { before: readonly string[]; days: number; text: Text; source: LawSource }
  outcomes: readonly Outcome[]
  /** Decided without a person: only with a ground in law and without discretion. @law Art. 35a BayVwVfG (verify), Art. 22 DSGVO */
  automatic?: { when: Feel; outcome: string; source: LawSource }
  /** By Land; `*` for every other. */
  remedy: Partial<Record<Land | '*', { kind: Remedy; days?: number; months?: number; to: Text; source: LawSource }>>
  /** Names of the mailbox's delivery rules, electronic and by post. */
  delivery: { mailbox: string; post: string }
  /** `days`: from the day it ended, where it must be erased sooner than after whole years. */
  filing: { plan: string; years: number; days?: number; source: LawSource }
  /** Days before `validUntil` on which the person is reminded, and whether the old answers begin the next one. */
  renewal?: { remindDays: number; prefill: boolean }
  /** Several open ones of one person are usual: no warning. */
  severalAtOnce?: true
  fourEyes?: true
  /** Texts a clerk puts into letters and messages. */
  textBlocks?: readonly { key: string; title: Text; text: Text }[]
}

/** @de Ergebnis */
export type Outcome = {
  key: string
  title: Text
  /** As the resident reads it in the status line: `Ausweis bewilligt`. */
  done: Text
  burdening: boolean
  /** Name of the letter in the package. None: closed without one. */
  letter?: Letter
  /** What it costs, in euros, with the line on the bill. */
  fee?: { amount: Feel; text: Text; source: LawSource | { example: true } }
  /** Last day on which it holds. */
  validUntil?: Feel
}

/** Paragraphs with `{{ feel }}`: rules over the answers, `town`, `case`, `fee`, `today`. @de Bescheid */
export type Letter = {
  subject: Text
  paragraphs: readonly { text: Text; when?: Feel }[]
  /** Why it was decided so; a clerk may add to it. */
  reasons?: readonly { text: Text; when?: Feel }[]
  /** Laws it rests on. */
  basis: readonly LawSource[]
}
