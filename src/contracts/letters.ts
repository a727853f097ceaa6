// Who puts a letter of an office into a person's mailbox: asked inside the transaction that causes it.
import type { Contract } from '../kernel/contract.ts'
import type { TownSql } from '../kernel/town.ts'

export type Letter = {
  /** One key is one letter, however often it is asked for. */
  key: string
  /** Person or organisation that receives it. */
  to: { person: string } | { organisation: string }
  /** Path of the unit that writes. */
  unit: string
  /** Every thread belongs to a matter: `{ kind: 'cases.case', id, label: 'Anmeldung Ihres Hundes' }`. */
  matter: { kind: string; id: string; label: string; url?: string }
  subject: string
  /** Plain text; empty lines part paragraphs. */
  text: string
  /** Files already kept with `keepBlob`. */
  attachments?: readonly { blob: string; name: string; mediaType: string }[]
  /** An administrative act: delivered by the rule of this name (see the mailbox's delivery rules). */
  formal?: { rule: string }
}

export type SendLetter = Contract<
  'send-letter',
  1,
  { db: TownSql; letter: Letter; now: Date },
  { thread: string; letter: string }
>
