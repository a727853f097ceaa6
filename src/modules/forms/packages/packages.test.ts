// A form as part of a service package: checked, stored, tried out, linked to its service, and read by whoever takes its answers over.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import type { JudgeAnswers, ShowAnswers } from '../../../contracts/fillings.ts'
import type { LinkForm, OnlineForms } from '../../../contracts/online-forms.ts'
import type { CheckPart, InstallPart, PackagePart, TryPart } from '../../../contracts/package-parts.ts'
import type { ReceiveSubmission } from '../../../contracts/submissions.ts'
import { type Module, offer } from '../../../kernel/module.ts'
import type { TownSql } from '../../../kernel/town.ts'
import parking from '../demo/bewohnerparkausweis.json' with { type: 'json' }
import { findForm, type Reading } from '../form.ts'
import forms from '../module.tsx'
import type { Reading as SubmissionReading } from '../submissions/receipt.ts'
import { listReceivers } from '../submissions/receiver.ts'

const cases: Module = {
  name: 'sample-cases',
  officialName: 'Vorgänge',
  folder: '',
  offers: [offer<ReceiveSubmission>('receive-submission', 1, async () => ({}))],
}
const { house } = await freshHouse({ modules: [{ ...forms, folder: '', hears: [] }, cases] })
const town = await freshTown(house)
const now = new Date('2027-03-01T11:00:00Z')
const origin = { id: 'resident-parking', version: '1.0.0' }

const partOf = (document: unknown, own: Partial<PackagePart> = {}): PackagePart => ({
  kind: 'form',
  key: 'parken',
  file: 'form.json',
  content: JSON.stringify(document),
  ...own,
})
const check = async (part: PackagePart) => (await house.ask<CheckPart>(town, 'check-package-part', { part, all: [part] }))!
const install = (part: PackagePart, from = origin) =>
  town.write((db) =>
    house.ask<InstallPart>(town, 'install-package-part', { db: db as TownSql, part, origin: from, unit: '/', by: null, now }),
  )
const attempt = async (given: unknown, expected: unknown) =>
  (await house.ask<TryPart>(town, 'try-package-part', {
    part: partOf(parking),
    all: [],
    example: { file: 'examples/one.json', name: 'Eins', given, expected },
    now,
  }))!

const answers = {
  vorname: 'Anna',
  nachname: 'Muster',
  geboren: '1990-04-03',
}

test('A form is checked with file, place and reason in both languages before anything is stored', async () => {
  assert.deepEqual(await check(partOf(parking)), { problems: [] })
  const [fault] = (await check(partOf({ ...parking, languages: 'de' }))).problems
  assert.deepEqual([fault?.file, fault?.at], ['form.json', '/languages'])
  const { privacy: _, ...bare } = parking
  const [paper] = (await check(partOf(bare))).problems
  assert.match(paper?.message.de ?? '', /Datenschutzhinweis/)
  assert.match(paper?.message.en ?? '', /Privacy/)
  const wrong = { ...parking, calculations: [{ name: 'summe', feel: 'unbekannt + 1' }] }
  assert.match((await check(partOf(wrong))).problems[0]?.message.de ?? '', /unbekannt/)
  assert.equal((await check(partOf(parking, { key: 'drafts' }))).problems.length, 1)
  assert.equal(
    await house.ask<CheckPart>(town, 'check-package-part', { part: partOf({}, { kind: 'process' }), all: [] }),
    undefined,
  )
})

test('An installed form is published, goes to the cases, and the same content again changes nothing', async () => {
  assert.deepEqual(await install(partOf(parking)), { version: 1, changed: true })
  assert.deepEqual(await install(partOf(parking), { ...origin, version: '1.0.1' }), { version: 1, changed: false })
  const better = { ...parking, title: { ...parking.title, de: 'Parkausweis für Bewohner' } }
  assert.deepEqual(await install(partOf(better), { ...origin, version: '1.1.0' }), { version: 2, changed: true })
  const form = await town.read((db: Reading) => findForm(db, 'parken'))
  assert.deepEqual([form?.live_version, form?.title, form?.package], [2, 'Parkausweis für Bewohner', 'resident-parking'])
  const receivers = await town.read((db: SubmissionReading) => listReceivers(db, form!.id))
  assert.deepEqual(
    receivers.map(({ kind, target }) => [kind, target]),
    [['contract', 'cases']],
  )
  const other = await install(partOf(parking), { id: 'other', version: '1.0.0' })
  assert.ok(other && 'problems' in other, 'a form belongs to one package')
})

test('An example says what comes of the answers, and every difference is told', async () => {
  const given = { answers, today: '2027-03-01' }
  const told = await attempt(given, { sendable: true, fee: '30.00', nonsense: 1 })
  assert.equal(told.passed, false)
  assert.match(told.differences.join('\n'), /^sendable: expected true, found false/)
  assert.match(told.differences.join('\n'), /expected.nonsense/)
  const right = await attempt(given, {
    sendable: false,
    pages: parking.pages.map(({ key }) => key),
    exits: [],
    shown: ['vorname'],
  })
  assert.deepEqual(right, { passed: true, differences: [] })
  assert.equal((await attempt({ answers: { ...answers, tippfehler: 1 } }, { exits: [] })).passed, false)
  assert.equal((await attempt(given, {})).passed, false, 'an example without an expectation proves nothing')
})

test('A form completes the service it is linked to', async () => {
  const service = 'catalogue.service/17'
  const link = (form: string) => town.write((db) => house.ask<LinkForm>(town, 'link-form', { db: db as TownSql, form, service }))
  assert.deepEqual(await link('parken'), { linked: true })
  assert.deepEqual(await link('parken'), { linked: true })
  assert.deepEqual(await link('gibt-es-nicht'), { linked: false })
  const online = await house.ask<OnlineForms>(town, 'online-forms', { service, language: 'de', today: '2027-03-01' })
  assert.deepEqual(
    online?.map(({ url }) => url),
    ['/forms/parken'],
  )
})

test('Whoever takes answers over reads them page by page, and judges them by rules of its own', async () => {
  const form = (await town.read((db: Reading) => findForm(db, 'parken')))!
  const asked = { form: { id: form.id, version: 2 }, answers, now }
  const pages = (await town.write((db) =>
    house.ask<ShowAnswers>(town, 'show-answers', { ...asked, db: db as TownSql, language: 'de' }),
  ))!
  const shown = pages.flatMap((page) => page.answers)
  assert.equal(shown.find(({ path }) => path === 'geboren')?.text, '3.\u00a0April 1990')
  const rules = { name: 'vorname + " " + nachname', level: 'kind.level', none: 'kind.more', age: 'geboren < date("2000-01-01")' }
  const values = { kind: { level: 2.5 } }
  const judged = await town.write((db) =>
    house.ask<JudgeAnswers>(town, 'judge-answers', { ...asked, db: db as TownSql, rules, values }),
  )
  assert.deepEqual(judged, { name: 'Anna Muster', level: 2.5, none: null, age: true })
})
