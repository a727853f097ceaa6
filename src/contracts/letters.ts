// Who puts a letter of an office into a person's mailbox: asked inside the transaction that causes it.
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'
import type { TownSql } from '../kernel/town.ts'

export type Letter = {
  /** One key is one letter, however often it is asked for. */
  key: string
  /** Person or organisation that receives it. */
  to: { person: string } | { organisation: string }
  /** Path of the unit that writes. */
  unit: string
  /** Every thread belongs to a matter: `{ kind: 'cases.case', id, label: 'Anmeldung Ihres Hundes' }`. */
  matter: { kind: string; id: string; label: string; url?: string | undefined }
  subject: string
  /** Plain text; empty lines part paragraphs. */
  text: string
  /** Files kept with `keepBlob` in the same transaction: the letter takes over that one reference to each. */
  attachments?: readonly { blob: string; name: string; mediaType: string }[]
  /** An administrative act: delivered by the rule of this name (see the mailbox's delivery rules). */
  formal?: { rule: string }
}

/**
 * `db` is that of a running `town.write` or `town.personal`; the look at the recipient is logged in it by the mailbox itself.
 * `paper`: the person did not consent to electronic delivery; the letter is not shown to them and must be posted.
 */
export type SendLetter = Contract<
  'send-letter',
  1,
  { db: TownSql; letter: Letter; now: Date },
  { thread: string; letter: string; paper?: { reason: { de: string; en: string } } }
>

/**
 * Records what a person said about electronic delivery in a matter, before the first decision. `notice`: which wording they were shown.
 * `service`: formal service too, expressly and after that notice. Inside `town.write` or `town.personal`. @law Art. 24, 25 BayDiG; § 9 OZG
 */
export type DeliveryConsent = Contract<
  'delivery-consent',
  1,
  {
    db: TownSql
    recipient: string
    matter: { kind: string; id: string }
    choice: { delivery: 'given' | 'excluded'; service: boolean }
    notice: string
    saidBy: string
    now: Date
  },
  { recorded: true }
>

/** What a person must know before they choose how decisions reach them: lines of the notice, and which wording it is. */
export type DeliveryNotice = Contract<
  'delivery-notice',
  1,
  { language: Language; today: string },
  { version: string; lines: readonly string[] }
>

/** On which day a letter that was posted counts as delivered, by a rule of the channel `post`. Undefined day: no such rule is in force. */
export type PostDelivery = Contract<
  'post-delivery',
  1,
  { rule: string; postedOn: string; now: Date },
  { day?: string; reason?: { de: string; en: string } }
>
