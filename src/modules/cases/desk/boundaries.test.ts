// Attacks on the desk: secrets, companies, opinions given twice, forms of clerks whose role is gone; through the front door.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import { newId } from '../../../kernel/ids.ts'
import { registerPerson } from '../../../kernel/people.ts'
import { showReference } from '../../../kernel/reference.ts'
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

await foundUnits(town, ['/verkehr/', '/steuern/', '/umwelt/'])
await installSample(house, town, {
  unit: '/verkehr/',
  now,
  type: sampleType({ names: { givenName: 'given', familyName: 'family', company: 'firm' } }),
})
await installSample(house, town, {
  unit: '/steuern/',
  now,
  type: sampleType({ key: 'dogs', form: 'dogs', process: 'dogs', procedureLaw: 'AO', secrecy: 'tax' }),
})
const [{ town_id }] = await rows('SELECT town_id FROM cases.type LIMIT 1')
const formOf = async (key: string): Promise<Pick<Sample, 'form' | 'formKey'>> => {
  const [found] = await rows('SELECT id, live_version AS version FROM forms.form WHERE key = $1', [key])
  return { formKey: key, form: found }
}
const [parking, dogs] = [await formOf('parking'), await formOf('dogs')]
const send = (own: Partial<Sample> = {}) => sendSample(house, town, { ...parking, now, ...own })
const resident = () => registerPerson(town, { kind: 'resident', givenName: 'Rosa', familyName: 'Sorge' }, now)
const clerk = (unit: string, permissions?: readonly string[]) => hireClerk(town, { unit, now, permissions })
const page = (path: string, session: string) => served.request(town, path, { session })
const post = (path: string, session: string, fields: Record<string, string>) =>
  served.request(town, path, {
    method: 'POST',
    session,
    headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })
const write = (id: string, session: string) =>
  post('/desk/cases/bulk/message', session, { picked: id, subject: 'Frage', message: 'Guten Tag', once: newId(), back: '' })
const recipients = (id: string) =>
  rows('SELECT recipient_kind AS kind, recipient_id AS id FROM mailbox.thread WHERE matter_id = $1', [id])

/** A company account, with this person as its representative. */
async function companyOf(person: string): Promise<string> {
  const id = newId()
  await admin.query(
    `INSERT INTO accounts.organisation (town_id, id, kind, state, opened_at) VALUES ($1, $2, 'company', 'unverified', $3)`,
    [town_id, id, now],
  )
  await admin.query(
    `INSERT INTO accounts.representative (town_id, id, organisation_id, person_id, role, source, since) VALUES ($1, $2, $3, $4, 'owner', 'typed', $5)`,
    [town_id, newId(), id, person, now],
  )
  return id
}
const fromCompany = (company: string, own: Partial<Sample> = {}) => send({ owner: company, holder: company, ...own })

test('A letter goes to the account that applied: a person who names a company gets it in person', async () => {
  const karl = await clerk('/verkehr/')
  const rosa = await resident()
  const { id } = await send({ owner: rosa, answers: { firm: 'Blumen Sorge' } })
  await write(id, karl.session)
  assert.deepEqual(await recipients(id), [{ kind: 'person', id: rosa }])
  const company = await companyOf(rosa)
  const sent = await fromCompany(company)
  await write(sent.id, karl.session)
  assert.deepEqual(await recipients(sent.id), [{ kind: 'organisation', id: company }])
})

test('Who represents a company does not work on its case, and is not handed it', async () => {
  const [boss, karl] = [await clerk('/verkehr/'), await clerk('/verkehr/')]
  const { id } = await fromCompany(await companyOf(boss.id))
  const own = `/desk/cases/${id}`
  assert.equal((await page(own, boss.session)).status, 403)
  assert.equal((await page(`${own}/decision?outcome=granted`, boss.session)).status, 303)
  assert.equal((await post(`${own}/claim`, boss.session, {})).status, 403)
  await post('/desk/cases/bulk/hand-over', karl.session, { picked: id, to: boss.id, reason: 'Bitte', back: '/desk/cases' })
  assert.equal((await rows('SELECT assignee FROM cases.case WHERE id = $1', [id]))[0].assignee, null)
})

