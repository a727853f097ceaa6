// The doors to a town's data, tried on a real database.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { freshHouse, freshTown } from '../../test/fresh-town.ts'
import { testGround } from '../../test/ground.ts'
import { urlFor } from './database/database.ts'
import { newId } from './ids.ts'
import { derivePassword, readMasterKey } from './keys.ts'
import { registerPerson } from './people.ts'
import { findSignedIn, openSession } from './sessions.ts'
import type { KernelTables } from './tables.ts'
import { inPart, type ReadDb, type Town, type WriteDb } from './town.ts'

const fresh = await freshHouse()
const augsburg = await freshTown(fresh.house, { key: 'augsburg' })
const nuernberg = await freshTown(fresh.house, { key: 'nuernberg' })

const personsOf = (town: Town) => town.read((db: ReadDb<KernelTables>) => db.selectFrom('kernel.person').select('id').execute())

test('What one town writes, the other does not see', async () => {
  const id = newId()
  await augsburg.write((db: WriteDb<KernelTables>) =>
    db.insertInto('kernel.person').values({ id, kind: 'resident', left_at: null }).execute(),
  )
  assert.deepEqual(
    (await personsOf(augsburg)).map((row) => row.id),
    [id],
  )
  assert.deepEqual(await personsOf(nuernberg), [])
})

test('A town cannot write a row into another town', async () => {
  const row = { town_id: nuernberg.id, id: newId(), kind: 'resident' as const, left_at: null }
  await assert.rejects(
    augsburg.write((db: WriteDb<KernelTables>) => db.insertInto('kernel.person').values(row).execute()),
    /row-level security/,
  )
})

test('A part of a write that fails is undone alone, and what it forgot to wait for changes nothing', async () => {
  const [kept, gone, late, after] = [newId(), newId(), newId(), newId()]
  const add = (db: WriteDb<KernelTables>, id: string) =>
    db.insertInto('kernel.person').values({ id, kind: 'resident', left_at: null }).execute()
  await augsburg.write(async (db: WriteDb<KernelTables>) => {
    await add(db, kept)
    let forgotten: WriteDb<KernelTables> | undefined
    const part = inPart(db, async (inner: WriteDb<KernelTables>) => {
      forgotten = inner
      await add(inner, gone)
      await add(inner, gone)
    })
    await assert.rejects(part, /duplicate key/)
    await assert.rejects(add(forgotten!, late), /after its part/)
    await inPart(db, (inner: WriteDb<KernelTables>) => add(inner, after))
  })
  const there = (await personsOf(augsburg)).map((row) => row.id)
  assert.deepEqual(
    [kept, gone, late, after].map((id) => there.includes(id)),
    [true, false, false, true],
  )
})

test('A write that fails leaves nothing behind, and its connection serves the next one', async () => {
  const id = newId()
  const failing = augsburg.write(async (db: WriteDb<KernelTables>) => {
    await db.insertInto('kernel.person').values({ id, kind: 'resident', left_at: null }).execute()
    throw new Error('the clerk changed her mind')
  })
  await assert.rejects(failing, /changed her mind/)
  assert.equal(
    (await personsOf(augsburg)).some((row) => row.id === id),
    false,
  )
})

test('A fault swallowed inside a write does not count as committed', async () => {
  const swallowed = augsburg.write(async (db) => {
    await sql`SELECT 1/0`.execute(db).catch(() => undefined)
  })
  await assert.rejects(swallowed, /rolled this transaction back/)
})

test('A query that comes after its transaction is refused instead of running in another town', async () => {
  let kept: ReadDb<KernelTables> | undefined
  await augsburg.read(async (db: ReadDb<KernelTables>) => {
    kept = db
    return db.selectFrom('kernel.person').select('id').execute()
  })
  await assert.rejects(kept!.selectFrom('kernel.person').select('id').execute(), /after its transaction had ended/)
})

