// What the application's own log-in could do to the database if somebody took over the process: written down, so that nobody believes in more.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { testGround } from '../../../test/ground.ts'
import { derivePassword, readMasterKey } from '../keys.ts'
import { urlFor } from './database.ts'

const fresh = await freshHouse({ modules: [] })
const town = await freshTown(fresh.house)

async function asApp<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const password = derivePassword(readMasterKey(testGround().keyFile), 'stadttor_app')
  const client = new pg.Client({ connectionString: urlFor(fresh.ownerUrl, 'stadttor_app', password) })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const refused: [string, string][] = [
  ['give itself the attribute that passes row policies', 'ALTER ROLE stadttor_app BYPASSRLS'],
  ['make itself superuser', 'ALTER ROLE stadttor_app SUPERUSER'],
  ['become the owner', 'SET ROLE stadttor_owner'],
  ['become the platform', 'SET ROLE stadttor_platform'],
  ['switch a row policy off', 'ALTER TABLE kernel.person DISABLE ROW LEVEL SECURITY'],
  ['drop a row policy', 'DROP POLICY town ON kernel.person'],
  [
    'write the log of looks itself',
    "INSERT INTO kernel.access_log (town_id, subject_id, actor, purpose, legal_basis) VALUES (1, gen_random_uuid(), 'x', 'x', 'x')",
  ],
  ['forget the log of looks', 'DELETE FROM kernel.access_log'],
  [
    'replace a function of the kernel',
    "CREATE OR REPLACE FUNCTION kernel.may_see(subject uuid) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
  ],
  ['make a table of its own', 'CREATE TABLE kernel.mine (id integer)'],
  ['make a table in the public schema', 'CREATE TABLE public.mine (id integer)'],
  ['read the list of towns and their keys', 'SELECT * FROM kernel.town'],
  ['read files of the server', "SELECT pg_read_file('/etc/passwd')"],
  ['run a program', "COPY (SELECT 1) TO PROGRAM 'true'"],
  ['make a town the standing one of all its connections', "ALTER ROLE stadttor_app SET stadttor.town = '1'"],
  ['change the password of the platform', "ALTER ROLE stadttor_platform PASSWORD 'x'"],
]
for (const [what, statement] of refused)
  test(`The application’s log-in cannot ${what}`, () =>
    asApp((client) =>
      assert.rejects(client.query(statement), /permission denied|must be owner|must be superuser|only roles|Only roles/),
    ))

test('It chooses the town of each transaction itself, as it must to serve all of them', () =>
  asApp(async (client) => {
    await client.query('BEGIN')
    await client.query("SELECT set_config('stadttor.town', $1, true)", [String(town.id)])
    const { rows } = await client.query('SELECT kernel.current_town() AS town')
    assert.equal(rows[0].town, town.id)
  }))

test('It can change its own password and where names are looked for; PostgreSQL offers no way to forbid that', () =>
  asApp(async (client) => {
    // Rolled back: the other tests use this log-in too.
    await client.query('BEGIN')
    await client.query("ALTER ROLE stadttor_app PASSWORD 'another'")
    await client.query('ALTER ROLE stadttor_app SET search_path = pg_temp')
    await client.query('ROLLBACK')
  }))
