// Rendered answers in memory: found by their key, dropped by what they depend on, never kept when already stale.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { acceptedEncoding, etagOf, PageCache } from './page-cache.ts'

const later = Number.MAX_SAFE_INTEGER
const answer = (dependsOn: string[], body = 'page') => ({ status: 200, type: 'text/html', body, dependsOn })
const keep = (cache: PageCache, key: string, dependsOn: string[], town = 1, body?: string) =>
  cache.keep(key, town, answer(dependsOn, body), [], cache.dropsOf(town), later)
const has = (cache: PageCache, key: string): boolean => cache.find(key, 0) !== undefined

test('A page is dropped by its subject, by its kind and by its room, and by nothing else', () => {
  const subjects = { 'a.thing/1': false, 'a.thing/*': false, 'a.*': false, 'a.thing/2': true, 'a.other/*': true, 'b.*': true }
  for (const [subject, stays] of Object.entries(subjects)) {
    const cache = new PageCache()
    keep(cache, 'page', [subject])
    cache.drop(1, ['a.thing/1'])
    assert.equal(has(cache, 'page'), stays, subject)
  }
})

test('What happens in one town leaves the pages of another alone', () => {
  const cache = new PageCache()
  keep(cache, 'one', ['a.thing/1'], 1)
  keep(cache, 'two', ['a.thing/1'], 2)
  cache.drop(1, ['a.thing/1'])
  assert.deepEqual([has(cache, 'one'), has(cache, 'two')], [false, true])
  keep(cache, 'one', ['a.thing/1'], 1)
  cache.drop(1, ['*'])
  assert.deepEqual([has(cache, 'one'), has(cache, 'two')], [false, true])
})

test('A page rendered before a change and finished after it is answered but not kept', () => {
  const cache = new PageCache()
  const before = cache.dropsOf(1)
  cache.drop(1, ['a.thing/1'])
  const entry = cache.keep('page', 1, answer(['a.thing/1']), [], before, later)
  assert.equal(entry.bodies.get('identity')?.toString(), 'page')
  assert.equal(has(cache, 'page'), false)
})

test('After the line between processes was lost, nothing counts as fresh, nor what is being rendered', () => {
  const cache = new PageCache()
  keep(cache, 'page', [])
  const before = cache.dropsOf(1)
  cache.dropAll()
  assert.equal(has(cache, 'page'), false)
  cache.keep('page', 1, answer([]), [], before, later)
  assert.equal(has(cache, 'page'), false)
})

test('A first page of a town that is being rendered while the line is lost is not kept', () => {
  const cache = new PageCache()
  const before = cache.dropsOf(7)
  cache.dropAll()
  cache.keep('page', 7, answer([]), [], before, later)
  assert.equal(has(cache, 'page'), false)
})

test('A page ends with its day', () => {
  const cache = new PageCache()
  cache.keep('page', 1, answer([]), [], 0, 1_000)
  assert.equal(cache.find('page', 999)?.status, 200)
  assert.equal(cache.find('page', 1_000), undefined)
  assert.equal(cache.bytes, 0)
})

test('The cache keeps to its size: the oldest go, a giant is not kept, and the count stays right', () => {
  const cache = new PageCache(40_000)
  for (let index = 0; index < 100; index += 1) keep(cache, `page ${index}`, [`a.thing/${index}`], 1, String(index).repeat(300))
  assert.ok(cache.bytes <= 40_000 && cache.bytes > 20_000)
  assert.deepEqual([has(cache, 'page 0'), has(cache, 'page 99')], [false, true])
  keep(cache, 'giant', [], 1, 'x'.repeat(10_000))
  assert.equal(has(cache, 'giant'), false)
  keep(cache, 'page 99', ['a.thing/99'], 1, 'again')
  for (let index = 0; index < 100; index += 1) cache.drop(1, [`a.thing/${index}`])
  assert.equal(cache.bytes, 0)
})

test('A page that depends on very much is still dropped by each of it', () => {
  const cache = new PageCache()
  keep(
    cache,
    'page',
    Array.from({ length: 50_001 }, (_, index) => `a.thing/${index}`),
  )
  cache.drop(1, ['a.thing/50000'])
  assert.equal(has(cache, 'page'), false)
})

test('A page that was kept anew no longer hangs on what it depended on before', () => {
  const cache = new PageCache()
  keep(cache, 'page', ['a.thing/1'])
  keep(cache, 'page', ['a.thing/2'])
  cache.drop(1, ['a.thing/1'])
  assert.equal(has(cache, 'page'), true)
})

test('Every encoding holds the same page', () => {
  const { bodies, etag } = keep(new PageCache(), 'page', [], 1, 'Straße '.repeat(200))
  assert.equal(
    brotliDecompressSync(Buffer.from(bodies.get('br')!, 'latin1')).toString(),
    Buffer.from(bodies.get('identity')!, 'latin1').toString(),
  )
  assert.equal(
    gunzipSync(Buffer.from(bodies.get('gzip')!, 'latin1')).toString(),
    Buffer.from(bodies.get('identity')!, 'latin1').toString(),
  )
  assert.equal(etag, etagOf('Straße '.repeat(200)))
})

test('The reader gets an encoding that the browser can read', () => {
  const wishes: [string | undefined, string][] = [
    [undefined, 'identity'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.0, gzip;q=0', 'identity'],
    ['br;q=0.5', 'br'],
    ['identity', 'identity'],
    ['zstd', 'identity'],
  ]
  for (const [header, expected] of wishes) assert.equal(acceptedEncoding(header), expected, header)
})

test('Whoever calls up more and more pages of one town pushes none of another town out', () => {
  const cache = new PageCache(100_000)
  keep(cache, 'quiet', ['a.thing/1'], 2)
  for (let page = 0; page < 50; page += 1) keep(cache, `loud ${page}`, ['a.thing/1'], 1, `${page} ${'x'.repeat(5_000)}`)
  assert.ok(cache.bytes <= 100_000)
  assert.deepEqual([has(cache, 'quiet'), has(cache, 'loud 0'), has(cache, 'loud 49')], [true, false, true])
  cache.dropAll()
  assert.equal(cache.bytes, 0)
})
