// The security audit on a real database: appended by whoever acts, chained, signed, kept twice, and proven.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { testGround } from '../../../test/ground.ts'
import { type AuditEntry, recordAudit } from '../audit.ts'
import { urlFor } from '../database/database.ts'
import { derivePassword, readMasterKey } from '../keys.ts'
import type { Town } from '../town.ts'
import { appendHeads, readHeads } from './heads.ts'
import { headsIn, seal, startSealer } from './sealer.ts'
import { verifyAudit } from './verify.ts'

const fresh = await freshHouse()
const admin = new pg.Client({ connectionString: fresh.adminUrl })
await admin.connect()
fresh.beforeClosing(() => admin.end())
const folder = mkdtempSync(join(tmpdir(), 'stadttor-heads-'))
const now = new Date()

const record = (town: Town, own: Partial<AuditEntry> = {}) =>
  town.write((db) => recordAudit(db, { action: 'kernel.session.opened', actor: { system: 'test' }, object: 'person:1', ...own }))
/** Until nothing waits: transactions of other tests on the same server hold entries back for a moment. */
async function sealAll(town: Town): Promise<number> {
  let sealed = 0
  for (let waits = true; waits; ) {
    const round = await seal(town, now)
    sealed += round.sealed
    waits = round.waits
  }
  return sealed
}
const copyHeads = async (town: Town) => appendHeads(folder, town.key, await town.read((db) => headsIn(db as never, 0)))
/** Three entries of one town, sealed and copied. */
async function sealedTown(): Promise<{ town: Town; sequences: number[] }> {
  const town = await freshTown(fresh.house)
  for (const object of ['person:1', 'person:2', 'person:3']) await record(town, { object })
  await sealAll(town)
  await copyHeads(town)
  const { rows } = await admin.query<{ sequence: number }>(
    'SELECT sequence FROM kernel.audit_entry WHERE town_id = $1 ORDER BY sequence',
    [town.id],
  )
  return { town, sequences: rows.map(({ sequence }) => Number(sequence)) }
}
/** What somebody does who has the whole database in their hands. */
const tamper = (statement: string, values: unknown[] = []) => admin.query(statement, values)
const faultsOf = async (town: Town) => (await verifyAudit(town, folder)).faults

test('What was recorded is chained, signed and found in order', async () => {
  const { town } = await sealedTown()
  const { heads, ...found } = await verifyAudit(town, folder)
  assert.deepEqual(found, { faults: [], entries: 3, waiting: 0, erased: 0 })
  assert.ok(heads >= 1, 'one head for each round of sealing; how many rounds it took depends on what else runs')
  await record(town)
  assert.equal((await verifyAudit(town, folder)).waiting, 1)
  assert.equal(await sealAll(town), 1)
  assert.deepEqual(await faultsOf(town), [])
})

test('A changed entry is named', async () => {
  const { town, sequences } = await sealedTown()
  await tamper("UPDATE kernel.audit_entry SET object = 'person:9' WHERE sequence = $1", [sequences[1]])
  const faults = await faultsOf(town)
  assert.equal(faults.length, 1)
  assert.match(faults[0]!, new RegExp(`^changed: entry ${sequences[1]} \\(kernel\\.session\\.opened`))
})

test('An entry whose time was changed is named', async () => {
  const { town, sequences } = await sealedTown()
  await tamper("UPDATE kernel.audit_entry SET at = at - interval '1 second' WHERE sequence = $1", [sequences[2]])
  assert.match((await faultsOf(town)).join(), new RegExp(`changed: the time of entry ${sequences[2]} `))
})

test('A removed entry is named, also where its link was removed with it', async () => {
  const { town, sequences } = await sealedTown()
  await tamper('DELETE FROM kernel.audit_entry WHERE sequence = $1', [sequences[0]])
  assert.match((await faultsOf(town)).join(), new RegExp(`^removed: entry ${sequences[0]} `))
  await tamper('DELETE FROM kernel.audit_seal WHERE town_id = $1 AND position = 1', [town.id])
  assert.match((await faultsOf(town)).join(), /removed: link 1 of /)
})

