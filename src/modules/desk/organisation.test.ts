// The organisation: taken over from files, moved whole, shown as a tree with search, never one giant list.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { repository } from '../../../test/ground.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import { mayIn } from '../../kernel/access.ts'
import { readOrganisation } from '../../kernel/organisation-files.ts'
import { findSignedIn, openSession } from '../../kernel/sessions.ts'
import type { KernelTables } from '../../kernel/tables.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import { takeTownFolder } from '../../kernel/town-folders.ts'
import { buildColleague, buildOrganisation, buildRole, someUnits } from './fixtures.ts'

const fresh = await freshHouse()
const served = await serveFresh(fresh)
const now = new Date()
const unitsOf = (town: Town) =>
  town.read((db: ReadDb<KernelTables>) =>
    db.selectFrom('kernel.unit').select(['key', 'path', 'version']).orderBy('path').execute(),
  )

test('The same file twice changes nothing', async () => {
  const town = await freshTown(fresh.house)
  const first = await buildOrganisation(town, someUnits, now)
  assert.deepEqual([first.created.length, first.refused], [4, []])
  const before = await unitsOf(town)
  const second = await buildOrganisation(town, someUnits, now)
  assert.deepEqual([second.created, second.changed, second.same], [[], [], 4])
  assert.deepEqual(await unitsOf(town), before)
})

test('A unit that moves keeps its children, its members and the roles given there', async () => {
  const town = await freshTown(fresh.house)
  await buildOrganisation(town, someUnits, now)
  await buildRole(fresh.house, town, 'clerk', ['desk.work.see', 'desk.organisation.see'], now)
  const clerk = await buildColleague(town, { givenName: 'Ben', familyName: 'Sach', unit: 'trade', roles: ['clerk@trade'] }, now)
  const session = await openSession(town, clerk, 'basic', new Date())
  const may = async (path: string) => mayIn((await findSignedIn(town, session, new Date()))!, 'desk.work.see', path)
  assert.equal(await may('/citizens/trade/trade-north/'), true)
  const moved = await buildOrganisation(town, 'key;parent;kind;name\ntrade;building;division;Gewerbe\n', now)
  assert.deepEqual(moved.moved, ['trade'])
  assert.deepEqual(
    (await unitsOf(town)).map(({ path }) => path),
    ['/building/', '/building/trade/', '/building/trade/trade-north/', '/citizens/'],
  )
  assert.equal(await may('/building/trade/trade-north/'), true)
  assert.equal(await may('/citizens/trade/trade-north/'), false)
  const page = await served.request(town, '/desk/units/trade', { session })
  assert.match(page.text, /Zurück zu Bauen/)
  assert.match(page.text, /Sach, Ben/)
})

test('A line that cannot be meant is refused with its reason, its children too, and the rest is taken', async () => {
  const town = await freshTown(fresh.house)
  const csv = `key,parent,kind,name,mail
a,,department,Amt A,
a,,department,Noch einmal,
B!,,department,Falsch,
c,nowhere,unit,Ohne Eltern,
d,c,unit,Kind ohne Eltern,
e,f,unit,Kreis eins,
f,e,unit,Kreis zwei,
g,a,office,Falsche Art,
h,a,unit,"Mit ""Zeichen"", Komma",kein-postfach
i,a,unit,"Gut, mit Komma",gut@example.org
`
  const read = readOrganisation(csv)
  assert.deepEqual(
    read.refused.map(({ line, key }) => `${line} ${key}`),
    ['4 B!', '9 g', '10 h'],
  )
  const report = await buildOrganisation(town, csv, now)
  assert.deepEqual(report.created.sort(), ['a', 'i'])
  assert.deepEqual(
    report.refused.map(({ key }) => key),
    ['a', 'c', 'd', 'e', 'f'],
  )
  assert.match(report.refused.find(({ key }) => key === 'e')!.reason, /below itself/)
  const circle = await buildOrganisation(town, 'key;parent;kind;name\na;i;department;Amt A\n', now)
  assert.match(circle.refused[0]!.reason, /below itself/)
  assert.throws(() => readOrganisation('name;parent\nx;y\n'), /The first line names the columns/)
  assert.throws(() => readOrganisation('key;parent;kind;name\na;;unit;"offen'), /never closed/)
})

test('A demonstration without an organisation of its own shows the example of the starter, marked as such', async () => {
  const town = await freshTown(fresh.house, { key: 'augsburg' })
  await takeTownFolder(fresh.house, town, `${repository}/towns`, now)
  assert.ok((await unitsOf(town)).some(({ path }) => path === '/administration/citizens/trade-office/'))
  await buildRole(fresh.house, town, 'reader', ['desk.work.see', 'desk.organisation.see'], now)
  const reader = await buildColleague(town, { givenName: 'Ada', familyName: 'Lesen', unit: 'citizens', roles: ['reader@*'] }, now)
  const session = await openSession(town, reader, 'basic', new Date())
  assert.match((await served.request(town, '/desk/organisation', { session })).text, /Beispiel einer Organisation/)
  assert.match((await served.request(town, '/en/desk/units/trade-office', { session })).text, /Trade office/)
})

test('Units and colleagues are found by parts of their names; every look at a colleague is in the log', async () => {
  const town = await freshTown(fresh.house)
  await buildOrganisation(town, someUnits, now)
  await buildRole(fresh.house, town, 'reader', ['desk.work.see', 'desk.organisation.see'], now)
  const reader = await buildColleague(town, { givenName: 'Ada', familyName: 'Lesen', unit: 'trade', roles: ['reader@*'] }, now)
  const found = await buildColleague(town, { givenName: 'Özge', familyName: 'Nordmann', unit: 'trade' }, now)
  const session = await openSession(town, reader, 'basic', new Date())
  const { text } = await served.request(town, '/desk/search?q=nord', { session })
  assert.match(text, /Gewerbe Nord/)
  assert.match(text, /Nordmann, Özge/)
  const looks = await town.personal(
    { subjects: [found], actor: { system: 'desk' }, purpose: 'Probe', legalBasis: 'Probe' },
    (db) => db.selectFrom('kernel.access_log').select(['actor', 'purpose']).where('subject_id', '=', found).execute(),
  )
  assert.ok(
    looks.some(
      ({ actor, purpose }) => actor.startsWith(`staff:${reader}@`) && purpose === 'Suche im Verzeichnis der Beschäftigten',
    ),
  )
  const nothing = await served.request(town, `/desk/search?q=${encodeURIComponent("') , pg_sleep(2) --")}`, { session })
  assert.match(nothing.text, /Dazu haben wir nichts gefunden/)
})
