// Two towns, the same ids: nobody sees, moves, changes or deletes a row of the other.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { jobsSchema } from '../../src/kernel/jobs.ts'
import { platformTables } from '../../src/kernel/platform.ts'
import type { Town } from '../../src/kernel/town.ts'
import { place } from '../../src/main.ts'
import { freshHouse, freshTown } from '../fresh-town.ts'
import { fillEveryTable, isolationProblems } from './isolation.ts'
import { listTables } from './row-security.ts'

const fresh = await freshHouse()
const admin = new pg.Client({ connectionString: fresh.adminUrl })
await admin.connect()
fresh.beforeClosing(() => admin.end())
const one = await freshTown(fresh.house)
const two = await freshTown(fresh.house)
/** Towns without any content, for rows whose ids are the same. */
const three = await freshTown(fresh.house)
const four = await freshTown(fresh.house)
const withTowns = async () =>
  (await listTables(admin, platformTables, [jobsSchema])).filter(
    ({ kind, columns }) => kind !== 'v' && columns.includes('town_id'),
  )

test('What the rooms themselves write for two towns stays in each of them', async (context) => {
  const builders = fresh.house.modules
    .map(({ name }) => join(place.dist, 'src', 'modules', name, 'fixtures.js'))
    .filter((file) => existsSync(file))
  let filled = 0
  for (const file of builders) {
    const { fillTown } = (await import(pathToFileURL(file).href)) as { fillTown?: (town: Town) => Promise<unknown> }
    if (!fillTown) continue
    filled += 1
    await fillTown(one)
    await fillTown(two)
  }
  for (const { name } of await withTowns()) {
    const { rows } = await admin.query(`SELECT count(*) FROM ${name} WHERE town_id NOT IN ($1, $2)`, [one.id, two.id])
    assert.deepEqual(rows, [{ count: 0 }], name)
  }
  context.diagnostic(`${filled} rooms have a builder`)
})

test('The same id in two towns: every table keeps them apart', async (context) => {
  const tables = await withTowns()
  assert.deepEqual(await fillEveryTable(admin, tables, [three, four]), [])
  assert.deepEqual(await isolationProblems(admin, tables, three, four), [])
  assert.deepEqual(await isolationProblems(admin, tables, four, three), [])
  context.diagnostic(`${tables.length} tables`)
})

test('A table without walls is noticed', async () => {
  await admin.query(`CREATE SCHEMA sample; GRANT USAGE ON SCHEMA sample TO stadttor_app;
    CREATE TABLE sample.open (town_id integer NOT NULL, id uuid NOT NULL, PRIMARY KEY (town_id, id));
    CREATE TABLE sample.single (town_id integer NOT NULL, id uuid NOT NULL UNIQUE, PRIMARY KEY (town_id, id));
    CREATE TABLE sample.closed (town_id integer NOT NULL, id uuid NOT NULL, PRIMARY KEY (town_id, id));
    CREATE TABLE sample.seen (town_id integer NOT NULL, subject_id uuid NOT NULL, PRIMARY KEY (town_id, subject_id));
    ALTER TABLE sample.closed ENABLE ROW LEVEL SECURITY;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA sample TO stadttor_app`)
  const tables = (await withTowns()).filter(({ name }) => name.startsWith('sample.'))
  assert.match(
    (await fillEveryTable(admin, tables, [three, four])).join(),
    /sample\.single: the same id does not fit into two towns/,
  )
  const problems = await isolationProblems(admin, tables, three, four)
  for (const expected of [
    'sample.open: shows rows without a town',
    'sample.open: shows a row of another town',
    'sample.open: lets a row move to another town',
    "sample.open: lets another town's row be changed",
    "sample.open: lets another town's row be deleted",
    "sample.closed: hides the town's own row",
    'sample.seen: shows persons without a logged look',
  ])
    assert.ok(problems.includes(expected), `${expected}\n${problems.join('\n')}`)
})
