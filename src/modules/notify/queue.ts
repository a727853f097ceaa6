// The queue as the desk sees it: states, counts and reasons, never a name; and sending again.
import { type SqlBool, sql } from 'kysely'
import { tell } from '../../kernel/outbox.ts'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import { waitingEvent } from './message.ts'
import type { MessageState, NotifyTables, Reason } from './tables.ts'

export type StateCounts = Readonly<Record<MessageState, number>>

export const countStates = (town: Town): Promise<StateCounts> =>
  town.read(async (db) => {
    const { rows } = await sql<{ state: MessageState; count: number }>`SELECT state, count(*)::int AS count FROM notify.message
      GROUP BY state`.execute(db)
    const counts = {
      created: 0,
      sending: 0,
      delivered: 0,
      'temporary-failure': 0,
      'permanent-failure': 0,
      'technical-failure': 0,
    }
    for (const { state, count } of rows) counts[state] = count
    return counts
  })

export type QueueRow = {
  id: string
  template: string
  state: MessageState
  tries: number
  reason: Reason | null
  status: string | null
  urgent: boolean
  createdAt: Date
  sentAt: Date | null
  nextTryAt: Date | null
  canGoAgain: boolean
}

export const pageSize = 50

export const listQueue = (town: Town, state: MessageState | undefined, page: number): Promise<QueueRow[]> =>
  town.read(async (db: ReadDb<NotifyTables>) => {
    let query = db
      .selectFrom('notify.message')
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(pageSize)
      .offset((page - 1) * pageSize)
    if (state) query = query.where('state', '=', state)
    const rows = await query.execute()
    return rows.map((row) => ({
      id: row.id,
      template: row.template,
      state: row.state,
      tries: row.tries,
      reason: row.reason,
      status: row.status,
      urgent: row.urgent,
      createdAt: row.created_at,
      sentAt: row.sent_at,
      nextTryAt: row.next_try_at,
      canGoAgain: (row.state === 'permanent-failure' || row.state === 'technical-failure') && row.destroyed_at === null,
    }))
  })

/** Where we or the line were at fault: worth another round once that is repaired. */
const ourReasons: readonly Reason[] = [
  'no-connection',
  'no-answer',
  'certificate',
  'login',
  'sender',
  'no-channel',
  'unknown-template',
  'missing-value',
]

/** @returns how many go again; only failed ones whose content is still there */
export const sendAgain = (town: Town, which: { id: string } | 'all of ours', now: Date): Promise<number> =>
  town.write(async (db: WriteDb<NotifyTables>) => {
    const chosen =
      which === 'all of ours' ? sql<SqlBool>`reason = ANY (${ourReasons}::text[])` : sql<SqlBool>`id = ${which.id}::uuid`
    const { numUpdatedRows } = await db
      .updateTable('notify.message')
      .set({ state: 'created', tries: 0, reason: null, status: null, next_try_at: now, sent_at: null, carrier_id: null })
      .where('state', 'in', ['permanent-failure', 'technical-failure'])
      .where('destroyed_at', 'is', null)
      .where(chosen)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows > 0n) await tell(db, { type: waitingEvent, subjects: ['notify.queue'] })
    return Number(numUpdatedRows)
  })

/** Failed for good, or our own fault: what a person has to look at. */
export const countFailed = (counts: StateCounts): number => counts['permanent-failure'] + counts['technical-failure']
