// Users of SCIM are the staff of a town: written with their names, looked at with a logged purpose.
// @standard RFC 7643 sections 4.1 and 4.3
import { type RawBuilder, sql } from 'kysely'
import { recordAudit } from '../../../kernel/audit.ts'
import { newId } from '../../../kernel/ids.ts'
import { tell } from '../../../kernel/outbox.ts'
import { endPerson, personSubject } from '../../../kernel/people.ts'
import { externalKey, joinUnit, leaveUnit, mailKey, saveStaff, staffLaw, userNameKey } from '../../../kernel/staff.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import { isId } from '../addresses.ts'
import type { DeskTables } from '../tables.ts'
import { noSuch, type Resource, ScimError } from './answer.ts'
import { enterprise, type Filter } from './filter.ts'
import { isObject, type SentUser } from './sent-user.ts'

export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User'
const purpose = 'Abgleich mit dem Verzeichnis der Beschäftigten der Stadt'
const look = (subjects: readonly string[]) => ({ subjects, actor: { system: 'desk' }, purpose, legalBasis: staffLaw })

type Json = Record<string, unknown>

type Row = { id: string; version: number; created: Date; changed: Date; active: boolean }
const columns = sql`s.person_id AS id, s.version, s.created_at AS created, s.changed_at AS changed, p.left_at IS NULL AS active`
const from = sql`FROM kernel.staff s JOIN kernel.person p ON p.town_id = s.town_id AND p.id = s.person_id WHERE s.removed_at IS NULL`

/** Resources with their personal part, each logged; in the order of `rows`. */
async function toResources(town: Town, rows: readonly Row[]): Promise<Resource[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const parts = await town.personal(look(ids), async (db: WriteDb<DeskTables>) => {
    const records = await db
      .selectFrom('kernel.staff_record as r')
      .innerJoin('kernel.person_name as n', (on) =>
        on.onRef('n.town_id', '=', 'r.town_id').onRef('n.subject_id', '=', 'r.subject_id'),
      )
      .select(['r.subject_id', 'r.attributes', 'n.given_name', 'n.family_name'])
      .where('r.subject_id', 'in', ids)
      .execute()
    const groups = await db
      .selectFrom('kernel.membership as m')
      .innerJoin('kernel.unit as u', (on) => on.onRef('u.town_id', '=', 'm.town_id').onRef('u.id', '=', 'm.unit_id'))
      .select(['m.person_id', 'u.id', 'u.name'])
      .where('m.person_id', 'in', ids)
      .where('m.state', '=', 'confirmed')
      .where('u.closed_at', 'is', null)
      .orderBy('u.path')
      .execute()
    return { records: new Map(records.map((record) => [record.subject_id, record])), groups }
  })
  return rows.map(({ id, version, created, changed, active }) => {
    const record = parts.records.get(id)
    const attributes = (record?.attributes ?? {}) as Json
    return {
      schemas: [userSchema, ...(attributes[enterprise] === undefined ? [] : [enterprise])],
      ...attributes,
      id,
      name: { givenName: record?.given_name ?? '', familyName: record?.family_name ?? '' },
      active,
      groups: parts.groups.filter(({ person_id }) => person_id === id).map((group) => ({ value: group.id, display: group.name })),
      meta: {
        resourceType: 'User',
        created: created.toISOString(),
        lastModified: changed.toISOString(),
        version: `W/"${version}"`,
        location: `${town.origin}/scim/v2/Users/${id}`,
      },
    }
  })
}

/** @throws ScimError 404 */
export async function findUser(town: Town, id: string): Promise<Resource> {
  const { rows } = await town.read((db: ReadDb<DeskTables>) =>
    isId(id) ? sql<Row>`SELECT ${columns} ${from} AND s.person_id = ${id}`.execute(db) : Promise.resolve({ rows: [] }),
  )
  const [user] = await toResources(town, rows)
  if (!user) throw noSuch('User')
  return user
}

