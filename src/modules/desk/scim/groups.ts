// Groups of SCIM are the units of a town: a directory brings people into them; no right comes with that.
// @standard RFC 7643 section 4.2
import { type RawBuilder, sql } from 'kysely'
import { recordAudit } from '../../../kernel/audit.ts'
import { newId } from '../../../kernel/ids.ts'
import { organisationSubject } from '../../../kernel/organisation.ts'
import { tell } from '../../../kernel/outbox.ts'
import { lockPermissions } from '../../../kernel/permissions.ts'
import { rolesSubject } from '../../../kernel/sessions.ts'
import { joinUnit, leaveUnit } from '../../../kernel/staff.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import { isId } from '../addresses.ts'
import type { DeskTables } from '../tables.ts'
import { noSuch, type Resource, ScimError } from './answer.ts'
import type { Filter } from './filter.ts'

export const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group'
export const groupAttributes = ['displayName', 'externalId', 'members']

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const wrong = (detail: string): ScimError => new ScimError(400, detail, 'invalidValue')

export type SentGroup = { displayName: string; externalId: string | undefined; members: string[] | undefined }

/** @throws ScimError 400 for what cannot be a group */
export function readGroup(body: unknown): SentGroup {
  if (!isObject(body)) throw new ScimError(400, 'A group is an object.', 'invalidSyntax')
  const value = (name: string): unknown => Object.entries(body).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
  const displayName = value('displayName')
  if (typeof displayName !== 'string' || displayName.trim() === '' || displayName.length > 200 || /\p{Cc}/u.test(displayName))
    throw wrong('displayName is a text of at most 200 characters.')
  const externalId = value('externalId') ?? undefined
  if (externalId !== undefined && (typeof externalId !== 'string' || externalId.length > 254))
    throw wrong('externalId is a text.')
  const members = value('members')
  if (members === undefined || members === null) return { displayName: displayName.trim(), externalId, members: undefined }
  if (!Array.isArray(members) || members.length > 10_000) throw wrong('members is a list of at most 10,000 entries.')
  const ids = members.map((entry) => (isObject(entry) ? entry.value : entry))
  if (!ids.every((id): id is string => typeof id === 'string')) throw wrong('Each member has a value: the id of a user.')
  return { displayName: displayName.trim(), externalId, members: [...new Set(ids)] }
}

type Row = { id: string; name: string; external: string | null; source: string; version: number; created: Date; changed: Date }
const columns = sql`u.id, u.name, u.external_id AS external, u.source, u.version, u.created_at AS created, u.changed_at AS changed`

async function toResources(db: ReadDb<DeskTables>, town: Town, rows: readonly Row[], withMembers: boolean): Promise<Resource[]> {
  const ids = rows.map(({ id }) => id)
  const members =
    ids.length === 0 || !withMembers
      ? []
      : await db
          .selectFrom('kernel.membership')
          .select(['unit_id', 'person_id'])
          .where('unit_id', 'in', ids)
          .where('state', '=', 'confirmed')
          .orderBy('person_id')
          .execute()
  return rows.map(({ id, name, external, version, created, changed }) => ({
    schemas: [groupSchema],
    id,
    ...(external !== null && { externalId: external }),
    displayName: name,
    ...(withMembers && {
      members: members
        .filter(({ unit_id }) => unit_id === id)
        .map(({ person_id }) => ({ value: person_id, type: 'User', $ref: `${town.origin}/scim/v2/Users/${person_id}` })),
    }),
    meta: {
      resourceType: 'Group',
      created: created.toISOString(),
      lastModified: changed.toISOString(),
      version: `W/"${version}"`,
      location: `${town.origin}/scim/v2/Groups/${id}`,
    },
  }))
}

/** @throws ScimError 404 */
export const findGroup = (town: Town, id: string): Promise<Resource> =>
  town.read(async (db: ReadDb<DeskTables>) => {
    const [group] = await toResources(db, town, await rowsOf(db, id), true)
    if (!group) throw noSuch('Group')
    return group
  })

const rowsOf = async (db: ReadDb<DeskTables>, id: string): Promise<Row[]> =>
  isId(id)
    ? (await sql<Row>`SELECT ${columns} FROM kernel.unit u WHERE u.closed_at IS NULL AND u.id = ${id}`.execute(db)).rows
    : []

