// Handing over: at least once, tried again with growing pauses, every state to be seen on the desk.
import type { House } from '../../../kernel/house.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Town } from '../../../kernel/town.ts'
import { handedOf } from './handed.ts'
import { type Reading, readReceipt } from './receipt.ts'
import { openContent } from './seal.ts'
import { legalBasis, type Writing } from './submit.ts'
import type { HandOverRow, ReceiverRow, SubmissionRow } from './tables.ts'
import { giveToRoom, noteDelivery } from './to-room.ts'
import { callWebhook, NotTaken } from './webhook.ts'

const purpose = 'Ihre Angaben an die zuständige Stelle übergeben'
const actor = { system: 'forms' }
/** Minutes until the next try, by how many failed; the last one goes on. */
const pauses = [1, 5, 15, 60, 240, 720]
/** Whoever takes one has this long before another process may try it. */
const leaseMinutes = 3
const batch = 20

const later = (now: Date, minutes: number): Date => new Date(now.getTime() + minutes * 60_000)

type Due = { handOver: HandOverRow; receiver: ReceiverRow; row: SubmissionRow }

/** Everything of one town that is due. @returns how many were taken and how many failed */
export async function handOverDue(house: House, town: Town, now: Date): Promise<{ delivered: number; failed: number }> {
  const done = { delivered: 0, failed: 0 }
  for (;;) {
    const due = await claimDue(town, now)
    for (const one of due) {
      const taken = await handOver(house, town, one, now)
      if (taken) done.delivered += 1
      else done.failed += 1
    }
    if (due.length < batch) return done
  }
}

async function claimDue(town: Town, now: Date): Promise<Due[]> {
  return town.write(async (db: Writing) => {
    const claimed = await db
      .updateTable('forms.hand_over as h')
      .set((old) => ({ next_at: later(now, leaseMinutes), attempts: old('h.attempts', '+', 1) }))
      .where('h.id', 'in', (of) =>
        of
          .selectFrom('forms.hand_over as d')
          .innerJoin('forms.receiver as r', (on) => on.onRef('r.town_id', '=', 'd.town_id').onRef('r.id', '=', 'd.receiver_id'))
          .select('d.id')
          .where('d.state', '!=', 'delivered')
          .where('d.next_at', '<=', now)
          .where('r.kind', '!=', 'batch')
          .orderBy('d.next_at')
          .limit(batch)
          .forUpdate('d')
          .skipLocked(),
      )
      .returningAll('h')
      .execute()
    if (claimed.length === 0) return []
    const receivers = await byId(db, 'forms.receiver', [...new Set(claimed.map((one) => one.receiver_id))])
    const submissions = await byId(db, 'forms.submission', [...new Set(claimed.map((one) => one.submission_id))])
    return claimed.map((handOver) => ({
      handOver,
      receiver: receivers.get(handOver.receiver_id) as ReceiverRow,
      row: submissions.get(handOver.submission_id) as SubmissionRow,
    }))
  })
}

async function byId(db: Writing, table: 'forms.receiver' | 'forms.submission', ids: readonly string[]) {
  const rows = await db.selectFrom(table).selectAll().where('id', 'in', ids).execute()
  return new Map<string, unknown>(rows.map((row) => [row.id, row]))
}

async function handOver(house: House, town: Town, due: Due, now: Date): Promise<boolean> {
  try {
    if (due.row.state === 'erased') throw new NotTaken('erased')
    if (due.receiver.kind === 'contract') await giveToModule(house, town, due, now)
    else await giveToWebhook(town, due, now)
    return true
  } catch (fault) {
    const code = fault instanceof NotTaken ? fault.code : 'fault'
    if (code === 'fault') house.log.fault('a submission could not be handed over', fault, { module: 'forms' })
    await noteFailure(town, due.handOver, code, now)
    return false
  }
}

async function giveToModule(house: House, town: Town, { handOver, receiver, row }: Due, now: Date): Promise<void> {
  const look = { subjects: [row.holder_id], actor, purpose, legalBasis, matter: showReference(row.reference) }
  await town.personal(look, async (db: Writing) => {
    const sealed = await db
      .selectFrom('forms.submission_content')
      .select('sealed')
      .where('submission_id', '=', row.id)
      .executeTakeFirstOrThrow()
    const { document, key } = await documentOf(db, row)
    const content = openContent(town.dataKey, row.id, sealed.sealed)
    await giveToRoom({ house, town, db, now }, handOver.id, receiver, { row, content, document, formKey: key })
  })
}

async function giveToWebhook(town: Town, { handOver, receiver, row }: Due, now: Date): Promise<void> {
  const { content, document, formKey } = await readReceipt(town, row, actor, purpose)
  if (!content) throw new NotTaken('erased')
  const submission = handedOf(town, { row, content, document, formKey }, receiver, now)
  const taken = await callWebhook(town, receiver, handOver.id, submission, now)
  await town.write((db: Writing) => noteDelivery(db, handOver.id, taken, now))
}

const documentOf = (db: Writing, row: SubmissionRow) =>
  db
    .selectFrom('forms.version as v')
    .innerJoin('forms.form as f', (on) => on.onRef('f.town_id', '=', 'v.town_id').onRef('f.id', '=', 'v.form_id'))
    .select(['v.document', 'f.key'])
    .where('v.form_id', '=', row.form_id)
    .where('v.number', '=', row.version)
    .executeTakeFirstOrThrow()

const noteFailure = (town: Town, { id, attempts }: HandOverRow, code: string, now: Date) =>
  town.write((db: Writing) =>
    db
      .updateTable('forms.hand_over')
      .set({ state: 'failing', last_error: code, next_at: later(now, pauses[attempts - 1] ?? pauses.at(-1)!) })
      .where('id', '=', id)
      .where('state', '!=', 'delivered')
      .execute(),
  )

/** "Try again now". @returns false where there is nothing to try */
export const tryAgain = (town: Town, submission: string, id: string, now: Date): Promise<boolean> =>
  town.write(async (db: Writing) => {
    const { numUpdatedRows } = await db
      .updateTable('forms.hand_over')
      .set({ next_at: now })
      .where('id', '=', id)
      .where('submission_id', '=', submission)
      .where('state', '!=', 'delivered')
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  })

export const listHandOvers = (db: Reading, submission: string) =>
  db
    .selectFrom('forms.hand_over as h')
    .innerJoin('forms.receiver as r', (on) => on.onRef('r.town_id', '=', 'h.town_id').onRef('r.id', '=', 'h.receiver_id'))
    .selectAll('h')
    .select(['r.label', 'r.kind'])
    .where('h.submission_id', '=', submission)
    .orderBy('h.id')
    .execute()

export async function handOverEverywhere(house: House, now: Date): Promise<void> {
  for (const town of house.towns.list()) await handOverDue(house, town, now)
}
