// The example registers: who is known, what is noted, and that nobody answers where the town works for real.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import type { ErasePerson, MyData } from '../../contracts/my-data.ts'
import type { PlateStock } from '../../contracts/registers.ts'
import { registerPerson } from '../../kernel/people.ts'
import type { Town, TownSql } from '../../kernel/town.ts'
import { askForPerson, askForPlate } from './fixtures.ts'
import registers from './module.tsx'
import { eraseOldQuestions } from './question.ts'
import type { Db } from './tables.ts'

const now = new Date('2026-11-22T10:00:00Z')
const { house } = await freshHouse({ modules: [{ ...registers, folder: '' }], demo: true })
const town = await freshTown(house)
const selma = { givenName: 'selma ', familyName: 'Substanz', birthDate: '1980-02-29' }

const somebody = (where: Town = town) =>
  registerPerson(where, { kind: 'resident', givenName: 'Selma', familyName: 'Substanz' }, now)
const look = { actor: 'self', purpose: 'Eigene Daten', legalBasis: 'Art. 15 DSGVO' }
const chaptersFor = (person: string) =>
  town.personal({ subjects: [person], ...look }, async (db) =>
    house.ask<MyData>(town, 'my-data', { db: db as TownSql, person, language: 'de' }),
  )
const countQuestions = (where: Town) =>
  where.write(async (db: Db) => (await db.selectFrom('registers.question').select('id').execute()).length)

test('The register knows an invented person and says that it is an example', async () => {
  const known = await askForPerson(house, town, await somebody(), selma, now)
  assert.ok(known?.found)
  assert.equal(known.person.address.street, 'Beispielweg')
  assert.equal(known.example, true)
  const other = await askForPerson(house, town, await somebody(), { ...selma, birthDate: '1980-02-28' }, now)
  assert.deepEqual(other, { found: false, example: true })
})

test('A vehicle is found however its plate is written', async () => {
  const person = await somebody()
  const found = await askForPlate(house, town, person, 'a su1980', now)
  assert.ok(found?.found)
  assert.equal(found.vehicle.keeper.familyName, 'Substanz')
  assert.deepEqual(await askForPlate(house, town, person, 'A-XX 1', now), { found: false, example: true })
})

test('Every question is noted with its purpose, the person reads it, and nobody can change it', async () => {
  const person = await somebody()
  await askForPerson(house, town, person, selma, now)
  await askForPlate(house, town, person, 'A-XX 1', now)
  const [chapter] = (await chaptersFor(person)) ?? []
  assert.deepEqual(
    chapter?.entries.map(({ what, value }) => `${what}: ${value}`),
    [
      'Melderegister (Beispiel): Wohnung prüfen (cases.case/7K3M9QX2): gefunden',
      'Fahrzeugregister (Beispiel): Wohnung prüfen (cases.case/7K3M9QX2): nicht gefunden',
    ],
  )
  await assert.rejects(
    town.write((db: Db) => db.updateTable('registers.question').set({ purpose: 'anders' }).execute()),
    /permission denied/,
  )
  const report = await town.personal({ subjects: [person], ...look }, (db) =>
    house.ask<ErasePerson>(town, 'erase-person', { db: db as TownSql, person, step: 'destroy', now, language: 'de' }),
  )
  assert.equal(report?.kept[0]?.what, '2 Fragen an Register')
})

test('Old questions are erased with whom they were about', async () => {
  const own = await freshTown(house)
  const person = await somebody(own)
  await askForPerson(house, own, person, selma, new Date('2023-11-20T10:00:00Z'))
  await askForPerson(house, own, person, selma, now)
  await eraseOldQuestions(house, now)
  assert.equal(await countQuestions(own), 1)
})

test('Where the town works for real nobody answers and nothing is noted', async () => {
  const real = await freshTown(house, { demo: false })
  const person = await somebody(real)
  assert.equal(await askForPerson(house, real, person, selma, now), undefined)
  assert.equal(await askForPlate(house, real, person, 'A-SU 1980', now), undefined)
  assert.equal(await countQuestions(real), 0)
  const fresh = await freshHouse({ modules: [{ ...registers, folder: '' }] })
  const serious = await freshTown(fresh.house)
  assert.equal(await askForPerson(fresh.house, serious, await somebody(serious), selma, now), undefined)
})

test('The registration software of the example says which plates are given out', async () => {
  const answer = await town.write((db) =>
    house.ask<PlateStock>(town, 'plate-stock', { db: db as TownSql, plates: ['A-SU 1980', 'A-SU 1981', 'A-X 113'], now }),
  )
  assert.deepEqual(answer?.taken, ['A-SU 1980', 'A-X 113'])
})
