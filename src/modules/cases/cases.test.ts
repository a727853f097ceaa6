// A case from what was sent to the decision in the mailbox: the whole chain on the real server, with the package that the house ships.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import type { DeliveryConsent } from '../../contracts/letters.ts'
import { grantPermission, registerPerson } from '../../kernel/people.ts'
import { openSession } from '../../kernel/sessions.ts'
import type { TownSql } from '../../kernel/town.ts'
import { installPackage, receive } from './arrivals.ts'
import { findByReference, type Reading, type Writing } from './case.ts'
import type { CaseRow } from './tables.ts'

const now = new Date()
const fresh = await freshHouse()
const { house } = fresh
const town = await freshTown(house)
await installPackage(house, town, 'dog-registration', now)
const served = await serveFresh(fresh)
const { answers } = (
  JSON.parse(readFileSync(join(process.cwd(), 'services/dog-registration/examples/form-first-dog.json'), 'utf8')) as {
    given: { answers: Record<string, unknown> }
  }
).given

async function clerk(permissions: string[]): Promise<{ id: string; session: string }> {
  const id = await registerPerson(town, { kind: 'staff', givenName: 'Dora', familyName: 'Probe' }, now)
  for (const permission of permissions) await grantPermission(town, id, permission)
  return { id, session: await openSession(town, id, 'high', now) }
}
const resident = () => registerPerson(town, { kind: 'resident', givenName: 'Anna', familyName: 'Beispiel' }, now)
const deciding = await clerk(['cases.case.read', 'cases.case.work', 'cases.case.decide', 'processes.task.work'])

const caseOf = (reference: string): Promise<CaseRow> => town.read(async (db: Reading) => (await findByReference(db, reference))!)
/** Looks again until it holds; the runner ends a test that never comes true. */
async function until<Result>(find: () => Promise<Result | undefined>): Promise<Result> {
  for (;;) {
    const found = await find()
    if (found !== undefined) return found
    await new Promise((resolve) => setImmediate(resolve))
  }
}
const inState = (reference: string, holds: (row: CaseRow) => boolean) =>
  until(async () => {
    const row = await caseOf(reference)
    return holds(row) ? row : undefined
  })
const post = (path: string, session: string, fields: Record<string, string>) =>
  served.request(town, path, {
    method: 'POST',
    session,
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: town.origin },
    body: new URLSearchParams(fields).toString(),
  })
