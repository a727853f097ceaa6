// What came of sending: written down at once, together with what other connections finished in the same moment.
import { sql } from 'kysely'
import { tell } from '../../kernel/outbox.ts'
import { logAccess, type Town, type WriteDb } from '../../kernel/town.ts'
import type { ChannelOutcome } from './channels.ts'
import { actor, legalBasis, sealContent } from './content.ts'
import { deliveredEvent, failedEvent } from './message.ts'
import type { Parcel } from './parcel.ts'
import type { MessageState, NotifyTables } from './tables.ts'

type Db = WriteDb<NotifyTables>

/** A try every five minutes for four hours, then a person has to look. */
export const retries = { times: 48, everyMs: 5 * 60_000 }

export type Sent = { parcel: Parcel; outcome: ChannelOutcome }

/** Only for messages that are still ours: a lease that ran out belongs to somebody else. */
async function writeOutcomes(town: Town, lease: string, sent: readonly Sent[], now: Date): Promise<void> {
  const rows = sent.flatMap(({ parcel, outcome }) =>
    parcel.ids.map((id, index) => ({ id, carrier: index === 0 ? null : parcel.ids[0], channel: parcel.channel, ...outcome })),
  )
  const column = (value: (row: (typeof rows)[number]) => string | null): (string | null)[] => rows.map(value)
  await town.write(async (db: Db) => {
    for (const { parcel, outcome } of sent) if (outcome.outcome === 'kept') await keepShown(db, town, parcel)
    const { rows: written } = await sql<{ id: string; state: MessageState }>`
      WITH sent AS (
        SELECT *, outcome IN ('accepted', 'kept') AS arrived FROM unnest(${column(({ id }) => id)}::uuid[],
          ${column(({ carrier }) => carrier)}::uuid[], ${column(({ channel }) => channel)}::text[],
          ${column(({ outcome }) => outcome)}::text[], ${column((row) => ('reason' in row ? row.reason : null))}::text[],
          ${column((row) => ('status' in row ? row.status : null))}::text[]) AS s (id, carrier, channel, outcome, reason, status)
      )
      UPDATE notify.message AS m SET tries = m.tries + 1, lease = NULL, channel = sent.channel, carrier_id = sent.carrier,
        reason = sent.reason, status = sent.status,
        state = CASE WHEN arrived THEN 'delivered'
          WHEN outcome = 'permanent' OR m.tries + 1 >= ${retries.times} THEN 'permanent-failure' ELSE 'temporary-failure' END,
        next_try_at = CASE WHEN outcome = 'temporary' AND m.tries + 1 < ${retries.times}
          THEN ${new Date(now.getTime() + retries.everyMs)}::timestamptz END,
        sent_at = CASE WHEN outcome <> 'temporary' OR m.tries + 1 >= ${retries.times} THEN ${now}::timestamptz END
      FROM sent WHERE m.town_id = kernel.current_town() AND m.id = sent.id AND m.lease = ${lease}
      RETURNING m.id, m.state`.execute(db)
    const idsIn = (state: MessageState): string[] => written.filter((row) => row.state === state).map(({ id }) => id)
    await tellOutcome(db, deliveredEvent, idsIn('delivered'))
    await tellOutcome(db, failedEvent, idsIn('permanent-failure'))
  })
}

/** Writes one group after the other; what is finished meanwhile goes into the next one. Resolves when its own group is stored. */
export function startRecorder(town: Town, lease: string, clock: () => Date): (sent: Sent) => Promise<void> {
  let next: { list: Sent[]; stored: Promise<void> } | undefined
  let last: Promise<unknown> = Promise.resolve()
  return (sent) => {
    if (!next) {
      const list: Sent[] = []
      const stored = last.then(() => {
        next = undefined
        return writeOutcomes(town, lease, list, clock())
      })
      last = stored.catch(() => undefined)
      next = { list, stored }
    }
    next.list.push(sent)
    return next.stored
  }
}

/** A mailbox must know whether its hint arrived. @law Art. 24 BayDiG: the day counts from the notification that was sent */
export async function tellOutcome(db: Db, type: string, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tell(db, { type, subjects: ids.map((id) => `notify.message/${id}`) })
}

async function keepShown(db: Db, town: Town, { ids, recipientId, address, subject, text }: Parcel): Promise<void> {
  await logAccess(db, [recipientId], { actor, purpose: 'Versand einer Nachricht an Sie (Vorführung)', legalBasis })
  const content = { to: { person: recipientId }, values: {}, shown: { address, subject, text } }
  await db
    .updateTable('notify.content')
    .set({ sealed: sealContent(town.dataKey, ids[0], content) })
    .where('message_id', '=', ids[0])
    .execute()
}
