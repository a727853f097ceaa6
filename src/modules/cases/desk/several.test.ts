// Several cases at once, lists as files and page by page, linked cases, papers that a clerk takes in: through the front door.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { type Asked, serveFresh } from '../../../../test/serve-town.ts'
import { registerPerson } from '../../../kernel/people.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Town } from '../../../kernel/town.ts'
import { foundUnits, hireClerk, installSample, type Sample, sampleType, sendSample } from './fixtures.ts'
import { tellFollowers } from './followers.ts'

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

const stateOf = async (id: string) => (await rows('SELECT assignee FROM cases.case WHERE id = $1', [id]))[0]

test('Several cases at once are taken over, labelled, written to and granted; a refusal is decided one by one', async () => {
  const [one, two] = [await send({ family: 'Eins', owner: await resident('Eins') }), await send({ family: 'Zwei' })]
  const foreign = await send({ ...dogs, family: 'Drei' })
  const pick: [string, string][] = [one, two, foreign].map(({ id }) => ['pick', id])
  const claimed = await post('/bulk', karl.session, [...pick, ['do', 'claim'], ['back', '/desk/cases?view=mine']])
  assert.match(claimed.headers.location ?? '', /^\/desk\/cases\?view=mine&claimed=2&missed=1$/)
  assert.equal((await stateOf(foreign.id)).assignee, null)
  const picked = `${one.id},${two.id}`
  await post('/bulk/label', karl.session, { picked, label: 'Zone-Süd', back: '/desk/cases' })
  assert.match((await look('?label=Zone-S%C3%BCd', karl.session)).text, /Eins[\s\S]*Zwei|Zwei[\s\S]*Eins/)
  assert.equal((await post('/bulk/label', karl.session, { picked, label: '<b>', back: '/desk/cases' })).status, 422)
  const message = {
    picked,
    subject: 'Sperrung',
    message: 'Die Zone ist am Montag gesperrt.',
    once: one.id,
    back: 'https://example.org',
  }
  assert.equal((await post('/bulk/message', karl.session, message)).headers.location, '/desk/cases?bulk=2&missed=0')
  await post('/bulk/message', karl.session, message)
  const threads = await rows(
    'SELECT count(*)::int AS count FROM mailbox.letter l JOIN mailbox.thread t ON t.id = l.thread_id WHERE t.matter_id = $1',
    [one.id],
  )
  assert.equal(threads[0].count, 1)
  assert.equal((await post('/bulk/decide', karl.session, { picked, outcome: 'refused', back: '/desk/cases' })).status, 422)
  assert.match(
    (await post('/bulk/decide', karl.session, { picked, outcome: 'granted', back: '/desk/cases' })).headers.location ?? '',
    /bulk=2/,
  )
  const drafts = await rows('SELECT outcome FROM cases.decision WHERE case_id = ANY ($1)', [[one.id, two.id]])
  assert.deepEqual(
    drafts.map(({ outcome }) => outcome),
    ['granted', 'granted'],
  )
})

