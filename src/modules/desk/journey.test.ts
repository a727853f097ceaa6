// The pages of the desk in a real browser: readable by everybody, wide and narrow.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertReflows, assertSound, assertValid, openPage } from '../../../test/browser.ts'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import { openSession } from '../../kernel/sessions.ts'
import { buildColleague, buildOrganisation, buildRole, someUnits } from './fixtures.ts'

const now = new Date()
const fresh = await freshHouse()
const served = await serveFresh(fresh)
const town = await freshTown(fresh.house, { key: 'muster', origin: `http://muster.localhost:${served.port}` })
await buildOrganisation(town, someUnits, now)
const all = ['work.see', 'organisation.see', 'roles.grant', 'roles.change', 'tokens.manage', 'members.invite'].map(
  (one) => `desk.${one}`,
)
await buildRole(fresh.house, town, 'chief', all, now)
const chief = await buildColleague(town, { givenName: 'Ada', familyName: 'Chef', unit: 'trade', roles: ['chief@*'] }, now)

test('Everybody can read the pages of the desk, wide and narrow', async () => {
  const session = await openSession(town, chief, 'high', new Date())
  const opened = await openPage(town.origin, { extraHTTPHeaders: { cookie: `__Host-session=${session}` } })
  const paths = [
    '',
    '/search?q=gewerbe',
    '/organisation?q=chef',
    '/units/trade',
    `/people/${chief}`,
    '/deputies',
    '/roles',
    '/roles/new',
    '/tokens',
  ]
  for (const path of paths) {
    await opened.page.setViewportSize({ width: 1280, height: 900 })
    const answer = await opened.page.goto(`/desk${path}`)
    assert.equal(answer?.status(), 200, path)
    await assertValid(await answer!.text(), path)
    await assertSound(opened)
    await opened.page.setViewportSize({ width: 320, height: 780 })
    await assertReflows(opened)
  }
})
