// Changing a shared fact: every text, fee and opening hour that refers to it is written anew in the same transaction.
import { sql } from 'kysely'
import { tell } from '../../../kernel/outbox.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import { takeNumbers } from '../import-things.ts'
import { applyTyped } from './apply.ts'
import { asksForFourEyes, keepVersion } from './publish.ts'
import { factValues, listSharedFacts, type SharedFact } from './shared-fact.ts'
import type { Change, EditedNoun, EditorTables, Typed } from './tables.ts'
import { findThing } from './thing.ts'
import { keepTranslationMarks } from './translation.ts'
import type { Wrong } from './typed-value.ts'

export type FactUse = { noun: EditedNoun; id: number; field: string; title: string }

export const findSharedFact = (town: Town, id: number): Promise<{ fact: SharedFact; uses: FactUse[] } | undefined> =>
  town.read(async (db: ReadDb<EditorTables>) => {
    const fact = (await listSharedFacts(db)).find((one) => one.id === id)
    return fact && { fact, uses: await usesOf(db as never, fact.key) }
  })

async function usesOf(db: WriteDb<EditorTables>, key: string): Promise<FactUse[]> {
  const { rows } = await sql<{
    noun: EditedNoun
    thing_id: number
    field: string
  }>`SELECT noun, thing_id, field FROM catalogue.fact_use
    WHERE keys @> ARRAY[${key}] ORDER BY noun, thing_id, field`.execute(db)
  const found: FactUse[] = []
  for (const { noun, thing_id: id, field } of rows) {
    const thing = await findThing(db, noun, id)
    if (thing) found.push({ noun, id, field, title: thing.title })
  }
  return found
}

export type FactStored =
  | { id: number; places: number }
  | { refused: 'key-taken' }
  /** Four eyes: it stands in texts already, so a second person confirms it. */
  | { proposed: number }
  /** The new value does not fit where the fact is used, such as words where a fee stands. */
  | { unfit: { title: string; wrong: Wrong } }

/** Ends the transaction when the new value fits somewhere not. */
class Unfit extends Error {
  readonly where: { title: string; wrong: Wrong }
  constructor(where: { title: string; wrong: Wrong }) {
    super('unfit')
    this.where = where
  }
}

export async function storeSharedFact(
  town: Town,
  { id, key, label, value, valueEn }: Pick<SharedFact, 'id' | 'key' | 'label' | 'value' | 'valueEn'>,
  person: string,
  now: Date,
): Promise<FactStored> {
  try {
    return await town.write(async (db: WriteDb<EditorTables>): Promise<FactStored> => {
      const before = await sql<{
        key: string
        value: string
        proposed: string | null
        by: string | null
      }>`SELECT key, value, proposed, proposed_by AS by FROM catalogue.shared_fact WHERE id = ${id} FOR UPDATE`.execute(db)
      const taken = await sql`SELECT 1 FROM catalogue.shared_fact WHERE key = ${key} AND id <> ${id}`.execute(db)
      if (taken.rows.length > 0) return { refused: 'key-taken' }
      const number = id === 0 ? await takeNumbers(db, 'shared-fact', 1) : id
      const known = before.rows[0]
      const kept = known?.key ?? key
      const used = known && known.value !== value && (await usesOf(db, kept)).length > 0
      if (used && asksForFourEyes(town) && (known.by === null || known.by === person || known.proposed !== value)) {
        await sql`UPDATE catalogue.shared_fact SET label = ${label}, proposed = ${value}, proposed_en = ${valueEn}, proposed_by = ${person}::uuid
          WHERE id = ${id}`.execute(db)
        return { proposed: id }
      }
      await sql`INSERT INTO catalogue.shared_fact (id, key, label, value, value_en, changed_at) VALUES (${number}, ${kept}, ${label}, ${value}, ${valueEn}, ${now})
        ON CONFLICT (town_id, id) DO UPDATE SET label = excluded.label, value = excluded.value, value_en = excluded.value_en, proposed = NULL, proposed_by = NULL, changed_at = excluded.changed_at`.execute(
        db,
      )
      const changes: Change[] = [{ field: kept, before: known?.value ?? '', after: value, wasEdited: known !== undefined }]
      if (known?.value !== value) await keepVersion(db, 'fact', number, { editors: [person], publisher: person, changes, now })
      return { id: number, places: await renew(db, kept, now) }
    })
  } catch (fault) {
    if (fault instanceof Unfit) return { unfit: fault.where }
    throw fault
  }
}

/** Writes every field that refers to the fact as it was typed, with the new value in it. */
async function renew(db: WriteDb<EditorTables>, key: string, now: Date): Promise<number> {
  const { rows } = await sql<{
    noun: EditedNoun
    thing_id: number
    field: string
    typed: string
  }>`SELECT noun, thing_id, field, typed
    FROM catalogue.fact_use WHERE keys @> ARRAY[${key}] ORDER BY noun, thing_id`.execute(db)
  const facts = await factValues(db)
  const subjects = new Set<string>()
  const things = Map.groupBy(rows, ({ noun, thing_id }) => `${noun} ${thing_id}`)
  for (const fields of things.values()) {
    const { noun, thing_id } = fields[0]!
    const thing = await findThing(db, noun, thing_id, true)
    if (!thing) continue
    if (noun === 'service') await keepTranslationMarks(db, now, thing_id)
    const typed: Typed = Object.fromEntries(fields.map(({ field, typed: text }) => [field, text]))
    const applied = await applyTyped(db, thing, typed, facts, now, true)
    if ('wrong' in applied) throw new Unfit({ title: thing.title, wrong: [...applied.wrong.values()][0]! })
    for (const subject of applied.subjects) subjects.add(subject)
    await sql`INSERT INTO catalogue.change (changed_at, noun, thing_id, kind, fields)
      VALUES (${now}, ${noun}, ${thing_id}, 'updated', ${fields.map(({ field }) => field)})`.execute(db)
  }
  if (subjects.size > 0) await tell(db, { type: 'catalogue.changed.v1', subjects: [...subjects] })
  return rows.length
}

/** Only one that stands nowhere can go. */
export const dropSharedFact = (town: Town, id: number): Promise<boolean> =>
  town.write(async (db: WriteDb<EditorTables>) => {
    const { numAffectedRows } = await sql`DELETE FROM catalogue.shared_fact f WHERE id = ${id}
      AND NOT EXISTS (SELECT FROM catalogue.fact_use u WHERE u.town_id = f.town_id AND u.keys @> ARRAY[f.key])
      AND NOT EXISTS (SELECT FROM catalogue.draft d WHERE d.town_id = f.town_id AND d.fields::text LIKE '%{{' || f.key || '}}%')`.execute(
      db,
    )
    return Number(numAffectedRows ?? 0) > 0
  })
