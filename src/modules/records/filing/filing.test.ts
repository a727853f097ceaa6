// Filing by itself: every document of a matter gets its place, once, and what has no place is a task and never lost.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import type { CloseProcedure, ProcedureOf } from '../../../contracts/filing.ts'
import type { ErasePerson, MyData } from '../../../contracts/my-data.ts'
import { newId } from '../../../kernel/ids.ts'
import { registerPerson } from '../../../kernel/people.ts'
import type { Town, TownSql } from '../../../kernel/town.ts'
import { aPlan, file } from '../fixtures.ts'
import records from '../module.tsx'
import { legalBasis } from '../person-offers.ts'
import { cancelProcedure } from '../procedure.ts'
import type { Db } from '../text.ts'

const fresh = await freshHouse({ modules: [{ ...records, folder: '' }] })
const { house } = fresh
const now = new Date('2026-11-22T10:00:00Z')

const townWithPlan = async () => {
  const town = await freshTown(house)
  await aPlan(town, now)
  return town
}
const personIn = (town: Town) => registerPerson(town, { kind: 'resident', givenName: 'Erika', familyName: 'Muster' }, now)
const all = (town: Town) =>
  town.write(async (db: Db) => ({
    procedures: await db.selectFrom('records.procedure').selectAll().execute(),
    documents: await db.selectFrom('records.document').selectAll().orderBy('number').execute(),
    tasks: await db.selectFrom('records.task').selectAll().execute(),
    blobs: await db.selectFrom('kernel.blob').select(['name', 'refs']).execute(),
    texts: await db.selectFrom('records.person_text').selectAll().execute(),
  }))
const close = (town: Town, person: string, matter: { kind: string; id: string }, at: Date) =>
  town.write((db) =>
    house.ask<CloseProcedure>(town, 'close-procedure', {
      db: db as TownSql,
      matter,
      subject: person,
      result: 'approved',
      now: at,
    }),
  )

