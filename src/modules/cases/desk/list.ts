// Cases of the units of a member of staff: filtered, counted up to a bound, page by page by their key.
import { type RawBuilder, sql } from 'kysely'
import type { SignedIn } from '../../../kernel/access.ts'
import { readReference } from '../../../kernel/reference.ts'
import type { Town } from '../../../kernel/town.ts'
import { mayRead } from '../access.ts'
import type { Reading } from '../case.ts'
import type { CaseRow } from '../tables.ts'
import { type KnownTypes, knownTypes } from '../type/known-types.ts'
import { unitsFor } from './clerk.ts'
import { type Cursor, type Filter, type ListView, listViews, type PageOf, perPage } from './filter.ts'

export const mostCounted = 1_000

const asPattern = (path: string): string => `${path.replace(/[\\%_]/g, '\\$&')}%`
type Condition = RawBuilder<boolean>
const all = (conditions: readonly Condition[]): Condition => sql<boolean>`${sql.join([...conditions], sql` AND `)}`

/** Where to look: everywhere in the town, or at these units one by one, each led by its own index. */
type Scope = { units: readonly string[] | undefined; conditions: readonly Condition[] }

/** Whoever answers for the whole town needs no look at the paths; secrets stay with their own unit. */
async function scopeOf(db: Reading, granted: readonly string[], wanted: string, secret: readonly string[]): Promise<Scope> {
  const conditions =
    secret.length > 0 ? [sql<boolean>`(c.type_id <> ALL (${[...secret]}::uuid[]) OR c.unit = ANY (${[...granted]}::text[]))`] : []
  if (granted.includes('/') && wanted === '') return { units: undefined, conditions }
  const { rows } = await sql<{
    path: string
  }>`SELECT path FROM kernel.unit WHERE path LIKE ANY (${granted.map(asPattern)}::text[])
    UNION SELECT unnest(${[...granted]}::text[])`.execute(db)
  return { units: rows.map(({ path }) => path).filter((path) => path.startsWith(wanted)), conditions }
}

/** Cases in which they take part are for them at home, not on the desk. */
async function ownCases(db: Reading, person: SignedIn): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT case_id AS id FROM cases.party WHERE account_id = ${person.personId}
    UNION SELECT id FROM cases."case" WHERE owner_id = ${person.personId}
    UNION SELECT id FROM cases."case" WHERE holder_id = ${person.personId} LIMIT 2000`.execute(db)
  return rows.map(({ id }) => id)
}

function inView(view: ListView, person: SignedIn, today: string): Condition[] {
  const open = sql<boolean>`c.state <> 'closed'`
  if (view === 'mine') return [open, sql<boolean>`c.assignee = ${person.personId}`]
  if (view === 'unowned') return [open, sql<boolean>`c.assignee IS NULL`]
  if (view === 'overdue') return [open, sql<boolean>`c.due_on < ${today}::date AND c.rests_since IS NULL`]
  if (view === 'waiting') return [open, sql<boolean>`c.state = 'waiting'`]
  return [open]
}

const spoken = (text: string): string => text.toLocaleLowerCase('de').normalize('NFC')

/** `holders`: whom the name means, as somebody found them who may search for names. */
function narrowed(filter: Filter, types: KnownTypes, holders: readonly string[]): Condition[] {
  const conditions: Condition[] = []
  if (filter.type) {
    const id = types.newest.find(({ row }) => row.key === filter.type)?.row.id
    conditions.push(id ? sql<boolean>`c.type_id = ${id}::uuid` : sql<boolean>`false`)
  }
  if (filter.step) conditions.push(sql<boolean>`c.step = ${filter.step}`)
  // The first condition is the one that an index can answer: few cases have any label.
  if (filter.label) conditions.push(sql<boolean>`c.labels <> '{}'`, sql<boolean>`c.labels @> ARRAY[${filter.label}]::text[]`)
  if (filter.search) {
    const words = spoken(filter.search)
    const kinds = types.newest.filter(({ row }) => spoken(row.title_de).includes(words) || spoken(row.title_en).includes(words))
    const ids = kinds.map(({ row }) => row.id)
    conditions.push(sql<boolean>`(c.type_id = ANY (${ids}::uuid[]) OR c.holder_id = ANY (${[...holders]}::uuid[]))`)
  }
  return conditions
}

async function wantedFor(
  db: Reading,
  person: SignedIn,
  filter: Filter,
  today: string,
  types: KnownTypes,
  holders: readonly string[],
) {
  const [own, scope] = await Promise.all([
    ownCases(db, person),
    scopeOf(db, unitsFor(person, mayRead), filter.unit, types.secret),
  ])
  const base = [...scope.conditions, ...(own.length > 0 ? [sql<boolean>`c.id <> ALL (${own}::uuid[])`] : [])]
  const reference = readReference(filter.search)
  // A reference finds its case wherever it stands, closed ones too.
  if (reference) {
    const only = all([...base, ...ofUnits(scope), sql<boolean>`c.reference = ${reference}`])
    return () => ({ units: undefined, where: only })
  }
  const narrow = narrowed(filter, types, holders)
  return (view: ListView): Wanted => ({ units: scope.units, where: all([...base, ...inView(view, person, today), ...narrow]) })
}

const ofUnits = ({ units }: Scope): Condition[] => (units ? [sql<boolean>`c.unit = ANY (${[...units]}::text[])`] : [])

type Wanted = { units: readonly string[] | undefined; where: Condition }

/** Rows of the whole town or of each unit by itself, in one order and no more than `most`. */
const wantedRows = (columns: RawBuilder<unknown>, { units, where }: Wanted, order: RawBuilder<unknown>, most: number) => {
  if (!units) return sql`SELECT ${columns} FROM cases."case" c WHERE ${where} ${order} LIMIT ${most}`
  return sql`SELECT ${columns} FROM unnest(${[...units]}::text[]) AS u(path) CROSS JOIN LATERAL
    (SELECT c.* FROM cases."case" c WHERE c.unit = u.path AND ${where} ${order} LIMIT ${most}) AS c ${order} LIMIT ${most}`
}

/** Up to `mostCounted`: more is said as "1000+". */
async function countOf(db: Reading, wanted: Wanted): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT count(*)::integer AS count FROM
    (${wantedRows(sql`c.id`, wanted, sql``, mostCounted)}) AS bounded`.execute(db)
  return rows[0]?.count ?? 0
}

