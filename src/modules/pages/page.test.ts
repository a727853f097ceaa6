// Pages of a town: taken over from its folder, kept when edited, read in a language.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import type { TownFiles } from '../../contracts/town-files.ts'
import type { KernelTables } from '../../kernel/tables.ts'
import type { ReadDb, Town, WriteDb } from '../../kernel/town.ts'
import { readFragment } from './fragment.ts'
import { findPage, listPages } from './page.ts'
import { readPageFiles } from './page-files.ts'
import type { PagesTables } from './tables.ts'

const { house } = await freshHouse()
const now = new Date('2026-11-22T08:00:00Z')
const root = mkdtempSync(join(tmpdir(), 'stadttor-pages-'))
after(() => rmSync(root, { recursive: true, force: true }))
const starter = join(root, 'starter')

function write(folder: string, name: string, html: string | Buffer): void {
  mkdirSync(join(folder, 'pages'), { recursive: true })
  writeFileSync(join(folder, 'pages', name), html)
}
write(starter, 'imprint.de.html', '<h1>Impressum</h1><p>{officialName}, [Straße]</p>')
write(starter, 'imprint.en.html', '<h1>Imprint</h1><p>{officialName}, [street]</p>')
write(starter, 'about.de.html', '<h1>Über {town}</h1><p>Text</p>')

async function take(town: Town): Promise<{ changed: boolean; lines: string[] }> {
  const folder = join(root, town.key)
  const answers = await house.askAll<TownFiles>(town, 'town-files', { folder, starter, now, log: house.log })
  return answers.find(({ module }) => module === 'pages')!.answer
}
const eventsOf = (town: Town) =>
  town.read((db: ReadDb<KernelTables>) =>
    db.selectFrom('kernel.event').select('subjects').where('type', '=', 'pages.changed.v1').orderBy('sequence').execute(),
  )

test('A town without files of its own shows the template, with its own name in it', async () => {
  const town = await freshTown(house, { name: 'Müller & Söhne', officialName: 'Stadt <b>Müller</b>' })
  assert.equal((await take(town)).changed, true)
  const about = await findPage(town, 'about', 'de')
  assert.equal(about?.title, 'Über Müller & Söhne')
  assert.equal(about?.source, 'starter')
  assert.match((await findPage(town, 'imprint', 'de'))!.html, /Stadt &lt;b&gt;Müller&lt;\/b&gt;, \[Straße\]/)
})

test('Taking the same files over again changes nothing and tells nobody', async () => {
  const town = await freshTown(house)
  await take(town)
  const before = await listPages(town)
  assert.equal((await take(town)).changed, false)
  assert.deepEqual(await listPages(town), before)
  assert.equal((await eventsOf(town)).length, 1)
})

test('A changed text drops its page from the cache; a new page renews the frame as well', async () => {
  const town = await freshTown(house)
  const folder = join(root, town.key)
  write(folder, 'about.de.html', '<h1>Über uns</h1><p>Eins</p>')
  await take(town)
  write(folder, 'about.de.html', '<h1>Über uns</h1><p>Zwei</p>')
  await take(town)
  const [first, second] = (await eventsOf(town)).map(({ subjects }) => subjects)
  assert.deepEqual(first?.sort(), ['kernel.frame', 'pages.page/about', 'pages.page/imprint'])
  assert.deepEqual(second, ['pages.page/about'])
})

test('Who wrote an imprint in German does not get the template in English beside it', async () => {
  const town = await freshTown(house)
  write(join(root, town.key), 'imprint.de.html', '<h1>Impressum</h1><p>Rathausplatz 1</p>')
  await take(town)
  const english = await findPage(town, 'imprint', 'en')
  assert.equal(english?.language, 'de')
  assert.match(english.html, /Rathausplatz 1/)
})

test('A text edited on the desk survives the files, and a file that went takes its page along', async () => {
  const town = await freshTown(house)
  const folder = join(root, town.key)
  write(folder, 'privacy.de.html', '<h1>Datenschutz</h1><p>Datei</p>')
  write(folder, 'sign-language.de.html', '<h1>Gebärdensprache</h1><p>Datei</p>')
  await take(town)
  await town.write((db: WriteDb<PagesTables>) =>
    db.updateTable('pages.page').set({ html: '<p>Redaktion</p>', source: 'edited' }).where('kind', '=', 'privacy').execute(),
  )
  write(folder, 'privacy.de.html', '<h1>Datenschutz</h1><p>Neue Datei</p>')
  rmSync(join(folder, 'pages', 'sign-language.de.html'))
  await take(town)
  assert.equal((await findPage(town, 'privacy', 'de'))?.html, '<p>Redaktion</p>')
  assert.equal(await findPage(town, 'sign-language', 'de'), undefined)
})

test('What one town writes on its pages, the other does not show', async () => {
  const [one, other] = [await freshTown(house), await freshTown(house)]
  write(join(root, one.key), 'about.de.html', '<h1>Nur hier</h1><p>Text</p>')
  await take(one)
  assert.deepEqual(await listPages(other), [])
})

test('A file that cannot be read is named with its reason and leaves the others standing', () => {
  const folder = join(root, 'broken')
  write(folder, 'imprint.de.html', '<p>Ohne Überschrift</p>')
  write(folder, 'privacy.de.html', Buffer.from([0x3c, 0x68, 0x31, 0x3e, 0xff, 0xfe]))
  write(folder, 'about.de.html', `<h1>Groß</h1><p>${'x'.repeat(200_001)}</p>`)
  write(folder, 'notes.txt', 'x')
  write(folder, 'accessibility.de.html', '<h1>Erklärung</h1><p>Text</p>')
  const { texts, lines } = readPageFiles(folder, starter)
  assert.deepEqual(
    lines.map((line) => line.slice(line.lastIndexOf('/') + 1)),
    [
      'about.de.html is larger than 200 KB and is left out.',
      'imprint.de.html has no heading (h1) with text below it and is left out.',
      'notes.txt is not named like imprint.de.html and is left out.',
      'privacy.de.html is not UTF-8 and is left out.',
    ],
  )
  assert.equal(
    texts.some(({ kind }) => kind === 'accessibility'),
    true,
  )
})

test('Script, style, foreign frames and dangerous links do not get into a page', () => {
  const read = readFragment(
    '<h1 onclick="x()">Titel<script>alert(1)</script></h1><p onmouseover="x()">Gut <a href="javascript:x()">a</a> <a href="//evil.example">b</a> <a href="/imprint">c</a><br></p><script>alert(2)</script><iframe src="https://evil.example"></iframe><style>p{}</style><h1>zwei</h1>',
  )
  assert.equal(read?.title, 'Titel')
  assert.equal(read?.html, '<p>Gut <a>a</a> <a>b</a> <a href="/imprint">c</a><br></p>zwei')
})
