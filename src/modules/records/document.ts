// Documents by hand: added to a procedure or to the post basket, checked out and in again with a new version, cancelled, assigned.
import type { Actor } from '../../kernel/actor.ts'
import { actorText } from '../../kernel/actor.ts'
import { keepBlobs } from '../../kernel/blobs.ts'
import type { House } from '../../kernel/house.ts'
import type { KeptFile } from '../../kernel/http/send-blob.ts'
import { newId } from '../../kernel/ids.ts'
import type { Town } from '../../kernel/town.ts'
import { takeNumbers } from './filing/file-documents.ts'
import { noteAll } from './history.ts'
import type { Direction, DocumentRow, ProcedureRow } from './tables.ts'
import { type Db, moveTexts, openTexts, writeTexts } from './text.ts'

export type NewFile = { name: string; mediaType: string; content: Uint8Array }
export type NewDocument = { title: string; direction: Direction; at: Date; files: readonly NewFile[]; once: string }

type Place = { procedure: ProcedureRow } | { unit: string; person: string | null }

/** One document for each file. `once` makes a form that is sent twice one. Inside a logged look at whom it concerns. */
export async function addDocuments(
  house: House,
  town: Town,
  db: Db,
  place: Place,
  added: NewDocument,
  actor: Actor,
  now: Date,
): Promise<string[]> {
  const procedure = 'procedure' in place ? place.procedure : undefined
  const [unit, person] = 'procedure' in place ? [place.procedure.unit, place.procedure.person_id] : [place.unit, place.person]
  const before = await db.selectFrom('records.document').select('id').where('key', 'like', `desk/${added.once}/%`).execute()
  if (before.length > 0) return before.map(({ id }) => id)
  const blobs = await keepBlobs(town, db, house.files, added.files)
  const first = procedure && (await takeNumbers(db, procedure.id, added.files.length, now))
  const rows = added.files.map((file, index) => ({ file, blob: blobs[index]!, id: newId(now), index }))
  await db
    .insertInto('records.document')
    .values(
      rows.map(({ id, index }) => ({
        ...{ id, procedure_id: procedure?.id ?? null, key: `desk/${added.once}/${index}`, unit, person_id: person },
        ...{ number: first === undefined ? null : first + index, title: added.title, direction: added.direction },
        ...{ dated_at: added.at, filed_at: now, cancelled_at: null, locked_by: null, locked_at: null },
      })),
    )
    .execute()
  await db
    .insertInto('records.version')
    .values(
      rows.map(({ id, file, blob }) => ({
        ...{ id: newId(now), document_id: id, number: 1, blob, media_type: file.mediaType, size: file.content.length },
        ...{ made_at: now, made_by: actorText(actor), read_at: null },
      })),
    )
    .execute()
  await writeTexts(
    db,
    town,
    rows.map(({ id, file }) => ({ id, person, text: file.name })),
  )
  const what = procedure ? 'filed' : 'parked'
  const details = { direction: added.direction }
  await noteAll(
    db,
    rows.map(({ id }) => ({ what, document: id, procedure: procedure?.id ?? null, details })),
    actor,
    now,
  )
  return rows.map(({ id }) => id)
}

/** The row is locked until the end of the transaction. */
export const lockDocument = (db: Db, id: string): Promise<DocumentRow | undefined> =>
  db.selectFrom('records.document').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

export type DocumentRefusal = 'locked' | 'not-yours' | 'closed' | 'gone'

const isOpen = async (db: Db, procedure: string | null): Promise<boolean> => {
  if (procedure === null) return true
  const row = await db.selectFrom('records.procedure').select('state').where('id', '=', procedure).executeTakeFirst()
  return row?.state === 'open'
}

/** From now on nobody else may add a version. @de Auschecken */
export async function checkOut(db: Db, id: string, person: string, actor: Actor, now: Date): Promise<DocumentRefusal | 'done'> {
  const row = await lockDocument(db, id)
  if (!row || row.cancelled_at) return 'gone'
  if (row.locked_by !== null && row.locked_by !== person) return 'locked'
  if (!(await isOpen(db, row.procedure_id))) return 'closed'
  if (row.locked_by === person) return 'done'
  await db.updateTable('records.document').set({ locked_by: person, locked_at: now }).where('id', '=', id).execute()
  await noteAll(db, [{ what: 'checked-out', document: id, procedure: row.procedure_id }], actor, now)
  return 'done'
}

