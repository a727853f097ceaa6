// A start that cannot take its ports ends with one sentence and leaves nothing running behind.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { type Configuration, readConfiguration } from '../src/kernel/configuration.ts'
import { findHolder } from '../src/kernel/data-folder.ts'
import { serve } from '../src/serve.tsx'
import { freshHouse, quiet } from './fresh-town.ts'
import { testGround } from './ground.ts'

const fresh = await freshHouse()
const folder = mkdtempSync(join(tmpdir(), 'stadttor-refused-start-'))
const neighbour = createServer().listen(0, '127.0.0.1')
await once(neighbour, 'listening')
const taken = String((neighbour.address() as AddressInfo).port)
after(() => {
  neighbour.close()
  rmSync(folder, { recursive: true })
})

const start = (ports: Record<string, string>) =>
  serve(
    readConfiguration({
      DATA_DIR: folder,
      TOWNS_DIR: join(folder, 'towns'),
      DATABASE_URL: fresh.ownerUrl,
      KEY_FILE: testGround().keyFile,
      ...ports,
    }) as Configuration,
    quiet,
  )

async function countConnections(): Promise<number> {
  const client = new pg.Client({ connectionString: fresh.adminUrl })
  await client.connect()
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  )
  await client.end()
  return rows[0]!.count
}

for (const [which, ports] of [
  ['port', { PORT: taken }],
  ['port of the metrics', { PORT: '0', METRICS_PORT: taken }],
] as const) {
  test(`Where the ${which} is taken, the start says so, gives the data folder back and hangs up`, async () => {
    const before = await countConnections()
    await assert.rejects(start(ports), new RegExp(`EADDRINUSE.*${taken}`))
    assert.equal(findHolder(folder), undefined)
    let left = await countConnections()
    for (let look = 0; look < 500 && left > before; look += 1) left = await countConnections()
    assert.equal(left, before)
  })
}

test('After a refused start the next one opens, serves pages and metrics, and stops', async () => {
  const serving = await start({ PORT: '0', METRICS_PORT: '0' })
  const metrics = await fetch(`http://127.0.0.1:${serving.metricsPort}/`)
  assert.match(await metrics.text(), /^# HELP stadttor_/)
  assert.equal((await fetch(`http://127.0.0.1:${serving.port}/health/ready`)).status, 200)
  await serving.stop()
  assert.equal(findHolder(folder), undefined)
})
