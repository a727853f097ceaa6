// What is said about persons: names of documents, subjects, notes; sealed under the town's key and bound to the thing they belong to.
import { decrypt, encrypt, type TownKey } from '../../kernel/keys.ts'
import type { Town, WriteDb } from '../../kernel/town.ts'
import type { RecordsTables } from './tables.ts'

export type Db = WriteDb<RecordsTables>

const placeOf = (id: string): string => `records.text/${id}`
const seal = (key: TownKey, id: string, text: string): Buffer => encrypt(key, Buffer.from(text), placeOf(id))
const open = (key: TownKey, id: string, sealed: Uint8Array): string => decrypt(key, sealed, placeOf(id)).toString()

export type OwnedText = { id: string; person: string | null; text: string }

/** Inside a logged look at every person among them. What was said before is replaced. */
export async function writeTexts(db: Db, town: Town, texts: readonly OwnedText[]): Promise<void> {
  const of = (wanted: boolean) => texts.filter(({ person }) => (person !== null) === wanted)
  const personal = of(true).map(({ id, person, text }) => ({ id, subject_id: person!, sealed: seal(town.dataKey, id, text) }))
  const own = of(false).map(({ id, text }) => ({ id, sealed: seal(town.dataKey, id, text) }))
  const again = ['town_id', 'id'] as const
  await Promise.all([
    personal.length > 0 &&
      db
        .insertInto('records.person_text')
        .values(personal)
        .onConflict((same) => same.columns(again).doUpdateSet((now) => ({ sealed: now.ref('excluded.sealed') })))
        .execute(),
    own.length > 0 &&
      db
        .insertInto('records.own_text')
        .values(own)
        .onConflict((same) => same.columns(again).doUpdateSet((now) => ({ sealed: now.ref('excluded.sealed') })))
        .execute(),
  ])
}

/** By the id of what they belong to; of persons only those at whom this transaction logged a look. */
export async function openTexts(db: Db, town: Town, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const [personal, own] = await Promise.all([
    db.selectFrom('records.person_text').select(['id', 'sealed']).where('id', 'in', ids).execute(),
    db.selectFrom('records.own_text').select(['id', 'sealed']).where('id', 'in', ids).execute(),
  ])
  return new Map([...own, ...personal].map(({ id, sealed }) => [id, open(town.dataKey, id, sealed)]))
}

/** Now it is known whom a thing concerns: its text moves to that person. Inside a logged look at them. */
export async function moveTexts(db: Db, town: Town, ids: readonly string[], person: string | null): Promise<void> {
  const texts = await openTexts(db, town, ids)
  await dropTexts(db, ids)
  await writeTexts(
    db,
    town,
    [...texts].map(([id, text]) => ({ id, person, text })),
  )
}

export async function dropTexts(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await db.deleteFrom('records.person_text').where('id', 'in', ids).execute()
  await db.deleteFrom('records.own_text').where('id', 'in', ids).execute()
}