test('A thousand interleaved reads of two towns never show a foreign row', async () => {
  await nuernberg.write((db: WriteDb<KernelTables>) =>
    db.insertInto('kernel.person').values({ id: newId(), kind: 'staff', left_at: null }).execute(),
  )
  const townIds = (town: Town) =>
    town.read((db: ReadDb<KernelTables>) => db.selectFrom('kernel.person').select('town_id').execute())
  const reads = Array.from({ length: 1_000 }, (_, index) => {
    const town = index % 2 ? augsburg : nuernberg
    return townIds(town).then((rows) => rows.every((row) => row.town_id === town.id) && rows.length > 0)
  })
  assert.equal((await Promise.all(reads)).every(Boolean), true)
})

async function rawAs(role: 'stadttor_app' | 'stadttor_platform'): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: urlFor(fresh.ownerUrl, role, derivePassword(readMasterKey(testGround().keyFile), role)),
  })
  await client.connect()
  return client
}

test('Raw SQL as the application role sees no person without a town', async () => {
  const client = await rawAs('stadttor_app')
  const { rows } = await client.query('SELECT * FROM kernel.person')
  await client.end()
  assert.deepEqual(rows, [])
})

test('The platform role may not touch a table of a town', async () => {
  const client = await rawAs('stadttor_platform')
  await assert.rejects(client.query('SELECT * FROM kernel.person'), /permission denied/)
  await client.end()
})

test('Personal data shows itself only to a transaction that logged the look at this very person', async () => {
  const now = new Date()
  const ada = await registerPerson(augsburg, { kind: 'resident', givenName: 'Ada', familyName: 'Beispiel' }, now)
  const emil = await registerPerson(augsburg, { kind: 'resident', givenName: 'Emil', familyName: 'Muster' }, now)
  const look = { subjects: [ada], actor: 'system:test', purpose: 'Adresse prüfen', legalBasis: 'Art. 6 Abs. 1 Buchst. e DSGVO' }
  const names = await augsburg.personal(look, (db: WriteDb<KernelTables>) =>
    db.selectFrom('kernel.person_name').select('given_name').execute(),
  )
  assert.deepEqual(names, [{ given_name: 'Ada' }])
  const client = await rawAs('stadttor_app')
  await client.query("SELECT set_config('stadttor.town', $1, false)", [String(augsburg.id)])
  assert.deepEqual((await client.query('SELECT * FROM kernel.person_name')).rows, [], 'without a log row')
  await client.query('BEGIN')
  await client.query("SELECT kernel.log_access(ARRAY[$1]::uuid[], 'system:test', 'Probe', 'Art. 6', NULL)", [emil])
  assert.deepEqual(
    (await client.query('SELECT given_name FROM kernel.person_name')).rows,
    [{ given_name: 'Emil' }],
    'the one looked at',
  )
  await client.query('COMMIT')
  assert.deepEqual((await client.query('SELECT * FROM kernel.person_name')).rows, [], 'in the next transaction')
  await assert.rejects(
    client.query(
      "INSERT INTO kernel.access_log (town_id, subject_id, actor, purpose, legal_basis) VALUES ($1, $2, 'x', 'x', 'x')",
      [augsburg.id, ada],
    ),
    /permission denied/,
  )
  await client.end()
})

test('A look without purpose is refused', async () => {
  const look = { subjects: [newId()], actor: 'system:test', purpose: ' ', legalBasis: 'Art. 6' }
  await assert.rejects(
    augsburg.personal(look, async () => undefined),
    /needs an actor, a purpose and a legal basis/,
  )
})

test('A session of one town is worth nothing in another', async () => {
  const now = new Date()
  const person = await registerPerson(augsburg, { kind: 'resident', givenName: 'Ada', familyName: 'Beispiel' }, now)
  const token = await openSession(augsburg, person, 'basic', now)
  assert.equal((await findSignedIn(augsburg, token, now))?.personId, person)
  assert.equal(await findSignedIn(nuernberg, token, now), undefined)
  assert.equal(await findSignedIn(augsburg, token, new Date(now.getTime() + 9 * 3_600_000)), undefined, 'after its end')
})
