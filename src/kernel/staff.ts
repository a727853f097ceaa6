// Staff of a town as its directory knows them: written with their names, found by keyed digests, read only with a logged look.
import { sql } from 'kysely'
import { searchForm } from '../standards/din91379/names.ts'
import type { Actor } from './actor.ts'
import { recordAudit } from './audit.ts'
import { nameOf, type TownKey } from './keys.ts'
import { tell } from './outbox.ts'
import { personSubject } from './people.ts'
import { lockPermissions } from './permissions.ts'
import type { KernelTables } from './tables.ts'
import type { ReadDb, Town, WriteDb } from './town.ts'

/** What every look at the names of colleagues states. @law Art. 6 Abs. 1 Buchst. e DSGVO */
export const staffLaw = 'Art. 6 Abs. 1 Buchst. e DSGVO'

export type StaffEntry = {
  userName: string
  externalId?: string | undefined
  givenName: string
  familyName: string
  mail?: string | undefined
  /** What else the source says, kept as it came: SCIM attributes. */
  attributes: Record<string, unknown>
}
export type StaffRefusal = 'user-name-taken' | 'external-id-taken'

const digest = (key: TownKey, what: string, value: string): string => nameOf(key, Buffer.from(`staff ${what} ${value}`))
const folded = (value: string): string => value.normalize('NFKC').trim().toLowerCase()

/** How a user name is looked up: case does not count. */
export const userNameKey = (key: TownKey, userName: string): string => digest(key, 'user name', folded(userName))
export const externalKey = (key: TownKey, externalId: string): string => digest(key, 'external id', externalId)
export const mailKey = (key: TownKey, mail: string): string => digest(key, 'mail', folded(mail))

/** Words of a name as people type them: `Jürgen` is found as juergen and as jurgen. The first form is the one a query is looked up by. */
function wordsOf(text: string): string[][] {
  const words = text.split(/[\s,;/_@.-]+/u).filter((word) => word !== '')
  return words.map((word) => {
    const bare = folded(word)
      .normalize('NFD')
      .replace(/[^a-z0-9]/g, '')
    return [...new Set([...searchForm(word).toLowerCase().split(' '), bare])].filter((form) => form !== '')
  })
}

const longest = 12
const remembered = new WeakMap<TownKey, Map<string, string>>()
/** A signed number of 64 bits that only this town can compute. */
function beginningKey(key: TownKey, beginning: string): string {
  let known = remembered.get(key)
  if (!known || known.size > 50_000) {
    known = new Map()
    remembered.set(key, known)
  }
  let found = known.get(beginning)
  if (!found) {
    found = String(BigInt.asIntN(64, BigInt(`0x${digest(key, 'beginning', beginning).slice(0, 16)}`)))
    known.set(beginning, found)
  }
  return found
}

export function searchKeys(key: TownKey, ...names: readonly string[]): string[] {
  const beginnings = new Set<string>()
  for (const forms of names.flatMap(wordsOf))
    for (const form of forms)
      for (let length = 2; length <= Math.min(longest, Math.max(2, form.length)); length += 1)
        beginnings.add(form.slice(0, length))
  return [...beginnings].map((beginning) => beginningKey(key, beginning))
}

const sortKey = ({ familyName, givenName }: StaffEntry): string => (wordsOf(familyName || givenName)[0]?.[0] ?? '').slice(0, 2)

async function takenBy(
  db: ReadDb<KernelTables>,
  person: string,
  userName: string,
  external: string | null,
): Promise<StaffRefusal | undefined> {
  const { rows } = await sql<{ same: boolean }>`SELECT user_name_key = ${userName} AS same FROM kernel.staff
    WHERE removed_at IS NULL AND person_id <> ${person}::uuid AND (user_name_key = ${userName} OR external_key = ${external})
    ORDER BY same DESC`.execute(db)
  return rows[0] && (rows[0].same ? 'user-name-taken' : 'external-id-taken')
}

/** Writes or renews an entry. Inside a logged look at `person`; a new person is made by the entry. */
export async function saveStaff(
  db: WriteDb<KernelTables>,
  key: TownKey,
  person: string,
  entry: StaffEntry,
  { source, isNew }: { source: string; isNew: boolean },
  now: Date,
): Promise<StaffRefusal | undefined> {
  const keys = {
    user_name_key: userNameKey(key, entry.userName),
    external_key: entry.externalId ? externalKey(key, entry.externalId) : null,
    mail_key: entry.mail ? mailKey(key, entry.mail) : null,
    search_keys: sql<string[]>`${searchKeys(key, entry.givenName, entry.familyName)}::bigint[]`,
    sort_key: sortKey(entry),
    changed_at: now,
  }
  // Two deliveries of one name at once: the second must see the first.
  await sql`SELECT pg_advisory_xact_lock(hashtext('staff'), kernel.current_town())`.execute(db)
  const taken = await takenBy(db, person, keys.user_name_key, keys.external_key)
  if (taken) return taken
  const { givenName: given_name, familyName: family_name } = entry
  const attributes = JSON.stringify({
    ...entry.attributes,
    userName: entry.userName,
    ...(entry.externalId && { externalId: entry.externalId }),
  })
  if (isNew) await db.insertInto('kernel.person').values({ id: person, kind: 'staff', created_at: now }).execute()
  await db
    .insertInto('kernel.person_name')
    .values({ subject_id: person, given_name, family_name })
    .onConflict((same) => same.columns(['town_id', 'subject_id']).doUpdateSet({ given_name, family_name }))
    .execute()
  await db
    .insertInto('kernel.staff_record')
    .values({ subject_id: person, attributes })
    .onConflict((same) => same.columns(['town_id', 'subject_id']).doUpdateSet({ attributes }))
    .execute()
  await db
    .insertInto('kernel.staff')
    .values({ person_id: person, source, created_at: now, ...keys })
    .onConflict((same) =>
      same.columns(['town_id', 'person_id']).doUpdateSet({ ...keys, version: sql`kernel.staff.version + 1`, removed_at: null }),
    )
    .execute()
  return undefined
}

