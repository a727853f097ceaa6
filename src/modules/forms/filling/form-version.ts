// Published versions of forms, read once and made ready; a version never changes.
import type { Town } from '../../../kernel/town.ts'
import { type CompiledForm, compileForm } from '../document/compile.ts'
import { findVersion, type Reading } from '../form.ts'
import type { FormRow, VersionRow } from '../tables.ts'

export type ReadyVersion = { row: VersionRow; form: CompiledForm }

const kept = new Map<string, ReadyVersion>()
const keptAtMost = 200

export async function readyVersion(town: Town, formId: string, number: number): Promise<ReadyVersion | undefined> {
  const key = `${town.id} ${formId} ${number}`
  const known = kept.get(key)
  if (known) return known
  const row = await town.read((db: Reading) => findVersion(db, formId, number))
  if (!row) return undefined
  const ready = { row, form: compileForm(row.document) }
  kept.set(key, ready)
  if (kept.size > keptAtMost) kept.delete(kept.keys().next().value!)
  return ready
}

/** Inside the transaction of somebody else, which may have stored it itself: only what is committed is kept in memory. */
export async function versionOf(town: Town, db: Reading, formId: string, number: number): Promise<ReadyVersion | undefined> {
  const known = kept.get(`${town.id} ${formId} ${number}`)
  if (known) return known
  const row = await findVersion(db, formId, number)
  return row && { row, form: compileForm(row.document) }
}

export type Openness = 'open' | 'paused' | 'not-yet' | 'closed' | 'full'

/** Whether the form can be begun today; what was begun before can still be finished. `sent`: how often it was sent. */
export function openness(form: FormRow, today: string, sent: number): Openness {
  if (form.paused) return 'paused'
  if (form.opens_on !== null && today < form.opens_on) return 'not-yet'
  if (form.closes_on !== null && today > form.closes_on) return 'closed'
  return form.submission_limit !== null && sent >= form.submission_limit ? 'full' : 'open'
}
