// What people do in their applications: add, take a stand, withdraw, rate, renew; for themselves and for others.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import { newId } from '../../../kernel/ids.ts'
import { registerPerson } from '../../../kernel/people.ts'
import { showReference } from '../../../kernel/reference.ts'
import { openSession, startSession } from '../../../kernel/sessions.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { WriteDb } from '../../../kernel/town.ts'
import { legalBasis, type Reading, type Writing } from '../case.ts'
import { addParty } from '../intake/parties.ts'
import cases from '../module.tsx'
import { apply, ask, caseRow, change, decideFor, neighbourRoom, noNeighbours, type Opened, storeSampleType } from './fixtures.ts'

const seen = noNeighbours()
const fresh = await freshHouse({ modules: [{ ...cases, folder: '' }, neighbourRoom(seen)] })
const { house } = fresh
const town = await freshTown(house)
const served = await serveFresh(fresh)
await storeSampleType(town)
const now = new Date()

const someone = async () => {
  const id = await registerPerson(town, { kind: 'resident', givenName: 'Anna', familyName: 'Muster' }, now)
  return { id, session: await openSession(town, id, 'basic', now) }
}
const pathOf = ({ reference }: { reference: string }): string => `/applications/${showReference(reference)}`
const at = (path: string, session: string) => served.request(town, path, { session })
const post = (path: string, session: string, fields: Record<string, string> = {}) =>
  served.request(town, path, {
    method: 'POST',
    session,
    headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })
async function upload(path: string, session: string, fields: Record<string, string>, file?: { name: string; content: string }) {
  const form = new FormData()
  for (const [key, value] of Object.entries(fields)) form.set(key, value)
  if (file) form.set('files', new Blob([file.content]), file.name)
  const encoded = new Response(form)
  const body = Buffer.from(await encoded.arrayBuffer())
  const headers = { origin: town.origin, 'content-type': encoded.headers.get('content-type') ?? '' }
  return served.request(town, path, { method: 'POST', session, headers, body })
}

test('A message with a file reaches the case once, and its sender reads and downloads it again', async () => {
  const anna = await someone()
  const one = await apply(house, town, { person: anna.id, now })
  const { text } = await at(`${pathOf(one)}/add`, anna.session)
  const once = /name="once" value="([^"]+)"/.exec(text)?.[1] ?? ''
  for (let times = 0; times < 2; times += 1) {
    const fields = { text: 'Hier ist mein <Schein>.', once }
    const sent = await upload(`${pathOf(one)}/add`, anna.session, fields, { name: 'schein.txt', content: 'Fahrzeugschein' })
    assert.equal(sent.headers.location, `${pathOf(one)}?done=added`)
  }
  const shown = await at(`${pathOf(one)}?done=added`, anna.session)
  assert.match(shown.text, /Ihre Nachricht ist angekommen/)
  assert.equal(shown.text.match(/Hier ist mein &lt;Schein>\./g)?.length, 1)
  const [, link = ''] = /href="([^"]+\/documents\/[^"]+)" download[^>]*>schein\.txt/.exec(shown.text) ?? []
  const file = await at(link, anna.session)
  assert.equal(file.text, 'Fahrzeugschein')
  assert.match(String(file.headers['content-disposition']), /^attachment/)
  assert.equal((await caseRow(town, one.id))?.news, true)
  const bernd = await someone()
  assert.equal((await at(link, bernd.session)).status, 404)
  assert.equal((await upload(`${pathOf(one)}/add`, bernd.session, { text: 'Fremd' })).status, 404)
})

test('An empty message and one that is too long come back with what was typed', async () => {
  const anna = await someone()
  const one = await apply(house, town, { person: anna.id, now })
  const empty = await upload(`${pathOf(one)}/add`, anna.session, { text: ' ' })
  assert.equal(empty.status, 422)
  assert.match(empty.text, /<title>Fehler: /)
  const long = await upload(`${pathOf(one)}/add`, anna.session, { text: 'ä'.repeat(10_001) })
  assert.equal(long.status, 422)
  assert.ok(long.text.includes('ä'.repeat(10_001)))
})

