// The electronic file on the desk, through the front door: who may open what, working with documents, repairing what found no place.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { type Asked, serveFresh } from '../../../../test/serve-town.ts'
import { newId } from '../../../kernel/ids.ts'
import { grantPermission, registerPerson } from '../../../kernel/people.ts'
import { openSession } from '../../../kernel/sessions.ts'
import type { Town, WriteDb } from '../../../kernel/town.ts'
import { aClerk, addUnit, aPlan, file, type SampleMatter } from '../fixtures.ts'
import records from '../module.tsx'
import type { RecordsTables } from '../tables.ts'
import type { Db } from '../text.ts'

const fresh = await freshHouse({ modules: [{ ...records, folder: '' }] })
const { house } = fresh
const served = await serveFresh(fresh)
const now = new Date()
const everything = ['file.read', 'file.write', 'task.repair', 'hold.set', 'plan.change', 'disposal.run'].map(
  (one) => `records.${one}`,
)

async function townWithPlan() {
  const town = await freshTown(house)
  await aPlan(town, now)
  for (const key of ['taxes', 'traffic']) await addUnit(town, key, now)
  return town
}
const clerkIn = (town: Town, unit = '/', permissions: readonly string[] = everything) => aClerk(town, unit, permissions, now)
const personIn = (town: Town) => registerPerson(town, { kind: 'resident', givenName: 'Erika', familyName: 'Muster' }, now)
async function filed(town: Town, own: Partial<SampleMatter> = {}) {
  const person = await personIn(town)
  return { person, ...(await file(house, town, { person, ...own }, now)) }
}
const post = (town: Town, session: string, path: string, fields: Record<string, string>) =>
  served.request(town, path, {
    method: 'POST',
    session,
    headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })
function upload(town: Town, session: string, fields: Record<string, string>, files: Record<string, [string, string]>): Asked {
  const mark = 'mark-of-the-form'
  const parts = [
    ...Object.entries(fields).map(([name, value]) => `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`),
    ...Object.entries(files).map(
      ([name, [filename, content]]) =>
        `Content-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: text/plain\r\n\r\n${content}`,
    ),
  ]
  const body = `${parts.map((part) => `--${mark}\r\n${part}\r\n`).join('')}--${mark}--\r\n`
  return {
    method: 'POST',
    session,
    headers: { origin: town.origin, 'content-type': `multipart/form-data; boundary=${mark}` },
    body,
  }
}
const documentsOf = (town: Town, procedure: string) =>
  town.write((db: Db) =>
    db.selectFrom('records.document').selectAll().where('procedure_id', '=', procedure).orderBy('number').execute(),
  )
const lookedAt = (town: Town, person: string) =>
  town.personal(
    { subjects: [person], actor: { system: 'test' }, purpose: 'Probe', legalBasis: 'Probe' },
    (db: WriteDb<RecordsTables>) =>
      db.selectFrom('kernel.access_log').select(['purpose', 'matter']).where('subject_id', '=', person).orderBy('at').execute(),
  )

test('A clerk finds a procedure by its number and by words of its title, opens it, and the person reads who looked', async () => {
  const town = await townWithPlan()
  const { session } = await clerkIn(town)
  const { procedure, number, person } = await filed(town)
  for (const query of [number, number.slice(-9), 'hund', 'Anmelden']) {
    const found = await served.request(town, `/desk/records?q=${encodeURIComponent(query)}`, { session })
    assert.ok(found.text.includes(procedure), query)
    assert.doesNotMatch(found.text, /Erika/)
  }
  const nothing = await served.request(town, '/desk/records?q=Katze', { session })
  assert.ok(!nothing.text.includes(procedure))
  const opened = await served.request(town, `/desk/records/procedures/${procedure}`, { session })
  assert.equal(opened.status, 200)
  assert.match(opened.text, /Antrag Erika Muster\.txt/)
  assert.ok((await lookedAt(town, person)).some(({ matter, purpose }) => matter === number && /geöffnet/.test(purpose)))
})

