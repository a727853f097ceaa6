// The filing plan as it is taken over: from a table and from an xdomea message.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { repository } from '../../../../test/ground.ts'
import type { TownFiles } from '../../../contracts/town-files.ts'
import { aPlan } from '../fixtures.ts'
import records from '../module.tsx'
import type { Db } from '../text.ts'
import { readPlanCsv } from './plan-csv.ts'
import { readPlanMessage } from './plan-xdomea.ts'

const fresh = await freshHouse({ modules: [{ ...records, folder: '' }] })
const { house } = fresh
const now = new Date('2026-11-22T10:00:00Z')
const entries = (town: Awaited<ReturnType<typeof freshTown>>) =>
  town.write((db: Db) => db.selectFrom('records.plan_entry').selectAll().orderBy('number').execute())

test('A table becomes a tree by the beginnings of its numbers, and a second import changes nothing', async () => {
  const town = await freshTown(house)
  assert.deepEqual(await aPlan(town, now), { created: 5, changed: 0, same: 0, refused: [] })
  assert.deepEqual(await aPlan(town, now), { created: 0, changed: 0, same: 5, refused: [] })
  const rows = await entries(town)
  const above = (number: string) => {
    const row = rows.find((one) => one.number === number)
    return rows.find(({ id }) => id === row?.parent_id)?.number
  }
  assert.deepEqual([above('9221'), above('92'), above('9')], ['92', '9', undefined])
  assert.equal(rows.find(({ number }) => number === '00')?.forever, true)
})

test('Lines that do not fit are named with their reason, and the others are taken', async () => {
  const town = await freshTown(house)
  const csv = 'Nummer;Titel;Jahre;Oberpunkt\n1;Eins;5;\n1;Nochmal;5;\n2;Zwei;viele;\n3;;1;\n4;Vier;1;77\n<b>;Fünf;1;\n'
  const read = readPlanCsv(csv)
  assert.deepEqual(
    read.refused.map(({ line }) => line),
    [4],
  )
  const report = await aPlan(town, now, csv)
  assert.equal(report.created, 1)
  assert.deepEqual(report.refused.map(({ line }) => line).sort(), [3, 5, 6, 7])
})

test('A plan of another system is read from its xdomea message', () => {
  const xml = `<x:Aktenplan.Aktenplan.0301 xmlns:x="urn:xoev-de:xdomea:schema:3.1.0"><x:Aktenplan><x:Bezeichnung>Probe</x:Bezeichnung><x:Version>1</x:Version>
    <x:Einheit><x:Kennzeichen>1</x:Kennzeichen><x:Inhaltsangabe>Ordnung</x:Inhaltsangabe><x:Aussonderungsart><x:Aussonderungsart><code>B</code></x:Aussonderungsart></x:Aussonderungsart>
      <x:Stillgelegt>0</x:Stillgelegt><x:Aufbewahrungsdauer><x:Unbefristet>1</x:Unbefristet></x:Aufbewahrungsdauer>
      <x:Einheit><x:Kennzeichen>1.1</x:Kennzeichen><x:Inhaltsangabe>Verkehr</x:Inhaltsangabe><x:Aussonderungsart><x:Aussonderungsart><code>V</code></x:Aussonderungsart></x:Aussonderungsart>
      <x:Stillgelegt>0</x:Stillgelegt><x:Aufbewahrungsdauer><x:AnzahlJahre>5</x:AnzahlJahre></x:Aufbewahrungsdauer></x:Einheit></x:Einheit></x:Aktenplan></x:Aktenplan.Aktenplan.0301>`
  const { name, lines } = readPlanMessage(xml)
  assert.equal(name, 'Probe')
  assert.deepEqual(
    lines.map(({ number, parent, years, forever, appraisal }) => [number, parent, years, forever, appraisal]),
    [
      ['1', null, null, true, 'B'],
      ['1.1', '1', 5, false, 'V'],
    ],
  )
  assert.throws(() => readPlanMessage('<a/>'), /no xdomea message 0301/)
  assert.throws(() => readPlanMessage('<!DOCTYPE a [<!ENTITY b "c">]><a/>'), /document type/i)
})

test('The plan of the starter folder says of each entry that it is an example', async () => {
  const town = await freshTown(house)
  const starter = join(repository, 'towns', 'starter')
  assert.ok(readFileSync(join(starter, 'filing-plan.csv'), 'utf8').includes('example'))
  const take = () => house.ask<TownFiles>(town, 'town-files', { folder: '/nowhere', starter, now, log: house.log })
  assert.equal((await take())?.changed, true)
  assert.equal((await take())?.changed, false)
  const rows = await entries(town)
  assert.ok(rows.length > 5 && rows.every(({ example }) => example))
})
