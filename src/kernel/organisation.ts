// The organisation of a town: departments, divisions, units, enterprises; found, listed in pages, and taken over from a file.
import { sql } from 'kysely'
import { recordAudit } from './audit.ts'
import { newId } from './ids.ts'
import type { RefusedLine, UnitLine } from './organisation-files.ts'
import { tell } from './outbox.ts'
import { lockPermissions } from './permissions.ts'
import { rolesSubject } from './sessions.ts'
import type { KernelTables, UnitDetails, UnitKind } from './tables.ts'
import type { ReadDb, WriteDb } from './town.ts'

/** Told with every change of the organisation. */
export const organisationSubject = 'kernel.organisation'

export type Unit = {
  id: string
  key: string
  path: string
  kind: UnitKind
  name: string
  details: UnitDetails
  parentId: string | null
}
export type ListedUnit = Pick<Unit, 'id' | 'key' | 'path' | 'kind' | 'name' | 'details'> & { children: number; members: number }

const listed = sql`u.id, u.key, u.path, u.kind, u.name, u.details,
  (SELECT count(*)::int FROM kernel.unit c WHERE c.town_id = u.town_id AND c.parent_id = u.id AND c.closed_at IS NULL) AS children,
  (SELECT count(*)::int FROM kernel.membership m WHERE m.town_id = u.town_id AND m.unit_id = u.id AND m.state = 'confirmed') AS members`

/** Of one unit, or the top of the organisation. */
export async function listChildren(db: ReadDb<KernelTables>, parentId: string | undefined): Promise<ListedUnit[]> {
  const { rows } = await sql<ListedUnit>`SELECT ${listed} FROM kernel.unit u
    WHERE u.parent_id IS NOT DISTINCT FROM ${parentId ?? null}::uuid AND u.closed_at IS NULL ORDER BY u.name, u.key`.execute(db)
  return rows
}

export async function findUnit(db: ReadDb<KernelTables>, key: string): Promise<Unit | undefined> {
  const { rows } = await sql<Unit>`SELECT id, key, path, kind, name, details, parent_id AS "parentId" FROM kernel.unit
    WHERE key = ${key} AND closed_at IS NULL`.execute(db)
  return rows[0]
}

/** From the top down to the parent. */
export async function listAncestors(db: ReadDb<KernelTables>, { path }: Pick<Unit, 'path'>) {
  const keys = path.split('/').filter(Boolean).slice(0, -1)
  if (keys.length === 0) return []
  return db
    .selectFrom('kernel.unit')
    .select(['key', 'name', 'path', 'details'])
    .where('key', 'in', keys)
    .orderBy('path')
    .execute()
}

/** By words of the name, the competences, the mailbox or the key; the best fit first. */
export async function searchUnits(db: ReadDb<KernelTables>, query: string, limit: number): Promise<ListedUnit[]> {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 5)
  if (words.length === 0) return []
  const likes = words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)
  const { rows } = await sql<ListedUnit>`SELECT ${listed} FROM (
      SELECT * FROM kernel.unit WHERE closed_at IS NULL AND search_text LIKE ALL (${likes})
      ORDER BY (key = ${query.toLowerCase()}) DESC, (lower(name) = ${query.toLowerCase()}) DESC, (lower(name) LIKE ALL (${likes})) DESC, name, key
      LIMIT ${limit}) u`.execute(db)
  return rows
}

/** Confirmed members of one unit, a page of them; names are read by whoever shows the page. */
export async function listMembers(
  db: ReadDb<KernelTables>,
  unitId: string,
  { page, size }: { page: number; size: number },
): Promise<{ ids: string[]; total: number }> {
  const { rows } = await sql<{ id: string; total: number }>`SELECT m.person_id AS id, count(*) OVER ()::int AS total
    FROM kernel.membership m LEFT JOIN kernel.staff s ON s.town_id = m.town_id AND s.person_id = m.person_id
    WHERE m.unit_id = ${unitId} AND m.state = 'confirmed' ORDER BY s.sort_key, m.person_id
    LIMIT ${size} OFFSET ${(page - 1) * size}`.execute(db)
  return { ids: rows.map(({ id }) => id), total: rows[0]?.total ?? 0 }
}

export async function listUnitsOf(db: ReadDb<KernelTables>, personId: string) {
  return db
    .selectFrom('kernel.membership as m')
    .innerJoin('kernel.unit as u', (on) => on.onRef('u.town_id', '=', 'm.town_id').onRef('u.id', '=', 'm.unit_id'))
    .select(['u.id', 'u.key', 'u.name', 'u.path', 'u.kind', 'u.details', 'm.state'])
    .where('m.person_id', '=', personId)
    .where('m.state', '!=', 'left')
    .where('u.closed_at', 'is', null)
    .orderBy('u.path')
    .execute()
}

export type OrganisationReport = { created: string[]; changed: string[]; moved: string[]; same: number; refused: RefusedLine[] }

type Placed = { id: string; key: string; path: string; kind: UnitKind; name: string; details: UnitDetails; parent: string | null }
const deepest = 12

/**
 * Takes lines over in one transaction: what fits is stored, what does not is listed with its reason. A unit that moves keeps its id, its children,
 * members and grants. Units that are not in the lines stay as they are. Idempotent.
 */
