// A backup brings everything back as it was, into another database, or says clearly why it does not.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { Client } from 'pg'
import { type Embedded, startEmbedded } from '../database/embedded.ts'
import { makeFolderStore, openFile, openStream, storeFile } from '../files.ts'
import { type MasterKey, makeTownKey, readOrMakeMasterKey } from '../keys.ts'
import { newFileName, pieceSize, storePiece, storePieceList } from '../pieces.ts'
import { backup } from './backup.ts'
import { guard, schema } from './fixtures.ts'
import { restore } from './restore.ts'

const folder = mkdtempSync(join(tmpdir(), 'stadttor-backup-'))
// Root's database server runs under an account that must be able to cross this folder.
chmodSync(folder, 0o711)
const now = new Date('2026-11-22T12:00:00Z')
const store = makeFolderStore(join(folder, 'files'))
const augsburg = makeTownKey('augsburg')
let cluster: Embedded
let master: MasterKey
let plan: string
const large = newFileName()
const survey = [randomBytes(pieceSize), randomBytes(1_000)]
let number = 0

async function ask<Row extends object>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end()
  }
}

async function makeDatabase(): Promise<string> {
  const name = `backup_${++number}`
  await ask(cluster.adminUrl, `CREATE DATABASE ${name} OWNER stadttor_owner TEMPLATE stadttor STRATEGY file_copy`)
  return cluster.url.replace(/[^/]+$/, name)
}

const tables = [
  'kernel.everything',
  'kernel.unit',
  'kernel.clerk',
  'kernel.seen',
  '"odd names"."Ärger ""mit"" / Namen"',
  'pgboss.queue',
]

async function look(url: string): Promise<string[]> {
  const texts: string[] = []
  for (const table of tables) {
    const without = table === 'kernel.everything' ? "- 'tx'" : ''
    const rows = await ask<{ line: string }>(
      url,
      `SELECT (to_jsonb(whole) ${without})::text AS line FROM ${table} whole ORDER BY 1`,
    )
    texts.push(`${table} ${rows.length}`, ...rows.map((row) => row.line))
  }
  return texts
}

let source: string
before(async () => {
  cluster = await startEmbedded({ dataDir: join(folder, 'data'), fsync: false, log: () => {} })
  master = readOrMakeMasterKey(join(folder, 'master-key'), false, () => {})
  await ask(cluster.url, schema)
  source = await makeDatabase()
  const odd = [
    '',
    '\\.',
    '\\N',
    'a\tb\nc\r\nd\\e\\',
    'Größe „ẞ“ 🏛️ \u202e',
    "'; DROP TABLE kernel.unit; --",
    '\u0001\u007f',
    'NULL',
  ]
  for (const text of odd) {
    await ask(
      source,
      `INSERT INTO kernel.everything (town_id, t, b, ts, d, i, n, f, a, m, j, u, r, mood, yes, c, tx) VALUES (1, $1, $2, '2026-03-29 02:30:00.123456+01', '-infinity',
        '1 year -2 days 03:00', 12345678901234567890.123456789, 0.1::float8 + 0.2, $3, '{{a,"b,\\"}"},{NULL,"NULL"}}', $4, gen_random_uuid(), '[1,5)', 'so, la-la', true, 'x', pg_current_xact_id())`,
      [text, Buffer.from([0, 1, 9, 10, 92, 255]), [text, null, ''], JSON.stringify({ [text]: [text, null, 1e300] })],
    )
  }
  await ask(
    source,
    "INSERT INTO kernel.everything (town_id, f, n, ts) VALUES (2, 'NaN', 'NaN', 'infinity'), (2, '-Infinity', NULL, '0044-03-15 BC')",
  )
  await ask(source, 'INSERT INTO kernel.unit VALUES (2, 1), (1, NULL), (3, 3)')
  await ask(source, 'INSERT INTO kernel.clerk VALUES (7, 2)')
  await ask(source, 'UPDATE kernel.unit SET head = 7 WHERE id = 1')
  await ask(
    source,
    "INSERT INTO kernel.seen SELECT '2026-06-01', repeat('Zeile mit Tab\t', 20) || n FROM generate_series(1, 6000) n",
  )
  await ask(source, "INSERT INTO kernel.seen VALUES ('2031-01-01', 'later')")
  await ask(source, `INSERT INTO "odd names"."Ärger ""mit"" / Namen" VALUES ('Maximilianstraße 4')`)
  await ask(source, "UPDATE pgboss.queue SET name = 'from the backup'")
  await ask(source, guard)
  plan = (await storeFile(store, augsburg, Buffer.from('Lageplan'))).name
  const pieces = []
  for (const [number, part] of survey.entries())
    pieces.push(await storePiece(store, augsburg, { file: large, number, content: part }))
  await storePieceList(store, augsburg, large, pieces)
})
after(async () => {
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
})

