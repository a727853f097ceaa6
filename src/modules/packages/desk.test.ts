// Packages on the desk, in a real browser: looked at, decided, installed with own values, upgraded with a choice, rolled back, and keys.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { assertReflows, assertSound, openPage } from '../../../test/browser.ts'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import { grantPermission, registerPerson } from '../../kernel/people.ts'
import { openSession } from '../../kernel/sessions.ts'
import { multipart } from '../../kernel/uploads/fixtures.ts'
import { writeZip } from '../../standards/zip/write-zip.ts'
import { newestNote, notesRoom, notesTable, sampleFiles, sampleManifest, sampleNote, writeNote } from './fixtures.ts'
import { findInstalled } from './installation.ts'
import type { Manifest } from './manifest.ts'
import door from './module.tsx'
import { archiveOf } from './service-package.ts'
import { newKey, signFiles } from './signature.ts'
import type { Reading, Writing } from './tables.ts'

const port = 20_000 + (process.pid % 20_000)
const fresh = await freshHouse({
  modules: [{ ...door, folder: '' }, notesRoom()],
  baseUrl: `http://localhost:${port}`,
})
const owner = new pg.Client({ connectionString: fresh.ownerUrl })
await owner.connect()
await owner.query(notesTable)
await owner.end()
const served = await serveFresh(fresh, { port })
const town = await freshTown(fresh.house, { default: true })
const now = new Date()
const shots = process.env.STADTTOR_SHOTS

const vera = await registerPerson(town, { kind: 'staff', givenName: 'Vera', familyName: 'Verwaltung' }, now)
await grantPermission(town, vera, 'packages.package.install')
const session = await openSession(town, vera, 'high', now)

const parameters: Manifest['parameters'] = [
  ...sampleManifest().parameters,
  {
    key: 'reviewDays',
    type: 'days',
    title: { de: 'Frist der Bearbeitung', en: 'Days to decide' },
    default: 14,
    source: { law: '§ 4 Satzung (Beispiel)', date: '2026-01-01', source: 'https://example.org', verified: false },
  },
  { key: 'unit', type: 'unit', title: { de: 'Zuständige Stelle', en: 'Unit in charge' }, default: '/' },
  { key: 'online', type: 'yesNo', title: { de: 'Auch online', en: 'Online too' }, default: true },
]
const files = (version: string, note = {}) => sampleFiles({ version, parameters }, { 'first.json': sampleNote(note) })
const { pem, fingerprint } = newKey()
const signed = (version: string, note = {}): Buffer => archiveOf(signFiles(files(version, note), pem)!.files)

const post = (path: string, fields: Record<string, string>) =>
  served.request(town, path, {
    session,
    method: 'POST',
    headers: { origin: town.origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })
async function upload(content: Buffer) {
  const sent = multipart([{ field: 'file', name: 'paket.zip', content }])
  const headers = { ...sent.headers, origin: town.origin }
  return served.request(town, '/desk/packages/install', { method: 'POST', session, ...sent, headers })
}
const noteNow = async () => {
  const found = await town.read((db: Reading) => newestNote(db, 'first'))
  return found && (JSON.parse(found.content) as { fee: string; title: string })
}

const opened = await openPage(town.origin)
const { page } = opened
await page.context().addCookies([
  {
    name: '__Host-session',
    value: session,
    url: town.origin.replace('http:', 'https:'),
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
  },
])
let taken = 0
async function sound(): Promise<void> {
  taken += 1
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 })
    await assertSound(opened)
    await assertReflows(opened)
    if (shots) await page.screenshot({ path: `${shots}/packages-${taken}-${width}.png`, fullPage: true })
  }
  await page.setViewportSize({ width: 1280, height: 900 })
}

