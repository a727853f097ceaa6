import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { repository, sharedFile, sharedSkip } from '../../../test/ground.ts'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import { importCatalogue } from './import.ts'
import { readMunich } from './readers/munich.ts'
import { readXzufi } from './readers/xzufi.ts'
import { listStoredRecords } from './stored-records.ts'
import type { CatalogueTables } from './tables.ts'

const { house } = await freshHouse()
const now = new Date('2026-11-22T10:00:00Z')
const stored = (town: Town) => town.read((db: ReadDb<CatalogueTables>) => listStoredRecords(db))

test('What was imported from XZuFi comes out of the catalogue as it went in', async () => {
  const town = await freshTown(house)
  const file = readXzufi(readFileSync(join(repository, 'src/modules/catalogue/samples/xzufi-2-2.sample.xml')))
  await importCatalogue(town, file, { now })
  const { services, offices, topics, numbers } = await stored(town)
  assert.deepEqual(services, file.services)
  assert.deepEqual(offices, file.offices)
  assert.deepEqual(
    topics,
    file.topics.map((topic) => ({ ...topic, parents: [] })),
  )
  assert.deepEqual([...numbers.service.values()], [1, 2])
})

test('Munich’s services come out as they went in, but for the reference that leads nowhere', { skip: sharedSkip }, async () => {
  const town = await freshTown(house)
  const file = readMunich({
    services: readFileSync(sharedFile('data/catalogue/muenchen/services_de.json')),
    offices: readFileSync(sharedFile('data/catalogue/muenchen/locations_de.json')),
  })
  const { unresolved } = await importCatalogue(town, file, { now })
  const missing = new Set(unresolved.map(({ id }) => id))
  const { services, offices } = await stored(town)
  assert.deepEqual(offices, file.offices)
  assert.deepEqual(
    services,
    file.services.map((service) => ({
      ...service,
      related: service.related.filter((one) => !missing.has(`${service.sourceId} > ${one.service.sourceId}`)),
    })),
  )
})

test('Drafts are left out, edited values stand over imported ones, hidden relations are gone', async () => {
  const town = await freshTown(house)
  const data = [
    { id: 'a', name: 'A', combinable: ['b', 'c'] },
    { id: 'b', name: 'B' },
    { id: 'c', name: 'C' },
  ]
  await importCatalogue(town, readMunich({ services: JSON.stringify({ data }) }), { now })
  await town.write(async (db: WriteDb<CatalogueTables>) => {
    await db.updateTable('catalogue.service').set({ status: 'draft' }).where('id', '=', 2).execute()
    await db
      .updateTable('catalogue.service')
      .set({ edited: JSON.stringify({ kind: 'advice', audience: ['company'] }) })
      .where('id', '=', 1)
      .execute()
    await db.updateTable('catalogue.service_relation').set({ hidden: true }).where('related_id', '=', 3).execute()
  })
  const { services } = await stored(town)
  assert.deepEqual(
    services.map(({ sourceId, kind, audience, related }) => [sourceId, kind, audience, related.length]),
    [
      ['a', 'advice', ['company'], 0],
      ['c', 'service', [], 0],
    ],
  )
})