test('A case under secrecy is handed to nobody outside its unit, and lies in no list and no file of theirs', async () => {
  const [tess, chief] = [
    await clerk('/steuern/', [
      'cases.case.read',
      'cases.case.work',
      'cases.case.decide',
      'processes.task.work',
      'records.file.read',
      'records.confidential.read',
    ]),
    await clerk('/', ['cases.case.read', 'cases.case.work', 'cases.case.decide', 'records.file.read']),
  ]
  const { id, reference } = await send(dogs)
  const over = `/desk/cases/bulk/hand-over?picked=${id}`
  assert.doesNotMatch((await page(over, tess.session)).text, new RegExp(chief.id))
  await post('/desk/cases/bulk/hand-over', tess.session, { picked: id, to: chief.id, reason: 'Bitte', back: '/desk/cases' })
  assert.equal((await rows('SELECT assignee FROM cases.case WHERE id = $1', [id]))[0].assignee, null)
  assert.equal((await page(`/desk/cases/${id}`, chief.session)).status, 404)
  await post(`/desk/cases/${id}/claim`, tess.session, {})
  const letter = { outcome: 'granted', subject: 'Bescheid', paragraphs: 'Bewilligt.', reasons: '', do: 'issue' }
  assert.equal((await post(`/desk/cases/${id}/decision`, tess.session, letter)).status, 303)
  let procedure: { id: string } | undefined
  while (!procedure) [procedure] = await rows('SELECT id FROM records.procedure WHERE matter_id = $1', [id])
  let issued: unknown
  while (!issued) [issued] = await rows("SELECT id FROM cases.decision WHERE case_id = $1 AND state = 'issued'", [id])
  assert.equal((await page(`/desk/records/procedures/${procedure.id}`, tess.session)).status, 200)
  assert.equal((await page(`/desk/records/procedures/${procedure.id}`, chief.session)).status, 404)
  assert.match((await page('/desk/cases/post', tess.session)).text, new RegExp(showReference(reference)))
  assert.doesNotMatch((await page('/desk/cases/post', chief.session)).text, new RegExp(showReference(reference)))
})

test('A split case keeps the company as its applicant', async () => {
  const karl = await clerk('/verkehr/')
  const company = await companyOf(await resident())
  const { id } = await fromCompany(company)
  await admin.query('UPDATE cases.case SET owner_id = $2 WHERE id = $1', [id, await resident()])
  const split = await post(`/desk/cases/${id}/split`, karl.session, { 'split-why': 'Zwei Fahrzeuge' })
  const [, made] = /\/desk\/cases\/([0-9a-f-]{36})/.exec(split.headers.location ?? '') ?? []
  const parties = await rows(`SELECT kind, account_id FROM cases.party WHERE case_id = $1 AND role = 'applicant'`, [made])
  assert.deepEqual(parties, [{ kind: 'organisation', account_id: company }])
  assert.equal((await post(`/desk/cases/${id}/links/remove`, karl.session, { other: "' OR true --" })).status, 404)
})

test('An opinion that was given already does nothing again, not even the step that waits for the next one', async () => {
  const [karl, uta] = [await clerk('/verkehr/'), await clerk('/umwelt/', ['cases.case.give-opinion', 'processes.task.work'])]
  const { id } = await send()
  const due = { 'due-day': '1', 'due-month': '12', 'due-year': String(now.getFullYear() + 1) }
  const asked = await post(`/desk/cases/${id}/opinion`, karl.session, { unit: '/umwelt/', question: 'Bedenken?', ...due })
  assert.match(asked.headers.location ?? '', /did=opinion/)
  const [opinion] = await rows('SELECT id FROM cases.opinion WHERE case_id = $1', [id])
  const path = `/desk/cases/opinions/${opinion.id}`
  assert.equal((await post(path, uta.session, { view: 'for', answer: 'Keine.' })).status, 303)
  // The process comes to a step that waits for an opinion of the same unit.
  const waits = `UPDATE processes.task SET form = 'cases.opinion', units = '{/umwelt/}' WHERE state = 'open'
    AND instance_id IN (SELECT id FROM processes.instance WHERE business_key = $1) RETURNING id`
  let tasks: { id: string }[] = []
  while (tasks.length === 0) tasks = await rows(waits, [id])
  assert.equal((await post(path, uta.session, { view: 'against', answer: 'Doch.' })).status, 409)
  assert.equal((await rows('SELECT state FROM processes.task WHERE id = $1', [tasks[0]!.id]))[0].state, 'open')
})

test('The form of the unit is taken from those alone who may work on the case at that moment', async () => {
  const karl = await clerk('/verkehr/')
  const stranger = await clerk('/umwelt/')
  const { id, holder } = await send()
  const form = (person: string) =>
    send({ holder, matter: { kind: 'cases.case', id, role: 'clerk' }, enteredBy: { person, channel: 'counter' } })
  await assert.rejects(form(stranger.id), /may not work on it/)
  await form(karl.id)
  await admin.query('UPDATE kernel.role_grant SET revoked_at = now() WHERE id = $1', [karl.grant])
  await assert.rejects(form(karl.id), /may not work on it/)
})
