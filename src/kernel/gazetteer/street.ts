// Streets of a town: kept as its folder names them, found by what people type. @de Straßenverzeichnis.
import { sql } from 'kysely'
import { searchWords } from '../../standards/din91379/names.ts'
import type { KernelTables } from '../tables.ts'
import type { ReadDb, Town, WriteDb } from '../town.ts'
import { differencesIn } from './spelling.ts'

export type Street = {
  name: string
  /** Five digits; absent: not known. */
  postcode?: string
  houseNumbers: string[]
  /** WGS 84. */
  latitude?: number
  longitude?: number
}

type Tables = Pick<KernelTables, 'kernel.street'>
type Reading = ReadDb<Tables>

/** `Landsbergerstr.` and `Landsberger Straße` are the same: both end in STRASSE. */
const wordsOf = (name: string): string => searchWords(name).join(' ').replace(/STR$/, 'STRASSE').replace(/STR /g, 'STRASSE ')
const compactOf = (name: string): string => wordsOf(name).replaceAll(' ', '')

/** Replaces what was known. @returns how many streets there are now */
export async function storeStreets(db: WriteDb<Tables>, streets: readonly Street[]): Promise<number> {
  const rows = new Map<string, Street>()
  for (const street of streets) {
    const key = `${street.name}\n${street.postcode ?? ''}`
    const known = rows.get(key)
    const houseNumbers = [...new Set([...(known?.houseNumbers ?? []), ...street.houseNumbers])]
    rows.set(key, { ...street, ...known, houseNumbers })
  }
  await db.deleteFrom('kernel.street').execute()
  const all = [...rows.values()]
  for (let at = 0; at < all.length; at += 1_000)
    await db
      .insertInto('kernel.street')
      .values(
        all.slice(at, at + 1_000).map(({ name, postcode = '', houseNumbers, latitude = null, longitude = null }) => {
          const words = wordsOf(name)
          const compact = words.replaceAll(' ', '')
          return { name, postcode, words, compact, house_numbers: houseNumbers, latitude, longitude }
        }),
      )
      .execute()
  return rows.size
}

const columns = ['name', 'postcode', 'house_numbers', 'latitude', 'longitude'] as const
type Row = Pick<KernelTables['kernel.street'], (typeof columns)[number]>

const streetOf = ({ name, postcode, house_numbers, latitude, longitude }: Row): Street => ({
  name,
  ...(postcode !== '' && { postcode }),
  houseNumbers: house_numbers,
  ...(latitude !== null && { latitude }),
  ...(longitude !== null && { longitude }),
})

const longestTyped = 120

/** What people type after the street is no part of it: `Implerstraße 11a`, `Garmischer Str. 19-21`. */
const withoutNumber = (typed: string): string => typed.replace(/[\s,]+\d+\s*[a-z]?(\s*[-–/]\s*\d+\s*[a-z]?)?\s*$/i, '')

/**
 * Streets that begin like what was typed, then those with a word that does, then those that are spelled almost like it.
 * @param limit at most 50
 */
export async function findStreets(town: Town, typed: string, limit: number): Promise<Street[]> {
  const asked = typed.slice(0, longestTyped)
  return town.read(async (db: Reading) => {
    const found = await listBeginning(db, asked, limit)
    const bare = withoutNumber(asked)
    const more = found.length === 0 && bare !== asked ? await listBeginning(db, bare, limit) : found
    return more.length > 0 ? more : listAlike(db, bare, limit)
  })
}

/** The characters A to Z, 0 to 9 and the space mean themselves in a pattern. */
const plainWords = (typed: string): string => wordsOf(typed).replace(/[^\p{L}\p{N} ]/gu, '')

async function listBeginning(db: Reading, typed: string, limit: number): Promise<Street[]> {
  // An unfinished `STR` is the beginning of STRASSE anyway.
  const words = plainWords(typed)
  const compact = words.replaceAll(' ', '')
  if (compact === '') return []
  const rows = await db
    .selectFrom('kernel.street')
    .select(columns)
    .where((where) => where.or([where('compact', 'like', `${compact}%`), where('words', 'like', `% ${words}%`)]))
    .orderBy(sql`compact <> ${compact}`)
    .orderBy(sql`compact NOT LIKE ${`${compact}%`}`)
    .orderBy('compact')
    .orderBy('postcode')
    .limit(Math.min(limit, 50))
    .execute()
  return rows.map(streetOf)
}

async function listAlike(db: Reading, typed: string, limit: number): Promise<Street[]> {
  const compact = compactOf(typed)
  if (compact.length < 5) return []
  const allowed = compact.length < 9 ? 1 : 2
  const near = await db
    .selectFrom('kernel.street')
    .select([...columns, 'compact'])
    .where(sql<boolean>`length(compact) BETWEEN ${compact.length - allowed} AND ${compact.length + allowed}`)
    .limit(20_000)
    .execute()
  return near
    .map((row) => ({ row, differences: differencesIn(row.compact, compact, allowed) }))
    .filter(({ differences }) => differences <= allowed)
    .sort((one, other) => one.differences - other.differences || (one.row.compact < other.row.compact ? -1 : 1))
    .slice(0, Math.min(limit, 50))
    .map(({ row }) => streetOf(row))
}

/** The street that is meant, spelled in any of the usual ways; undefined where there is none, or where several postcodes have it and none was named. */
export async function findStreet(town: Town, name: string, postcode?: string): Promise<Street | undefined> {
  const compact = compactOf(name.slice(0, longestTyped))
  const rows = await town.read((db: Reading) =>
    db.selectFrom('kernel.street').select(columns).where('compact', '=', compact).limit(50).execute(),
  )
  const fitting = rows.filter((row) => postcode === undefined || row.postcode === '' || row.postcode === postcode)
  return fitting.length === 1 ? streetOf(fitting[0]!) : undefined
}

/** Whether this town has named its streets: without them, none can be called unknown. */
export const knowsStreets = async (town: Town): Promise<boolean> =>
  (await town.read((db: Reading) => db.selectFrom('kernel.street').select('name').limit(1).executeTakeFirst())) !== undefined