/** Two ways through one order: first what has a day, then what has none. */
async function rowsOf(
  db: Reading,
  { units, where }: Wanted,
  sort: Filter['sort'],
  after: Cursor | undefined,
  limit: number,
): Promise<CaseRow[]> {
  const ask = async (from: Condition, order: RawBuilder<unknown>, most: number): Promise<CaseRow[]> => {
    const wanted = { units, where: all([where, from]) }
    return ((await wantedRows(sql`c.*`, wanted, order, most).execute(db)) as { rows: CaseRow[] }).rows
  }
  if (sort === 'received') {
    const from = after?.at
      ? sql<boolean>`(c.received_at < ${after.at}::timestamptz OR (c.received_at = ${after.at}::timestamptz AND c.id > ${after.id}::uuid))
        AND c.received_at <= ${after.at}::timestamptz`
      : sql<boolean>`true`
    return ask(from, sql`ORDER BY c.received_at DESC, c.id`, limit)
  }
  const undated = (from: Condition, most: number) => ask(all([sql<boolean>`c.due_on IS NULL`, from]), sql`ORDER BY c.id`, most)
  if (after && after.at === null) return undated(sql<boolean>`c.id > ${after.id}::uuid`, limit)
  const from = after
    ? sql<boolean>`(c.due_on, c.id) > (${after.at}::date, ${after.id}::uuid)`
    : sql<boolean>`c.due_on IS NOT NULL`
  const dated = await ask(from, sql`ORDER BY c.due_on, c.id`, limit)
  if (dated.length >= limit) return dated
  return [...dated, ...(await undated(sql<boolean>`true`, limit - dated.length))]
}

export const cursorAt = ({ due_on, received_at, id }: CaseRow, sort: Filter['sort']): Cursor => ({
  at: sort === 'received' ? received_at.toISOString() : due_on,
  id,
})

export type Found = {
  types: KnownTypes
  rows: readonly CaseRow[]
  counts: Readonly<Record<ListView, number>>
  /** Where the next page begins. */
  next: Cursor | undefined
}

export const listCases = (
  town: Town,
  person: SignedIn,
  { filter, page, today, holders = [] }: { filter: Filter; page: PageOf; today: string; holders?: readonly string[] },
): Promise<Found> =>
  town.read(async (db: Reading) => {
    const types = await knownTypes(db, town)
    const wantedIn = await wantedFor(db, person, filter, today, types, holders)
    const [rows, counts] = await Promise.all([
      rowsOf(db, wantedIn(filter.view), filter.sort, page.after, perPage + 1),
      Promise.all(listViews.map((view) => countOf(db, wantedIn(view)))),
    ])
    const shown = rows.slice(0, perPage)
    const last = shown.at(-1)
    return {
      types,
      rows: shown,
      counts: Object.fromEntries(listViews.map((view, index) => [view, counts[index] ?? 0])) as Record<ListView, number>,
      next: rows.length > perPage && last ? cursorAt(last, filter.sort) : undefined,
    }
  })

/** Everything a filter finds, for a file. */
export const listForFile = (
  town: Town,
  person: SignedIn,
  { filter, today, most, holders = [] }: { filter: Filter; today: string; most: number; holders?: readonly string[] },
): Promise<{ types: KnownTypes; rows: CaseRow[] }> =>
  town.read(async (db: Reading) => {
    const types = await knownTypes(db, town)
    const wantedIn = await wantedFor(db, person, filter, today, types, holders)
    return { types, rows: await rowsOf(db, wantedIn(filter.view), filter.sort, undefined, most) }
  })

export const countViews = (town: Town, person: SignedIn, today: string): Promise<Record<ListView | 'dueToday', number>> =>
  town.read(async (db: Reading) => {
    const types = await knownTypes(db, town)
    const filter: Filter = { view: 'team', sort: 'due', type: '', step: '', label: '', unit: '', search: '' }
    const wantedIn = await wantedFor(db, person, filter, today, types, [])
    const mine = wantedIn('mine')
    const dueToday = { units: mine.units, where: all([mine.where, sql<boolean>`c.due_on = ${today}::date`]) }
    const counts = await Promise.all([...listViews.map((view) => countOf(db, wantedIn(view))), countOf(db, dueToday)])
    return Object.fromEntries([...listViews, 'dueToday' as const].map((name, index) => [name, counts[index] ?? 0])) as Record<
      ListView | 'dueToday',
      number
    >
  })
