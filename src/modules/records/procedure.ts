// A procedure through its life: closed with a result, opened again, cancelled; and its way by the matter it belongs to (Vorgang).
import type { Actor } from '../../kernel/actor.ts'
import { dayAt } from '../../kernel/calendar/day.ts'
import { tell } from '../../kernel/outbox.ts'
import { findProcedure } from './filing/file-documents.ts'
import { openTask } from './filing/task.ts'
import { note } from './history.ts'
import { keepUntil, type Period, periodOf } from './retention/period.ts'
import type { ProcedureRow } from './tables.ts'
import type { Db } from './text.ts'

export const procedureSubject = (id: string): string => `records.procedure/${id}`

/** What its place in the filing plan, or else its sender, says of its retention. */
export async function findPeriod(db: Db, procedure: Pick<ProcedureRow, 'file_id' | 'keep_years' | 'law'>): Promise<Period> {
  const plan =
    procedure.file_id === null
      ? undefined
      : await db
          .selectFrom('records.file as f')
          .innerJoin('records.plan_entry as p', (on) => on.onRef('p.town_id', '=', 'f.town_id').onRef('p.id', '=', 'f.plan_id'))
          .select(['p.keep_years', 'p.forever', 'p.starts', 'p.law'])
          .where('f.id', '=', procedure.file_id)
          .executeTakeFirst()
  return periodOf(plan, procedure)
}

/** The row is locked until the end of the transaction. */
export const lockProcedure = (db: Db, id: string): Promise<ProcedureRow | undefined> =>
  db.selectFrom('records.procedure').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

/** Its retention begins. @returns false where it is not open @de zu den Akten (z. d. A.) */
export async function closeProcedure(db: Db, id: string, result: string, actor: Actor | string, now: Date): Promise<boolean> {
  const row = await lockProcedure(db, id)
  if (row?.state !== 'open') return false
  const period = await findPeriod(db, row)
  const until = keepUntil(period, dayAt(now))
  await db
    .updateTable('records.procedure')
    .set({ state: 'closed', result: result.slice(0, 200), closed_at: now, changed_at: now, keep_until: until })
    .where('id', '=', id)
    .execute()
  if (period === 'unknown') await openTask(db, { kind: 'retention-missing', procedure: id, unit: row.unit }, now)
  await note(
    db,
    { what: 'closed', procedure: id, details: { result: result.slice(0, 200), ...(until && { until }) } },
    actor,
    now,
  )
  await tell(db, { type: 'records.procedure-closed.v1', subjects: [procedureSubject(id)] })
  return true
}

/** @returns false where it is not closed */
export async function reopenProcedure(db: Db, id: string, reason: string, actor: Actor | string, now: Date): Promise<boolean> {
  const row = await lockProcedure(db, id)
  if (row?.state !== 'closed') return false
  await db
    .updateTable('records.procedure')
    .set({ state: 'open', result: null, closed_at: null, keep_until: null, changed_at: now })
    .where('id', '=', id)
    .execute()
  await note(db, { what: 'reopened', procedure: id, details: { reason } }, actor, now)
  return true
}

/**
 * Opened by mistake: nothing more is filed into it. Its documents stay and are kept as long as those of a closed one. @de Storno
 * @returns false where it is not open
 */
export async function cancelProcedure(db: Db, id: string, reason: string, actor: Actor | string, now: Date): Promise<boolean> {
  const row = await lockProcedure(db, id)
  if (row?.state !== 'open') return false
  const until = keepUntil(await findPeriod(db, row), dayAt(now))
  await db
    .updateTable('records.procedure')
    .set({ state: 'cancelled', closed_at: now, changed_at: now, keep_until: until })
    .where('id', '=', id)
    .execute()
  await note(db, { what: 'cancelled', procedure: id, details: { reason } }, actor, now)
  return true
}

export async function closeOfMatter(
  db: Db,
  matter: { kind: string; id: string },
  result: string,
  now: Date,
): Promise<{ closed: boolean }> {
  const found = await findProcedure(db, matter)
  return { closed: found !== undefined && (await closeProcedure(db, found.procedure.id, result, 'system:records', now)) }
}

export async function procedureOf(db: Db, matter: { kind: string; id: string }) {
  const found = await findProcedure(db, matter)
  if (!found) return undefined
  const { id, number } = found.procedure
  const { count } = await db
    .selectFrom('records.task')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('procedure_id', '=', id)
    .where('done_at', 'is', null)
    .executeTakeFirstOrThrow()
  return { number, path: `/desk/records/procedures/${id}`, openTasks: Number(count) }
}