test('An inserted entry is named, sealed by hand or not', async () => {
  const { town, sequences } = await sealedTown()
  await tamper(
    "INSERT INTO kernel.audit_entry (town_id, tx, action, actor, object) VALUES ($1, '1', 'kernel.session.opened', 'self', 'x')",
    [town.id],
  )
  assert.match((await faultsOf(town)).join(), /^inserted: entry \d+ .*was never sealed$/)
  await tamper(
    `INSERT INTO kernel.audit_seal (town_id, month, position, sequence, at_us, content_hash, hash)
      SELECT town_id, month, position + 1, (SELECT max(sequence) FROM kernel.audit_entry), at_us, content_hash, hash
      FROM kernel.audit_seal WHERE sequence = $1`,
    [sequences[2]],
  )
  assert.match((await faultsOf(town)).join('\n'), /inserted: link 4 of .* stands after the last signed head/)
})

test('A chain cut off at its end together with its head is told by the second place', async () => {
  const { town, sequences } = await sealedTown()
  await record(town)
  await sealAll(town)
  await copyHeads(town)
  const copies = readFileSync(join(folder, `${town.key}.heads`), 'utf8')
    .trim()
    .split('\n')
  writeFileSync(join(folder, `${town.key}.heads`), `${[...new Set(copies)].join('\n')}\n`)
  assert.deepEqual(await faultsOf(town), [])
  await tamper('DELETE FROM kernel.audit_entry WHERE town_id = $1 AND sequence > $2', [town.id, sequences[2]])
  await tamper('DELETE FROM kernel.audit_seal WHERE town_id = $1 AND position > 3', [town.id])
  await tamper('DELETE FROM kernel.audit_head WHERE town_id = $1 AND position > 3', [town.id])
  assert.match(
    (await faultsOf(town)).join(),
    /^removed: head \d+ \(link 4 of .*\) stands in the second place, but not in the database$/,
  )
})

