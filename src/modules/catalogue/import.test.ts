import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sql } from 'kysely'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { sharedFile, sharedSkip } from '../../../test/ground.ts'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import { importCatalogue } from './import.ts'
import { readBerlin } from './readers/berlin.ts'
import { readMunich } from './readers/munich.ts'
import type { CatalogueFile } from './record.ts'
import type { CatalogueTables } from './tables.ts'

const { house } = await freshHouse()
const now = new Date('2026-11-22T10:00:00Z')
const later = new Date('2026-11-23T10:00:00Z')

const munich = (): CatalogueFile =>
  readMunich({
    services: readFileSync(sharedFile('data/catalogue/muenchen/services_de.json')),
    offices: readFileSync(sharedFile('data/catalogue/muenchen/locations_de.json')),
  })
const berlin = (): CatalogueFile => {
  const content = (name: string) => readFileSync(sharedFile(`data/catalogue/berlin/${name}.json`))
  return readBerlin({
    services: content('services_de.2018'),
    offices: content('locations_de.2018'),
    topics: content('topic_de.2016'),
    authorities: content('authority_de.2016'),
  })
}

type Entry = { id: string; name: string; [member: string]: unknown }
const small = (...entries: Entry[]): CatalogueFile => readMunich({ services: JSON.stringify({ data: entries }) })

const rows = (town: Town) =>
  town.read(async (db: ReadDb<CatalogueTables>) =>
    db
      .selectFrom('catalogue.service as service')
      .innerJoin('catalogue.service_text as text', 'text.service_id', 'service.id')
      .select(['service.id', 'service.source_id', 'service.status', 'text.language', 'text.title', 'service.changed_at'])
      .orderBy('service.id')
      .execute(),
  )

const events = async (town: Town): Promise<number> => {
  const answer = await town.read(async (db: ReadDb<CatalogueTables>) =>
    sql<{ events: string }>`SELECT count(*) AS events FROM kernel.event`.execute(db),
  )
  return Number(answer.rows[0]!.events)
}

test('Munich’s catalogue is imported, and a second run changes nothing', { skip: sharedSkip }, async () => {
  const town = await freshTown(house)
  const first = await importCatalogue(town, munich(), { now, exclude: [{ sourceId: '10515039', reason: 'Testleistung' }] })
  assert.deepEqual(first.counts.service, { inserted: 286, updated: 0, unchanged: 0, retired: 0, back: 0 })
  assert.equal(first.counts.office.inserted, 109)
  assert.deepEqual(first.excluded, [{ id: '10515039', title: 'Testleistung', reason: 'Testleistung' }])
  assert.deepEqual(first.conflicts, [])
  const before = await rows(town)
  const second = await importCatalogue(town, munich(), {
    now: later,
    exclude: [{ sourceId: '10515039', reason: 'Testleistung' }],
  })
  assert.deepEqual(second.counts.service, { inserted: 0, updated: 0, unchanged: 286, retired: 0, back: 0 })
  assert.deepEqual(second.changed, [])
  assert.deepEqual(await rows(town), before)
  assert.equal(await events(town), 1)
})

test('Berlin’s graph of topics is imported with its several parents', { skip: sharedSkip }, async () => {
  const town = await freshTown(house)
  const report = await importCatalogue(town, berlin(), { now })
  assert.deepEqual(
    [
      report.counts.service.inserted,
      report.counts.office.inserted,
      report.counts.topic.inserted,
      report.counts.authority.inserted,
    ],
    [653, 537, 170, 189],
  )
  const parents = await town.read(async (db: ReadDb<CatalogueTables>) =>
    db
      .selectFrom('catalogue.topic_parent')
      .select(({ fn }) => ['topic_id', fn.countAll<string>().as('parents')])
      .groupBy('topic_id')
      .execute(),
  )
  assert.equal(parents.filter((one) => Number(one.parents) > 1).length, 31)
  assert.deepEqual((await importCatalogue(town, berlin(), { now: later })).changed, [])
})

test('A later file updates, retires what vanished, and brings it back under its old number', async () => {
  const town = await freshTown(house)
  await importCatalogue(town, small({ id: 'a', name: 'Alt' }, { id: 'b', name: 'Bleibt' }), { now })
  const report = await importCatalogue(town, small({ id: 'b', name: 'Bleibt' }, { id: 'c', name: 'Neu' }), { now: later })
  assert.deepEqual(report.counts.service, { inserted: 1, updated: 0, unchanged: 1, retired: 1, back: 0 })
  assert.deepEqual(report.changed.toSorted(), ['catalogue.service/1', 'catalogue.service/3'])
  const again = await importCatalogue(
    town,
    small({ id: 'a', name: 'Alt, neu geschrieben' }, { id: 'b', name: 'Bleibt' }, { id: 'c', name: 'Neu' }),
    { now: later },
  )
  assert.deepEqual(again.counts.service, { inserted: 0, updated: 0, unchanged: 2, retired: 0, back: 1 })
  assert.deepEqual(
    (await rows(town)).map(({ id, source_id, status, title }) => [id, source_id, status, title]),
    [
      [1, 'a', 'published', 'Alt, neu geschrieben'],
      [2, 'b', 'published', 'Bleibt'],
      [3, 'c', 'published', 'Neu'],
    ],
  )
})

