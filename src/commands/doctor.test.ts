// What the doctor finds on sound and on broken ground.
import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { freshHouse, freshTown } from '../../test/fresh-town.ts'
import { allMigrations } from '../kernel/modules.ts'
import { place } from '../main.ts'
import {
  lookAtCertificate,
  lookAtDatabase,
  lookAtDisk,
  lookAtEvents,
  lookAtJobs,
  lookAtKey,
  lookAtTowns,
  printFindings,
} from './doctor.ts'

const { house, ownerUrl } = await freshHouse()
const now = new Date('2026-11-22T08:00:00Z')
const folder = mkdtempSync(join(tmpdir(), 'stadttor-doctor-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const migrations = allMigrations(place, house.modules)
const states = (findings: readonly { state: string }[]) => findings.map(({ state }) => state)

test('A database with this program’s schema is sound; a migration that has not run is a problem', async () => {
  assert.deepEqual(states(await lookAtDatabase(ownerUrl, migrations)), ['ok', 'ok'])
  const next = { module: 'kernel', number: 999, name: 'later', sql: '', transaction: true }
  const [, behind] = await lookAtDatabase(ownerUrl, [...migrations, next])
  assert.equal(behind?.state, 'problem')
  assert.match(behind.what, /^1 migrations have not run/)
})

test('A database that does not answer is one line, not a stack', async () => {
  const findings = await lookAtDatabase('postgres://nobody:secret@127.0.0.1:1/none', migrations)
  assert.deepEqual(states(findings), ['problem'])
  assert.doesNotMatch(findings[0]!.what, /secret|\n/)
})

test('A key file that others may read, or that is gone, is a problem', () => {
  const file = join(folder, 'key')
  assert.equal(lookAtKey(file).state, 'problem')
  writeFileSync(file, Buffer.alloc(32, 7).toString('base64'), { mode: 0o600 })
  const sound = lookAtKey(file)
  assert.equal(sound.state, 'ok')
  assert.match(sound.what, /mode 600/)
  chmodSync(file, 0o640)
  assert.match(lookAtKey(file).what, /can be read by other accounts/)
})

test('A data folder that is not there is a problem', () => {
  assert.equal(lookAtDisk(join(folder, 'none')).state, 'problem')
  assert.match(lookAtDisk(folder).what, /GB are free/)
})

test('An event that a module could not take is named with module, town and reason', async () => {
  assert.deepEqual(states(await lookAtEvents(house)), ['ok'])
  const town = await freshTown(house, { key: 'stau' })
  await house.platform.write((db) =>
    db
      .insertInto('kernel.dispatch')
      .values({ receiver: 'reports', town_id: town.id, failures: 3, last_error: 'no paper', retry_at: null })
      .execute(),
  )
  assert.deepEqual(await lookAtEvents(house), [
    { state: 'problem', what: 'reports could not take an event of stau, 3 times: no paper' },
  ])
})

test('A job that failed for good or is late is named; one that went well afterwards is not', async () => {
  assert.deepEqual(states(await lookAtJobs(house, now)), ['ok'])
  const insert = (name: string, state: string, at: string) =>
    house.platform.write((db) =>
      sql`WITH queue AS (SELECT pgboss.create_queue(${name}, '{"policy":"standard"}'::jsonb))
        SELECT FROM queue`
        .execute(db)
        .then(() =>
          sql`INSERT INTO pgboss.job (name, state, start_after, completed_on) VALUES (${name}, ${state}::pgboss.job_state,
            ${at}::timestamptz, ${state === 'created' ? null : at}::timestamptz)`.execute(db),
        ),
    )
  await insert('probe.broken', 'failed', '2026-11-22T03:00:00Z')
  await insert('probe.late', 'created', '2026-11-22T07:00:00Z')
  await insert('probe.soon', 'created', '2026-11-22T07:55:00Z')
  await insert('probe.healed', 'failed', '2026-11-22T03:00:00Z')
  await insert('probe.healed', 'completed', '2026-11-22T04:00:00Z')
  assert.deepEqual(
    (await lookAtJobs(house, now)).map(({ state, what }) => `${state} ${what.split('.')[1]?.split(' ')[0]}`),
    ['problem broken', 'warning late'],
  )
})

test('A town without its pages is a warning that says how to see more', async () => {
  await freshTown(house, { key: 'leer' })
  const finding = (await lookAtTowns(house, now)).find(({ what }) => what.startsWith('leer'))
  assert.equal(finding?.state, 'warning')
  assert.match(finding.what, /stadttor town check leer/)
})

test('Plain http is fine on loopback alone; an https address that does not answer is a problem', async () => {
  assert.equal((await lookAtCertificate('http://localhost:8080', now)).state, 'ok')
  assert.equal((await lookAtCertificate('http://stadt.example', now)).state, 'problem')
  assert.equal((await lookAtCertificate('https://127.0.0.1:1', now)).state, 'problem')
})

test('The exit code is 1 only when there is a problem', (context) => {
  context.mock.method(console, 'log', () => undefined)
  assert.equal(
    printFindings([
      { state: 'ok', what: '' },
      { state: 'warning', what: '' },
    ]),
    0,
  )
  assert.equal(
    printFindings([
      { state: 'warning', what: '' },
      { state: 'problem', what: '' },
    ]),
    1,
  )
})
