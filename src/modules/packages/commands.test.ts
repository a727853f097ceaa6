// Packages from the command line: packed, signed, verified, refused without trust, installed, compared, upgraded, rolled back.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, mock, test } from 'node:test'
import pg from 'pg'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import type { Configuration } from '../../kernel/configuration.ts'
import { packageCommands } from './commands.ts'
import { newestNote, notesRoom, notesTable, sampleFiles, sampleNote, writeNote } from './fixtures.ts'
import door from './module.tsx'
import type { Files } from './service-package.ts'
import type { Reading, Writing } from './tables.ts'
import { packageTools } from './tools.ts'

const fresh = await freshHouse({ modules: [{ ...door, folder: '' }, notesRoom()] })
const owner = new pg.Client({ connectionString: fresh.ownerUrl })
await owner.connect()
await owner.query(notesTable)
await owner.end()
const town = await freshTown(fresh.house, { key: 'augsburg' })
await freshTown(fresh.house, { key: 'nuernberg' })
await freshTown(fresh.house, { key: 'fuerth' })
const folder = mkdtempSync(join(tmpdir(), 'stadttor-packages-'))
after(() => rmSync(folder, { recursive: true }))
const at = (name: string): string => join(folder, name)

/** What a command printed and its exit code. */
async function run(name: string, positionals: string[], options: Record<string, string | boolean> = {}) {
  const printed: string[] = []
  const keep = (line: unknown): void => void printed.push(String(line))
  const mocks = [mock.method(console, 'log', keep), mock.method(console, 'error', keep)]
  try {
    const call = { positionals, options, now: new Date(), configuration: {} as Configuration, databaseUrl: '' }
    const tool = packageTools.find((one) => one.name === `service ${name}`)
    const command = packageCommands.find((one) => one.name === `service ${name}`)
    const code = tool ? await tool.run(call) : await command!.run(fresh.house, call)
    return { code, text: printed.join('\n') }
  } finally {
    for (const one of mocks) one.mock.restore()
  }
}

function write(name: string, files: Files): string {
  for (const [file, content] of files) {
    mkdirSync(dirname(join(at(name), file)), { recursive: true })
    writeFileSync(join(at(name), file), content)
  }
  return at(name)
}
const one = write('one', sampleFiles())
const two = write('two', sampleFiles({ version: '1.1.0' }, { 'first.json': sampleNote({ title: 'Neue Notiz' }) }))
const inTown = { town: 'augsburg' }
const noteNow = async () => {
  const found = await town.read((db: Reading) => newestNote(db, 'first'))
  return found && (JSON.parse(found.content) as { title: string; fee: string })
}
let fingerprint = ''

test('A package is tested, and what fails says how', async () => {
  const tested = await run('test', [one])
  assert.deepEqual([tested.code, tested.text.split('\n').at(-1)], [0, '1 passed, 0 failed'])
  const wrong = JSON.stringify({ name: 'falsch', part: 'note:first', given: {}, expected: { fee: '11.00' } })
  const failed = await run('test', [write('failing', sampleFiles({}, { 'examples/fee.json': wrong }))])
  assert.deepEqual([failed.code, failed.text.split('\n').at(-1)], [1, '0 passed, 1 failed'])
  assert.match(failed.text, /FAILED {2}note:first {2}falsch\n +fee is 10\.00/)
  const without = await run('test', [write('without', sampleFiles({}, { 'examples/fee.json': undefined }))])
  assert.deepEqual(
    [without.code, without.text],
    [1, 'examples/: The package has no examples. Without tests no package is taken.'],
  )
  assert.equal((await run('test', [at('nowhere')])).code, 1)
  assert.equal((await run('test', [])).code, 2)
})

test('A folder is packed to the same bytes twice, and a link in it is refused', async () => {
  assert.equal((await run('pack', [one], { out: at('1.zip') })).code, 0)
  assert.equal((await run('pack', [one], { out: at('again.zip') })).code, 0)
  assert.deepEqual(readFileSync(at('1.zip')), readFileSync(at('again.zip')))
  assert.equal((await run('pack', [two], { out: at('2.zip') })).code, 0)
  const linked = write('linked', sampleFiles())
  symlinkSync('/etc/passwd', join(linked, 'README.md'))
  assert.match((await run('pack', [linked], { out: at('l.zip') })).text, /README\.md: This is a link/)
})

test('A key is made once and for its owner alone, and a package is signed with it', async () => {
  const made = await run('keygen', [at('key.pem')])
  assert.equal(made.code, 0)
  fingerprint = made.text.split('\n').at(-1)!
  assert.match(fingerprint, /^[0-9a-f]{64}$/)
  assert.equal(statSync(at('key.pem')).mode & 0o777, 0o600)
  assert.equal((await run('keygen', [at('key.pem')])).code, 1)
  for (const zip of ['1.zip', '2.zip']) assert.equal((await run('sign', [at(zip)], { key: at('key.pem') })).code, 0)
  assert.equal((await run('sign', [at('1.zip')], { key: at('one/manifest.json') })).code, 1)
})

