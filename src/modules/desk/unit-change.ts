// A unit changed on the desk: opened below another, renamed, moved, closed with a successor; nobody reaches beyond their own units.
import { sql } from 'kysely'
import { mayIn, type SignedIn } from '../../kernel/access.ts'
import { staffActor } from '../../kernel/actor.ts'
import { recordAudit } from '../../kernel/audit.ts'
import { findUnit, organisationSubject, takeOrganisation, type Unit } from '../../kernel/organisation.ts'
import { tell } from '../../kernel/outbox.ts'
import { lockPermissions } from '../../kernel/permissions.ts'
import { rolesSubject } from '../../kernel/sessions.ts'
import type { KernelTables, UnitKind } from '../../kernel/tables.ts'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'

type Db = WriteDb<KernelTables>
export const changesUnits = 'desk.organisation.change'

export type UnitRefusal = 'unknown' | 'parent' | 'below-itself' | 'children' | 'successor'
export type UnitOutcome = { key: string } | { refused: UnitRefusal }

const letters: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }
const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => letters[letter] ?? letter)
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 55) || 'einheit'

async function freeKey(db: Db, name: string): Promise<string> {
  const slug = slugOf(name)
  const rows = await db.selectFrom('kernel.unit').select('key').where('key', 'like', `${slug}%`).execute()
  const taken = new Set(rows.map(({ key }) => key))
  if (!taken.has(slug)) return slug
  for (let number = 2; ; number += 1) if (!taken.has(`${slug}-${number}`)) return `${slug}-${number}`
}

const note = (
  db: Db,
  person: SignedIn,
  what: 'opened' | 'changed' | 'moved' | 'closed',
  id: string,
  details: Record<string, string>,
) => recordAudit(db, { action: `kernel.unit.${what}`, actor: staffActor(person, changesUnits), object: `unit:${id}`, details })

/** The unit for this member of staff to change. */
async function ownUnit(db: Db, person: SignedIn, key: string): Promise<Unit | undefined> {
  const unit = await findUnit(db as unknown as ReadDb<KernelTables>, key)
  return unit && mayIn(person, changesUnits, unit.path) ? unit : undefined
}

const take = (
  db: Db,
  line: { key: string; parent: string | null; kind: UnitKind; name: string; details: Unit['details'] },
  now: Date,
) => takeOrganisation(db, { lines: [{ line: 1, ...line }], source: 'desk' }, now)

export const openUnit = (
  town: Town,
  person: SignedIn,
  parent: string,
  { name, kind }: { name: string; kind: UnitKind },
  now: Date,
): Promise<UnitOutcome> =>
  town.write(async (db: Db) => {
    const above = await ownUnit(db, person, parent)
    if (!above) return { refused: 'unknown' }
    const key = await freeKey(db, name)
    const { refused } = await take(db, { key, parent, kind, name, details: {} }, now)
    if (refused.length > 0) return { refused: 'parent' }
    const made = (await findUnit(db as unknown as ReadDb<KernelTables>, key))!
    await note(db, person, 'opened', made.id, { name, parent })
    return { key }
  })

/** `parent` is the key of the unit above. Whoever moves a unit must be responsible for its new place too. */
export const changeUnit = (
  town: Town,
  person: SignedIn,
  key: string,
  { name, parent }: { name: string; parent: string },
  now: Date,
): Promise<UnitOutcome> =>
  town.write(async (db: Db) => {
    const unit = await ownUnit(db, person, key)
    if (!unit) return { refused: 'unknown' }
    const old = unit.path.split('/').filter(Boolean).at(-2) ?? ''
    if (parent !== old) {
      const above = await ownUnit(db, person, parent)
      if (!above) return { refused: 'parent' }
      if (above.path.startsWith(unit.path)) return { refused: 'below-itself' }
    }
    const { id, kind, details } = unit
    const { refused } = await take(db, { key, parent: parent === '' ? null : parent, kind, name, details }, now)
    if (refused.length > 0) return { refused: 'parent' }
    if (name !== unit.name) await note(db, person, 'changed', id, { from: unit.name, to: name })
    if (parent !== old) await note(db, person, 'moved', id, { from: old, to: parent })
    return { key }
  })

/**
 * Its members go over to the successor; roles given for it end, since they would mean something else there. What was written under it
 * keeps its path. A unit with others below it is closed last.
 */
export const closeUnit = (town: Town, person: SignedIn, key: string, successor: string, now: Date): Promise<UnitOutcome> =>
  town.write(async (db: Db) => {
    await lockPermissions(db)
    const unit = await ownUnit(db, person, key)
    if (!unit) return { refused: 'unknown' }
    const next = await ownUnit(db, person, successor)
    if (!next || next.id === unit.id) return { refused: 'successor' }
    const below = await db
      .selectFrom('kernel.unit')
      .select('id')
      .where('parent_id', '=', unit.id)
      .where('closed_at', 'is', null)
      .executeTakeFirst()
    if (below) return { refused: 'children' }
    const details = JSON.stringify({ ...unit.details, successor: next.key })
    await sql`UPDATE kernel.unit SET closed_at = ${now}, changed_at = ${now}, version = version + 1, details = ${details}::jsonb
      WHERE id = ${unit.id}`.execute(db)
    await sql`INSERT INTO kernel.membership (person_id, unit_id, state)
      SELECT person_id, ${next.id}::uuid, 'confirmed' FROM kernel.membership WHERE unit_id = ${unit.id} AND state = 'confirmed'
      ON CONFLICT (town_id, person_id, unit_id) DO UPDATE SET state = 'confirmed'`.execute(db)
    await sql`UPDATE kernel.membership SET state = 'left' WHERE unit_id = ${unit.id}`.execute(db)
    await sql`UPDATE kernel.role_grant SET revoked_at = ${now} WHERE unit_id = ${unit.id} AND revoked_at IS NULL`.execute(db)
    await note(db, person, 'closed', unit.id, { successor: next.key })
    await tell(db, { type: 'kernel.organisation-changed.v1', subjects: [organisationSubject, rolesSubject] })
    return { key: next.key }
  })

export type UnitEvent = { at: Date; action: string; details: Record<string, string> }

/** What was changed on the desk, newest first. */
export const listUnitHistory = (town: Town, id: string): Promise<UnitEvent[]> =>
  town.read(async (db: ReadDb<KernelTables>) => {
    const { rows } = await sql<UnitEvent>`SELECT at, action, details FROM kernel.audit_entry
      WHERE object = ${`unit:${id}`} ORDER BY sequence DESC LIMIT 20`.execute(db)
    return rows
  })

/** Open units this member of staff may change, for a choice; typed by key where there are more. */
export const listOwnUnits = (town: Town, person: SignedIn): Promise<{ key: string; name: string; path: string }[]> =>
  town.read((db: ReadDb<KernelTables>) => {
    const granted = person.units.get(changesUnits) ?? []
    return db
      .selectFrom('kernel.unit')
      .select(['key', 'name', 'path'])
      .where('closed_at', 'is', null)
      .where((where) => where.or(granted.map((path) => where('path', 'like', `${path.replace(/[\\%_]/g, '\\$&')}%`))))
      .orderBy('path')
      .limit(mostChoices + 1)
      .execute()
  })
export const mostChoices = 60
