// Filling in a form for a matter that exists: correcting single answers, adding something, the clerk's own form, taking in paper, renewing.
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'
import type { TownSql } from '../kernel/town.ts'

/** Which matter a sending belongs to, and as what; handed over with it. */
export type FillingFor = {
  kind: string
  id: string
  role: 'correction' | 'addition' | 'clerk' | 'intake' | 'renewal' | 'objection'
  /** Kept by who asked, to know again which request this answers. */
  request?: string
}

/**
 * Begins a draft whose sending is handed over with `matter`; inside a logged look at `subject`. Once per `key`: asked again, the same draft.
 * `only`: paths that can be changed, each with why (plain text, shown beside the question); everything else is shown and stays.
 * `owner`: the account that fills it in (resident or member of staff); none: whoever opens the returned address with the reference's mail code.
 */
export type BeginFilling = Contract<
  'begin-filling',
  1,
  {
    db: TownSql
    key: string
    form: { key: string; version?: number }
    matter: FillingFor
    subject: string
    owner?: string | undefined
    /** A member of staff who types it for somebody: how it came in, and on what mandate. */
    enteredBy?: { person: string; channel: 'counter' | 'phone' | 'letter' | 'mail' | 'scan' } | undefined
    answers?: Readonly<Record<string, unknown>>
    only?: Readonly<Record<string, string>>
    /** Where the code goes without an account; absent: the address given with what was sent last. */
    mail?: string
    /** Where its sending leads instead of to the receipt: an own path without language. */
    back?: string
    language: Language
    now: Date
  },
  /** Path without language. */
  { path: string; draft: string } | { refused: 'no-form' | 'closed' }
>

export type ShownAnswer = {
  path: string
  label: string
  text: string /** Ids of files given here. */
  files?: readonly string[]
  sensitive?: true
}
export type ShownPage = { key: string; title: string; answers: readonly ShownAnswer[] }

/** The answers of a version of a form as people read them, page by page; what is hidden is left out. */
export type ShowAnswers = Contract<
  'show-answers',
  1,
  {
    db: TownSql
    form: { id: string; version: number }
    answers: Readonly<Record<string, unknown>>
    language: Language
    now: Date
  },
  readonly ShownPage[]
>

/** Values of rules over answers of a form, with its calculations, by name: for routing, fees and letters. Null where a rule gives nothing. */
export type JudgeAnswers = Contract<
  'judge-answers',
  1,
  {
    db: TownSql
    form: { id: string; version: number }
    answers: Readonly<Record<string, unknown>>
    rules: Readonly<Record<string, string>>
    /** Further names that rules may use beside the answers, as plain JSON: `case`, `town`, `fee`. */
    values?: Readonly<Record<string, unknown>>
    now: Date
  },
  Readonly<Record<string, unknown>>
>
