// Row-level security on every table of the house, and the proof that each missing brick is noticed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { jobsSchema } from '../../src/kernel/jobs.ts'
import { platformTables } from '../../src/kernel/platform.ts'
import { freshHouse } from '../fresh-town.ts'
import { conjunctsOf, listTables, roleProblems, rowSecurityProblems } from './row-security.ts'

const fresh = await freshHouse()
const admin = new pg.Client({ connectionString: fresh.adminUrl })
await admin.connect()
fresh.beforeClosing(() => admin.end())

const problemsNow = () => rowSecurityProblems(admin, platformTables, [jobsSchema])
const { rows: schemas } = await admin.query<{ name: string }>('SELECT nspname::text AS name FROM pg_namespace')

test('Every table of every room keeps its rows to their town', async (context) => {
  assert.deepEqual(await problemsNow(), [])
  context.diagnostic(`${(await listTables(admin, platformTables, [jobsSchema])).length} tables and views`)
})

/** Builds something wrong in a room of its own, looks at that room, and takes it away again. */
async function problemsWith(sql: string): Promise<string[]> {
  await admin.query('BEGIN')
  try {
    await admin.query(`CREATE SCHEMA sample AUTHORIZATION stadttor_owner; ${sql}`)
    return await rowSecurityProblems(
      admin,
      platformTables,
      schemas.map(({ name }) => name),
    )
  } finally {
    await admin.query('ROLLBACK')
  }
}

const good = `CREATE TABLE sample.thing (town_id integer NOT NULL DEFAULT kernel.current_town(), id uuid, PRIMARY KEY (town_id, id));
  ALTER TABLE sample.thing ENABLE ROW LEVEL SECURITY;
  ALTER TABLE sample.thing FORCE ROW LEVEL SECURITY;`
const policy =
  'CREATE POLICY town ON sample.thing USING (town_id = kernel.current_town()) WITH CHECK (town_id = kernel.current_town());'

test('A table built by the rules has no problem', async () => {
  assert.deepEqual(await problemsWith(good + policy), [])
})

