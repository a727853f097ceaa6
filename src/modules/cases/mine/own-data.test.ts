// What other rooms learn of applications, what a person gets of their data, and how long everything stays.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import type { DataChapter, ErasePerson, ErasureReport, ErasureStep, MyData } from '../../../contracts/my-data.ts'
import type { OpenDuplicates } from '../../../contracts/online-forms.ts'
import type { PersonalHall } from '../../../contracts/personal-hall.ts'
import { keepBlob } from '../../../kernel/blobs.ts'
import { registerPerson } from '../../../kernel/people.ts'
import type { Town, TownSql } from '../../../kernel/town.ts'
import { legalBasis, type Writing } from '../case.ts'
import { addDocument } from '../intake/attachments.ts'
import cases from '../module.tsx'
import { apply, ask, caseRow, change, neighbourRoom, noNeighbours, type Opened, storeSampleType } from './fixtures.ts'
import { remindAll } from './reminder.ts'
import { dropOldCases } from './retention.ts'

const seen = noNeighbours()
const fresh = await freshHouse({ modules: [{ ...cases, folder: '' }, neighbourRoom(seen)] })
const { house } = fresh
const now = new Date('2026-11-22T10:00:00Z')

async function aTown(): Promise<Town> {
  const town = await freshTown(house)
  await storeSampleType(town)
  return town
}
const someone = (town: Town) => registerPerson(town, { kind: 'resident', givenName: 'Anna', familyName: 'Muster' }, now)
const look = (subject: string) => ({ subjects: [subject], actor: { system: 'cases' }, purpose: 'Probe', legalBasis })

const close = (town: Town, one: Opened, at: Date) =>
  change(
    town,
    one,
    { state: 'closed', outcome: 'granted', closed_at: at },
    { kind: 'closed', by: { system: 'cases' }, details: { outcome: 'granted' }, open: true },
    at,
  )

async function withFile(town: Town, one: Opened): Promise<string> {
  return town.personal(look(one.holder_id), async (db: Writing) => {
    const blob = await keepBlob(town, db, house.files, Buffer.from(one.id), 'text/plain')
    const document = { submission_id: null, direction: 'incoming', kind: 'attachment', path: null, blob, at: now } as const
    await addDocument(db, town, one, { ...document, media_type: 'text/plain', size: 36, name: 'Schein.txt' }, now)
    return blob
  })
}
const refsOf = (town: Town, blob: string) =>
  town.read(async (db) => {
    const { rows } = await sql<{ refs: number }>`SELECT refs FROM kernel.blob WHERE name = ${blob}`.execute(db as never)
    return rows[0]?.refs
  })

test('The entrance hall says what the person must do until when, and what was decided lately', async () => {
  const town = await aTown()
  const person = await someone(town)
  const waits = await apply(house, town, { person, now })
  await ask(town, waits, { message: 'Uns fehlt der Schein', due_on: '2026-12-04' }, now)
  const over = await apply(house, town, { person, now })
  await close(town, over, now)
  const old = await apply(house, town, { person, now })
  await close(town, old, new Date('2026-10-01T10:00:00Z'))
  const asked = { person, interests: [], language: 'de', today: '2026-11-22' } as const
  const [found] = await house.askAll<PersonalHall>(town, 'personal-hall', asked)
  assert.deepEqual(
    found?.answer.tasks?.map(({ label, due }) => [label, due]),
    [['Bewohnerparkausweis: Angaben ergänzen', '2026-12-04']],
  )
  assert.deepEqual(
    found?.answer.news?.map(({ label }) => label),
    ['Bewohnerparkausweis: Ausweis bewilligt'],
  )
  assert.doesNotMatch(JSON.stringify(found), /Schein/)
})

test('Before a second application of the same kind the person is told of the first, not where several are usual', async () => {
  const town = await aTown()
  const [person, other] = [await someone(town), await someone(town)]
  const one = await apply(house, town, { person, now })
  const ask = async (who: string, form = 'parkausweis') =>
    (await house.ask<OpenDuplicates>(town, 'open-duplicates', { form, person: who, language: 'de' }))?.length
  assert.deepEqual([await ask(person), await ask(other), await ask(person, 'hund')], [1, 0, 0])
  await close(town, one, now)
  assert.equal(await ask(person), 0)
  await storeSampleType(town, { severalAtOnce: true })
  await apply(house, town, { person, now })
  assert.equal(await ask(person), 0)
})

test('Who asks for their data gets what they said, sent and were asked; nothing of others in the same case', async () => {
  const town = await aTown()
  const [person, other] = [await someone(town), await someone(town)]
  const one = await apply(house, town, { person, answers: { given: 'Zoë', family: 'Łuk', plate: 'MU-X 1' }, now })
  await ask(town, one, { message: 'Uns fehlt der Schein' }, now)
  await withFile(town, one)
  await apply(house, town, { person: other, answers: { given: 'Fremd' }, now })
  const chapters = await town.personal(look(person), async (db) =>
    house.ask<MyData>(town, 'my-data', { db: db as TownSql, person, language: 'de' }),
  )
  const all = JSON.stringify(chapters as readonly DataChapter[])
  for (const said of ['Zoë', 'MU-X 1', 'Uns fehlt der Schein', 'Schein.txt', 'Antragstellerin'])
    assert.ok(all.includes(said), said)
  assert.ok(!all.includes('Fremd'))
})

