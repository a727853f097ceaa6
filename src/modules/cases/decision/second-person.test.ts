// Attacks on deciding: reworded behind the second person, replaced alone, decided twice or after it was taken back; through the front door.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import type { InstallPart } from '../../../contracts/package-parts.ts'
import { newId } from '../../../kernel/ids.ts'
import type { TownSql } from '../../../kernel/town.ts'
import type { Writing } from '../case.ts'
import { foundUnits, hireClerk, installSample, sampleProcess, sampleType, sendSample } from '../desk/fixtures.ts'

const fresh = await freshHouse()
const { house } = fresh
const town = await freshTown(house)
const served = await serveFresh(fresh)
const now = new Date()
const admin = new pg.Client({ connectionString: fresh.adminUrl })
await admin.connect()
fresh.beforeClosing(() => admin.end())
const rows = async (query: string, values: unknown[] = []) => (await admin.query(query, values)).rows

await foundUnits(town, ['/verkehr/'])
await installSample(house, town, { unit: '/verkehr/', now, type: sampleType({ fourEyes: true }) })
/** The second person comes after the first, in the process itself. */
const twice = sampleProcess('parking')
  .replace(
    '<bpmn:incoming>c</bpmn:incoming><bpmn:outgoing>i</bpmn:outgoing>',
    '<bpmn:incoming>s</bpmn:incoming><bpmn:outgoing>i</bpmn:outgoing>',
  )
  .replace(
    '<bpmn:serviceTask id="Close"',
    '<bpmn:userTask id="Second" name="Zweitprüfung" stadttor:form="cases.approve" stadttor:unit="= unit" stadttor:notBy="Decide"><bpmn:incoming>c</bpmn:incoming><bpmn:outgoing>s</bpmn:outgoing></bpmn:userTask>\n<bpmn:serviceTask id="Close"',
  )
  .replace('id="c" sourceRef="Next" targetRef="Issue"', 'id="c" sourceRef="Next" targetRef="Second"')
  .replace(
    '<bpmn:sequenceFlow id="d"',
    '<bpmn:sequenceFlow id="s" sourceRef="Second" targetRef="Issue"/>\n<bpmn:sequenceFlow id="d"',
  )
await town.write(async (db: Writing) => {
  const part = { kind: 'process', key: 'parking', file: 'process.bpmn', content: twice } as const
  const asked = {
    db: db as unknown as TownSql,
    part,
    origin: { id: 'sample', version: '2.0.0' },
    unit: '/verkehr/',
    by: null,
    now,
  }
  for (const room of house.neighbours<InstallPart>(town, 'install-package-part')) {
    const taken = await room.ask({ ...asked, all: [part] })
    if (taken && 'problems' in taken) throw new Error(JSON.stringify(taken.problems))
  }
})
const [found] = await rows('SELECT id, live_version AS version FROM forms.form')
const send = () => sendSample(house, town, { form: found, formKey: 'parking', now })
const [karl, dora] = [
  await hireClerk(town, { unit: '/verkehr/', now }),
  await hireClerk(town, { unit: '/verkehr/', familyName: 'Zweite', now }),
]
const post = (path: string, session: string, fields: Record<string, string>) =>
  served.request(town, `/desk/cases/${path}`, {
    method: 'POST',
    session,
    headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })
const page = (path: string, session: string) => served.request(town, `/desk/cases/${path}`, { session })
const letter = (outcome: string, paragraphs: string) => ({ outcome, subject: 'Ihr Antrag', paragraphs, reasons: 'Darum.' })
const issued = (id: string) =>
  rows(`SELECT id, outcome, kind FROM cases.decision WHERE case_id = $1 AND state = 'issued' ORDER BY issued_at`, [id])
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve))
}

