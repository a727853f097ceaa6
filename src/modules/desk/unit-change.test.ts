// Units are changed on the desk by who is responsible for them, and by nobody beyond their own unit.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { type Asked, serveFresh } from '../../../test/serve-town.ts'
import { openSession } from '../../kernel/sessions.ts'
import type { KernelTables } from '../../kernel/tables.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import { buildColleague, buildOrganisation, buildRole, someUnits } from './fixtures.ts'

const fresh = await freshHouse()
const served = await serveFresh(fresh)
const now = new Date()

async function townWithChief() {
  const town = await freshTown(fresh.house)
  await buildOrganisation(town, someUnits, now)
  await buildRole(fresh.house, town, 'chief', ['desk.work.see', 'desk.organisation.see', 'desk.organisation.change'], now)
  const chief = await buildColleague(
    town,
    { givenName: 'Cora', familyName: 'Chef', unit: 'citizens', roles: ['chief@citizens'] },
    now,
  )
  const session = await openSession(town, chief, 'substantial', now)
  const post = (path: string, fields: Record<string, string>) => {
    const headers = { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' }
    const asked: Asked = { method: 'POST', session, headers, body: new URLSearchParams(fields).toString() }
    return served.request(town, path, asked)
  }
  const see = async (path: string) => (await served.request(town, path, { session })).text
  return { town, post, see, session }
}
const pathsOf = async (town: Town) =>
  (
    await town.read((db: ReadDb<KernelTables>) =>
      db.selectFrom('kernel.unit').select('path').where('closed_at', 'is', null).orderBy('path').execute(),
    )
  ).map(({ path }) => path)

test('A unit is opened below one’s own, renamed and moved, and its page tells the history', async () => {
  const { town, post, see } = await townWithChief()
  assert.match(await see('/desk/units/trade'), /Einheit ändern/)
  const opened = await post('/desk/units/trade/below', { newName: 'Märkte und Feste', kind: 'unit' })
  assert.equal(opened.headers.location, '/desk/units/maerkte-und-feste', opened.text)
  const change = { name: 'Märkte', parent: 'citizens' }
  assert.equal((await post('/desk/units/maerkte-und-feste/change', change)).status, 303)
  assert.ok((await pathsOf(town)).includes('/citizens/maerkte-und-feste/'))
  const page = await see('/desk/units/maerkte-und-feste/change')
  assert.match(page, /Verlegt: von trade nach citizens[\s\S]*Umbenannt: „Märkte und Feste“ in „Märkte“[\s\S]*Angelegt/)
  assert.equal((await post('/desk/units/trade/change', { name: '', parent: 'citizens' })).status, 422)
})

test('Nobody changes a unit beyond their own, nor moves one there, nor below itself', async () => {
  const { town, post } = await townWithChief()
  const before = await pathsOf(town)
  assert.equal((await post('/desk/units/building/change', { name: 'Meins', parent: '' })).status, 404)
  assert.equal((await post('/desk/units/building/below', { newName: 'Meins', kind: 'unit' })).status, 404)
  assert.equal((await post('/desk/units/trade/change', { name: 'Gewerbe', parent: 'building' })).status, 422)
  assert.equal((await post('/desk/units/trade/change', { name: 'Gewerbe', parent: 'trade-north' })).status, 422)
  assert.equal((await post('/desk/units/trade/change', { name: 'Gewerbe', parent: '' })).status, 422)
  assert.equal((await post('/desk/units/trade-north/close', { successor: 'building' })).status, 422)
  assert.deepEqual(await pathsOf(town), before)
})

test('A closed unit hands its staff to the successor, ends the roles given for it, and goes only after those below it', async () => {
  const { town, post, see } = await townWithChief()
  await buildRole(fresh.house, town, 'clerk', ['desk.work.see'], now)
  const ben = await buildColleague(
    town,
    { givenName: 'Ben', familyName: 'Sach', unit: 'trade-north', roles: ['clerk@trade-north'] },
    now,
  )
  const session = await openSession(town, ben, 'substantial', now)
  assert.equal((await served.request(town, '/desk', { session })).status, 200)
  assert.equal((await post('/desk/units/trade/close', { successor: 'citizens' })).status, 422, 'another unit stands below it')
  const closed = await post('/desk/units/trade-north/close', { successor: 'trade' })
  assert.equal(closed.headers.location, '/desk/units/trade', closed.text)
  assert.match(await see('/desk/units/trade'), /Sach, Ben/)
  assert.equal((await served.request(town, '/desk', { session })).status, 403)
  assert.equal((await post('/desk/units/trade-north/change', { name: 'x', parent: 'trade' })).status, 404)
})