const wrong: { title: string; sql: string; expected: string }[] = [
  { title: 'has no town', sql: 'CREATE TABLE sample.thing (id uuid PRIMARY KEY);', expected: 'sample.thing: has no town_id' },
  { title: 'has no policy', sql: good, expected: 'sample.thing: has no policy' },
  {
    title: 'does not switch row-level security on',
    sql: `${good}${policy} ALTER TABLE sample.thing DISABLE ROW LEVEL SECURITY;`,
    expected: 'sample.thing: row-level security is not enabled',
  },
  {
    title: 'lets its owner around row-level security',
    sql: `${good}${policy} ALTER TABLE sample.thing NO FORCE ROW LEVEL SECURITY;`,
    expected: 'sample.thing: row-level security is not forced',
  },
  {
    title: 'lets rows go into another town',
    sql: `${good} CREATE POLICY town ON sample.thing USING (town_id = kernel.current_town()) WITH CHECK (true);`,
    expected: 'sample.thing: the policy town does not hold to the town in WITH CHECK',
  },
  {
    title: 'has a policy with a way around',
    sql: `${good} CREATE POLICY town ON sample.thing USING (town_id = kernel.current_town() OR id IS NULL)
      WITH CHECK (town_id = kernel.current_town());`,
    expected: 'sample.thing: the policy town does not hold to the town in USING',
  },
  {
    title: 'has a second policy that lets everybody read',
    sql: `${good}${policy} CREATE POLICY all_rows ON sample.thing FOR SELECT USING (true);`,
    expected: 'sample.thing: the policy all_rows does not hold to the town in USING',
  },
  {
    title: 'begins its primary key with something else',
    sql: `${good}${policy} ALTER TABLE sample.thing DROP CONSTRAINT thing_pkey, ADD PRIMARY KEY (id, town_id);`,
    expected: 'sample.thing: town_id is not first in the primary key',
  },
  {
    title: 'has a unique key across towns',
    sql: `${good}${policy} CREATE UNIQUE INDEX thing_id ON sample.thing (id);`,
    expected: 'sample.thing: the unique index sample.thing_id reaches across towns',
  },
  {
    title: 'has a foreign key across towns',
    sql: `${good}${policy} CREATE UNIQUE INDEX thing_id ON sample.thing (id);
      ALTER TABLE sample.thing ADD CONSTRAINT of_thing FOREIGN KEY (id) REFERENCES sample.thing (id);`,
    expected: 'sample.thing: the foreign key of_thing reaches across towns',
  },
  {
    title: 'holds personal data without the log rule',
    sql: `${good}${policy} ALTER TABLE sample.thing ADD COLUMN subject_id uuid;`,
    expected: 'sample.thing: the policy town shows personal data without a logged look',
  },
  {
    title: 'is append-only in name alone',
    sql: `${good}${policy} COMMENT ON TABLE sample.thing IS 'append-only'; GRANT SELECT, INSERT, UPDATE (id), DELETE ON sample.thing TO stadttor_app;`,
    expected: 'sample.thing: append-only, but stadttor_app may UPDATE',
  },
  {
    title: 'is append-only but can be emptied',
    sql: `${good}${policy} COMMENT ON TABLE sample.thing IS 'append-only'; GRANT SELECT, INSERT, DELETE ON sample.thing TO stadttor_app;`,
    expected: 'sample.thing: append-only, but stadttor_app may DELETE',
  },
  {
    title: 'holds personal data with a rule for the wrong role alone',
    sql: `${good} ALTER TABLE sample.thing ADD COLUMN subject_id uuid;
      CREATE POLICY keeper ON sample.thing TO stadttor_owner USING (town_id = kernel.current_town() AND kernel.may_see(subject_id));
      CREATE POLICY town ON sample.thing TO stadttor_app USING (town_id = kernel.current_town());`,
    expected: 'sample.thing: the policy town shows personal data without a logged look',
  },
  {
    title: 'shows its rows to everyone',
    sql: `${good}${policy} GRANT SELECT ON sample.thing TO PUBLIC;`,
    expected: 'sample.thing: PUBLIC may SELECT',
  },
  {
    title: 'can be emptied around its policy',
    sql: `${good}${policy} GRANT TRUNCATE ON sample.thing TO stadttor_app;`,
    expected: 'sample.thing: stadttor_app may TRUNCATE',
  },
  {
    title: 'is open to the platform role',
    sql: `${good}${policy} GRANT SELECT ON sample.thing TO stadttor_platform;`,
    expected: 'sample.thing: stadttor_platform may use this table of the other side',
  },
  {
    title: 'is a view with the rights of its owner',
    sql: `${good}${policy} CREATE VIEW sample.things AS SELECT * FROM sample.thing;`,
    expected: 'sample.things: a view that is not security_invoker',
  },
  {
    title: 'is a stored view',
    sql: `${good}${policy} CREATE MATERIALIZED VIEW sample.things AS SELECT * FROM sample.thing;`,
    expected: 'sample.things: row policies do not reach this kind of table',
  },
  {
    title: 'comes with a function that can be tricked',
    sql: 'CREATE FUNCTION sample.peek() RETURNS integer LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;',
    expected: 'sample.peek(): a SECURITY DEFINER function without a fixed search_path',
  },
  {
    title: 'comes with a mighty function for everyone',
    sql: 'CREATE FUNCTION sample.peek() RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$ SELECT 1 $$;',
    expected: 'sample.peek(): a SECURITY DEFINER function that PUBLIC may call',
  },
]
for (const { title, sql, expected } of wrong)
  test(`A table is noticed that ${title}`, async () => {
    const problems = await problemsWith(sql)
    assert.ok(problems.includes(expected), problems.join('\n'))
  })

test('A role above the policies is noticed', async () => {
  const [owner] = (
    await admin.query<{ name: string }>("SELECT nspowner::regrole::text AS name FROM pg_namespace WHERE nspname = 'kernel'")
  ).rows
  assert.ok((await roleProblems(admin, [owner!.name])).includes(`${owner!.name} owns a table`))
  assert.ok((await roleProblems(admin, ['postgres'])).includes('postgres is superuser'))
})

test('A condition counts only where it always holds', () => {
  assert.deepEqual(conjunctsOf('((a = b) AND f(c))'), ['a = b', 'f(c)'])
  assert.deepEqual(conjunctsOf('((a = b) OR (c = d))'), ['(a = b) OR (c = d)'])
  assert.deepEqual(conjunctsOf('((a = b) AND ((c = d) OR (e = f)))'), ['a = b', '(c = d) OR (e = f)'])
})