test('Another unit, another town, a clerk without the permission and the party itself find nothing', async () => {
  const town = await townWithPlan()
  const other = await townWithPlan()
  const { procedure, person } = await filed(town, { unit: '/taxes/' })
  const [document] = await documentsOf(town, procedure)
  const inside = await clerkIn(town, '/taxes/')
  const outside = await clerkIn(town, '/traffic/')
  const foreign = await clerkIn(other)
  for (const path of [
    `/desk/records/procedures/${procedure}`,
    `/desk/records/documents/${document!.id}`,
    `/desk/records/documents/${document!.id}/content`,
  ]) {
    assert.equal((await served.request(town, path, { session: inside.session })).status, 200, path)
    assert.equal((await served.request(town, path, { session: outside.session })).status, 404, path)
    assert.equal((await served.request(other, path, { session: foreign.session })).status, 404, path)
  }
  const own = await openSession(town, person, 'substantial', now)
  for (const permission of everything) await grantPermission(town, person, permission)
  assert.notEqual((await served.request(town, `/desk/records/procedures/${procedure}`, { session: own })).status, 200)
  await post(town, inside.session, `/desk/records/procedures/${procedure}/do/share`, { unit: '/traffic/', may: 'read' })
  assert.equal((await served.request(town, `/desk/records/procedures/${procedure}`, { session: outside.session })).status, 200)
  assert.equal(
    (await post(town, outside.session, `/desk/records/procedures/${procedure}/do/close`, { result: 'x' })).status,
    404,
    'reading is not writing',
  )
  await post(town, inside.session, `/desk/records/procedures/${procedure}/do/level`, { level: 'confidential' })
  assert.equal((await served.request(town, `/desk/records/procedures/${procedure}`, { session: inside.session })).status, 404)
})

test('A download is logged for the person and stands in the history', async () => {
  const town = await townWithPlan()
  const { session } = await clerkIn(town)
  const { procedure, person } = await filed(town, { documents: [{ content: 'Mein Hund heißt Bello' }] })
  const [document] = await documentsOf(town, procedure)
  const sent = await served.request(town, `/desk/records/documents/${document!.id}/content`, { session })
  assert.equal(sent.text, 'Mein Hund heißt Bello')
  assert.match(String(sent.headers['content-disposition']), /Antrag Erika Muster\.txt/)
  assert.ok((await lookedAt(town, person)).some(({ purpose }) => /heruntergeladen/.test(purpose)))
  const page = await served.request(town, `/desk/records/documents/${document!.id}`, { session })
  assert.match(page.text, /Dokument heruntergeladen \(Fassung 1\)/)
})

test('Checked out, a document takes a new version from nobody else; both versions stay', async () => {
  const town = await townWithPlan()
  const karl = await clerkIn(town)
  const dora = await clerkIn(town)
  const { procedure } = await filed(town)
  const [document] = await documentsOf(town, procedure)
  const at = `/desk/records/documents/${document!.id}`
  assert.equal((await post(town, karl.session, `${at}/check-out`, {})).headers.location, `${at}?done=saved`)
  assert.equal((await post(town, dora.session, `${at}/check-out`, {})).headers.location, `${at}?refused=locked`)
  const file = { file: ['Entwurf.txt', 'Zweite Fassung'] as [string, string] }
  assert.equal(
    (await served.request(town, `${at}/check-in`, upload(town, dora.session, {}, file))).headers.location,
    `${at}?refused=locked`,
  )
  assert.equal(
    (await served.request(town, `${at}/check-in`, upload(town, karl.session, {}, file))).headers.location,
    `${at}?done=saved`,
  )
  const versions = await Promise.all(
    ['', '?version=1'].map((which) => served.request(town, `${at}/content${which}`, { session: karl.session })),
  )
  assert.deepEqual(
    versions.map(({ text }) => text),
    ['Zweite Fassung', 'Guten Tag'],
  )
  assert.equal((await documentsOf(town, procedure))[0]!.locked_by, null)
})

test('A closed procedure takes nothing more until it is opened again; a wrong form comes back with what was typed', async () => {
  const town = await townWithPlan()
  const { session } = await clerkIn(town)
  const { procedure } = await filed(town)
  const at = `/desk/records/procedures/${procedure}`
  const empty = await post(town, session, `${at}/do/close`, { result: '' })
  assert.equal(empty.status, 422)
  assert.match(empty.text, /Bitte schreiben Sie das Ergebnis/)
  assert.equal((await post(town, session, `${at}/do/close`, { result: 'bewilligt' })).status, 303)
  assert.match((await served.request(town, at, { session })).text, /Zu den Akten gelegt/)
  const added = () =>
    served.request(
      town,
      `${at}/documents`,
      upload(town, session, { title: 'Nachtrag', direction: 'incoming', once: newId() }, { files: ['a.txt', 'Text'] }),
    )
  assert.equal((await added()).status, 404)
  assert.equal((await post(town, session, `${at}/do/reopen`, { reason: 'Nachtrag' })).status, 303)
  assert.equal((await added()).status, 303)
  assert.equal((await documentsOf(town, procedure)).length, 2)
  const wrong = await served.request(town, `${at}/documents`, upload(town, session, { title: 'Mein Titel', direction: '' }, {}))
  assert.equal(wrong.status, 422)
  assert.match(wrong.text, /value="Mein Titel"/)
})