export async function listUsers(
  town: Town,
  filter: Filter | undefined,
  { startIndex, count }: { startIndex: number; count: number },
): Promise<{ users: Resource[]; total: number }> {
  const condition = filter ? conditionOf(town, filter) : sql<boolean>`true`
  const { rows, total } = await town.read(async (db: ReadDb<DeskTables>) => {
    const counted = await sql<{ total: number }>`SELECT count(*)::int AS total ${from} AND ${condition}`.execute(db)
    const found =
      await sql<Row>`SELECT ${columns} ${from} AND ${condition} ORDER BY s.person_id LIMIT ${count} OFFSET ${startIndex - 1}`.execute(
        db,
      )
    return { rows: found.rows, total: counted.rows[0]!.total }
  })
  return { users: await toResources(town, rows), total }
}

const signs: Record<string, RawBuilder<unknown>> = { gt: sql`>`, ge: sql`>=`, lt: sql`<`, le: sql`<=`, eq: sql`=`, ne: sql`<>` }

/** Only what can be answered without reading anybody's name; anything else is refused, never guessed. */
function conditionOf(town: Town, filter: Filter): RawBuilder<boolean> {
  if (filter.op === 'and') return sql<boolean>`(${conditionOf(town, filter.left)} AND ${conditionOf(town, filter.right)})`
  if (filter.op === 'or') return sql<boolean>`(${conditionOf(town, filter.left)} OR ${conditionOf(town, filter.right)})`
  if (filter.op === 'not') return sql<boolean>`NOT coalesce(${conditionOf(town, filter.of)}, false)`
  if (filter.op === 'has') {
    if (filter.path === 'emails' && filter.of.op === 'eq' && filter.of.path === 'value')
      return conditionOf(town, { ...filter.of, path: 'emails.value' })
    throw unsupported(`${filter.path}[…]`)
  }
  const { op, path } = filter
  if (op === 'pr') {
    if (['id', 'username', 'active', 'meta', 'meta.created', 'meta.lastmodified'].includes(path)) return sql<boolean>`true`
    if (path === 'externalid') return sql<boolean>`s.external_key IS NOT NULL`
    if (path === 'emails' || path === 'emails.value') return sql<boolean>`s.mail_key IS NOT NULL`
    throw unsupported(`${path} pr`)
  }
  const { value } = filter
  const times: Record<string, RawBuilder<unknown>> = { 'meta.created': sql`s.created_at`, 'meta.lastmodified': sql`s.changed_at` }
  if (times[path] && signs[op]) {
    const at = typeof value === 'string' ? new Date(value) : new Date(Number.NaN)
    if (Number.isNaN(at.getTime()))
      throw new ScimError(400, `${path} is compared with a time such as "2026-11-22T08:00:00Z".`, 'invalidFilter')
    return sql<boolean>`${times[path]} ${signs[op]!} ${at}`
  }
  if (op !== 'eq' && op !== 'ne') throw unsupported(`${path} ${op}`)
  const equal = equalTo(town, path, value)
  return op === 'eq' ? equal : sql<boolean>`NOT coalesce(${equal}, false)`
}

function equalTo({ dataKey }: Town, path: string, value: unknown): RawBuilder<boolean> {
  if (path === 'active') {
    if (typeof value !== 'boolean') throw new ScimError(400, 'active is compared with true or false.', 'invalidFilter')
    return sql<boolean>`(p.left_at IS NULL) = ${value}`
  }
  if (typeof value !== 'string') throw new ScimError(400, `${path} is compared with a text.`, 'invalidFilter')
  if (path === 'id') return isId(value) ? sql<boolean>`s.person_id = ${value}` : sql<boolean>`false`
  if (path === 'username') return sql<boolean>`s.user_name_key = ${userNameKey(dataKey, value)}`
  if (path === 'externalid') return sql<boolean>`s.external_key = ${externalKey(dataKey, value)}`
  if (path === 'emails' || path === 'emails.value') return sql<boolean>`s.mail_key = ${mailKey(dataKey, value)}`
  throw unsupported(path)
}

const unsupported = (what: string): ScimError =>
  new ScimError(
    400,
    `"${what}" cannot be filtered. Users can be filtered by id, userName, externalId, emails.value and active with eq and ne, and by meta.created and meta.lastModified.`,
    'invalidFilter',
  )

