// The link check against a real server: what is gone, what leads on, what refuses only programs.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { makeOutbound } from '../../../kernel/outbound.ts'
import type { ReadDb, WriteDb } from '../../../kernel/town.ts'
import { importRecords, serviceRecord } from '../fixtures.tsx'
import { callLink, checkLinks, collectLinks, linksOfThing, listDeadLinks, openLinkOutbound } from './link-check.ts'
import type { EditorTables } from './tables.ts'

const fresh = await freshHouse()
const server = createServer((request, response) => {
  const path = request.url ?? ''
  if (path === '/head-refused') response.statusCode = request.method === 'HEAD' ? 405 : 200
  else response.statusCode = { '/gone': 410, '/missing': 404, '/moved': 301, '/angry': 403, '/broken': 500 }[path] ?? 200
  if (path === '/moved') response.setHeader('location', '/')
  response.end('x')
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const outbound = makeOutbound({ allow: [origin], allowPrivate: [origin] })
after(() => {
  outbound.close()
  server.close()
})

test('Each answer means what it says', async () => {
  const states = await Promise.all(
    ['/', '/head-refused', '/gone', '/missing', '/moved', '/angry', '/broken'].map(
      async (path) => (await callLink(outbound, origin + path)).state,
    ),
  )
  assert.deepEqual(states, ['ok', 'ok', 'dead', 'dead', 'moved', 'unsure', 'unsure'])
})

test('Addresses inside our own network and those without https are never called', async () => {
  const strict = openLinkOutbound()
  assert.deepEqual(await callLink(strict, 'https://127.0.0.1/'), { state: 'unsure', answer: 'refused' })
  assert.deepEqual(await callLink(strict, 'http://example.org/'), { state: 'insecure', answer: 'http' })
  strict.close()
})

test('Dead links are listed with where they stand; one refusal alone is no proof', async () => {
  const town = await freshTown(fresh.house)
  const now = new Date()
  const services = [
    serviceRecord('a', { title: 'A', description: `<p><a href="${origin}/missing">x</a> <a href="${origin}/angry">y</a></p>` }),
    serviceRecord('b', { title: 'B' }, { links: [{ title: 'z', url: `${origin}/missing` }] }),
  ]
  await importRecords(town, services, { now })
  assert.equal(await collectLinks(town), 3)
  const read = <Result>(work: (db: ReadDb<EditorTables>) => Promise<Result>) => town.read(work)
  // The fake stands at http, which a town's links are only listed for: called here all the same.
  await town.write((db: WriteDb<EditorTables>) => db.updateTable('catalogue.link_check').set({ state: 'unknown' }).execute())
  await checkLinks(town, outbound, { now, atMost: 10 })
  const dead = await read((db) => listDeadLinks(db))
  assert.deepEqual(
    dead.map(({ title, field, url }) => [title, field, url.replace(origin, '')]),
    [
      ['A', 'de.description', '/missing'],
      ['B', 'links', '/missing'],
    ],
  )
  await checkLinks(town, outbound, { now, atMost: 10 })
  assert.equal((await read((db) => listDeadLinks(db))).length, 3)
  assert.equal((await read((db) => linksOfThing(db, 'service', 2))).length, 1)
  await importRecords(town, [serviceRecord('a', { title: 'A' }), serviceRecord('b', { title: 'B' })], { now })
  assert.equal(await collectLinks(town), 0)
  assert.deepEqual(await read((db) => listDeadLinks(db)), [])
})
