// Towns by command, tried on a real database and, where it matters, beside a running server.
import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { freshHouse } from '../../test/fresh-town.ts'
import { repository } from '../../test/ground.ts'
import { type Served, serveFresh } from '../../test/serve-town.ts'
import type { KernelTables } from '../kernel/tables.ts'
import type { ReadDb } from '../kernel/town.ts'
import { listTownFolders } from '../kernel/towns.ts'
import { createTown, type WantedTown } from './town-create.ts'
import { isOwed, listTownDuties } from './towns.ts'

const fresh = await freshHouse()
const served = await serveFresh(fresh)
/** As the command sees it: another process on the same database. */
const beside = await fresh.another()
const now = new Date('2026-11-22T08:00:00Z')
const townsDir = mkdtempSync(join(tmpdir(), 'stadttor-towns-'))
after(() => rmSync(townsDir, { recursive: true, force: true }))
cpSync(join(repository, 'towns', 'starter'), join(townsDir, 'starter'), { recursive: true })

const wanted = (own: Partial<WantedTown> = {}): WantedTown => ({
  key: 'musterstadt',
  name: 'Musterstadt',
  land: 'BY',
  ars: '099999999999',
  ...own,
})

/** Asks until the server has heard the notice; gives up after many questions. */
async function askUntil(served: Served, host: string, path: string, seen: (text: string) => boolean): Promise<string> {
  for (let question = 0; question < 2_000; question += 1) {
    const { text } = await served.request(host, path)
    if (seen(text)) return text
  }
  throw new Error(`${host}${path} did not change`)
}

test('A running server serves a new town at once, with the pages of the template in its own name', async () => {
  assert.equal((await served.request('neuburg.localhost:8080', '/imprint')).status, 404)
  const made = await createTown(beside, townsDir, wanted({ key: 'neuburg', name: 'Neuburg', officialName: 'Stadt Neuburg' }), now)
  assert.ok('town' in made)
  assert.equal(made.town.origin, 'http://neuburg.localhost:8080')
  const imprint = await askUntil(served, 'neuburg.localhost:8080', '/imprint', (text) => text.includes('<h1>Impressum'))
  assert.match(imprint, /digitale Rathaus von Neuburg/)
  assert.match(imprint, /<title>Impressum – Stadt Neuburg/)
})

test('A new town begins with the services of the template, found by everyday words', async () => {
  const made = await createTown(beside, townsDir, wanted({ key: 'anfang', name: 'Anfang' }), now)
  assert.ok('town' in made)
  assert.deepEqual(
    made.lines.filter((line) => /not taken over|there is no service/.test(line)),
    [],
  )
  const answer = await askUntil(served, 'anfang.localhost:8080', '/api/v1/search?q=perso%20verloren', (text) =>
    text.includes('"title"'),
  )
  assert.match(answer, /Verlust oder Diebstahl Personalausweis/)
})

test('A changed setting reaches the pages that a running server had kept', async () => {
  const made = await createTown(beside, townsDir, wanted({ key: 'altdorf', name: 'Altdorf' }), now)
  assert.ok('town' in made)
  await askUntil(served, 'altdorf.localhost:8080', '/about', (text) => text.includes('Stadt Altdorf'))
  const file = join(townsDir, 'altdorf', 'town.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace('"name": "Altdorf"', '"name": "Neudorf"'))
  await beside.towns.settle(listTownFolders(townsDir).filter(({ key }) => key === 'altdorf'))
  await askUntil(served, 'altdorf.localhost:8080', '/about', (text) => text.includes('Stadt Neudorf'))
  const entries = await made.town.read((db: ReadDb<KernelTables>) =>
    db.selectFrom('kernel.audit_entry').select(['object', 'details']).where('action', '=', 'kernel.settings.changed').execute(),
  )
  assert.deepEqual(
    entries.map(({ object, details }) => [object, details]),
    [['town:altdorf', { settings: 'name' }]],
    'the security audit says which setting changed',
  )
})

test('A town that is there, as a folder or in the database, is not made twice', async () => {
  assert.ok('town' in (await createTown(beside, townsDir, wanted({ key: 'einmal' }), now)))
  const settings = readFileSync(join(townsDir, 'einmal', 'town.json'), 'utf8')
  const again = await createTown(beside, townsDir, wanted({ key: 'einmal', name: 'Anders' }), now)
  assert.deepEqual(again, { problems: ['There is a town "einmal" already.'] })
  assert.equal(readFileSync(join(townsDir, 'einmal', 'town.json'), 'utf8'), settings)
  rmSync(join(townsDir, 'einmal'), { recursive: true })
  assert.ok('problems' in (await createTown(beside, townsDir, wanted({ key: 'einmal' }), now)))
})

test('Colours that people cannot read, an unknown Land and a short regional key are refused, and nothing is left behind', async () => {
  const colours = { accent: '#FFFF00', accentDark: '#000000' }
  const made = await createTown(beside, townsDir, wanted({ key: 'bunt', land: 'XX', ars: '09', ...colours }), now)
  assert.ok('problems' in made)
  const said = made.problems.join('\n')
  for (const expected of [/light accent #ffff00 reaches only/, /dark accent #000000/, /\/land/, /\/ars/])
    assert.match(said, expected)
  assert.equal(existsSync(join(townsDir, 'bunt')), false)
  assert.equal(beside.towns.byKey('bunt'), undefined)
})

test('A key that would leave the folder of towns is refused', async () => {
  for (const key of ['../evil', 'starter', 'Groß', '', '-x'])
    assert.ok('problems' in (await createTown(beside, townsDir, wanted({ key }), now)), key)
})

test('A new town still owes what only it can know, the missing before the rest', async () => {
  const made = await createTown(beside, townsDir, wanted({ key: 'pflicht', land: 'HE' }), now)
  assert.ok('town' in made)
  const duties = await listTownDuties(beside, made.town, '2026-11-22')
  const states = duties.map(({ state }) => state)
  assert.deepEqual(
    states,
    [...states].sort((a, b) => Number(a === 'check') - Number(b === 'check')),
  )
  const owed = duties.filter(isOwed).map(({ what }) => what)
  for (const what of [
    'Page “Imprint” (de)',
    'Page “Sign language”',
    'Law of another Land',
    'Contact for security holes (security.txt)',
  ])
    assert.ok(owed.includes(what), what)
})