test('What is asked is answered in the form: only the questions that were asked again are open there', async () => {
  const anna = await someone()
  const one = await apply(house, town, { person: anna.id, now })
  const id = await ask(town, one, { message: 'Bitte ergänzen', reasons: { given: 'Vorname fehlt' } }, now)
  const gone = await post(`${pathOf(one)}/requests/${id}`, anna.session)
  assert.match(String(gone.headers.location), /^\/forms\/parkausweis\/fill\/cases\.request-/)
  const begun = seen.begun.at(-1)
  assert.deepEqual(begun?.only, { given: 'Vorname fehlt' })
  assert.deepEqual(begun?.matter, { kind: 'cases.case', id: one.id, role: 'correction', request: id })
  assert.deepEqual(begun?.answers, { given: 'Anna', family: 'Muster' })
  const begunBefore = seen.begun.length
  assert.equal((await post(`${pathOf(one)}/requests/${id}`, anna.session)).headers.location, gone.headers.location)
  assert.equal(seen.begun.length, begunBefore, 'the draft that was begun is opened again')
  const list = await at('/applications', anna.session)
  assert.ok(list.text.includes(`href="${gone.headers.location}"`), 'the list leads straight into the form')
  const bernd = await someone()
  assert.equal((await post(`${pathOf(one)}/requests/${id}`, bernd.session)).status, 404)
  assert.equal((await post(`${pathOf(one)}/requests/${newId()}`, anna.session)).status, 404)
})

test('A view given before a burdening decision goes to the process, once', async () => {
  const anna = await someone()
  const one = await apply(house, town, { person: anna.id, now })
  const id = await ask(town, one, { message: 'Wir möchten ablehnen.', kind: 'hearing' }, now)
  const path = `${pathOf(one)}/heard/${id}`
  assert.match((await at(path, anna.session)).text, /Wir möchten ablehnen\./)
  assert.equal((await upload(path, anna.session, { text: '' })).status, 422)
  assert.equal((await upload(path, anna.session, { text: 'Ich sehe das anders.' })).headers.location, `${pathOf(one)}?done=heard`)
  assert.equal((await upload(path, anna.session, { text: 'Noch einmal' })).status, 404)
  assert.deepEqual(
    seen.told.filter(({ key }) => key === one.id),
    [{ name: 'cases.heard', key: one.id, once: `cases.heard/${id}` }],
  )
  assert.equal((await caseRow(town, one.id))?.state, 'open')
  assert.match((await at(pathOf(one), anna.session)).text, /Ich sehe das anders\./)
})

test('Taken back without a process it is closed at once, what was asked with it; with one the process is told', async () => {
  const anna = await someone()
  const plain = await apply(house, town, { person: anna.id, now })
  await ask(town, plain, { message: 'Bitte ergänzen' }, now)
  assert.match((await at(`${pathOf(plain)}/withdraw`, anna.session)).text, /Antrag zurücknehmen\?/)
  const done = await post(`${pathOf(plain)}/withdraw`, anna.session, { reason: 'Ich ziehe weg.' })
  assert.equal(done.headers.location, `${pathOf(plain)}?done=withdrawn`)
  const row = await caseRow(town, plain.id)
  assert.deepEqual([row?.state, row?.outcome], ['closed', 'withdrawn'])
  const shown = await at(pathOf(plain), anna.session)
  assert.match(shown.text, /Ich ziehe weg\./)
  assert.doesNotMatch(shown.text, /Sie müssen etwas tun/)
  const running = await apply(house, town, { person: anna.id, now })
  seen.running.add(running.id)
  await post(`${pathOf(running)}/withdraw`, anna.session)
  await post(`${pathOf(running)}/withdraw`, anna.session)
  assert.deepEqual(
    seen.told.filter(({ key }) => key === running.id),
    [{ name: 'cases.withdrawn', key: running.id, once: `cases.withdrawn/${running.id}` }],
  )
  assert.equal((await caseRow(town, running.id))?.state, 'open')
  assert.match((await at(pathOf(running), anna.session)).text, /Wir schließen ihn ab/)
})