test('Nobody without the permission sees or takes a package', async () => {
  const clerk = await registerPerson(town, { kind: 'staff', givenName: 'Karl', familyName: 'Kanzlei' }, now)
  const other = await openSession(town, clerk, 'high', now)
  assert.equal((await served.request(town, '/desk/packages', { session: other })).status, 403)
  assert.equal((await served.request(town, '/desk/packages/keys', { session: other })).status, 403)
})

test('A package of an unknown key is installed only after a decision that is shown, with the values of the town', async () => {
  await page.goto('/desk/packages')
  await sound()
  await page.getByRole('link', { name: 'Paket aus einer Datei installieren' }).click()
  await page.getByRole('button', { name: 'Paket ansehen' }).click()
  await page.getByRole('alert').waitFor()
  await sound()
  await page
    .getByLabel('Paket (ZIP-Datei)')
    .setInputFiles({ name: 'p.zip', mimeType: 'application/zip', buffer: signed('1.0.0') })
  await page.getByRole('button', { name: 'Paket ansehen' }).click()
  await page.getByText('Unterschrieben mit einem Schlüssel, dem Ihre Stadt nicht vertraut.').waitFor()
  await sound()
  await page.getByLabel('Gebühr').fill('zwölf')
  await page.getByRole('button', { name: 'Paket installieren' }).click()
  await page.getByRole('link', { name: /Geben Sie einen Betrag ein/ }).waitFor()
  assert.equal(await page.getByLabel('Gebühr').inputValue(), 'zwölf')
  await page.getByLabel('Gebühr').fill('12,50')
  await page.getByRole('button', { name: 'Paket installieren' }).click()
  await page.getByRole('link', { name: /Bestätigen Sie/ }).waitFor()
  await sound()
  assert.equal(await noteNow(), undefined)
  await page.getByLabel(/Ich installiere das Paket trotzdem/).check()
  await page.getByRole('button', { name: 'Paket installieren' }).click()
  await page.getByText('Das Paket ist installiert.').waitFor()
  await sound()
  assert.equal((await noteNow())?.fee, '12.50')
  const row = await town.read((db: Reading) => findInstalled(db, 'sample-notes'))
  assert.deepEqual([row?.trust, row?.fingerprint, row?.installed_by], ['decision', fingerprint, vera])
  assert.deepEqual(row?.own_values, { fee: '12.50' })
})

test('A key is added by its fingerprint, wrong ones are told, and it can be removed', async () => {
  await page.goto('/desk/packages/keys')
  await page.getByLabel('Wem gehört der Schlüssel?').fill('Stadt Nürnberg')
  await page.getByLabel('Fingerabdruck').fill('abc')
  await page.getByRole('button', { name: 'Schlüssel aufnehmen' }).click()
  await page.getByRole('link', { name: /hat 64 Zeichen/ }).waitFor()
  await sound()
  await page.getByLabel('Fingerabdruck').fill(fingerprint.toUpperCase().replace(/(.{4})/g, '$1 '))
  await page.getByRole('button', { name: 'Schlüssel aufnehmen' }).click()
  await page.getByText('Der Schlüssel ist aufgenommen.').waitFor()
  await sound()
  assert.equal((await post('/desk/packages/keys', { name: 'x', fingerprint })).status, 422)
  const other = newKey().fingerprint
  assert.equal((await post('/desk/packages/keys', { name: 'x', fingerprint: other })).status, 303)
  assert.equal((await post(`/desk/packages/keys/${other}/remove`, {})).status, 303)
  assert.equal((await post(`/desk/packages/keys/${other}/remove`, {})).status, 404)
})

