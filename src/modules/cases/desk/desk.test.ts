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

const stateOf = async (id: string) =>
  (await rows('SELECT state, assignee, rests_since, unit FROM cases.case WHERE id = $1', [id]))[0]

test('Who takes a case over has it, and nobody takes it away from them without handing over', async () => {
  const { id } = await send({ family: 'Übernahme' })
  assert.equal((await post(`/${id}/claim`, karl.session)).status, 303)
  assert.equal((await stateOf(id)).assignee, karl.id)
  const other = await clerk(town, '/verkehr/', undefined, 'Kollegin')
  assert.match((await post(`/${id}/claim`, other.session)).headers.location ?? '', /refused=taken/)
  assert.equal((await stateOf(id)).assignee, karl.id)
  const choice = await look(`/bulk/hand-over?picked=${id}`, karl.session)
  assert.match(choice.text, /Kollegin, Karl/)
  const fields = { picked: id, to: other.id, back: `/desk/cases/${id}` }
  assert.equal((await post('/bulk/hand-over', karl.session, fields)).status, 422)
  assert.equal((await post('/bulk/hand-over', karl.session, { ...fields, reason: 'Urlaub' })).status, 303)
  assert.equal((await stateOf(id)).assignee, other.id)
  assert.match((await look(`/${id}`, karl.session)).text, /Weitergegeben[\s\S]*Urlaub/)
  const stranger = await clerk(town, '/steuern/')
  const wrong = await post('/bulk/hand-over', other.session, { ...fields, to: stranger.id, reason: 'Versuch' })
  assert.match(wrong.headers.location ?? '', /bulk=0&missed=1/)
  assert.equal((await stateOf(id)).assignee, other.id)
})

test('A clerk of another unit, of another town or without the permission does nothing with a case', async () => {
  const { id } = await send({ family: 'Fremd' })
  const taxes = await clerk(town, '/steuern/')
  const reader = await clerk(town, '/verkehr/', ['cases.case.read'])
  const elsewhere = await freshTown(house)
  const foreign = await clerk(elsewhere, '/')
  const fields = { reason: 'x', note: 'x', label: 'x', checked: 'good', message: 'x' }
  for (const path of [
    '/claim',
    '/release',
    '/notes',
    '/labels',
    '/follow',
    '/ask',
    '/hear',
    '/opinion',
    '/links',
    '/split',
    '/clerk-form',
  ]) {
    assert.equal((await post(`/${id}${path}`, taxes.session, fields)).status, 404, path)
    assert.equal((await post(`/${id}${path}`, reader.session, fields)).status, 403, path)
    assert.equal((await post(`/${id}${path}`, foreign.session, fields, elsewhere)).status, 404, path)
  }
  assert.equal((await look(`/${id}`, foreign.session, elsewhere)).status, 404)
  assert.doesNotMatch((await look('', foreign.session, elsewhere)).text, /Fremd/)
  assert.deepEqual(await rows('SELECT 1 FROM cases.event WHERE case_id = $1 AND kind <> $2', [id, 'opened']), [])
})

test('A role that is taken away in the middle ends what it allowed, also inside an open session', async () => {
  const { id } = await send({ family: 'Mittendrin' })
  const vera = await clerk(town, '/verkehr/', undefined, 'Vorher')
  assert.equal((await look(`/${id}/ask`, vera.session)).status, 200)
  await rows('UPDATE kernel.role_grant SET revoked_at = now() WHERE id = $1', [vera.grant])
  // The session may still believe it for a moment: what changes something asks the database once more.
  for (const path of ['/notes', '/claim', '/labels'])
    assert.equal((await post(`/${id}${path}`, vera.session, { note: 'Zu spät', label: 'Zu-spät' })).status, 404, path)
  assert.equal((await stateOf(id)).assignee, null)
  assert.deepEqual(await rows('SELECT 1 FROM cases.note WHERE case_id = $1', [id]), [])
})