const decided = (one: Opened, more = {}) =>
  change(
    town,
    one,
    { state: 'decided', outcome: 'granted', ...more },
    { kind: 'decided', by: { system: 'cases' }, details: { outcome: 'granted' }, open: true },
    now,
  )

test('A decision is read in the mailbox; the application says what it costs and until when one can object', async () => {
  const anna = await someone()
  const one = await apply(house, town, { person: anna.id, now })
  const fee = { fee_cents: 3_000, fee_reference: '7K3M-9QX2' }
  await decideFor(town, one, { delivered_on: '2026-11-20', ...fee }, new Date('2026-11-17T09:00:00Z'))
  const shown = await served.request(town, pathOf(one), { session: anna.session })
  assert.match(shown.text, /Ausweis bewilligt[\s\S]*steht in Ihrem Postfach/)
  assert.match(shown.text, /überweisen Sie 30,00\s€ mit dem Verwendungszweck 7K3M-9QX2/)
  // One month after 20 November is a Sunday: the period ends with the next working day.
  if (now < new Date('2026-12-21T12:00:00Z'))
    assert.match(shown.text, /Widerspruch einlegen[\s\S]*Bis Montag, 21\.\sDezember\s2026/)
  else assert.match(shown.text, /am 21\.\sDezember\s2026 abgelaufen/)
  const posted = await apply(house, town, { person: anna.id, now })
  await decideFor(town, posted, { delivery: 'post' }, now)
  assert.match(
    (await at(pathOf(posted), anna.session)).text,
    /kommt mit der Post[\s\S]*Die Frist beginnt, wenn Sie sie bekommen haben/,
  )
})

test('What is decided is not taken back, and may be rated once without a trace to the person', async () => {
  const anna = await someone()
  const one = await apply(house, town, { person: anna.id, now })
  await decided(one)
  assert.equal((await at(`${pathOf(one)}/withdraw`, anna.session)).status, 409)
  assert.equal((await post(`${pathOf(one)}/withdraw`, anna.session)).status, 409)
  assert.equal((await post(`${pathOf(one)}/rate`, anna.session)).status, 422)
  for (const stars of ['5', '1']) await post(`${pathOf(one)}/rate`, anna.session, { stars })
  const rows = await town.read((db: Reading) => db.selectFrom('cases.rating').select(['stars', 'month']).execute())
  assert.deepEqual(
    rows.map(({ stars, month }) => [stars, month.slice(8)]),
    [[5, '01']],
  )
  assert.doesNotMatch((await at(pathOf(one), anna.session)).text, /Wie war es für Sie/)
})

