// The key of a form is part of its address: which ones are free, and how one is made from a title.
import { searchForm } from '../../standards/din91379/names.ts'
import { findForm, type Reading } from './form.ts'

export const keyShapeOfForms = /^[a-z0-9][a-z0-9-]{0,79}$/

/** Addresses of this room itself. */
const reserved = new Set(['try', 'drafts', 'resume', 'files', 'receipt', 'receipts', 'hand-over'])

/** Whether it can stand in the address of a form. */
export const isFormKey = (key: string): boolean => keyShapeOfForms.test(key) && !reserved.has(key)

export const isTaken = async (db: Reading, key: string): Promise<boolean> =>
  reserved.has(key) || (await findForm(db, key)) !== undefined

export async function findFreeKey(db: Reading, title: string): Promise<string> {
  const wanted = keyOf(title)
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? wanted : `${wanted}-${number}`
    if (!(await isTaken(db, key))) return key
  }
}

/** `Antrag auf Führerschein (Ersterteilung)` → `antrag-auf-fuehrerschein-ersterteilung` */
export function keyOf(title: string): string {
  const words = searchForm(title)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
  const key = words.slice(0, 60).replace(words.length > 60 ? /-[^-]*$/ : /$^/, '')
  return key.replace(/^-+|-+$/g, '') || 'formular'
}
