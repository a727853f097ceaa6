// The catalogue for programs: whole, stable, and nothing beyond what the schemas name.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import { listOf, OfficeDetail, OfficeItem, ServiceDetail, ServiceItem, SituationItem, TopicItem } from './api-schemas.ts'
import { fillTown, importRecords, serviceRecord } from './fixtures.tsx'

const fresh = await freshHouse()
const { request } = await serveFresh(fresh)
const town = await freshTown(fresh.house)
await fillTown(town)

type Page = { total: number; items: { id: string; title: string; changed: string }[]; next: string | null }
const read = async (path: string) => JSON.parse((await request(town, path)).text) as Page

test('Every answer holds the fields of its schema and no others', async () => {
  const answers: [string, TSchema][] = [
    ['/api/v1/services', listOf(ServiceItem)],
    ['/api/v1/services/1', ServiceDetail],
    ['/api/v1/offices', listOf(OfficeItem)],
    ['/api/v1/offices/1', OfficeDetail],
    ['/api/v1/life-situations', listOf(SituationItem)],
    ['/api/v1/business-situations?language=en', listOf(SituationItem)],
    ['/api/v1/topics', listOf(TopicItem)],
  ]
  for (const [path, schema] of answers) {
    const value: unknown = await read(path)
    const faults = [...Compile(schema).Errors(value)].filter(({ keyword }) => keyword !== 'format')
    assert.deepEqual(faults, [], path)
  }
})

test('Followed page by page, the list of services is complete, and nothing comes twice', async () => {
  const own = await freshTown(fresh.house)
  await importRecords(
    own,
    Array.from({ length: 23 }, (_, n) => serviceRecord(`s${n}`, { title: `Leistung ${n}` })),
  )
  const seen: string[] = []
  let next: string | null = `${own.origin}/api/v1/services?limit=5`
  while (next !== null) {
    const address: URL = new URL(next)
    const page = JSON.parse((await request(own, address.pathname + address.search)).text) as Page
    assert.equal(page.total, 23)
    assert.ok(page.items.length <= 5)
    seen.push(...page.items.map(({ id }) => id))
    next = page.next
    if (seen.length === 10)
      await importRecords(own, [
        ...Array.from({ length: 23 }, (_, n) => serviceRecord(`s${n}`, { title: n === 22 ? 'Anders' : `Leistung ${n}` })),
      ])
  }
  assert.deepEqual(
    seen,
    Array.from({ length: 23 }, (_, n) => String(n + 1)),
  )
})

test('With modified_since only what changed comes', async () => {
  const own = await freshTown(fresh.house)
  const records = (title: string) => [serviceRecord('a', { title: 'Bleibt' }), serviceRecord('b', { title })]
  await importRecords(own, records('Alt'), { now: new Date('2026-01-01T10:00:00Z') })
  await importRecords(own, records('Neu'), { now: new Date('2026-02-01T10:00:00Z') })
  const titles = async (since: string) =>
    (JSON.parse((await request(own, `/api/v1/services?modified_since=${since}`)).text) as Page).items.map(({ title }) => title)
  assert.deepEqual(await titles('2026-01-01'), ['Bleibt', 'Neu'])
  assert.deepEqual(await titles('2026-01-15'), ['Neu'])
  assert.deepEqual(await titles('2026-02-01T10:00:00Z'), ['Neu'])
  assert.deepEqual(await titles('2026-02-01T10:00:01%2B00:00'), [])
})

test('A question that makes no sense is answered with 400 and what is wrong', async () => {
  for (const query of [
    'limit=0',
    'limit=201',
    'limit=x',
    'after=-1',
    'language=fr',
    'modified_since=2026-02-30',
    'modified_since=gestern',
  ]) {
    const { status, headers } = await request(town, `/api/v1/services?${query}`)
    assert.equal(status, 400, query)
    assert.match(String(headers['content-type']), /problem\+json/)
  }
})

test('Titles come in the language asked for, else in German', async () => {
  const { items } = await read('/api/v1/services?language=en')
  assert.deepEqual(
    items.slice(0, 2).map(({ title }) => title),
    ['Passport', 'Wohnsitz anmelden'],
  )
})

test('The whole catalogue is there in the formats of the field', async () => {
  const expected = [
    ['/catalogue.jsonld', 'application/ld+json', '"@context"'],
    ['/catalogue.ttl', 'text/turtle', '@prefix cpsv:'],
    ['/catalogue.xzufi.xml', 'application/xml', 'xzufi/2_2_0'],
  ] as const
  for (const [path, type, part] of expected) {
    const { status, headers, text } = await request(town, path)
    assert.equal(status, 200, path)
    assert.ok(String(headers['content-type']).startsWith(type), path)
    assert.ok(text.includes(part) && text.includes('Reisepass'), path)
  }
})

test('The map holds every office that has a point', async () => {
  const { features } = JSON.parse((await request(town, '/offices/map.geojson')).text) as {
    features: { geometry: { type: string; coordinates: number[] }; properties: { name: string; url: string } }[]
  }
  assert.deepEqual(
    features.map(({ geometry, properties }) => [geometry.coordinates, properties.name, properties.url]),
    [[[11.5, 48.1], 'Bürgerbüro Mitte', '/offices/1-buergerbuero-mitte']],
  )
})
