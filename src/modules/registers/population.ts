// The invented population register (Melderegister) of the demonstration.
import type { PopulationRegister, RegisteredPerson } from '../../contracts/registers.ts'
import persons from './persons.json' with { type: 'json' }
import { noteQuestion } from './question.ts'
import type { Db } from './tables.ts'

const known = persons as readonly RegisteredPerson[]

/** Nobody is told apart by capitals or blanks; everything else must be as registered. */
const plain = (name: string): string => name.trim().replace(/\s+/g, ' ').toLocaleLowerCase('de')

export async function askPopulation(asked: PopulationRegister['input']): Promise<PopulationRegister['answer']> {
  const person = known.find(
    (one) =>
      plain(one.givenName) === plain(asked.givenName) &&
      plain(one.familyName) === plain(asked.familyName) &&
      one.birthDate === asked.birthDate,
  )
  const question = { register: 'population', subject: asked.subject, asked: asked.asked, found: person !== undefined } as const
  await noteQuestion(asked.db as unknown as Db, question, asked.now)
  return person ? { found: true, person, example: true } : { found: false, example: true }
}
