// What the receipt says, once for the page and the paper: facts, what comes next, answers, contact, seal.
import { dayOf, formatMoney, formatTime, formatWeekday } from '../../../design/format.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Town } from '../../../kernel/town.ts'
import type { Reader } from '../../../kernel/words.ts'
import { textIn } from '../document/text.ts'
import { type ShownPart, showAnswers } from './answer-view.ts'
import type { Receipt } from './receipt.ts'
import { checkCodeOf } from './seal.ts'
import { receiptWords } from './words.ts'

export type ReceiptView = {
  form: string
  reference: string
  facts: { label: string; value: string }[]
  /** What happens after sending; undefined where the form does not say. */
  next: string | undefined
  answers: ShownPart[]
  contact: string[]
  /** Instead of the answers, once they were erased. */
  erased: string | undefined
  code: string
}

export function viewReceipt(reader: Reader, town: Town, { row, document, unit, content }: Receipt): ReceiptView {
  const text = receiptWords(reader)
  const form = textIn(document.title, reader.language)
  const reference = showReference(row.reference)
  const { contact } = document
  return {
    form,
    reference,
    facts: [
      { label: text.form, value: form },
      { label: text.reference, value: reference },
      { label: text.receivedAt, value: momentIn(reader, row.received_at) },
      { label: text.office, value: unit ?? town.settings.officialName },
      ...(row.fee_cents === null ? [] : [{ label: text.fee, value: formatMoney(reader, row.fee_cents) }]),
    ],
    next: document.next && textIn(document.next, reader.language),
    answers: content ? showAnswers(document, content, reader) : [],
    contact: contact ? [contact.name, contact.address, contact.phone, contact.mail].filter((line) => line !== undefined) : [],
    erased: row.erased_at ? text.erased(momentIn(reader, row.erased_at)) : undefined,
    code: showReference(checkCodeOf(row)),
  }
}

/** `Montag, 16. November 2026, 10:00 Uhr`, in Berlin. */
export const momentIn = (reader: Reader, instant: Date): string =>
  `${formatWeekday(reader.language, dayOf(instant))}, ${formatTime(reader, instant)}`