test('A missing plan entry is repaired by naming the right one; the procedure gets its number', async () => {
  const town = await townWithPlan()
  const { session } = await clerkIn(town)
  const { procedure, task } = await filed(town, { plan: '7777' })
  assert.match((await served.request(town, '/desk/records/tasks', { session })).text, /Eintrag im Aktenplan fehlt/)
  const unknown = await post(town, session, `/desk/records/tasks/${task}/place`, { plan: '8888' })
  assert.equal(unknown.status, 422)
  assert.match(unknown.text, /„8888“ steht nicht im Aktenplan/)
  assert.equal((await post(town, session, `/desk/records/tasks/${task}/place`, { plan: '9221' })).status, 303)
  const page = await served.request(town, `/desk/records/procedures/${procedure}`, { session })
  assert.match(page.text, /9221-1\/\d{4}-/)
  assert.match((await served.request(town, '/desk/records/tasks', { session })).text, /Alles ist abgelegt/)
})

test('Post without a procedure waits in the basket of its unit and is assigned by the number of a cover sheet', async () => {
  const town = await townWithPlan()
  const { session } = await clerkIn(town)
  const { procedure, number } = await filed(town)
  const mail = [
    ...['From: erika@example.org', 'To: stadt@example.org', 'Subject: Mein Hund', 'MIME-Version: 1.0'],
    ...['Content-Type: multipart/mixed; boundary=teil', '', '--teil', 'Content-Type: text/plain', '', 'Guten Tag', '--teil'],
    ...['Content-Type: text/plain; name=impfung.txt', 'Content-Disposition: attachment; filename=impfung.txt', '', 'geimpft'],
    ...['--teil', 'Content-Type: application/x-msdownload', 'Content-Disposition: attachment; filename=virus.exe'],
    ...['Content-Transfer-Encoding: base64', '', 'TVqQAAMAAAAEAAAA', '--teil--', ''],
  ].join('\r\n')
  const fields = { title: 'Brief zur Steuer', direction: 'incoming', unit: '/taxes/', code: '', once: newId() }
  const recorded = () =>
    served.request(town, '/desk/records/basket', upload(town, session, fields, { files: ['post.eml', mail] }))
  assert.equal((await recorded()).headers.location, '/desk/records/basket?recorded=2', 'the mail and the file it carries')
  await recorded()
  const waiting = await town.write((db: Db) =>
    db.selectFrom('records.document').selectAll().where('procedure_id', 'is', null).execute(),
  )
  assert.equal(waiting.length, 2, 'sent twice is recorded once')
  const at = `/desk/records/basket/${waiting[0]!.id}`
  assert.equal((await post(town, session, at, { code: '123' })).status, 422)
  assert.match((await served.request(town, `${at}?q=hund`, { session })).text, new RegExp(procedure))
  assert.equal((await post(town, session, at, { code: ` ${number.toLowerCase()} ` })).status, 303)
  assert.equal((await documentsOf(town, procedure)).length, 2)
  assert.match((await served.request(town, `/desk/records/procedures/${procedure}`, { session })).text, /post\.eml|impfung\.txt/)
  const sheet = await served.request(town, `/desk/records/procedures/${procedure}/cover-sheet`, { session })
  assert.ok(sheet.text.includes(number))
  assert.doesNotMatch(sheet.text, /Erika/)
})

test('A filing plan is taken over on the desk; a file that is none is refused with a reason', async () => {
  const town = await freshTown(house)
  const { session } = await clerkIn(town)
  const send = (content: string) =>
    served.request(town, '/desk/records/plan', upload(town, session, {}, { plan: ['plan.csv', content] }))
  assert.equal((await send('Nummer;Titel\n1;Ordnung\n')).headers.location, '/desk/records/plan?taken=1')
  const wrong = await send('Name;Farbe\n1;rot\n')
  assert.equal(wrong.status, 422)
  assert.match(wrong.text, /keine Tabelle mit den Spalten Nummer und Titel/)
  const partly = await send('Nummer;Titel;Jahre\n2;Verkehr;viele\n3;Schule;5\n')
  assert.equal(partly.status, 200)
  assert.match(partly.text, /1 Zeilen wurden nicht übernommen/)
})
