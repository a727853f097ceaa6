// Figures of a form: sums of days, written in batches, without anything about a person.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import forms from '../module.tsx'
import { medianMinutes, minutesPlace, noteFigures, readFigures, writeFigures } from './figures.ts'
import { publishSample, sendSample } from './fixtures.ts'

const fresh = await freshHouse({ modules: [{ ...forms, folder: '', hears: [] }] })
const { house } = fresh
const town = await freshTown(house)
const now = new Date('2026-11-16T09:00:00Z')
const sample = await publishSample(town, { now })
const ofForm = { form_id: sample.form.id, version: 1 }
const read = (from = '2026-11-01', to = '2026-11-30') => town.read((db) => readFigures(db as never, sample.form.id, from, to))

test('What is counted in two processes adds up', async () => {
  const second = await fresh.another()
  const there = second.towns.byKey(town.key)!
  for (let count = 0; count < 3; count += 1) noteFigures(house, town, now, [{ ...ofForm, what: 'started', place: '' }])
  noteFigures(second, there, now, [{ ...ofForm, what: 'started', place: '' }])
  noteFigures(house, town, now, [
    { ...ofForm, what: 'problem', place: 'car.plate' },
    { ...ofForm, what: 'left', place: 'cars' },
  ])
  await Promise.all([writeFigures(house), writeFigures(second)])
  await writeFigures(house)
  const figures = await read()
  assert.deepEqual(
    [figures.started, figures.problems, figures.left],
    [4, [{ place: 'car.plate', count: 1 }], [{ place: 'cars', count: 1 }]],
  )
  assert.equal((await read('2026-11-17')).started, 0, 'another day')
})

test('Sending is counted once, with how long it took, and a second click is not', async () => {
  const before = (await read()).sent
  await sendSample(house, town, sample, { now })
  await writeFigures(house)
  const figures = await read()
  assert.equal(figures.sent, before + 1)
  assert.equal(figures.medianMinutes, 1)
})

test('The table knows days, forms and counts, and nothing that leads to a person', async () => {
  const admin = new pg.Client({ connectionString: fresh.adminUrl })
  await admin.connect()
  const { fields } = await admin.query('SELECT * FROM forms.figure LIMIT 1')
  await admin.end()
  assert.deepEqual(fields.map(({ name }) => name).sort(), ['count', 'day', 'form_id', 'place', 'town_id', 'version', 'what'])
})

test('Minutes fall under the next bound, and half of the times lie under the median', () => {
  const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
  assert.deepEqual(
    [0.5, 1, 1.1, 14, 241].map((minutes) => minutesPlace(now, after(minutes))),
    ['1', '1', '2', '15', 'more'],
  )
  const counts = [
    { place: '15', count: 2 },
    { place: '5', count: 2 },
    { place: 'more', count: 1 },
  ]
  assert.equal(medianMinutes(counts), 15)
  assert.equal(medianMinutes([]), undefined)
  assert.equal(medianMinutes([{ place: 'more', count: 1 }]), 240)
})
