// Questions as a case asks them, for tests.
import type { PopulationRegister, VehicleRegister } from '../../contracts/registers.ts'
import type { House } from '../../kernel/house.ts'
import type { Town, TownSql } from '../../kernel/town.ts'

const asked = {
  matter: 'cases.case/7K3M9QX2',
  purpose: 'Wohnung prüfen',
  legalBasis: '§ 34 BMG (Beispiel)',
  by: 'system:cases',
}
const look = { actor: { system: 'cases' }, purpose: asked.purpose, legalBasis: asked.legalBasis, matter: asked.matter }

export const askForPerson = (
  house: House,
  town: Town,
  subject: string,
  who: { givenName: string; familyName: string; birthDate: string },
  now: Date,
) =>
  town.personal({ subjects: [subject], ...look }, (db) =>
    house.ask<PopulationRegister>(town, 'population-register', { db: db as TownSql, subject, ...who, asked, now }),
  )

export const askForPlate = (house: House, town: Town, subject: string, plate: string, now: Date) =>
  town.personal({ subjects: [subject], ...look }, (db) =>
    house.ask<VehicleRegister>(town, 'vehicle-register', { db: db as TownSql, subject, plate, asked, now }),
  )
