// A colleague whom the town's identity provider vouches for: known by the directory, with the roles of their groups, until they leave.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StaffGroups, StaffIdentity, StaffOf } from '../../src/contracts/sign-in.ts'
import { listGrantsOf } from '../../src/kernel/grants.ts'
import { newId } from '../../src/kernel/ids.ts'
import { invite } from '../../src/kernel/invitations.ts'
import { endPerson } from '../../src/kernel/people.ts'
import { saveRole } from '../../src/kernel/roles.ts'
import { saveStaff, staffLaw } from '../../src/kernel/staff.ts'
import type { KernelTables } from '../../src/kernel/tables.ts'
import type { TownSql, WriteDb } from '../../src/kernel/town.ts'
import { freshHouse, freshTown } from '../fresh-town.ts'

type Db = WriteDb<KernelTables>
const { house } = await freshHouse()
const now = new Date()

async function townWithAnna() {
  const town = await freshTown(house)
  const anna = newId(now)
  const look = { subjects: [anna], actor: { system: 'desk' }, purpose: 'Probe', legalBasis: staffLaw }
  const entry = {
    userName: 'anna',
    externalId: 'subject-1',
    givenName: 'Anna',
    familyName: 'Amt',
    mail: 'anna@example.org',
    attributes: {},
  }
  await town.personal(look, (db: Db) => saveStaff(db, town.dataKey, anna, entry, { source: 'scim', isNew: true }, now))
  await town.write((db: Db) =>
    saveRole(
      db,
      undefined,
      { key: 'clerks', name: 'Sachbearbeitung', permissions: ['desk.work.see'] },
      new Set(['desk.work.see']),
      now,
    ),
  )
  const whoIs = (said: Partial<StaffIdentity>) =>
    house.ask<StaffOf>(town, 'staff-of', {
      provider: 'own',
      issuer: 'https://id.example',
      subject: 'nobody',
      groups: [],
      now,
      ...said,
    })
  const take = (...groups: string[]) =>
    town.write((db) =>
      house.ask<StaffGroups>(town, 'staff-groups', { db: db as TownSql, person: anna, provider: 'own', groups, now }),
    )
  const roles = async () =>
    (await town.read((db) => listGrantsOf(db, anna, now))).map(({ role, unit }) => `${role}@${unit ?? '*'}`)
  return { town, anna, whoIs, take, roles }
}

test('The directory’s id, the user name and a verified address each name the colleague; anything else names nobody', async () => {
  const { anna, whoIs } = await townWithAnna()
  for (const said of [{ subject: 'subject-1' }, { subject: 'Anna' }, { mail: 'ANNA@example.org' }])
    assert.deepEqual(await whoIs(said), { person: anna }, JSON.stringify(said))
  assert.equal(await whoIs({ subject: 'berta', mail: 'berta@example.org' }), undefined)
})

test('A role comes with its group and goes with it; a group that stands for nothing is named', async () => {
  const { take, roles } = await townWithAnna()
  assert.deepEqual(await take('clerks@*', 'kings@*', 'clerks@nowhere'), { unknown: ['kings@*', 'clerks@nowhere'] })
  assert.deepEqual(await roles(), ['clerks@*'])
  assert.deepEqual(await take(), { unknown: [] })
  assert.deepEqual(await roles(), [])
})

test('Nobody who has left is let in, nor who has an open invitation instead', async () => {
  const { town, anna, whoIs } = await townWithAnna()
  await town.write((db: Db) => endPerson(db, anna, now))
  assert.equal(await whoIs({ subject: 'subject-1', mail: 'anna@example.org' }), undefined)
  const wanted = { mail: 'berta@example.org', purpose: 'administrator' as const, roles: [{ role: 'clerks' }] }
  assert.ok('token' in (await invite(town, { giver: undefined, actor: { system: 'desk' } }, wanted, now)))
  assert.equal(await whoIs({ mail: 'berta@example.org' }), undefined)
})