let file: string
beforeEach(() => {
  file = join(folder, `${++number}.backup`)
})

describe('a backup', () => {
  test('brings back every odd value, file, number and guard, and what had been put there by the software gives way', async () => {
    const steps: string[] = []
    const made = await backup({ databaseUrl: source, store, master, file, now, progress: ({ what }) => void steps.push(what) })
    assert.equal(statSync(file).mode & 0o777, 0o600)
    assert.ok(steps.includes('kernel.seen') && steps.at(-1) === 'done')
    assert.equal(made.tables.find((table) => table.name === 'kernel.seen')?.rows, 6001)
    const target = await makeDatabase()
    await ask(target, guard)
    const other = makeFolderStore(join(folder, 'other files'))
    await restore({ databaseUrl: target, store: other, master, file })
    assert.deepEqual(await look(target), await look(source))
    assert.deepEqual(await openFile(other, augsburg, plan), Buffer.from('Lageplan'))
    const parts: Buffer[] = []
    for await (const part of (await openStream(other, augsburg, large))!.chunks()) parts.push(part)
    assert.deepEqual(parts, survey, 'a large file comes back piece by piece')
    const [next] = await ask<{ id: number }>(target, 'INSERT INTO kernel.everything (town_id) VALUES (3) RETURNING id')
    assert.equal(next?.id, 11, 'numbers go on where they were')
    const walls = `SELECT conname, pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE contype = 'f' ORDER BY 1`
    assert.deepEqual(await ask(target, walls), await ask(source, walls))
    const triggers = 'SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1'
    assert.deepEqual(await ask(target, triggers), await ask(source, triggers))
    await assert.rejects(ask(target, 'INSERT INTO kernel.unit VALUES (9)'), /append only/)
  })

  test('is one moment: what is written meanwhile is in it altogether or not at all', async () => {
    const target = await makeDatabase()
    let written = false
    const write = async () => {
      if (!written)
        await ask(
          source,
          "WITH a AS (INSERT INTO kernel.event VALUES (9, 900)) INSERT INTO kernel.seen VALUES ('2026-07-01', 'meanwhile')",
        )
      written = true
    }
    await backup({ databaseUrl: source, store, master, file, now, progress: write })
    await restore({ databaseUrl: target, store, master, file })
    const [found] = await ask(
      target,
      "SELECT (SELECT count(*)::int FROM kernel.event) AS events, (SELECT count(*)::int FROM kernel.seen WHERE what = 'meanwhile') AS seen",
    )
    assert.deepEqual(found, { events: 0, seen: 0 })
    await ask(source, "DELETE FROM kernel.event; DELETE FROM kernel.seen WHERE what = 'meanwhile'")
  })

  test('loses no event: a receiver goes on at the first one it has not had, whatever transaction numbers the new server counts', async () => {
    // In the order of their commits: 1, 3, 2, 4. The receiver has had 1 and 3.
    await ask(
      source,
      "INSERT INTO kernel.event VALUES (1, 1, '900000001'), (1, 3, '900000002'), (1, 2, '900000003'), (1, 4, '900000004')",
    )
    await ask(
      source,
      "INSERT INTO kernel.dispatch VALUES ('search', 1, '900000002', 3), ('mail', 1, '900000004', 4), ('new', 1, '0', 0), ('quiet', 2, '5', 77)",
    )
    const target = await makeDatabase()
    await backup({ databaseUrl: source, store, master, file, now })
    await restore({ databaseUrl: target, store, master, file })
    const places = await ask<{ receiver: string; tx: string; at: number }>(
      target,
      'SELECT receiver, after_tx::text AS tx, after_sequence::int AS at FROM kernel.dispatch ORDER BY 1',
    )
    assert.deepEqual(places, [
      { receiver: 'mail', tx: '0', at: 4 },
      { receiver: 'new', tx: '0', at: 0 },
      { receiver: 'quiet', tx: '0', at: 77 },
      { receiver: 'search', tx: '0', at: 1 },
    ])
    assert.deepEqual(await ask(target, 'SELECT DISTINCT tx::text FROM kernel.event'), [{ tx: '0' }])
    await ask(source, 'DELETE FROM kernel.event; DELETE FROM kernel.dispatch')
  })

  test('is refused when it was cut, altered or belongs to another key; the database stays empty', async () => {
    await backup({ databaseUrl: source, store, master, file, now })
    const whole = readFileSync(file)
    const target = await makeDatabase()
    const refuses = async (bytes: Buffer, expected: RegExp) => {
      writeFileSync(file, bytes)
      await assert.rejects(restore({ databaseUrl: target, store, master, file }), expected)
    }
    for (const part of [0, 10, whole.length >> 1, whole.length - 1])
      await refuses(whole.subarray(0, part), /damaged|too early|no backup/)
    const flipped = Buffer.from(whole)
    flipped[whole.length >> 1] = flipped.readUInt8(whole.length >> 1) ^ 1
    await refuses(flipped, /damaged|altered|no backup/)
    const tar = gunzipSync(whole)
    const swap = (from: string, to: string) => gzipSync(Buffer.from(tar.toString('latin1').replaceAll(from, to), 'latin1'))
    await refuses(swap('Maximilianstra', 'Ludwigstrasse!'), /Ärger.* was altered/)
    await refuses(swap('"rows": 6001', '"rows": 6002'), /list of contents was altered/)
    await refuses(gzipSync(Buffer.concat([tar, Buffer.from('more')])), /added to the end/)
    await refuses(gzipSync('something else entirely'), /too early|no backup/)
    writeFileSync(file, whole)
    const foreign = readOrMakeMasterKey(join(folder, 'another-key'), false, () => {})
    await assert.rejects(
      restore({ databaseUrl: target, store, master: foreign, file }),
      /belongs to the key [0-9a-f]{16}, but KEY_FILE is the key/,
    )
    assert.deepEqual(await ask(target, 'SELECT FROM kernel.seen LIMIT 1'), [])
    await restore({ databaseUrl: target, store, master, file })
    assert.deepEqual(await look(target), await look(source))
  })

  test('goes only into an empty database that knows its schema, and takes nothing when it does not fit', async () => {
    await backup({ databaseUrl: source, store, master, file, now })
    await assert.rejects(backup({ databaseUrl: source, store, master, file, now }), /exists already/)
    await assert.rejects(restore({ databaseUrl: source, store, master, file }), /is not empty: kernel\./)
    const older = await makeDatabase()
    await ask(older, "UPDATE kernel.migration SET number = 0, name = 'before'")
    await assert.rejects(
      restore({ databaseUrl: older, store, master, file }),
      /later Stadttor or with other modules.*kernel\/1-ground/,
    )
    const smaller = await makeDatabase()
    await ask(smaller, 'ALTER TABLE kernel.seen DROP COLUMN what')
    await assert.rejects(restore({ databaseUrl: smaller, store, master, file }), /no place for kernel\.seen \(what\)/)
    const stricter = await makeDatabase()
    await ask(stricter, 'ALTER TABLE kernel.clerk ADD CHECK (id < 7)')
    await assert.rejects(restore({ databaseUrl: stricter, store, master, file }), /violates check constraint/)
    assert.deepEqual(await ask(stricter, 'SELECT FROM kernel.unit'), [])
    const newer = await makeDatabase()
    await ask(
      newer,
      "ALTER TABLE kernel.unit ADD COLUMN note text DEFAULT 'new'; INSERT INTO kernel.migration VALUES ('kernel', 2, 'note')",
    )
    await restore({ databaseUrl: newer, store, master, file })
    assert.deepEqual(await ask(newer, 'SELECT DISTINCT note FROM kernel.unit'), [{ note: 'new' }])
    await assert.rejects(restore({ databaseUrl: cluster.adminUrl, store, master, file }), /was not migrated/)
  })
})
