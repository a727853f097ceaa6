// The line between processes: lost, reopened once, and nothing believed to be fresh meanwhile.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { freshHouse, freshTown } from '../../test/fresh-town.ts'
import { listen } from './listening.ts'
import { createLog } from './log.ts'
import { channel, type Notice, tell } from './outbox.ts'

const fresh = await freshHouse()
const town = await freshTown(fresh.house)

test('After the database was away, the line is opened again exactly once', async () => {
  let failed = 0
  let deaf = 0
  const heard: Notice[] = []
  let wake: () => void = () => undefined
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition())
      await new Promise<void>((resolve) => {
        wake = resolve
      })
  }
  const log = createLog('error', () => {
    failed += 1
    wake()
  })
  const ears = {
    heard: (notice: Notice) => {
      heard.push(notice)
      wake()
    },
    deaf: () => {
      deaf += 1
      wake()
    },
  }
  const listening = await listen(fresh.ownerUrl, ears, log, 20)
  const name = new URL(fresh.ownerUrl).pathname.slice(1)
  const admin = new pg.Client({ connectionString: fresh.adminUrl.replace(/[^/]*$/, 'postgres') })
  await admin.connect()
  await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`)
  await admin.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name = 'stadttor listen'",
    [name],
  )
  await until(() => failed >= 5)
  assert.equal(deaf, 1, 'what is cached counts as stale from the loss on')
  await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`)
  await until(() => deaf >= 2)
  for (const what of ['first', 'second'])
    await town.write((db) => tell(db, { type: 'probe.changed.v1', subjects: [`probe.page/${what}`] }))
  await until(() => heard.some(({ subjects }) => subjects.includes('probe.page/second')))
  await listening.stop()
  await admin.end()
  assert.equal(deaf, 2)
  assert.deepEqual(
    heard.flatMap(({ subjects }) => subjects),
    ['probe.page/first', 'probe.page/second'],
  )
})

test('A notice that none of us wrote ends nothing: what is cached counts as stale', async () => {
  let deaf = 0
  const heard: Notice[] = []
  const strange = ['garbage', '1 {"a":1}', '1 null', '1 [1]', 'x ["a"]', ' ["a"]', '1']
  const ended = Promise.withResolvers<void>()
  const ears = {
    heard: (notice: Notice) => {
      heard.push(notice)
      ended.resolve()
    },
    deaf: () => {
      deaf += 1
    },
  }
  const listening = await listen(fresh.ownerUrl, ears, createLog('silent'))
  for (const payload of [...strange, '7 ["a.thing/1"]'])
    await town.write((db) => sql`SELECT pg_notify(${channel}, ${payload})`.execute(db))
  await ended.promise
  await listening.stop()
  assert.equal(deaf, strange.length)
  assert.deepEqual(heard, [{ town: 7, subjects: ['a.thing/1'] }])
})
