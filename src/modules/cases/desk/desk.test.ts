// Cases on the desk through the front door: whose unit, which list, who may do what, and what the person reads of it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { type Asked, serveFresh } from '../../../../test/serve-town.ts'
import { registerPerson } from '../../../kernel/people.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Town } from '../../../kernel/town.ts'
import { foundUnits, hireClerk, installSample, type Sample, sampleType, sendSample } from './fixtures.ts'

const fresh = await freshHouse()
const { house } = fresh
const town = await freshTown(house)
const served = await serveFresh(fresh)
const now = new Date()
const admin = new pg.Client({ connectionString: fresh.adminUrl })
await admin.connect()
fresh.beforeClosing(() => admin.end())
const rows = async (query: string, values: unknown[] = []) => (await admin.query(query, values)).rows

const clerk = (at: Town, unit: string, permissions?: readonly string[], familyName?: string) =>
  hireClerk(at, { unit, permissions, familyName, now })
const look = (path: string, session: string, at: Town = town) => served.request(at, `/desk/cases${path}`, { session })
const post = (path: string, session: string, fields: Record<string, string> | [string, string][] = {}, at: Town = town) => {
  const asked: Asked = {
    method: 'POST',
    session,
    headers: { origin: at.origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  }
  return served.request(at, `/desk/cases${path}`, asked)
}

await foundUnits(town, ['/verkehr/', '/steuern/'])
await installSample(house, town, { unit: '/verkehr/', now })
await installSample(house, town, {
  unit: '/steuern/',
  now,
  type: sampleType({
    key: 'dogs',
    form: 'dogs',
    process: 'dogs',
    title: { de: 'Hund anmelden', en: 'Register a dog' },
    procedureLaw: 'AO',
    secrecy: 'tax',
  }),
})
const formOf = async (key: string): Promise<Pick<Sample, 'form' | 'formKey'>> => {
  const [found] = await rows('SELECT id, live_version AS version FROM forms.form WHERE key = $1', [key])
  return { formKey: key, form: found }
}
const parking = await formOf('parking')
const dogs = await formOf('dogs')
const resident = (givenName: string) => registerPerson(town, { kind: 'resident', givenName, familyName: 'Sorge' }, now)
const send = (own: Partial<Sample> = {}) => sendSample(house, town, { ...parking, now, ...own })
const karl = await clerk(town, '/verkehr/')

test('The work list shows cases of the own unit with names, and nothing of another unit or of a tax secret', async () => {
  const mine = await send({ owner: await resident('Zoë'), given: 'Zoë', family: 'Łukasiewicz' })
  const secret = await send({ ...dogs, family: 'Geheim' })
  const list = await look('', karl.session)
  assert.equal(list.status, 200)
  assert.match(list.text, /Łukasiewicz, Zoë/)
  assert.ok(list.text.includes(showReference(mine.reference)))
  assert.doesNotMatch(list.text, /Geheim|Hund anmelden<\/a>/)
  const chief = await clerk(town, '/')
  const whole = await look('', chief.session)
  assert.match(whole.text, /Łukasiewicz, Zoë/)
  assert.doesNotMatch(whole.text, /Geheim/)
  assert.equal((await look(`/${secret.id}`, chief.session)).status, 404)
  const taxes = await clerk(town, '/steuern/')
  assert.match((await look('', taxes.session)).text, /Geheim/)
  assert.equal((await look(`/${mine.id}`, taxes.session)).status, 404)
  const logged = await rows('SELECT DISTINCT purpose, matter FROM kernel.access_log WHERE subject_id = $1 AND actor_id = $2', [
    mine.holder,
    karl.id,
  ])
  assert.deepEqual(logged, [{ purpose: 'Vorgang in einer Arbeitsliste gezeigt', matter: showReference(mine.reference) }])
})

test('The page of a case shows answers, parties, history and who looked', async () => {
  const { id, reference } = await send({ owner: await resident('Ida'), given: 'Ida', family: 'Beispiel' })
  const shown = await look(`/${id}`, karl.session)
  assert.equal(shown.status, 200)
  for (const words of [
    'Bewohnerparkausweis: Beispiel, Ida',
    showReference(reference),
    'Kennzeichen',
    'MU AM 1',
    'Antrag eingegangen',
  ])
    assert.ok(shown.text.includes(words), words)
  assert.match((await look(`/${id}`, karl.session)).text, /Wer hat hineingesehen\?[\s\S]*K\. Kanzlei/)
})

test('Whoever takes part in a case cannot open it on the desk, and reads why', async () => {
  const own = await send({ owner: karl.id, family: 'Selbst' })
  const refused = await look(`/${own.id}`, karl.session)
  assert.equal(refused.status, 403)
  assert.match(refused.text, /Sie sind an diesem Vorgang beteiligt/)
  assert.doesNotMatch(refused.text, /Selbst/)
  assert.doesNotMatch((await look('', karl.session)).text, /Selbst/)
  assert.equal((await post(`/${own.id}/claim`, karl.session)).status, 403)
})
