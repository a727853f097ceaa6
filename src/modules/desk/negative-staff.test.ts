// Break-ins that happened elsewhere, tried here: roles, tenants, tokens, set-up. Numbers are those of vulnerability-cases.csv.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import { giveRole } from '../../kernel/grants.ts'
import { acceptInvitation, findInvitation, invite } from '../../kernel/invitations.ts'
import { createMachineToken } from '../../kernel/machine-tokens.ts'
import { findSignedIn, openSession } from '../../kernel/sessions.ts'
import { staffLaw } from '../../kernel/staff.ts'
import type { KernelTables } from '../../kernel/tables.ts'
import type { Town, WriteDb } from '../../kernel/town.ts'
import { buildColleague, buildOrganisation, buildRole, someUnits } from './fixtures.ts'

const fresh = await freshHouse()
const served = await serveFresh(fresh)
const now = new Date()
const all = [
  'desk.work.see',
  'desk.organisation.see',
  'desk.roles.grant',
  'desk.roles.change',
  'desk.tokens.manage',
  'desk.members.invite',
]

async function town(): Promise<{ town: Town; chief: string; clerk: string }> {
  const made = await freshTown(fresh.house)
  await buildOrganisation(made, someUnits, now)
  await buildRole(fresh.house, made, 'chief', all, now)
  await buildRole(fresh.house, made, 'clerk', ['desk.work.see', 'desk.organisation.see'], now)
  const chief = await buildColleague(made, { givenName: 'Ada', familyName: 'Chef', unit: 'trade', roles: ['chief@*'] }, now)
  const clerk = await buildColleague(made, { givenName: 'Ben', familyName: 'Sach', unit: 'trade', roles: ['clerk@trade'] }, now)
  return { town: made, chief, clerk }
}
const post = async (where: Town, path: string, person: string, form: Record<string, string>) =>
  served.request(where, path, {
    method: 'POST',
    session: await openSession(where, person, 'basic', new Date()),
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams(form).toString(),
  })
const get = async (where: Town, path: string, person: string) =>
  served.request(where, path, { session: await openSession(where, person, 'basic', new Date()) })
const program = async (where: Town, permissions: string[]) =>
  where.write((db: WriteDb<KernelTables>) =>
    createMachineToken(db, { name: 'Probe', permissions, expiresAt: new Date(Date.now() + 1e6) }, new Date()),
  )
const scim = (where: Town, token: string, method: string, path: string, body?: object) =>
  served.request(where, `/scim/v2${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/scim+json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
const permissionsOf = async (where: Town, person: string) => {
  const session = await openSession(where, person, 'high', new Date())
  return [...((await findSignedIn(where, session, new Date()))?.permissions ?? [])]
}
const accept = (where: Town, token: string, person: string) =>
  where.personal({ subjects: [person], actor: 'self', purpose: 'Probe', legalBasis: staffLaw }, (db: WriteDb<KernelTables>) =>
    acceptInvitation(db, where, { token, person, givenName: 'Eva', familyName: 'Erste' }, new Date()),
  )
const inviteFirst = async (where: Town, mail: string, at = new Date()) => {
  const made = await invite(
    where,
    { giver: undefined, actor: { system: 'desk' } },
    { mail, purpose: 'administrator', roles: [{ role: 'chief' }] },
    at,
  )
  assert.ok('token' in made)
  return made
}

test('1: a clerk makes nobody an administrator, and neither does a directory that sends roles', async () => {
  const { town: one, clerk } = await town()
  assert.equal((await post(one, `/desk/people/${clerk}/roles`, clerk, { role: 'chief', unit: '' })).status, 403)
  const token = await program(one, ['desk.scim.provision'])
  const body = { userName: 'evil', roles: [{ value: 'chief' }], entitlements: ['administrator'], permissions: all }
  const { id } = JSON.parse((await scim(one, token, 'POST', '/Users', body)).text) as { id: string }
  assert.deepEqual(await permissionsOf(one, id), [])
})

test('2: the first administrator is invited by the command line alone, and the link works once', async () => {
  const { town: one } = await town()
  const { token, person } = await inviteFirst(one, 'eva@example.org')
  assert.deepEqual(await permissionsOf(one, person), [])
  const both = await Promise.all([accept(one, token, person), accept(one, token, person)])
  assert.deepEqual(both.sort(), ['accepted', 'gone'], 'whichever comes first')
  assert.equal(await findInvitation(one, token, new Date()), undefined)
  assert.deepEqual((await permissionsOf(one, person)).sort(), [...all].sort())
})

test('5: an invitation enrols the invited person only, and nobody when the person is left out', async () => {
  const { town: one, clerk } = await town()
  const { token, person } = await inviteFirst(one, 'eva@example.org')
  assert.equal(await accept(one, token, clerk), 'gone')
  await assert.rejects(accept(one, token, ''))
  assert.equal(await accept(one, '', person), 'gone')
  assert.deepEqual(await permissionsOf(one, person), [])
})

test('6: no page of the desk shows a hash, a key or a secret', async () => {
  const { town: one, chief, clerk } = await town()
  const token = await program(one, ['desk.scim.provision'])
  for (const path of ['/desk/tokens', '/desk/roles', '/desk/organisation', `/desk/people/${clerk}`, '/desk/units/trade']) {
    const { text, status } = await get(one, path, chief)
    assert.equal(status, 200, path)
    assert.doesNotMatch(text, new RegExp(`${token}|token_hash|postgres://|_key\\b`), path)
  }
})