test('The list as a file holds the same rows, and nothing that a spreadsheet would run', async () => {
  await send({ family: '=HYPERLINK("http://x")', given: 'Böse' })
  const csv = await look('/list.csv?type=parking', karl.session)
  assert.equal(csv.status, 200)
  assert.match(csv.text, /'=HYPERLINK/)
  assert.match(csv.text, /Zone/)
  assert.doesNotMatch(csv.text, /Geheim|Hund/)
  const xlsx = await look('/list.xlsx', karl.session)
  assert.equal(xlsx.body.subarray(0, 2).toString(), 'PK')
  assert.match(xlsx.text, /t="inlineStr"><is><t xml:space="preserve">=HYPERLINK/)
  assert.doesNotMatch(xlsx.text, /<f>/)
})

test('The list is found by reference, paged by its key, and sorted by receipt', async () => {
  const { reference } = await send({ family: 'Gesucht' })
  const found = await look(`?q=${showReference(reference).toLowerCase()}`, karl.session)
  assert.match(found.text, /Gesucht/)
  assert.equal([...found.text.matchAll(/<th scope="row">/g)].length, 1)
  for (let index = 0; index < 30; index += 1) await send({ family: `Seite${index}` })
  const seen: string[] = []
  for (const sort of ['due', 'received']) {
    const shown: string[] = []
    let next: string | undefined = `?sort=${sort}`
    while (next !== undefined) {
      const page = await look(next, karl.session)
      shown.push(...[...page.text.matchAll(/class="meta second num">([0-9A-Z-]{9})</g)].map(([, one]) => one!))
      next = /href="\/desk\/cases(\?[^"]*after=[^"]*)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&')
    }
    assert.equal(new Set(shown).size, shown.length)
    seen.push(String(shown.length))
  }
  assert.equal(seen[0], seen[1])
  assert.ok(Number(seen[0]) > 30)
})

test('Cases are linked for a lawful reason alone, and split into two that stand by themselves', async () => {
  const owner = await resident('Lina')
  const [one, two, secret] = [
    await send({ owner, family: 'Link' }),
    await send({ owner, family: 'Link' }),
    await send({ ...dogs, owner }),
  ]
  const both = await clerk(town, '/')
  const fields = { reference: showReference(two.reference), reason: 'same-matter', why: 'Dasselbe Auto' }
  assert.match((await post(`/${one.id}/links`, karl.session, fields)).headers.location ?? '', /did=link/)
  assert.match((await look(`/${two.id}`, karl.session)).text, /Mit einem Vorgang verknüpft[\s\S]*Dasselbe Auto/)
  const hidden = await post(`/${one.id}/links`, both.session, { ...fields, reference: showReference(secret.reference) })
  assert.equal(hidden.status, 422)
  assert.match((await post(`/${one.id}/links/remove`, karl.session, { other: two.id })).headers.location ?? '', /did=unlink/)
  assert.deepEqual(await rows('SELECT 1 FROM cases.link WHERE case_id = $1', [one.id]), [])
  const split = await post(`/${one.id}/split`, karl.session, { 'split-why': 'Zwei Fahrzeuge' })
  const id = /\/desk\/cases\/([0-9a-f-]{36})\?did=split/.exec(split.headers.location ?? '')?.[1]
  const [made] = await rows('SELECT previous_id, previous_kind, owner_id FROM cases.case WHERE id = $1', [id])
  assert.deepEqual(made, { previous_id: one.id, previous_kind: 'split', owner_id: owner })
  assert.match((await look(`/${id}`, karl.session)).text, /Zwei Fahrzeuge/)
})

test('A clerk takes in an application on paper on the same form, and the receipt has its reference', async () => {
  const fields = { type: 'parking', channel: 'letter', mandate: 'written', who: 'none', mail: 'anna@example.org' }
  const wrong = await post('/new', karl.session, { ...fields, mandate: '', mail: 'anna' })
  assert.equal(wrong.status, 422)
  assert.match(wrong.text, /value="anna"/)
  const begun = await post('/new', karl.session, fields)
  assert.match(begun.headers.location ?? '', /^\/forms\/parking\/fill\//)
  const [intake] = await rows('SELECT * FROM cases.intake WHERE by_id = $1', [karl.id])
  assert.match((await look(`/new/done/${intake.id}`, karl.session)).text, /noch nicht abgeschickt/)
  const { reference } = await send({
    family: 'Papier',
    matter: { kind: 'cases.case', id: intake.id, role: 'intake', request: intake.id },
    enteredBy: { person: karl.id, channel: 'letter' },
  })
  assert.match((await look(`/new/done/${intake.id}`, karl.session)).text, new RegExp(showReference(reference)))
  const [event] = await rows(
    "SELECT details FROM cases.event e JOIN cases.case c ON c.id = e.case_id WHERE c.reference = $1 AND e.kind = 'opened'",
    [reference],
  )
  assert.deepEqual(event.details, { channel: 'letter', mandate: 'written' })
  const other = await clerk(town, '/verkehr/')
  assert.equal((await look(`/new/done/${intake.id}`, other.session)).status, 404)
})

test('The figures name kinds and numbers, and no persons', async () => {
  const shown = await look('/figures', karl.session)
  assert.equal(shown.status, 200)
  assert.match(shown.text, /Bewohnerparkausweis/)
  assert.doesNotMatch(shown.text, /Hund anmelden|Muster, Anna|Łukasiewicz/)
})

test('Whoever follows a case reads on their start page that a colleague changed it, and not what they did themselves', async () => {
  const { id, reference } = await send({ family: 'Verfolgt' })
  const follower = await clerk(town, '/verkehr/')
  assert.match((await post(`/${id}/follow`, follower.session, { follow: 'yes' })).headers.location ?? '', /did=follow/)
  const told = { id: 'e', type: 'cases.changed.v1', subjects: [], payload: { case: id }, at: new Date(now.getTime() + 60_000) }
  const notices = () => rows('SELECT DISTINCT text_de, path FROM desk.notice WHERE person_id = $1', [follower.id])
  await post(`/${id}/notes`, follower.session, { note: 'Von mir selbst' })
  await tellFollowers(town, told, house)
  assert.deepEqual(await notices(), [])
  await post(`/${id}/notes`, karl.session, { note: 'Von jemand anderem' })
  await tellFollowers(town, told, house)
  const path = `/desk/cases/${id}`
  assert.deepEqual(await notices(), [{ text_de: `Neues beim Vorgang ${showReference(reference)}`, path }])
})
