// The recipient's side: which threads there are, reading one (which is its retrieval), and answering.
import type { MayAct, NoteAct } from '../../contracts/representation.ts'
import type { SignedIn } from '../../kernel/access.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { House } from '../../kernel/house.ts'
import { isUuid, newId } from '../../kernel/ids.ts'
import { tell } from '../../kernel/outbox.ts'
import type { ReadDb, Town, TownSql } from '../../kernel/town.ts'
import { legalBasis } from './letter.ts'
import { type Db, matterSubject, recount, settle } from './proof.ts'
import { type LetterText, openLetterText, openName, openThreadText, sealLetter, type ThreadText } from './sealing.ts'
import type { LetterRow, MailboxTables, ThreadRow } from './tables.ts'
import { unitNames } from './unit.ts'

/** Whose mailbox a visitor looks into: their own, or that of whom they act for in this session. */
export const mailboxOf = (person: SignedIn): string => person.actsFor?.id ?? person.personId
export const actorOf = (person: SignedIn): Actor =>
  person.actsFor ? { representative: person.personId, session: person.sessionId } : { self: true, session: person.sessionId }

/** Threads of a mailbox. One of nothing but decisions that went to paper has nothing to show. */
export const visibleTo = (db: ReadDb<MailboxTables> | Db, owner: string) =>
  db
    .selectFrom('mailbox.thread as t')
    .selectAll('t')
    .where('t.recipient_id', '=', owner)
    .where((where) =>
      where.exists(
        where
          .selectFrom('mailbox.letter as l')
          .select('l.id')
          .whereRef('l.thread_id', '=', 't.id')
          .where('l.delivery', '!=', 'paper'),
      ),
    )

export type Verb = MayAct['input']['verb']

/** Asked with every act: an authority may be for one matter only, or have ended a moment ago. Without anybody to ask, no. */
export async function maySee(house: House, town: Town, db: TownSql, person: SignedIn, thread: ThreadRow, verb: Verb, now: Date) {
  if (!person.actsFor) return true
  const allowed = await house.ask<MayAct>(town, 'may-act', { db, person, matter: matterSubject(thread), verb, now })
  return allowed?.subject === thread.recipient_id
}

export type AttachmentLine = { id: string; name: string; mediaType: string; blob: string }
export type ShownLetter = LetterRow & LetterText & { attachments: AttachmentLine[] }
export type ShownThread = Omit<ThreadRow, 'unit'> & ThreadText & { unit: string; letters: ShownLetter[] }

/** Everything of one thread, newest letter first. Inside a logged look at its recipient. */
export async function readThread(db: Db, town: Town, thread: ThreadRow, withPaper: boolean): Promise<ShownThread> {
  const { dataKey } = town
  const label = await db
    .selectFrom('mailbox.thread_text')
    .select('sealed')
    .where('thread_id', '=', thread.id)
    .executeTakeFirstOrThrow()
  let query = db
    .selectFrom('mailbox.letter as l')
    .innerJoin('mailbox.letter_text as x', (on) => on.onRef('x.town_id', '=', 'l.town_id').onRef('x.letter_id', '=', 'l.id'))
    .selectAll('l')
    .select('x.sealed')
    .where('l.thread_id', '=', thread.id)
    .orderBy('l.sent_at', 'desc')
    .orderBy('l.id', 'desc')
  if (!withPaper) query = query.where('l.delivery', '!=', 'paper')
  const letters = await query.execute()
  const ids = letters.map(({ id }) => id)
  const attachments =
    ids.length === 0
      ? []
      : await db.selectFrom('mailbox.attachment').selectAll().where('letter_id', 'in', ids).orderBy('id').execute()
  const names = await unitNames(db, [thread.unit])
  return {
    ...thread,
    ...openThreadText(dataKey, thread.id, label.sealed),
    unit: names(thread.unit) ?? town.settings.officialName,
    letters: letters.map(({ sealed, ...letter }) => ({
      ...letter,
      ...openLetterText(dataKey, letter.id, sealed),
      attachments: attachments
        .filter(({ letter_id }) => letter_id === letter.id)
        .map(({ id, sealed_name, media_type, blob }) => ({
          id,
          name: openName(dataKey, id, sealed_name),
          mediaType: media_type,
          blob,
        })),
    })),
  }
}

type Act = {
  id: string
  purpose: string
  verb: Verb /** What the represented person reads about it. */
  what?: string
  now: Date
}

