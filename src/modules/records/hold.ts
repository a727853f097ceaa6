// Legal hold: while one lies on a procedure or on its file, nothing of it is handed over or destroyed (Aussonderungssperre).
import type { Actor } from '../../kernel/actor.ts'
import { newId } from '../../kernel/ids.ts'
import { note } from './history.ts'
import type { Db } from './text.ts'

export type Held = { file: string } | { procedure: string }
const columns = (held: Held) => ({
  file_id: 'file' in held ? held.file : null,
  procedure_id: 'procedure' in held ? held.procedure : null,
})

export async function setHold(db: Db, held: Held, reason: string, by: string, actor: Actor, now: Date): Promise<void> {
  const id = newId(now)
  // Whoever empties a procedure of it at this moment comes before or after, never between.
  const rows = db.selectFrom('records.procedure').select('id')
  await ('file' in held ? rows.where('file_id', '=', held.file) : rows.where('id', '=', held.procedure))
    .orderBy('id')
    .forUpdate()
    .execute()
  await db
    .insertInto('records.hold')
    .values({ id, ...columns(held), reason, set_at: now, set_by: by, lifted_at: null, lifted_by: null })
    .execute()
  await note(db, { what: 'hold-set', ...held, details: { reason } }, actor, now)
}

/** @returns false where there is no such hold any more */
export async function liftHold(db: Db, id: string, held: Held, by: string, actor: Actor, now: Date): Promise<boolean> {
  const { file_id, procedure_id } = columns(held)
  const { numUpdatedRows } = await db
    .updateTable('records.hold')
    .set({ lifted_at: now, lifted_by: by })
    .where('id', '=', id)
    .where('file_id', 'is not distinct from', file_id)
    .where('procedure_id', 'is not distinct from', procedure_id)
    .where('lifted_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) return false
  await note(db, { what: 'hold-lifted', ...held }, actor, now)
  return true
}
