// Files documents of a matter by themselves: the procedure opens with the first one, and what has no place becomes a task.
import { sql } from 'kysely'
import type { FileDocuments } from '../../../contracts/filing.ts'
import { releaseBlob } from '../../../kernel/blobs.ts'
import { dayAt, yearOf } from '../../../kernel/calendar/day.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Town } from '../../../kernel/town.ts'
import { noteAll } from '../history.ts'
import type { Confidentiality, FileRow, ProcedureRow } from '../tables.ts'
import { type Db, writeTexts } from '../text.ts'
import { indexWords } from '../word-index.ts'
import { collectingFile } from './collecting-file.ts'
import { ownNumber, procedureNumber } from './number.ts'
import { type NewTask, openTask } from './task.ts'

type Asked = FileDocuments['input']
const by = 'system:records'
/** Stands in the number until somebody has found the place in the filing plan. */
const noPlace = 'X'

/** Idempotent by the keys of the documents. Inside a logged look at `subject`. */
export async function fileDocuments(town: Town, asked: Asked): Promise<FileDocuments['answer']> {
  const db = asked.db as unknown as Db
  const { matter, now } = asked
  const { procedure, task: opening } = (await findProcedure(db, matter)) ?? (await openProcedure(db, town, asked))
  const fits = procedure.state === 'open' || procedure.state === 'closed'
  const { added, notes } = await storeDocuments(db, town, asked, procedure, fits)
  let task = opening
  if (added.length > 0 && procedure.state === 'closed')
    task = await openTask(db, { kind: 'procedure-closed', procedure: procedure.id, unit: procedure.unit }, now)
  if (!fits)
    for (const document of added)
      task = await openTask(db, { kind: 'procedure-gone', procedure: procedure.id, document, unit: procedure.unit }, now)
  await noteAll(db, notes, by, now)
  return { procedure: procedure.id, number: procedure.number, ...(task && { task }) }
}

type Found = { procedure: ProcedureRow; task?: string | undefined }

export async function findProcedure(db: Db, matter: { kind: string; id: string }): Promise<Found | undefined> {
  const row = await db
    .selectFrom('records.procedure')
    .selectAll()
    .where('matter_kind', '=', matter.kind)
    .where('matter_id', '=', matter.id)
    .executeTakeFirst()
  return row && { procedure: row }
}

async function openProcedure(db: Db, town: Town, asked: Asked): Promise<Found> {
  const { matter, subject, now, retention } = asked
  const [unit, entry] = await Promise.all([
    sql`SELECT 1 FROM kernel.unit WHERE path = ${asked.unit} AND closed_at IS NULL`.execute(db),
    db.selectFrom('records.plan_entry').selectAll().where('number', '=', asked.plan).executeTakeFirst(),
  ])
  const place = asked.unit === '/' || unit.rows.length > 0 ? asked.unit : '/'
  const usable = entry && entry.closed_at === null ? entry : undefined
  const file = usable && (await collectingFile(db, town, usable, place, yearOf(dayAt(now)), now))
  const own = ownNumber(matter.reference)
  const procedure: ProcedureRow = {
    ...{ id: newId(now), file_id: file?.id ?? null, title: matter.title.slice(0, 200) || matter.kind, unit: place },
    ...{ number: procedureNumber(town, file?.number ?? noPlace, own), reference: matter.reference.slice(0, 100) },
    ...{ person_id: subject, matter_kind: matter.kind, matter_id: matter.id },
    ...{ confidentiality: levelOf(file, asked.secret), state: 'open', result: null },
    ...{ opened_at: now, changed_at: now, closed_at: null, keep_until: null, next_document: 1 },
    ...{ keep_years: retention?.years ?? null, law: retention?.law ?? '' },
  }
  const inserted = await insertOnce(db, procedure)
  if (!inserted) return (await findProcedure(db, matter))!
  const { id, number, reference, title } = inserted
  await indexWords(db, { id, kind: 'procedure', text: `${number} ${reference} ${title}` })
  const missing: Omit<NewTask, 'procedure' | 'unit'>[] = []
  if (!entry) missing.push({ kind: 'plan-missing', wanted: asked.plan })
  else if (!usable) missing.push({ kind: 'plan-closed', wanted: asked.plan })
  if (place !== asked.unit) missing.push({ kind: 'unit-missing', wanted: asked.unit })
  if (usable && !usable.forever && usable.keep_years === null && !retention) missing.push({ kind: 'retention-missing' })
  let task: string | undefined
  for (const one of missing) task ??= await openTask(db, { ...one, procedure: inserted.id, unit: place }, now)
  await noteAll(db, [{ what: 'opened', procedure: inserted.id, file: file?.id ?? null }], by, now)
  return { procedure: inserted, task }
}

