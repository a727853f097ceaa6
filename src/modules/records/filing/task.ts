// Tasks that come from filing errors: opened once for each thing, solved by somebody of the unit.
import { newId } from '../../../kernel/ids.ts'
import type { TaskKind } from '../tables.ts'
import type { Db } from '../text.ts'

export type NewTask = { kind: TaskKind; procedure: string | null; document?: string | null; unit: string; wanted?: string }

/** @returns the id of the open task, be it new or known */
export async function openTask(
  db: Db,
  { kind, procedure, document = null, unit, wanted = '' }: NewTask,
  now: Date,
): Promise<string> {
  const id = newId(now)
  const inserted = await db
    .insertInto('records.task')
    .values({
      ...{ id, kind, procedure_id: procedure, document_id: document, unit, wanted: wanted.slice(0, 200) },
      ...{ opened_at: now, done_at: null, done_by: null },
    })
    .onConflict((same) => same.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted) return inserted.id
  const known = db.selectFrom('records.task').select('id').where('kind', '=', kind).where('done_at', 'is', null)
  const { id: open } = await known
    .where('procedure_id', 'is not distinct from', procedure)
    .where('document_id', 'is not distinct from', document)
    .executeTakeFirstOrThrow()
  return open
}

export async function settleTask(db: Db, id: string, by: string | null, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('records.task')
    .set({ done_at: now, done_by: by })
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}
