// Kinds of cases of a town: found by key or form, stored version by version.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { newId } from '../../../kernel/ids.ts'
import type { Reading, Writing } from '../case.ts'
import type { TypeRow, TypeVersionRow } from '../tables.ts'
import type { CaseType } from './case-type.ts'

/** A kind in one of its versions. */
export type TypeInUse = { row: TypeRow; version: number; type: CaseType }
type Either = Pick<Writing, 'selectFrom'> | Pick<Reading, 'selectFrom'>

const both = (db: Either) =>
  (db as Pick<Writing, 'selectFrom'>)
    .selectFrom('cases.type as t')
    .innerJoin('cases.type_version as v', (on) => on.onRef('v.town_id', '=', 't.town_id').onRef('v.type_id', '=', 't.id'))
    .selectAll('t')
    .select(['v.number', 'v.definition'])

const inUse = ({ number, definition, ...row }: TypeRow & Pick<TypeVersionRow, 'number' | 'definition'>): TypeInUse => ({
  row,
  version: number,
  type: definition,
})

const newest = (db: Either) => both(db).whereRef('v.number', '=', 't.version')

export async function findTypeByKey(db: Either, key: string): Promise<TypeInUse | undefined> {
  const found = await newest(db).where('t.key', '=', key).executeTakeFirst()
  return found && inUse(found)
}

/** The version that a case runs on. */
export async function typeOf(db: Either, { type_id, version }: { type_id: string; version: number }): Promise<TypeInUse> {
  return inUse(await both(db).where('t.id', '=', type_id).where('v.number', '=', version).executeTakeFirstOrThrow())
}

/** The versions that some cases run on, by `<type>/<version>`; asked once for a whole list. */
export async function typesOf(
  db: Either,
  cases: readonly { type_id: string; version: number }[],
): Promise<(of: { type_id: string; version: number }) => TypeInUse> {
  const keys = [...new Set(cases.map(({ type_id, version }) => `${type_id}/${version}`))]
  const rows =
    keys.length === 0
      ? []
      : await both(db)
          .where(sql<boolean>`v.type_id || '/' || v.number = ANY (${keys})`)
          .where('t.id', 'in', [...new Set(cases.map((one) => one.type_id))])
          .execute()
  const known = new Map(rows.map((row) => [`${row.id}/${row.number}`, inUse(row)]))
  return ({ type_id, version }) => known.get(`${type_id}/${version}`)!
}

export const listTypes = async (db: Either): Promise<TypeInUse[]> => (await newest(db).orderBy('t.title_de').execute()).map(inUse)

type Storing = { type: CaseType; unit: string; origin: string; by: string | null; now: Date }

/** The newest version, from now on the one that new cases take; the same content again changes nothing. */
export async function storeType(
  db: Writing,
  { type, unit, origin, by, now }: Storing,
): Promise<{ version: number; changed: boolean }> {
  const text = JSON.stringify(type)
  const hash = createHash('sha256').update(`${unit}\n${text}`).digest('hex')
  const before = await db.selectFrom('cases.type').selectAll().where('key', '=', type.key).forUpdate().executeTakeFirst()
  if (before) {
    const { source_hash } = await db
      .selectFrom('cases.type_version')
      .select('source_hash')
      .where('type_id', '=', before.id)
      .where('number', '=', before.version)
      .executeTakeFirstOrThrow()
    if (source_hash === hash) return { version: before.version, changed: false }
  }
  const id = before?.id ?? newId(now)
  const newestNumber = before
    ? await db
        .selectFrom('cases.type_version')
        .select((all) => all.fn.max('number').as('number'))
        .where('type_id', '=', id)
        .executeTakeFirst()
    : undefined
  const version = Number(newestNumber?.number ?? 0) + 1
  const named = { unit, form_key: type.form, title_de: type.title.de, title_en: type.title.en, version }
  if (before) await db.updateTable('cases.type').set(named).where('id', '=', id).execute()
  else
    await db
      .insertInto('cases.type')
      .values({ id, key: type.key, ...named, created_at: now })
      .execute()
  await db
    .insertInto('cases.type_version')
    .values({
      type_id: id,
      number: version,
      definition: sql`${text}::jsonb`,
      source_hash: hash,
      origin,
      installed_at: now,
      installed_by: by,
    })
    .execute()
  return { version, changed: true }
}
