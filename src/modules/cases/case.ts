// One case: found, locked, moved along, and what happened noted in its history.
import { sql } from 'kysely'
import { type Actor, actorText } from '../../kernel/actor.ts'
import { tell } from '../../kernel/outbox.ts'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import { sealedReason } from './sealing.ts'
import type { CaseRow, CasesTables } from './tables.ts'

export type Reading = ReadDb<CasesTables>
export type Writing = WriteDb<CasesTables>
type Either = Pick<Writing, 'selectFrom'> | Pick<Reading, 'selectFrom'>

export const legalBasis = 'Art. 6 Abs. 1 Buchst. e DSGVO'
export const caseSubject = (id: string): string => `cases.case/${id}`
export const matterKind = 'cases.case'

const from = (db: Either) => (db as Pick<Writing, 'selectFrom'>).selectFrom('cases.case').selectAll()

export const findCase = (db: Either, id: string): Promise<CaseRow | undefined> => from(db).where('id', '=', id).executeTakeFirst()

export const findByReference = (db: Either, reference: string): Promise<CaseRow | undefined> =>
  from(db).where('reference', '=', reference).executeTakeFirst()

/**
 * Holds the row: two changes come one after the other. A process holds its instance before the case: whoever does both does the task
 * (`complete-task`) first and holds or changes the case after it.
 */
export const lockCase = (db: Writing, id: string): Promise<CaseRow | undefined> =>
  db.selectFrom('cases.case').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst()

/** What happened. `open`: the person reads it too. `reason`: in somebody's words, inside a look at the holder. */
export type Happened = {
  kind: string
  by: Actor | string
  details?: Readonly<Record<string, unknown>>
  open?: boolean
  reason?: string | undefined
}

/** Holds the row of the case. @returns the number of the entry */
export async function note(
  db: Writing,
  town: Town,
  row: Pick<CaseRow, 'id' | 'holder_id'>,
  happened: Happened,
  now: Date,
): Promise<number> {
  const { kind, by, details = {}, open = false, reason } = happened
  const { rows } = await sql<{ number: number }>`WITH next AS
      (UPDATE cases."case" SET entries = entries + 1, changed_at = ${now} WHERE id = ${row.id} RETURNING entries)
    INSERT INTO cases.event (case_id, number, at, kind, actor, details, open)
    SELECT ${row.id}, entries, ${now}, ${kind}, ${actorText(by)}, ${JSON.stringify(details)}::jsonb, ${open} FROM next
    RETURNING number`.execute(db)
  const number = rows[0]!.number
  if (reason !== undefined && reason !== '')
    await db
      .insertInto('cases.event_text')
      .values({
        case_id: row.id,
        number,
        subject_id: row.holder_id,
        sealed: sealedReason.seal(town.dataKey, `${row.id}/${number}`, reason),
      })
      .execute()
  return number
}

type Changed = Partial<Omit<CaseRow, 'id' | 'reference' | 'facts' | 'type_id' | 'version' | 'holder_id' | 'entries'>>

/** Changes a held case, notes what happened and tells it. */
export async function changeCase(
  db: Writing,
  town: Town,
  row: CaseRow,
  changed: Changed,
  happened: Happened,
  now: Date,
): Promise<void> {
  await Promise.all([
    db
      .updateTable('cases.case')
      .set({ ...changed, changed_at: now })
      .where('id', '=', row.id)
      .execute(),
    note(db, town, row, happened, now),
    tell(db, { type: 'cases.changed.v1', subjects: [caseSubject(row.id)], payload: { case: row.id, what: happened.kind } }),
  ])
}