test('A head signed with another key is no head of this town', async () => {
  const { town } = await sealedTown()
  const { town: other } = await sealedTown()
  await tamper(
    'UPDATE kernel.audit_head SET signature = (SELECT signature FROM kernel.audit_head WHERE town_id = $2) WHERE town_id = $1',
    [town.id, other.id],
  )
  assert.match((await faultsOf(town)).join(), /does not bear the town's signature/)
})

test('What a law erases leaves the chain in order, and says so itself', async () => {
  const { town, sequences } = await sealedTown()
  const erase = (sequence: number, law: string) =>
    town.write(async (db) => {
      const { rows } = await sql<{ done: boolean }>`
        SELECT kernel.erase_audit_content(${sequence}, ${law}, 'system:test') AS done`.execute(db)
      return rows[0]!.done
    })
  assert.equal(await erase(sequences[0]!, 'Art. 17 DSGVO'), true)
  assert.equal(await erase(sequences[0]!, 'Art. 17 DSGVO'), false, 'a second time')
  await assert.rejects(erase(sequences[1]!, ' '), /a law that is named/)
  assert.match((await faultsOf(town)).join(), /^changed: entry/, 'until the erasure itself is sealed')
  await sealAll(town)
  const found = await verifyAudit(town, folder)
  assert.deepEqual([found.faults, found.erased, found.entries], [[], 1, 4])
  const { rows } = await admin.query('SELECT actor, object, details, salt FROM kernel.audit_entry WHERE sequence = $1', [
    sequences[0],
  ])
  assert.deepEqual(rows, [{ actor: '', object: '', details: {}, salt: null }])
})

test('An entry that commits late is chained after the others, not skipped', async () => {
  const town = await freshTown(fresh.house)
  let letGo = () => {}
  const waiting = new Promise<void>((done) => {
    letGo = done
  })
  let begun = () => {}
  const started = new Promise<void>((done) => {
    begun = done
  })
  const slow = town.write(async (db) => {
    await recordAudit(db, { action: 'kernel.permission.granted', actor: 'self', object: 'late' })
    begun()
    await waiting
  })
  await started
  await record(town)
  assert.deepEqual(await seal(town, now), { sealed: 0, waits: true }, 'while an older transaction runs')
  letGo()
  await slow
  assert.equal(await sealAll(town), 2)
  assert.deepEqual(await faultsOf(town), [])
})

test('Two sealers at once make one chain', async () => {
  const town = await freshTown(fresh.house)
  for (let count = 0; count < 10; count += 1) await record(town)
  const sealed = await Promise.all([1, 2, 3].map(() => seal(town, now)))
  assert.equal(sealed.reduce((sum, { sealed }) => sum + sealed, 0) + (await sealAll(town)), 10)
  assert.deepEqual(await faultsOf(town), [])
})

test('The sealer of a server finds what was recorded while nobody served, and copies the heads', async () => {
  const town = await freshTown(fresh.house)
  await record(town)
  const own = mkdtempSync(join(tmpdir(), 'stadttor-heads-'))
  const sealer = startSealer(fresh.house, own, 1)
  sealer.sweep()
  let heads = await readHeads(own, town.key)
  while (heads.length === 0) {
    await new Promise((done) => setImmediate(done))
    heads = await readHeads(own, town.key)
  }
  await sealer.stop()
  assert.deepEqual((await verifyAudit(town, own)).faults, [])
})

test('A copy that a crash cut short is gone on with on a new line', async () => {
  const { town } = await sealedTown()
  const file = join(folder, `${town.key}.heads`)
  const [line] = readFileSync(file, 'utf8').split('\n')
  writeFileSync(file, line!.slice(0, 20))
  assert.deepEqual(await readHeads(folder, town.key), [])
})

test('Nobody begins a new line in the audit with what they typed', async () => {
  const town = await freshTown(fresh.house)
  await record(town, { object: 'x\r\n2026-11-22 forged', details: { note: 'a\nb', 'c\rd': 1 } })
  const { rows } = await admin.query('SELECT object, details FROM kernel.audit_entry WHERE town_id = $1', [town.id])
  assert.deepEqual(rows, [{ object: 'x 2026-11-22 forged', details: { note: 'a b', 'c d': 1 } }])
  await assert.rejects(record(town, { action: 'Sign in' }), /audit_entry_action_check/)
})

test('The application can neither change nor take back what was written down, nor choose its time', async () => {
  const { town, sequences } = await sealedTown()
  const client = new pg.Client({
    connectionString: urlFor(fresh.ownerUrl, 'stadttor_app', derivePassword(readMasterKey(testGround().keyFile), 'stadttor_app')),
  })
  await client.connect()
  await client.query("SELECT set_config('stadttor.town', $1, false)", [String(town.id)])
  for (const statement of [
    "UPDATE kernel.audit_entry SET actor = 'x'",
    'DELETE FROM kernel.audit_entry',
    'TRUNCATE kernel.audit_entry',
    "INSERT INTO kernel.audit_entry (at, action, actor, object) VALUES ('2020-01-01', 'a.b.c', 'x', 'x')",
    "INSERT INTO kernel.audit_entry (tx, action, actor, object) VALUES ('1', 'a.b.c', 'x', 'x')",
    "UPDATE kernel.audit_seal SET hash = ''",
    'DELETE FROM kernel.audit_seal',
    'DELETE FROM kernel.audit_head',
    "UPDATE kernel.access_log SET purpose = 'x'",
    'DELETE FROM kernel.access_log',
    'DELETE FROM kernel.mass_run',
    'SELECT * FROM kernel.access_log_default',
    "SELECT kernel.make_partitions('2026-01-01', 1)",
  ])
    await assert.rejects(client.query(statement), /permission denied/, statement)
  const { rows } = await client.query('SELECT count(*)::int AS number FROM kernel.audit_entry')
  assert.deepEqual(rows, [{ number: sequences.length }], 'only entries of its own town')
  await client.end()
})
