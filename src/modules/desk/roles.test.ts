// Roles through the front door: given within what the giver holds, for a time and a unit, taken at once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import { giveDeputy } from '../../kernel/deputies.ts'
import { needsSecondPerson } from '../../kernel/four-eyes.ts'
import { listGrantsOf } from '../../kernel/grants.ts'
import { applyGroups } from '../../kernel/group-roles.ts'
import { leaveTown } from '../../kernel/people.ts'
import { openSession } from '../../kernel/sessions.ts'
import type { KernelTables } from '../../kernel/tables.ts'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import { buildColleague, buildOrganisation, buildRole, someUnits } from './fixtures.ts'

const fresh = await freshHouse()
const served = await serveFresh(fresh)
const now = new Date()
const everything = ['desk.work.see', 'desk.organisation.see', 'desk.roles.grant', 'desk.roles.change', 'desk.tokens.manage']

async function townWithRoles(): Promise<Town> {
  const town = await freshTown(fresh.house)
  await buildOrganisation(town, someUnits, now)
  await buildRole(fresh.house, town, 'chief', everything, now)
  await buildRole(fresh.house, town, 'clerk', ['desk.work.see', 'desk.organisation.see'], now)
  return town
}
const session = (town: Town, person: string) => openSession(town, person, 'basic', new Date())
const grantsOf = (town: Town, person: string) => town.read((db: ReadDb<KernelTables>) => listGrantsOf(db, person, new Date()))
const send = async (town: Town, path: string, by: string, form: Record<string, string | string[]>) =>
  served.request(town, path, {
    method: 'POST',
    session: await session(town, by),
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams(
      Object.entries(form).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
    ).toString(),
  })

test('A role given for a unit counts for the unit and what stands below it, and for nothing else', async () => {
  const town = await townWithRoles()
  const chief = await buildColleague(town, { givenName: 'Ada', familyName: 'Chef', unit: 'trade', roles: ['chief@trade'] }, now)
  const clerk = await buildColleague(town, { givenName: 'Ben', familyName: 'Sach', unit: 'trade-north' }, now)
  const give = (unit: string) => send(town, `/desk/people/${clerk}/roles`, chief, { role: 'clerk', unit })
  assert.equal((await give('trade-north')).status, 303)
  assert.deepEqual(
    (await grantsOf(town, clerk)).map(({ role, unit }) => [role, unit]),
    [['clerk', 'trade-north']],
  )
  const outside = await give('building')
  assert.equal(outside.status, 422)
  assert.match(outside.text, /Sie dürfen für diese Einheit keine Rollen geben/)
  assert.equal((await send(town, `/desk/people/${clerk}/roles`, chief, { role: 'clerk', unit: '' })).status, 422)
  assert.equal((await grantsOf(town, clerk)).length, 1)
})

test('Nobody gives a role that holds more than they hold themselves, and nobody gives one to themselves', async () => {
  const town = await townWithRoles()
  await buildRole(fresh.house, town, 'giver', ['desk.work.see', 'desk.organisation.see', 'desk.roles.grant'], now)
  const giver = await buildColleague(town, { givenName: 'Ada', familyName: 'Chef', unit: 'trade', roles: ['giver@*'] }, now)
  const other = await buildColleague(town, { givenName: 'Ben', familyName: 'Sach', unit: 'trade' }, now)
  const beyond = await send(town, `/desk/people/${other}/roles`, giver, { role: 'chief', unit: 'trade' })
  assert.equal(beyond.status, 422)
  assert.match(beyond.text, /Rechte, die Sie selbst hier nicht haben/)
  const own = await send(town, `/desk/people/${giver}/roles`, giver, { role: 'clerk', unit: 'trade' })
  assert.match(own.text, /Sich selbst können Sie keine Rolle geben/)
  assert.equal((await grantsOf(town, other)).length, 0)
})