test('Before the end of what was granted it is renewed with the old answers, without the old files', async () => {
  const anna = await someone()
  const one = await apply(house, town, { person: anna.id, answers: { given: 'Anna', paper: ['file-1'] }, now })
  await decided(one, { valid_until: '2999-01-01' })
  assert.equal((await post(`${pathOf(one)}/renew`, anna.session)).status, 404, 'too early')
  await decided(one, { valid_until: new Date(now.getTime() + 10 * 86_400_000).toISOString().slice(0, 10) })
  assert.match((await at(pathOf(one), anna.session)).text, /Verlängern mit Ihren bisherigen Angaben/)
  const gone = await post(`${pathOf(one)}/renew`, anna.session)
  assert.match(String(gone.headers.location), /^\/forms\/parkausweis\/fill\//)
  assert.equal(seen.begun.at(-1)?.matter.role, 'renewal')
  const next = await apply(house, town, { person: anna.id, matter: seen.begun.at(-1)!.matter, now })
  const shown = await at(pathOf(one), anna.session)
  assert.ok(shown.text.includes(`Sie haben schon verlängert: Vorgang ${showReference(next.reference)}`))
  assert.equal((await post(`${pathOf(one)}/renew`, anna.session)).status, 404)
})

async function actingFor(person: string, organisation: string): Promise<string> {
  return town.write((db: WriteDb<KernelTables>) => {
    const proof = { method: 'command', level: 'basic', secondFactor: true } as const
    return startSession(db, person, proof, now, { kind: 'organisation', id: organisation, authority: newId(now) })
  })
}

test('Who acts for a company sees its applications as long as they may, and it reads what they did', async () => {
  const anna = await someone()
  const company = newId(now)
  const one = await apply(house, town, { person: anna.id, actsFor: company, answers: { company: 'Muster GmbH' }, now })
  const two = await apply(house, town, { person: anna.id, actsFor: company, now })
  const session = await actingFor(anna.id, company)
  assert.equal((await at(pathOf(one), session)).status, 404, 'without a right')
  seen.allowed.push({ subject: company, matter: `cases.case/${one.id}`, verbs: ['read'] })
  assert.match((await at(pathOf(one), session)).text, /Muster GmbH/)
  const list = await at('/applications', session)
  assert.ok(list.text.includes(pathOf(one)) && !list.text.includes(pathOf(two)))
  assert.equal((await upload(`${pathOf(one)}/add`, session, { text: 'Nur lesen' })).status, 404, 'who may only read adds nothing')
  seen.allowed[0]!.verbs.push('write')
  assert.equal((await upload(`${pathOf(one)}/add`, session, { text: 'Im Namen der Firma' })).status, 303)
  assert.deepEqual(seen.noted, ['Etwas zu einem Antrag nachgereicht'])
  seen.allowed.length = 0
  assert.equal((await at(pathOf(one), session)).status, 404, 'the right has ended')
  assert.equal((await at(pathOf(one), anna.session)).status, 404, 'in their own name it is not theirs')
  assert.ok(!(await at('/applications', anna.session)).text.includes(pathOf(one)))
})

test('A co-applicant sees everything and adds, an agent acts, somebody affected only sees how far it is; nobody after their part ended', async () => {
  const anna = await someone()
  const one = await apply(house, town, { person: anna.id, now })
  await ask(town, one, { message: 'Geheime Frage' }, now)
  const joins = async (role: 'co-applicant' | 'agent' | 'affected') => {
    const who = await someone()
    const look = { subjects: [who.id], actor: { system: 'cases' }, purpose: 'Probe', legalBasis }
    const party = await town.personal(look, (db: Writing) =>
      addParty(db, town, one.id, { role, kind: 'person', account_id: who.id, subject: who.id, content: {} }, now),
    )
    return { ...who, party }
  }
  const [both, agent, affected] = [await joins('co-applicant'), await joins('agent'), await joins('affected')]
  for (const { session } of [both, agent]) assert.match((await at(pathOf(one), session)).text, /Geheime Frage/)
  const outside = await at(pathOf(one), affected.session)
  assert.match(outside.text, /geht es auch um Sie/)
  assert.doesNotMatch(outside.text, /Geheime Frage|Anna Muster/)
  assert.doesNotMatch((await at('/applications', affected.session)).text, /Sie müssen etwas tun/)
  assert.match((await at('/applications', both.session)).text, /Gemeinsamer Antrag/)
  assert.equal((await at(`${pathOf(one)}/withdraw`, both.session)).status, 404)
  assert.equal((await at(`${pathOf(one)}/add`, affected.session)).status, 404)
  assert.equal((await at(`${pathOf(one)}/withdraw`, agent.session)).status, 200)
  await town.write((db: Writing) => db.updateTable('cases.party').set({ ended_at: now }).where('id', '=', agent.party).execute())
  assert.equal((await at(pathOf(one), agent.session)).status, 404)
})
