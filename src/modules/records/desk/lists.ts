// Lists of the desk: what was worked on last, what a search finds, the procedures of a file, tasks; never a name.
import { sql } from 'kysely'
import type { SignedIn } from '../../../kernel/access.ts'
import { isUuid } from '../../../kernel/ids.ts'
import type { ReadDb, Town } from '../../../kernel/town.ts'
import { inUnits, mayRepair, seesFile, seesProcedure } from '../rights.ts'
import type { FileRow, PlanEntryRow, ProcedureRow, RecordsTables, TaskRow } from '../tables.ts'
import { askWords, questionOf } from '../word-index.ts'

export const perPage = 25
export type ProcedureLine = Pick<ProcedureRow, 'id' | 'number' | 'title' | 'unit' | 'state' | 'changed_at'> & {
  documents: number
  tasks: number
}

const lineOf = sql`p.id, p.number, p.title, p.unit, p.state, p.changed_at,
  (SELECT count(*)::int FROM records.document d WHERE d.town_id = p.town_id AND d.procedure_id = p.id AND d.cancelled_at IS NULL) AS documents,
  (SELECT count(*)::int FROM records.task t WHERE t.town_id = p.town_id AND t.procedure_id = p.id AND t.done_at IS NULL) AS tasks`

export type Found<Line> = { lines: Line[]; more: boolean }
const cut = <Line>(lines: Line[]): Found<Line> => ({ lines: lines.slice(0, perPage), more: lines.length > perPage })

/** Worked on last, newest first. */
export const listRecent = (town: Town, person: SignedIn, page: number): Promise<Found<ProcedureLine>> =>
  town.read(async (db: ReadDb<RecordsTables>) => {
    const { rows } =
      await sql<ProcedureLine>`SELECT ${lineOf} FROM (SELECT * FROM records.procedure p WHERE ${seesProcedure(person)}
        ORDER BY p.changed_at DESC LIMIT ${perPage + 1} OFFSET ${(page - 1) * perPage}) p`.execute(db)
    return cut(rows)
  })

const mostHits = 2_000

/** Procedures whose number, reference or title, or one of whose documents answers the words; newest first. */
export const searchProcedures = (town: Town, person: SignedIn, typed: string, page: number): Promise<Found<ProcedureLine>> =>
  town.write(async (db) => {
    if (questionOf(typed) === '') return { lines: [], more: false }
    await askWords(db as never, typed)
    const { rows } =
      await sql<ProcedureLine>`WITH hit AS MATERIALIZED (SELECT id, kind FROM records.word_index LIMIT ${mostHits}),
        of AS (SELECT id FROM hit WHERE kind = 'procedure'
          UNION SELECT d.procedure_id FROM hit JOIN records.document d ON d.id = hit.id WHERE hit.kind = 'document' AND d.procedure_id IS NOT NULL)
      SELECT ${lineOf} FROM (SELECT p.* FROM of JOIN records.procedure p ON p.id = of.id WHERE ${seesProcedure(person)}
        ORDER BY p.changed_at DESC LIMIT ${perPage + 1} OFFSET ${(page - 1) * perPage}) p`.execute(db)
    return cut(rows)
  })

export type FileLine = Pick<FileRow, 'id' | 'number' | 'title' | 'unit' | 'state'> & { procedures: number }

export const listFiles = (town: Town, person: SignedIn, plan: string, page: number): Promise<Found<FileLine>> =>
  town.read(async (db: ReadDb<RecordsTables>) => {
    const { rows } = await sql<FileLine>`SELECT f.id, f.number, f.title, f.unit, f.state,
        (SELECT count(*)::int FROM records.procedure p WHERE p.town_id = f.town_id AND p.file_id = f.id) AS procedures
      FROM records.file f WHERE f.plan_id = ${plan} AND ${seesFile(person)}
      ORDER BY f.opened_at DESC, f.number LIMIT ${perPage + 1} OFFSET ${(page - 1) * perPage}`.execute(db)
    return cut(rows)
  })

export type OpenedFile = FileRow & { plan: Pick<PlanEntryRow, 'id' | 'number' | 'title'>; holds: number }

export const findVisibleFile = (town: Town, person: SignedIn, id: string, permission?: string): Promise<OpenedFile | undefined> =>
  town.read(async (db: ReadDb<RecordsTables>) => {
    if (!isUuid(id)) return undefined
    const { rows } =
      await sql<OpenedFile>`SELECT f.*, jsonb_build_object('id', e.id, 'number', e.number, 'title', e.title) AS plan,
        (SELECT count(*)::int FROM records.hold h WHERE h.town_id = f.town_id AND h.file_id = f.id AND h.lifted_at IS NULL) AS holds
      FROM records.file f JOIN records.plan_entry e ON e.town_id = f.town_id AND e.id = f.plan_id
      WHERE f.id = ${id} AND ${seesFile(person, permission)}`.execute(db)
    return rows[0]
  })

export const listOfFile = (town: Town, person: SignedIn, file: string, page: number): Promise<Found<ProcedureLine>> =>
  town.read(async (db: ReadDb<RecordsTables>) => {
    const { rows } = await sql<ProcedureLine>`SELECT ${lineOf} FROM (SELECT * FROM records.procedure p
        WHERE p.file_id = ${file} AND ${seesProcedure(person)}
        ORDER BY p.opened_at DESC LIMIT ${perPage + 1} OFFSET ${(page - 1) * perPage}) p`.execute(db)
    return cut(rows)
  })

export type TaskLine = TaskRow & { number: string | null; title: string | null }

const taskLine = sql`SELECT t.*, p.number, coalesce(p.title, d.title) AS title FROM records.task t
  LEFT JOIN records.procedure p ON p.town_id = t.town_id AND p.id = t.procedure_id
  LEFT JOIN records.document d ON d.town_id = t.town_id AND d.id = t.document_id`

/** Oldest first. */
export const listTasks = (town: Town, person: SignedIn, page: number): Promise<Found<TaskLine>> =>
  town.read(async (db: ReadDb<RecordsTables>) => {
    const { rows } = await sql<TaskLine>`${taskLine} WHERE t.done_at IS NULL AND ${inUnits(person, mayRepair, sql`t.unit`)}
      ORDER BY t.opened_at, t.id LIMIT ${perPage + 1} OFFSET ${(page - 1) * perPage}`.execute(db)
    return cut(rows)
  })

export const countTasks = (town: Town, person: SignedIn): Promise<number> =>
  town.read(async (db: ReadDb<RecordsTables>) => {
    const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM records.task t
      WHERE t.done_at IS NULL AND ${inUnits(person, mayRepair, sql`t.unit`)}`.execute(db)
    return rows[0]?.count ?? 0
  })

export const findTask = (town: Town, person: SignedIn, id: string): Promise<TaskLine | undefined> =>
  town.read(async (db: ReadDb<RecordsTables>) => {
    if (!isUuid(id)) return undefined
    const { rows } = await sql<TaskLine>`${taskLine} WHERE t.id = ${id} AND ${inUnits(person, mayRepair, sql`t.unit`)}`.execute(
      db,
    )
    return rows[0]
  })
