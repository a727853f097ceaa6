// Letters put into the mailbox by other rooms, and what follows from their times.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import type { Message } from '../../contracts/messages.ts'
import type { ErasePerson, MyData } from '../../contracts/my-data.ts'
import type { PersonalHall } from '../../contracts/personal-hall.ts'
import { newId } from '../../kernel/ids.ts'
import { registerPerson } from '../../kernel/people.ts'
import type { Town, TownSql } from '../../kernel/town.ts'
import { aLetter, carrierRoom, consentOf, hintBecame, letterRow, send } from './fixtures.ts'
import { legalBasis } from './letter.ts'
import mailbox from './module.tsx'
import { settlePending } from './proof.ts'
import { dropOldThreads } from './retention.ts'

const hints: Message[] = []
const fresh = await freshHouse({ modules: [{ ...mailbox, folder: '' }, carrierRoom(hints)] })
const { house } = fresh
const town = await freshTown(house)
const other = await freshTown(house)
const now = new Date('2026-11-16T09:00:00Z')
const later = (days: number): Date => new Date(now.getTime() + days * 86_400_000)
const aResident = (where: Town = town) =>
  registerPerson(where, { kind: 'resident', givenName: 'Anna', familyName: 'Muster' }, now)
const rows = async (query: string, values: unknown[] = []): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: fresh.adminUrl })
  await client.connect()
  const found = await client.query(query, values)
  await client.end()
  return found.rows
}

test('A letter asked for twice with one key is one letter, also when both come at once', async () => {
  const person = await aResident()
  const letter = aLetter(person)
  const [first, second] = await Promise.all([send(house, town, letter, now), send(house, town, letter, now)])
  assert.deepEqual(first, second)
  assert.deepEqual(await send(house, town, letter, later(1)), first)
  const [counted] = await rows('SELECT count(*)::int AS n FROM mailbox.letter WHERE key = $1', [letter.key])
  assert.equal(counted?.n, 1)
})

test('A letter leaves no trace when the work that caused it fails', async () => {
  const person = await aResident()
  const letter = aLetter(person)
  const failing = town.write(async (db) => {
    await house.ask(town, 'send-letter', { db: db as TownSql, letter, now })
    throw new Error('the case could not be stored')
  })
  await assert.rejects(failing, /could not be stored/)
  assert.deepEqual(await rows('SELECT id FROM mailbox.letter WHERE key = $1', [letter.key]), [])
})

test('Neither subject nor text nor matter stands readable in the database', async () => {
  const person = await aResident()
  await send(
    house,
    town,
    aLetter(person, {
      subject: 'Zwiebelkuchen',
      text: 'Rhabarberkompott',
      matter: { kind: 'sample.case', id: 'K-9', label: 'Quittengelee' },
    }),
    now,
  )
  const tables = await rows("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'mailbox'")
  for (const { name } of tables) {
    const content = JSON.stringify(await rows(`SELECT t::text AS row FROM mailbox.${name} t`))
    for (const secret of ['Zwiebelkuchen', 'Rhabarberkompott', 'Quittengelee']) {
      assert.ok(!content.includes(secret), `${name} holds ${secret}`)
      assert.ok(!content.includes(Buffer.from(secret).toString('hex')), `${name} holds ${secret} in bytes`)
    }
  }
  const events = JSON.stringify(await rows('SELECT * FROM kernel.event'))
  assert.ok(!/Zwiebelkuchen|Rhabarberkompott|Quittengelee/.test(events))
})

test('Putting a letter into a mailbox is in the log of looks, in plain words', async () => {
  const person = await aResident()
  await send(house, town, aLetter(person), now)
  const looks = await rows("SELECT actor, purpose FROM kernel.access_log WHERE subject_id = $1 AND actor = 'system:mailbox'", [
    person,
  ])
  assert.deepEqual(looks, [{ actor: 'system:mailbox', purpose: 'Brief an Sie ins Postfach gelegt' }])
})

test('A decision without consent is kept for the office and must go on paper', async () => {
  const person = await aResident()
  const sent = await send(house, town, aLetter(person, { formal: { rule: 'baydig-24' } }), now)
  assert.match(sent.paper?.reason.de ?? '', /Einwilligung nach Art\. 24 BayDiG/)
  assert.equal((await letterRow(town, sent.letter)).delivery, 'paper')
  const hall = await house.ask<PersonalHall>(town, 'personal-hall', {
    person,
    interests: [],
    language: 'de',
    today: '2026-11-16',
  })
  assert.deepEqual(hall ?? {}, {}, 'nothing unread')
})

