// Kinds of cases of a town, kept in memory: a version never changes once it is stored.
import type { Town } from '../../../kernel/town.ts'
import type { Reading, Writing } from '../case.ts'
import type { TypeRow } from '../tables.ts'
import type { CaseType } from './case-type.ts'
import type { TypeInUse } from './type.ts'

export type KnownTypes = {
  /** Newest version of each, by title. */
  newest: readonly TypeInUse[]
  of: (row: { type_id: string; version: number }) => TypeInUse
  /** Ids of kinds whose cases only their own unit may know, by any of their versions. */
  secret: readonly string[]
}

const kept = new WeakMap<Town, Map<string, CaseType>>()

/** The kind that takes a form; a definition that is known here is not fetched again. */
export async function knownTypeByForm(db: Writing, town: Town, formKey: string): Promise<TypeInUse | undefined> {
  const row = await db
    .selectFrom('cases.type')
    .selectAll()
    .where('form_key', '=', formKey)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  const known = kept.get(town)?.get(`${row.id}/${row.version}`)
  if (known) return { row, version: row.version, type: known }
  const { of } = await knownTypes(db, town)
  return of({ type_id: row.id, version: row.version })
}

/** Two short queries, and the definitions of versions that are new here. */
export async function knownTypes(db: Reading | Writing, town: Town): Promise<KnownTypes> {
  const from = db as Writing
  let known = kept.get(town)
  if (!known) {
    known = new Map()
    kept.set(town, known)
  }
  const [rows, versions] = await Promise.all([
    from.selectFrom('cases.type').selectAll().orderBy('title_de').execute(),
    from.selectFrom('cases.type_version').select(['type_id', 'number']).execute(),
  ])
  const missing = versions.filter(({ type_id, number }) => !known.has(`${type_id}/${number}`))
  if (missing.length > 0) {
    const loaded = await from
      .selectFrom('cases.type_version')
      .select(['type_id', 'number', 'definition'])
      .where('type_id', 'in', [...new Set(missing.map(({ type_id }) => type_id))])
      .execute()
    for (const { type_id, number, definition } of loaded) known.set(`${type_id}/${number}`, definition)
  }
  const rowOf = new Map<string, TypeRow>(rows.map((row) => [row.id, row]))
  const inUse = (id: string, version: number): TypeInUse => ({
    row: rowOf.get(id)!,
    version,
    type: known.get(`${id}/${version}`)!,
  })
  const secret = versions.filter(({ type_id, number }) => known.get(`${type_id}/${number}`)?.secrecy !== undefined)
  return {
    newest: rows.map(({ id, version }) => inUse(id, version)),
    of: ({ type_id, version }) => inUse(type_id, version),
    secret: [...new Set(secret.map(({ type_id }) => type_id))],
  }
}
