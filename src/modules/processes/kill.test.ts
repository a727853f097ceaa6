// Two servers work on the same processes and are killed again and again: every instance ends once, no effect comes twice, no timer is lost.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { freshHouse, freshTown, quiet } from '../../../test/fresh-town.ts'
import { repository, testGround } from '../../../test/ground.ts'
import type { ProcessWork } from '../../contracts/process-work.ts'
import { openDatabase } from '../../kernel/database/database.ts'
import { makeFolderStore } from '../../kernel/files.ts'
import { House } from '../../kernel/house.ts'
import { readMasterKey } from '../../kernel/keys.ts'
import { type Module, offer } from '../../kernel/module.ts'
import { tell } from '../../kernel/outbox.ts'
import { openPlatform } from '../../kernel/platform.ts'
import { Towns } from '../../kernel/towns.ts'
import { begun, bpmn, deployed } from './fixtures.ts'
import processes from './module.tsx'
import { startWorker } from './worker.ts'

const url = process.env.STADTTOR_KILLED_SERVER
const rounds = Number(process.env.STADTTOR_KILLS ?? 3)
const count = Number(process.env.STADTTOR_KILL_INSTANCES ?? 24)

/** Leaves one mark for each piece of work, in the transaction of its step. */
const marks: Module = {
  name: 'marks',
  officialName: 'Zähler',
  folder: '',
  offers: [
    offer<ProcessWork>('process-work', 1, async (_town, { db, topic, key, instance }) => {
      if (!topic.startsWith('marks.')) return undefined
      await tell(db, { type: 'marks.made.v1', subjects: [`marks.mark/${key}`], payload: { instance, topic } })
      return { done: { last: topic } }
    }),
  ],
}

if (url !== undefined) await serveUntilKilled(url)
else
  test('Two servers are killed at random, and every instance ends exactly once', {
    timeout: 180_000 + rounds * 20_000,
  }, async () => {
    const fresh = await freshHouse({ modules: [{ ...processes, folder: '' }, marks] })
    const town = await freshTown(fresh.house)
    await deployed(
      town,
      bpmn(
        'marked',
        `<bpmn:startEvent id="s"/><bpmn:serviceTask id="a" stadttor:topic="marks.a"/><bpmn:parallelGateway id="p"/><bpmn:serviceTask id="b" stadttor:topic="marks.b"/>
        <bpmn:intermediateCatchEvent id="t"><bpmn:timerEventDefinition><bpmn:timeDuration>PT0.5S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
        <bpmn:parallelGateway id="j"/><bpmn:serviceTask id="c" stadttor:topic="marks.c"/><bpmn:endEvent id="e"/>`,
        's -> a\na -> p\np -> b\np -> t\nb -> j\nt -> j\nj -> c\nc -> e',
      ),
      new Date(),
    )
    const servers = [startServer(fresh.ownerUrl), startServer(fresh.ownerUrl)]
    try {
      for (let round = 0; round < rounds; round += 1) {
        for (let index = 0; index < count / rounds; index += 1) await begun(town, 'marked', [], new Date())
        // What is under way when the kill comes is up to chance; that something is, is not.
        const [victim] = servers.splice(round % 2, 1)
        await workIsUnderWay(victim!)
        victim!.kill('SIGKILL')
        await once(victim!, 'close')
        servers.push(startServer(fresh.ownerUrl))
      }
      const states = async () =>
        town.read(async (db) => {
          const { rows } = await sql<{
            state: string
            count: number
          }>`SELECT state, count(*)::int AS count FROM processes.instance GROUP BY state`.execute(db)
          return Object.fromEntries(rows.map(({ state, count: many }) => [state, many]))
        })
      const begunAtAll = Math.ceil(count / rounds) * rounds
      while ((await states()).ended !== begunAtAll) await workIsUnderWay(servers[0]!)
      assert.deepEqual(await states(), { ended: begunAtAll })
      const wrong = await town.read(async (db) => {
        const { rows } =
          await sql`SELECT payload->>'instance' AS instance, payload->>'topic' AS topic, count(*)::int AS marks FROM kernel.event
          WHERE type = 'marks.made.v1' GROUP BY 1, 2 HAVING count(*) <> 1
          UNION ALL SELECT instance_id::text, what, count(*)::int FROM processes.log WHERE what IN ('ended', 'fired', 'started') GROUP BY 1, 2 HAVING count(*) <> 1`.execute(
            db,
          )
        return rows
      })
      assert.deepEqual(wrong, [], 'an effect, an end or a timer came twice')
      const made = await town.read((db) =>
        sql<{ count: number }>`SELECT count(*)::int AS count FROM kernel.event WHERE type = 'marks.made.v1'`.execute(db),
      )
      assert.equal(made.rows[0]?.count, begunAtAll * 3)
    } finally {
      for (const server of servers) server.kill('SIGKILL')
    }
  })

function startServer(ownerUrl: string): ChildProcess {
  const env = { ...process.env, STADTTOR_KILLED_SERVER: ownerUrl, NODE_TEST_CONTEXT: undefined }
  return spawn(process.execPath, [process.argv[1]!], { env, stdio: ['ignore', 'pipe', 'inherit'] })
}

/** The server says a line at every look for work. */
const workIsUnderWay = async (server: ChildProcess): Promise<void> => void (await once(server.stdout!, 'data'))

async function serveUntilKilled(ownerUrl: string): Promise<void> {
  const { keyFile } = testGround()
  const masterKey = readMasterKey(keyFile)
  const database = openDatabase({ url: ownerUrl, masterKey, connections: 4 })
  const platform = openPlatform(database.platform)
  const house = new House({
    modules: [{ ...processes, folder: '' }, marks],
    towns: new Towns({ platform, pool: database.app, masterKey, baseUrl: 'http://localhost:8080' }),
    platform,
    database,
    files: makeFolderStore(join(dirname(keyFile), 'files', 'killed')),
    log: quiet,
    demo: false,
    townsDir: join(repository, 'towns'),
  })
  await house.towns.load()
  startWorker(house, { sweepMs: 50 })
  process.stdout.on('error', () => process.exit(1))
  // Keeps the process alive until it is killed, or until nobody listens any more.
  setInterval(() => process.stdout.write('.'), 30)
}
