// What the sender gets at once: a copy in the mailbox of the account, or a short mail that says it arrived.
import type { SendLetter } from '../../../contracts/letters.ts'
import type { MessageTemplate, SendMessage } from '../../../contracts/messages.ts'
import type { House } from '../../../kernel/house.ts'
import { pathIn } from '../../../kernel/language.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Town } from '../../../kernel/town.ts'
import { textIn } from '../document/text.ts'
import { answersAsText, showAnswers } from './answer-view.ts'
import type { SentContent } from './seal.ts'
import type { Sending, Writing } from './submit.ts'
import type { SubmissionRow } from './tables.ts'
import { receiptWords } from './words.ts'

/** A letter takes no more; the receipt has all of it. */
const longestCopy = 18_000

export const receiptPath = (id: string): string => `/forms/receipt/${id}`

export async function sendConfirmation(
  house: House,
  town: Town,
  db: Writing,
  { version, owner, actsFor, mailTo, now }: Sending,
  row: SubmissionRow,
  content: SentContent,
): Promise<void> {
  const reader = { language: row.language, ownWords: town.settings.ownWords }
  const text = receiptWords(reader)
  const reference = showReference(row.reference)
  if (owner) {
    const title = textIn(version.document.title, reader.language)
    const copy = answersAsText(showAnswers(version.document, content, reader))
    const url = pathIn(row.language, receiptPath(row.id))
    const letter = {
      key: `forms.submission/${row.id}`,
      to: actsFor ? (actsFor.kind === 'organisation' ? { organisation: actsFor.id } : { person: actsFor.id }) : { person: owner },
      unit: row.unit,
      matter: { kind: 'forms.submission', id: row.id, label: title.slice(0, 200), url },
      subject: text.letterSubject(reference),
      text: text.letterText(title, reference, copy.length > longestCopy ? text.seeReceipt : copy, `${town.origin}${url}`),
    }
    await house.ask<SendLetter>(town, 'send-letter', { db, letter, now })
  } else if (mailTo) {
    const message = {
      key: `forms.submission/${row.id}`,
      template: 'forms.received',
      to: { address: mailTo, language: row.language },
      values: { reference },
      urgent: true,
    }
    await house.ask<SendMessage>(town, 'send-message', { db, message, now })
  }
}

/** No word of what was sent, nor of which form. */
export const submissionTemplates: readonly MessageTemplate[] = [
  {
    key: 'forms.received',
    sentWhen: {
      de: 'Ein Formular wurde ohne Konto abgesendet, und eine E-Mail-Adresse ist angegeben.',
      en: 'A form was sent without an account, and a mail address was given.',
    },
    placeholders: ['reference'],
    texts: {
      de: {
        subject: 'Wir haben Ihr Formular erhalten',
        text: 'Guten Tag,\n\nIhr Formular ist bei uns angekommen. Ihre Eingangsnummer ist {reference}. Nennen Sie diese Nummer, wenn Sie uns dazu schreiben oder anrufen.\n\nAus Gründen des Datenschutzes steht der Inhalt nicht in dieser Nachricht.',
      },
      en: {
        subject: 'We have received your form',
        text: 'Hello,\n\nyour form has arrived. Your reference number is {reference}. Give this number when you write or call us about it.\n\nFor your privacy this message does not show what it says.',
      },
    },
  },
]
