// Filling in for a matter that exists, as residents and clerks do it: corrections, paper at the counter, renewals, without an account.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { modulesWithPost, type Post } from '../../../../test/post-room.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import type { BeginFilling } from '../../../contracts/fillings.ts'
import type { HandedSubmission, ReceiveSubmission } from '../../../contracts/submissions.ts'
import { newId } from '../../../kernel/ids.ts'
import { offer } from '../../../kernel/module.ts'
import { registerPerson } from '../../../kernel/people.ts'
import { openSession } from '../../../kernel/sessions.ts'
import type { TownSql, WriteDb } from '../../../kernel/town.ts'
import { findSubmission, readReceipt } from '../submissions/receipt.ts'
import type { SubmissionTables } from '../submissions/tables.ts'
import { aBrowser, aPhoto, aPublishedForm, begun } from './fixtures.ts'

const posts: Post[] = []
const handed: HandedSubmission[] = []
const cases = {
  name: 'sample-cases',
  officialName: 'Vorgänge',
  folder: '',
  offers: [
    offer<ReceiveSubmission>('receive-submission', 1, async (_town, { submission }) => {
      handed.push(submission)
      return {}
    }),
  ],
}
const modules = (await modulesWithPost(posts)).filter(({ name }) => name !== 'cases')
const fresh = await freshHouse({ modules: [...modules, cases] })
const { house } = fresh
const town = await freshTown(house)
const served = await serveFresh(fresh)
const now = new Date()

const ask = (key: string, type: string, label: string, more: object = {}) => ({
  kind: 'question',
  key,
  type,
  label: { de: label },
  ...more,
})
const document = {
  format: 'stadttor-form/1',
  title: { de: 'Hund anmelden' },
  languages: ['de'],
  audience: ['person'],
  level: 'none',
  writtenForm: 'none',
  pages: [
    {
      key: 'halter',
      title: { de: 'Über Sie' },
      items: [
        ask('name', 'text', 'Ihr Name'),
        ask('seit', 'date', 'Seit wann haben Sie den Hund?'),
        ask('ausweis', 'files', 'Ausweis', { need: 'optional' }),
      ],
    },
    {
      key: 'hunde',
      title: { de: 'Ihre Hunde' },
      items: [
        {
          kind: 'group',
          key: 'hund',
          title: { de: 'Hunde' },
          repeat: { min: 1, max: 3, one: { de: 'Hund' } },
          items: [ask('rufname', 'text', 'Rufname'), ask('chip', 'text', 'Chip-Nummer')],
        },
        ask('zucht', 'yesNo', 'Züchten Sie?'),
        ask('zwinger', 'text', 'Name des Zwingers', { showWhen: 'zucht = true' }),
      ],
    },
  ],
}
const answers = {
  name: 'Anna Muster',
  seit: '2026-01-02',
  hund: [
    { rufname: 'Bello', chip: '123' },
    { rufname: 'Hasso', chip: '456' },
  ],
  zucht: false,
}
await aPublishedForm(town, 'hund', document, now)

const resident = async () => {
  const id = await registerPerson(town, { kind: 'resident', givenName: 'Anna', familyName: 'Muster' }, now)
  const browser = aBrowser(served, town)
  browser.jar.set('__Host-session', await openSession(town, id, 'basic', now))
  return { id, browser }
}
const clerk = async () => {
  const id = await registerPerson(town, { kind: 'staff', givenName: 'Kim', familyName: 'Amt' }, now)
  const browser = aBrowser(served, town)
  browser.jar.set('__Host-session', await openSession(town, id, 'basic', now))
  return { id, browser }
}
const matter = (role: NonNullable<HandedSubmission['matter']>['role'], id = newId()) => ({
  kind: 'cases.case',
  id,
  role,
  request: 'r1',
})
type Asked = Omit<BeginFilling['input'], 'db' | 'language' | 'now' | 'key' | 'form'> & { key?: string; form?: string }
const begin = ({ key = newId(), form = 'hund', ...asked }: Asked) =>
  town.personal({ subjects: [asked.subject], actor: { system: 'cases' }, purpose: 'Versuch', legalBasis: 'Versuch' }, (db) =>
    house.ask<BeginFilling>(town, 'begin-filling', {
      ...asked,
      key,
      form: { key: form },
      db: db as unknown as TownSql,
      language: 'de',
      now: new Date(),
    }),
  )