test('Asking back opens only the marked answers, rests the deadline, and shows afterwards what was changed', async () => {
  const owner = await resident('Rosa')
  const { id } = await send({ owner, given: 'Rosa', family: 'Rückfrage' })
  await post(`/${id}/claim`, karl.session)
  const form = await look(`/${id}/ask`, karl.session)
  const state = /name="state" value="([^"]+)"/.exec(form.text)?.[1] ?? ''
  const plate = /id="fault-(\d+)"[^>]*aria-label="Kennzeichen/.exec(form.text)?.[1] ?? ''
  const due = { 'due-day': '31', 'due-month': '12', 'due-year': String(now.getFullYear()) }
  const fields = { state, message: 'Bitte prüfen Sie Ihr Kennzeichen.', ...due }
  const empty = await post(`/${id}/ask`, karl.session, fields)
  assert.equal(empty.status, 422)
  assert.match(empty.text, /Markieren Sie, was nicht stimmt/)
  assert.match(empty.text, /Bitte prüfen Sie Ihr Kennzeichen\./)
  const marked = { ...fields, [`fault-${plate}`]: 'wrong', [`reason-${plate}`]: 'Eine Ziffer fehlt.' }
  const sent = await post(`/${id}/ask`, karl.session, marked)
  assert.match(sent.headers.location ?? '', /did=ask/)
  const [request] = await rows('SELECT * FROM cases.request WHERE case_id = $1', [id])
  assert.deepEqual([request.kind, request.state, request.paths], ['correction', 'open', ['plate']])
  assert.match(request.path, /^\/forms\/parking\/fill\//)
  const asked = await stateOf(id)
  assert.equal(asked.state, 'waiting')
  assert.notEqual(asked.rests_since, null)
  assert.deepEqual(await rows('SELECT recipient_id FROM mailbox.thread WHERE matter_id = $1', [id]), [{ recipient_id: owner }])
  assert.match((await post(`/${id}/ask`, karl.session, marked)).text, /etwas Neues geschickt/)
  await send({
    owner,
    now: new Date(now.getTime() + 60_000),
    given: 'Rosa',
    family: 'Rückfrage',
    answers: { plate: 'MU AM 11' },
    matter: { kind: 'cases.case', id, role: 'correction', request: request.id },
  })
  const after = await look(`/${id}`, karl.session)
  assert.match(after.text, /<del>MU AM 1<\/del>[\s\S]*<ins>MU AM 11<\/ins>/)
  assert.equal((await stateOf(id)).state, 'open')
})

test('Another unit sees the chosen page until it has answered, and nothing else of the case', async () => {
  const { id } = await send({ family: 'Verborgen' })
  const eva = await clerk(town, '/umwelt/', ['cases.case.give-opinion'], 'Umwelt')
  const due = { 'due-day': '31', 'due-month': '12', 'due-year': String(now.getFullYear()) }
  const fields = { unit: '/umwelt/', pages: 'car', question: 'Gilt die Zone noch?', ...due }
  assert.match((await post(`/${id}/opinion`, karl.session, fields)).headers.location ?? '', /did=opinion/)
  const [{ id: opinion }] = await rows('SELECT id FROM cases.opinion WHERE case_id = $1', [id])
  assert.match((await look('/opinions', eva.session)).text, /Bewohnerparkausweis/)
  const shown = await look(`/opinions/${opinion}`, eva.session)
  assert.match(shown.text, /MU AM 1/)
  assert.doesNotMatch(shown.text, /Verborgen|Rhabarberweg/)
  assert.equal((await look(`/${id}`, eva.session)).status, 403)
  const stranger = await clerk(town, '/steuern/')
  assert.equal((await look(`/opinions/${opinion}`, stranger.session)).status, 404)
  assert.equal((await post(`/opinions/${opinion}`, eva.session, { view: 'for', answer: '' })).status, 422)
  assert.equal((await post(`/opinions/${opinion}`, eva.session, { view: 'for', answer: 'Ja, sie gilt.' })).status, 303)
  const over = await look(`/opinions/${opinion}`, eva.session)
  assert.doesNotMatch(over.text, /MU AM 1/)
  assert.match((await look(`/${id}`, karl.session)).text, /Ja, sie gilt\./)
  assert.equal((await post(`/opinions/${opinion}`, eva.session, { view: 'against', answer: 'Doch nicht' })).status, 409)
})

test('A tax secret goes to no other unit for an opinion', async () => {
  const { id } = await send({ ...dogs, family: 'Steuer' })
  const taxes = await clerk(town, '/steuern/')
  const due = { 'due-day': '31', 'due-month': '12', 'due-year': String(now.getFullYear()) }
  const fields = { unit: '/verkehr/', question: 'Was meinen Sie?', ...due }
  assert.match((await post(`/${id}/opinion`, taxes.session, fields)).headers.location ?? '', /refused=secret/)
  assert.deepEqual(await rows('SELECT 1 FROM cases.opinion WHERE case_id = $1', [id]), [])
})
