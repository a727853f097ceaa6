// The desk and the residents' page through the front door.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { type Asked, serveFresh } from '../../../test/serve-town.ts'
import { grantPermission, registerPerson } from '../../kernel/people.ts'
import { openSession } from '../../kernel/sessions.ts'
import { holdFor, install } from './fixtures.ts'
import reservations from './module.tsx'

const fresh = await freshHouse({ modules: [{ ...reservations, folder: '' }] })
const { house } = fresh
const town = await freshTown(house)
const served = await serveFresh(fresh)
const now = new Date()
await install(house, town, now)

const clerk = async (...permissions: string[]) => {
  const id = await registerPerson(town, { kind: 'staff', givenName: 'Karl', familyName: 'Kanzlei' }, now)
  for (const permission of permissions) await grantPermission(town, id, permission)
  return openSession(town, id, 'basic', now)
}
const post = (session: string, fields: Record<string, string>): Asked => ({
  method: 'POST',
  session,
  headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
})
const look = (path: string) => served.request(town, path)

test('A clerk sees the stock and its holds, and releases one with a reason that stays in its history', async () => {
  const session = await clerk('reservations.stock.read', 'reservations.hold.release')
  await holdFor(house, town, 'case-1', 'A-AB 77', now)
  const stocks = await served.request(town, '/desk/reservations', { session })
  assert.match(stocks.text, /Wunschkennzeichen/)
  assert.match(stocks.text, /6\.785\.298/)
  const list = await served.request(town, '/desk/reservations/stocks/plates?state=held&search=ab', { session })
  const [, path = ''] = /href="(\/desk\/reservations\/holds\/[^"]+)"/.exec(list.text) ?? []
  const empty = await served.request(town, `${path}/release`, post(session, { reason: ' ' }))
  assert.equal(empty.status, 422)
  assert.match(empty.text, /Bitte schreiben Sie einen Grund/)
  const done = await served.request(town, `${path}/release`, post(session, { reason: 'Fahrzeug nicht gekauft' }))
  assert.equal(done.status, 303)
  const shown = await served.request(town, path, { session })
  assert.match(shown.text, /Fahrzeug nicht gekauft/)
  assert.doesNotMatch(shown.text, /Jetzt freigeben/)
  const again = await served.request(town, `${path}/release`, post(session, { reason: 'Noch einmal' }))
  assert.match(again.headers.location ?? '', /done=gone/)
})

test('Who may only read cannot release', async () => {
  const reader = await clerk('reservations.stock.read')
  await holdFor(house, town, 'case-2', 'A-AB 78', now)
  const list = await served.request(town, '/desk/reservations/stocks/plates?state=held', { session: reader })
  const [, path = ''] = /href="(\/desk\/reservations\/holds\/[^"]+)"/.exec(list.text) ?? []
  const shown = await served.request(town, path, { session: reader })
  assert.equal(shown.status, 200)
  assert.doesNotMatch(shown.text, /Jetzt freigeben/)
  assert.equal((await served.request(town, `${path}/release`, post(reader, { reason: 'x' }))).status, 403)
})

test('A resident finds free plates without an account, and nothing is held by looking', async () => {
  const found = await look('/reservations/plates?letters=xy&number=1%3F')
  assert.equal(found.status, 200)
  assert.match(found.text, /A-XY 10/)
  assert.match(found.text, /href="\/forms\/wunschkennzeichen"/)
  await holdFor(house, town, 'case-3', 'A-XY 10', now)
  assert.doesNotMatch((await look('/reservations/plates?letters=xy&number=1%3F')).text, /A-XY 10/)
})

test('One plate that is taken, banned or cannot be is named as such, and what was typed stays', async () => {
  await holdFor(house, town, 'case-4', 'A-QQ 1', now)
  assert.match((await look('/reservations/plates?letters=QQ&number=1')).text, /A-QQ 1 ist schon vergeben/)
  assert.match((await look('/reservations/plates?letters=SS&number=1')).text, /vergeben wir nicht/)
  const wrong = await look('/reservations/plates?letters=ABC&number=1x')
  assert.equal(wrong.status, 422)
  assert.match(wrong.text, /value="ABC"/)
  assert.match(wrong.text, /höchstens 2 Buchstaben/)
})

test('A town without plates says so; other stocks that are not there are not found', async () => {
  const empty = await freshTown(house)
  const none = await served.request(empty, '/reservations/plates')
  assert.equal(none.status, 200)
  assert.match(none.text, /Hier gibt es noch nichts zu suchen/)
  assert.equal((await served.request(empty, '/reservations/seats')).status, 404)
})
