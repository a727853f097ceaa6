// Who takes over what was sent by a form: a case, a mailbox of an office, another system.
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'
import type { Level } from '../kernel/tables.ts'
import type { TownSql } from '../kernel/town.ts'
import type { FillingFor } from './fillings.ts'

/** One sent form as it is handed over; a webhook carries the same as JSON. */
export type HandedSubmission = {
  /** The same however often it is handed over: who has it already answers as the first time. */
  id: string
  /** Without hyphen: `7K3M9QX2`. */
  reference: string
  form: { id: string; key: string; version: number; title: string }
  /** Path of the unit that answers for the form. */
  unit: string
  /** Where it goes at the receiver, as the form's receiver names it. */
  routingTarget: string
  /** @standard RFC 3339 */
  receivedAt: string
  language: Language
  /** Highest level the sender proved, and how; `none` without an account. */
  level: Level
  method: string
  /** The account and whom it acted for; none: sent without one. */
  sender: { person?: string; actsFor?: string }
  /** The one document that people read: the receipt as PDF. */
  primaryDocument: HandedFile
  /** By the form's own schema. */
  answers: Readonly<Record<string, unknown>>
  /** Why a question was left open, by its path. */
  leftOpen: Readonly<Record<string, string>>
  /** Where an answer came from that the sender did not type, by its path: `account`, `earlier`, `link`, `register.population`. */
  origins?: Readonly<Record<string, string>>
  /** The matter it belongs to, where one exists already; none: a new one. */
  matter?: FillingFor
  /** Typed in by staff for somebody. */
  enteredBy?: { person: string; channel: 'counter' | 'phone' | 'letter' | 'mail' | 'scan' }
  /** What the sender said about getting the decision into the mailbox, and which wording of the notice they were shown. */
  delivery?: { choice: 'given' | 'excluded'; notice: string }
  /** Where people without an account are told that something happened; personal. */
  mailTo?: string
  attachments: readonly (HandedFile & { path: string; label?: string })[]
  /** Integer cents. */
  fee?: { cents: number }
  /** Of this receiver, by name. */
  parameters: Readonly<Record<string, string>>
  /** SHA-256 of what is stored, in hexadecimal, and the town's signature in base64url. */
  seal: { contentHash: string; signature: string }
}

/** `url` answers for a few minutes only, for this submission alone. Size 0: made when it is fetched. */
export type HandedFile = {
  id: string
  name: string
  mediaType: string
  size: number
  url: string /** Inside the house only: who takes it over keeps it with `keepBlob`. */
  blob?: string
}

/** What the receiver calls it, and how to reach it there; kept beside the submission. */
export type Taken = { foreignCaseId?: string; replyChannel?: string }

/**
 * Asked inside the transaction of `db`, a logged look at the sender; what the receiver writes in it and the note "handed over" are one.
 * At least once: the same `id` again is the same case. Throwing is a failure, tried again and shown on the desk.
 */
export type ReceiveSubmission = Contract<
  'receive-submission',
  1,
  { db: TownSql; submission: HandedSubmission; holder: string; now: Date },
  Taken
>