test('Consent to delivery is not yet consent to formal service', async () => {
  const person = await aResident()
  await consentOf(town, person, 'given', false, now)
  assert.equal((await send(house, town, aLetter(person, { formal: { rule: 'baydig-24' } }), now)).paper, undefined)
  assert.ok((await send(house, town, aLetter(person, { formal: { rule: 'baydig-25' } }), now)).paper)
  await consentOf(town, person, 'given', true, later(1))
  assert.equal((await send(house, town, aLetter(person, { formal: { rule: 'baydig-25' } }), later(1))).paper, undefined)
  await consentOf(town, person, 'excluded', false, later(2))
  assert.match(
    (await send(house, town, aLetter(person, { formal: { rule: 'baydig-24' } }), later(2))).paper?.reason.de ?? '',
    /auf Papier/,
  )
})

test('What was said about consent can be added to and never changed', async () => {
  const person = await aResident()
  await consentOf(town, person, 'given', false, now)
  const look = { subjects: [person], actor: 'system:test', purpose: 'Probe', legalBasis }
  await assert.rejects(
    town.personal(look, (db) => sql`UPDATE mailbox.consent SET delivery = 'excluded'`.execute(db)),
    /permission denied/,
  )
})

test('A Bavarian decision counts three days after the hint was sent, and whoever has the matter is told once', async () => {
  const person = await aResident()
  await consentOf(town, person, 'given', false, now)
  const { letter } = await send(house, town, aLetter(person, { formal: { rule: 'baydig-24' } }), now)
  await settlePending(house, later(5))
  assert.equal((await letterRow(town, letter)).delivery, 'pending', 'without a hint nothing counts')
  await hintBecame(town, letter, 'delivered', now)
  await hintBecame(town, letter, 'delivered', later(2))
  await settlePending(house, later(2))
  assert.equal((await letterRow(town, letter)).delivery, 'pending')
  await settlePending(house, later(3))
  await settlePending(house, later(4))
  const row = await letterRow(town, letter)
  assert.deepEqual([row.delivery, row.delivered_on, row.notification_sent_at], ['delivered', '2026-11-19', now])
  const told = await rows(
    "SELECT subjects, payload FROM kernel.event WHERE type = 'mailbox.delivery-settled.v1' AND payload->>'letter' = $1",
    [letter],
  )
  assert.deepEqual(told, [
    { subjects: [`mailbox.letter/${letter}`, 'sample.case/K-1'], payload: { letter, state: 'delivered', day: '2026-11-19' } },
  ])
})

test('A hint that comes back sends the decision onto paper', async () => {
  const person = await aResident()
  await consentOf(town, person, 'given', false, now)
  const { letter, thread } = await send(house, town, aLetter(person, { formal: { rule: 'baydig-24' } }), now)
  await hintBecame(town, letter, 'failed', later(1))
  assert.equal((await letterRow(town, letter)).delivery, 'paper')
  const [row] = await rows('SELECT unread FROM mailbox.thread WHERE id = $1', [thread])
  assert.equal(row?.unread, 0)
})

test('In a Land of the VwVfG a decision not fetched in ten days goes onto paper', async () => {
  const kiel = await freshTown(house, { land: 'SH', ars: '010020000000' })
  const person = await aResident(kiel)
  await consentOf(kiel, person, 'given', false, now)
  const { letter } = await send(house, kiel, aLetter(person, { formal: { rule: 'vwvfg-41-2a' } }), now)
  await hintBecame(kiel, letter, 'delivered', now)
  await settlePending(house, later(10))
  assert.equal((await letterRow(kiel, letter)).delivery, 'pending')
  await settlePending(house, later(11))
  assert.equal((await letterRow(kiel, letter)).delivery, 'paper')
})

test('An unknown rule, a rule of the post and a letter without text are refused', async () => {
  const person = await aResident()
  for (const rule of ['nowhere-1', 'bayvwvfg-41-2'])
    await assert.rejects(send(house, town, aLetter(person, { formal: { rule } }), now), /no rule of delivery by mailbox/)
  await assert.rejects(send(house, town, aLetter(person, { text: ' ' }), now), /needs a text/)
  await assert.rejects(send(house, town, aLetter(person, { text: 'x'.repeat(20_001) }), now), /20,000/)
  await assert.rejects(send(house, town, aLetter(person, { unit: '/../' }), now), /check/)
})

