// A run of disposal: what is due is gathered, offered, appraised, and then handed over or destroyed with proof (Aussonderung).
// Two steps where the filing plan has appraised already, four where the archive does it for each procedure.
import { sql } from 'kysely'
import type { Actor } from '../../../kernel/actor.ts'
import type { House } from '../../../kernel/house.ts'
import { newId } from '../../../kernel/ids.ts'
import { logAccess, type Town } from '../../../kernel/town.ts'
import { noteAll } from '../history.ts'
import { legalBasis } from '../person-offers.ts'
import type { Appraisal, DisposalRow, Outcome } from '../tables.ts'
import type { Db } from '../text.ts'
import { emptyProcedure } from './destroy.ts'

export const mostItems = 500
const asPattern = (path: string): string => `${path.replace(/[\\%_]/g, '\\$&')}%`

/** Closed, its period over, under no hold, with nothing open about its filing, and in no other run. */
const dueOf = (unit: string, due: string) => sql`FROM records.procedure p
  LEFT JOIN records.file f ON f.town_id = p.town_id AND f.id = p.file_id
  LEFT JOIN records.plan_entry e ON e.town_id = f.town_id AND e.id = f.plan_id
  WHERE p.state IN ('closed', 'cancelled') AND p.keep_until < ${due}::date AND p.unit LIKE ${asPattern(unit)}
    AND NOT EXISTS (SELECT FROM records.hold h WHERE h.town_id = p.town_id AND h.lifted_at IS NULL AND (h.procedure_id = p.id OR h.file_id = p.file_id))
    AND NOT EXISTS (SELECT FROM records.task t WHERE t.town_id = p.town_id AND t.procedure_id = p.id AND t.done_at IS NULL)
    AND NOT EXISTS (SELECT FROM records.disposal_item i WHERE i.town_id = p.town_id AND i.procedure_id = p.id AND i.outcome IS NULL)`

/** `due`: the first day that is too early. @returns undefined where nothing is due */
export async function beginDisposal(
  db: Db,
  { unit, due, by, actor }: { unit: string; due: string; by: string | null; actor: Actor | string },
  now: Date,
): Promise<string | undefined> {
  const { rows } = await sql<{
    id: string
    appraisal: Appraisal
  }>`SELECT p.id, coalesce(e.appraisal, 'B') AS appraisal ${dueOf(unit, due)}
    ORDER BY p.keep_until, p.number LIMIT ${mostItems}`.execute(db)
  if (rows.length === 0) return undefined
  const id = newId(now)
  const state = rows.some(({ appraisal }) => appraisal === 'B') ? 'draft' : 'appraised'
  await db
    .insertInto('records.disposal')
    .values({ id, process_id: newId(now), unit, due, state, made_at: now, made_by: by, done_at: null })
    .execute()
  const nothing = { outcome: null, at: null, by_id: null, documents: null, proof: null, archive_mark: null }
  await db
    .insertInto('records.disposal_item')
    .values(rows.map((row) => ({ disposal_id: id, procedure_id: row.id, appraisal: row.appraisal, ...nothing })))
    .execute()
  await noteAll(
    db,
    rows.map((row) => ({ what: 'due', procedure: row.id })),
    actor,
    now,
  )
  return id
}

export const lockDisposal = (db: Db, id: string): Promise<DisposalRow | undefined> =>
  db.selectFrom('records.disposal').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

/** The list for the archive went out (0501). */
export async function noteOffer(db: Db, id: string, actor: Actor, now: Date): Promise<void> {
  const row = await lockDisposal(db, id)
  if (row?.state !== 'draft') return
  await db.updateTable('records.disposal').set({ state: 'offered' }).where('id', '=', id).execute()
  await noteAll(
    db,
    (await openItems(db, id)).map((procedure) => ({ what: 'offered', procedure })),
    actor,
    now,
  )
}

const openItems = async (db: Db, id: string): Promise<string[]> =>
  (
    await db
      .selectFrom('records.disposal_item')
      .select('procedure_id')
      .where('disposal_id', '=', id)
      .where('outcome', 'is', null)
      .execute()
  ).map(({ procedure_id }) => procedure_id)