/** Runs `work` inside a logged look at the recipient of a thread that this visitor may read; undefined where there is none. */
export async function withThread<Result>(
  house: House,
  town: Town,
  person: SignedIn,
  { id, purpose, verb, what, now }: Act,
  work: (db: Db, thread: ThreadRow) => Promise<Result>,
): Promise<Result | undefined> {
  if (!isUuid(id)) return undefined
  let thread: ThreadRow | undefined
  const look = {
    subjects: async (db: ReadDb<MailboxTables>) => {
      const found = await visibleTo(db, mailboxOf(person)).where('t.id', '=', id).executeTakeFirst()
      if (found && (await maySee(house, town, db, person, found, verb, now))) thread = found
      return thread ? [thread.recipient_id] : []
    },
    actor: actorOf(person),
    purpose,
    legalBasis,
  }
  return town.personal(look, async (db: Db) => {
    if (!thread) return undefined
    if (person.actsFor && what !== undefined) {
      const act = {
        subject: thread.recipient_id,
        by: person,
        how: 'representative' as const,
        matter: matterSubject(thread),
        what,
        now,
      }
      await house.ask<NoteAct>(town, 'note-act', { db, ...act })
    }
    return await work(db, thread)
  })
}

/**
 * Opens a thread for the person who reads it now: every letter not yet opened is retrieved at this moment.
 * What lapsed before is settled first and no longer shown. @law § 41 Abs. 2a VwVfG; Art. 24 Abs. 3 BayDiG
 */
export function openThread(house: House, town: Town, person: SignedIn, id: string, now: Date): Promise<ShownThread | undefined> {
  const act = { id, purpose: 'Schreiben im Postfach gelesen', verb: 'read' as const, now }
  return withThread(house, town, person, act, async (db, thread) => {
    const pending = db
      .selectFrom('mailbox.letter')
      .selectAll()
      .where('thread_id', '=', thread.id)
      .where('delivery', '=', 'pending')
    for (const letter of await pending.forUpdate().execute()) await settle(db, town, letter, now)
    const retrieved = await db
      .updateTable('mailbox.letter')
      .set({ retrieved_at: now, retrieved_by: person.personId })
      .where('thread_id', '=', thread.id)
      .where('origin', '=', 'unit')
      .where('retrieved_at', 'is', null)
      .where('delivery', '!=', 'paper')
      .returningAll()
      .execute()
    for (const letter of retrieved) await settle(db, town, letter, now)
    if (retrieved.length > 0) {
      await recount(db, thread.id)
      const payload = { letters: retrieved.map((letter) => letter.id) }
      await tell(db, {
        type: 'mailbox.letter-read.v1',
        subjects: [`mailbox.thread/${thread.id}`, matterSubject(thread)],
        payload,
      })
    }
    return readThread(db, town, thread, false)
  })
}

/** `once` is made with the form: sent twice it is one answer, and the second time says false. Undefined: there is no such thread. */
export function replyTo(
  house: House,
  town: Town,
  person: SignedIn,
  id: string,
  answer: { text: string; once: string },
  now: Date,
): Promise<boolean | undefined> {
  const what = 'Im Postfach geantwortet'
  return withThread(house, town, person, { id, purpose: 'Antwort geschrieben', verb: 'write', what, now }, async (db, thread) => {
    const letter = newId(now)
    const stored = await db
      .insertInto('mailbox.letter')
      .values({
        id: letter,
        thread_id: thread.id,
        key: `reply/${thread.id}/${answer.once}`,
        origin: 'person',
        author_id: person.personId,
        sent_at: now,
        rule: null,
        delivery: 'none',
        delivered_on: null,
        made_available_at: null,
        notification_id: null,
        notification_sent_at: null,
        notification_arrived_at: null,
        notification_failed_at: null,
        retrieved_at: null,
        retrieved_by: null,
        posted_at: null,
      })
      .onConflict((same) => same.columns(['town_id', 'key']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!stored) return false
    const sealed = sealLetter(town.dataKey, letter, { subject: '', text: answer.text })
    await db.insertInto('mailbox.letter_text').values({ letter_id: letter, subject_id: thread.recipient_id, sealed }).execute()
    await db.updateTable('mailbox.thread').set({ changed_at: now, waiting: true }).where('id', '=', thread.id).execute()
    await tell(db, { type: 'mailbox.reply-arrived.v1', subjects: [`mailbox.thread/${thread.id}`, matterSubject(thread)] })
    return true
  })
}
