// A form of another system taken over on the desk.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import { multipart } from '../../../kernel/uploads/fixtures.ts'
import { listForms, type Reading } from '../form.ts'
import { parkingForm, staffMember } from './fixtures.ts'

const fresh = await freshHouse()
const served = await serveFresh(fresh)
const now = new Date()
const town = await freshTown(fresh.house, { staffNetworks: ['127.0.0.1/32', '::1/128'] })
const anna = await staffMember(town, 'Anna', now)

const take = (name: string, content: string, unit = '/') => {
  const sent = multipart([
    { field: 'file', name, content },
    { field: 'unit', content: unit },
  ])
  const asked = { method: 'POST', session: anna.session, ...sent, headers: { ...sent.headers, origin: town.origin } }
  return served.request(town, '/desk/forms/import', asked)
}
const titles = async () => (await town.read((db: Reading) => listForms(db))).map(({ title }) => title)

test('A form of another town is taken over, unpublished, with what was found in it', async () => {
  const document = JSON.stringify({ ...parkingForm, title: { de: 'Parken in Musterstadt' } })
  const taken = await take('parken.json', document)
  assert.equal(taken.status, 200)
  assert.match(taken.text, /Übernommen: Parken in Musterstadt/)
  assert.deepEqual(await titles(), ['Parken in Musterstadt'])
  const shown = await served.request(town, '/desk/forms', { session: anna.session })
  assert.match(shown.text, /Parken in Musterstadt/)
})

test('What is no form is refused with a reason, and nothing is stored', async () => {
  const before = await titles()
  const broken = await take('kaputt.xml', '<xdf:nothing xmlns:xdf="urn:other"/>')
  assert.equal(broken.status, 422)
  assert.match(broken.text, /class="error"/)
  assert.equal((await take('form.json', '{"format": "stadttor-form/9"}')).status, 422)
  assert.equal((await take('form.json', JSON.stringify(parkingForm), '/no/such')).status, 422)
  assert.deepEqual(await titles(), before)
})