/** The member of staff whom a proven sign-in of the town's own identity provider names: by user name, then by mail. Nobody who left. */
export async function findStaffByName(db: ReadDb<KernelTables>, key: TownKey, name: string): Promise<string | undefined> {
  const { rows } = await sql<{
    id: string
  }>`SELECT p.id FROM kernel.staff s JOIN kernel.person p ON p.town_id = s.town_id AND p.id = s.person_id
    WHERE s.removed_at IS NULL AND p.left_at IS NULL AND (s.user_name_key = ${userNameKey(key, name)} OR s.mail_key = ${mailKey(key, name)})
    ORDER BY s.user_name_key = ${userNameKey(key, name)} DESC LIMIT 2`.execute(db)
  // Two people with one mail address: nobody can say who is meant.
  return rows.length === 1 ? rows[0]!.id : undefined
}

/** Ids of colleagues whose names begin with every word of the query; nothing personal is read. */
export async function searchStaff(db: ReadDb<KernelTables>, key: TownKey, query: string, limit: number): Promise<string[]> {
  const words = wordsOf(query)
    .slice(0, 4)
    .flatMap((forms) => forms.slice(0, 1))
    .filter((word) => word.length >= 2)
  if (words.length === 0) return []
  const keys = words.map((word) => beginningKey(key, word.slice(0, longest)))
  const { rows } = await sql<{ id: string }>`SELECT id FROM kernel.search_staff(${keys}::bigint[], ${limit}) AS id`.execute(db)
  return rows.map(({ id }) => id)
}

export type StaffName = { id: string; given: string; family: string }

/** Names for the rows in view, each look logged. */
export function readNames(
  town: Town,
  actor: Actor | string,
  ids: readonly string[],
  purpose: string,
): Promise<Map<string, StaffName>> {
  if (ids.length === 0) return Promise.resolve(new Map())
  return town.look({ subjects: ids, actor, purpose, legalBasis: staffLaw }, (db: ReadDb<KernelTables>) => namesIn(db, ids))
}

export async function namesIn(db: ReadDb<KernelTables>, ids: readonly string[]): Promise<Map<string, StaffName>> {
  const rows = await db
    .selectFrom('kernel.person_name')
    .select(['subject_id as id', 'given_name as given', 'family_name as family'])
    .where('subject_id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** `Muster, Anna`; without a name the person is called by what is known of them. */
export const listName = (name: StaffName | undefined, unknown: string): string =>
  [name?.family, name?.given].filter(Boolean).join(', ') || unknown

export async function joinUnit(db: WriteDb<KernelTables>, person: string, unitId: string, now: Date): Promise<void> {
  await lockPermissions(db)
  await db
    .insertInto('kernel.membership')
    .values({ person_id: person, unit_id: unitId, state: 'confirmed', since: now })
    .onConflict((same) => same.columns(['town_id', 'person_id', 'unit_id']).doUpdateSet({ state: 'confirmed', since: now }))
    .execute()
  await recordAudit(db, {
    action: 'kernel.member.joined',
    actor: { system: 'kernel' },
    object: `person:${person}`,
    details: { unit: unitId },
  })
  await tell(db, { type: 'kernel.member-joined.v1', subjects: [personSubject(person)] })
}

/** Ends membership and every role that was given for this unit; at once, open sessions included. */
export async function leaveUnit(db: WriteDb<KernelTables>, person: string, unitId: string, now: Date): Promise<void> {
  await lockPermissions(db)
  await db
    .updateTable('kernel.membership')
    .set({ state: 'left', since: now })
    .where('person_id', '=', person)
    .where('unit_id', '=', unitId)
    .execute()
  await db
    .updateTable('kernel.role_grant')
    .set({ revoked_at: now })
    .where('person_id', '=', person)
    .where('unit_id', '=', unitId)
    .where('revoked_at', 'is', null)
    .execute()
  await recordAudit(db, {
    action: 'kernel.member.left',
    actor: { system: 'kernel' },
    object: `person:${person}`,
    details: { unit: unitId },
  })
  await tell(db, { type: 'kernel.member-left.v1', subjects: [personSubject(person)] })
}
