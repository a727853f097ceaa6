// The embedded database survives what happens to servers: kills, leftovers, a second start.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, lstatSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { Client } from 'pg'
import { isRoot, takeDataDir } from '../data-folder.ts'
import { isAlive, waitForEnd } from '../processes.ts'
import { findEmbedded, startEmbedded } from './embedded.ts'

const closed = mkdtempSync(join(tmpdir(), 'stadttor-embedded-'))
chmodSync(closed, 0o700)
const dataDir = join(closed, 'data')
const lines: string[] = []
const options = { dataDir, stateDir: mkdtempSync(join(tmpdir(), 'stadttor-state-')), log: (line: string) => lines.push(line) }
chmodSync(options.stateDir, 0o711)
const pidFile = join(dataDir, 'postgres', 'postmaster.pid')

async function ask<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows as Row[]
  } finally {
    await client.end()
  }
}

describe('the embedded database', () => {
  after(async () => {
    const left = findEmbedded(dataDir)
    if (left) {
      process.kill(left.pid, 'SIGQUIT')
      await waitForEnd(left.pid, 5000)
    }
    rmSync(closed, { recursive: true, force: true })
    rmSync(options.stateDir, { recursive: true, force: true })
  })

  test('begins in a folder closed to everybody else, with German sorting and an owner who is no superuser', async () => {
    const database = await startEmbedded(options)
    assert.equal(database.started, 'new')
    const [role] = await ask(
      database.url,
      'SELECT rolsuper, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user',
    )
    assert.deepEqual(role, { rolsuper: false, rolcreaterole: true, rolbypassrls: true })
    const words = await ask<{ word: string }>(
      database.url,
      "SELECT word FROM unnest(ARRAY['Zoll','Öl','Ofen','Ähre','Amt']) word ORDER BY word",
    )
    assert.deepEqual(
      words.map((row) => row.word),
      ['Ähre', 'Amt', 'Ofen', 'Öl', 'Zoll'],
    )
    const [safe] = await ask(
      database.url,
      "SELECT current_setting('fsync') AS fsync, current_setting('listen_addresses') AS address",
    )
    assert.deepEqual(safe, { fsync: 'on', address: '127.0.0.1' })
    assert.equal(statSync(join(dataDir, 'postgres.json')).mode & 0o777, 0o600)
    if (isRoot()) {
      assert.ok(lstatSync(join(dataDir, 'postgres')).isSymbolicLink())
      assert.ok(
        lines.some((line) => line.includes(options.stateDir)),
        'the log says where the files are',
      )
      assert.notEqual(statSync(`/proc/${database.pid}`).uid, 0)
    }
    await ask(database.url, 'CREATE TABLE kept (id int PRIMARY KEY)')
    await assert.rejects(ask(database.url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1'), { code: '28P01' })
    await database.stop()
    assert.equal(isAlive(database.pid), false)
    assert.equal(findEmbedded(dataDir), undefined)
  })

  test('keeps everything acknowledged when its server is killed', async () => {
    const database = await startEmbedded(options)
    assert.equal(database.started, 'warm')
    await ask(database.url, 'INSERT INTO kept VALUES (1)')
    process.kill(database.pid, 'SIGKILL')
    await waitForEnd(database.pid, 5000)
    const again = await startEmbedded(options)
    assert.equal(again.started, 'warm')
    assert.ok(
      lines.some((line) => line.includes('ended unexpectedly (SIGKILL)')),
      'the log says so',
    )
    assert.deepEqual(await ask(again.url, 'SELECT id FROM kept'), [{ id: 1 }])
    await again.stop()
  })

  test('takes over the server that a killed Stadttor left running, unless that one runs with other settings', async () => {
    const first = await startEmbedded(options)
    assert.deepEqual(findEmbedded(dataDir), { url: first.url, adminUrl: first.adminUrl, pid: first.pid })
    const second = await startEmbedded(options)
    assert.equal(second.started, 'attached')
    assert.equal(second.pid, first.pid)
    const third = await startEmbedded({ ...options, settings: { max_connections: '20' } })
    assert.equal(third.started, 'warm')
    assert.equal(isAlive(first.pid), false)
    await third.stop()
    assert.equal(isAlive(third.pid), false)
  })

  test('starts beside a stale, an empty and a foreign pid file', async () => {
    const database = await startEmbedded(options)
    const written = readFileSync(pidFile, 'utf8')
    await database.stop()
    const stranger = spawn('sleep', ['60'], isRoot() ? { uid: 65534, gid: 65534 } : {})
    const own = statSync(join(dataDir, 'postgres', 'PG_VERSION'))
    for (const left of [written, '', written.replace(/^\d+/, String(stranger.pid))]) {
      writeFileSync(pidFile, left, { mode: 0o600 })
      if (isRoot()) chownSync(pidFile, own.uid, own.gid)
      assert.equal(findEmbedded(dataDir), undefined)
      const again = await startEmbedded(options)
      assert.equal(again.started, 'warm')
      await again.stop()
    }
    assert.ok(isAlive(stranger.pid!), 'the stranger is left alone')
    stranger.kill()
  })

  test('finishes a first start that was cut short before role and database were made', async () => {
    const database = await startEmbedded(options)
    await ask(database.adminUrl, 'DROP DATABASE stadttor')
    await ask(database.adminUrl, 'DROP ROLE stadttor_owner')
    await database.stop()
    const again = await startEmbedded(options)
    assert.equal(again.started, 'warm')
    assert.deepEqual(await ask(again.url, 'SELECT 1 AS one'), [{ one: 1 }])
    await again.stop()
  })

  test('refuses to begin anew when its files or its passwords are missing', async () => {
    const file = join(dataDir, 'postgres.json')
    const secret = readFileSync(file, 'utf8')
    rmSync(file)
    await assert.rejects(startEmbedded(options), /postgres\.json is missing/)
    writeFileSync(file, secret, { mode: 0o600 })
  })
})

describe('the data folder', () => {
  test('is held by one Stadttor at a time, and says by whom; what a crash left does not hold it', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'stadttor-hold-')), 'data')
    const hold = takeDataDir(folder)
    hold.announce('http://localhost:8080/')
    assert.throws(() => takeDataDir(folder), new RegExp(`process ${process.pid} at http://localhost:8080/`))
    hold.release()
    writeFileSync(join(folder, 'stadttor.pid'), `${process.pid}\nan earlier birth\nhttp://localhost:8080/\n`)
    takeDataDir(folder).release()
    writeFileSync(join(folder, 'stadttor.pid'), '')
    takeDataDir(folder).release()
    assert.equal(existsSync(join(folder, 'stadttor.pid')), false)
    rmSync(join(folder, '..'), { recursive: true })
  })
})