test('What an editor wrote stays shown when the source changes, and the conflict is reported', async () => {
  const town = await freshTown(house)
  await importCatalogue(town, small({ id: 'a', name: 'Pass', fees: '20 Euro' }), { now })
  await town.write(async (db: WriteDb<CatalogueTables>) => {
    await db
      .updateTable('catalogue.service_text')
      .set({ edited: JSON.stringify({ title: 'Reisepass' }) })
      .where('service_id', '=', 1)
      .execute()
  })
  const report = await importCatalogue(town, small({ id: 'a', name: 'Pass (neu)', fees: '25 Euro' }), { now: later })
  assert.deepEqual(report.conflicts, [{ noun: 'service', id: 1, sourceId: 'a', field: 'title', language: 'de' }])
  const [text] = await town.read(async (db: ReadDb<CatalogueTables>) =>
    db.selectFrom('catalogue.service_text').selectAll().execute(),
  )
  assert.equal(text!.title, 'Reisepass')
  assert.equal(text!.imported.title, 'Pass (neu)')
  assert.equal(text!.effective.feesText, '<p>25 Euro</p>')
  const change = await town.read(async (db: ReadDb<CatalogueTables>) =>
    db.selectFrom('catalogue.change').select(['kind', 'fields']).orderBy('id').execute(),
  )
  assert.deepEqual(change, [
    { kind: 'new', fields: [] },
    { kind: 'updated', fields: ['fees', 'de.title', 'de.feesText'] },
  ])
})

test('A relation that an editor hid stays hidden, one that the source drops goes, one that an editor made stays', async () => {
  const town = await freshTown(house)
  const three = (combinable: string[]) =>
    small({ id: 'a', name: 'A', combinable }, { id: 'b', name: 'B' }, { id: 'c', name: 'C' })
  await importCatalogue(town, three(['b', 'c']), { now })
  await town.write(async (db: WriteDb<CatalogueTables>) => {
    await db.updateTable('catalogue.service_relation').set({ hidden: true }).where('related_id', '=', 2).execute()
    await db.insertInto('catalogue.service_relation').values({ service_id: 2, related_id: 3, kind: 'explicit' }).execute()
  })
  const report = await importCatalogue(town, three(['b']), { now: later })
  assert.deepEqual(report.changed, ['catalogue.service/1'])
  const relations = await town.read(async (db: ReadDb<CatalogueTables>) =>
    db
      .selectFrom('catalogue.service_relation')
      .select(['service_id', 'related_id', 'origin', 'hidden'])
      .orderBy('service_id')
      .execute(),
  )
  assert.deepEqual(relations, [
    { service_id: 1, related_id: 2, origin: 'imported', hidden: true },
    { service_id: 2, related_id: 3, origin: 'edited', hidden: false },
  ])
})

test('A record that the new file names but cannot be read is left as it is', async () => {
  const town = await freshTown(house)
  await importCatalogue(town, small({ id: 'a', name: 'A' }, { id: 'b', name: 'B' }), { now })
  const report = await importCatalogue(town, small({ id: 'a', name: 'x'.repeat(10_000) }, { id: 'b', name: 'B' }), { now: later })
  assert.equal(report.refused.length, 1)
  assert.equal(report.counts.service.retired, 0)
  assert.deepEqual(
    (await rows(town)).map(({ title, status }) => [title, status]),
    [
      ['A', 'published'],
      ['B', 'published'],
    ],
  )
})

test('A draft does not become public by an import, and what an editor retired stays retired', async () => {
  const town = await freshTown(house)
  const both = (suffix: string) => small({ id: 'a', name: `A${suffix}` }, { id: 'b', name: `B${suffix}` }, { id: 'c', name: 'C' })
  await importCatalogue(town, both(''), { now })
  await town.write(async (db: WriteDb<CatalogueTables>) => {
    await db.updateTable('catalogue.service').set({ status: 'draft' }).where('id', '=', 1).execute()
    await db.updateTable('catalogue.service').set({ status: 'retired' }).where('id', '=', 2).execute()
  })
  await importCatalogue(town, small({ id: 'c', name: 'C' }), { now: later })
  await importCatalogue(town, both(' neu'), { now: later })
  assert.deepEqual(
    (await rows(town)).map(({ title, status }) => [title, status]),
    [
      ['A neu', 'draft'],
      ['B neu', 'retired'],
      ['C', 'published'],
    ],
  )
})

test('A trial run reports everything and stores nothing; an empty file changes nothing', async () => {
  const town = await freshTown(house)
  const report = await importCatalogue(town, small({ id: 'a', name: 'A' }), { now, dryRun: true })
  assert.equal(report.counts.service.inserted, 1)
  assert.deepEqual(await rows(town), [])
  assert.equal(await events(town), 0)
  await assert.rejects(importCatalogue(town, small(), { now }), /holds no service/)
})

test('Two towns import the same file without meeting', async () => {
  const [one, two] = [await freshTown(house), await freshTown(house)]
  await importCatalogue(one, small({ id: 'a', name: 'Eins' }), { now })
  await importCatalogue(two, small({ id: 'x', name: 'Davor' }, { id: 'a', name: 'Zwei' }), { now })
  assert.deepEqual(
    (await rows(one)).map(({ id, title }) => [id, title]),
    [[1, 'Eins']],
  )
  assert.deepEqual(
    (await rows(two)).map(({ id, title }) => [id, title]),
    [
      [1, 'Davor'],
      [2, 'Zwei'],
    ],
  )
})

test('References that lead nowhere are listed and stop nothing', async () => {
  const town = await freshTown(house)
  const report = await importCatalogue(
    town,
    small({ id: 'a', name: 'A', combinable: ['weg', 'raus'] }, { id: 'raus', name: 'Test' }),
    {
      now,
      exclude: [
        { sourceId: 'raus', reason: 'Test' },
        { sourceId: 'nie', reason: 'x' },
      ],
    },
  )
  assert.deepEqual(report.unresolved, [{ what: 'service', id: 'a > weg', reason: 'there is no service with this id' }])
  assert.deepEqual(report.unusedExclusions, ['nie'])
})
