// Conflicts with the import: the source changed what an editor had changed too. Both are shown, one is chosen.
import { sql } from 'kysely'
import type { Town, TownSql, WriteDb } from '../../../kernel/town.ts'
import type { Conflict } from '../import-report.ts'
import { findDraft, storeDraft } from './draft.ts'
import { fieldsOf } from './fields.ts'
import { conflictKeyOf } from './publish.ts'
import type { EditedNoun, EditorTables, Typed } from './tables.ts'
import { findThing, type Thing } from './thing.ts'

/** Says nothing to an editor: the day of the source's own last change. */
const silent = ['lastChange', 'author']

/** Called inside the import. What stands open is renewed, never doubled. */
export async function recordConflicts(db: TownSql, conflicts: readonly Conflict[], now: Date): Promise<void> {
  const rows = conflicts
    .filter(({ field }) => !silent.includes(field))
    .map(({ noun, id, language, field }) => ({
      noun,
      thing_id: id,
      field: language === undefined ? field : `${language}.${field}`,
    }))
  if (rows.length === 0) return
  await sql`INSERT INTO catalogue.import_conflict (noun, thing_id, field, found_at)
    SELECT noun, thing_id, field, ${now}::timestamptz FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS conflict (noun text, thing_id integer, field text)
    ON CONFLICT (town_id, noun, thing_id, field) DO UPDATE SET found_at = excluded.found_at`.execute(db)
}

export type OpenConflict = {
  noun: EditedNoun
  id: number
  title: string
  field: string
  foundAt: Date
  /** The fields of the form that hold it, with both values in the editors' notation. */
  sides: { path: string; edited: string; imported: string }[]
}

export async function listConflicts(db: TownSql): Promise<OpenConflict[]> {
  const { rows } = await sql<{ noun: EditedNoun; thing_id: number; field: string; found_at: Date }>`
    SELECT noun, thing_id, field, found_at FROM catalogue.import_conflict WHERE noun <> 'authority'
    ORDER BY found_at DESC, noun, thing_id, field LIMIT 100`.execute(db)
  const things = new Map<string, Thing>()
  const found: OpenConflict[] = []
  for (const { noun, thing_id: id, field, found_at } of rows) {
    const key = `${noun} ${id}`
    const thing = things.get(key) ?? (await findThing(db, noun, id))
    if (!thing) continue
    things.set(key, thing)
    found.push({ noun, id, title: thing.title, field, foundAt: found_at, sides: sidesOf(thing, field) })
  }
  return found
}

const sidesOf = (thing: Thing, key: string): OpenConflict['sides'] =>
  fieldsOf[thing.noun]
    .filter(({ path }) => conflictKeyOf(thing.noun, path).includes(key))
    .map(({ path }) => ({ path, edited: thing.values[path]!.shown, imported: thing.values[path]!.imported }))
    .filter(({ edited, imported }) => edited !== imported)

/** `imported` puts the source's value into a draft, to be published like any other; `edited` leaves everything as it is. */
export const settleConflict = (
  town: Town,
  {
    noun,
    id,
    field,
    choice,
    person,
    now,
  }: { noun: EditedNoun; id: number; field: string; choice: 'edited' | 'imported'; person: string; now: Date },
): Promise<'kept' | 'drafted' | undefined> =>
  town.write(async (db: WriteDb<EditorTables>) => {
    const { numAffectedRows } = await sql`DELETE FROM catalogue.import_conflict
      WHERE noun = ${noun} AND thing_id = ${id} AND field = ${field}`.execute(db)
    if (!numAffectedRows) return undefined
    if (choice === 'edited') return 'kept'
    const thing = await findThing(db, noun, id, true)
    const draft = await findDraft(db, noun, id, true)
    const sides = thing ? sidesOf(thing, field) : []
    if (sides.length === 0) return 'kept'
    const fields: Typed = { ...draft?.fields, ...Object.fromEntries(sides.map(({ path }) => [path, null])) }
    await storeDraft(db, noun, id, { fields, person, now, before: draft })
    return 'drafted'
  })