test('A role that begins tomorrow or ended yesterday does not count', async () => {
  const town = await townWithRoles()
  const chief = await buildColleague(town, { givenName: 'Ada', familyName: 'Chef', unit: 'trade', roles: ['chief@*'] }, now)
  const clerk = await buildColleague(town, { givenName: 'Ben', familyName: 'Sach', unit: 'trade' }, now)
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const future = await send(town, `/desk/people/${clerk}/roles`, chief, {
    role: 'clerk',
    unit: 'trade',
    from: day(2),
    until: day(5),
  })
  assert.equal(future.status, 303)
  assert.equal((await served.request(town, '/desk', { session: await session(town, clerk) })).status, 403)
  const past = await send(town, `/desk/people/${clerk}/roles`, chief, { role: 'clerk', unit: 'building', until: '1.2.2020' })
  assert.equal(past.status, 422)
  assert.match(past.text, /Das Ende liegt vor dem Anfang oder in der Vergangenheit/)
  const wrong = await send(town, `/desk/people/${clerk}/roles`, chief, { role: 'clerk', unit: 'building', until: '30.2.2027' })
  assert.match(wrong.text, /„30\.2\.2027“ ist kein Tag/)
})

test('A role that is taken is gone in sessions that are open', async () => {
  const town = await townWithRoles()
  const chief = await buildColleague(town, { givenName: 'Ada', familyName: 'Chef', unit: 'trade', roles: ['chief@*'] }, now)
  const clerk = await buildColleague(town, { givenName: 'Ben', familyName: 'Sach', unit: 'trade', roles: ['clerk@trade'] }, now)
  const open = await session(town, clerk)
  assert.equal((await served.request(town, '/desk', { session: open })).status, 200)
  const [grant] = await grantsOf(town, clerk)
  assert.equal((await send(town, `/desk/people/${clerk}/roles/${grant!.id}`, chief, {})).status, 303)
  assert.equal((await served.request(town, '/desk', { session: open })).status, 403)
})

test('Who leaves the town has no session and no role any more, and neither has who stood in for them', async () => {
  const town = await townWithRoles()
  const chief = await buildColleague(town, { givenName: 'Ada', familyName: 'Chef', unit: 'trade', roles: ['clerk@trade'] }, now)
  const deputy = await buildColleague(town, { givenName: 'Ben', familyName: 'Sach', unit: 'building' }, now)
  const times = { startsAt: new Date(now.getTime() - 1_000), endsAt: new Date(now.getTime() + 86_400_000) }
  const giver = { person: chief, permission: 'desk.roles.grant' }
  const lent = await town.write((db: WriteDb<KernelTables>) =>
    giveDeputy(db, giver, { person: chief, deputy, ...times }, new Set(), new Date()),
  )
  assert.deepEqual(lent, { given: 1 })
  const [own, others] = [await session(town, chief), await session(town, deputy)]
  assert.equal((await served.request(town, '/desk', { session: others })).status, 200)
  await leaveTown(town, chief, new Date())
  assert.ok([303, 401].includes((await served.request(town, '/desk', { session: own })).status))
  assert.equal((await served.request(town, '/desk', { session: others })).status, 403)
})

test('A deputy gets the roles of the person, but not those that administer this system', async () => {
  const town = await townWithRoles()
  const chief = await buildColleague(
    town,
    { givenName: 'Ada', familyName: 'Chef', unit: 'trade', roles: ['chief@*', 'clerk@trade'] },
    now,
  )
  const deputy = await buildColleague(
    town,
    { givenName: 'Ben', familyName: 'Sach', unit: 'building', userName: 'ben@example.org' },
    now,
  )
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const named = await send(town, '/desk/deputies', chief, { deputy: 'Ben Sach', deputyFrom: day(0), deputyUntil: day(3) })
  assert.equal(named.status, 303)
  assert.deepEqual(
    (await grantsOf(town, deputy)).map(({ role, deputyOf }) => [role, deputyOf]),
    [['clerk', chief]],
  )
  const page = await served.request(town, '/desk', { session: await session(town, deputy) })
  assert.match(page.text, /Für Chef, Ada/)
  assert.equal((await send(town, `/desk/deputies/${deputy}/end`, chief, {})).status, 303)
  assert.equal((await grantsOf(town, deputy)).length, 0)
})