test('An upgrade of a trusted key keeps the values, shows all three versions where both sides changed, and waits for a choice', async () => {
  await town.write((db: Writing) =>
    writeNote(db, 'first', 2, sampleNote({ title: 'Unsere Notiz', fee: '12.50' }).replace(/\n/g, '')),
  )
  const { headers } = await upload(signed('1.1.0', { title: 'Neue Notiz' }))
  await page.goto(String(headers.location))
  await page.getByText('Unterschrieben mit einem Schlüssel Ihrer Liste: Stadt Nürnberg.').waitFor()
  assert.equal(await page.getByLabel('Gebühr').inputValue(), '12,50')
  for (const version of ['Notiz', 'Neue Notiz', 'Unsere Notiz'])
    assert.equal(await page.getByRole('cell', { name: version, exact: true }).count(), 1, version)
  await page.getByRole('button', { name: 'Auf Version 1.1.0 aktualisieren' }).click()
  await page.getByRole('link', { name: /Wählen Sie, welche Fassung gilt/ }).waitFor()
  await sound()
  await page.getByLabel('Die Fassung des Pakets nehmen').check()
  await page.getByRole('button', { name: 'Auf Version 1.1.0 aktualisieren' }).click()
  await page.getByText('Das Paket ist installiert.').waitFor()
  assert.deepEqual(await noteNow().then((note) => [note?.title, note?.fee]), ['Neue Notiz', '12.50'])
})

test('New values are new versions of the parts, an empty field brings back the value of the package, and a way back the old ones', async () => {
  await page.goto('/desk/packages/installed/sample-notes')
  await page.getByLabel('Gebühr').fill('')
  await page.getByRole('button', { name: 'Werte speichern' }).click()
  await page.getByText('Die Werte gelten ab jetzt.').waitFor()
  assert.equal((await noteNow())?.fee, '10.00')
  await page.getByRole('button', { name: 'Werte speichern' }).click()
  await page.getByText('Diese Werte galten schon.').waitFor()
  await page.getByRole('link', { name: 'Frühere Fassung zurückholen' }).click()
  await sound()
  await page.getByRole('button', { name: 'Frühere Fassung zurückholen' }).click()
  await page.getByText('Die frühere Fassung gilt wieder.').waitFor()
  assert.equal((await noteNow())?.fee, '12.50')
  await page.getByRole('link', { name: 'Prüfungen ausführen' }).click()
  await page.getByText('1 gelungen, 0 misslungen').waitFor()
  await sound()
})

test('A package that was changed after signing, leads out of itself, is older or is no package is refused, and nothing is kept', async () => {
  const changed = new Map(signFiles(files('2.0.0'), pem)!.files)
  changed.set('first.json', Buffer.from(sampleNote({ title: 'heimlich' })))
  const path = writeZip(new Map([...files('2.0.0'), ['../x.json', Buffer.from('{}')]]))
  const script = archiveOf(files('2.0.0', { title: '<script>1</script>' }))
  for (const content of [archiveOf(changed), path, script, writeZip(new Map([['a.txt', Buffer.from('a')]]))]) {
    const refused = await upload(content)
    assert.equal(refused.status, 422)
  }
  const { headers } = await upload(signed('1.0.5', { title: 'Alt' }))
  const shown = await served.request(town, String(headers.location), { session })
  assert.match(shown.text, /Hier läuft schon die neuere Version 1\.1\.0/)
  assert.equal((await post(String(headers.location), {})).status, 422)
  assert.equal((await noteNow())?.title, 'Neue Notiz')
})

test('What is installed can be handed on as the file it came as', async () => {
  const { status, headers, body } = await served.request(town, '/desk/packages/installed/sample-notes/package.zip', { session })
  assert.equal(status, 200)
  assert.match(String(headers['content-disposition']), /sample-notes-1\.1\.0\.zip/)
  assert.deepEqual(body, signed('1.1.0', { title: 'Neue Notiz' }))
})

test('What is not there answers 404', async () => {
  for (const path of ['installed/nothing', 'installed/nothing/tests', 'installed/nothing/package.zip', 'offers/x'])
    assert.equal((await served.request(town, `/desk/packages/${path}`, { session })).status, 404, path)
  assert.equal((await post('/desk/packages/shipped/nothing', {})).status, 404)
})
