// One message: stored in the transaction that causes it, once per key.
import type { Message } from '../../contracts/messages.ts'
import { newId } from '../../kernel/ids.ts'
import { tell } from '../../kernel/outbox.ts'
import { logAccess, type Town, type TownSql, toldIn, type WriteDb } from '../../kernel/town.ts'
import { actor, certainRecipient, legalBasis, recipientId, sealContent } from './content.ts'
import type { NotifyTables } from './tables.ts'

export const waitingEvent = 'notify.message-waiting.v1'
export const deliveredEvent = 'notify.message-delivered.v1'
export const failedEvent = 'notify.message-failed.v1'

const limits = { values: 50, name: 60, value: 4_000 }

/**
 * Stores a message in the transaction of `db`. The same key again answers the same id and changes nothing.
 * @throws Error for an unusable mail address or oversized values: nothing of the caller's transaction is kept then
 */
export async function storeMessage(town: Town, asked: { db: TownSql; message: Message; now: Date }): Promise<{ id: string }> {
  const db = asked.db as unknown as WriteDb<NotifyTables>
  const { message, now } = asked
  const to = certainRecipient(message.to)
  const values = boundedValues(message.values)
  const recipient = recipientId(town, to)
  const id = newId(now)
  const stored = await db
    .insertInto('notify.message')
    .values({
      id,
      key: message.key,
      template: message.template,
      recipient_id: recipient,
      channel: null,
      urgent: message.urgent ?? false,
      reason: null,
      status: null,
      carrier_id: null,
      next_try_at: now,
      lease: null,
      created_at: now,
      sent_at: null,
      destroyed_at: null,
    })
    .onConflict((conflict) => conflict.columns(['town_id', 'key']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!stored) {
    return db.selectFrom('notify.message').select('id').where('key', '=', message.key).executeTakeFirstOrThrow()
  }
  const sealed = sealContent(town.dataKey, id, { to, values })
  // Both leave in one packet, in this order: the row may be written because the look is logged.
  await Promise.all([
    logAccess(db, [recipient], { actor, purpose: 'Nachricht an Sie vorbereitet', legalBasis }),
    db.insertInto('notify.content').values({ message_id: id, subject_id: recipient, sealed }).execute(),
  ])
  // One word to the workers is enough for a transaction, however many messages it stores.
  if (!toldIn.get(db)?.some(({ type }) => type === waitingEvent)) {
    await tell(db, { type: waitingEvent, subjects: ['notify.queue'] })
  }
  return { id }
}

function boundedValues(values: Message['values']): Record<string, string> {
  const entries = Object.entries(values)
  if (entries.length > limits.values || entries.some(([name, value]) => name.length > limits.name || value.length > limits.value))
    throw new Error('The values of a message are too large.')
  return Object.fromEntries(entries)
}
