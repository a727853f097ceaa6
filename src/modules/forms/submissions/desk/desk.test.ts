// What was sent, on the desk and through the front door: whose unit, which filters, which files, which failures.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { freshHouse, freshTown } from '../../../../../test/fresh-town.ts'
import { type Asked, serveFresh } from '../../../../../test/serve-town.ts'
import type { DeskSearch, DeskWork } from '../../../../contracts/desk-work.ts'
import type { ErasePerson, MyData } from '../../../../contracts/my-data.ts'
import { keepBlob } from '../../../../kernel/blobs.ts'
import { openFile } from '../../../../kernel/files.ts'
import { newId } from '../../../../kernel/ids.ts'
import { grantPermission, registerPerson } from '../../../../kernel/people.ts'
import { showReference } from '../../../../kernel/reference.ts'
import { findSignedIn, openSession } from '../../../../kernel/sessions.ts'
import type { KernelTables } from '../../../../kernel/tables.ts'
import type { TownSql, WriteDb } from '../../../../kernel/town.ts'
import forms from '../../module.tsx'
import { closeBatches } from '../batch.ts'
import { publishSample, sampleDocument, sendSample } from '../fixtures.ts'
import { handOverDue } from '../hand-over.ts'
import { addReceiver } from '../receiver.ts'
import { eraseOld } from '../retention.ts'
import { checkCodeOf } from '../seal.ts'
import { verifyCode } from '../verify.ts'

const fresh = await freshHouse({ modules: [{ ...forms, folder: '', hears: [] }] })
const { house } = fresh
const town = await freshTown(house)
const served = await serveFresh(fresh)
const now = new Date()
const traffic = await publishSample(town, { key: 'parken', unit: '/verkehr/', now })
const dogs = await publishSample(town, {
  key: 'hund',
  unit: '/steuern/',
  document: { ...sampleDocument, title: { de: 'Hund anmelden', en: 'Register a dog' } },
  now,
})
const admin = new pg.Client({ connectionString: fresh.adminUrl })
await admin.connect()
fresh.beforeClosing(() => admin.end())
const rows = async (query: string, values: unknown[] = []) => (await admin.query(query, values)).rows

const all = ['forms.submission.read', 'forms.submission.export', 'forms.receiver.write']
async function clerk(unit: string, permissions: readonly string[] = all) {
  const id = await registerPerson(town, { kind: 'staff', givenName: 'Karl', familyName: 'Kanzlei' }, now)
  await town.write(async (db: WriteDb<KernelTables>) => {
    const role = newId()
    await db
      .insertInto('kernel.role')
      .values({ id: role, key: `r${role.slice(-12)}`, name: 'Rolle', permissions: [...permissions] })
      .execute()
    const unitId = unit === '/' ? null : await unitOf(db, unit)
    if (unitId) await db.insertInto('kernel.membership').values({ person_id: id, unit_id: unitId, state: 'confirmed' }).execute()
    const ends = { deputy_of: null, granted_by: null, ends_at: null, revoked_at: null }
    await db
      .insertInto('kernel.role_grant')
      .values({ id: newId(), person_id: id, role_id: role, unit_id: unitId, ...ends })
      .execute()
  })
  if (unit === '/') for (const permission of permissions) await grantPermission(town, id, permission)
  return { id, session: await openSession(town, id, 'basic', now) }
}
async function unitOf(db: WriteDb<KernelTables>, path: string): Promise<string> {
  const known = await db.selectFrom('kernel.unit').select('id').where('path', '=', path).executeTakeFirst()
  if (known) return known.id
  const [id, key] = [newId(), path.slice(1, -1)]
  await db
    .insertInto('kernel.unit')
    .values({ id, key, path, parent_id: null, kind: 'unit', name: key, closed_at: null })
    .execute()
  return id
}
const resident = (givenName: string) => registerPerson(town, { kind: 'resident', givenName, familyName: 'Sorge' }, now)
const look = (path: string, session: string) => served.request(town, `/desk/forms/submissions${path}`, { session })
const post = (path: string, session: string, fields: Record<string, string> = {}) => {
  const asked: Asked = {
    method: 'POST',
    session,
    headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  }
  return served.request(town, `/desk/forms/submissions${path}`, asked)
}

