import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { repository, sharedFile, sharedSkip } from '../../../test/ground.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import { listTownFolders } from '../../kernel/towns.ts'
import { type Records, writeXzufi } from './export-xzufi.ts'
import { importCatalogue } from './import.ts'
import { readBerlin } from './readers/berlin.ts'
import { readMunich } from './readers/munich.ts'
import { readXzufi } from './readers/xzufi.ts'
import { identityKey, type OfficeRecord, type ServiceRecord, type TopicRecord } from './record.ts'
import { listStoredRecords } from './stored-records.ts'
import type { CatalogueTables } from './tables.ts'
import { takeTownFiles } from './town-files.ts'

const { house } = await freshHouse()
const written = { now: new Date('2026-11-22T10:00:00Z'), messageId: '00000000-0000-4000-8000-000000000002' }
const readBack = (records: Records) => readXzufi([...writeXzufi(records, written)].join(''))

test('What XZuFi 2.2 holds is written and read back without a difference', () => {
  const original = readXzufi(readFileSync(join(repository, 'src/modules/catalogue/samples/xzufi-2-2.sample.xml')))
  const { services, offices, topics, refused } = readBack(original)
  assert.deepEqual(refused, [])
  assert.deepEqual(services, original.services)
  assert.deepEqual(offices, original.offices)
  assert.deepEqual(topics, original.topics)
})

/** What is left of a record of another format when XZuFi 2.2 carries it: the losses that `writeXzufi` names. */
function carried(service: ServiceRecord, offices: readonly OfficeRecord[], topics: ReadonlySet<string>): ServiceRecord {
  const { appointment: _appointment, ...kept } = service
  const at = new Set(service.offices.map((offer) => identityKey(offer.office)))
  return {
    ...kept,
    kind: 'service',
    channels: service.offices.length > 0 ? [{ kind: 'office' }] : [],
    authorities: [],
    offices: offices
      .filter((office) => at.has(identityKey(office)))
      .map(({ source, sourceId }) => ({ office: { source, sourceId }, appointmentAllowed: false })),
    topics: service.topics.filter((topic) => topics.has(identityKey(topic))),
    related: [
      ...new Map(
        service.related.map((one) => [identityKey(one.service), { kind: 'explicit' as const, service: one.service }]),
      ).values(),
    ],
  }
}

function carriedOffice(office: OfficeRecord): OfficeRecord {
  const { officialName: _name, organisation: _organisation, unit: _unit, ...kept } = office
  return { ...kept, alternativeNames: office.alternativeNames.slice(0, 1), appointments: false, authorities: [] }
}

const sorted = <Item extends { source: string; sourceId: string }>(items: readonly Item[]): Item[] =>
  items.toSorted((a, b) => (identityKey(a) < identityKey(b) ? -1 : 1))

const assertCarried = (original: Records): void => {
  const { services, offices, topics, refused } = readBack(original)
  assert.deepEqual(refused, [])
  const known = new Set(original.topics.map(identityKey))
  const used = new Set(original.services.flatMap((service) => service.topics).map(identityKey))
  const firstParent = new Map(original.topics.map((topic) => [identityKey(topic), topic.parents.slice(0, 1).map(identityKey)]))
  for (const key of used) for (const parent of firstParent.get(key) ?? []) used.add(parent)
  const withOffice = new Set(original.offices.map(identityKey))
  const reachable = original.services.map((service) => ({
    ...service,
    offices: service.offices.filter((offer) => withOffice.has(identityKey(offer.office))),
  }))
  assert.deepEqual(
    services,
    reachable.map((service) => carried(service, original.offices, known)),
  )
  assert.deepEqual(offices, original.offices.map(carriedOffice))
  const expected = original.topics
    .filter((topic) => used.has(identityKey(topic)))
    .map(
      (topic): TopicRecord => ({ ...topic, parents: topic.parents.slice(0, 1), navigation: topic.parents.length === 0, rank: 0 }),
    )
  assert.deepEqual(sorted(topics), sorted(expected))
}

test('All of Munich’s catalogue survives the way through XZuFi, texts and links to the letter', { skip: sharedSkip }, () => {
  assertCarried(
    readMunich({
      services: readFileSync(sharedFile('data/catalogue/muenchen/services_de.json')),
      offices: readFileSync(sharedFile('data/catalogue/muenchen/locations_de.json')),
    }),
  )
})

test('Berlin’s catalogue survives as well, its topics with their first parent', { skip: sharedSkip }, () => {
  const content = (name: string) => readFileSync(sharedFile(`data/catalogue/berlin/${name}.json`))
  assertCarried(
    readBerlin({
      services: content('services_de.2018'),
      offices: content('locations_de.2018'),
      topics: content('topic_de.2016'),
    }),
  )
})

test('Characters that mean something in XML and HTML arrive as written', () => {
  const name = 'A & B < C > "D" \u{1f600} &amp; <b>x</b>'
  const file = readMunich({ services: JSON.stringify({ data: [{ id: 'a"&<', name, meta: { keywords: 'R&D, <x>' } }] }) })
  const [service] = readBack(file).services
  assert.equal(service!.texts.de!.title, name)
  assert.equal(service!.sourceId, 'a"&<')
  assert.deepEqual(service!.texts.de!.keywords, ['R&D', '<x>'])
})

test('Munich’s shipped catalogue moves to another town with every topic, also those that only hold other topics', async () => {
  const townsDir = join(repository, 'towns')
  const { settings } = listTownFolders(townsDir).find(({ key }) => key === 'muenchen')!
  const stored = (town: Town) => town.read((db: ReadDb<CatalogueTables>) => listStoredRecords(db))
  const first = await freshTown(house, { catalogue: settings.catalogue })
  await takeTownFiles(first, { folder: join(townsDir, 'muenchen'), now: written.now })
  const original = await stored(first)
  const second = await freshTown(house)
  const { unresolved } = await importCatalogue(second, readBack(original), { now: written.now })
  assert.deepEqual(
    unresolved.filter(({ what }) => what.startsWith('topic')),
    [],
  )
  const moved = await stored(second)
  const names = (topics: readonly TopicRecord[]) => topics.map(({ sourceId }) => sourceId).toSorted()
  assert.deepEqual(names(moved.topics), names(original.topics))
  const members = ({ services }: Records) =>
    services.map(({ sourceId, topics }) => [sourceId, ...topics.map((topic) => topic.sourceId).toSorted()].join(' ')).toSorted()
  assert.deepEqual(members(moved), members(original))
})