/** A secret is confidential in a file that is open, and stays what it is in one that is closer still. @law § 30 AO, § 35 SGB I */
const levelOf = (file: Pick<FileRow, 'confidentiality'> | undefined, secret: boolean | undefined): Confidentiality =>
  secret && file?.confidentiality !== 'restricted' ? 'confidential' : (file?.confidentiality ?? 'internal')

/** Undefined where another transaction opened it for the same matter. A number that is taken gets the beginning of its id. */
async function insertOnce(db: Db, procedure: ProcedureRow): Promise<ProcedureRow | undefined> {
  for (const number of [procedure.number, `${procedure.number}-${procedure.id.slice(-6)}`]) {
    const row = { ...procedure, number }
    const inserted = await db
      .insertInto('records.procedure')
      .values(row)
      .onConflict((same) => same.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (inserted) return row
    if (await findProcedure(db, { kind: row.matter_kind!, id: row.matter_id! })) return undefined
  }
  throw new Error('Two procedures of one number were opened at the same moment.')
}

type Stored = { added: string[]; notes: Parameters<typeof noteAll>[1][number][] }

async function storeDocuments(db: Db, town: Town, asked: Asked, procedure: ProcedureRow, fits: boolean): Promise<Stored> {
  const { documents, now, subject } = asked
  if (documents.length === 0) return { added: [], notes: [] }
  const wanted = new Map(documents.map((document) => [document.key, { document, id: newId(now) }]))
  const inserted = await db
    .insertInto('records.document')
    .values(
      [...wanted.values()].map(({ document, id }) => ({
        ...{ id, procedure_id: fits ? procedure.id : null, key: document.key, number: null, unit: procedure.unit },
        ...{ title: document.title.slice(0, 200) || 'Dokument', direction: document.direction },
        ...{ person_id: subject, dated_at: document.at, filed_at: now, cancelled_at: null, locked_by: null, locked_at: null },
      })),
    )
    .onConflict((same) => same.columns(['town_id', 'key']).doNothing())
    .returning('key')
    .execute()
  const added = inserted.map(({ key }) => wanted.get(key)!)
  // A key that is known already brought a reference to its content that nobody needs.
  const used = new Set(added.map(({ document }) => document))
  const spare = documents.filter((document) => !used.has(document)).map(({ blob }) => blob)
  for (const blob of spare.sort()) await releaseBlob(db, blob, now)
  if (added.length === 0) return { added: [], notes: [] }
  const first = fits ? await takeNumbers(db, procedure.id, added.length, now) : undefined
  await Promise.all([
    db
      .insertInto('records.version')
      .values(
        added.map(({ id, document: { blob, mediaType, size } }) => ({
          ...{ id: newId(now), document_id: id, number: 1, blob, media_type: mediaType, size },
          ...{ made_at: now, made_by: by, read_at: null },
        })),
      )
      .execute(),
    writeTexts(
      db,
      town,
      added.map(({ id, document }) => ({ id, person: subject, text: document.name })),
    ),
    first !== undefined &&
      numberDocuments(
        db,
        added.map(({ id }) => id),
        first,
      ),
  ])
  const notes = added.map(({ id, document: { direction } }) => ({
    ...{ what: fits ? 'filed' : 'parked', procedure: procedure.id, document: id, details: { direction } },
  }))
  return { added: added.map(({ id }) => id), notes }
}

/** The first of `count` numbers within the procedure. */
export async function takeNumbers(db: Db, procedure: string, count: number, now: Date): Promise<number> {
  const { next_document } = await db
    .updateTable('records.procedure')
    .set((old) => ({ next_document: old('next_document', '+', count), changed_at: now }))
    .where('id', '=', procedure)
    .returning('next_document')
    .executeTakeFirstOrThrow()
  return next_document - count
}

const numberDocuments = (db: Db, ids: readonly string[], first: number) =>
  sql`UPDATE records.document d SET number = ${first}::int + n.place::int - 1
    FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS n (id, place) WHERE d.town_id = kernel.current_town() AND d.id = n.id`.execute(
    db,
  )