type Page = { startIndex: number; count: number; withMembers: boolean }

export const listGroups = (
  town: Town,
  filter: Filter | undefined,
  { startIndex, count, withMembers }: Page,
): Promise<{ groups: Resource[]; total: number }> =>
  town.read(async (db: ReadDb<DeskTables>) => {
    const condition = filter ? conditionOf(filter) : sql<boolean>`true`
    const counted = await sql<{
      total: number
    }>`SELECT count(*)::int AS total FROM kernel.unit u WHERE u.closed_at IS NULL AND ${condition}`.execute(db)
    const { rows } = await sql<Row>`SELECT ${columns} FROM kernel.unit u WHERE u.closed_at IS NULL AND ${condition}
      ORDER BY u.id LIMIT ${count} OFFSET ${startIndex - 1}`.execute(db)
    return { groups: await toResources(db, town, rows, withMembers), total: counted.rows[0]!.total }
  })

function conditionOf(filter: Filter): RawBuilder<boolean> {
  if (filter.op === 'and') return sql<boolean>`(${conditionOf(filter.left)} AND ${conditionOf(filter.right)})`
  if (filter.op === 'or') return sql<boolean>`(${conditionOf(filter.left)} OR ${conditionOf(filter.right)})`
  if (filter.op === 'not') return sql<boolean>`NOT coalesce(${conditionOf(filter.of)}, false)`
  if (filter.op === 'has') {
    if (filter.path === 'members' && filter.of.op === 'eq' && filter.of.path === 'value')
      return conditionOf({ ...filter.of, path: 'members.value' })
    throw unsupported(`${filter.path}[…]`)
  }
  if (filter.op === 'pr') {
    if (['id', 'displayname', 'meta'].includes(filter.path)) return sql<boolean>`true`
    if (filter.path === 'externalid') return sql<boolean>`u.external_id IS NOT NULL`
    throw unsupported(`${filter.path} pr`)
  }
  const { op, path, value } = filter
  if (typeof value !== 'string') throw new ScimError(400, `${path} is compared with a text.`, 'invalidFilter')
  if (path === 'displayname') return nameCondition(op, value.toLowerCase())
  const equal = equalTo(path, value)
  if (op === 'eq') return equal
  if (op === 'ne') return sql<boolean>`NOT coalesce(${equal}, false)`
  throw unsupported(`${path} ${op}`)
}

function nameCondition(op: string, value: string): RawBuilder<boolean> {
  const name = sql`lower(u.name)`
  if (op === 'eq') return sql<boolean>`${name} = ${value}`
  if (op === 'ne') return sql<boolean>`${name} <> ${value}`
  if (op === 'co') return sql<boolean>`strpos(${name}, ${value}) > 0`
  if (op === 'sw') return sql<boolean>`starts_with(${name}, ${value})`
  if (op === 'ew') return sql<boolean>`right(${name}, length(${value}::text)) = ${value}`
  throw unsupported(`displayName ${op}`)
}

function equalTo(path: string, value: string): RawBuilder<boolean> {
  if (path === 'id') return isId(value) ? sql<boolean>`u.id = ${value}` : sql<boolean>`false`
  if (path === 'externalid') return sql<boolean>`u.external_id = ${value}`
  if (path === 'members' || path === 'members.value')
    return isId(value)
      ? sql<boolean>`EXISTS (SELECT FROM kernel.membership m WHERE m.town_id = u.town_id AND m.unit_id = u.id AND m.person_id = ${value} AND m.state = 'confirmed')`
      : sql<boolean>`false`
  throw unsupported(path)
}

const unsupported = (what: string): ScimError =>
  new ScimError(
    400,
    `"${what}" cannot be filtered. Groups can be filtered by id, displayName, externalId and members.value.`,
    'invalidFilter',
  )

/** The key of a new unit: what its name begins with, in small letters. */
const keyFrom = (name: string): string =>
  name
    .toLowerCase()
    .replace(/ä/g, 'ae')
    .replace(/ö/g, 'oe')
    .replace(/ü/g, 'ue')
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '')

