// Who used my data, through the front door of a running server.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { type Answered, serveFresh } from '../../../test/serve-town.ts'
import type { MyData } from '../../contracts/my-data.ts'
import { staffActor } from '../../kernel/actor.ts'
import { grantPermission, registerPerson } from '../../kernel/people.ts'
import { openSession } from '../../kernel/sessions.ts'
import type { KernelTables } from '../../kernel/tables.ts'
import type { Town, WriteDb } from '../../kernel/town.ts'
import { lookedAt } from './fixtures.ts'
import { eraseOwn } from './my-data.ts'
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
const logOf = (town: Town, person: string) =>
  town.personal(
    { subjects: [person], actor: 'system:test', purpose: 'Probe', legalBasis: 'Probe' },
    (db: WriteDb<KernelTables>) =>
      db
        .selectFrom('kernel.access_log')
        .selectAll()
        .where('subject_id', '=', person)
        .where('actor', '!=', 'system:test')
        .orderBy('at')
        .execute(),
  )
/** A town in which Karl of the Bürgerbüro looked at Ada, who is signed in. */
async function lookedAtTown(own = {}) {
  const town = await freshTown(fresh.house, own)
  const { resident, clerk, unit } = await lookedAt(town, now)
  return { town, resident, clerk, unit, ada: await openSession(town, resident, 'basic', now) }
}
const objectLink = (html: string): string =>
  /href="(\/looks\/object\?look=[0-9a-f-]+)" aria-label="Einwand erheben: Bürgerbüro/.exec(html)![1]!

test('A person sees which unit looked at what, in which role, why and on which law, but not the name', async () => {
  const { town, ada } = await lookedAtTown()
  const { status, text } = await served.request(town, '/looks', { session: ada })
  assert.equal(status, 200)
  for (const shown of [
    'Bürgerbüro (Sachbearbeitung)',
    'Antrag auf Reisepass prüfen',
    'Name, Anschrift',
    'Art. 6 Abs. 1 Buchst. e DSGVO',
    'Vorgang 7K3M-9QX2',
    'Betrifft auch andere Personen',
    'Automatisch: Seiten der Stadt',
  ])
    assert.ok(text.includes(shown), shown)
  assert.doesNotMatch(text, /Kundig/)
})

test('Where the town shows names, the name is there, and its showing is in the log of the member of staff', async () => {
  const { town, ada, clerk } = await lookedAtTown({ looks: { staffNames: true } })
  assert.match((await served.request(town, '/looks', { session: ada })).text, /Bürgerbüro \(Sachbearbeitung\) – Karl Kundig/)
  assert.ok((await logOf(town, clerk)).some(({ purpose }) => purpose === 'Name in einem Protokoll der Datennutzung gezeigt'))
})

test('Nobody sees the log of another person, signed in or not', async () => {
  const { town, ada } = await lookedAtTown()
  const link = objectLink((await served.request(town, '/looks', { session: ada })).text)
  const other = await registerPerson(town, { kind: 'resident', givenName: 'Emil', familyName: 'Muster' }, now)
  const emil = await openSession(town, other, 'basic', now)
  assert.doesNotMatch((await served.request(town, '/looks', { session: emil })).text, /Reisepass/)
  assert.equal((await served.request(town, link, { session: emil })).status, 404)
  assert.equal((await post(town, '/looks/object', emil, { look: link.split('=')[1]! })).status, 404)
  assert.notEqual((await served.request(town, '/looks')).status, 200)
})

test('Own looks of one session are one entry, and every one of them has its row', async () => {
  const { town, ada, resident } = await lookedAtTown()
  for (let count = 0; count < 3; count += 1) await served.request(town, '/looks?period=all', { session: ada })
  const { text } = await served.request(town, '/looks?who=self', { session: ada })
  assert.equal(text.match(/<h3>Sie selbst<\/h3>/g)?.length, 1)
  assert.match(text, /\(4-mal\)/)
  const rows = (await logOf(town, resident)).filter(({ actor_kind }) => actor_kind === 'self')
  assert.equal(rows.length, 4)
  const again = await openSession(town, resident, 'basic', now)
  const other = (await served.request(town, '/looks?who=self', { session: again })).text
  assert.equal(other.match(/<h3>Sie selbst<\/h3>/g)?.length, 2, 'another session is another entry')
})

test('The log is filtered by unit and period, and has pages', async () => {
  const { town, ada, resident, unit, clerk } = await lookedAtTown()
  const only = (await served.request(town, `/looks?who=${encodeURIComponent(unit)}`, { session: ada })).text
  assert.match(only, /Antrag auf Reisepass prüfen/)
  assert.doesNotMatch(only, /Nachricht zugestellt/)
  const actor = staffActor({ personId: clerk, units: new Map([['x', [unit]]]) }, 'x')
  for (let count = 0; count < 30; count += 1)
    await town.personal({ subjects: [resident], actor, purpose: `Zweck ${count}`, legalBasis: 'Art. 6' }, async () => undefined)
  const first = (await served.request(town, '/looks', { session: ada })).text
  assert.match(first, /Seite 1 von 2/)
  const second = (await served.request(town, '/looks?page=2', { session: ada })).text
  assert.match(second, /Antrag auf Reisepass prüfen/)
  for (const odd of ['0', '-1', '99', 'x', '1e9'])
    assert.equal((await served.request(town, `/looks?page=${odd}`, { session: ada })).status, 200, odd)
})

