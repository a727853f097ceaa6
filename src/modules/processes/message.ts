// Brings messages to whoever waits for them, once, also those that came too early; signals to everybody who listens now.
import { sql } from 'kysely'
import type { Town } from '../../kernel/town.ts'
import type { Value } from '../../standards/feel/value.ts'
import { beginInstance } from './instance.ts'
import { type After, Step } from './step.ts'
import type { MessageRow } from './tables.ts'
import { fromStored, type Stored } from './value.ts'
import type { Db } from './version.ts'

const actor = 'system:processes'
const atOnce = 50

/** @returns whether anything became due */
export async function deliverMessages(town: Town, now: Date): Promise<boolean> {
  let due = false
  const failed = new Set<string>()
  for (;;) {
    const ids = await town.read(async (db) => {
      const { rows } = await sql<{
        id: string
      }>`SELECT m.id FROM processes.message m WHERE m.state = 'waiting' AND (m.kind = 'signal'
          OR EXISTS (SELECT FROM processes.subscription s JOIN processes.instance i ON i.town_id = s.town_id AND i.id = s.instance_id
            WHERE s.town_id = m.town_id AND s.kind = 'message' AND s.name = m.name AND s.key = m.key AND i.state = 'running')
          OR EXISTS (SELECT FROM processes.start s JOIN processes.model o ON o.town_id = s.town_id AND o.id = s.model_id
            WHERE s.town_id = m.town_id AND s.kind = 'message' AND s.name = m.name AND NOT o.suspended))
        ORDER BY m.arrived_at LIMIT ${atOnce}`.execute(db)
      return rows.map(({ id }) => id).filter((id) => !failed.has(id))
    })
    if (ids.length === 0) return due
    for (const id of ids) {
      const outcome = await deliver(town, id, now)
      if (!outcome) failed.add(id)
      else due = due || outcome.due
    }
  }
}

async function deliver(town: Town, id: string, now: Date): Promise<After | undefined> {
  const message = await town.read((db) => sql<MessageRow>`SELECT * FROM processes.message WHERE id = ${id}`.execute(db))
  const [row] = message.rows
  if (row?.state !== 'waiting') return undefined
  return row.kind === 'signal' ? broadcast(town, row, now) : hand(town, row, now)
}

const valuesOf = ({ variables }: Pick<MessageRow, 'variables'>): [string, Value][] =>
  Object.entries(variables).map(([name, value]) => [name, fromStored(value as Stored)])

/** The row of the family is locked before that of the message, here as everywhere. */
const hand = (town: Town, message: MessageRow, now: Date): Promise<After | undefined> =>
  town.write(async (db: Db) => {
    const waiting = await db
      .selectFrom('processes.subscription as s')
      .innerJoin('processes.instance as i', (on) => on.onRef('i.town_id', '=', 's.town_id').onRef('i.id', '=', 's.instance_id'))
      .select(['s.id', 's.instance_id'])
      .where('s.kind', '=', 'message')
      .where('s.name', '=', message.name)
      .where('s.key', '=', message.key)
      .where('i.state', '=', 'running')
      .orderBy('s.id')
      .limit(1)
      .executeTakeFirst()
    if (!waiting) return startBy(db, town, message, now)
    const step = new Step(db, town, now, actor)
    const walk = await step.open(waiting.instance_id)
    if (!walk?.subscriptions.find(waiting.id) || !(await takeMessage(db, message, waiting.instance_id))) return undefined
    await step.change(waiting.instance_id, { kind: 'fire', wait: waiting.id, variables: valuesOf(message) })
    return step.save()
  })

async function takeMessage(db: Db, { id }: MessageRow, by: string | null): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('processes.message')
    .set({ state: 'taken', taken_by: by })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

async function startBy(db: Db, town: Town, message: MessageRow, now: Date): Promise<After | undefined> {
  const starts = await db
    .selectFrom('processes.start as s')
    .innerJoin('processes.model as m', (on) => on.onRef('m.town_id', '=', 's.town_id').onRef('m.id', '=', 's.model_id'))
    .select(['s.model_id', 's.version_id', 's.node'])
    .where('s.kind', '=', message.kind)
    .where('s.name', '=', message.name)
    .where('m.suspended', '=', false)
    .orderBy('s.id')
    .execute()
  if (starts.length === 0 || !(await takeMessage(db, message, null))) return undefined
  let after: After = { due: false, messages: false }
  // A message begins one instance, a signal one of every process that listens.
  for (const { model_id, version_id, node } of message.kind === 'message' ? starts.slice(0, 1) : starts) {
    const wanted = {
      model: model_id,
      version: version_id,
      node,
      businessKey: message.key === '' ? null : message.key,
      startKey: `message/${message.id}`,
      variables: valuesOf(message),
    }
    const begun = await beginInstance(db, town, wanted, { now, actor })
    if (begun) after = { due: after.due || begun.after.due, messages: after.messages || begun.after.messages }
    if (begun && message.kind === 'message')
      await db.updateTable('processes.message').set({ taken_by: begun.instance }).where('id', '=', message.id).execute()
  }
  return after
}

/** Each listener in a transaction of its own; who was reached before a crash is not reached twice. */
async function broadcast(town: Town, message: MessageRow, now: Date): Promise<After> {
  const listeners = await town.read(async (db) => {
    const { rows } = await sql<{ id: string; instance_id: string }>`SELECT s.id, s.instance_id FROM processes.subscription s
      JOIN processes.instance i ON i.town_id = s.town_id AND i.id = s.instance_id
      WHERE s.kind = 'signal' AND s.name = ${message.name} AND i.state = 'running' ORDER BY s.id`.execute(db)
    return rows
  })
  let due = false
  for (const listener of listeners) {
    const after = await town.write(async (db: Db) => {
      const step = new Step(db, town, now, actor)
      const walk = await step.open(listener.instance_id)
      if (!walk?.subscriptions.find(listener.id)) return undefined
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('processes.delivery')
        .values({ message_id: message.id, target: listener.id })
        .onConflict((same) => same.doNothing())
        .executeTakeFirstOrThrow()
      if (numInsertedOrUpdatedRows === 0n) return undefined
      await step.change(listener.instance_id, { kind: 'fire', wait: listener.id, variables: valuesOf(message) })
      return step.save()
    })
    due = due || after?.due === true
  }
  const begun = await town.write(async (db: Db) => {
    const after = await startBy(db, town, message, now)
    if (!after) await takeMessage(db, message, null)
    return after
  })
  return { due: due || begun?.due === true, messages: false }
}
