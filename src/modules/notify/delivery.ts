// The way of a message from waiting to sent: taken under a lease, sent, and the result written down at once.
import { sql } from 'kysely'
import type { House } from '../../kernel/house.ts'
import { newId } from '../../kernel/ids.ts'
import { logAccess, type Town, type WriteDb } from '../../kernel/town.ts'
import { actor, legalBasis, openContent } from './content.ts'
import { failedEvent } from './message.ts'
import { tellOutcome } from './outcome.ts'
import { type Claimed, type Decision, decide, type Parcel, type Texts } from './parcel.ts'
import type { NotifyTables } from './tables.ts'
import { listOwnWordings, listTemplates } from './template.ts'

type Db = WriteDb<NotifyTables>

export const batchSize = 20

export type Batch = { lease: string; claimed: number; parcels: Parcel[] }

/**
 * Takes due messages for `leaseMs`; other processes pass them by. What may not or cannot be sent is decided in the same
 * transaction. After a crash the lease runs out and they are taken again.
 */
export async function takeBatch(house: House, town: Town, leaseMs: number, now: Date): Promise<Batch> {
  const templates = await listTemplates(house, town)
  const lease = newId(now)
  const until = new Date(now.getTime() + leaseMs)
  const smsOn = house.mailer.by === 'smtp' && house.mailer.sms !== undefined
  return town.write(async (db: Db) => {
    const rows = await claim(db, lease, until, now)
    if (rows.length === 0) return { lease, claimed: 0, parcels: [] }
    const texts: Texts = { templates, own: await listOwnWordings(db as never), smsOn }
    const { claimed, unreadable } = await openClaimed(db, town, rows)
    const decisions = await decide(house, town, db, claimed, texts, now)
    if (unreadable.length > 0) decisions.push({ is: 'failed', ids: unreadable, state: 'technical-failure', reason: 'unreadable' })
    for (const decision of decisions) await writeDecision(db, decision, now)
    const parcels = decisions.flatMap((decision) => (decision.is === 'ready' ? [decision.parcel] : []))
    return { lease, claimed: rows.length, parcels }
  })
}

type Row = { id: string; template: string; recipient_id: string | null; urgent: boolean; digest: boolean }

async function claim(db: Db, lease: string, until: Date, now: Date): Promise<Row[]> {
  const take = (condition: ReturnType<typeof sql>) => sql<Row>`
    WITH due AS MATERIALIZED (SELECT id FROM notify.message
      WHERE state IN ('created', 'sending', 'temporary-failure') AND next_try_at <= ${now} AND ${condition}
      ORDER BY urgent DESC, next_try_at LIMIT ${batchSize} FOR UPDATE SKIP LOCKED)
    UPDATE notify.message AS m SET state = 'sending', lease = ${lease}, next_try_at = ${until} FROM due
    WHERE m.town_id = kernel.current_town() AND m.id = due.id
    RETURNING m.id, m.template, m.recipient_id, m.urgent, m.digest`
  const { rows } = await take(sql`true`).execute(db)
  const inDigest = rows.flatMap(({ digest, recipient_id }) => (digest && recipient_id ? [recipient_id] : []))
  if (inDigest.length === 0) return rows
  const others = await take(sql`digest AND recipient_id = ANY (${inDigest}::uuid[])`).execute(db)
  return [...rows, ...others.rows]
}

async function openClaimed(db: Db, town: Town, rows: readonly Row[]): Promise<{ claimed: Claimed[]; unreadable: string[] }> {
  const recipients = [...new Set(rows.flatMap(({ recipient_id }) => recipient_id ?? []))]
  await logAccess(db, recipients, { actor, purpose: 'Versand einer Nachricht an Sie', legalBasis })
  const contents = await db
    .selectFrom('notify.content')
    .select(['message_id', 'sealed'])
    .where('subject_id', 'in', recipients)
    .where(
      'message_id',
      'in',
      rows.map(({ id }) => id),
    )
    .execute()
  const sealedOf = new Map(contents.map(({ message_id, sealed }) => [message_id, sealed]))
  const claimed: Claimed[] = []
  const unreadable: string[] = []
  for (const { id, template, recipient_id, urgent, digest } of rows) {
    const sealed = sealedOf.get(id)
    try {
      const content = openContent(town.dataKey, id, sealed ?? Buffer.alloc(0))
      claimed.push({ id, template, recipientId: recipient_id!, urgent, digest, content })
    } catch {
      unreadable.push(id)
    }
  }
  return { claimed, unreadable }
}

async function writeDecision(db: Db, decision: Decision, now: Date): Promise<void> {
  if (decision.is === 'ready') return
  const change = db.updateTable('notify.message').where('id', 'in', [...decision.ids])
  if (decision.is === 'later') {
    await change.set({ state: 'created', lease: null, next_try_at: decision.until, digest: decision.digest }).execute()
    return
  }
  const { state, reason, ids } = decision
  await change.set({ state, reason, status: null, lease: null, next_try_at: null, sent_at: now }).execute()
  await tellOutcome(db, failedEvent, ids)
}

export const renewLease = (town: Town, lease: string, leaseMs: number, now: Date): Promise<void> =>
  town.write(async (db: Db) => {
    const until = new Date(now.getTime() + leaseMs)
    await sql`UPDATE notify.message SET next_try_at = ${until} WHERE lease = ${lease} AND state = 'sending'`.execute(db)
  })

/** When the next message of the town is due; undefined when none waits. */
export const nextDue = (town: Town): Promise<Date | undefined> =>
  town.read(async (db) => {
    const { rows } = await sql<{ at: Date | null }>`SELECT min(next_try_at) AS at FROM notify.message
      WHERE state IN ('created', 'sending', 'temporary-failure')`.execute(db)
    return rows[0]?.at ?? undefined
  })
