// The data-protection officer's desk, the register and the audit list, through the front door of a running server.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { type Answered, serveFresh } from '../../../test/serve-town.ts'
import { grantPermission, registerPerson } from '../../kernel/people.ts'
import { openSession } from '../../kernel/sessions.ts'
import type { Town, WriteDb } from '../../kernel/town.ts'
import { csvOf } from './csv.ts'
import { lookedAt } from './fixtures.ts'
import { chaptersOf } from './my-data.ts'
import type { LooksTables } from './tables.ts'

const fresh = await freshHouse()
const served = await serveFresh(fresh)
const now = new Date()
const everything = ['looks.log.read', 'looks.log.hide', 'looks.objection.answer', 'looks.register.read', 'looks.audit.read']

const officerOf = async (town: Town, permissions: readonly string[] = everything) => {
  const id = await registerPerson(town, { kind: 'staff', givenName: 'Dora', familyName: 'Schutz' }, now)
  for (const permission of permissions) await grantPermission(town, id, permission)
  return { id, session: await openSession(town, id, 'substantial', now) }
}
const post = (town: Town, path: string, session: string, fields: Record<string, string>) =>
  served.request(town, path, {
    method: 'POST',
    session,
    headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })
const locationOf = ({ headers }: Answered) => String(headers.location)
/** A town in which Karl of the Bürgerbüro looked at Ada, who is signed in. */
async function lookedAtTown(own = {}) {
  const town = await freshTown(fresh.house, own)
  const { resident, clerk, unit } = await lookedAt(town, now)
  return { town, resident, clerk, unit, ada: await openSession(town, resident, 'basic', now) }
}

test('The officer opens a log only with a purpose, which the person reads', async () => {
  const { town, ada, resident } = await lookedAtTown()
  const { session } = await officerOf(town)
  const path = '/desk/looks/inquiries'
  assert.equal((await post(town, path, session, { person: resident, purpose: '' })).status, 422)
  const unknown = await post(town, path, session, { person: 'nobody', purpose: 'Prüfung' })
  assert.equal(unknown.status, 422)
  assert.match(unknown.text, /value="nobody"/)
  const opened = await post(town, path, session, { person: resident, purpose: 'Beschwerde vom 20. November' })
  const log = await served.request(town, locationOf(opened), { session })
  assert.match(log.text, /Bürgerbüro \(Sachbearbeitung\) – Karl Kundig/)
  assert.match((await served.request(town, '/looks', { session: ada })).text, /Beschwerde vom 20\. November/)
  const other = await officerOf(town)
  assert.equal(
    (await served.request(town, locationOf(opened), { session: other.session })).status,
    404,
    'a purpose is of one clerk',
  )
})

test('The officer finds a person by the account number; nobody is looked up without a purpose', async () => {
  const { town, ada } = await lookedAtTown()
  const { session } = await officerOf(town)
  const profile = (await served.request(town, '/accounts/profile', { session: ada })).text
  const number = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(/Kontonummer[\s\S]{0,200}/.exec(profile)?.[0] ?? '')?.[0] ?? ''
  const path = '/desk/looks/inquiries'
  assert.equal((await post(town, path, session, { person: number, purpose: '' })).status, 422)
  const purpose = 'Auskunft nach Art. 15 vorbereiten'
  const opened = await post(town, path, session, { person: number.toLowerCase(), purpose })
  assert.match(locationOf(opened), /\/desk\/looks\/inquiries\/[0-9a-f-]{36}$/, opened.text)
  assert.match((await served.request(town, '/looks', { session: ada })).text, new RegExp(purpose))
})

test('A look is hidden by law until a day, by whoever may, and shows itself again', async () => {
  const { town, ada, resident, clerk } = await lookedAtTown()
  const { session } = await officerOf(town)
  const opened = locationOf(await post(town, '/desk/looks/inquiries', session, { person: resident, purpose: 'Prüfung' }))
  const log = (await served.request(town, opened, { session })).text
  const form = new RegExp(`href="(${opened}/hide\\?look=([0-9a-f-]+))" aria-label="Verbergen: Bürgerbüro`).exec(log)!
  assert.equal((await served.request(town, form[1]!, { session })).status, 200)
  const fields = { look: form[2]!, law: '§ 1 Beispielgesetz', reason: 'Ermittlung läuft' }
  const day = (text: string) => ({ 'until-year': text.slice(0, 4), 'until-month': text.slice(5, 7), 'until-day': text.slice(8) })
  const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
  for (const [wrong, status] of [
    [{ ...fields, ...day(inDays(10)), law: '' }, 422],
    [{ ...fields, ...day(inDays(400)) }, 422],
    [{ ...fields, ...day(inDays(-3)) }, 422],
    [{ ...fields, ...day('2027-02-30') }, 422],
    [{ ...fields, ...day(inDays(10)), look: resident }, 404],
  ] as const)
    assert.equal((await post(town, `${opened}/hide`, session, wrong)).status, status)
  assert.match((await served.request(town, '/looks', { session: ada })).text, /Antrag auf Reisepass prüfen/)
  assert.equal((await post(town, `${opened}/hide`, session, { ...fields, ...day(inDays(10)) })).status, 303)
  assert.doesNotMatch((await served.request(town, '/looks', { session: ada })).text, /Antrag auf Reisepass prüfen/)
  assert.equal((await served.request(town, `/looks/object?look=${form[2]}`, { session: ada })).status, 404)
  assert.match((await served.request(town, opened, { session })).text, /Verborgen bis/)
  const own = { subjects: [resident], actor: 'self', purpose: 'Auskunft', legalBasis: 'Art. 15 DSGVO' }
  const chapters = await town.personal(own, (db: WriteDb<LooksTables>) =>
    chaptersOf({ db, person: resident, language: 'de' }, new Map()),
  )
  assert.ok(chapters[0]!.entries.length > 0 && !JSON.stringify(chapters).includes('Antrag auf Reisepass prüfen'))
  await post(town, `${opened}/hide`, session, { ...fields, ...day(inDays(0)) })
  assert.match(
    (await served.request(town, '/looks', { session: ada })).text,
    /Antrag auf Reisepass prüfen/,
    'shown again from today',
  )
  await grantPermission(town, clerk, 'looks.log.hide')
  const outcome = await hide(town, resident, form[2]!, clerk)
  assert.equal(outcome, 'look-of-the-clerk')
  assert.equal(await hide(town, resident, form[2]!, resident), 'not-permitted')
})

