// What a member of staff finds on the start page: lists of all rooms, units, people they stand in for, kept views, notices.
import type { DeskHit, DeskList, DeskSearch, DeskWork } from '../../contracts/desk-work.ts'
import type { SignedIn } from '../../kernel/access.ts'
import { staffActor } from '../../kernel/actor.ts'
import type { House } from '../../kernel/house.ts'
import type { Visit } from '../../kernel/http/visit.ts'
import { newId } from '../../kernel/ids.ts'
import { listUnitsOf } from '../../kernel/organisation.ts'
import { readNames, type StaffName } from '../../kernel/staff.ts'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import type { DeskTables } from './tables.ts'
import { deskWords } from './words.ts'

/** A room that is slower than this shows its own notice; the rest of the desk does not wait. */
const patienceMs = 1_500

/** Names of the rooms that did not answer in time. */
export type Gathered<Answer> = { found: Answer[]; missing: string[] }

export async function gatherLists(house: House, town: Town, input: DeskWork['input']): Promise<Gathered<DeskList>> {
  const { answers, missing } = await house.askAllWithin<DeskWork>(town, 'desk-work', input, patienceMs)
  const found = answers.flatMap(({ answer }) => answer)
  const weight = ({ overdue = 0, dueToday = 0, count }: DeskList) => overdue * 1e6 + dueToday * 1e3 + Math.min(count, 999)
  return { found: found.sort((a, b) => weight(b) - weight(a)), missing: missing.map(({ officialName }) => officialName) }
}

export async function gatherHits(house: House, town: Town, input: DeskSearch['input']): Promise<Gathered<DeskHit>> {
  const { answers, missing } = await house.askAllWithin<DeskSearch>(town, 'desk-search', input, patienceMs)
  return { found: answers.flatMap(({ answer }) => answer), missing: missing.map(({ officialName }) => officialName) }
}

export type Represented = { id: string; until: Date | null }
export type OwnDesk = {
  units: { key: string; name: string; nameEn: string | undefined }[]
  filters: { id: string; title: string; path: string }[]
  notices: { id: string; at: Date; de: string; en: string; path: string | null }[]
  represented: Represented[]
}

export const findOwnDesk = (town: Town, personId: string, now: Date): Promise<OwnDesk> =>
  town.read(async (db: ReadDb<DeskTables>) => {
    const [units, filters, notices, represented] = await Promise.all([
      listUnitsOf(db, personId),
      db
        .selectFrom('desk.saved_filter')
        .select(['id', 'title', 'path'])
        .where('person_id', '=', personId)
        .orderBy('title')
        .limit(50)
        .execute(),
      db
        .selectFrom('desk.notice')
        .select(['id', 'at', 'text_de as de', 'text_en as en', 'path'])
        .where('person_id', '=', personId)
        .where('read_at', 'is', null)
        .orderBy('at', 'desc')
        .limit(10)
        .execute(),
      db
        .selectFrom('kernel.role_grant')
        .select(({ fn }) => ['deputy_of as id', fn.max('ends_at').as('until')])
        .where('person_id', '=', personId)
        .where('deputy_of', 'is not', null)
        .where('revoked_at', 'is', null)
        .where('starts_at', '<=', now)
        .where((where) => where.or([where('ends_at', 'is', null), where('ends_at', '>', now)]))
        .groupBy('deputy_of')
        .limit(20)
        .execute(),
    ])
    return {
      units: units.map(({ key, name, details }) => ({ key, name, nameEn: details.nameEn })),
      filters,
      notices,
      represented: represented.flatMap(({ id, until }) => (id === null ? [] : [{ id, until }])),
    }
  })

/** Names of colleagues for the rows in view; looked at by whoever is signed in. */
export const namesFor = (
  { town, person, language, ownWords }: Visit,
  ids: readonly string[],
  why: 'lookUnit' | 'lookPerson' | 'lookSearch' | 'lookDeputy',
): Promise<Map<string, StaffName>> =>
  readNames(
    town,
    staffActor(person as SignedIn, 'desk.work.see'),
    ids,
    deskWords({ language: language === 'en' ? 'de' : language, ownWords })[why],
  )

export type Preferences = { oneLine: boolean; keys: boolean }

export const findPreferences = (town: Town, personId: string): Promise<Preferences> =>
  town.read(async (db: ReadDb<DeskTables>) => {
    const row = await db
      .selectFrom('desk.preference')
      .select(['one_line', 'keys'])
      .where('person_id', '=', personId)
      .executeTakeFirst()
    return { oneLine: row?.one_line ?? false, keys: row?.keys ?? true }
  })

export async function savePreferences(town: Town, personId: string, change: Partial<Preferences>): Promise<void> {
  const { oneLine: one_line, keys } = { ...(await findPreferences(town, personId)), ...change }
  await town.write((db: WriteDb<DeskTables>) =>
    db
      .insertInto('desk.preference')
      .values({ person_id: personId, one_line, keys })
      .onConflict((same) => same.columns(['town_id', 'person_id']).doUpdateSet({ one_line, keys }))
      .execute(),
  )
}

export const listSavedPaths = (town: Town, personId: string): Promise<string[]> =>
  town.read(async (db: ReadDb<DeskTables>) => {
    const rows = await db.selectFrom('desk.saved_filter').select('path').where('person_id', '=', personId).limit(50).execute()
    return rows.map(({ path }) => path)
  })

/** At most 50 for one person; the same path twice changes its title. */
export const saveFilter = (
  town: Town,
  personId: string,
  { title, path }: { title: string; path: string },
  now: Date,
): Promise<void> =>
  town.write(async (db: WriteDb<DeskTables>) => {
    await db
      .insertInto('desk.saved_filter')
      .values({ id: newId(now), person_id: personId, title, path })
      .onConflict((same) => same.columns(['town_id', 'person_id', 'path']).doUpdateSet({ title }))
      .execute()
  })

/** Only one's own. */
export const removeFilter = (town: Town, personId: string, id: string): Promise<boolean> =>
  town.write(async (db: WriteDb<DeskTables>) => {
    const { numDeletedRows } = await db
      .deleteFrom('desk.saved_filter')
      .where('id', '=', id)
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow()
    return numDeletedRows > 0n
  })

export const readNotices = (town: Town, personId: string, now: Date): Promise<void> =>
  town.write(async (db: WriteDb<DeskTables>) => {
    await db
      .updateTable('desk.notice')
      .set({ read_at: now })
      .where('person_id', '=', personId)
      .where('read_at', 'is', null)
      .execute()
  })

export async function addNotice(
  db: WriteDb<DeskTables>,
  { person, text, path, now }: { person: string; text: { de: string; en: string }; path?: string; now: Date },
): Promise<void> {
  await db
    .insertInto('desk.notice')
    .values({ id: newId(now), person_id: person, at: now, text_de: text.de, text_en: text.en, path: path ?? null, read_at: null })
    .execute()
}
