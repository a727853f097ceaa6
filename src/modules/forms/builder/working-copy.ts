// The working copy of a form: changed step by step, each step remembered and taken back, nobody's work overwritten.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { ReadDb, WriteDb } from '../../../kernel/town.ts'
import type { FormDocument } from '../document/document.ts'
import type { Action } from './actions.ts'
import type { BuilderTables, EditRow, WorkingCopyRow } from './tables.ts'

export type BuilderReading = ReadDb<BuilderTables>
export type BuilderWriting = WriteDb<BuilderTables>

/** So many steps can be taken back. */
const rememberedSteps = 100

export const findWorkingCopy = (db: BuilderReading, formId: string): Promise<WorkingCopyRow | undefined> =>
  db.selectFrom('forms.working_copy').selectAll().where('form_id', '=', formId).executeTakeFirst()

const asJson = (document: FormDocument) => sql<FormDocument>`${JSON.stringify(document)}::jsonb`

/** Replaces the working copy by what came from outside; the one before can be brought back. @returns the revision */
export async function saveImported(
  db: BuilderWriting,
  formId: string,
  document: FormDocument,
  by: string | null,
  now: Date,
): Promise<number> {
  const before = await lockWorkingCopy(db, formId)
  if (before) return keepStep(db, before, { document, by, action: 'imported', label: document.title.de, now })
  await db
    .insertInto('forms.working_copy')
    .values({
      form_id: formId,
      document: asJson(document),
      revision: 1,
      changed_at: now,
      changed_by: by,
      begun_by: by,
      published_revision: null,
      asked_by: null,
      asked_at: null,
      note: '',
    })
    .execute()
  return 1
}

const lockWorkingCopy = (db: BuilderWriting, formId: string): Promise<WorkingCopyRow | undefined> =>
  db.selectFrom('forms.working_copy').selectAll().where('form_id', '=', formId).forUpdate().executeTakeFirst()

/** What stood in a part of the document when its page was shown: the page's form brings it back. */
export const markOf = (part: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(part) ?? '')
    .digest('base64url')
    .slice(0, 16)

export type Refusal<Reason extends string = string> = { refused: Reason; names: readonly string[] }
export const isRefusal = (value: object): value is Refusal => 'refused' in value

export type Step = {
  /** The revision the page was made from. */
  revision: number
  /** The part that the page shows, and its mark then: other parts may have changed meanwhile. */
  part?: { of: (document: FormDocument) => unknown; mark: string }
  change: (document: FormDocument) => FormDocument | Refusal
  by: string
  action: Action
  /** What was changed, as its editors call it. */
  label: string
  now: Date
}

export type Change = Omit<EditRow, 'before' | 'form_id'>
export type Outcome = { document: FormDocument; revision: number } | { conflict: Change[] } | { refusal: Refusal }

/** One step. Undefined: there is no such form. A conflict changes nothing and says what came in between. */
export async function changeDocument(db: BuilderWriting, formId: string, step: Step): Promise<Outcome | undefined> {
  const before = await lockWorkingCopy(db, formId)
  if (!before) return undefined
  if (step.part && markOf(step.part.of(before.document)) !== step.part.mark)
    return { conflict: (await listChanges(db, formId)).filter(({ revision }) => revision > step.revision) }
  const document = step.change(before.document)
  if (isRefusal(document)) return { refusal: document }
  if (markOf(document) === markOf(before.document)) return { document, revision: before.revision }
  return { document, revision: await keepStep(db, before, { ...step, document }) }
}

type KeptStep = { document: FormDocument; by: string | null; action: Action; label: string; undoes?: number; now: Date }

async function keepStep(
  db: BuilderWriting,
  before: WorkingCopyRow,
  { document, by, action, label, undoes, now }: KeptStep,
): Promise<number> {
  const revision = before.revision + 1
  await db
    .updateTable('forms.working_copy')
    .set({ document: asJson(document), revision, changed_at: now, changed_by: by, asked_by: null, asked_at: null })
    .where('form_id', '=', before.form_id)
    .execute()
  await db
    .insertInto('forms.edit')
    .values({
      form_id: before.form_id,
      revision,
      at: now,
      by,
      action,
      label: label.slice(0, 200),
      before: asJson(before.document),
      undoes: undoes ?? null,
    })
    .execute()
  await db
    .updateTable('forms.edit')
    .set({ before: null })
    .where('form_id', '=', before.form_id)
    .where('revision', '=', revision - rememberedSteps)
    .execute()
  await db
    .updateTable('forms.form')
    .set({ changed_at: now, ...(document.title.de !== before.document.title.de && { title: document.title.de }) })
    .where('id', '=', before.form_id)
    .where((where) => where.or([where('live_version', 'is', null), where('title', '=', document.title.de)]))
    .execute()
  return revision
}

/** The newest first. */
export const listChanges = (db: BuilderReading | BuilderWriting, formId: string, limit = 200): Promise<Change[]> =>
  (db as BuilderReading)
    .selectFrom('forms.edit')
    .select(['revision', 'at', 'by', 'action', 'label', 'undoes'])
    .where('form_id', '=', formId)
    .orderBy('revision', 'desc')
    .limit(limit)
    .execute()

/** The step that `undoLastStep` would take back. */
export function lastStep(changes: readonly Change[]): Change | undefined {
  const undone = new Set(changes.map(({ undoes }) => undoes))
  return changes.find(({ revision, undoes }) => undoes === null && !undone.has(revision))
}

/** Takes the newest step back that is not taken back yet. `seen`: the step the editor was shown. */
export async function undoLastStep(
  db: BuilderWriting,
  formId: string,
  { seen, by, now }: { seen: number; by: string; now: Date },
): Promise<'undone' | 'nothing' | 'changed'> {
  const before = await lockWorkingCopy(db, formId)
  const step = before && lastStep(await listChanges(db, formId))
  if (!step) return 'nothing'
  if (step.revision !== seen) return 'changed'
  const row = await db
    .selectFrom('forms.edit')
    .select('before')
    .where('form_id', '=', formId)
    .where('revision', '=', step.revision)
    .executeTakeFirst()
  if (!row?.before) return 'nothing'
  await keepStep(db, before, { document: row.before, by, action: 'undone', label: step.label, undoes: step.revision, now })
  return 'undone'
}
