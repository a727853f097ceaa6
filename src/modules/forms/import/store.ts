// An imported document becomes the working copy of a form that is not published.
import type { WriteDb } from '../../../kernel/town.ts'
import type { BuilderTables } from '../builder/tables.ts'
import { saveImported } from '../builder/working-copy.ts'
import type { FormDocument } from '../document/document.ts'
import { createForm, type Reading } from '../form.ts'
import { findFreeKey, isTaken } from '../form-key.ts'

type Writing = WriteDb<BuilderTables>
type Storing = {
  document: FormDocument
  unit: string
  /** None: a command. */
  by: string | null
  now: Date
  /** Part of its address; absent: made from the title. */
  key?: string
}

/** @returns the form, or undefined where the key is taken by another one */
export async function storeImported(
  db: Writing,
  { document, unit, by, now, key }: Storing,
): Promise<{ id: string; key: string } | undefined> {
  const reader = db as unknown as Reading
  if (key !== undefined && (await isTaken(reader, key))) return undefined
  const free = key ?? (await findFreeKey(reader, document.title.de))
  const id = await createForm(db, { key: free, unit, title: document.title.de, now })
  await saveImported(db, id, document, by, now)
  return { id, key: free }
}
