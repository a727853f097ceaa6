// The list of a mailbox: unread first, searched without leaving anything readable in an index.
import { sql } from 'kysely'
import type { SignedIn } from '../../kernel/access.ts'
import type { House } from '../../kernel/house.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import { legalBasis } from './letter.ts'
import type { Db } from './proof.ts'
import { openLetterText, openThreadText } from './sealing.ts'
import type { MailboxTables, ThreadRow } from './tables.ts'
import { actorOf, mailboxOf, maySee, visibleTo } from './thread.ts'
import { unitNames } from './unit.ts'

export type ThreadLine = {
  id: string
  subject: string
  label: string
  unit: string
  changedAt: Date
  unread: boolean
  formal: boolean
}
export type Listed = { lines: ThreadLine[]; count: number; unread: number }

const perPage = 20
const mostSearched = 1_000
/** For each of them the authority is asked. */
const mostActedFor = 100

export async function listThreads(
  house: House,
  town: Town,
  person: SignedIn,
  { search = '', page = 1, now }: { search?: string; page?: number; now: Date },
): Promise<Listed> {
  const owner = mailboxOf(person)
  const found: ThreadRow[] = []
  const look = {
    subjects: async (db: ReadDb<MailboxTables>) => {
      const threads = await visibleTo(db, owner)
        .orderBy(sql`(t.unread > 0)`, 'desc')
        .orderBy('t.changed_at', 'desc')
        .limit(person.actsFor ? mostActedFor : mostSearched)
        .execute()
      for (const thread of threads) if (await maySee(house, town, db, person, thread, 'read', now)) found.push(thread)
      return found.length > 0 ? [owner] : []
    },
    actor: actorOf(person),
    purpose: 'Postfach angesehen',
    legalBasis,
  }
  return town.personal(look, async (db: Db) => {
    const unread = found.filter((thread) => thread.unread > 0).length
    if (search !== '') {
      const lines = await linesOf(db, town, found, search)
      return { lines, count: lines.length, unread }
    }
    const shown = found.slice((page - 1) * perPage, page * perPage)
    return { lines: await linesOf(db, town, shown), count: found.length, unread }
  })
}

export const pagesOf = (count: number): number => Math.max(1, Math.ceil(count / perPage))

async function linesOf(db: Db, town: Town, threads: readonly ThreadRow[], search = ''): Promise<ThreadLine[]> {
  if (threads.length === 0) return []
  const ids = threads.map(({ id }) => id)
  const labels = await db
    .selectFrom('mailbox.thread_text')
    .select(['thread_id', 'sealed'])
    .where('thread_id', 'in', ids)
    .execute()
  const letters = await db
    .selectFrom('mailbox.letter as l')
    .innerJoin('mailbox.letter_text as x', (on) => on.onRef('x.town_id', '=', 'l.town_id').onRef('x.letter_id', '=', 'l.id'))
    .select(['l.id', 'l.thread_id', 'l.rule', 'x.sealed'])
    .where('l.thread_id', 'in', ids)
    .where('l.delivery', '!=', 'paper')
    .orderBy('l.sent_at', 'desc')
    .execute()
  const names = await unitNames(
    db,
    threads.map(({ unit }) => unit),
  )
  const wanted = search.toLocaleLowerCase('de')
  return threads.flatMap((thread) => {
    const label = labels.find(({ thread_id }) => thread_id === thread.id)
    const own = letters.filter(({ thread_id }) => thread_id === thread.id)
    const texts = own.map(({ id, sealed }) => openLetterText(town.dataKey, id, sealed))
    const subject = texts.find((text) => text.subject !== '')?.subject
    if (!label || subject === undefined) return []
    const line = {
      id: thread.id,
      subject,
      label: openThreadText(town.dataKey, thread.id, label.sealed).label,
      unit: names(thread.unit) ?? town.settings.officialName,
      changedAt: thread.changed_at,
      unread: thread.unread > 0,
      formal: own.some(({ rule }) => rule !== null),
    }
    const everything = [line.label, line.unit, ...texts.flatMap((text) => [text.subject, text.text])].join('\n')
    return wanted === '' || everything.toLocaleLowerCase('de').includes(wanted) ? [line] : []
  })
}

/** Unread letters of a person, as a number: for the entrance hall, without opening anything. */
export const countUnread = (town: Town, owner: string): Promise<number> =>
  town.read(async (db: ReadDb<MailboxTables>) => {
    const rows = await db
      .selectFrom('mailbox.thread')
      .select('unread')
      .where('recipient_id', '=', owner)
      .where('unread', '>', 0)
      .execute()
    return rows.reduce((sum, { unread }) => sum + unread, 0)
  })