test('16: what is removed in one town stays in the other, also under the same address', async () => {
  const [{ town: one }, { town: two }] = [await town(), await town()]
  const [here, there] = [await inviteFirst(one, 'same@example.org'), await inviteFirst(two, 'same@example.org')]
  const token = await program(one, ['desk.scim.provision'])
  assert.equal((await scim(one, token, 'DELETE', `/Users/${here.person}`)).status, 204)
  assert.equal(await accept(one, here.token, here.person), 'gone')
  assert.equal(await accept(two, there.token, there.person), 'accepted')
})

test('18: a token, a session and an invitation of one town mean nothing in another', async () => {
  const [{ town: one, chief }, { town: two }] = [await town(), await town()]
  const token = await program(one, ['desk.scim.provision'])
  assert.equal((await scim(two, token, 'GET', '/Users')).status, 401)
  const session = await openSession(one, chief, 'high', new Date())
  assert.ok([303, 401].includes((await served.request(two, '/desk', { session })).status))
  const { token: invitation } = await inviteFirst(one, 'eva@example.org')
  assert.equal(await findInvitation(two, invitation, new Date()), undefined)
})

test('21: an administrator of one town reaches no person, role or unit of another', async () => {
  const [{ town: one, chief }, { town: two, clerk }] = [await town(), await town()]
  assert.equal((await get(one, `/desk/people/${clerk}`, chief)).status, 404)
  assert.equal((await post(one, `/desk/people/${clerk}/roles`, chief, { role: 'clerk', unit: 'trade' })).status, 404)
  assert.deepEqual((await permissionsOf(two, clerk)).sort(), ['desk.organisation.see', 'desk.work.see'])
})

test('22, 23: whoever only works at the desk opens no editor and posts no change', async () => {
  const { town: one, clerk, chief } = await town()
  for (const path of ['/desk/roles', '/desk/roles/chief', '/desk/tokens'])
    assert.equal((await get(one, path, clerk)).status, 403, path)
  for (const [path, form] of [
    ['/desk/roles/clerk', { name: 'Mehr', permission: 'desk.roles.grant' }],
    ['/desk/tokens', { name: 'x', days: '9', permission: 'desk.scim.provision' }],
    ['/desk/units/trade/invitations', { mail: 'x@example.org' }],
    [`/desk/people/${chief}/deputies`, { deputy: clerk }],
  ] as const)
    assert.equal((await post(one, path, clerk, form)).status, 403, path)
})

test('26: what is typed into a search or a filter never becomes a statement', async () => {
  const { town: one, chief } = await town()
  const token = await program(one, ['desk.scim.provision'])
  for (const typed of [`') , pg_sleep(2) --`, `x' OR '1'='1`, `%_\\`, `"; DROP TABLE kernel.unit; --`]) {
    const query = encodeURIComponent(typed)
    assert.equal((await get(one, `/desk/search?q=${query}`, chief)).status, 200)
    assert.equal((await get(one, `/desk/organisation?q=${query}`, chief)).status, 200)
    const answer = await scim(one, token, 'GET', `/Users?filter=${encodeURIComponent(`userName eq ${JSON.stringify(typed)}`)}`)
    assert.equal((JSON.parse(answer.text) as { totalResults: number }).totalResults, 0)
    assert.equal((await scim(one, token, 'GET', `/Users?filter=${query}&sortBy=${query}`)).status, 400)
  }
})

