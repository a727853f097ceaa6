// Which files are taken as a map, and why the others are not.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { repository } from '../../../test/ground.ts'
import { readMap } from './map.ts'

const ring = [
  [11, 48],
  [12, 48],
  [12, 49],
  [11, 48],
]
const map = (geometry: unknown, properties: unknown = { name: 'Mitte', secret: 'x' }) =>
  JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', properties, geometry }] })

test('Areas keep their name and their lines, nothing else of the file', () => {
  assert.deepEqual(readMap(map({ type: 'Polygon', coordinates: [ring] })), [
    { type: 'Feature', properties: { name: 'Mitte' }, geometry: { type: 'Polygon', coordinates: [ring] } },
  ])
})

test('Munich’s districts are a map', () => {
  assert.equal(readMap(readFileSync(join(repository, 'towns/muenchen/map/districts.geojson'), 'utf8')).length, 25)
})

test('What cannot be drawn is refused with its place', () => {
  const refused: [string, RegExp][] = [
    ['{', /no valid JSON/],
    ['[]', /no FeatureCollection/],
    ['{"type":"FeatureCollection","features":[]}', /1 to 500 areas/],
    [map({ type: 'Point', coordinates: [11, 48] }), /only Polygon and MultiPolygon/],
    [map({ type: 'Polygon', coordinates: [ring.slice(0, 3)] }), /at least four positions/],
    [map({ type: 'Polygon', coordinates: [[...ring.slice(0, 3), [0, 0]]] }), /not closed/],
    [map({ type: 'Polygon', coordinates: [[[11, 480], ...ring]] }), /no longitude and latitude/],
    [map({ type: 'Polygon', coordinates: [[['a', 1], ...ring]] }), /no longitude and latitude/],
    [map({ type: 'Polygon', coordinates: [ring] }, {}), /has no name/],
    [map({ type: 'Polygon', coordinates: [ring] }, { name: '\u0000\u200b' }), /has no name/],
    [map({ type: 'Polygon', coordinates: [ring] }, { name: 'x'.repeat(600_000) }), /larger than 500 KB/],
  ]
  for (const [content, reason] of refused) assert.throws(() => readMap(content), reason)
})
