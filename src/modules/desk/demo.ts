// Invented colleagues of the demonstration, one for each kind of work; they sign in through the demonstration's own provider.
import type { House } from '../../kernel/house.ts'
import { administratorRole } from '../../kernel/roles.ts'
import { findStaffByName } from '../../kernel/staff.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import { buildColleague } from './fixtures.ts'
import { completeAdministrators, roleKeys } from './standard-roles.ts'
import type { DeskTables } from './tables.ts'

/** User names are those under which the demonstration's provider knows them. Mail addresses of RFC 2606: nobody has them. */
export const demoColleagues = [
  {
    userName: 'redaktion@example.org',
    givenName: 'Rita',
    familyName: 'Redaktion',
    unit: 'press',
    role: 'editors',
    task: 'Redaktion',
  },
  {
    userName: 'freigabe@example.org',
    givenName: 'Fred',
    familyName: 'Freigabe',
    unit: 'press',
    role: 'editors',
    task: 'Redaktion, gibt frei',
  },
  {
    userName: 'gewerbe@example.org',
    givenName: 'Gerda',
    familyName: 'Gewerbe',
    unit: 'trade-office',
    role: 'clerks',
    task: 'Sachbearbeitung Gewerbe',
  },
  {
    userName: 'verwaltung@example.org',
    givenName: 'Vera',
    familyName: 'Verwaltung',
    unit: 'it',
    role: administratorRole,
    task: 'Administration',
  },
  {
    userName: 'datenschutz@example.org',
    givenName: 'Dirk',
    familyName: 'Datenschutz',
    unit: 'data-protection',
    role: 'privacy',
    task: 'Datenschutz',
  },
] as const

/** Makes whoever is missing; a second start changes nothing. @returns one line each */
export async function makeDemoColleagues(house: House, town: Town, now: Date): Promise<string[]> {
  await completeAdministrators(house, town, now, 'make')
  const roles = new Set(await roleKeys(town))
  const lines: string[] = []
  for (const { userName, givenName, familyName, unit, role } of demoColleagues) {
    const there = await town.read(async (db: ReadDb<DeskTables>) => ({
      person: await findStaffByName(db, town.dataKey, userName),
      unit: await db.selectFrom('kernel.unit').select('key').where('key', '=', unit).executeTakeFirst(),
    }))
    if (!there.person && there.unit && roles.has(role))
      await buildColleague(town, { userName, givenName, familyName, unit, roles: [`${role}@*`] }, now)
    if (there.unit && roles.has(role)) lines.push(`Demo staff:       ${givenName} ${familyName}, ${role} (${userName})`)
  }
  return lines
}
