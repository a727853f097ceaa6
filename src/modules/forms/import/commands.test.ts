// What `stadttor form import` answers: 0 stored, 1 refused, 2 called wrongly.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, mock, test } from 'node:test'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { type BuilderReading, findWorkingCopy } from '../builder/working-copy.ts'
import { findForm, listForms, type Reading } from '../form.ts'

import { importCommands } from './commands.ts'

const { house } = await freshHouse()
const town = await freshTown(house)
const folder = mkdtempSync(join(tmpdir(), 'stadttor-forms-'))
after(() => rmSync(folder, { recursive: true }))
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

async function run(name: string, positionals: string[], options: Record<string, string | boolean> = {}) {
  const [out, err]: [string[], string[]] = [[], []]
  const printed = [
    mock.method(console, 'log', (line: string) => void out.push(line)),
    mock.method(console, 'error', (line: string) => void err.push(line)),
  ]
  const command = importCommands.find((one) => one.name === name)!
  try {
    const call = { positionals, options: { town: town.key, ...options }, now: new Date() }
    return { code: await command.run(house, call as never), out: out.join('\n'), err: err.join('\n') }
  } finally {
    for (const print of printed) print.mock.restore()
  }
}

const smallSchema = `<?xml version="1.0" encoding="UTF-8"?>
<x:xdatenfelder.stammdatenschema.0102 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_2"><x:stammdatenschema>
<x:identifikation><x:id>S99000001</x:id></x:identifikation><x:name>Fahrradabstellplatz (Anmeldung)</x:name>
<x:struktur><x:anzahl>1:1</x:anzahl><x:enthaelt><x:datenfeld>
<x:identifikation><x:id>F99000001</x:id></x:identifikation><x:name>Anzahl</x:name>
<x:feldart><code>input</code></x:feldart><x:datentyp><code>num_int</code></x:datentyp>
</x:datenfeld></x:enthaelt></x:struktur></x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>`

test('A schema becomes a form nobody sees yet; the same one again becomes a second form', async () => {
  const given = file('schema.xml', smallSchema)
  const { code, out } = await run('form import', [given])
  assert.equal(code, 0)
  assert.match(out, /"fahrradabstellplatz-anmeldung", not published/)
  const again = await run('form import', [given], { json: true })
  assert.deepEqual(JSON.parse(again.out), { fields: 1, groups: 0, rules: 0, structures: 1, warnings: [] })
  const form = await town.read((db: Reading) => findForm(db, 'fahrradabstellplatz-anmeldung-2'))
  assert.equal(form?.live_version, null)
  const copy = await town.read((db: BuilderReading) => findWorkingCopy(db, form!.id))
  assert.equal(copy?.document.pages[0]?.items[0]?.key, 'F99000001')
})

test('A form that is exported can be imported by another town, and its answers have a schema', async () => {
  const { out } = await run('form export', ['fahrradabstellplatz-anmeldung'])
  const again = await run('form import', [file('export.json', out)], { key: 'aus-einer-anderen-stadt', json: true })
  assert.deepEqual(JSON.parse(again.out), { fields: 1, groups: 0, rules: 0, structures: 1, warnings: [] })
  assert.equal((await run('form export', ['aus-einer-anderen-stadt'])).out, out)
  const schema = JSON.parse((await run('form export', ['fahrradabstellplatz-anmeldung'], { schema: true })).out)
  assert.equal(schema.properties.F99000001.title, 'Anzahl')
  assert.equal((await run('form export', ['gibt-es-nicht'])).code, 1)
  assert.equal((await run('form export', [])).code, 2)
})

test('The folder of an Open Forms export becomes a form', async (context) => {
  const path = join(process.env.STADTTOR_SHARED ?? join(process.cwd(), '../shared'), 'data/forms/open-forms/export-simple_form_2')
  if (!existsSync(path)) return context.skip(`${path} is not there`)
  const { code, out } = await run('form import', [path], { json: true })
  assert.equal(code, 0)
  assert.equal(JSON.parse(out).fields, 4)
})

test('The largest published schema gives its four figures and the warnings as one JSON object', async (context) => {
  const path = join(process.env.STADTTOR_SHARED ?? join(process.cwd(), '../shared'), 'data/fim/xdf3/S05000001162.xdf.xml')
  if (!existsSync(path)) return context.skip(`${path} is not there`)
  const { code, out } = await run('form import', [path], { json: true })
  assert.equal(code, 0)
  const { warnings, ...counts } = JSON.parse(out) as { warnings: unknown[] }
  assert.deepEqual(counts, { fields: 273, groups: 51, rules: 33, structures: 324 })
  assert.ok(warnings.length > 0)
})

test('What is no schema is refused in one line, and nothing is stored', async () => {
  const before = await town.read((db: Reading) => listForms(db))
  const broken = [
    '',
    '<a>',
    '<html/>',
    'Kein XML',
    smallSchema.replace('xdatenfelder_2', 'xdatenfelder_9'),
    smallSchema.slice(0, 500),
  ]
  for (const [index, content] of broken.entries()) {
    const { code, out, err } = await run('form import', [file(`broken-${index}.xml`, content)], { json: true })
    assert.equal(code, 1)
    assert.equal(out, '')
    assert.match(err, /^Refused, nothing was stored: [^\n]+$/)
  }
  assert.equal((await run('form import', [file('taken.xml', smallSchema)], { key: 'fahrradabstellplatz-anmeldung' })).code, 1)
  assert.equal((await town.read((db: Reading) => listForms(db))).length, before.length)
})

test('A wrong call ends with 2 and says what is missing', async () => {
  const given = file('again.xml', smallSchema)
  const calls: [string[], Record<string, string>, RegExp][] = [
    [[], {}, /Name one file/],
    [[given, given], {}, /Name one file/],
    [[join(folder, 'nowhere.xml')], {}, /There is no file/],
    [[given], { town: 'nirgendwo' }, /There is no town/],
    [[given], { unit: 'kvr' }, /A unit is a path/],
    [[given], { key: 'Groß!' }, /small letters/],
  ]
  for (const [positionals, options, says] of calls) {
    const { code, err } = await run('form import', positionals, options)
    assert.equal(code, 2, err)
    assert.match(err, says)
  }
})
