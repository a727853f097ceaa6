// An application without an account: found by its reference and a code by mail, and by nothing else.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { type Asked, serveFresh } from '../../../../test/serve-town.ts'
import { newId } from '../../../kernel/ids.ts'
import { registerPerson } from '../../../kernel/people.ts'
import { newReference, showReference } from '../../../kernel/reference.ts'
import { openSession } from '../../../kernel/sessions.ts'
import type { Town } from '../../../kernel/town.ts'
import cases from '../module.tsx'
import { apply, caseRow, neighbourRoom, noNeighbours, storeSampleType } from './fixtures.ts'

const seen = noNeighbours()
const fresh = await freshHouse({ modules: [{ ...cases, folder: '' }, neighbourRoom(seen)] })
const { house } = fresh
const town = await freshTown(house)
const other = await freshTown(house)
const served = await serveFresh(fresh)
for (const one of [town, other]) await storeSampleType(one)
const now = new Date()

const pathOf = ({ reference }: { reference: string }): string => `/applications/${showReference(reference)}`
const post = (path: string, fields: Record<string, string>, where: Town = town, headers: Asked['headers'] = {}) =>
  served.request(where, path, {
    method: 'POST',
    headers: { origin: where.origin, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  })
const codeOf = (way: string): string => seen.messages.find(({ key }) => key.endsWith(way.split('/').at(-1)!))?.values.code ?? ''
/** As the browser sends it from now on. */
const kept = (cookies: string[] | undefined): { cookie: string } => ({
  cookie: (cookies ?? []).map((one) => one.split(';')[0]).join('; '),
})

const askFor = async (reference: string, where: Town = town): Promise<string> => {
  const asked = await post('/applications/find', { reference }, where)
  assert.equal(asked.status, 303)
  return String(asked.headers.location)
}

test('With reference and code the application opens in this browser alone, and its holder can take it back', async () => {
  const one = await apply(house, town, { mail: 'anna@example.org', now })
  const way = await askFor(showReference(one.reference).toLowerCase())
  const message = seen.messages.at(-1)!
  assert.deepEqual(message.to, { address: 'anna@example.org', language: 'de' })
  const wrong = await post(way, { code: '00000000' })
  assert.equal(wrong.status, 422)
  const opened = await post(way, { code: codeOf(way) })
  assert.equal(opened.headers.location, pathOf(one))
  const headers = kept(opened.headers['set-cookie'])
  const shown = await served.request(town, pathOf(one), { headers })
  assert.equal(shown.status, 200)
  assert.match(shown.text, /Anna Muster/)
  assert.match(String(shown.headers['cache-control']), /no-store/)
  assert.equal((await post(way, { code: codeOf(way) })).status, 422, 'a code opens once')
  assert.equal((await served.request(town, pathOf(one))).status, 404, 'without the cookie')
  assert.equal((await served.request(town, pathOf(one), { headers: { cookie: `__Host-case=${'A'.repeat(43)}` } })).status, 404)
  assert.equal((await post(`${pathOf(one)}/withdraw`, { reason: '' }, town, headers)).status, 303)
  assert.equal((await caseRow(town, one.id))?.outcome, 'withdrawn')
  const another = await apply(house, town, { mail: 'anna@example.org', now })
  assert.equal((await served.request(town, pathOf(another), { headers })).status, 404, 'the code was for one application')
})

test('An unknown reference, one of an account and one of another town answer the same, and no code is sent', async () => {
  const person = await registerPerson(town, { kind: 'resident', givenName: 'Anna', familyName: 'Muster' }, now)
  const session = await openSession(town, person, 'basic', now)
  const withAccount = await apply(house, town, { person, mail: 'konto@example.org', now })
  const elsewhere = await apply(house, other, { mail: 'dort@example.org', now })
  const known = await apply(house, town, { mail: 'hier@example.org', now })
  const before = seen.messages.length
  const pages: string[] = []
  for (const reference of [newReference(), withAccount.reference, elsewhere.reference, known.reference]) {
    const way = await askFor(reference)
    pages.push((await served.request(town, way)).text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ''))
    if (reference !== known.reference) assert.equal((await post(way, { code: '12345678' })).status, 422)
  }
  assert.equal(new Set(pages).size, 1)
  assert.deepEqual(
    seen.messages.slice(before).map(({ to }) => ('address' in to ? to.address : '')),
    ['hier@example.org'],
  )
  assert.equal((await served.request(town, pathOf(known), { session })).status, 404)
  assert.equal((await post(`/applications/find/${newId()}`, { code: '12345678' })).status, 422)
  assert.equal((await post('/applications/find', { reference: 'abc' })).status, 422)
})

test('A code of one town opens nothing in another, and five wrong tries use it up', async () => {
  const one = await apply(house, town, { mail: 'anna@example.org', now })
  const way = await askFor(one.reference)
  assert.equal((await post(way, { code: codeOf(way) }, other)).status, 422)
  for (let tries = 0; tries < 5; tries += 1) assert.equal((await post(way, { code: '99999999' })).status, 422)
  assert.equal((await post(way, { code: codeOf(way) })).status, 422)
})

test('Nobody fills a mailbox: four codes an hour for one application, and few requests from one place', async () => {
  const third = await freshTown(house)
  await storeSampleType(third)
  const one = await apply(house, third, { mail: 'viel@example.org', now })
  for (let times = 0; times < 6; times += 1) await askFor(one.reference, third)
  assert.equal(seen.messages.filter(({ to }) => 'address' in to && to.address === 'viel@example.org').length, 4)
  for (let times = 0; times < 4; times += 1) await askFor(newReference(), third)
  assert.equal((await askFor(newReference(), third)).split('?')[1], 'said=wait')
})
