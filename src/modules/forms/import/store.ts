// An imported document becomes the working copy of a form that is not published.
import type { WriteDb } from '../../../kernel/town.ts'
import { searchForm } from '../../../standards/din91379/names.ts'
import type { BuilderTables } from '../builder/tables.ts'
import { saveImported } from '../builder/working-copy.ts'
import type { FormDocument } from '../document/document.ts'
import { createForm, findForm } from '../form.ts'

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
  if (key !== undefined && (await findForm(db, key))) return undefined
  const free = key ?? (await findFreeKey(db, keyOf(document.title.de)))
  const id = await createForm(db, { key: free, unit, title: document.title.de, now })
  await saveImported(db, id, document, by, now)
  return { id, key: free }
}

/** `Antrag auf Führerschein (Ersterteilung)` → `antrag-auf-fuehrerschein-ersterteilung` */
export function keyOf(title: string): string {
  const words = searchForm(title)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
  const key = words.slice(0, 60).replace(words.length > 60 ? /-[^-]*$/ : /$^/, '')
  return key.replace(/^-+|-+$/g, '') || 'formular'
}

async function findFreeKey(db: Writing, wanted: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? wanted : `${wanted}-${number}`
    if (!(await findForm(db, key))) return key
  }
}
