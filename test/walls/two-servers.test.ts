// Two servers on one database: what one changes, the other shows at once; signed-in readers stand outside the cache.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anyone } from '../../src/kernel/access.ts'
import { text } from '../../src/kernel/http/answer.ts'
import type { Module } from '../../src/kernel/module.ts'
import { tell } from '../../src/kernel/outbox.ts'
import { registerPerson } from '../../src/kernel/people.ts'
import { openSession } from '../../src/kernel/sessions.ts'
import { freshHouse, freshTown } from '../fresh-town.ts'
import { serveFresh } from '../serve-town.ts'

let rendered = 0
/** Shows how often it was drawn; waits before the answer while somebody holds the brush. */
let brush: Promise<void> | undefined
let drawing: () => void = () => undefined
const board: Module = {
  name: 'board',
  officialName: 'Tafel',
  folder: '',
  routes: (on) => {
    on.page('/board', anyone, { cachedBy: ['q'] }, async () => {
      rendered += 1
      const body = `drawing ${rendered} ${'x'.repeat(2_000)}`
      drawing()
      await brush
      return text('text/html; charset=utf-8', body, { dependsOn: ['board.drawing/1'] })
    })
    on.page('/board/failing', anyone, { cachedBy: [] }, () => {
      rendered += 1
      return text('text/html; charset=utf-8', `drawing ${rendered}`, { status: 409, dependsOn: ['board.drawing/1'] })
    })
  },
}

const fresh = await freshHouse({ modules: [board] })
const town = await freshTown(fresh.house)
const other = await freshTown(fresh.house)
const first = await serveFresh(fresh)
const second = await serveFresh(fresh, {}, await fresh.another())
const see = async (server = first, path = '/board', asked = {}): Promise<string> =>
  (await server.request(town, path, asked)).text.slice(0, 12).trim()
const change = (where = fresh.house.towns.byKey(town.key)!): Promise<void> =>
  where.write((db) => tell(db, { type: 'board.drawn.v1', subjects: ['board.drawing/1'] }))

test('A page is drawn once and then shown from memory', async () => {
  assert.equal(await see(), await see())
  assert.notEqual(await see(first), await see(second), 'each server draws its own')
})

test('A change told on one server drops the page on both', async () => {
  const before = [await see(first), await see(second)]
  const dropped = second.house.towns.byKey(town.key)!
  await change(dropped)
  assert.notEqual(await see(second), before[1], 'at once where it happened')
  let after = await see(first)
  // The other server hears it over the database; a notice takes a moment, and each look asks anew.
  for (let look = 0; look < 500 && after === before[0]; look += 1) after = await see(first)
  assert.notEqual(after, before[0])
})

test('A page that was being drawn while the change came is not kept', async () => {
  await change()
  let lift: () => void = () => undefined
  brush = new Promise((resolve) => {
    lift = resolve
  })
  const started = new Promise<void>((resolve) => {
    drawing = resolve
  })
  const old = see()
  await started
  await change()
  lift()
  brush = undefined
  drawing = () => undefined
  assert.notEqual(await see(), await old)
})

test('Signed-in readers never get a page from memory, nor leave one there', async () => {
  const person = await registerPerson(town, { kind: 'resident', givenName: 'Ada', familyName: 'Beispiel' }, new Date())
  const session = await openSession(town, person, 'basic', new Date())
  const mine = await see(first, '/board?q=mine', { session })
  assert.notEqual(await see(first, '/board?q=mine', { session }), mine)
  const anonymous = await see(first, '/board?q=mine')
  assert.notEqual(anonymous, mine)
  assert.equal(await see(first, '/board?q=mine'), anonymous)
  assert.notEqual(await see(first, '/board?q=mine', { session }), anonymous)
  const { headers } = await first.request(town, '/board?q=mine', { session })
  assert.match(String(headers['cache-control']), /no-store/)
})

test('Only the queries that a page declares are remembered, once each and short', async () => {
  assert.equal(await see(first, '/board?q=a'), await see(first, '/board?q=a'))
  for (const query of ['x=1', 'q=a&x=1', 'q=a&q=b', `q=${'a'.repeat(101)}`])
    assert.notEqual(await see(first, `/board?${query}`), await see(first, `/board?${query}`), query)
})

test('Other spellings of one address are answered, and fill no memory', async () => {
  const kept = await see(first, '/board?q=a')
  for (const path of ['/%62oard?q=a', '/board?q=%61', '/board?&q=a', '/board?q=a&', '/board?q=a#x', '/board?', '/board#1'])
    assert.notEqual(await see(first, path), await see(first, path), path)
  const host = new URL(town.origin).host
  for (const spelling of [host.toUpperCase(), host.replace(/(:\d+)?$/, '.$1'), host.replace(/(:\d+)?$/, ':7')])
    assert.equal((await first.request(spelling, '/board?q=a')).text.slice(0, 12).trim(), kept, spelling)
})

test('Towns and languages do not share pages, and a refusal is not remembered', async () => {
  const own = await see()
  const { text: foreign } = await first.request(other, '/board')
  assert.notEqual(foreign.slice(0, 12).trim(), own)
  assert.notEqual(await see(first, '/en/board'), own)
  assert.notEqual(await see(first, '/board/failing'), await see(first, '/board/failing'))
})

test('A reader who has the page already gets 304; HEAD says the same without the page', async () => {
  const whole = await first.request(town, '/board', { headers: { 'accept-encoding': 'gzip' } })
  assert.equal(whole.headers['content-encoding'], 'gzip')
  const again = await first.request(town, '/board', { headers: { 'if-none-match': String(whole.headers.etag) } })
  assert.deepEqual([again.status, again.body.length], [304, 0])
  assert.ok(again.headers['content-security-policy'])
  const head = await first.request(town, '/board', { method: 'HEAD', headers: { 'accept-encoding': 'gzip' } })
  assert.deepEqual([head.status, head.body.length], [200, 0])
  assert.equal(head.headers.etag, whole.headers.etag)
  assert.equal(head.headers['content-length'], String(whole.body.length))
  const plain = await first.request(town, '/board')
  assert.equal(plain.headers['content-encoding'], undefined)
  assert.equal(plain.headers['set-cookie'], undefined)
})