const hide = (town: Town, subject: string, look: string, clerk: string) =>
  town.write(async (db) => {
    const { rows } = await sql<{ outcome: string }>`
      SELECT looks.hide_look(${subject}::uuid, ${look}::uuid, current_date + 5, current_date, 'x', 'x', ${clerk}::uuid) AS outcome`.execute(
      db,
    )
    return rows[0]!.outcome
  })

test('Only the officer with this very permission enters each page of the desk', async () => {
  const { town } = await lookedAtTown()
  const pages = {
    '/desk/looks': 'looks.objection.answer',
    '/desk/looks/inquiries': 'looks.log.read',
    '/desk/looks/audit': 'looks.audit.read',
    '/desk/privacy/register': 'looks.register.read',
    '/desk/privacy/register.csv': 'looks.register.read',
    '/desk/privacy/register.json': 'looks.register.read',
  }
  for (const [path, permission] of Object.entries(pages)) {
    const { session } = await officerOf(town, [permission])
    const without = await officerOf(
      town,
      everything.filter((one) => one !== permission),
    )
    assert.equal((await served.request(town, path, { session })).status, 200, path)
    assert.equal((await served.request(town, path, { session: without.session })).status, 403, path)
  }
})

test('The register names every component that processes personal data, also as CSV without formulas and as JSON', async () => {
  const { town } = await lookedAtTown()
  const { session } = await officerOf(town)
  const { text } = await served.request(town, '/desk/privacy/register', { session })
  assert.match(text, /Einwände gegen Zugriffe prüfen und beantworten/)
  assert.match(text, /Nachweis jedes Blicks/)
  const csv = await served.request(town, '/desk/privacy/register.csv', { session })
  assert.match(csv.text, /^\ufeffBaustein,Zweck,/)
  assert.match(String(csv.headers['content-disposition']), /attachment/)
  const json = JSON.parse((await served.request(town, '/en/desk/privacy/register.json', { session })).text) as {
    controller: string
    processing: { purpose: string }[]
  }
  assert.equal(json.controller, 'Stadt Musterstadt')
  assert.ok(json.processing.some(({ purpose }) => purpose === 'Proof of every look at personal data'))
})

test('No cell of a CSV file begins a formula', () => {
  assert.equal(csvOf([['=1+1', '+49', '-5', '@x', ' =1', 'a,b', 'x"y', 'ä']]), `\ufeff'=1+1,'+49,'-5,'@x,' =1,"a,b","x""y",ä\r\n`)
})

test('The security audit is listed by kind, object and day, and says what is sealed', async () => {
  const { town } = await lookedAtTown()
  const { id, session } = await officerOf(town)
  const { text } = await served.request(town, '/desk/looks/audit', { session })
  assert.match(text, /kernel\.permission\.granted/)
  assert.match(text, /Recht erteilt[\s\S]*Recht: Das Sicherheitsprotokoll lesen/)
  assert.doesNotMatch(text, />kernel\.permission\.granted</, 'words for people')
  assert.match(
    (await served.request(town, `/desk/looks/audit?object=${id}&action=kernel.permission`, { session })).text,
    new RegExp(`Person<span[^>]*>${id}<`),
  )
  assert.match(
    (await served.request(town, '/desk/looks/audit?to=2020-01-01', { session })).text,
    /Zu dieser Auswahl gibt es nichts/,
  )
  for (const odd of ['?from=x', '?before=x', '?before=99999999999999999999', '?action=%27', '?from=2026-99-99'])
    assert.equal((await served.request(town, `/desk/looks/audit${odd}`, { session })).status, 200, odd)
})
