// How a person is found by name or mail address without reading anybody: by keys that only this town can compute.
import { nameOf } from '../../../kernel/keys.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import { searchForm } from '../../../standards/din91379/names.ts'
import type { ProfileTables } from './tables.ts'

type Db = WriteDb<ProfileTables>

const keyOf = (town: Town, kind: string, word: string): string => nameOf(town.dataKey, Buffer.from(`find ${kind}\n${word}`))
export const mailKey = (town: Town, mail: string): string => keyOf(town, 'mail', mail.toLowerCase())

const startLength = 4
const wordsOf = (name: string): string[] => [...new Set(searchForm(name).split(' '))].filter((word) => word.length > 1)

/** Whole words, and the beginning of each, so that `Oezd` finds `Özdemir`. */
const nameKeys = (town: Town, kind: 'family' | 'given', name: string): string[] =>
  wordsOf(name).flatMap((word) => [
    keyOf(town, kind, word),
    ...(word.length > startLength ? [keyOf(town, `${kind} start`, word.slice(0, startLength))] : []),
  ])

/** Inside the write that changes the name. */
export async function renewNameKeys(
  town: Town,
  db: Db,
  person: string,
  { givenName, familyName }: { givenName: string; familyName: string },
): Promise<void> {
  await db.deleteFrom('accounts.find_key').where('person_id', '=', person).where('kind', 'in', ['family', 'given']).execute()
  const rows = (['family', 'given'] as const).flatMap((kind) =>
    nameKeys(town, kind, kind === 'family' ? familyName : givenName).map((key) => ({ person_id: person, kind, key })),
  )
  if (rows.length > 0)
    await db
      .insertInto('accounts.find_key')
      .values(rows)
      .onConflict((same) => same.doNothing())
      .execute()
}

/** For an address that the person has proved to read. */
export async function addMailKey(town: Town, db: Db, person: string, mail: string): Promise<void> {
  await db
    .insertInto('accounts.find_key')
    .values({ person_id: person, kind: 'mail', key: mailKey(town, mail) })
    .onConflict((same) => same.doNothing())
    .execute()
}

export const mostFound = 10

/**
 * Persons whose names hold every word asked for; a word of four letters also finds the beginning of a longer one.
 * `many`: more than ten, and nobody is shown: say more of the name.
 */
export async function findPersons(
  town: Town,
  db: ReadDb<ProfileTables>,
  asked: { familyName: string; givenName: string },
): Promise<string[] | 'many'> {
  const wanted = (['family', 'given'] as const).flatMap((kind) =>
    wordsOf(kind === 'family' ? asked.familyName : asked.givenName).map((word) => ({
      kind,
      keys: [keyOf(town, kind, word), ...(word.length === startLength ? [keyOf(town, `${kind} start`, word)] : [])],
    })),
  )
  if (!wanted.some(({ kind }) => kind === 'family')) return []
  let query = db
    .selectFrom('kernel.person as p')
    .select('p.id')
    .where('p.left_at', 'is', null)
    .where('p.kind', '=', 'resident')
    .limit(mostFound + 1)
  for (const { kind, keys } of wanted)
    query = query.where('p.id', 'in', (inner) =>
      inner.selectFrom('accounts.find_key').select('person_id').where('kind', '=', kind).where('key', 'in', keys),
    )
  const rows = await query.execute()
  return rows.length > mostFound ? 'many' : rows.map(({ id }) => id)
}