export async function takeOrganisation(
  db: WriteDb<KernelTables>,
  { lines, source }: { lines: readonly UnitLine[]; source: string },
  now: Date,
): Promise<OrganisationReport> {
  await lockPermissions(db)
  const { rows: stored } = await sql<Placed & { closed: boolean }>`SELECT u.id, u.key, u.path, u.kind, u.name, u.details,
      p.key AS parent, u.closed_at IS NOT NULL AS closed
    FROM kernel.unit u LEFT JOIN kernel.unit p ON p.town_id = u.town_id AND p.id = u.parent_id`.execute(db)
  const before = new Map(stored.map((unit) => [unit.key, unit]))
  const { accepted, refused } = fitting(lines, before)
  const wanted = new Map<string, Placed>(stored.map((unit) => [unit.key, { ...unit }]))
  for (const { key, parent, kind, name, details } of accepted.values())
    wanted.set(key, { id: before.get(key)?.id ?? newId(now), key, parent, kind, name, details, path: '' })
  const pathOf = (key: string): string => `${wanted.get(key)?.parent ? pathOf(wanted.get(key)!.parent!) : '/'}${key}/`
  for (const unit of wanted.values()) unit.path = pathOf(unit.key)

  const created = [...wanted.values()].filter(({ key }) => !before.has(key))
  const differing = [...wanted.values()].filter((unit) => {
    const old = before.get(unit.key)
    return old && (isDifferent(old, unit) || (old.closed && accepted.has(unit.key)))
  })
  const moved = differing.filter((unit) => before.get(unit.key)!.parent !== unit.parent)
  const rows = [...created, ...differing].map((unit) => ({
    ...unit,
    parent_id: unit.parent ? wanted.get(unit.parent)!.id : null,
  }))
  if (rows.length > 0) {
    await sql`INSERT INTO kernel.unit (id, parent_id, key, path, kind, name, details, source, created_at, changed_at)
      SELECT id, parent_id, key, path, kind, name, details, ${source}, ${now}::timestamptz, ${now}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS n (id uuid, parent_id uuid, key text, path text, kind text, name text, details jsonb)
      ON CONFLICT (town_id, id) DO UPDATE SET parent_id = excluded.parent_id, path = excluded.path, kind = excluded.kind,
        name = excluded.name, details = excluded.details, version = kernel.unit.version + 1, changed_at = excluded.changed_at,
        closed_at = CASE WHEN kernel.unit.key = ANY (${[...accepted.keys()]}) THEN NULL ELSE kernel.unit.closed_at END`.execute(
      db,
    )
    const details = { created: created.length, changed: differing.length, moved: moved.length, source }
    await recordAudit(db, { action: 'kernel.organisation.changed', actor: { system: 'kernel' }, object: 'organisation', details })
    const subjects = moved.length > 0 ? [organisationSubject, rolesSubject] : [organisationSubject]
    await tell(db, { type: 'kernel.organisation-changed.v1', subjects })
  }
  const changed = differing.filter(({ key }) => accepted.has(key))
  return {
    created: created.map(({ key }) => key),
    changed: changed.map(({ key }) => key),
    moved: moved.map(({ key }) => key),
    same: accepted.size - created.length - changed.length,
    refused,
  }
}

const isDifferent = (old: Placed, unit: Placed): boolean =>
  old.path !== unit.path ||
  old.kind !== unit.kind ||
  old.name !== unit.name ||
  JSON.stringify(sorted(old.details)) !== JSON.stringify(sorted(unit.details))
const sorted = (details: UnitDetails) => Object.entries(details).sort(([a], [b]) => a.localeCompare(b))

/** Keeps lines whose parents exist in the end, in no circle and not too deep; a child of a refused line is refused too. */
function fitting(lines: readonly UnitLine[], before: ReadonlyMap<string, Placed>) {
  const accepted = new Map<string, UnitLine>()
  const refused: RefusedLine[] = []
  const refuse = (line: UnitLine, reason: string): void => void refused.push({ line: line.line, key: line.key, reason })
  for (const line of lines) {
    if (accepted.has(line.key)) refuse(line, `The key stands in line ${accepted.get(line.key)!.line} already.`)
    else accepted.set(line.key, line)
  }
  const parentOf = (key: string): string | null =>
    accepted.has(key) ? accepted.get(key)!.parent : (before.get(key)?.parent ?? null)
  const problemOf = (line: UnitLine): string | undefined => {
    const seen = new Set([line.key])
    for (let parent = line.parent; parent !== null; parent = parentOf(parent)) {
      if (!accepted.has(parent) && !before.has(parent)) return `There is no unit "${parent}" above it.`
      if (seen.has(parent)) return `It would stand below itself: ${[...seen, parent].join(' < ')}.`
      seen.add(parent)
      if (seen.size > deepest) return `It would stand more than ${deepest} levels deep.`
    }
    return undefined
  }
  for (let again = true; again; ) {
    again = false
    for (const line of [...accepted.values()]) {
      const reason = problemOf(line)
      if (reason === undefined) continue
      refuse(line, reason)
      accepted.delete(line.key)
      again = true
    }
  }
  return { accepted, refused: refused.sort((a, b) => a.line - b.line) }
}
