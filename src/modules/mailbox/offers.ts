// What this room adds elsewhere: the entrance hall, "my data", the desk, and the hint "you have mail".
import type { AccountLink } from '../../contracts/account-links.ts'
import type { DeskList } from '../../contracts/desk-work.ts'
import type { MessageTemplate } from '../../contracts/messages.ts'
import type { DataChapter, ErasePerson, ErasureReport } from '../../contracts/my-data.ts'
import type { PersonalParts } from '../../contracts/personal-hall.ts'
import { formatDay } from '../../design/format.ts'
import type { SignedIn } from '../../kernel/access.ts'
import { addMonths, dayAt } from '../../kernel/calendar/day.ts'
import { type Language, pathIn } from '../../kernel/language.ts'
import type { Town } from '../../kernel/town.ts'
import { countViews, mayRead } from './desk.ts'
import { legalBasis } from './letter.ts'
import { countUnread } from './mailbox.ts'
import type { Db } from './proof.ts'
import { dropThreads, keepYears } from './retention.ts'
import { readThread } from './thread.ts'
import { mailboxWords } from './words.ts'

export async function tasksOf(town: Town, person: string, language: Language): Promise<PersonalParts> {
  const unread = await countUnread(town, person)
  if (unread === 0) return {}
  const text = mailboxWords({ language, ownWords: town.settings.ownWords })
  return { tasks: [{ label: text.unreadLetters(unread), url: pathIn(language, '/mailbox') }] }
}

export async function accountLinkOf(town: Town, person: string, language: Language): Promise<AccountLink[]> {
  const text = mailboxWords({ language, ownWords: town.settings.ownWords })
  const unread = await countUnread(town, person)
  const note = unread > 0 ? text.unreadLetters(unread) : undefined
  return [{ label: text.title, url: pathIn(language, '/mailbox'), note, order: 10 }]
}

export async function deskListsOf(town: Town, person: SignedIn, language: Language): Promise<DeskList[]> {
  if (!person.permissions.has(mayRead)) return []
  const text = mailboxWords({ language, ownWords: town.settings.ownWords })
  const counts = await countViews(town, person)
  return (['waiting', 'paper'] as const)
    .filter((view) => counts[view] > 0)
    .map((view) => ({ title: text[`view-${view}`], url: pathIn(language, `/desk/mailbox?view=${view}`), count: counts[view] }))
}

/** Inside a logged look at the person. */
export async function chaptersOf(town: Town, db: Db, person: string, language: Language): Promise<DataChapter[]> {
  const text = mailboxWords({ language, ownWords: town.settings.ownWords })
  const threads = await db
    .selectFrom('mailbox.thread')
    .selectAll()
    .where('recipient_id', '=', person)
    .orderBy('changed_at')
    .execute()
  const consents = await db.selectFrom('mailbox.consent').selectAll().where('subject_id', '=', person).orderBy('at').execute()
  if (threads.length === 0 && consents.length === 0) return []
  const entries: DataChapter['entries'][number][] = []
  for (const thread of threads) {
    const { letters, label, unit } = await readThread(db, town, thread, false)
    for (const letter of letters)
      entries.push({
        what: `${label}: ${letter.subject || text.yourAnswer}`,
        value: [letter.text, ...letter.attachments.map(({ name }) => `${text.attachment}: ${name}`)].join('\n'),
        source: letter.origin === 'unit' ? unit : text.you,
        since: letter.sent_at.toISOString(),
      })
  }
  for (const consent of consents)
    entries.push({
      what: text.consentTitle,
      value: text[`choice-${consent.delivery}`],
      source: text.you,
      since: consent.at.toISOString(),
    })
  return [
    {
      title: text.title,
      purpose: text.purpose,
      legalBasis,
      keptUntil: text.keptYears(keepYears(town)),
      entries,
    },
  ]
}

/** Letters without a decision go at once; what proves a delivery stays for as long as any letter would. */
export async function eraseIn(town: Town, { person, step, language, ...asked }: ErasePerson['input']): Promise<ErasureReport> {
  const db = asked.db as unknown as Db
  const text = mailboxWords({ language, ownWords: town.settings.ownWords })
  const threads = await db.selectFrom('mailbox.thread').select(['id', 'changed_at']).where('recipient_id', '=', person).execute()
  if (step !== 'destroy' || threads.length === 0) return { done: [], kept: [] }
  const ids = threads.map(({ id }) => id)
  const formal = await db
    .selectFrom('mailbox.letter')
    .select('thread_id')
    .distinct()
    .where('thread_id', 'in', ids)
    .where('rule', 'is not', null)
    .execute()
  const keeps = new Set(formal.map(({ thread_id }) => thread_id))
  const gone = ids.filter((id) => !keeps.has(id))
  await dropThreads(db, gone)
  const until = threads
    .filter(({ id }) => keeps.has(id))
    .map(({ changed_at }) => addMonths(dayAt(changed_at), 12 * keepYears(town)) as string)
    .sort()
    .at(-1)
  return {
    done: gone.length > 0 ? [{ what: text.erasedThreads(gone.length), how: 'destroyed' }] : [],
    kept: until
      ? [{ what: text.keptDecisions(keeps.size), law: 'Art. 24 Abs. 3 BayDiG', until: formatDay(language, until) }]
      : [],
  }
}

/** No word of what the letter says, nor from which office: the town's name and the way to the mailbox. */
export const templates: readonly MessageTemplate[] = [
  {
    key: 'mailbox.letter-waits',
    sentWhen: { de: 'Im Postfach liegt ein neuer Brief.', en: 'There is a new letter in the mailbox.' },
    placeholders: ['link'],
    texts: {
      de: {
        subject: 'Sie haben Post von der {town}',
        text: 'Guten Tag,\n\nin Ihrem Postfach liegt ein neuer Brief. Melden Sie sich an, um ihn zu lesen:\n{link}\n\nAus Gründen des Datenschutzes steht der Inhalt nicht in dieser Nachricht.',
      },
      en: {
        subject: 'You have mail from {town}',
        text: 'Hello,\n\nthere is a new letter in your mailbox. Sign in to read it:\n{link}\n\nFor your privacy this message does not show what it says.',
      },
    },
  },
  {
    key: 'mailbox.decision-waits',
    sentWhen: {
      de: 'Im Postfach liegt ein Bescheid, der mit dieser Nachricht bekannt gegeben wird.',
      en: 'There is a decision in the mailbox that is delivered with this message.',
    },
    placeholders: ['link'],
    texts: {
      de: {
        subject: 'Ein Bescheid der {town} liegt in Ihrem Postfach',
        text: 'Guten Tag,\n\nin Ihrem Postfach liegt ein Bescheid. Damit beginnen Fristen, auch wenn Sie ihn nicht öffnen. Melden Sie sich an, um ihn zu lesen:\n{link}\n\nAus Gründen des Datenschutzes steht der Inhalt nicht in dieser Nachricht.',
      },
      en: {
        subject: 'A decision of {town} is in your mailbox',
        text: 'Hello,\n\nthere is a decision in your mailbox. Periods of time begin with it, even if you do not open it. Sign in to read it:\n{link}\n\nFor your privacy this message does not show what it says.',
      },
    },
  },
]
