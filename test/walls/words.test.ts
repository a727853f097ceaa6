// The visible texts of the whole house: complete in English, in our tone, and nowhere but in words files.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { words } from '../../src/kernel/words.ts'
import { place } from '../../src/main.ts'
import { repository } from '../ground.ts'
import { readTree } from './architecture.ts'
import { type AnyWords, gapProblems, leftoverProblems, strayTextProblems, toneProblems } from './words.ts'

/** Words that are the same in both languages. */
const sameWords = [
  'Name',
  'Online',
  'JSON',
  'Fax',
  'E-Mail',
  'Person',
  'Text',
  'Browser',
  'Video',
  'Audio',
  'Start',
  'Organisation',
  'Information',
  'Status',
  'Adresse',
  'Atom',
  'PDF',
  'Server',
  'QR-Code',
  'Version',
  'Format',
  'Link',
  'Links',
  'Demo',
  'DE',
  'EN',
  'Deutsch',
  'English',
  'km',
  'KB',
  'MB',
]
/** Names that stay German in English texts. */
const properNames = [
  'München',
  'Nürnberg',
  'Fürth',
  'Würzburg',
  'Köln',
  'Düsseldorf',
  'Länder',
  'Bürgerbüro',
  'Bayern',
  'KERN UX',
]

const sources = readTree(repository, ['src'])
const declaring = sources.filter(
  ({ path, text }) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && /=\s*words\(/.test(text),
)

async function everyWords(): Promise<AnyWords[]> {
  const folder = mkdtempSync(join(place.dist, 'words-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  const imports = declaring.map(({ path }, index) => `export * as w${index} from './${path}'`).join('\n')
  const { outputFiles } = await build({
    stdin: { contents: imports, resolveDir: repository, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    charset: 'utf8',
    logLevel: 'silent',
  })
  const file = join(folder, 'all.mjs')
  writeFileSync(file, outputFiles[0]!.text)
  const namespaces = (await import(pathToFileURL(file).href)) as Record<string, Record<string, unknown>>
  return Object.values(namespaces).flatMap((exports) =>
    Object.values(exports).filter(
      (value): value is AnyWords => typeof value === 'function' && 'room' in value && 'keys' in value,
    ),
  )
}

const all = await everyWords()

test('Every room that declares words exports them, and no text has two wordings of the same name', (context) => {
  const rooms = all.map(({ room }) => room)
  assert.equal(
    rooms.length,
    declaring.reduce((sum, { text }) => sum + (text.match(/=\s*words\(/g) ?? []).length, 0),
  )
  const texts = all.flatMap((own) =>
    Object.entries(own({ language: 'de' })).map(([key, text]) => [`${own.room}.${key}`, String(text)]),
  )
  const names = [...new Map(texts.map(([key, text]) => [`${key} ${text}`, key])).values()]
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  )
  context.diagnostic(`${all.reduce((sum, { keys }) => sum + keys.length, 0)} texts in ${rooms.length} rooms`)
})

test('Every text has its own English wording', () => {
  assert.deepEqual(gapProblems(all, sameWords), [])
})

test('No English text holds German', () => {
  assert.deepEqual(leftoverProblems(all, properNames), [])
})

test('No text breaks the tone: no exclamation marks, no "leider", no "Hier klicken"', () => {
  assert.deepEqual(toneProblems(all), [])
})

test('No page shows a text that stands in no words file', () => {
  const pages = sources.filter(({ path }) => path.endsWith('.tsx') && !/\.test\.tsx$|\/fixtures\.tsx$/.test(path))
  assert.deepEqual(
    pages.flatMap(({ path, text }) => strayTextProblems(path, text)),
    [],
  )
})

const wrong = words('garden', {
  de: {
    title: 'Der Garten',
    empty: 'Leer',
    left: 'Straße',
    proud: 'Willkommen!',
    sorry: 'Leider nichts da',
    more: 'Mehr erfahren',
    beds: (n: number) => `${n} Beete`,
    trees: (n: number) => (n === 1 ? 'Hier klicken' : `${n} Bäume`),
  },
  en: {
    title: 'Der Garten',
    empty: ' ',
    left: 'The Straße and more',
    proud: 'Welcome',
    sorry: 'Nothing there',
    more: 'Click here',
    beds: (n: number) => `${n} Beete`,
    trees: (n: number) => (n === 1 ? 'A tree' : `${n} trees und more`),
  },
}) as unknown as AnyWords

test('A gap, a leftover and a wrong tone are noticed', () => {
  assert.deepEqual(gapProblems([wrong], []), [
    'garden.title is not translated: Der Garten',
    'garden.empty is empty in English',
    'garden.beds is not translated:   Beete',
  ])
  assert.deepEqual(leftoverProblems([wrong], []), [
    'garden.left holds German in English: Straße',
    'garden.trees holds German in English: und',
  ])
  const tone = toneProblems([wrong]).filter((problem) => !problem.includes('(leicht)'))
  assert.deepEqual(tone, [
    'garden.proud (de) holds an exclamation mark',
    'garden.sorry (de) holds "leider"',
    'garden.more (de) holds "Mehr erfahren"',
    'garden.trees (de) holds "Hier klicken"',
    'garden.more (en) holds "click here"',
  ])
})

test('A text outside the words files is noticed', () => {
  const shown = (markup: string) => strayTextProblems('x.tsx', `export const X = ({ w, n }) => ${markup}`).length
  assert.equal(shown('<p>Guten Tag</p>'), 1)
  assert.equal(shown('<p>Guten <b>{w.day}</b></p>'), 1)
  assert.equal(shown('<p>{w.good} Tag{n}</p>'), 1)
  assert.equal(shown('<p title="Guten Tag">{w.day}</p>'), 1)
  assert.equal(shown('<button aria-label="Zu">×</button>'), 1)
  assert.equal(shown('<p class="tall wide">{w.day} · {n}</p>'), 0)
  assert.equal(shown('<p>{w.day("Tag", n)}<a href="/x">{n}</a></p>'), 0)
})

test("A town's own wording replaces a plain text in German, and never a text with values", () => {
  const own = wrong({ language: 'de', ownWords: { 'garden.title': 'Unser Garten', 'garden.beds': 'viele' } })
  assert.equal(own.title, 'Unser Garten')
  assert.equal(typeof own.beds, 'function')
  assert.equal(wrong({ language: 'en', ownWords: { 'garden.title': 'Unser Garten' } }).title, 'Der Garten')
})
