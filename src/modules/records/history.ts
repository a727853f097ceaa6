// The history of files, procedures and documents: who did what when; grows only, and stays when the documents are gone.
import type { Actor } from '../../kernel/actor.ts'
import { actorText } from '../../kernel/actor.ts'
import { newId } from '../../kernel/ids.ts'
import type { HistoryRow } from './tables.ts'
import type { Db } from './text.ts'

export type Note = {
  what: string
  file?: string | null
  procedure?: string | null
  document?: string | null
  /** Numbers, states and ids; never names. */
  details?: Record<string, string | number | boolean>
}

export async function noteAll(db: Db, notes: readonly Note[], actor: Actor | string, now: Date): Promise<void> {
  if (notes.length === 0) return
  const by = actorText(actor)
  const rows = notes.map(({ what, file = null, procedure = null, document = null, details = {} }) => ({
    ...{ id: newId(now), at: now, what, actor: by },
    ...{ file_id: file, procedure_id: procedure, document_id: document, details: JSON.stringify(details) },
  }))
  await db.insertInto('records.history').values(rows).execute()
}

export const note = (db: Db, one: Note, actor: Actor | string, now: Date): Promise<void> => noteAll(db, [one], actor, now)

export type HistoryEntry = Pick<HistoryRow, 'what' | 'actor' | 'at'> & { details: Record<string, string | number | boolean> }

/** Newest first. */
export async function listHistory(
  db: Db,
  of: { file: string } | { procedure: string } | { document: string },
  atMost = 100,
): Promise<HistoryEntry[]> {
  const all = db.selectFrom('records.history').select(['what', 'actor', 'at', 'details'])
  const some =
    'file' in of
      ? all.where('file_id', '=', of.file)
      : 'procedure' in of
        ? all.where('procedure_id', '=', of.procedure)
        : all.where('document_id', '=', of.document)
  return some.orderBy('id', 'desc').limit(atMost).execute()
}
