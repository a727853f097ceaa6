// What an editor of one unit may not do to the forms of another one, and to what the whole town shares.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import { giveRole } from '../../../kernel/grants.ts'
import { takeOrganisation } from '../../../kernel/organisation.ts'
import { readOrganisation } from '../../../kernel/organisation-files.ts'
import { registerPerson } from '../../../kernel/people.ts'
import { saveRole } from '../../../kernel/roles.ts'
import { openSession } from '../../../kernel/sessions.ts'
import { joinUnit } from '../../../kernel/staff.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { WriteDb } from '../../../kernel/town.ts'
import { keepBlock, listBlocks } from './block.ts'
import { mayApprove, mayEdit } from './desk-form.ts'
import { buildForm, staffMember } from './fixtures.ts'
import { type BuilderReading, type BuilderWriting, findWorkingCopy } from './working-copy.ts'

const fresh = await freshHouse()
const served = await serveFresh(fresh)
const now = new Date()
const town = await freshTown(fresh.house, { staffNetworks: ['127.0.0.1/32', '::1/128'] })
const permissions = [mayEdit, mayApprove]
await town.write(async (db: WriteDb<KernelTables>) => {
  const units = 'key;parent;kind;name\npark;;department;Gartenbau\n'
  await takeOrganisation(db, { lines: readOrganisation(units).lines, source: 'file' }, now)
  await saveRole(db, undefined, { key: 'builder', name: 'Formulare', permissions }, new Set(permissions), now)
})
const gardener = await registerPerson(town, { kind: 'staff', givenName: 'Gitta', familyName: 'Garten' }, now)
await town.write(async (db: WriteDb<KernelTables>) => {
  const place = await db.selectFrom('kernel.unit').select('id').where('key', '=', 'park').executeTakeFirstOrThrow()
  await joinUnit(db, gardener, place.id, now)
  await giveRole(db, undefined, { person: gardener, role: 'builder', unit: 'park' }, now)
})
const local = await openSession(town, gardener, 'high', now)
const anna = await staffMember(town, 'Anna', now)

const post = (path: string, fields: Record<string, string>, session = local) =>
  served.request(town, path, {
    method: 'POST',
    session,
    headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })

test('An editor of one unit neither sees nor changes nor publishes nor takes out a form of the whole town', async () => {
  const id = await buildForm(town, anna.id, now)
  const copy = () => town.read((db: BuilderReading) => findWorkingCopy(db, id))
  const before = await copy()
  const list = await served.request(town, '/desk/forms', { session: local })
  assert.equal(list.status, 200)
  assert.ok(!list.text.includes(id))
  for (const path of [
    '',
    '/items/halter',
    '/papers',
    '/rules',
    '/languages',
    '/history',
    '/publish',
    '/operation',
    '/json',
    '/copy',
  ]) {
    const { status } = await served.request(town, `/desk/forms/${id}${path}`, { session: local })
    assert.equal(status, 404, path)
  }
  assert.equal((await post(`/desk/forms/${id}/items/halter/remove`, {})).status, 404)
  assert.equal((await post(`/desk/forms/${id}/move`, { page: 'wohnung', go: 'down' })).status, 404)
  assert.equal((await post(`/desk/forms/${id}/publish`, { go: 'publish', revision: '1' })).status, 404)
  assert.deepEqual(await copy(), before)
  const begun = { title: 'Für alle', unit: '/', kind: 'application', key: '' }
  assert.equal((await post('/desk/forms/new', begun)).status, 422)
  assert.equal((await post('/desk/forms/new', { ...begun, unit: '/park/' })).status, 303)
})

test('A block goes only by whoever kept it, or by whoever builds forms for the whole town', async () => {
  const item = { kind: 'question', key: 'dog', type: 'text', label: { de: 'Hund' } } as const
  await town.write((db: BuilderWriting) => keepBlock(db, { name: 'Hund', item, by: anna.id, now }))
  const own = async () =>
    (await town.read((db: BuilderReading) => listBlocks(db, { language: 'de' }))).filter((block) => block.own)
  const [block] = await own()
  const page = await served.request(town, '/desk/forms/blocks', { session: local })
  assert.match(page.text, /Hund/)
  assert.ok(!page.text.includes(block!.key), 'no button to take it away')
  assert.equal((await post('/desk/forms/blocks', { block: block!.key })).status, 404)
  assert.equal((await own()).length, 1)
  assert.equal((await post('/desk/forms/blocks', { block: block!.key }, anna.session)).status, 303)
  assert.deepEqual(await own(), [])
})
