// Packages in towns: all or nothing, own values that stay, three sides of an upgrade, and the way back.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import type { Town } from '../../kernel/town.ts'
import { newestNote, notesRoom, notesTable, sampleManifest, sampleNote, samplePackage, writeNote } from './fixtures.ts'
import { type Choices, install, planRollback, rollBack, undecided } from './install.ts'
import { findInstalled, listInstallations, listInstalled } from './installation.ts'
import door from './module.tsx'
import { planInstallation } from './plan.ts'
import { lineOf } from './problems.ts'
import type { ServicePackage } from './service-package.ts'
import type { Reading, Writing } from './tables.ts'

const now = new Date('2026-11-22T10:00:00Z')
const fresh = await freshHouse({
  modules: [{ ...door, folder: '' }, notesRoom(), notesRoom({ kind: 'broken', failsAt: 'second' })],
})
const owner = new pg.Client({ connectionString: fresh.ownerUrl })
await owner.connect()
await owner.query(notesTable)
await owner.end()
const { house } = fresh

const decision = { trust: 'key', fingerprint: null, actor: { system: 'test' }, by: null, now } as const

async function put(town: Town, found: ServicePackage, set: Record<string, string> = {}, choices: Choices = {}) {
  const plan = await planInstallation(house, town, { found, set })
  if ('problems' in plan) return plan.problems.map(lineOf)
  const outcome = await install(house, town, plan, { ...decision, choices })
  return 'problems' in outcome ? outcome.problems.map(lineOf) : outcome
}

const noteIn = async (town: Town, key = 'first') => {
  const found = await town.read((db: Reading) => newestNote(db, key))
  return (
    found && {
      version: found.version,
      ...(JSON.parse(found.content) as { fee: string; title: string; lines: { text: string }[] }),
    }
  )
}
const changeNote = (town: Town, version: number, note: object) =>
  town.write((db: Writing) => writeNote(db, 'first', version, JSON.stringify({ title: 'Notiz', fee: '12.00', ...note })))

const one = samplePackage()
const two = samplePackage({ version: '1.1.0' }, { 'first.json': sampleNote({ title: 'Neue Notiz' }) })

test('A package is installed with the values of each town, and the same again changes nothing', async () => {
  const [augsburg, munich] = [await freshTown(house), await freshTown(house)]
  await put(augsburg, one, { fee: '12,00' })
  await put(munich, one)
  assert.equal((await noteIn(augsburg))?.fee, '12.00')
  assert.equal((await noteIn(munich))?.fee, '10.00')
  const again = await planInstallation(house, augsburg, { found: one })
  assert.equal('step' in again && again.step, 'none')
  const [row] = await augsburg.read((db: Reading) => listInstalled(db))
  assert.deepEqual([row?.version, row?.own_values, row?.what], ['1.0.0', { fee: '12.00' }, 'installed'])
})

test('A part that cannot be stored undoes the whole installation', async () => {
  const town = await freshTown(house)
  const parts = [...sampleManifest().parts, { kind: 'broken', key: 'second', file: 'second.json' }]
  const found = samplePackage({ parts }, { 'second.json': sampleNote() })
  assert.deepEqual(await put(town, found), ['second.json: There is no room left.'])
  assert.equal(await noteIn(town), undefined)
  assert.deepEqual(await town.read((db: Reading) => listInstalled(db)), [])
})

test('A kind of part that no room or two rooms answer for is refused with a clear message', async () => {
  const town = await freshTown(house)
  const parts = [{ kind: 'poem', key: 'first', file: 'first.json' }]
  const example = JSON.stringify({ name: 'x', part: 'poem:first', given: {}, expected: {} })
  const found = samplePackage({ parts }, { 'examples/fee.json': example })
  assert.deepEqual(await put(town, found), ['first.json: No component of this town answers for parts of the kind "poem".'])
  const twice = await freshHouse({ modules: [{ ...door, folder: '' }, notesRoom(), { ...notesRoom(), name: 'other' }] })
  const plan = await planInstallation(twice.house, await freshTown(twice.house), { found: one })
  assert.match('problems' in plan ? lineOf(plan.problems[0]!) : '', /Several components.*room-of-note, other/)
})

test('A module or a version of Stadttor that is missing, a wrong value and an unknown unit are told before anything is stored', async () => {
  const town = await freshTown(house)
  assert.match(
    String(await put(town, samplePackage({ requires: { stadttor: '>=99', modules: ['choir'] } }))),
    /Stadttor >=99.*choir/s,
  )
  assert.deepEqual(await put(town, one, { fee: 'viel' }), ['fee: Enter an amount, for example 100.00.'])
  assert.deepEqual(await put(town, one, { fees: '1' }), ['fees: There is no such parameter.'])
  const unit = { key: 'unit', type: 'unit', title: { de: 'Stelle', en: 'Unit' }, default: 'nowhere' } as const
  const found = samplePackage({ parameters: [...sampleManifest().parameters, unit] })
  assert.deepEqual(await put(town, found), ['unit: There is no such unit: nowhere'])
})

test('What a room says against a part with the values of the town stops the installation', async () => {
  const town = await freshTown(house)
  const title = { key: 'title', type: 'text', title: { de: 'Titel', en: 'Title' }, default: 'x' } as const
  const parameters = [...sampleManifest().parameters, title]
  const found = samplePackage({ parameters }, { 'first.json': sampleNote({ title: '{{title}}' }) })
  assert.deepEqual(await put(town, found, { title: 'nothing' }), ['first.json /title: A note needs a title.'])
  assert.ok('number' in (await put(town, found, { title: 'Hund' })))
})