const started = async (asked: Asked): Promise<{ path: string; draft: string }> => {
  const answer = await begin(asked)
  assert.ok(answer && 'path' in answer, JSON.stringify(answer))
  return answer
}
type Browser = ReturnType<typeof aBrowser>
/** Confirms the check page. */
const confirm = async (browser: Browser, check: string) => {
  const shown = await browser.get(check)
  assert.equal(shown.status, 200, shown.location)
  const sent = await browser.post(check, { confirm: 'yes', seen: browser.hidden(shown.text, 'seen') })
  assert.equal(sent.status, 303, /class="error-summary".*?<\/div>/.exec(sent.text)?.[0])
  return sent
}
const at = (path: string, screen: string) => `${path}/${screen}`

test('What is asked back can be changed with its reason beside it; everything else is shown, stays, and is refused', async () => {
  const { id, browser } = await resident()
  const only = { 'hund.1.chip': 'Die Nummer gehört zu keinem Hund.' }
  const { path } = await started({ matter: matter('correction'), subject: id, owner: id, answers, only })
  const first = await browser.get((await browser.get(path)).location)
  assert.match(first.text, /Hasso/)
  assert.match(first.text, /Die Nummer gehört zu keinem Hund/)
  assert.doesNotMatch(first.text, /hund\.0"|Entfernen|hinzufügen/)
  const entry = await browser.get(at(path, 'hund.1'))
  assert.match(entry.text, /Die Nummer gehört zu keinem Hund/)
  assert.match(entry.text, /name="hund\.1\.chip"/)
  assert.doesNotMatch(entry.text, /name="hund\.1\.rufname"/)
  const halter = await browser.get(at(path, 'halter'))
  assert.match(halter.text, /Anna Muster/)
  assert.doesNotMatch(halter.text, /name="name"/)
  await browser.send(at(path, 'halter'), { name: 'Böse Person', 'seit-day': '1', 'seit-month': '1', 'seit-year': '2020' })
  await browser.send(at(path, 'hund.0'), { 'hund.0.rufname': 'Wolf', 'hund.0.chip': '0' })
  await browser.send(at(path, 'hunde'), { zucht: 'yes', do: 'add hund' })
  await browser.send(at(path, 'hund.0'), { do: 'remove-entry' })
  await browser.send(at(path, 'hund.2'), { 'hund.2.rufname': 'Neu', 'hund.2.chip': '9' })
  const saved = await browser.send(at(path, 'hund.1'), { 'hund.1.rufname': 'Wolf', 'hund.1.chip': '789' })
  assert.equal(saved.status, 303, /class="error-summary".*?<\/div>/.exec(saved.text)?.[0])
  const check = path.replace('/fill/', '/check/')
  const shown = await browser.get(check)
  assert.equal(shown.text.match(/hunde\?from|hund\.1\?from|halter\?from/g)?.length, 1, 'one answer can be changed')
  const sent = await confirm(browser, check)
  assert.match(sent.location, /receipt/)
  const submission = handed.at(-1)!
  assert.deepEqual(submission.answers, { ...answers, hund: [answers.hund[0], { rufname: 'Hasso', chip: '789' }] })
  assert.equal(submission.matter?.role, 'correction')
  assert.equal(submission.matter?.request, 'r1')
  assert.equal(submission.enteredBy, undefined)
})

test('A question that only comes up by the correction can be answered, and what was sent before stays as it was', async () => {
  const { id, browser } = await resident()
  const fill = (await browser.post('/forms/hund/begin', {})).location.replace(/\/[^/]+$/, '')
  await browser.send(at(fill, 'halter'), { name: 'Anna Muster', 'seit-day': '2', 'seit-month': '1', 'seit-year': '2026' })
  await browser.send(at(fill, 'hunde'), { zucht: 'no', do: 'add hund' })
  await browser.send(at(fill, 'hund.0'), { 'hund.0.rufname': 'Bello', 'hund.0.chip': '123' })
  await browser.send(at(fill, 'hunde'), { zucht: 'no' })
  await confirm(browser, fill.replace('/fill/', '/check/'))
  const original = handed.at(-1)!
  assert.equal(original.matter, undefined)
  const only = { zucht: 'Sie haben zwei Würfe gemeldet.' }
  const { path } = await started({ matter: matter('correction'), subject: id, owner: id, answers: original.answers, only })
  const changed = await browser.send(at(path, 'hunde'), { zucht: 'yes' })
  assert.match(changed.location, /hunde\?more=1/)
  const done = await browser.send(at(path, 'hunde'), { zucht: 'yes', zwinger: 'Vom Rhabarberweg' })
  assert.match(done.location, /check/)
  await confirm(browser, done.location)
  assert.deepEqual(handed.at(-1)!.answers, { ...original.answers, zucht: true, zwinger: 'Vom Rhabarberweg' })
  const row = await findSubmission(town, original.id)
  const before = await readReceipt(town, row!, 'self', 'Versuch')
  assert.deepEqual(before.content?.answers, original.answers)
})

test('A clerk types a paper form for a resident: the channel is noted, the resident gets the copy, no other clerk opens it', async () => {
  await aPublishedForm(town, 'streng', { ...document, level: 'low' }, now)
  const [{ id }, typing, other] = [await resident(), await clerk(), await clerk()]
  const { path } = await started({
    form: 'streng',
    matter: matter('intake'),
    subject: id,
    owner: typing.id,
    enteredBy: { person: typing.id, channel: 'counter' },
    answers,
  })
  const first = await typing.browser.get(at(path, 'halter'))
  assert.equal(first.status, 200)
  assert.match(first.text, /am Schalter/)
  assert.equal((await other.browser.get(at(path, 'halter'))).status, 404)
  await typing.browser.send(at(path, 'halter'), { name: 'Anna Muster', 'seit-day': '2', 'seit-month': '1', 'seit-year': '2026' })
  await typing.browser.send(at(path, 'hunde'), { zucht: 'no' })
  const sent = await confirm(typing.browser, path.replace('/fill/', '/check/'))
  assert.match(sent.location, /receipt/)
  const submission = handed.at(-1)!
  assert.deepEqual(submission.enteredBy, { person: typing.id, channel: 'counter' })
  assert.deepEqual(submission.sender, { person: id })
  assert.equal(submission.level, 'none', 'a clerk proves nothing for somebody else')
  assert.equal((await typing.browser.get(sent.location)).status, 200)
  assert.notEqual((await other.browser.get(sent.location)).status, 200)
})

test('A clerk’s own form leads back to the case', async () => {
  const [{ id }, { id: staff, browser }] = [await resident(), await clerk()]
  const back = '/desk/cases/17'
  const { path } = await started({ matter: matter('clerk'), subject: id, owner: staff, answers, back })
  for (const [screen, fields] of [
    ['halter', { name: 'Anna Muster', 'seit-day': '2', 'seit-month': '1', 'seit-year': '2026' }],
    ['hunde', { zucht: 'no' }],
  ] as const)
    await browser.send(at(path, screen), fields)
  const sent = await confirm(browser, path.replace('/fill/', '/check/'))
  assert.equal(sent.location, back)
  assert.equal(handed.at(-1)!.enteredBy?.person, staff)
})

test('A renewal begins with the answers and files of last time, once for its key, and not where the form is closed', async () => {
  const { id, browser } = await resident()
  const fill = (await browser.post('/forms/hund/begin', {})).location.replace(/\/[^/]+$/, '')
  const held = { name: 'Anna Muster', 'seit-day': '2', 'seit-month': '1', 'seit-year': '2026' }
  await browser.upload(at(fill, 'halter'), { ...held, do: 'upload ausweis' }, 'ausweis-files', 'ausweis.jpg', await aPhoto())
  await browser.send(at(fill, 'halter'), held)
  await browser.send(at(fill, 'hunde'), { zucht: 'no', do: 'add hund' })
  await browser.send(at(fill, 'hund.0'), { 'hund.0.rufname': 'Bello', 'hund.0.chip': '123' })
  await browser.send(at(fill, 'hunde'), { zucht: 'no' })
  await confirm(browser, fill.replace('/fill/', '/check/'))
  const original = handed.at(-1)!
  assert.equal(original.attachments.length, 1)
  const [key, previous] = [newId(), newId()]
  const asked = { key, matter: matter('renewal', previous), subject: id, owner: id, answers: original.answers }
  const { path, draft } = await started(asked)
  assert.equal((await started(asked)).draft, draft)
  assert.match((await browser.get(at(path, 'halter'))).text, /value="Anna Muster"/)
  await browser.send(at(path, 'halter'), held)
  await browser.send(at(path, 'hunde'), { zucht: 'no' })
  await confirm(browser, path.replace('/fill/', '/check/'))
  const renewed = handed.at(-1)!
  assert.deepEqual([renewed.matter?.role, renewed.matter?.id], ['renewal', previous])
  assert.equal(renewed.attachments[0]?.blob, original.attachments[0]?.blob)
  assert.notEqual(renewed.attachments[0]?.id, original.attachments[0]?.id)
  await town.write((db: WriteDb<SubmissionTables>) =>
    db.updateTable('forms.form').set({ closes_on: '2020-01-01' }).where('key', '=', 'hund').execute(),
  )
  assert.deepEqual(await begin({ ...asked, key: newId() }), { refused: 'closed' })
  assert.ok('path' in (await begin({ ...asked, key: newId(), matter: matter('addition') }))!, 'a matter goes on')
  await town.write((db: WriteDb<SubmissionTables>) =>
    db.updateTable('forms.form').set({ closes_on: null }).where('key', '=', 'hund').execute(),
  )
  assert.deepEqual(await begin({ ...asked, key: newId(), form: 'gibt-es-nicht' }), { refused: 'no-form' })
})

test('Without an account the same browser goes on at once, and any other one with the code that goes to the known address', async () => {
  const browser = aBrowser(served, town)
  const fill = await begun(browser, '/forms/hund')
  await browser.send(at(fill, 'halter'), { name: 'Anna Muster', 'seit-day': '2', 'seit-month': '1', 'seit-year': '2026' })
  await browser.send(at(fill, 'hunde'), { zucht: 'no', do: 'add hund' })
  await browser.send(at(fill, 'hund.0'), { 'hund.0.rufname': 'Bello', 'hund.0.chip': '123' })
  await browser.send(at(fill, 'hunde'), { zucht: 'no' })
  const check = fill.replace('/fill/', '/check/')
  const seen = browser.hidden((await browser.get(check)).text, 'seen')
  await browser.post(check, { confirm: 'yes', seen, mail: 'anna@example.org' })
  const original = handed.at(-1)!
  const subject = fill.split('/').at(-1)!
  const only = { name: 'Bitte mit Vornamen.' }
  const { path, draft } = await started({ matter: matter('correction'), subject, answers: original.answers, only })
  assert.match(path, /^\/forms\/resume\//)
  const here = `/forms/hund/fill/${draft}`
  assert.equal((await browser.get(at(here, 'halter'))).status, 200)
  const phone = aBrowser(served, town)
  assert.equal((await phone.get(at(here, 'halter'))).status, 404)
  await phone.post(`${path}/code`, {})
  const { code = '' } = posts.at(-1)!.values
  assert.equal((await phone.post(path, { code })).location, here)
  // Signing in on the way does not move the matter to another person.
  const { browser: account } = await resident()
  for (const [name, value] of phone.jar) account.jar.set(name, value)
  await account.send(at(here, 'halter'), { name: 'Anna Maria Muster' })
  await confirm(phone, here.replace('/fill/', '/check/'))
  assert.equal(handed.at(-1)!.answers.name, 'Anna Maria Muster')
  assert.equal(handed.at(-1)!.sender.person, undefined)
})