test('A clerk sees what came in for the own unit, with names, and nothing of another unit', async () => {
  const owner = await resident('Zoë')
  const { submission } = await sendSample(house, town, traffic, { now, owner })
  const { submission: other } = await sendSample(house, town, dogs, { now, owner: await resident('Fremd') })
  const karl = await clerk('/verkehr/')
  const list = await look('', karl.session)
  assert.equal(list.status, 200)
  assert.match(list.text, /Zoë Sorge/)
  assert.ok(list.text.includes(showReference(submission.reference)))
  assert.doesNotMatch(list.text, /Fremd Sorge|Hund anmelden/)
  assert.equal((await look(`/${submission.id}`, karl.session)).status, 200)
  for (const path of ['', '/receipt.pdf', '/answers.json'])
    assert.equal((await look(`/${other.id}${path}`, karl.session)).status, 404, path)
  const logged = await rows('SELECT DISTINCT purpose FROM kernel.access_log WHERE subject_id = $1 AND actor_id = $2', [
    owner,
    karl.id,
  ])
  assert.deepEqual(logged.map(({ purpose }) => purpose).sort(), [
    'Ihre Angaben in einem Formular gelesen',
    'Liste eingegangener Formulare der eigenen Stelle angezeigt',
  ])
})

test('The list is filtered by form and day, and a day that is none is told with what was typed', async () => {
  const karl = await clerk('/')
  await sendSample(house, town, dogs, { now: new Date('2026-03-02T10:00:00Z'), owner: await resident('März') })
  const dog = await look('?form=hund&from=2.3.2026&to=02.03.2026', karl.session)
  assert.match(dog.text, /März Sorge/)
  assert.doesNotMatch(dog.text, /Zoë Sorge/)
  assert.doesNotMatch((await look('?form=hund&to=1.3.2026', karl.session)).text, /März Sorge/)
  const wrong = await look('?from=31.2.2026', karl.session)
  assert.equal(wrong.status, 422)
  assert.match(wrong.text, /value="31\.2\.2026"/)
})

test('Files of the list hold the answers of the own unit, and only for who may save them', async () => {
  const karl = await clerk('/steuern/')
  const csv = await look('/answers.csv', karl.session)
  assert.equal(csv.status, 200)
  assert.match(csv.text, /car\.0\.plate/)
  assert.match(csv.text, /Zoë Łukasiewicz/)
  assert.doesNotMatch(csv.text, /,parken,/)
  const json = JSON.parse((await look('/answers.json', karl.session)).text) as { form: string }[]
  assert.deepEqual([...new Set(json.map(({ form }) => form))], ['hund'])
  const reader = await clerk('/steuern/', ['forms.submission.read'])
  assert.equal((await look('/answers.csv', reader.session)).status, 403)
})

test('A hand-over that fails is on the work list of the unit, and is tried again at a click', async () => {
  const failing = await publishSample(town, { key: 'klappt-nicht', unit: '/verkehr/', now })
  await addReceiver(town, 'self', { kind: 'contract', label: 'Vorgänge', target: 'x', formId: failing.form.id, now })
  const { submission } = await sendSample(house, town, failing, { now, owner: await resident('Anna') })
  await handOverDue(house, town, now)
  const karl = await clerk('/verkehr/')
  const person = (await findSignedIn(town, karl.session, new Date()))!
  const asked = { person, language: 'de', today: '2026-11-22' } as const
  const [list] = (await house.askAll<DeskWork>(town, 'desk-work', asked)).flatMap(({ answer }) => answer)
  assert.deepEqual([list?.count, list?.url], [1, '/desk/forms/submissions?state=failing'])
  const page = await look(`/${submission.id}`, karl.session)
  assert.match(page.text, /Niemand nimmt das Formular an/)
  const [action] = /\/hand-over\/[0-9a-f-]{36}/.exec(page.text)!
  const again = await post(`/${submission.id}${action}`, karl.session)
  assert.equal(again.status, 303)
  assert.deepEqual(await rows('SELECT attempts FROM forms.hand_over WHERE submission_id = $1', [submission.id]), [
    { attempts: 2 },
  ])
})

test('A number read out on the phone is found, by who may see it', async () => {
  const { submission } = await sendSample(house, town, traffic, { now })
  const search = async (session: string) => {
    const person = (await findSignedIn(town, session, new Date()))!
    const asked = { person, language: 'de', query: showReference(submission.reference).toLowerCase() } as const
    return (await house.askAll<DeskSearch>(town, 'desk-search', asked)).flatMap(({ answer }) => answer)
  }
  assert.equal((await search((await clerk('/verkehr/')).session)).length, 1)
  assert.equal((await search((await clerk('/steuern/')).session)).length, 0)
})

test('Receivers are added and removed on the desk; the secret of a webhook is shown once', async () => {
  const karl = await clerk('/verkehr/')
  const path = '/receivers/parken'
  const wrong = await post(path, karl.session, { label: 'Fachverfahren', kind: 'webhook', target: 'ftp://x' })
  assert.equal(wrong.status, 422)
  assert.match(wrong.text, /value="ftp:\/\/x"/)
  const added = await post(path, karl.session, { label: 'Fachverfahren', kind: 'webhook', target: 'https://fach.example/in' })
  assert.match(added.text, /whsec_[A-Za-z0-9+/]{43}=/)
  const shown = await look(path, karl.session)
  assert.match(shown.text, /fach\.example/)
  assert.doesNotMatch(shown.text, /whsec_/)
  const [, remove = ''] = /action="\/desk\/forms\/submissions(\/receivers\/parken\/[0-9a-f-]+\/remove)"/.exec(shown.text)!
  assert.equal((await post(remove, (await clerk('/steuern/')).session)).status, 404, 'another unit')
  assert.equal((await post(remove, karl.session)).status, 303)
  assert.doesNotMatch((await look(path, karl.session)).text, /fach\.example/)
})

