// "Meine Anträge" through the front door: what is shown, and to whom.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import { newId } from '../../../kernel/ids.ts'
import { leaveTown, registerPerson } from '../../../kernel/people.ts'
import { showReference } from '../../../kernel/reference.ts'
import { openSession } from '../../../kernel/sessions.ts'
import type { Town } from '../../../kernel/town.ts'
import cases from '../module.tsx'
import { apply, ask, change, storeSampleType } from './fixtures.ts'

const fresh = await freshHouse({ modules: [{ ...cases, folder: '' }] })
const { house } = fresh
const town = await freshTown(house)
const other = await freshTown(house)
const served = await serveFresh(fresh)
for (const one of [town, other]) await storeSampleType(one)
const now = new Date()

const someone = async (where: Town = town) => {
  const id = await registerPerson(where, { kind: 'resident', givenName: 'Anna', familyName: 'Muster' }, now)
  return { id, session: await openSession(where, id, 'basic', now) }
}
const pathOf = ({ reference }: { reference: string }): string => `/applications/${showReference(reference)}`

test('Who has applied finds the application with its status line, and what it waits for first', async () => {
  const anna = await someone()
  const first = await apply(house, town, { person: anna.id, now })
  await apply(house, town, { person: anna.id, now: new Date(now.getTime() - 1_000) })
  await ask(
    town,
    first,
    { message: 'Uns fehlt Ihr Fahrzeugschein.', reasons: { paper: 'Zu unscharf' }, due_on: '2027-01-15' },
    now,
  )
  const list = await served.request(town, '/applications', { session: anna.session })
  assert.equal(list.status, 200)
  assert.match(
    list.text,
    /Sie müssen etwas tun[\s\S]*Uns fehlt Ihr Fahrzeugschein[\s\S]*Freitag, 15\.\sJanuar\s2027[\s\S]*<h2 id="running">/,
  )
  assert.equal(list.text.match(/class="matter"/g)?.length, 2)
  assert.match(list.text, /Eingegangen[\s\S]*Wird geprüft[\s\S]*Ausweis kommt/)
  assert.match(list.text, /Wartet auf Sie/)
  const page = await served.request(town, pathOf(first), { session: anna.session })
  assert.equal(page.status, 200)
  assert.match(page.text, /Zu unscharf/)
  assert.match(page.text, /Antrag eingegangen/)
  assert.match(page.text, /Anna Muster/)
  assert.match(String(page.headers['cache-control']), /no-store/)
  const english = await served.request(town, `/en${pathOf(first)}`, { session: anna.session })
  assert.match(english.text, /Resident parking permit[\s\S]*There is something for you to do/)
})

test('What is over stands below, with its result and its day', async () => {
  const anna = await someone()
  const one = await apply(house, town, { person: anna.id, now })
  const closed = { state: 'closed', outcome: 'granted', closed_at: now } as const
  await change(town, one, closed, { kind: 'closed', by: { system: 'cases' }, details: { outcome: 'granted' }, open: true }, now)
  const list = await served.request(town, '/applications', { session: anna.session })
  assert.match(list.text, /Im Moment läuft kein Antrag[\s\S]*Abgeschlossen[\s\S]*Ausweis bewilligt · Erledigt am/)
  const page = await served.request(town, pathOf(one), { session: anna.session })
  assert.match(page.text, /Abgeschlossen: Ausweis bewilligt/)
  assert.doesNotMatch(page.text, /zurücknehmen/)
})

test('Somebody without applications reads what would be here', async () => {
  const { session } = await someone()
  assert.match((await served.request(town, '/applications', { session })).text, /Sie haben noch keinen Antrag gestellt/)
})

test('Nobody sees the application of another person or of another town, and its number tells nothing', async () => {
  const anna = await someone()
  const bernd = await someone()
  const foreign = await someone(other)
  const one = await apply(house, town, { person: anna.id, now })
  for (const path of [pathOf(one), `/applications/${one.id}`, `/applications/${one.reference.toLowerCase()}`]) {
    assert.equal((await served.request(town, path, { session: bernd.session })).status, 404, path)
    assert.equal((await served.request(other, path, { session: foreign.session })).status, 404, path)
    assert.equal((await served.request(other, path, { session: anna.session })).status, 404, path)
  }
  const unknown = await served.request(town, '/applications/0000-0000')
  const known = await served.request(town, pathOf(one))
  assert.equal(known.status, 404)
  const plain = (text: string) => text.replaceAll(/applications(\/|%2F)[0-9A-Z-]+/g, '')
  assert.equal(plain(known.text), plain(unknown.text))
  assert.doesNotMatch((await served.request(town, '/applications', { session: bernd.session })).text, /Bewohnerparkausweis/)
})

test('An account that was closed opens nothing any more, nor does a session that proved less than the application asked for', async () => {
  const anna = await someone()
  const one = await apply(house, town, { person: anna.id, now })
  await leaveTown(town, anna.id, now)
  assert.equal((await served.request(town, pathOf(one), { session: anna.session })).status, 404)
  assert.notEqual((await served.request(town, '/applications', { session: anna.session })).status, 200)
  const third = await freshTown(house)
  await storeSampleType(third, { level: 'substantial' })
  const bernd = await someone(third)
  const strict = await apply(house, third, { person: bernd.id, now })
  const weak = await served.request(third, pathOf(strict), { session: bernd.session })
  assert.equal(weak.status, 404)
  assert.doesNotMatch(weak.text, /Anna Muster/)
  const strong = await openSession(third, bernd.id, 'substantial', now)
  assert.equal((await served.request(third, pathOf(strict), { session: strong })).status, 200)
})

test('Every look stands in the log of the person', async () => {
  const anna = await someone()
  const one = await apply(house, town, { person: anna.id, now })
  await served.request(town, pathOf(one), { session: anna.session })
  await served.request(town, '/applications', { session: anna.session })
  const admin = new pg.Client({ connectionString: fresh.adminUrl })
  await admin.connect()
  const { rows } = await admin.query('SELECT purpose, actor FROM kernel.access_log WHERE subject_id = $1', [anna.id])
  await admin.end()
  for (const purpose of ['Antrag angesehen', 'Meine Anträge angesehen'])
    assert.ok(
      rows.some((row) => row.purpose === purpose && row.actor === 'self'),
      purpose,
    )
  assert.equal((await served.request(town, `${pathOf(one)}/documents/${newId()}`, { session: anna.session })).status, 404)
})
