// The times that prove a delivery, as they come in, and what follows from them for each letter.
import type { PostDelivery } from '../../contracts/letters.ts'
import { asDay, dayAt, startOfDay } from '../../kernel/calendar/day.ts'
import { placeOf } from '../../kernel/calendar/holidays.ts'
import type { House } from '../../kernel/house.ts'
import type { StoredEvent } from '../../kernel/module.ts'
import { tell } from '../../kernel/outbox.ts'
import type { Town, WriteDb } from '../../kernel/town.ts'
import { type Delivery, type DeliveryTimes, deliveryOf } from './delivery.ts'
import { findDeliveryRule } from './delivery-rules.ts'
import type { LetterRow, MailboxTables } from './tables.ts'

export type Db = WriteDb<MailboxTables>
/** Of every look that carries or reads letters. */
export const legalBasis = 'Art. 6 Abs. 1 Buchst. e DSGVO'

/** The subject of a matter's events: `cases.case/01J…`. */
export const matterSubject = ({ matter_kind, matter_id }: { matter_kind: string; matter_id: string }): string =>
  `${matter_kind}/${matter_id}`

export const timesOf = (letter: LetterRow): DeliveryTimes => ({
  madeAvailable: letter.made_available_at ?? undefined,
  notificationSent: letter.notification_sent_at ?? undefined,
  notificationArrived: letter.notification_arrived_at ?? undefined,
  notificationFailed: letter.notification_failed_at ?? undefined,
  retrieved: letter.retrieved_at ?? undefined,
  posted: letter.posted_at ?? undefined,
})

/** Undefined for a letter that is no administrative act. */
export function deliveryOfLetter(town: Town, letter: LetterRow, now: Date): Delivery | undefined {
  const rule = letter.rule === null ? undefined : findDeliveryRule(letter.rule, dayAt(letter.sent_at))
  return rule && deliveryOf(rule, timesOf(letter), placeOf(town.settings), dayAt(now))
}

export function postDelivery(town: Town, { rule: key, postedOn, now }: PostDelivery['input']): PostDelivery['answer'] {
  const rule = findDeliveryRule(key, postedOn)
  if (rule?.channel !== 'post') return {}
  const delivery = deliveryOf(rule, { posted: startOfDay(asDay(postedOn)) }, placeOf(town.settings), dayAt(now))
  const day = delivery.state === 'delivered' ? delivery.day : delivery.state === 'pending' ? delivery.expected : undefined
  return { ...(day && { day }), reason: delivery.reason }
}

/**
 * Writes down what follows from the times by now, and tells whoever has the matter. A bounce that comes late takes a delivery back;
 * what once had to go on paper stays there. @returns the state after it
 */
export async function settle(db: Db, town: Town, letter: LetterRow, now: Date): Promise<LetterRow['delivery']> {
  const delivery = deliveryOfLetter(town, letter, now)
  if (!delivery || letter.delivery === 'paper' || letter.delivery === 'none') return letter.delivery
  const day = delivery.state === 'delivered' ? delivery.day : null
  if (delivery.state === letter.delivery && day === letter.delivered_on) return delivery.state
  await db
    .updateTable('mailbox.letter')
    .set({ delivery: delivery.state, delivered_on: day })
    .where('id', '=', letter.id)
    .execute()
  const thread = await db
    .selectFrom('mailbox.thread')
    .select(['matter_kind', 'matter_id'])
    .where('id', '=', letter.thread_id)
    .executeTakeFirstOrThrow()
  if (delivery.state === 'paper') await recount(db, letter.thread_id)
  await tell(db, {
    type: 'mailbox.delivery-settled.v1',
    subjects: [`mailbox.letter/${letter.id}`, matterSubject(thread)],
    payload: { letter: letter.id, state: delivery.state, ...(day && { day: asDay(day) }) },
  })
  return delivery.state
}

/** Counts anew what the recipient has not opened; a decision that went to paper is not there to be opened. */
export async function recount(db: Db, threadId: string): Promise<void> {
  await db
    .updateTable('mailbox.thread')
    .set((eb) => ({
      unread: eb
        .selectFrom('mailbox.letter')
        .select((of) => of.fn.countAll<number>().as('count'))
        .where('thread_id', '=', threadId)
        .where('origin', '=', 'unit')
        .where('retrieved_at', 'is', null)
        .where('delivery', '!=', 'paper'),
    }))
    .where('id', '=', threadId)
    .execute()
}

/** Hears what became of a hint "you have mail". Only the first time counts; hearing it twice changes nothing. */
export async function noteNotification(town: Town, event: StoredEvent, outcome: 'delivered' | 'failed'): Promise<void> {
  const ids = event.subjects.map((subject) => subject.split('/')[1] ?? '').filter((id) => /^[0-9a-f-]{36}$/.test(id))
  if (ids.length === 0) return
  await town.write(async (db: Db) => {
    const letters = await db
      .selectFrom('mailbox.letter')
      .selectAll()
      .where('notification_id', 'in', ids)
      .where(outcome === 'delivered' ? 'notification_sent_at' : 'notification_failed_at', 'is', null)
      .forUpdate()
      .execute()
    for (const letter of letters) {
      const noted =
        outcome === 'delivered'
          ? { notification_sent_at: event.at, notification_arrived_at: event.at }
          : { notification_failed_at: event.at }
      await db.updateTable('mailbox.letter').set(noted).where('id', '=', letter.id).execute()
      await settle(db, town, { ...letter, ...noted }, event.at)
    }
  })
}

/** By the clock: the deemed day has come, or the days to fetch it are over. */
export async function settlePending(house: House, now: Date): Promise<void> {
  for (const town of house.towns.list()) {
    let after = '00000000-0000-0000-0000-000000000000'
    for (;;) {
      const letters = await town.write(async (db: Db) => {
        const pending = await db
          .selectFrom('mailbox.letter')
          .selectAll()
          .where('delivery', '=', 'pending')
          .where('id', '>', after)
          .orderBy('id')
          .limit(200)
          .forUpdate()
          .execute()
        for (const letter of pending) await settle(db, town, letter, now)
        return pending
      })
      const last = letters.at(-1)
      if (!last) break
      after = last.id
    }
  }
}
