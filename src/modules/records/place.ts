// The place of a procedure in the filing plan: found later for one that had none, changed for one that had the wrong one; and new ones by hand.
import type { Actor } from '../../kernel/actor.ts'
import { dayAt, yearOf } from '../../kernel/calendar/day.ts'
import { newId } from '../../kernel/ids.ts'
import type { Town } from '../../kernel/town.ts'
import { collectingFile } from './filing/collecting-file.ts'
import { nextFileNumber, ownNumber, procedureNumber } from './filing/number.ts'
import { note } from './history.ts'
import { findPeriod, lockProcedure } from './procedure.ts'
import { keepUntil } from './retention/period.ts'
import type { FileRow, PlanEntryRow, ProcedureRow } from './tables.ts'
import { type Db, writeTexts } from './text.ts'
import { indexWords } from './word-index.ts'

/** Gets a new number below the collecting file of the entry; its tasks about the place are done. @returns undefined where it is gone */
export async function placeProcedure(
  db: Db,
  town: Town,
  id: string,
  plan: PlanEntryRow,
  by: { person: string; actor: Actor },
  now: Date,
): Promise<string | undefined> {
  const row = await lockProcedure(db, id)
  if (!row || plan.closed_at || (row.state !== 'open' && row.state !== 'closed')) return undefined
  const file = await collectingFile(db, town, plan, row.unit, yearOf(dayAt(row.opened_at)), now)
  const own = row.reference === '' ? String(await countedIn(db, file.id)) : ownNumber(row.reference)
  const number = await freeNumber(db, procedureNumber(town, file.number, own), row.id)
  const placed = { ...row, file_id: file.id }
  const keep_until = row.closed_at ? keepUntil(await findPeriod(db, placed), dayAt(row.closed_at)) : null
  await db
    .updateTable('records.procedure')
    .set({ file_id: file.id, number, keep_until, changed_at: now })
    .where('id', '=', id)
    .execute()
  await indexWords(db, { id, kind: 'procedure', text: `${number} ${row.reference} ${row.title}` })
  await db
    .updateTable('records.task')
    .set({ done_at: now, done_by: by.person })
    .where('procedure_id', '=', id)
    .where('kind', 'in', ['plan-missing', 'plan-closed', 'file-missing'])
    .where('done_at', 'is', null)
    .execute()
  await note(db, { what: 'placed', procedure: id, file: file.id, details: { from: row.number, to: number } }, by.actor, now)
  return number
}

async function freeNumber(db: Db, number: string, id: string): Promise<string> {
  const taken = await db
    .selectFrom('records.procedure')
    .select('id')
    .where('number', '=', number)
    .where('id', '!=', id)
    .executeTakeFirst()
  return taken ? `${number}-${id.slice(-6)}` : number
}

const countedIn = async (db: Db, file: string): Promise<number> => {
  const { next_number } = await db
    .updateTable('records.file')
    .set((old) => ({ next_number: old('next_number', '+', 1) }))
    .where('id', '=', file)
    .returning('next_number')
    .executeTakeFirstOrThrow()
  return next_number - 1
}

/** @de Akte anlegen */
export async function openFile(
  db: Db,
  town: Town,
  plan: PlanEntryRow,
  { title, unit }: { title: string; unit: string },
  actor: Actor,
  now: Date,
): Promise<string> {
  const id = newId(now)
  const number = await nextFileNumber(db, town, plan, yearOf(dayAt(now)))
  await db
    .insertInto('records.file')
    .values({ id, plan_id: plan.id, number, title, unit, collects: null, opened_at: now, closed_at: null })
    .execute()
  await note(db, { what: 'file-opened', file: id }, actor, now)
  return id
}

/** By hand: counted within its file. `subject` is sealed. Inside a logged look at the person, if there is one. @de Vorgang anlegen */
export async function openProcedure(
  db: Db,
  town: Town,
  file: FileRow,
  opened: { title: string; subject: string; person: string | null },
  actor: Actor,
  now: Date,
): Promise<string> {
  const id = newId(now)
  const number = await freeNumber(db, procedureNumber(town, file.number, await countedIn(db, file.id)), id)
  const { title, subject, person } = opened
  const row: ProcedureRow = {
    ...{ id, file_id: file.id, number, title, unit: file.unit, person_id: person, matter_kind: null, matter_id: null },
    ...{ reference: '', confidentiality: file.confidentiality, state: 'open', result: null, opened_at: now, changed_at: now },
    ...{ closed_at: null, keep_years: null, law: '', keep_until: null, next_document: 1 },
  }
  await db.insertInto('records.procedure').values(row).execute()
  if (subject !== '') await writeTexts(db, town, [{ id, person, text: subject }])
  await indexWords(db, { id, kind: 'procedure', text: `${number} ${title}` })
  await note(db, { what: 'opened', procedure: id, file: file.id }, actor, now)
  return id
}