/** @returns the id @throws ScimError 409 when the user name or external id is taken */
export async function createUser(town: Town, sent: SentUser, now: Date): Promise<string> {
  const id = newId(now)
  await town.personal(look([id]), async (db: WriteDb<DeskTables>) => {
    await save(db, town, id, sent, { isNew: true, before: undefined }, now)
  })
  return id
}

/** Replaces what is known of a user; `check` sees the version under the lock. */
export async function replaceUser(
  town: Town,
  id: string,
  sent: SentUser,
  check: (version: string) => void,
  now: Date,
): Promise<void> {
  if (!isId(id)) throw noSuch('User')
  await town.personal(look([id]), async (db: WriteDb<DeskTables>) => {
    const { rows } = await sql<Row>`SELECT ${columns} ${from} AND s.person_id = ${id} FOR UPDATE OF s`.execute(db)
    if (!rows[0]) throw noSuch('User')
    check(`W/"${rows[0].version}"`)
    const stored = await db.selectFrom('kernel.staff_record').select('attributes').where('subject_id', '=', id).executeTakeFirst()
    await save(db, town, id, sent, { isNew: false, before: (stored?.attributes ?? {}) as Json, wasActive: rows[0].active }, now)
  })
}

type Before = { isNew: boolean; before: Json | undefined; wasActive?: boolean }

async function save(
  db: WriteDb<DeskTables>,
  town: Town,
  id: string,
  sent: SentUser,
  { isNew, before, wasActive = true }: Before,
  now: Date,
): Promise<void> {
  const taken = await saveStaff(db, town.dataKey, id, sent.entry, { source: 'scim', isNew }, now)
  if (taken)
    throw new ScimError(409, taken === 'user-name-taken' ? 'This userName is taken.' : 'This externalId is taken.', 'uniqueness')
  if (!wasActive && sent.active) {
    await db.updateTable('kernel.person').set({ left_at: null }).where('id', '=', id).execute()
    await recordAudit(db, { action: 'kernel.person.returned', actor: { system: 'desk' }, object: `person:${id}` })
    await tell(db, { type: 'kernel.person-returned.v1', subjects: [personSubject(id)] })
  }
  const former = isObject(before?.[enterprise]) ? (before[enterprise] as Json).department : undefined
  if (sent.active && (sent.department !== former || !wasActive)) {
    const [old, department] = await Promise.all([findDepartment(db, former), findDepartment(db, sent.department)])
    if (old && old !== department) await leaveUnit(db, id, old, now)
    if (department) await joinUnit(db, id, department, now)
  }
  if (!sent.active && (isNew || wasActive)) await endPerson(db, id, now)
}

/** A department names a unit by its key or its whole name; a name that two units have names none. */
async function findDepartment(db: ReadDb<DeskTables>, name: unknown): Promise<string | undefined> {
  if (typeof name !== 'string' || name === '') return undefined
  const { rows } = await sql<{ id: string; exact: boolean }>`SELECT id, key = ${name} AS exact FROM kernel.unit
    WHERE closed_at IS NULL AND (key = ${name} OR lower(name) = lower(${name})) ORDER BY exact DESC LIMIT 2`.execute(db)
  return rows[0] && (rows[0].exact || rows.length === 1) ? rows[0].id : undefined
}

/** Leaves at once and is gone for the directory; what the person did stays in the histories. */
export async function removeUser(town: Town, id: string, check: (version: string) => void, now: Date): Promise<void> {
  if (!isId(id)) throw noSuch('User')
  await town.write(async (db: WriteDb<DeskTables>) => {
    const { rows } = await sql<Row>`SELECT ${columns} ${from} AND s.person_id = ${id} FOR UPDATE OF s`.execute(db)
    if (!rows[0]) throw noSuch('User')
    check(`W/"${rows[0].version}"`)
    await db.updateTable('kernel.staff').set({ removed_at: now, changed_at: now }).where('person_id', '=', id).execute()
    await endPerson(db, id, now)
  })
}