test('The first document opens the procedure with a number by rule; the next one joins it', async () => {
  const town = await townWithPlan()
  const person = await personIn(town)
  const matter = { kind: 'sample.case', id: newId() }
  const first = await file(house, town, { person, matter, documents: [{}, { title: 'Anlage', content: 'Bild' }] }, now)
  assert.match(first.number, /^9221-1\/2026-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  assert.equal(first.task, undefined)
  const second = await file(house, town, { person, matter, documents: [{ title: 'Bescheid', direction: 'outgoing' }] }, now)
  assert.equal(second.procedure, first.procedure)
  const { documents, procedures, tasks } = await all(town)
  assert.deepEqual(
    documents.map(({ number, title }) => [number, title]),
    [
      [1, 'Antrag'],
      [2, 'Anlage'],
      [3, 'Bescheid'],
    ],
  )
  assert.equal(procedures[0]?.confidentiality, 'internal')
  assert.equal(tasks.length, 0)
})

test('The same key is one document, however often it is sent, and its content is referred to once', async () => {
  const town = await townWithPlan()
  const person = await personIn(town)
  const matter = { kind: 'sample.case', id: newId() }
  const documents = [{ key: 'sample/1', content: 'einmal' }]
  await file(house, town, { person, matter, documents }, now)
  await file(house, town, { person, matter, documents }, now)
  const found = await all(town)
  assert.equal(found.documents.length, 1)
  assert.deepEqual(
    found.blobs.map(({ refs }) => refs),
    [1],
  )
})

test('Matters of one kind, unit and year fall into one file, also when two arrive at the same moment', async () => {
  const town = await townWithPlan()
  const people = await Promise.all([personIn(town), personIn(town), personIn(town)])
  const answers = await Promise.all(people.map((person) => file(house, town, { person }, now)))
  assert.equal(new Set(answers.map(({ procedure }) => procedure)).size, 3)
  const files = await town.write((db: Db) => db.selectFrom('records.file').select(['number', 'title']).execute())
  assert.deepEqual(files, [{ number: '9221-1/2026', title: 'Hundesteuer 2026' }])
})

test('A matter whose plan entry is missing is filed all the same, and somebody has a task', async () => {
  const town = await townWithPlan()
  const person = await personIn(town)
  const filed = await file(house, town, { person, plan: '7777', documents: [{}, {}] }, now)
  assert.match(filed.number, /^X-/)
  const { documents, tasks } = await all(town)
  assert.equal(documents.length, 2)
  assert.deepEqual(
    tasks.map(({ id, kind, wanted, procedure_id }) => ({ id, kind, wanted, procedure_id })),
    [{ id: filed.task, kind: 'plan-missing', wanted: '7777', procedure_id: filed.procedure }],
  )
})

test('A document for a closed procedure is filed and asks for a decision; for a cancelled one it waits in the post basket', async () => {
  const town = await townWithPlan()
  const person = await personIn(town)
  const matter = { kind: 'sample.case', id: newId() }
  const { procedure } = await file(house, town, { person, matter }, now)
  assert.deepEqual(await close(town, person, matter, now), { closed: true })
  const late = await file(house, town, { person, matter }, now)
  assert.ok(late.task)
  const cancelled = { kind: 'sample.case', id: newId() }
  const other = await file(house, town, { person, matter: cancelled }, now)
  await town.write((db: Db) => cancelProcedure(db, other.procedure, 'Doppelt', 'system:test', now))
  await file(house, town, { person, matter: cancelled }, now)
  const { documents, tasks } = await all(town)
  assert.equal(documents.filter(({ procedure_id }) => procedure_id === procedure).length, 2)
  assert.equal(documents.filter(({ procedure_id }) => procedure_id === null).length, 1)
  assert.deepEqual(tasks.map(({ kind }) => kind).sort(), ['procedure-closed', 'procedure-gone'])
})

test('A closed procedure is kept from the end of its year for the years of the plan, or those that its sender named', async () => {
  const town = await townWithPlan()
  const person = await personIn(town)
  const untils: (string | null)[] = []
  for (const [plan, retention] of [
    ['9221', undefined],
    ['9', { years: 3, law: 'Beispielwert' }],
    ['00', undefined],
    ['9', undefined],
  ] as const) {
    const matter = { kind: 'sample.case', id: newId() }
    const { procedure } = await file(house, town, { person, matter, plan, ...(retention && { retention }) }, now)
    assert.deepEqual(await close(town, person, matter, now), { closed: true })
    assert.deepEqual(await close(town, person, matter, now), { closed: false }, 'once')
    const row = (await all(town)).procedures.find(({ id }) => id === procedure)
    untils.push(row?.keep_until ?? null)
  }
  assert.deepEqual(untils, ['2036-12-31', '2029-12-31', null, null])
  const { tasks } = await all(town)
  assert.deepEqual(
    tasks.map(({ kind }) => kind),
    ['retention-missing'],
    'the one without any period',
  )
})

test('Names of documents are readable only inside a logged look at the person', async () => {
  const town = await townWithPlan()
  const person = await personIn(town)
  await file(house, town, { person }, now)
  assert.deepEqual((await all(town)).texts, [])
  const look = { subjects: [person], actor: 'self' as const, purpose: 'Eigene Daten', legalBasis }
  const chapters = await town.personal(look, (db) =>
    house.askAll<MyData>(town, 'my-data', { db: db as TownSql, person, language: 'de' }),
  )
  const [chapter] = chapters.flatMap(({ answer }) => answer)
  assert.ok(chapter?.entries.some(({ value }) => value === 'Antrag Erika Muster.txt'))
  const erased = await town.personal(look, (db) =>
    house.ask<ErasePerson>(town, 'erase-person', { db: db as TownSql, person, step: 'destroy', now, language: 'de' }),
  )
  assert.equal(erased?.kept.length, 1)
  assert.deepEqual(erased?.done, [])
})

test('Whoever has the matter learns its number, its page and how many tasks are open', async () => {
  const town = await townWithPlan()
  const person = await personIn(town)
  const matter = { kind: 'sample.case', id: newId() }
  const { procedure, number } = await file(house, town, { person, matter, plan: '7777' }, now)
  const of = (id: string) =>
    town.read((db) => house.ask<ProcedureOf>(town, 'procedure-of', { db: db as TownSql, matter: { ...matter, id } }))
  assert.deepEqual(await of(matter.id), { number, path: `/desk/records/procedures/${procedure}`, openTasks: 1 })
  assert.equal(await of('unknown'), undefined)
})

test('What is under tax or social secrecy is filed as confidential, whatever its file is', async () => {
  const town = await townWithPlan()
  const person = await personIn(town)
  await file(house, town, { person, matter: { kind: 'sample.case', id: newId() }, secret: true, documents: [{}] }, now)
  assert.equal((await all(town)).procedures[0]?.confidentiality, 'confidential')
})
