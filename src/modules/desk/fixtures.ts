// Builders of the desk: units, roles and colleagues made by the real code, for tests and the demonstration.

import { giveRole } from '../../kernel/grants.ts'
import type { House } from '../../kernel/house.ts'
import { newId } from '../../kernel/ids.ts'
import { takeOrganisation } from '../../kernel/organisation.ts'
import { readOrganisation } from '../../kernel/organisation-files.ts'
import { saveRole } from '../../kernel/roles.ts'
import { joinUnit, saveStaff, staffLaw } from '../../kernel/staff.ts'
import type { Town, WriteDb } from '../../kernel/town.ts'
import { knownPermissions } from './permission-list.ts'
import type { DeskTables } from './tables.ts'

/** Takes lines over as the file of the town would; the first column is the key, the second the parent. */
export const buildOrganisation = (town: Town, csv: string, now: Date) =>
  town.write((db: WriteDb<DeskTables>) => takeOrganisation(db, { lines: readOrganisation(csv).lines, source: 'file' }, now))

export const someUnits = `key;parent;kind;name
citizens;;department;Bürgerdienste
trade;citizens;division;Gewerbe
trade-north;trade;unit;Gewerbe Nord
building;;department;Bauen
`

export async function buildRole(house: House, town: Town, key: string, permissions: readonly string[], now: Date): Promise<void> {
  const role = { key, name: `Rolle ${key}`, permissions }
  await town.write((db: WriteDb<DeskTables>) => saveRole(db, undefined, role, knownPermissions(house), now))
}

export type Colleague = {
  givenName: string
  familyName: string
  userName?: string
  unit?: string
  /** `clerk@trade`, `administrator@*` */
  roles?: readonly string[]
}

/** A confirmed colleague with roles. @returns the id of the person */
export async function buildColleague(
  town: Town,
  { givenName, familyName, userName, unit, roles = [] }: Colleague,
  now: Date,
): Promise<string> {
  const person = newId(now)
  const entry = { userName: userName ?? `${person}@example.org`, givenName, familyName, attributes: {} }
  const look = { subjects: [person], actor: { system: 'desk' }, purpose: 'Beschäftigte eingetragen', legalBasis: staffLaw }
  await town.personal(look, async (db: WriteDb<DeskTables>) => {
    await saveStaff(db, town.dataKey, person, entry, { source: 'builder', isNew: true }, now)
    if (unit !== undefined) {
      const { id } = await db.selectFrom('kernel.unit').select('id').where('key', '=', unit).executeTakeFirstOrThrow()
      await joinUnit(db, person, id, now)
    }
    for (const role of roles) {
      const [key = '', where = '*'] = role.split('@')
      await giveRole(db, undefined, { person, role: key, unit: where === '*' ? undefined : where }, now)
    }
  })
  return person
}
