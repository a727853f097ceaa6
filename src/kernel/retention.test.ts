// What is kept how long: the log of looks and the content of the security audit, each by the town's own setting.
import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import pg from 'pg'
import { freshHouse, freshTown } from '../../test/fresh-town.ts'
import { appendHeads } from './audit/heads.ts'
import { headsIn, seal } from './audit/sealer.ts'
import { verifyAudit } from './audit/verify.ts'
import { recordAudit } from './audit.ts'
import { kernelJobs } from './jobs.ts'
import { registerPerson } from './people.ts'
import type { Town } from './town.ts'

const fresh = await freshHouse()
const admin = new pg.Client({ connectionString: fresh.adminUrl })
await admin.connect()
fresh.beforeClosing(() => admin.end())
const now = new Date()
const yearsAgo = (years: number): string => new Date(now.getTime() - years * 365.25 * 86_400_000 - 40 * 86_400_000).toISOString()
const retain = () => kernelJobs.find(({ name }) => name === 'kernel.retention')!.work(fresh.house, now)

const lookAt = (town: Town, person: string, at: string) =>
  admin.query(
    `INSERT INTO kernel.access_log (town_id, subject_id, at, actor, purpose, legal_basis) VALUES ($1, $2, $3, 'self', 'x', 'x')`,
    [town.id, person, at],
  )
const looksOf = async (town: Town): Promise<number> =>
  (await admin.query('SELECT count(*)::int AS count FROM kernel.access_log WHERE town_id = $1', [town.id])).rows[0].count

test('Looks older than the town keeps them are gone, those of a town that keeps them longer stay', async () => {
  const three = await freshTown(fresh.house)
  const ten = await freshTown(fresh.house, { looks: { keepYears: 10 } })
  const [one, other] = await Promise.all(
    [three, ten].map((town) => registerPerson(town, { kind: 'resident', givenName: 'A', familyName: 'B' }, now)),
  )
  const before = [await looksOf(three), await looksOf(ten)]
  for (const years of [2, 4, 11]) {
    await lookAt(three, one!, yearsAgo(years))
    await lookAt(ten, other!, yearsAgo(years))
  }
  await retain()
  assert.deepEqual([(await looksOf(three)) - before[0]!, (await looksOf(ten)) - before[1]!], [1, 2])
})

test('A month that is too old for every town goes whole', async () => {
  await admin.query("SELECT kernel.make_partitions('2001-01-01', 0)")
  const there = async () =>
    (await admin.query("SELECT to_regclass('kernel.access_log_2001_01') IS NOT NULL AS there")).rows[0].there
  assert.equal(await there(), true)
  await retain()
  assert.equal(await there(), false)
})

test('Who did what is taken out of old audit entries, and the chain stays in order and says so', async () => {
  const town = await freshTown(fresh.house, { audit: { keepYears: 1 } })
  const folder = mkdtempSync(join(tmpdir(), 'stadttor-heads-'))
  const entry = { action: 'kernel.session.opened', actor: 'self' as const }
  for (const object of ['person:1', 'person:2', 'person:3']) await town.write((db) => recordAudit(db, { ...entry, object }))
  // As if two of them had been written long ago, before anything was sealed.
  await admin.query("UPDATE kernel.audit_entry SET at = $2 WHERE town_id = $1 AND object <> 'person:3'", [town.id, yearsAgo(1)])
  const sealAll = async () => {
    for (let waits = true; waits; ) waits = (await seal(town, now)).waits
    await appendHeads(folder, town.key, await town.read((db) => headsIn(db as never, 0)))
  }
  await sealAll()
  assert.deepEqual((await verifyAudit(town, folder)).faults, [])
  await retain()
  await sealAll()
  const found = await verifyAudit(town, folder)
  assert.deepEqual([found.faults, found.erased], [[], 2])
  const { rows } = await admin.query(
    "SELECT object FROM kernel.audit_entry WHERE town_id = $1 AND action = 'kernel.session.opened' ORDER BY sequence",
    [town.id],
  )
  assert.deepEqual(
    rows.map(({ object }) => object),
    ['', '', 'person:3'],
  )
  await retain()
  await admin.query("UPDATE kernel.audit_entry SET object = '', salt = NULL WHERE town_id = $1 AND object = 'person:3'", [
    town.id,
  ])
  assert.match((await verifyAudit(town, folder)).faults.join(), /^changed: entry/, 'what no law erased is a change')
})
