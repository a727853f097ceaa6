import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Parser, type Quad } from 'n3'
import { repository, sharedFile, sharedSkip } from '../../../test/ground.ts'
import { cpsvNodes } from './export-cpsv.ts'
import { prefixes, writeJsonLd, writeTurtle } from './export-rdf.ts'
import { readMunich } from './readers/munich.ts'
import { readXzufi } from './readers/xzufi.ts'
import { type CatalogueFile, type Identity, identityKey } from './record.ts'
import type { StoredRecords } from './stored-records.ts'

const about = { origin: 'https://musterstadt.example', officialName: 'Stadt Musterstadt', ars: '099999999999' }

const numbered = (things: readonly Identity[]) => new Map(things.map((thing, index) => [identityKey(thing), index + 1]))
const stored = (file: CatalogueFile): StoredRecords => ({
  ...file,
  numbers: { service: numbered(file.services), office: numbered(file.offices) },
})

const triples = (file: CatalogueFile): Quad[] =>
  new Parser({ format: 'text/turtle' }).parse([...writeTurtle(cpsvNodes(stored(file), about))].join(''))
const sample = () => readXzufi(readFileSync(join(repository, 'src/modules/catalogue/samples/xzufi-2-2.sample.xml')))

const dct = prefixes.dct
const type = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'

test('Every public service has identifier, name, description and a competent authority that exists', { skip: sharedSkip }, () => {
  const quads = triples(
    readMunich({
      services: readFileSync(sharedFile('data/catalogue/muenchen/services_de.json')),
      offices: readFileSync(sharedFile('data/catalogue/muenchen/locations_de.json')),
    }),
  )
  const subjects = new Map<string, Set<string>>()
  for (const quad of quads)
    subjects.set(quad.subject.value, (subjects.get(quad.subject.value) ?? new Set()).add(quad.predicate.value))
  const services = quads.filter((quad) => quad.predicate.value === type && quad.object.value === `${prefixes.cpsv}PublicService`)
  assert.equal(services.length, 287)
  for (const { subject } of services)
    for (const mandatory of [`${dct}identifier`, `${dct}title`, `${dct}description`, `${prefixes.cv}hasCompetentAuthority`])
      assert.ok(subjects.get(subject.value)!.has(mandatory), `${subject.value} ${mandatory}`)
  const inside = quads.filter(
    (quad) =>
      quad.object.termType === 'NamedNode' &&
      quad.object.value.startsWith(about.origin) &&
      quad.predicate.value !== `${prefixes.foaf}page`,
  )
  assert.ok(inside.length > 1_000)
  for (const { predicate, object } of inside) assert.ok(subjects.has(object.value), `${predicate.value} ${object.value}`)
})

test('Fees, documents, laws and durations of a service are in the graph', () => {
  const quads = triples(sample())
  const values = (subject: string, predicate: string): string[] =>
    quads.filter((quad) => quad.subject.value === subject && quad.predicate.value === predicate).map((quad) => quad.object.value)
  const service = `${about.origin}/services/1`
  assert.deepEqual(values(service, `${dct}identifier`), [
    '1',
    'urn:de:fim:leika:leistung:99000000000001',
    'urn:de:fim:leika:leistung:99000000000002',
  ])
  assert.deepEqual(values(service, `${prefixes.cv}hasCompetentAuthority`), [`${about.origin}/#town`])
  const costs = values(service, `${prefixes.cv}hasCost`)
  assert.deepEqual(
    costs.map((cost) => values(cost, `${prefixes.cv}value`)),
    [['37.50'], [], ['0.00']],
  )
  assert.deepEqual(values(costs[1]!, `${dct}description`), ['10,00–250,00 EUR', 'nach Aufwand'])
  assert.deepEqual(values(values(service, `${prefixes.cpsv}hasInput`)[0]!, `${dct}title`), ['Foto'])
  assert.deepEqual(values(values(service, `${prefixes.cpsv}produces`)[0]!, `${dct}title`), ['Musterausweis'])
  assert.deepEqual(values(service, `${prefixes.cv}processingTime`), [], 'working days are no ISO duration')
  const languages = quads
    .filter((quad) => quad.subject.value === service && quad.predicate.value === `${dct}title`)
    .map((quad) => (quad.object as { language?: string }).language)
  assert.deepEqual(languages, ['de', 'en', 'de-simple'])
})

test('JSON-LD says the same as Turtle', () => {
  const nodes = [...cpsvNodes(stored(sample()), about)]
  const graph = JSON.parse([...writeJsonLd(nodes)].join('')) as {
    '@context': Record<string, string>
    '@graph': Record<string, unknown>[]
  }
  assert.deepEqual(graph['@context'], prefixes)
  const statements = graph['@graph'].reduce(
    (sum, { '@id': _id, '@type': _type, ...properties }) => sum + 1 + Object.values(properties).flat().length,
    0,
  )
  assert.equal(statements, triples(sample()).length)
})

test('Quotes, line breaks and odd addresses cannot break the Turtle', () => {
  const file = readMunich({
    services: JSON.stringify({
      data: [
        {
          id: 'a',
          name: '"x" \\ . <y>',
          description: '<p>1</p><p>2"""</p>',
          links: [],
          appointment: { link: 'https://x.de/{serviceId}>"^|`' },
          public: true,
        },
      ],
    }),
  })
  const quads = triples(file)
  assert.ok(quads.some((quad) => quad.object.value === '"x" \\ . <y>'))
  assert.ok(quads.some((quad) => quad.object.value === '1\n2"""'))
})