test('Two pairs of eyes are two persons: neither oneself nor a deputy with lent rights is the second', async () => {
  const town = await townWithRoles()
  const first = await buildColleague(town, { givenName: 'Ada', familyName: 'Eins', unit: 'trade', roles: ['clerk@trade'] }, now)
  const deputy = await buildColleague(town, { givenName: 'Ben', familyName: 'Zwei', unit: 'building' }, now)
  const second = await buildColleague(
    town,
    { givenName: 'Cem', familyName: 'Drei', unit: 'trade', roles: ['clerk@citizens'] },
    now,
  )
  const stranger = await buildColleague(
    town,
    { givenName: 'Dora', familyName: 'Vier', unit: 'building', roles: ['clerk@building'] },
    now,
  )
  const times = { startsAt: new Date(now.getTime() - 1_000), endsAt: new Date(now.getTime() + 86_400_000) }
  const giver = { person: first, permission: 'desk.roles.grant' }
  await town.write((db: WriteDb<KernelTables>) =>
    giveDeputy(db, giver, { person: first, deputy, ...times }, new Set(), new Date()),
  )
  const check = (by: string) =>
    town.read((db: ReadDb<KernelTables>) =>
      needsSecondPerson(db, { first, second: by, permission: 'desk.work.see', path: '/citizens/trade/' }, new Date()),
    )
  assert.equal(await check(first), 'same-person')
  assert.equal(await check(deputy), 'lent-by-first')
  assert.equal(await check(stranger), 'not-allowed')
  assert.equal(await check(second), undefined)
})

test('Somebody must remain who can give roles', async () => {
  const town = await townWithRoles()
  const chief = await buildColleague(town, { givenName: 'Ada', familyName: 'Chef', unit: 'trade', roles: ['chief@*'] }, now)
  const [grant] = await grantsOf(town, chief)
  const last = await send(town, `/desk/people/${chief}/roles/${grant!.id}`, chief, {})
  assert.equal(last.status, 409)
  assert.match(last.text, /Dann könnte niemand mehr Rollen geben/)
  await buildColleague(town, { givenName: 'Ben', familyName: 'Sach', unit: 'trade', roles: ['chief@*'] }, now)
  assert.equal((await send(town, `/desk/people/${chief}/roles/${grant!.id}`, chief, {})).status, 303)
})

test('Groups of the identity provider bring roles, take them when they end, and leave those of the desk alone', async () => {
  const town = await townWithRoles()
  const clerk = await buildColleague(town, { givenName: 'Ben', familyName: 'Sach', roles: ['clerk@building'] }, now)
  const apply = (...wanted: string[]) =>
    town.write((db: WriteDb<KernelTables>) => applyGroups(db, clerk, { provider: 'town', wanted }, new Date()))
  assert.deepEqual(await apply('clerk@trade', 'nobody@trade', 'clerk@nowhere'), ['nobody@trade', 'clerk@nowhere'])
  const shown = async () => (await grantsOf(town, clerk)).map(({ role, unit, source }) => `${role}@${unit} ${source}`).sort()
  assert.deepEqual(await shown(), ['clerk@building command', 'clerk@trade groups:town'])
  assert.deepEqual(await apply(), [])
  assert.deepEqual(await shown(), ['clerk@building command'])
})

test('A role is changed only by who holds what is put in or taken out, for the whole town', async () => {
  const town = await townWithRoles()
  await buildRole(fresh.house, town, 'editor', ['desk.work.see', 'desk.roles.change'], now)
  const editor = await buildColleague(town, { givenName: 'Ada', familyName: 'Edit', unit: 'trade', roles: ['editor@*'] }, now)
  const raised = await send(town, '/desk/roles/editor', editor, {
    name: 'Mehr',
    permission: ['desk.roles.change', 'desk.roles.grant'],
  })
  assert.equal(raised.status, 422)
  const stripped = await send(town, '/desk/roles/chief', editor, { name: 'Weniger', permission: ['desk.work.see'] })
  assert.equal(stripped.status, 422)
  const made = await send(town, '/desk/roles', editor, { key: 'reader', name: 'Lesen', permission: [] })
  assert.equal(made.status, 303)
  const unknown = await send(town, '/desk/roles', editor, { key: 'wild', name: 'Wild', permission: ['desk.everything.do'] })
  assert.equal(unknown.status, 422)
})