/** Without a new version. Somebody else's lock is broken only by who may repair. */
export async function release(
  db: Db,
  id: string,
  person: string,
  mayBreak: boolean,
  actor: Actor,
  now: Date,
): Promise<DocumentRefusal | 'done'> {
  const row = await lockDocument(db, id)
  if (!row || row.locked_by === null) return 'gone'
  if (row.locked_by !== person && !mayBreak) return 'not-yours'
  await db.updateTable('records.document').set({ locked_by: null, locked_at: null }).where('id', '=', id).execute()
  await noteAll(db, [{ what: 'released', document: id, procedure: row.procedure_id }], actor, now)
  return 'done'
}

/** A new version by whoever has checked it out; the lock ends. @de Einchecken */
export async function checkIn(
  house: House,
  town: Town,
  db: Db,
  id: string,
  file: NewFile,
  person: string,
  actor: Actor,
  now: Date,
): Promise<DocumentRefusal | 'done'> {
  const row = await lockDocument(db, id)
  if (!row || row.cancelled_at) return 'gone'
  if (row.locked_by !== person) return row.locked_by === null ? 'not-yours' : 'locked'
  if (!(await isOpen(db, row.procedure_id))) return 'closed'
  const [blob = ''] = await keepBlobs(town, db, house.files, [file])
  const number = row.versions + 1
  await db
    .insertInto('records.version')
    .values({
      ...{ id: newId(now), document_id: id, number, blob, media_type: file.mediaType, size: file.content.length },
      ...{ made_at: now, made_by: actorText(actor), read_at: null },
    })
    .execute()
  await db
    .updateTable('records.document')
    .set({ versions: number, locked_by: null, locked_at: null })
    .where('id', '=', id)
    .execute()
  await writeTexts(db, town, [{ id, person: row.person_id, text: file.name }])
  await noteAll(db, [{ what: 'checked-in', document: id, procedure: row.procedure_id, details: { number } }], actor, now)
  return 'done'
}

/** Filed by mistake: it stays, struck through, and is kept with its procedure. @de Storno */
export async function cancelDocument(db: Db, id: string, reason: string, actor: Actor, now: Date): Promise<boolean> {
  const row = await lockDocument(db, id)
  if (!row || row.cancelled_at || !(await isOpen(db, row.procedure_id))) return false
  await db.updateTable('records.document').set({ cancelled_at: now }).where('id', '=', id).execute()
  await noteAll(db, [{ what: 'document-cancelled', document: id, procedure: row.procedure_id, details: { reason } }], actor, now)
  return true
}

/**
 * From the post basket into its procedure, whose person it concerns from now on. Inside a logged look at that person and at whom it
 * concerned before. @returns false where somebody else was faster or the procedure takes nothing more
 */
export async function assignDocument(
  db: Db,
  town: Town,
  id: string,
  procedure: ProcedureRow,
  actor: Actor,
  now: Date,
): Promise<boolean> {
  const row = await lockDocument(db, id)
  if (!row || row.procedure_id !== null || procedure.state !== 'open') return false
  await moveTexts(db, town, [id], procedure.person_id)
  const number = await takeNumbers(db, procedure.id, 1, now)
  await db
    .updateTable('records.document')
    .set({ procedure_id: procedure.id, number, unit: procedure.unit, person_id: procedure.person_id })
    .where('id', '=', id)
    .execute()
  await db.updateTable('records.task').set({ done_at: now }).where('document_id', '=', id).where('done_at', 'is', null).execute()
  await noteAll(db, [{ what: 'assigned', document: id, procedure: procedure.id, details: { number } }], actor, now)
  return true
}

/** The content of one version, for its download; the newest where none is named. */
export async function contentOf(
  db: Db,
  town: Town,
  document: Pick<DocumentRow, 'id' | 'title' | 'versions'>,
  wanted: number | undefined,
): Promise<KeptFile | undefined> {
  const version = await db
    .selectFrom('records.version')
    .select(['blob', 'media_type'])
    .where('document_id', '=', document.id)
    .where('number', '=', wanted ?? document.versions)
    .executeTakeFirst()
  const names = await openTexts(db, town, [document.id])
  return version && { blob: version.blob, name: names.get(document.id) ?? document.title, mediaType: version.media_type }
}