test('An upgrade keeps the values of the town and brings what is new', async () => {
  const town = await freshTown(house)
  await put(town, one, { fee: '12.00' })
  const plan = await planInstallation(house, town, { found: two })
  assert.ok('step' in plan)
  assert.deepEqual([plan.step, plan.before?.version, plan.differences[0]?.state], ['upgraded', '1.0.0', 'package'])
  assert.deepEqual(
    plan.differences[0]?.places.map(({ at, before, after }) => [at, before, after]),
    [['/title', 'Notiz', 'Neue Notiz']],
  )
  await put(town, two)
  assert.deepEqual(await noteIn(town).then((note) => [note?.title, note?.fee, note?.version]), ['Neue Notiz', '12.00', 2])
})

test('An older version, and other content under the same version, are refused', async () => {
  const town = await freshTown(house)
  await put(town, two)
  assert.match(String(await put(town, one)), /newer version 1\.1\.0 is here already/)
  const other = samplePackage({ version: '1.1.0' }, { 'first.json': sampleNote({ title: 'Ganz anders' }) })
  assert.match(String(await put(town, other)), /Version 1\.1\.0 is here already, but with other content/)
})

test('What only the town changed stays through an upgrade', async () => {
  const town = await freshTown(house)
  await put(town, one, { fee: '12.00' })
  await changeNote(town, 2, { lines: [{ key: 'a', text: 'unsere Zeile' }] })
  const outcome = await put(town, samplePackage({ version: '1.0.1' }))
  assert.deepEqual('kept' in outcome && outcome.kept, ['note:first'])
  assert.equal((await noteIn(town))?.lines[0]?.text, 'unsere Zeile')
})

test('Where both sides changed a part somebody chooses, and sees all three versions', async () => {
  const town = await freshTown(house)
  await put(town, one, { fee: '12.00' })
  await changeNote(town, 2, { title: 'Unsere Notiz', lines: [{ key: 'a', text: 'erste Zeile' }] })
  const plan = await planInstallation(house, town, { found: two })
  assert.ok('differences' in plan)
  assert.equal(undecided(plan.differences).length, 1)
  assert.deepEqual(
    plan.differences[0]?.places.map(({ at, before, after, town: own }) => [at, before, after, own]),
    [['/title', 'Notiz', 'Neue Notiz', 'Unsere Notiz']],
  )
  assert.match(String(await put(town, two)), /first\.json note:first: Both the package and the town changed this part/)
  assert.equal((await noteIn(town))?.title, 'Unsere Notiz')
  const kept = await put(town, two, {}, { 'note:first': 'town' })
  assert.deepEqual('kept' in kept && kept.kept, ['note:first'])
  assert.equal((await noteIn(town))?.title, 'Unsere Notiz')
  // The town's version is still known as its own at the next upgrade.
  const three = samplePackage({ version: '1.2.0' }, { 'first.json': sampleNote({ title: 'Noch neuer' }) })
  assert.match(String(await put(town, three)), /Both the package and the town/)
  await put(town, three, {}, { 'note:first': 'package' })
  assert.equal((await noteIn(town))?.title, 'Noch neuer')
})

test('A change of a value is a new version of the parts, and a way back brings the old value and version', async () => {
  const town = await freshTown(house)
  await put(town, one, { fee: '12.00' })
  await put(town, two)
  await put(town, two, { fee: '15.00' })
  assert.deepEqual(await noteIn(town).then((note) => [note?.fee, note?.version]), ['15.00', 3])
  const back = async () => rollBack(house, town, 'sample-notes', decision)
  assert.equal((await back()) !== undefined, true)
  assert.deepEqual(await noteIn(town).then((note) => [note?.title, note?.fee]), ['Neue Notiz', '12.00'])
  await back()
  assert.deepEqual(await noteIn(town).then((note) => [note?.title, note?.fee]), ['Notiz', '12.00'])
  assert.equal(await back(), undefined)
  assert.equal(await planRollback(house, town, 'sample-notes'), undefined)
  const history = await town.read((db: Reading) => listInstallations(db, 'sample-notes'))
  assert.deepEqual(
    history.map(({ what, version }) => `${what} ${version}`),
    ['rolled-back 1.0.0', 'rolled-back 1.1.0', 'values 1.1.0', 'upgraded 1.1.0', 'installed 1.0.0'],
  )
})

test('An installation on what somebody else replaced in the meantime is refused', async () => {
  const town = await freshTown(house)
  await put(town, one)
  const plan = await planInstallation(house, town, { found: two })
  assert.ok('step' in plan)
  await put(town, one, { fee: '1.00' })
  const outcome = await install(house, town, plan, decision)
  assert.match('problems' in outcome ? lineOf(outcome.problems[0]!) : '', /installed differently in the meantime/)
})

test('Two installations at the same time leave one that is whole', async () => {
  const town = await freshTown(house)
  const outcomes = await Promise.all([put(town, one, { fee: '1.00' }), put(town, one, { fee: '2.00' })])
  assert.equal(outcomes.filter((outcome) => 'number' in outcome).length, 1)
  const row = await town.read((db: Reading) => findInstalled(db, 'sample-notes'))
  assert.equal((await noteIn(town))?.fee, row?.own_values.fee)
})

test('A package does not replace what another one brought, whatever it calls itself', async () => {
  const town = await freshTown(house)
  await put(town, one)
  const stranger = samplePackage({ id: 'stranger' }, { 'first.json': sampleNote({ title: 'Untergeschoben' }) })
  assert.match(JSON.stringify(await put(town, stranger)), /belongs to the package/)
  assert.notEqual((await noteIn(town))?.title, 'Untergeschoben')
})
