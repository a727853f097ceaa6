// SCIM through the front door: staff and units from the directory of the town, and nothing more than that.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import { createMachineToken } from '../../../kernel/machine-tokens.ts'
import { openSession } from '../../../kernel/sessions.ts'
import { findStaffByName, searchStaff } from '../../../kernel/staff.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { ReadDb, Town, WriteDb } from '../../../kernel/town.ts'
import { buildOrganisation, someUnits } from '../fixtures.ts'
import { fits, readFilter } from './filter.ts'

const fresh = await freshHouse()
const served = await serveFresh(fresh)
const now = new Date()
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

type Json = { [name: string]: never } & Record<string, unknown>
async function directory(own?: Town) {
  const town = own ?? (await freshTown(fresh.house))
  const token = await town.write((db: WriteDb<KernelTables>) =>
    createMachineToken(
      db,
      { name: 'Verzeichnis', permissions: ['desk.scim.provision'], expiresAt: new Date(Date.now() + 1e7) },
      now,
    ),
  )
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await served.request(town, `/scim/v2${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/scim+json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { ...answer, json: (answer.text === '' ? {} : JSON.parse(answer.text)) as Json }
  }
  return { town, token, call }
}
const user = (userName: string, own: object = {}) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName,
  name: { givenName: 'Jürgen', familyName: 'Müller-Łukasz' },
  emails: [{ value: `${userName}@example.org`, type: 'work', primary: true }],
  ...own,
})
const listed = ({ json }: { json: Json }) =>
  json.Resources as unknown as { userName?: string; displayName?: string; id: string }[]

test('A person from the directory is staff of this town, with the version as ETag, and is found by name', async () => {
  const { town, call } = await directory()
  const made = await call('POST', '/Users', user('jm', { externalId: 'p-1', id: 'chosen', roles: [{ value: 'administrator' }] }))
  assert.equal(made.status, 201)
  assert.match(String(made.headers['content-type']), /^application\/scim\+json/)
  assert.equal(made.headers.location, `${town.origin}/scim/v2/Users/${made.json.id}`)
  assert.equal(made.headers.etag, 'W/"1"')
  assert.notEqual(made.json.id, 'chosen')
  assert.equal(made.json.roles, undefined)
  const find = (query: string) => town.read((db: ReadDb<KernelTables>) => searchStaff(db, town.dataKey, query, 5))
  for (const query of ['mueller', 'muller', 'Müll', 'jürg lukasz']) assert.deepEqual(await find(query), [made.json.id], query)
  assert.deepEqual(await find('meier'), [])
  assert.equal(await town.read((db: ReadDb<KernelTables>) => findStaffByName(db, town.dataKey, 'JM@example.org')), made.json.id)
  assert.equal((await call('GET', `/Users/${made.json.id}`, undefined, { 'if-none-match': 'W/"1"' })).status, 304)
})

test('A user name is taken once in a town, whatever its letters, and free in another town', async () => {
  const { call } = await directory()
  assert.equal((await call('POST', '/Users', user('anna'))).status, 201)
  const twice = await call('POST', '/Users', user('ANNA'))
  assert.equal(twice.status, 409)
  assert.equal(twice.json.scimType, 'uniqueness')
  assert.deepEqual(twice.json.schemas, ['urn:ietf:params:scim:api:messages:2.0:Error'])
  const other = await directory()
  assert.equal((await other.call('POST', '/Users', user('anna'))).status, 201)
})

test('Users are listed in pages and filtered by what can be looked up without reading names', async () => {
  const { call } = await directory()
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    await call('POST', '/Users', user(name, { externalId: `x-${name}`, active: name !== 'e' }))
  const page = await call('GET', '/Users?startIndex=2&count=2')
  assert.deepEqual([page.json.totalResults, page.json.startIndex, page.json.itemsPerPage], [5, 2, 2])
  assert.deepEqual(
    listed(page).map(({ userName }) => userName),
    ['b', 'c'],
  )
  assert.equal((await call('GET', '/Users?startIndex=0&count=-3')).json.itemsPerPage, 0)
  const by = async (filter: string) =>
    listed(await call('GET', `/Users?filter=${encodeURIComponent(filter)}`)).map(({ userName }) => userName)
  assert.deepEqual(await by('userName eq "B"'), ['b'])
  assert.deepEqual(await by('active eq false'), ['e'])
  assert.deepEqual(await by('externalId eq "x-c" or emails[value eq "d@example.org"]'), ['c', 'd'])
  assert.deepEqual(await by('not (userName eq "a") and active eq true'), ['b', 'c', 'd'])
  assert.deepEqual(await by(`meta.lastModified gt "${new Date(Date.now() + 60_000).toISOString()}"`), [])
})

test('A filter that is unknown, broken or endless is refused with 400, never answered with everybody', async () => {
  const { call } = await directory()
  await call('POST', '/Users', user('a'))
  const wrong = [
    'name.familyName sw "M"',
    'userName',
    'userName eq',
    'userName eq jm',
    'userName like "a"',
    'password eq "x"',
    '(userName eq "a"',
    'userName eq "a")',
    'id eq "a" xor id eq "b"',
    `${'('.repeat(60)}id pr${')'.repeat(60)}`,
    `userName eq "${'a'.repeat(2_000)}"`,
    'active eq "yes"',
    "userName eq 'a'; DROP TABLE kernel.staff",
    'userName eq "\\q"',
  ]
  for (const filter of wrong) {
    const answer = await call('GET', `/Users?filter=${encodeURIComponent(filter)}`)
    assert.equal(answer.status, 400, filter)
    assert.equal(answer.json.scimType, 'invalidFilter', filter)
  }
  assert.equal((await call('GET', '/Users?startIndex=one')).status, 400)
})

test('PATCH changes parts, knows the ways of common directories, and refuses what is read only', async () => {
  const { call } = await directory()
  const made = await call('POST', '/Users', user('jm'))
  const patch = (...Operations: object[]) =>
    call('PATCH', `/Users/${made.json.id}`, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations })
  const changed = await patch(
    { op: 'Replace', path: 'name.familyName', value: 'Neu' },
    { op: 'add', path: 'emails[type eq "work"].value', value: 'neu@example.org' },
    { op: 'replace', value: { displayName: 'J. Neu', [`${enterprise}:employeeNumber`]: '17' } },
  )
  assert.equal(changed.status, 200, changed.text)
  assert.deepEqual(changed.json.name, { givenName: 'Jürgen', familyName: 'Neu' })
  assert.deepEqual(changed.json.emails, [{ value: 'neu@example.org', type: 'work', primary: true }])
  assert.deepEqual(changed.json[enterprise], { employeeNumber: '17' })
  const off = await patch({ op: 'replace', path: 'active', value: 'False' })
  assert.equal(off.json.active, false)
  for (const [operation, type] of [
    [{ op: 'replace', path: 'id', value: 'x' }, 'mutability'],
    [{ op: 'replace', path: 'groups', value: [] }, 'mutability'],
    [{ op: 'replace', path: 'emails[type eq "home"].value', value: 'x@example.org' }, 'noTarget'],
    [{ op: 'remove' }, 'noTarget'],
    [{ op: 'move', path: 'a' }, 'invalidSyntax'],
    [{ op: 'replace', path: 'a b c', value: 1 }, 'invalidPath'],
    [{ op: 'remove', path: 'userName' }, 'invalidValue'],
    [{ op: 'replace', path: '__proto__.x', value: 1 }, 'invalidPath'],
  ] as const) {
    const refused = await patch(operation)
    assert.equal(refused.status, 400, JSON.stringify(operation))
    assert.equal(refused.json.scimType, type, JSON.stringify(operation))
  }
})

test('An old version changes nothing, and two changes at once are both kept', async () => {
  const { call } = await directory()
  const made = await call('POST', '/Users', user('jm'))
  const path = `/Users/${made.json.id}`
  assert.equal((await call('PUT', path, user('jm', { title: 'Eins' }), { 'if-match': 'W/"1"' })).status, 200)
  assert.equal((await call('PUT', path, user('jm', { title: 'Zwei' }), { 'if-match': 'W/"1"' })).status, 412)
  assert.equal((await call('DELETE', path, undefined, { 'if-match': 'W/"1"' })).status, 412)
  const patches = ['title', 'nickName', 'userType', 'locale'].map((name) =>
    call('PATCH', path, { Operations: [{ op: 'replace', path: name, value: 'x' }] }),
  )
  for (const { status } of await Promise.all(patches)) assert.equal(status, 200)
  const { json } = await call('GET', path)
  assert.deepEqual([json.title, json.nickName, json.userType, json.locale], ['x', 'x', 'x', 'x'])
})

test('Who is set inactive or deleted is out at once, open sessions included, and comes back without the old roles', async () => {
  const { town, call } = await directory()
  const made = await call('POST', '/Users', user('jm'))
  const id = String(made.json.id)
  const open = await openSession(town, id, 'basic', new Date())
  assert.equal((await served.request(town, '/desk', { session: open })).status, 403)
  await call('PATCH', `/Users/${id}`, { Operations: [{ op: 'replace', value: { active: false } }] })
  assert.ok([303, 401].includes((await served.request(town, '/desk', { session: open })).status))
  assert.equal(
    (await call('PATCH', `/Users/${id}`, { Operations: [{ op: 'replace', value: { active: true } }] })).json.active,
    true,
  )
  assert.ok([303, 401].includes((await served.request(town, '/desk', { session: open })).status))
  assert.equal((await call('DELETE', `/Users/${id}`)).status, 204)
  assert.equal((await call('GET', `/Users/${id}`)).status, 404)
  assert.equal((await call('POST', '/Users', user('jm'))).status, 201)
})

test('Groups are the units: members come and go by the directory, names of the file stay, no right comes with it', async () => {
  const { town, call } = await directory()
  await buildOrganisation(town, someUnits, now)
  const a = String((await call('POST', '/Users', user('a', { [enterprise]: { department: 'Gewerbe' } }))).json.id)
  const b = String((await call('POST', '/Users', user('b'))).json.id)
  const [trade] = listed(await call('GET', `/Groups?filter=${encodeURIComponent('displayName eq "gewerbe"')}`))
  assert.deepEqual((await call('GET', `/Groups/${trade!.id}`)).json.members, [
    { value: a, type: 'User', $ref: `${town.origin}/scim/v2/Users/${a}` },
  ])
  const patch = (...Operations: object[]) => call('PATCH', `/Groups/${trade!.id}`, { Operations })
  assert.equal((await patch({ op: 'Add', path: 'members', value: [{ value: b }] })).status, 200)
  const members = async () =>
    ((await call('GET', `/Groups/${trade!.id}`)).json.members as unknown as { value: string }[]).map(({ value }) => value).sort()
  assert.deepEqual(await members(), [a, b].sort())
  assert.equal((await patch({ op: 'remove', path: `members[value eq "${a}"]` })).status, 200)
  assert.deepEqual(await members(), [b])
  assert.equal((await patch({ op: 'replace', path: 'displayName', value: 'Anders' })).json.scimType, 'mutability')
  assert.equal((await call('DELETE', `/Groups/${trade!.id}`)).status, 403)
  assert.equal(
    (await patch({ op: 'add', path: 'members', value: [{ value: '00000000-0000-7000-8000-000000000001' }] })).status,
    400,
  )
  const made = await call('POST', '/Groups', { displayName: 'Übergang', externalId: 'g-1', members: [{ value: a }] })
  assert.equal(made.status, 201)
  assert.deepEqual(
    listed(await call('GET', `/Groups?filter=${encodeURIComponent(`members.value eq "${a}"`)}&excludedAttributes=members`)).map(
      (group) => [group.displayName, 'members' in group],
    ),
    [['Übergang', false]],
  )
  assert.equal((await call('DELETE', `/Groups/${made.json.id}`)).status, 204)
  const held = await town.read((db: ReadDb<KernelTables>) => db.selectFrom('kernel.role_grant').select('id').execute())
  assert.deepEqual(held, [])
})

test('What the server can is said in the words of the standard', async () => {
  const { call } = await directory()
  const { json } = await call('GET', '/ServiceProviderConfig')
  assert.deepEqual([json.patch, json.sort, json.etag], [{ supported: true }, { supported: false }, { supported: true }])
  assert.equal((await call('GET', '/ResourceTypes')).json.totalResults, 2)
  assert.equal((await call('GET', `/Schemas/${enterprise}`)).json.id, enterprise)
  assert.equal((await call('GET', '/Schemas?filter=id%20pr')).status, 403)
})

test('Without a token of this very town nothing is answered, and errors of the edge have the form of SCIM too', async () => {
  const [one, other] = [await directory(), await directory()]
  const made = await one.call('POST', '/Users', user('jm'))
  const foreign = await served.request(other.town, `/scim/v2/Users/${made.json.id}`, {
    headers: { authorization: `Bearer ${one.token}` },
  })
  assert.equal(foreign.status, 401)
  assert.deepEqual(JSON.parse(foreign.text).schemas, ['urn:ietf:params:scim:api:messages:2.0:Error'])
  assert.equal((await other.call('GET', `/Users/${made.json.id}`)).status, 404)
  assert.equal((await other.call('DELETE', `/Users/${made.json.id}`)).status, 404)
  const broken = await served.request(one.town, '/scim/v2/Users', {
    method: 'POST',
    headers: { authorization: `Bearer ${one.token}`, 'content-type': 'application/scim+json' },
    body: '{',
  })
  assert.equal(broken.status, 400)
  assert.equal(JSON.parse(broken.text).status, '400')
})

test('The filter language binds as the standard says', () => {
  const entry = { type: 'work', value: 'A@B', primary: true, rank: 3 }
  const does = (text: string) => fits(readFilter(text), entry)
  assert.equal(does('type eq "home" or type eq "WORK" and primary eq true'), true)
  assert.equal(does('(type eq "home" or type eq "work") and primary eq false'), false)
  assert.equal(does('not (value co "@") or rank ge 4'), false)
  assert.equal(does('VALUE sw "a" AND value ew "b" AND rank gt 2 AND nothing eq null'), true)
})

test('A text with a character that the database cannot store is refused, not a fault', async () => {
  const { call } = await directory()
  assert.equal((await call('POST', '/Users', user('null\0'))).status, 400)
})