/** By hand or by a message 0502; what is no open item of the run is passed over. @returns how many were appraised */
export async function appraise(
  db: Db,
  id: string,
  appraised: readonly { id: string; appraisal: Appraisal }[],
  actor: Actor | string,
  now: Date,
): Promise<number> {
  const row = await lockDisposal(db, id)
  if (!row || row.state === 'done') return 0
  const open = new Set(await openItems(db, id))
  const fitting = appraised.filter((one) => open.has(one.id))
  for (const one of fitting)
    await db
      .updateTable('records.disposal_item')
      .set({ appraisal: one.appraisal })
      .where('disposal_id', '=', id)
      .where('procedure_id', '=', one.id)
      .where('outcome', 'is', null)
      .execute()
  const left = await db
    .selectFrom('records.disposal_item')
    .select('procedure_id')
    .where('disposal_id', '=', id)
    .where('appraisal', '=', 'B')
    .where('outcome', 'is', null)
    .limit(1)
    .executeTakeFirst()
  const state = left ? row.state : 'appraised'
  await db.updateTable('records.disposal').set({ state }).where('id', '=', id).execute()
  await noteAll(
    db,
    fitting.map((one) => ({ what: 'appraised', procedure: one.id, details: { appraisal: one.appraisal } })),
    actor,
    now,
  )
  return fitting.length
}

type Ending = {
  procedures: readonly string[]
  outcome: 'handed-over' | 'destroyed'
  mark?: ReadonlyMap<string, string>
  by: string
  actor: Actor
}

/**
 * Ends these items, each in a transaction of its own: a fault in the middle leaves the others done and proved. Whatever came under hold
 * meanwhile is left alone. `handed-over` only for what goes to the archive, `destroyed` only for what does not.
 */
export async function endItems(
  house: House,
  town: Town,
  id: string,
  ending: Ending,
  now: Date,
): Promise<Record<Outcome, number>> {
  const counted: Record<Outcome, number> = { 'handed-over': 0, destroyed: 0, held: 0, failed: 0 }
  const wanted: Appraisal = ending.outcome === 'handed-over' ? 'A' : 'V'
  for (const procedure of ending.procedures) {
    const outcome = await town.write((db: Db) => endItem(house, town, db, id, procedure, wanted, ending, now))
    if (outcome) counted[outcome] += 1
  }
  await town.write(async (db: Db) => {
    if ((await openItems(db, id)).length === 0)
      await db.updateTable('records.disposal').set({ state: 'done', done_at: now }).where('id', '=', id).execute()
  })
  return counted
}

async function endItem(
  house: House,
  town: Town,
  db: Db,
  id: string,
  procedure: string,
  wanted: Appraisal,
  { outcome, mark, by, actor }: Ending,
  now: Date,
): Promise<Outcome | undefined> {
  const run = await lockDisposal(db, id)
  const item = await db
    .selectFrom('records.disposal_item as i')
    .innerJoin('records.procedure as p', (on) => on.onRef('p.town_id', '=', 'i.town_id').onRef('p.id', '=', 'i.procedure_id'))
    .select(['i.appraisal', 'p.person_id', 'p.number'])
    .where('i.disposal_id', '=', id)
    .where('i.procedure_id', '=', procedure)
    .where('i.outcome', 'is', null)
    .executeTakeFirst()
  if (run?.state !== 'appraised' || item?.appraisal !== wanted) return undefined
  if (item.person_id !== null) {
    const purpose = outcome === 'destroyed' ? 'Akte nach Ablauf der Aufbewahrung vernichtet' : 'Akte an das Archiv abgegeben'
    await logAccess(db, [item.person_id], { actor, purpose, legalBasis, matter: item.number })
  }
  const emptied = await emptyProcedure(house, town, db, procedure, outcome, actor, now)
  const ended: Outcome = emptied === 'held' ? 'held' : emptied === 'gone' ? 'failed' : outcome
  const proved = typeof emptied === 'string' ? { documents: null, proof: null } : emptied
  await db
    .updateTable('records.disposal_item')
    .set({ outcome: ended, at: now, by_id: by, archive_mark: mark?.get(procedure) ?? null, ...proved })
    .where('disposal_id', '=', id)
    .where('procedure_id', '=', procedure)
    .execute()
  return ended
}

export type DueUnit = { unit: string; count: number }

/** How much is due in each top unit, for the job and for the desk. */
export async function listDueUnits(db: Pick<Db, 'getExecutor'>, due: string): Promise<DueUnit[]> {
  const { rows } =
    await sql<DueUnit>`SELECT '/' || coalesce(nullif(split_part(p.unit, '/', 2), '') || '/', '') AS unit, count(*)::int AS count
    ${dueOf('/', due)} GROUP BY 1 ORDER BY 1`.execute(db as Db)
  return rows
}

/** By the clock: prepares a run for every top unit in which something is due; what becomes of it is decided by people. */
export async function prepareDisposals(house: House, due: (now: Date) => string, now: Date): Promise<number> {
  let prepared = 0
  for (const town of house.towns.list()) {
    const units = await town.read((db) => listDueUnits(db as never, due(now)))
    for (const { unit } of units) {
      const asked = { unit, due: due(now), by: null, actor: 'system:records' }
      if (await town.write((db: Db) => beginDisposal(db, asked, now))) prepared += 1
    }
  }
  return prepared
}
