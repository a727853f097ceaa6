// "There is news of your application": by the channel of the account, or by mail to whoever applied without one. It never says what.
import type { MessageTemplate, SendMessage } from '../../contracts/messages.ts'
import type { House } from '../../kernel/house.ts'
import { showReference } from '../../kernel/reference.ts'
import type { Town, TownSql } from '../../kernel/town.ts'
import type { Writing } from './case.ts'
import type { CaseRow } from './tables.ts'

export type News = 'asked' | 'decided' | 'news'

/** One key is one message. `mail`: of the applicant, where there is no account; inside a look at the holder. */
export async function tellNews(
  house: House,
  town: Town,
  db: Writing,
  row: Pick<CaseRow, 'reference' | 'owner_id' | 'language'>,
  { what, key, mail, now }: { what: News; key: string; mail: string | undefined; now: Date },
): Promise<void> {
  const to =
    row.owner_id !== null ? { person: row.owner_id } : mail !== undefined ? { address: mail, language: row.language } : undefined
  if (!to) return
  const reference = showReference(row.reference)
  const link = row.owner_id !== null ? `${town.origin}/applications/${row.reference}` : `${town.origin}/applications/find`
  await house.ask<SendMessage>(town, 'send-message', {
    db: db as TownSql,
    message: { key: `cases.${what}/${key}`, template: `cases.${what}`, to, values: { reference, link } },
    now,
  })
}

const foot = {
  de: '\n{link}\n\nIhre Vorgangsnummer: {reference}\nAus Gründen des Datenschutzes steht hier nicht mehr.',
  en: '\n{link}\n\nYour reference: {reference}\nFor your privacy this message says no more.',
}
export const templates: readonly MessageTemplate[] = [
  {
    key: 'cases.asked',
    sentWhen: { de: 'Zu einem Antrag wird etwas nachgefragt.', en: 'Something is asked about an application.' },
    placeholders: ['reference', 'link'],
    texts: {
      de: {
        subject: 'Zu Ihrem Antrag brauchen wir noch etwas',
        text: `Guten Tag,\n\nzu Ihrem Antrag haben wir eine Frage. Was wir brauchen, lesen Sie hier:${foot.de}`,
      },
      en: {
        subject: 'We need something more for your application',
        text: `Hello,\n\nwe have a question about your application. Read here what we need:${foot.en}`,
      },
    },
  },
  {
    key: 'cases.decided',
    sentWhen: { de: 'Über einen Antrag ist entschieden.', en: 'An application was decided.' },
    placeholders: ['reference', 'link'],
    texts: {
      de: {
        subject: 'Über Ihren Antrag ist entschieden',
        text: `Guten Tag,\n\nüber Ihren Antrag ist entschieden. Den Stand sehen Sie hier:${foot.de}`,
      },
      en: {
        subject: 'Your application has been decided',
        text: `Hello,\n\nyour application has been decided. See where it stands:${foot.en}`,
      },
    },
  },
  {
    key: 'cases.news',
    sentWhen: { de: 'Bei einem Antrag gibt es Neues.', en: 'There is news of an application.' },
    placeholders: ['reference', 'link'],
    texts: {
      de: {
        subject: 'Neues zu Ihrem Antrag',
        text: `Guten Tag,\n\nbei Ihrem Antrag gibt es Neues. Hier sehen Sie den Stand:${foot.de}`,
      },
      en: {
        subject: 'News of your application',
        text: `Hello,\n\nthere is news of your application. See where it stands:${foot.en}`,
      },
    },
  },
]