async function erase(town: Town, person: string): Promise<ErasureReport> {
  const all: ErasureReport[] = []
  for (const step of ['restrict', 'archive', 'destroy'] satisfies ErasureStep[])
    all.push(
      await town.personal(
        look(person),
        async (db) =>
          (await house.ask<ErasePerson>(town, 'erase-person', { db: db as TownSql, person, step, now, language: 'de' }))!,
      ),
    )
  return { done: all.flatMap(({ done }) => done), kept: all.flatMap(({ kept }) => kept) }
}

test('Whose account ends keeps running applications and those within their period, and reads until when; the rest goes', async () => {
  const town = await aTown()
  const person = await someone(town)
  const running = await apply(house, town, { person, now })
  const kept = await apply(house, town, { person, now })
  await close(town, kept, new Date('2024-03-01T10:00:00Z'))
  const gone = await apply(house, town, { person, now })
  await close(town, gone, new Date('2022-12-31T10:00:00Z'))
  const blob = await withFile(town, gone)
  const report = await erase(town, person)
  assert.deepEqual(
    report.kept.map(({ what, until }) => [what, until]),
    [
      ['1 laufender Antrag', 'bis zur Entscheidung und danach nach der Frist der Leistung'],
      ['1 abgeschlossener Antrag', '31.\u00a0Dezember 2027'],
    ],
  )
  assert.ok(report.done.some(({ what, how }) => what === '1 abgelaufener Antrag' && how === 'destroyed'))
  assert.deepEqual(
    [await caseRow(town, running.id), await caseRow(town, kept.id), await caseRow(town, gone.id)].map((row) => row !== undefined),
    [true, true, false],
  )
  assert.equal((await caseRow(town, running.id))?.owner_id, null, 'the account no longer leads to it')
  assert.equal(await refsOf(town, blob), 0)
  assert.deepEqual(
    (await erase(town, person)).done.filter(({ how }) => how === 'destroyed'),
    [],
    'again nothing is left to do',
  )
})

test('A closed application goes with its files after the years of its kind, counted from the end of the year', async () => {
  const town = await aTown()
  const person = await someone(town)
  const made = async (closed: string | undefined) => {
    const one = await apply(house, town, { person, now })
    if (closed) await close(town, one, new Date(closed))
    return { ...one, blob: await withFile(town, one) }
  }
  const old = await made('2022-12-31T22:59:59Z')
  const nextYear = await made('2022-12-31T23:00:00Z')
  const open = await made(undefined)
  const renewal = await apply(house, town, { person, matter: { kind: 'cases.case', id: old.id, role: 'renewal' }, now })
  assert.equal(await dropOldCases(house, new Date('2026-01-01T05:00:00Z')), 1)
  assert.equal(await caseRow(town, old.id), undefined)
  assert.equal(await refsOf(town, old.blob), 0)
  for (const one of [nextYear, open]) {
    assert.ok(await caseRow(town, one.id))
    assert.equal(await refsOf(town, one.blob), 1)
  }
  assert.equal((await caseRow(town, renewal.id))?.previous_id, null)
})

test('Who has a permit that ends is told once, by letter or by mail, and not after they renewed', async () => {
  const town = await aTown()
  const person = await someone(town)
  const ends = { valid_until: '2026-12-20', remind_on: '2026-11-20' }
  const grant = async (sent: Parameters<typeof apply>[2], more: Partial<typeof ends> = {}) => {
    const one = await apply(house, town, sent)
    await change(
      town,
      one,
      { state: 'decided', outcome: 'granted', ...ends, ...more },
      { kind: 'decided', by: { system: 'cases' } },
      now,
    )
    return one
  }
  const mine = await grant({ person, now })
  await grant({ mail: 'anna@example.org', now })
  await grant({ person, now }, { remind_on: '2026-11-23' })
  const renewed = await grant({ person, now })
  await apply(house, town, { person, matter: { kind: 'cases.case', id: renewed.id, role: 'renewal' }, now })
  const [letters, messages] = [seen.letters.length, seen.messages.length]
  assert.equal(await remindAll(house, now), 2)
  assert.equal(await remindAll(house, now), 0)
  const [letter] = seen.letters.slice(letters)
  assert.deepEqual(letter?.to, { person })
  assert.match(letter?.text ?? '', /gilt noch bis 20\.\s?Dezember\s?2026/)
  assert.equal(letter?.matter.id, mine.id)
  assert.deepEqual(
    seen.messages.slice(messages).map(({ template, to }) => [template, to]),
    [['cases.expires', { address: 'anna@example.org', language: 'de' }]],
  )
})