/** @throws ScimError 409 when there is a unit with this name */
export const createGroup = (town: Town, sent: SentGroup, now: Date): Promise<string> =>
  town.write(async (db: WriteDb<DeskTables>) => {
    await lockPermissions(db)
    const key = keyFrom(sent.displayName)
    if (key === '') throw wrong('displayName holds no letter or digit.')
    const taken = await db.selectFrom('kernel.unit').select('id').where('key', '=', key).executeTakeFirst()
    if (taken) throw new ScimError(409, 'There is a unit with this name.', 'uniqueness')
    const id = newId(now)
    await db
      .insertInto('kernel.unit')
      .values({
        id,
        parent_id: null,
        key,
        path: `/${key}/`,
        kind: 'unit',
        name: sent.displayName,
        external_id: sent.externalId ?? null,
        source: 'scim',
        closed_at: null,
        created_at: now,
        changed_at: now,
      })
      .execute()
    await told(db, 'created', id)
    await setMembers(db, id, sent.members ?? [], now)
    return id
  })

async function told(db: WriteDb<DeskTables>, what: string, id: string): Promise<void> {
  await recordAudit(db, { action: `kernel.unit.${what}`, actor: { system: 'desk' }, object: `unit:${id}` })
  const subjects = what === 'closed' ? [organisationSubject, rolesSubject] : [organisationSubject]
  await tell(db, { type: 'kernel.organisation-changed.v1', subjects })
}

async function lockedRow(db: WriteDb<DeskTables>, id: string, check: (version: string) => void): Promise<Row> {
  await lockPermissions(db)
  const [row] = await rowsOf(db, id)
  if (!row) throw noSuch('Group')
  check(`W/"${row.version}"`)
  return row
}

/** Names of units that a file keeps are the file's; members come from the directory. `change` sees the group as it is under the lock. */
export const changeGroup = (
  town: Town,
  id: string,
  change: (group: Resource) => SentGroup,
  check: (version: string) => void,
  now: Date,
): Promise<void> =>
  town.write(async (db: WriteDb<DeskTables>) => {
    const row = await lockedRow(db, id, check)
    const [group] = await toResources(db, town, [row], true)
    const sent = change(group!)
    if (sent.displayName !== row.name && row.source !== 'scim')
      throw new ScimError(400, 'The name of this unit is kept by the file of the organisation.', 'mutability')
    await db
      .updateTable('kernel.unit')
      .set({ name: sent.displayName, external_id: sent.externalId ?? null, version: row.version + 1, changed_at: now })
      .where('id', '=', id)
      .execute()
    await told(db, 'changed', id)
    await setMembers(db, id, sent.members ?? [], now)
  })

async function setMembers(db: WriteDb<DeskTables>, unitId: string, wanted: readonly string[], now: Date): Promise<void> {
  const before = await db
    .selectFrom('kernel.membership')
    .select('person_id')
    .where('unit_id', '=', unitId)
    .where('state', '=', 'confirmed')
    .execute()
  const had = new Set(before.map(({ person_id }) => person_id))
  const added = wanted.filter((id) => !had.has(id))
  const valid = added.filter(isId)
  const { rows } = await sql<{ id: string }>`SELECT s.person_id AS id FROM kernel.staff s
    JOIN kernel.person p ON p.town_id = s.town_id AND p.id = s.person_id AND p.left_at IS NULL
    WHERE s.removed_at IS NULL AND s.person_id = ANY (${valid}::uuid[])`.execute(db)
  if (rows.length < added.length) {
    const known = new Set(rows.map(({ id }) => id))
    throw wrong(`No active user of this town: ${added.find((id) => !known.has(id))?.slice(0, 60)}`)
  }
  for (const id of added) await joinUnit(db, id, unitId, now)
  for (const id of had) if (!wanted.includes(id)) await leaveUnit(db, id, unitId, now)
}

export const removeGroup = (town: Town, id: string, check: (version: string) => void, now: Date): Promise<void> =>
  town.write(async (db: WriteDb<DeskTables>) => {
    const row = await lockedRow(db, id, check)
    if (row.source !== 'scim') throw new ScimError(403, 'This unit is kept by the file of the organisation.')
    const child = await db
      .selectFrom('kernel.unit')
      .select('id')
      .where('parent_id', '=', id)
      .where('closed_at', 'is', null)
      .executeTakeFirst()
    if (child) throw new ScimError(409, 'There are units below this one.')
    await setMembers(db, id, [], now)
    await db.updateTable('kernel.unit').set({ closed_at: now, changed_at: now }).where('id', '=', id).execute()
    await told(db, 'closed', id)
  })
