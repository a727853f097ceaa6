// Publishing: the draft becomes what people see, as a new version. Where the town asks for four eyes, a second person does it.
import { sql } from 'kysely'
import { tell } from '../../../kernel/outbox.ts'
import type { Town, TownSql, WriteDb } from '../../../kernel/town.ts'
import { applyTyped } from './apply.ts'
import { findDraft, storeDraft } from './draft.ts'
import { findField } from './fields.ts'
import { factValues } from './shared-fact.ts'
import type { Change, EditedNoun, EditorTables, Typed } from './tables.ts'
import { findThing, type Thing } from './thing.ts'
import { keepTranslationMarks, stampTranslations } from './translation.ts'
import type { Wrong } from './typed-value.ts'

/** The town's own rule, `catalogue.fourEyes` in its settings. @de Vier-Augen-Prinzip */
export const asksForFourEyes = ({ settings }: Town): boolean =>
  (settings.catalogue as { fourEyes?: boolean } | null | undefined)?.fourEyes === true

export type Refusal = 'none' | 'same-person' | 'changed' | 'nothing'
export type Published = { number: number } | { refused: Refusal } | { wrong: ReadonlyMap<string, Wrong> }

/** `seen`: when the draft that the publisher looked at was last changed, in milliseconds. */
export const publishDraft = (
  town: Town,
  noun: EditedNoun,
  id: number,
  { person, seen, note: said = '', now }: { person: string; seen?: number | undefined; note?: string; now: Date },
): Promise<Published> =>
  town.write(async (db: WriteDb<EditorTables>): Promise<Published> => {
    const thing = await findThing(db, noun, id, true)
    const draft = thing && (await findDraft(db, noun, id, true))
    if (!draft) return { refused: 'none' }
    if (asksForFourEyes(town) && draft.editors.includes(person)) return { refused: 'same-person' }
    if (seen !== undefined && draft.changedAt.getTime() !== seen) return { refused: 'changed' }
    const before = thing.status
    if (noun === 'service') await keepTranslationMarks(db, now, id)
    const applied = await applyTyped(db, thing, draft.fields, await factValues(db), now, true)
    if ('wrong' in applied) return applied
    await sql`DELETE FROM catalogue.draft WHERE noun = ${noun} AND thing_id = ${id}`.execute(db)
    if (applied.changes.length === 0) return { refused: 'nothing' }
    const { editors, undoes } = draft
    const note = said || draft.note
    const number = await keepVersion(db, noun, id, { editors, publisher: person, changes: applied.changes, note, undoes, now })
    await noteChange(db, thing, before, applied.changes, now)
    await settle(db, thing, applied.changes, now)
    await tell(db, { type: 'catalogue.changed.v1', subjects: applied.subjects })
    return { number }
  })

type NewVersion = { editors: string[]; publisher: string; changes: Change[]; note?: string; undoes?: number | null; now: Date }

export async function keepVersion(db: TownSql, noun: EditedNoun | 'fact', id: number, version: NewVersion): Promise<number> {
  const { editors, publisher, changes, note = '', undoes = null, now } = version
  const { rows } = await sql<{
    number: number
  }>`INSERT INTO catalogue.version (noun, thing_id, number, at, editors, publisher, changes, note, undoes)
    SELECT ${noun}::text, ${id}::integer, coalesce(max(number), 0) + 1, ${now}::timestamptz, ${editors}::uuid[], ${publisher}::uuid,
      ${JSON.stringify(changes)}::jsonb, ${note}::text, ${undoes}::integer
    FROM catalogue.version WHERE noun = ${noun} AND thing_id = ${id} RETURNING number`.execute(db)
  return rows[0]!.number
}

/** For the public page "what has changed"; a change of words alone is not listed there twice a minute. */
async function noteChange(
  db: TownSql,
  { noun, id, status }: Thing,
  before: string,
  changes: readonly Change[],
  now: Date,
): Promise<void> {
  if (noun === 'synonyms') return
  const kind =
    before === status
      ? 'updated'
      : status === 'retired'
        ? 'retired'
        : before === 'retired'
          ? 'back'
          : before === 'draft'
            ? 'new'
            : 'updated'
  await sql`INSERT INTO catalogue.change (changed_at, noun, thing_id, kind, fields)
    VALUES (${now}, ${noun}, ${id}, ${kind}, ${changes.map(({ field }) => field)})`.execute(db)
}

/** What is decided with a publication: conflicts with the import, and which German text a translation belongs to. */
async function settle(db: TownSql, { noun, id }: Thing, changes: readonly Change[], now: Date): Promise<void> {
  const keys = changes.flatMap(({ field }) => conflictKeyOf(noun, field))
  await sql`DELETE FROM catalogue.import_conflict WHERE noun = ${noun} AND thing_id = ${id} AND field = ANY (${keys})`.execute(db)
  if (noun !== 'service') return
  const languages = new Set(changes.flatMap(({ field }) => /^(en|leicht)\./.exec(field)?.[1] ?? []))
  await stampTranslations(db, id, [...languages], now)
}

/** Conflicts are named after what is stored: `de.title`, `openingHours`. */
export function conflictKeyOf(noun: EditedNoun, path: string): string[] {
  const at = findField(noun, path)?.at
  if (at?.in === 'text') return [path]
  if (at?.in === 'facts') return [at.key]
  return at?.in === 'way' ? ['channels'] : at?.in === 'wheelchair' ? ['accessibility'] : []
}

/** Takes a version back: what it changed stands in a draft as it was before, to be published like any other. */
export const undoVersion = (
  town: Town,
  noun: EditedNoun,
  id: number,
  { number, person, now }: { number: number; person: string; now: Date },
): Promise<'drafted' | 'draft-open' | 'none' | 'nothing'> =>
  town.write(async (db: WriteDb<EditorTables>) => {
    const thing = await findThing(db, noun, id, true)
    const { rows } = await sql<{ changes: Change[] }>`SELECT changes FROM catalogue.version
      WHERE noun = ${noun} AND thing_id = ${id} AND number = ${number}`.execute(db)
    const [version] = rows
    if (!thing || !version) return 'none'
    if (await findDraft(db, noun, id, true)) return 'draft-open'
    const fields: Typed = {}
    for (const { field, before, wasEdited, typedBefore } of version.changes) {
      const value = thing.values[field]
      if (!value) continue
      const wanted = wasEdited ? (typedBefore ?? before) : null
      if (wanted === null ? value.edited : wanted !== value.typed) fields[field] = wanted
    }
    if (fields.status === 'draft') fields.status = 'retired'
    if (Object.keys(fields).length === 0) return 'nothing'
    await storeDraft(db, noun, id, { fields, person, now, before: undefined, undoes: number })
    return 'drafted'
  })