test('An intact package of an unknown key verifies with 0 and is called not trusted here; a changed one does not verify', async () => {
  const verified = await run('verify', [at('1.zip')])
  assert.equal(verified.code, 0)
  assert.match(verified.text, new RegExp(`Signed by ${fingerprint}\nnot trusted here$`))
  const changed = readFileSync(at('1.zip'))
  changed[changed.indexOf('Anfang')] = 0x42
  writeFileSync(at('changed.zip'), changed)
  assert.equal((await run('verify', [at('changed.zip')])).code, 1)
  const unsigned = await run('verify', [at('again.zip')])
  assert.deepEqual([unsigned.code, unsigned.text.split('\n').at(-1)], [1, 'Not signed: nobody vouches for this package.'])
  assert.equal((await run('verify', [one])).code, 1)
})

test('An install needs a trusted key or a shown decision, and names what it would set', async () => {
  for (const zip of ['1.zip', 'again.zip', 'changed.zip']) assert.equal((await run('install', [at(zip)], inTown)).code, 1, zip)
  assert.equal(await noteNow(), undefined)
  assert.equal((await run('trust', [fingerprint], { ...inTown, name: 'Stadt Nürnberg' })).code, 0)
  assert.match((await run('verify', [at('1.zip')])).text, /Trusted in augsburg \(Stadt Nürnberg\)/)
  const wrong = await run('install', [at('1.zip')], { ...inTown, set: 'fee=viel' })
  assert.deepEqual([wrong.code, /fee: Enter an amount/.test(wrong.text)], [1, true])
  const installed = await run('install', [at('1.zip')], { ...inTown, set: 'fee=84' })
  assert.equal(installed.code, 0, installed.text)
  assert.match(installed.text, /asks for: nothing\n {2}fee = 84\.00 \(set by the town\)/)
  assert.equal((await noteNow())?.fee, '84.00')
  assert.match((await run('install', [at('1.zip')], inTown)).text, /Nothing to do/)
  const decided = await run('install', [at('again.zip')], { town: 'nuernberg', 'accept-untrusted': true })
  assert.equal(decided.code, 0)
  assert.match((await run('list', [], { town: 'nuernberg' })).text, /sample-notes +1\.0\.0 +decision/)
})

test('An upgrade keeps the value, shows the difference, waits for a choice, and the way back brings the old version', async () => {
  assert.match((await run('install', [at('2.zip')], inTown)).text, /use `service upgrade`/)
  await town.write((db: Writing) => writeNote(db, 'first', 2, sampleNote({ title: 'Unsere', fee: '84.00' })))
  const shown = await run('diff', [at('2.zip')], inTown)
  assert.equal(shown.code, 0)
  assert.match(shown.text, /sample-notes 1\.0\.0 → 1\.1\.0/)
  assert.match(shown.text, /\/title \(both\)\n +before: +Notiz\n +package: Neue Notiz\n +town: +Unsere/)
  const waiting = await run('upgrade', [at('2.zip')], inTown)
  assert.deepEqual([waiting.code, /--keep KIND:KEY/.test(waiting.text)], [1, true])
  assert.equal((await run('upgrade', [at('2.zip')], { ...inTown, take: 'note:first' })).code, 0)
  assert.deepEqual(await noteNow().then((note) => [note?.title, note?.fee]), ['Neue Notiz', '84.00'])
  assert.match((await run('upgrade', [at('1.zip')], inTown)).text, /newer version 1\.1\.0/)
  assert.equal((await run('rollback', ['sample-notes'], inTown)).code, 0)
  assert.deepEqual(await noteNow().then((note) => [note?.title, note?.fee]), ['Notiz', '84.00'])
  assert.equal((await run('rollback', ['sample-notes'], inTown)).code, 1)
  assert.equal((await run('rollback', ['nothing'], inTown)).code, 1)
  assert.equal((await run('trust', [fingerprint], { ...inTown, remove: true })).code, 0)
  assert.match((await run('upgrade', [at('2.zip')], inTown)).text, /not trusted here/)
})

test('A package whose own examples fail is not installed', async () => {
  // Where no other package has these parts.
  const elsewhere = { town: 'fuerth' }
  const wrong = JSON.stringify({ name: 'falsch', part: 'note:first', given: {}, expected: { fee: '11.00' } })
  const folderOfIt = write('failing-2', sampleFiles({ id: 'failing' }, { 'examples/fee.json': wrong }))
  const refused = await run('install', [folderOfIt], { ...elsewhere, 'accept-untrusted': true })
  assert.deepEqual([refused.code, /Its own examples fail/.test(refused.text)], [1, true])
  assert.doesNotMatch((await run('list', [], elsewhere)).text, /failing/)
})