test('My data shows every letter and every choice, and nothing of anybody else', async () => {
  const person = await aResident()
  const stranger = await aResident()
  await consentOf(town, person, 'given', false, now)
  await send(house, town, aLetter(person, { text: 'Für Anna' }), now)
  await send(house, town, aLetter(stranger, { text: 'Für Bernd' }), now)
  const look = { subjects: [person], actor: 'self', purpose: 'Auskunft', legalBasis }
  const chapters = await town.personal(look, (db) =>
    house.ask<MyData>(town, 'my-data', { db: db as TownSql, person, language: 'de' }),
  )
  const values = JSON.stringify(chapters)
  assert.match(values, /Für Anna/)
  assert.match(values, /Ins Postfach/)
  assert.doesNotMatch(values, /Für Bernd/)
})

test('Erasing destroys plain letters and keeps what proves a delivery, and says so', async () => {
  const person = await aResident()
  await consentOf(town, person, 'given', false, now)
  await send(house, town, aLetter(person, { matter: { kind: 'sample.case', id: 'K-2', label: 'Andere Sache' } }), now)
  await send(house, town, aLetter(person, { formal: { rule: 'baydig-24' } }), now)
  const look = { subjects: [person], actor: 'system:accounts', purpose: 'Löschung', legalBasis }
  const erase = (step: 'restrict' | 'destroy') =>
    town.personal(look, (db) =>
      house.ask<ErasePerson>(town, 'erase-person', { db: db as TownSql, person, step, now, language: 'de' }),
    )
  assert.deepEqual(await erase('restrict'), { done: [], kept: [] })
  const report = await erase('destroy')
  assert.equal(report?.done.length, 1)
  assert.deepEqual(
    report?.kept.map(({ what, law }) => [what, law]),
    [['Ein Schriftwechsel mit Bescheid', 'Art. 24 Abs. 3 BayDiG']],
  )
  assert.match(report?.kept[0]?.until ?? '', /16\.\sNovember\s2031/)
  const left = await rows('SELECT matter_id FROM mailbox.thread WHERE recipient_id = $1', [person])
  assert.deepEqual(left, [{ matter_id: 'K-1' }])
})

test('After five years letters go, but not a decision that is still open', async () => {
  const person = await aResident()
  const old = new Date('2020-01-10T10:00:00Z')
  await send(house, town, aLetter(person, { matter: { kind: 'sample.case', id: 'old', label: 'Alt' } }), old)
  const paper = await send(house, town, aLetter(person, { matter: { kind: 'sample.case', id: 'open', label: 'Offen' } }), old)
  await rows("UPDATE mailbox.letter SET delivery = 'paper' WHERE id = $1", [paper.letter])
  await send(house, town, aLetter(person), now)
  await dropOldThreads(house, now)
  const left = await rows('SELECT matter_id FROM mailbox.thread WHERE recipient_id = $1 ORDER BY matter_id', [person])
  assert.deepEqual(
    left.map(({ matter_id }) => matter_id),
    ['K-1', 'open'],
  )
})

test('The hint says that something waits and not what, goes once, and is urgent only for a decision', async () => {
  const person = await aResident()
  await consentOf(town, person, 'given', false, now)
  hints.length = 0
  const letter = aLetter(person, { subject: 'Geheim', text: 'Ganz geheim' })
  await send(house, town, letter, now)
  await send(house, town, letter, now)
  await send(house, town, aLetter(person, { subject: 'Geheim', formal: { rule: 'baydig-24' } }), now)
  assert.deepEqual(
    hints.map(({ template, to, urgent, values }) => ({ template, to, urgent, values })),
    [
      { template: 'mailbox.letter-waits', to: { person }, urgent: false, values: { link: `${town.origin}/mailbox` } },
      { template: 'mailbox.decision-waits', to: { person }, urgent: true, values: { link: `${town.origin}/mailbox` } },
    ],
  )
})

test('One key in two towns is two letters', async () => {
  const key = `sample/${newId()}`
  const here = await send(house, town, aLetter(await aResident(), { key }), now)
  const there = await send(house, other, aLetter(await aResident(other), { key }), now)
  assert.notEqual(here.letter, there.letter)
})
