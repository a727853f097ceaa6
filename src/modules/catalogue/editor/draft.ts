// Drafts: what editors typed and nobody else sees yet. Two at the same time lose nothing.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { ReadDb, Town, TownSql, WriteDb } from '../../../kernel/town.ts'
import { applyTyped } from './apply.ts'
import { factValues } from './shared-fact.ts'
import type { EditedNoun, EditorTables, Typed } from './tables.ts'
import { findThing, type Thing } from './thing.ts'
import type { Wrong } from './typed-value.ts'

export type Draft = {
  fields: Typed
  state: 'open' | 'waiting'
  editors: string[]
  note: string
  undoes: number | null
  changedAt: Date
}

export type Opened = { thing: Thing; draft: Draft | undefined }

export async function findDraft(db: TownSql, noun: EditedNoun, id: number, hold = false): Promise<Draft | undefined> {
  const { rows } = await sql<Draft>`SELECT fields, state, editors, note, undoes, changed_at AS "changedAt" FROM catalogue.draft
    WHERE noun = ${noun} AND thing_id = ${id} ${hold ? sql`FOR UPDATE` : sql``}`.execute(db)
  return rows[0]
}

export const openThing = (town: Town, noun: EditedNoun, id: number): Promise<Opened | undefined> =>
  town.read(async (db: ReadDb<EditorTables>) => {
    const thing = await findThing(db, noun, id)
    return thing && { thing, draft: await findDraft(db, noun, id) }
  })

/** What stands in the form: the draft over what is published. */
export const typedNow = ({ thing, draft }: Opened, path: string): string => {
  const drafted = draft?.fields[path]
  if (drafted === null) return thing.values[path]?.imported ?? ''
  return drafted ?? thing.values[path]?.typed ?? ''
}

const tidy = (typed: string): string => typed.replace(/\r\n?/g, '\n').trim()
/** Goes with the form, so that we know later what the editor had before them. */
export const markOf = (typed: string): string => createHash('sha256').update(tidy(typed)).digest('base64url').slice(0, 10)

export type Clash = { path: string; theirs: string }
export type Saved =
  | { kind: 'saved' | 'unchanged' }
  | { kind: 'wrong'; wrong: ReadonlyMap<string, Wrong> }
  | { kind: 'clash'; clashes: readonly Clash[] }

/**
 * `typed`: the fields of the form; `marks`: what stood in them when the form was shown. A field that only this editor
 * changed is saved, one that only somebody else changed stays theirs; where both did, both are shown and nothing is saved.
 */
export const saveDraft = (
  town: Town,
  noun: EditedNoun,
  id: number,
  { typed, marks, person, now }: { typed: Record<string, string>; marks: Record<string, string>; person: string; now: Date },
): Promise<Saved | undefined> =>
  town.write(async (db: WriteDb<EditorTables>): Promise<Saved | undefined> => {
    const thing = await findThing(db, noun, id, true)
    if (!thing) return undefined
    const draft = await findDraft(db, noun, id, true)
    const fields: Typed = { ...draft?.fields }
    const clashes: Clash[] = []
    let changed = false
    for (const [path, sent] of Object.entries(typed)) {
      if (!(path in thing.values)) continue
      const mine = tidy(sent)
      const theirs = tidy(typedNow({ thing, draft }, path))
      if (mine === theirs || markOf(mine) === marks[path]) continue
      if (marks[path] !== undefined && markOf(theirs) !== marks[path]) clashes.push({ path, theirs })
      changed = true
      fields[path] = mine
    }
    if (clashes.length > 0) return { kind: 'clash', clashes }
    if (!changed) return { kind: 'unchanged' }
    const checked = await applyTyped(db, thing, fields, await factValues(db), now, false)
    if ('wrong' in checked) return { kind: 'wrong', wrong: checked.wrong }
    for (const [path, text] of Object.entries(fields))
      if (text !== null && tidy(thing.values[path]?.typed ?? '') === tidy(text)) delete fields[path]
    await storeDraft(db, noun, id, { fields, person, now, before: draft })
    return { kind: 'saved' }
  })

/** Everybody who wrote a part of it stays on the list: none of them may be the second pair of eyes. */
export async function storeDraft(
  db: TownSql,
  noun: EditedNoun,
  id: number,
  draft: { fields: Typed; person: string; now: Date; before: Draft | undefined; undoes?: number; note?: string },
): Promise<void> {
  const { fields, person, now, before, undoes, note } = draft
  if (Object.keys(fields).length === 0) {
    await sql`DELETE FROM catalogue.draft WHERE noun = ${noun} AND thing_id = ${id}`.execute(db)
    return
  }
  const editors = [...new Set([...(before?.editors ?? []), person])]
  await sql`INSERT INTO catalogue.draft (noun, thing_id, fields, editors, undoes, note, begun_at, changed_at)
    VALUES (${noun}, ${id}, ${JSON.stringify(fields)}, ${editors}::uuid[], ${undoes ?? null}, ${note ?? ''}, ${now}, ${now})
    ON CONFLICT (town_id, noun, thing_id) DO UPDATE SET fields = excluded.fields, editors = excluded.editors, state = 'open',
      undoes = excluded.undoes, changed_at = excluded.changed_at`.execute(db)
}

/** Asks for the second pair of eyes, or gives the draft back to its writers with a word why. */
export const passDraft = (
  town: Town,
  noun: EditedNoun,
  id: number,
  { state, note }: { state: Draft['state']; note: string },
): Promise<boolean> =>
  town.write(async (db: WriteDb<EditorTables>) => {
    const { numAffectedRows } = await sql`UPDATE catalogue.draft SET state = ${state}, note = ${note}
      WHERE noun = ${noun} AND thing_id = ${id}`.execute(db)
    return Number(numAffectedRows ?? 0) > 0
  })

/** A thing that was never published goes with its draft. */
export const discardDraft = (town: Town, noun: EditedNoun, id: number): Promise<'kept' | 'gone'> =>
  town.write(async (db: WriteDb<EditorTables>) => {
    await sql`DELETE FROM catalogue.draft WHERE noun = ${noun} AND thing_id = ${id}`.execute(db)
    if (noun === 'synonyms') return 'kept'
    const { rows } = await sql`SELECT 1 FROM ${sql.table(`catalogue.${noun}`)} t WHERE id = ${id} AND status = 'draft'
      AND NOT EXISTS (SELECT FROM catalogue.version v WHERE v.town_id = t.town_id AND v.noun = ${noun} AND v.thing_id = t.id)`.execute(
      db,
    )
    if (rows.length === 0) return 'kept'
    if (noun === 'service') await sql`DELETE FROM catalogue.service_text WHERE service_id = ${id}`.execute(db)
    await sql`DELETE FROM catalogue.review WHERE noun = ${noun} AND thing_id = ${id}`.execute(db)
    await sql`DELETE FROM ${sql.table(`catalogue.${noun}`)} WHERE id = ${id}`.execute(db)
    return 'gone'
  })