/** Decided by Karl, agreed to by Dora, and over. */
async function decided(): Promise<string> {
  const { id } = await send()
  assert.equal((await post(`${id}/decision`, karl.session, { ...letter('granted', 'Bewilligt.'), do: 'issue' })).status, 303)
  assert.equal((await post(`${id}/approval`, dora.session, { do: 'agree', reasons: '' })).status, 303)
  await until(async () => (await rows('SELECT state FROM cases.case WHERE id = $1', [id]))[0].state === 'closed')
  return id
}

test('What lies before the second person is not worded anew, and not turned into another outcome', async () => {
  const { id } = await send()
  assert.equal((await post(`${id}/decision`, karl.session, { ...letter('granted', 'Bewilligt.'), do: 'issue' })).status, 303)
  for (const fields of [letter('granted', 'Heimlich geändert.'), letter('refused', 'Abgelehnt.')])
    for (const who of [karl, dora])
      assert.equal((await post(`${id}/decision`, who.session, { ...fields, do: 'save' })).status, 409)
  const shown = await page(`${id}/approval`, dora.session)
  assert.match(shown.text, /Bewilligt\./)
  assert.doesNotMatch(shown.text, /Heimlich|Abgelehnt/)
  assert.equal((await post(`${id}/approval`, karl.session, { do: 'agree', reasons: '' })).status, 409)
  assert.equal((await post(`${id}/approval`, dora.session, { do: 'agree', reasons: '' })).status, 303)
  await until(async () => (await issued(id)).length > 0)
  assert.equal((await issued(id))[0].outcome, 'granted')
})

test('Whoever worded the letter last has prepared it, and does not agree to it alone', async () => {
  const { id } = await send()
  await post(`${id}/decision`, dora.session, { ...letter('granted', 'Von Dora begonnen.'), do: 'save' })
  assert.equal((await post(`${id}/decision`, karl.session, { ...letter('granted', 'Von Karl.'), do: 'issue' })).status, 303)
  assert.equal((await post(`${id}/approval`, karl.session, { do: 'agree', reasons: '' })).status, 409)
  assert.equal((await post(`${id}/approval`, dora.session, { do: 'agree', reasons: '' })).status, 303)
})

test('A decision that two persons made is replaced by two persons, once', async () => {
  const id = await decided()
  assert.match((await page(id, karl.session)).text, new RegExp(`${id}/decision/replace`))
  const replaces = /name="replaces" value="([^"]+)"/.exec((await page(`${id}/decision/replace`, karl.session)).text)![1]!
  const fields = { ...letter('refused', 'Wir nehmen ihn zurück.'), kind: 'revocation', replaces }
  await post(`${id}/decision/replace`, karl.session, { ...fields, replaces: newId() })
  assert.equal((await rows(`SELECT 1 FROM cases.decision WHERE case_id = $1 AND state = 'draft'`, [id])).length, 0)
  await Promise.all([karl, dora].map(({ session }) => post(`${id}/decision/replace`, session, fields)))
  assert.equal((await issued(id)).length, 1, 'one clerk alone sent it')
  const [draft, ...more] = await rows(`SELECT prepared_by FROM cases.decision WHERE case_id = $1 AND state = 'draft'`, [id])
  assert.deepEqual(more, [])
  const [first, second] = draft.prepared_by === karl.id ? [karl, dora] : [dora, karl]
  assert.equal((await post(`${id}/approval`, first.session, { do: 'agree', reasons: '' })).status, 409)
  assert.match((await page(id, second.session)).text, new RegExp(`${id}/approval`))
  const agreed = await Promise.all([1, 2].map(() => post(`${id}/approval`, second.session, { do: 'agree', reasons: '' })))
  assert.ok(agreed.some(({ status }) => status === 303))
  assert.deepEqual(
    (await issued(id)).map(({ outcome, kind }) => `${kind} ${outcome}`),
    ['decision granted', 'revocation refused'],
  )
  assert.equal((await rows('SELECT state FROM cases.case WHERE id = $1', [id]))[0].state, 'closed')
})
