// What concerns the whole town is closed to who works for one unit, whatever their role names; and nothing personal stays in a browser.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import { nextPath } from '../../kernel/http/answer.ts'
import { findInvitation, invite } from '../../kernel/invitations.ts'
import { openSession } from '../../kernel/sessions.ts'
import { buildColleague, buildOrganisation, buildRole, someUnits } from './fixtures.ts'

const fresh = await freshHouse()
const town = await freshTown(fresh.house)
const served = await serveFresh(fresh)
const now = new Date()
await buildOrganisation(town, someUnits, now)

test('A permission that belongs to the whole town opens nothing for who holds it in one unit', async () => {
  await buildRole(fresh.house, town, 'keys', ['desk.work.see', 'desk.tokens.manage'], now)
  const names = { givenName: 'Karin', familyName: 'Muster' }
  const inUnit = await openSession(town, await buildColleague(town, { ...names, roles: ['keys@trade'] }, now), 'basic', now)
  const inTown = await openSession(town, await buildColleague(town, { ...names, roles: ['keys@*'] }, now), 'basic', now)
  const statusOf = async (session: string, path: string) => (await served.request(town, path, { session })).status
  assert.deepEqual([await statusOf(inTown, '/desk/tokens'), await statusOf(inUnit, '/desk/tokens')], [200, 403])
  assert.equal(await statusOf(inUnit, '/desk'), 200)
  assert.doesNotMatch((await served.request(town, '/desk', { session: inUnit })).text, /href="\/desk\/tokens"/)
})

test('Nothing shown to somebody who is signed in is kept by a browser', async () => {
  const person = await buildColleague(town, { givenName: 'Karl', familyName: 'Muster' }, now)
  const session = await openSession(town, person, 'basic', now)
  for (const path of ['/', '/accounts', '/accounts/profile', '/accounts/sessions', '/looks', '/mailbox', '/accounts/data.json']) {
    const { headers, status } = await served.request(town, path, { session })
    assert.deepEqual([path, status, headers['cache-control'], headers.etag], [path, 200, 'no-store', undefined])
  }
})

test('A way on that hides another host behind a tab leads to the start page', () => {
  assert.equal(nextPath('/\t/dieb.example'), '/')
  assert.equal(nextPath('/mailbox?q=ä'), '/mailbox?q=ä')
})

test('Who invites for one unit ends no invitation of the whole town, and staff do not end their own entry', async () => {
  await buildRole(fresh.house, town, 'inviter', ['desk.work.see', 'desk.organisation.see', 'desk.members.invite'], now)
  const inviter = await buildColleague(town, { givenName: 'Ina', familyName: 'Muster', roles: ['inviter@trade'] }, now)
  const wanted = { mail: 'chefin@example.org', purpose: 'administrator', roles: [] } as const
  const first = await invite(town, { giver: undefined, actor: { system: 'desk' } }, wanted, now)
  assert.ok('token' in first)
  const session = await openSession(town, inviter, 'basic', now)
  const form = (path: string, fields: Record<string, string>) =>
    served.request(town, path, {
      session,
      method: 'POST',
      headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    })
  const asked = await form('/desk/units/trade/invitations', { mail: wanted.mail, givenName: 'C', familyName: 'M', role: '' })
  assert.equal(asked.status, 422)
  assert.ok(await findInvitation(town, first.token, new Date()))
  assert.equal((await form('/accounts/erase', { sure: 'yes' })).status, 404)
})
