// A process asks a register whether what was declared is true; the case keeps that it was asked and what came out, never the register's data.
import type { PopulationRegister, VehicleRegister } from '../../../contracts/registers.ts'
import type { House } from '../../../kernel/house.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Town, TownSql } from '../../../kernel/town.ts'
import { currentOf, listAnswers, listParties } from '../answers.ts'
import { legalBasis, note } from '../case.ts'
import type { PartyContent } from '../tables.ts'
import type { Topic, Working } from './work.ts'

export type RegisterResult = 'match' | 'differs' | 'unknown' | 'unavailable'

/** Work `cases.check-register` with the input `register`; for vehicles also `plate`, a path in the answers. */
export const checkRegister: Topic = async (house, town, working) => {
  const { db, row, input, now } = working
  const register = String(input.register)
  const result = register === 'vehicles' ? await askVehicles(house, town, working) : await askPopulation(house, town, working)
  const details = { register, result }
  await note(db, town, row, { kind: 'register-asked', by: { system: 'cases' }, details, open: true }, now)
  return { done: { registerResult: result } }
}

const question = ({ row }: Working) => ({
  matter: showReference(row.reference),
  purpose: 'Angaben im Antrag geprüft',
  legalBasis,
})

async function askPopulation(house: House, town: Town, working: Working): Promise<RegisterResult> {
  const { db, row, now } = working
  const applicant = (await listParties(db, town, row.id)).find(({ role }) => role === 'applicant')?.content
  if (!applicant?.givenName || !applicant.familyName || !applicant.birthDate) return 'unavailable'
  const { givenName, familyName, birthDate } = applicant
  const asked = { db: db as TownSql, subject: row.holder_id, givenName, familyName, birthDate, asked: question(working), now }
  const answer = await house.ask<PopulationRegister>(town, 'population-register', asked)
  if (!answer) return 'unavailable'
  if (!answer.found) return 'unknown'
  return isSameAddress(applicant.address, answer.person.address) ? 'match' : 'differs'
}

const folded = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/str(\.|asse)$/, 'str')
    .replace(/[\s.]/g, '')

const isSameAddress = (declared: PartyContent['address'], known: NonNullable<PartyContent['address']>): boolean =>
  declared !== undefined &&
  (['street', 'houseNumber', 'postcode', 'city'] as const).every((key) => folded(declared[key]) === folded(known[key]))

async function askVehicles(house: House, town: Town, working: Working): Promise<RegisterResult> {
  const { db, row, input, now } = working
  const { person } = currentOf(await listAnswers(db, town, row.id))
  const plate = String(input.plate ?? '')
    .split('.')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined),
      person.answers,
    )
  if (typeof plate !== 'string' || plate === '') return 'unavailable'
  const asked = { db: db as TownSql, subject: row.holder_id, plate, asked: question(working), now }
  const answer = await house.ask<VehicleRegister>(town, 'vehicle-register', asked)
  if (!answer) return 'unavailable'
  if (!answer.found) return 'unknown'
  const applicant = (await listParties(db, town, row.id)).find(({ role }) => role === 'applicant')?.content
  const { keeper } = answer.vehicle
  const isKeeper =
    folded(keeper.familyName) === folded(applicant?.familyName ?? '') &&
    folded(keeper.givenName) === folded(applicant?.givenName ?? '')
  return isKeeper ? 'match' : 'differs'
}
