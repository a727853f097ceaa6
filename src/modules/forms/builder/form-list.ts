// The forms of the desk: listed by unit and state, begun new, copied.
import { sql } from 'kysely'
import { mayIn, type SignedIn } from '../../../kernel/access.ts'
import { pathIn } from '../../../kernel/language.ts'
import type { ReadDb } from '../../../kernel/town.ts'
import { documentFormat, type FormDocument } from '../document/document.ts'
import { createForm } from '../form.ts'
import { findFreeKey, isTaken } from '../form-key.ts'
import type { FormRow } from '../tables.ts'
import { type FormState, mayEdit, stateOf } from './desk-form.ts'
import type { BuilderTables } from './tables.ts'
import { type BuilderReading, type BuilderWriting, saveImported } from './working-copy.ts'

export type ListedForm = {
  id: string
  title: string
  unit: string
  unitName: string | undefined
  changed: Date
  state: FormState
}

const mostListed = 500

/** Forms of the units for which the person may edit; the latest changes first. */
export async function listDeskForms(db: BuilderReading, person: SignedIn): Promise<ListedForm[]> {
  const granted = person.units.get(mayEdit) ?? []
  if (granted.length === 0) return []
  const rows = await db
    .selectFrom('forms.form as f')
    .innerJoin('forms.working_copy as c', (on) => on.onRef('c.town_id', '=', 'f.town_id').onRef('c.form_id', '=', 'f.id'))
    .select(['f.id', 'f.title', 'f.unit', 'f.live_version', 'f.paused', 'c.changed_at', 'c.revision', 'c.published_revision'])
    .select(['c.asked_at', sql<string>`c.document -> 'title' ->> 'de'`.as('draft_title')])
    .where((where) => where.or(granted.map((path) => where('f.unit', 'like', `${path.replace(/[\\%_]/g, '\\$&')}%`))))
    .orderBy('c.changed_at', 'desc')
    .limit(mostListed)
    .execute()
  const names = await namesOfUnits(
    db,
    rows.map(({ unit }) => unit),
  )
  return rows.map((row) => ({
    id: row.id,
    title: row.draft_title || row.title,
    unit: row.unit,
    unitName: names.get(row.unit),
    changed: row.changed_at,
    state: stateOf(row as unknown as FormRow, row),
  }))
}

async function namesOfUnits(db: BuilderReading, paths: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(paths)].filter((path) => path !== '/')
  if (wanted.length === 0) return new Map()
  const rows = await db.selectFrom('kernel.unit').select(['path', 'name']).where('path', 'in', wanted).execute()
  return new Map(rows.map(({ path, name }) => [path, name]))
}

const mostUnits = 200

/** Where the person may begin a form: their units and those below. */
export async function unitsFor(
  db: ReadDb<BuilderTables>,
  person: SignedIn,
  wholeTown: string,
): Promise<{ value: string; label: string }[]> {
  const granted = person.units.get(mayEdit) ?? []
  if (granted.length === 0) return []
  const rows = await db
    .selectFrom('kernel.unit')
    .select(['path', 'name'])
    .where('closed_at', 'is', null)
    .where((where) => where.or(granted.map((path) => where('path', 'like', `${path.replace(/[\\%_]/g, '\\$&')}%`))))
    .orderBy('path')
    .limit(mostUnits)
    .execute()
  const whole = granted.includes('/') ? [{ value: '/', label: wholeTown }] : []
  return [...whole, ...rows.map(({ path, name }) => ({ value: path, label: name }))]
}

export type NewForm = { title: string; key: string; unit: string; kind: FormRow['kind'] }

/** @returns the id, or that somebody may not, or that the address is taken */
export async function beginForm(
  db: BuilderWriting,
  { title, key, unit, kind }: NewForm,
  person: SignedIn,
  now: Date,
  document = emptyDocument(title),
): Promise<{ id: string } | 'not-allowed' | 'taken'> {
  if (!mayIn(person, mayEdit, unit)) return 'not-allowed'
  const reader = db as unknown as BuilderReading
  if (key !== '' && (await isTaken(reader, key))) return 'taken'
  const free = key === '' ? await findFreeKey(reader, title) : key
  const id = await createForm(db, { key: free, unit, title, kind, now })
  await saveImported(db, id, document, person.personId, now)
  return { id }
}

export const emptyDocument = (title: string): FormDocument => ({
  format: documentFormat,
  title: { de: title },
  languages: ['de'],
  audience: ['person'],
  level: 'none',
  writtenForm: 'none',
  pages: [],
})

export const deskFormsUrl = (language: Parameters<typeof pathIn>[0]): string => pathIn(language, '/desk/forms')