test('A person objects, gets a receipt, the officer answers, and the person reads the answer', async () => {
  const { town, ada } = await lookedAtTown()
  const officer = await officerOf(town)
  const link = objectLink((await served.request(town, '/looks', { session: ada })).text)
  assert.equal((await served.request(town, link, { session: ada })).status, 200)
  const look = link.split('=')[1]!
  const tooLong = await post(town, '/looks/object', ada, { look, reason: 'x'.repeat(2_001) })
  assert.equal(tooLong.status, 422)
  assert.match(tooLong.text, /Sie haben 2001 eingegeben/)
  const sent = await post(town, '/looks/object', ada, { look, reason: 'Ich war <nie> dort.' })
  assert.equal(sent.status, 303)
  const receipt = await served.request(town, locationOf(sent), { session: ada })
  assert.match(receipt.text, /Ihr Einwand ist angekommen/)
  assert.match(receipt.text, /Ich war &lt;nie> dort|Ich war &lt;nie&gt; dort/)
  const twice = await post(town, '/looks/object', ada, { look, reason: 'Noch einmal' })
  assert.equal(locationOf(twice), locationOf(sent), 'a second objection is the first one')
  const id = locationOf(sent).split('/').at(-1)!

  const desk = await served.request(town, '/desk/looks', { session: officer.session })
  assert.match(desk.text, new RegExp(`/desk/looks/objections/${id}`))
  assert.doesNotMatch(desk.text, /Ada|Beispiel</)
  const open = await served.request(town, `/desk/looks/objections/${id}`, { session: officer.session })
  assert.match(open.text, /Bürgerbüro \(Sachbearbeitung\) – Karl Kundig/)
  const empty = await post(town, `/desk/looks/objections/${id}`, officer.session, { answer: ' ' })
  assert.equal(empty.status, 422)
  const done = await post(town, `/desk/looks/objections/${id}`, officer.session, {
    answer: 'Wir haben geprüft.\n\nAlles war richtig.',
  })
  assert.equal(done.status, 303)
  const read = await served.request(town, locationOf(sent), { session: ada })
  assert.match(read.text, /<p>Wir haben geprüft\.<\/p><p>Alles war richtig\.<\/p>/)
  assert.match(
    (await served.request(town, '/looks', { session: ada })).text,
    /Einwand gegen einen Zugriff prüfen/,
    'the officer looked too',
  )
})

test('Rules of mass runs are published for everybody', async () => {
  const { town } = await lookedAtTown()
  assert.match((await served.request(town, '/looks/rules')).text, /Bisher keine/)
  const run = {
    actor: { system: 'pages' },
    rule: 'Alle über 18 Jahre',
    purpose: 'Wahlbenachrichtigung',
    legalBasis: '§ 1 Beispielgesetz',
    persons: 12_345,
  }
  const seen = await town.massRun(run, (db: WriteDb<KernelTables>) =>
    db.selectFrom('kernel.person_name').select('subject_id').execute(),
  )
  assert.ok(seen.length >= 2, 'the run reads everybody of the town')
  const { text } = await served.request(town, '/looks/rules')
  for (const shown of ['Alle über 18 Jahre', 'Wahlbenachrichtigung', '12.345', 'Seiten der Stadt'])
    assert.ok(text.includes(shown), shown)
  await assert.rejects(
    town.massRun({ ...run, rule: ' ' }, async () => undefined),
    /needs a rule/,
  )
  await assert.rejects(
    town.massRun({ ...run, actor: 'self' }, async () => undefined),
    /a system or by staff/,
  )
})

test('What one town wrote down is nothing to another', async () => {
  const { town, ada } = await lookedAtTown()
  const other = await freshTown(fresh.house)
  const officer = await officerOf(other)
  const sent = await post(town, '/looks/object', ada, {
    look: objectLink((await served.request(town, '/looks', { session: ada })).text).split('=')[1]!,
  })
  const id = locationOf(sent).split('/').at(-1)!
  assert.equal((await served.request(other, `/desk/looks/objections/${id}`, { session: officer.session })).status, 404)
  assert.notEqual((await served.request(other, '/looks', { session: ada })).status, 200)
})

test('All that this room knows of a person is in their data, and what they wrote goes when they are erased', async () => {
  const { town, ada, resident } = await lookedAtTown()
  const look = objectLink((await served.request(town, '/looks', { session: ada })).text).split('=')[1]!
  await post(town, '/looks/object', ada, { look, reason: 'Ein Grund' })
  const own = { subjects: [resident], actor: 'self', purpose: 'Auskunft', legalBasis: 'Art. 15 DSGVO' }
  const chapters = await town.personal(own, (db: WriteDb<LooksTables>) =>
    fresh.house.askAll<MyData>(town, 'my-data', { db, person: resident, language: 'de' }),
  )
  const mine = chapters.find(({ module }) => module === 'looks')!.answer
  assert.ok(mine[0]!.entries.some(({ value }) => value.includes('Antrag auf Reisepass prüfen')))
  assert.equal(mine[1]!.entries[0]!.value, 'Ein Grund')
  const report = await town.personal(own, (db: WriteDb<LooksTables>) =>
    eraseOwn({ db, person: resident, step: 'destroy', language: 'de' }),
  )
  assert.deepEqual(
    report.done.map(({ how }) => how),
    ['destroyed'],
  )
  assert.equal(report.kept.length, 1)
})