test('A day’s file is collected on the desk, and that is noted', async () => {
  const daily = await publishSample(town, { key: 'taeglich', unit: '/verkehr/', now })
  await addReceiver(town, 'self', { kind: 'batch', label: 'Täglich', format: 'csv', rhythm: 'daily', formId: daily.form.id, now })
  await sendSample(house, town, daily, { now })
  await closeBatches(house, now)
  const karl = await clerk('/verkehr/')
  const list = await look('/batches', karl.session)
  const [, path = ''] = /action="\/desk\/forms\/submissions(\/batches\/[0-9a-f-]+)"/.exec(list.text)!
  const file = await post(path, karl.session)
  assert.match(file.text, /Zoë Łukasiewicz/)
  assert.match(String(file.headers['content-disposition']), /attachment/)
  assert.equal((await rows('SELECT 1 FROM forms.batch WHERE fetched_at IS NOT NULL')).length, 1)
  assert.equal((await post(path, (await clerk('/steuern/')).session)).status, 404)
})

test('After its period a submission loses answers and files, and its seal and the audit still prove it', async () => {
  const blob = await town.write((db) => keepBlob(town, db, house.files, Buffer.from('Schein'), 'text/plain'))
  const file = { id: newId(), path: 'paper', name: 'schein.txt', mediaType: 'text/plain', size: 6, blob }
  const long = new Date('2026-01-10T10:00:00Z')
  const owner = await resident('Alt')
  const { submission } = await sendSample(house, town, traffic, { now: long, owner, files: [file] })
  assert.equal(submission.keep_until, '2026-04-10')
  assert.equal(await eraseOld(house, new Date('2026-04-10T21:00:00Z')), 0, 'on its last day it is still there')
  assert.ok((await eraseOld(house, new Date('2026-04-10T23:00:00Z'))) >= 1)
  const [row] = await rows('SELECT * FROM forms.submission WHERE id = $1', [submission.id])
  assert.deepEqual([row.state, row.owner_id, row.erased_by], ['erased', null, 'Frist des Formulars, Version 1: 2026-04-10'])
  assert.deepEqual(await rows('SELECT 1 FROM forms.submission_content WHERE submission_id = $1', [submission.id]), [])
  assert.deepEqual(await rows('SELECT refs FROM kernel.blob WHERE name = $1', [blob]), [{ refs: 0 }])
  assert.ok(await openFile(house.files, town.dataKey, blob), 'the file itself goes a day later')
  const [entry] = await rows("SELECT details FROM kernel.audit_entry WHERE action = 'forms.submission.erased' AND object = $1", [
    `forms.submission/${submission.id}`,
  ])
  assert.equal(entry.details.contentHash, submission.content_hash.toString('hex'))
  const found = await verifyCode(town, { language: 'de' }, submission.reference, checkCodeOf(submission))
  assert.equal(found.is, 'valid')
})

test('“My data” shows every answer; erasure keeps what the office still needs and says until when', async () => {
  const owner = await resident('Mia')
  await sendSample(house, town, traffic, { now, owner })
  const open = await publishSample(town, {
    key: 'ohne-frist',
    unit: '/verkehr/',
    document: (({ retentionDays: _, ...rest }) => rest)(sampleDocument),
    now,
  })
  await sendSample(house, town, open, { now, owner })
  const within = <Result>(work: (db: TownSql) => Promise<Result>) =>
    town.personal({ subjects: [owner], actor: 'self', purpose: 'Test', legalBasis: 'Test' }, (db) => work(db as TownSql))
  const chapters = await within((db) => house.askAll<MyData>(town, 'my-data', { db, person: owner, language: 'de' }))
  assert.match(JSON.stringify(chapters), /Rhabarberweg/)
  const report = await within((db) =>
    house.askAll<ErasePerson>(town, 'erase-person', { db, person: owner, step: 'destroy', now, language: 'de' }),
  )
  assert.deepEqual([report[0]?.answer.done.length, report[0]?.answer.kept.length], [1, 1])
  assert.deepEqual(await rows('SELECT state FROM forms.submission WHERE holder_id = $1 ORDER BY state', [owner]), [
    { state: 'erased' },
    { state: 'received' },
  ])
})
