// Finding units and colleagues: for the pages of the organisation, the desk's search, and fields that name one of them.
import type { DeskHit } from '../../contracts/desk-work.ts'
import type { Visit } from '../../kernel/http/visit.ts'
import { linkTo } from '../../kernel/http/visit.ts'
import { findUnit, type ListedUnit, searchUnits } from '../../kernel/organisation.ts'
import { listName, searchStaff } from '../../kernel/staff.ts'
import type { ReadDb } from '../../kernel/town.ts'
import { namesFor } from './start.ts'
import type { DeskTables } from './tables.ts'
import { deskWords } from './words.ts'

const shown = { units: 10, staff: 20 }

export const unitName = (
  { language }: Pick<Visit, 'language'>,
  { name, details }: Pick<ListedUnit, 'name' | 'details'>,
): string => (language === 'en' ? (details.nameEn ?? name) : name)

export type Found = { units: ListedUnit[]; staff: { id: string; name: string; unit: string | undefined }[]; more: boolean }

/** Units by name or competence, colleagues by the beginnings of their names; a look is logged for each colleague shown. */
export async function findInDirectory(visit: Visit, query: string): Promise<Found> {
  const { town } = visit
  const [units, ids] = await town.read((db: ReadDb<DeskTables>) =>
    Promise.all([searchUnits(db, query, shown.units + 1), searchStaff(db, town.dataKey, query, shown.staff + 1)]),
  )
  const inView = ids.slice(0, shown.staff)
  const staff = await describe(visit, inView, 'lookSearch')
  return { units: units.slice(0, shown.units), staff, more: units.length > shown.units || ids.length > shown.staff }
}

/** In the order of their names. */
export async function describe(
  visit: Visit,
  ids: readonly string[],
  why: 'lookSearch' | 'lookUnit' | 'lookDeputy',
): Promise<Found['staff']> {
  if (ids.length === 0) return []
  const text = deskWords(visit)
  const [names, units] = await Promise.all([
    namesFor(visit, ids, why),
    visit.town.read((db: ReadDb<DeskTables>) =>
      db
        .selectFrom('kernel.membership as m')
        .innerJoin('kernel.unit as u', (on) => on.onRef('u.town_id', '=', 'm.town_id').onRef('u.id', '=', 'm.unit_id'))
        .select(['m.person_id', 'u.name', 'u.details'])
        .where('m.person_id', 'in', ids)
        .where('m.state', '=', 'confirmed')
        .orderBy('u.path')
        .execute(),
    ),
  ])
  const unitOf = new Map(units.map((unit) => [unit.person_id, unitName(visit, unit)]))
  return ids
    .map((id) => ({ id, name: listName(names.get(id), text.withoutName), unit: unitOf.get(id) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'de'))
}

export async function directoryHits(visit: Visit, query: string): Promise<{ hits: DeskHit[]; more: boolean }> {
  const text = deskWords(visit)
  const { units, staff, more } = await findInDirectory(visit, query)
  return {
    more,
    hits: [
      ...units.map((unit) => ({
        kind: text[unit.kind],
        title: unitName(visit, unit),
        url: linkTo(visit, `/desk/units/${unit.key}`),
      })),
      ...staff.map(({ id, name, unit }) => ({
        kind: text.colleague,
        title: name,
        url: linkTo(visit, `/desk/people/${id}`),
        ...(unit && { more: unit }),
      })),
    ],
  }
}

export type Named = { one: string } | { several: { value: string; label: string }[] } | 'none'

/** The unit that somebody typed into a field: its key, its name, or the one unit that fits. */
export async function unitTyped(visit: Visit, typed: string): Promise<Named> {
  return visit.town.read(async (db: ReadDb<DeskTables>) => {
    const exact = await findUnit(db, typed.toLowerCase())
    if (exact) return { one: exact.key }
    const found = await searchUnits(db, typed, 9)
    const named = found.filter((unit) =>
      [unit.name, unit.details.nameEn].some((name) => name?.toLowerCase() === typed.toLowerCase()),
    )
    const fitting = named.length > 0 ? named : found.slice(0, 8)
    if (fitting.length === 0) return 'none'
    if (fitting.length === 1) return { one: fitting[0]!.key }
    return { several: fitting.map((unit) => ({ value: unit.key, label: `${unitName(visit, unit)} (${unit.key})` })) }
  })
}

/** The colleague whom somebody typed into a field, by name. */
export async function colleagueTyped(visit: Visit, typed: string): Promise<Named> {
  const ids = await visit.town.read((db: ReadDb<DeskTables>) => searchStaff(db, visit.town.dataKey, typed, 8))
  if (ids.length === 0) return 'none'
  if (ids.length === 1) return { one: ids[0]! }
  const found = await describe(visit, ids, 'lookSearch')
  return { several: found.map(({ id, name, unit }) => ({ value: id, label: unit ? `${name}, ${unit}` : name })) }
}
