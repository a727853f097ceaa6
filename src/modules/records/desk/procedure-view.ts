// One procedure as the desk shows it: its place, its documents with their names, what holds it, and its history.
import { sql } from 'kysely'
import type { SignedIn } from '../../../kernel/access.ts'
import type { Town } from '../../../kernel/town.ts'
import { listHistory } from '../history.ts'
import { holdsIn, mayHold, mayRepair, mayWrite, seesProcedure } from '../rights.ts'
import type { DocumentRow, HoldRow, ProcedureRow, TaskRow, VersionRow } from '../tables.ts'
import { type Db, openTexts } from '../text.ts'
import { withProcedure } from './look.ts'

export type ShownDocument = Pick<
  DocumentRow,
  'id' | 'number' | 'title' | 'direction' | 'dated_at' | 'cancelled_at' | 'locked_by' | 'versions'
> & { name: string; size: number; mediaType: string }

export type ProcedureView = {
  procedure: ProcedureRow
  subject: string | undefined
  /** Undefined while nobody has found the place. */
  file: { id: string; number: string; title: string; plan: string; planId: string } | undefined
  unitName: string
  documents: ShownDocument[]
  holds: HoldRow[]
  tasks: TaskRow[]
  units: { id: string; unit: string; name: string; may: 'read' | 'write' }[]
  history: Awaited<ReturnType<typeof listHistory>>
  may: { write: boolean; hold: boolean; repair: boolean }
}

export const openProcedureView = (town: Town, person: SignedIn, id: string): Promise<ProcedureView | undefined> =>
  withProcedure({ town, person, purpose: 'Vorgang in der Akte geöffnet' }, id, async (db, procedure) => {
    const [file, documents, holds, tasks, units, history, writes] = await Promise.all([
      placeOf(db, procedure),
      listDocuments(db, town, id),
      openHolds(db, procedure),
      db.selectFrom('records.task').selectAll().where('procedure_id', '=', id).where('done_at', 'is', null).execute(),
      sql<ProcedureView['units'][number]>`SELECT r.id, r.unit, coalesce(u.name, r.unit) AS name, r.may FROM records.unit_right r
        LEFT JOIN kernel.unit u ON u.town_id = r.town_id AND u.path = r.unit
        WHERE r.procedure_id = ${id} OR r.file_id = ${procedure.file_id}::uuid ORDER BY name`.execute(db),
      listHistory(db, { procedure: id }),
      mayChange(db, person, id),
    ])
    const texts = await openTexts(db, town, [id])
    return {
      ...{ procedure, file, documents, holds, tasks, units: units.rows, history },
      subject: texts.get(id),
      unitName: await unitName(db, town, procedure.unit),
      may: { write: writes, hold: holdsIn(person, procedure.unit, mayHold), repair: holdsIn(person, procedure.unit, mayRepair) },
    }
  })

/** Also by what another unit was given. */
async function mayChange(db: Db, person: SignedIn, id: string): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM records.procedure p WHERE p.id = ${id} AND ${seesProcedure(person, mayWrite)}`.execute(
    db,
  )
  return rows.length > 0
}

export async function unitName(db: Db, town: Town, path: string): Promise<string> {
  if (path === '/') return town.settings.officialName
  const row = await db.selectFrom('kernel.unit').select('name').where('path', '=', path).executeTakeFirst()
  return row?.name ?? path
}

async function placeOf(db: Db, { file_id }: ProcedureRow): Promise<ProcedureView['file']> {
  if (file_id === null) return undefined
  const row = await db
    .selectFrom('records.file as f')
    .innerJoin('records.plan_entry as p', (on) => on.onRef('p.town_id', '=', 'f.town_id').onRef('p.id', '=', 'f.plan_id'))
    .select(['f.id', 'f.number', 'f.title', 'p.number as plan_number', 'p.title as plan_title', 'p.id as plan_id'])
    .where('f.id', '=', file_id)
    .executeTakeFirst()
  return (
    row && {
      ...{ id: row.id, number: row.number, title: row.title },
      ...{ plan: `${row.plan_number} ${row.plan_title}`, planId: row.plan_id },
    }
  )
}

export const openHolds = (db: Db, { id, file_id }: Pick<ProcedureRow, 'id' | 'file_id'>): Promise<HoldRow[]> =>
  db
    .selectFrom('records.hold')
    .selectAll()
    .where('lifted_at', 'is', null)
    .where((of) => of.or([of('procedure_id', '=', id), ...(file_id === null ? [] : [of('file_id', '=', file_id)])]))
    .orderBy('set_at')
    .execute()

export async function listDocuments(db: Db, town: Town, procedure: string): Promise<ShownDocument[]> {
  const rows = await db
    .selectFrom('records.document as d')
    .innerJoin('records.version as v', (on) =>
      on.onRef('v.town_id', '=', 'd.town_id').onRef('v.document_id', '=', 'd.id').onRef('v.number', '=', 'd.versions'),
    )
    .select(['d.id', 'd.number', 'd.title', 'd.direction', 'd.dated_at', 'd.cancelled_at', 'd.locked_by', 'd.versions'])
    .select(['v.size', 'v.media_type as mediaType'])
    .where('d.procedure_id', '=', procedure)
    .orderBy('d.number')
    .limit(1_000)
    .execute()
  const names = await openTexts(
    db,
    town,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({ ...row, size: Number(row.size), name: names.get(row.id) ?? row.title }))
}

export type ShownVersion = Pick<VersionRow, 'id' | 'number' | 'media_type' | 'size' | 'made_at' | 'made_by'>

export const listVersions = async (db: Db, document: string): Promise<ShownVersion[]> => {
  const rows = await db
    .selectFrom('records.version')
    .select(['id', 'number', 'media_type', 'size', 'made_at', 'made_by'])
    .where('document_id', '=', document)
    .orderBy('number', 'desc')
    .execute()
  return rows.map((row) => ({ ...row, size: Number(row.size) }))
}