const personal = <Row>(subject: string, query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  town.personal(
    { subjects: [subject], actor: 'system:test', purpose: 'Test', legalBasis: 'Test' },
    async (db: Writing) => (await query.execute(db)).rows,
  )

test('What was sent is a case at once: reference, unit, deadline, plain facts, a sealed copy, and the first step of its history', async () => {
  const sent = await receive(house, town, { form: 'hundesteuer', answers }, now)
  const row = await caseOf(sent.reference)
  assert.deepEqual(
    { state: row.state, unit: row.unit, channel: row.channel, news: row.news, facts: row.facts.breedGroup },
    { state: 'open', unit: '/', channel: 'online', news: true, facts: 'none' },
  )
  assert.ok(row.due_on !== null && row.due_on > row.received_at.toISOString().slice(0, 10))
  const hidden = await town.read((db: Reading) => db.selectFrom('cases.answers').select('sealed').execute())
  assert.deepEqual(hidden, [], 'answers are visible without a logged look')
  const again = await receive(house, town, { form: 'hundesteuer', answers, id: sent.id, reference: sent.reference }, now)
  assert.equal((await caseOf(again.reference)).id, row.id)
})

test('A form that no kind of case takes is refused, so that it stays with the form server', async () => {
  await installPackage(house, town, 'dog-registration', now)
  await town.write((db: Writing) => sql`UPDATE cases.type SET form_key = 'elsewhere'`.execute(db))
  await assert.rejects(receive(house, town, { form: 'hundesteuer', answers }, now), /takes the form/)
  await town.write((db: Writing) => sql`UPDATE cases.type SET form_key = 'hundesteuer'`.execute(db))
})

test('The clerk decides on a page, and the notice lies in the mailbox as tagged PDF with fee and remedy', async () => {
  const person = await resident()
  const { reference } = await receive(house, town, { form: 'hundesteuer', answers, person }, now)
  const { id } = await inState(reference, ({ step }) => step === 'review')
  await town.personal({ subjects: [person], actor: 'self', purpose: 'Test', legalBasis: 'Test' }, (db) =>
    house.ask<DeliveryConsent>(town, 'delivery-consent', {
      db: db as TownSql,
      recipient: person,
      matter: { kind: 'cases.case', id },
      choice: { delivery: 'given', service: false },
      notice: 'test',
      saidBy: person,
      now,
    }),
  )
  const own = `/desk/cases/${id}/decision`
  const draft = await until(async () => {
    const answer = await served.request(town, `${own}?outcome=assessed`, { session: deciding.session })
    return answer.status === 200 ? answer : undefined
  })
  assert.match(draft.text, /Bescheid über die Hundesteuer/)
  assert.doesNotMatch(draft.text, /\{\{/)
  const fields = {
    outcome: 'assessed',
    subject: 'Bescheid über die Hundesteuer',
    paragraphs: 'Wir setzen die Steuer fest.\n\nBitte zahlen Sie.',
    reasons: '',
  }
  const empty = await post(own, deciding.session, { ...fields, paragraphs: '', do: 'issue' })
  assert.equal(empty.status, 422)
  assert.match(empty.text, /Bescheid über die Hundesteuer/)
  assert.equal((await post(own, deciding.session, { ...fields, do: 'save' })).status, 303)
  const preview = await post(own, deciding.session, { ...fields, do: 'preview' })
  assert.equal(preview.headers['content-type'], 'application/pdf')
  assert.match(preview.text, /^%PDF-1\.7/)
  assert.equal((await post(own, deciding.session, { ...fields, do: 'issue' })).status, 303)
  const closed = await inState(reference, ({ state }) => state === 'closed')
  assert.equal(closed.outcome, 'assessed')
  const decisions = await town.read((db: Reading) =>
    db.selectFrom('cases.decision').selectAll().where('case_id', '=', id).execute(),
  )
  assert.deepEqual(
    decisions.map(({ state, delivery, kind }) => ({ state, delivery, kind })),
    [{ state: 'issued', delivery: 'mailbox', kind: 'decision' }],
  )
  const kinds = await town.read((db: Reading) =>
    db.selectFrom('cases.event').select('kind').where('case_id', '=', id).orderBy('number').execute(),
  )
  assert.deepEqual(
    kinds.map(({ kind }) => kind),
    ['opened', 'register-asked', 'step', 'prepared', 'decided', 'step', 'closed'],
  )
  const letters = await personal<{ n: number }>(person, sql`SELECT count(*)::int AS n FROM mailbox.letter_text`)
  assert.equal(letters[0]!.n, 1)
})

test('Without an account the notice goes on paper, and counts once it was posted', async () => {
  const { reference } = await receive(house, town, { form: 'hundesteuer', answers, mailTo: 'anna@example.org' }, now)
  const { id } = await inState(reference, ({ step }) => step === 'review')
  const own = `/desk/cases/${id}/decision`
  const fields = {
    outcome: 'assessed',
    subject: 'Bescheid',
    paragraphs: 'Wir setzen die Steuer fest.',
    reasons: 'Darum.',
    do: 'issue',
  }
  const done = await until(async () => {
    const answer = await post(own, deciding.session, fields)
    return answer.status === 409 ? undefined : answer
  })
  assert.equal(done.status, 303)
  await inState(reference, ({ state }) => state === 'closed')
  const list = await served.request(town, '/desk/cases/post', { session: deciding.session })
  const path = /action="(\/desk\/cases\/post\/[^"]+)"/.exec(list.text)![1]!
  const paper = await served.request(town, `${path}/paper`, { session: deciding.session })
  assert.match(paper.text, /^%PDF/)
  assert.equal((await post(path, deciding.session, {})).status, 303)
  const after = await served.request(town, '/desk/cases/post', { session: deciding.session })
  assert.match(after.text, /Es liegt kein Bescheid für die Post bereit/)
  const [decision] = await town.read((db: Reading) =>
    db.selectFrom('cases.decision').selectAll().where('case_id', '=', id).execute(),
  )
  assert.ok(decision!.posted_on !== null)
})

test('Whoever lacks the permission, belongs to another unit or takes part in the case cannot decide it', async () => {
  const { reference } = await receive(house, town, { form: 'hundesteuer', answers, person: deciding.id }, now)
  const { id } = await inState(reference, ({ step }) => step === 'review')
  const reader = await clerk(['cases.case.read'])
  const path = `/desk/cases/${id}/decision?outcome=assessed`
  assert.equal((await served.request(town, path, { session: reader.session })).status, 403)
  const own = await served.request(town, path, { session: deciding.session })
  assert.equal(own.status, 303)
  assert.equal(own.headers.location, `/desk/cases/${id}`)
  const elsewhere = await freshTown(house)
  assert.equal((await served.request(elsewhere, path, { session: deciding.session })).status, 303)
})
