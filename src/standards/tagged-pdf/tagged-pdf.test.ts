// Papers read back: structure, language, hidden text, embedded fonts.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { repository } from '../../../test/ground.ts'
import { readTags } from './read-tags.ts'
import { type Block, makeTaggedPdf } from './tagged-pdf.ts'

const faceFile = (weight: number) => readFileSync(join(repository, `src/design/fonts/fira-sans-${weight}-paper.ttf`))
const faces = { regular: faceFile(400), bold: faceFile(600) }
const paperOf = (blocks: readonly Block[]) => ({
  title: 'Übersicht für Łukasz',
  language: 'de',
  author: 'Stadt Musterstadt',
  footer: 'Stadt Musterstadt',
  pageOf: (page: number, count: number) => `Seite ${page} von ${count}`,
  blocks,
  made: new Date('2026-11-22T08:00:00Z'),
})

test('A paper is tagged: title, language, headings, lists, the identifier of PDF/UA, embedded fonts', async () => {
  const pdf = await makeTaggedPdf(
    paperOf([
      { kind: 'heading', level: 1, text: 'Ihre Daten' },
      { kind: 'paragraph', text: 'Das wissen wir über Sie.' },
      { kind: 'heading', level: 2, text: 'Konto' },
      { kind: 'facts', items: [{ label: 'Name', value: 'Łukasz Müller', more: 'selbst eingegeben' }] },
      { kind: 'list', items: ['erstens', 'zweitens'] },
    ]),
    faces,
  )
  assert.equal(pdf.subarray(0, 8).toString(), '%PDF-1.7')
  const tags = readTags(pdf)
  assert.deepEqual(
    tags.elements.map(({ type, depth }) => `${depth} ${type}`),
    ['0 Document', '1 H1', '1 P', '1 H2', '1 L', '2 LI', '3 Lbl', '3 LBody', '1 L', '2 LI', '3 LBody', '2 LI', '3 LBody'],
  )
  assert.equal(tags.language, 'de')
  assert.equal(tags.title, 'Übersicht für Łukasz')
  assert.equal(tags.uaPart, '1')
  assert.equal(tags.marked, true)
  assert.equal(tags.fontsEmbedded, true)
  assert.equal(tags.untagged, 0)
})

test('A long paper goes on over pages, and every page is tagged', async () => {
  const items = Array.from(
    { length: 300 },
    (_, index) => `Eintrag ${index}, der so lang ist, dass er über die ganze Zeile reicht.`,
  )
  const tags = readTags(await makeTaggedPdf(paperOf([{ kind: 'list', items }]), faces))
  assert.ok(tags.pages > 3, String(tags.pages))
  assert.equal(tags.elements.filter(({ type }) => type === 'LI').length, 300)
  assert.equal(tags.untagged, 0)
})

test('Letters that the typeface cannot draw whole keep their true text for copying and reading aloud', async () => {
  const tags = readTags(await makeTaggedPdf(paperOf([{ kind: 'paragraph', text: 'Ḫalīl K͟Hān' }]), faces))
  assert.equal(tags.elements.find(({ type }) => type === 'P')?.actual, 'Ḫalīl K͟Hān')
})

test('A table has rows, heads that say what they stand over, and cells', async () => {
  const rows = Array.from({ length: 60 }, (_, index) => [
    String(index + 1),
    'MU ZL 1, ein etwas längerer Inhalt der Zelle',
    'Elektrisch',
  ])
  const pdf = await makeTaggedPdf(
    paperOf([{ kind: 'table', caption: 'Fahrzeuge', head: ['Nr.', 'Kennzeichen', 'Antrieb'], rows }]),
    faces,
  )
  const tags = readTags(pdf)
  assert.deepEqual(
    tags.elements.slice(0, 10).map(({ type, depth }) => `${depth} ${type}`),
    ['0 Document', '1 P', '1 Table', '2 TR', '3 TH', '3 TH', '3 TH', '2 TR', '3 TD', '3 TD'],
  )
  assert.equal(tags.elements.filter(({ type }) => type === 'TR').length, 61)
  assert.equal(pdf.toString('latin1').match(/\/Scope \/Column/g)?.length, 3)
  assert.equal(tags.untagged, 0)
  assert.ok(tags.pages > 1)
})