test('35: an invitation that has expired lets nobody in', async () => {
  const { town: one } = await town()
  const { token, person } = await inviteFirst(one, 'eva@example.org', new Date(Date.now() - 25 * 3_600_000))
  assert.equal(await findInvitation(one, token, new Date()), undefined)
  assert.equal(await accept(one, token, person), 'gone')
})

test('50: a directory that sends the id of an administrator makes somebody new and changes nobody', async () => {
  const { town: one, chief } = await town()
  const token = await program(one, ['desk.scim.provision'])
  const made = await scim(one, token, 'POST', '/Users', { id: chief, userName: 'taken-over', name: { familyName: 'Fremd' } })
  assert.notEqual((JSON.parse(made.text) as { id: string }).id, chief)
  assert.match((await get(one, `/desk/people/${chief}`, chief)).text, /Chef, Ada/)
})

test('54: what was given for one unit counts for no other', async () => {
  const { town: one } = await town()
  const local = await buildColleague(one, { givenName: 'Cem', familyName: 'Nord', unit: 'trade', roles: ['chief@trade'] }, now)
  const other = await buildColleague(
    one,
    { givenName: 'Dora', familyName: 'Bau', unit: 'building', roles: ['clerk@building'] },
    now,
  )
  assert.equal((await post(one, `/desk/people/${other}/roles`, local, { role: 'clerk', unit: 'citizens' })).status, 422)
  assert.equal((await post(one, '/desk/units/building/invitations', local, { mail: 'x@example.org' })).status, 404)
  assert.equal((await post(one, '/desk/tokens', local, { name: 'x', days: '9', permission: 'desk.scim.provision' })).status, 403)
})

test('59: who may see a role does not therefore take it', async () => {
  const { town: one, chief } = await town()
  await buildRole(fresh.house, one, 'giver', ['desk.work.see', 'desk.organisation.see', 'desk.roles.grant'], now)
  const giver = await buildColleague(one, { givenName: 'Cem', familyName: 'Gibt', unit: 'trade', roles: ['giver@*'] }, now)
  const { text } = await get(one, `/desk/people/${chief}`, giver)
  const grant = new RegExp(`/desk/people/${chief}/roles/([0-9a-f-]{36})`).exec(text)?.[1]
  assert.equal((await post(one, `/desk/people/${chief}/roles/${grant}`, giver, {})).status, 409)
  assert.equal((await permissionsOf(one, chief)).length, all.length)
})

test('60: who was invited and has not accepted can do nothing, whatever was granted', async () => {
  const { town: one } = await town()
  const { person } = await inviteFirst(one, 'eva@example.org')
  await one.write((db: WriteDb<KernelTables>) => giveRole(db, undefined, { person, role: 'chief', unit: 'trade' }, new Date()))
  const token = await program(one, ['desk.scim.provision'])
  const [unit] = (JSON.parse((await scim(one, token, 'GET', '/Groups')).text) as { Resources: { id: string }[] }).Resources
  await scim(one, token, 'PATCH', `/Groups/${unit!.id}`, {
    Operations: [{ op: 'add', path: 'members', value: [{ value: person }] }],
  })
  assert.deepEqual(await permissionsOf(one, person), [])
  assert.equal((await get(one, '/desk', person)).status, 403)
})

test('A role that is taken while it is used to give another one: one of the two is first, never both', async () => {
  const { town: one, chief, clerk } = await town()
  const giver = await buildColleague(one, { givenName: 'Cem', familyName: 'Gibt', unit: 'trade', roles: ['chief@trade'] }, now)
  const { text } = await get(one, `/desk/people/${giver}`, chief)
  const grant = new RegExp(`/desk/people/${giver}/roles/([0-9a-f-]{36})`).exec(text)![1]!
  const give = () =>
    one.write((db: WriteDb<KernelTables>) =>
      giveRole(
        db,
        { person: giver, permission: 'desk.roles.grant' },
        { person: clerk, role: 'chief', unit: 'trade-north' },
        new Date(),
      ),
    )
  const [taken, first] = await Promise.all([post(one, `/desk/people/${giver}/roles/${grant}`, chief, {}), give()])
  assert.equal(taken.status, 303)
  assert.ok('given' in first || first.refused === 'not-allowed')
  const after = await give()
  assert.ok('refused' in after && after.refused === 'not-allowed')
})
