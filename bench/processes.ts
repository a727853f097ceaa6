// Processes: five automatic steps against bare transactions, a million waiting instances, and very many timers due at once.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import type { ProcessWork } from '../src/contracts/process-work.ts'
import type { CompleteTask } from '../src/contracts/processes.ts'
import type { SignedIn } from '../src/kernel/access.ts'
import { readConfiguration } from '../src/kernel/configuration.ts'
import { House } from '../src/kernel/house.ts'
import { createLog } from '../src/kernel/log.ts'
import { type Module, offer } from '../src/kernel/module.ts'
import { grantPermission, registerPerson } from '../src/kernel/people.ts'
import { findSignedIn, openSession } from '../src/kernel/sessions.ts'
import type { Town, TownSql } from '../src/kernel/town.ts'
import { openHouse, place } from '../src/main.ts'
import { serveHouse } from '../src/serve.tsx'
import { neutralSettings } from '../test/fresh-town.ts'
import { type Bench, CannotMeasure, type Figure, median, percentile, type Run, rounded } from './bench.ts'
import { fetchOnce } from './reader.ts'
import { openFolder } from './town-hall.ts'

type Crowd = {
  waiting: (count: number) => Promise<string>
  timers: (count: number, due: Date) => Promise<string>
  fireNow: (process: string, now: Date) => Promise<void>
  deployChain: () => Promise<string>
  begin: (process: string, now: Date) => Promise<void>
  counts: (process: string) => Promise<{ state: string; count: number }[]>
  someTasks: (process: string, count: number) => Promise<string[]>
  workList: (person: unknown, now: Date) => Promise<number>
  work: (now: () => Date) => { stop: () => Promise<void>; wake: () => void }
}

/** Looked for by name, so that the house still builds when that room is gone. */
async function findCrowds(): Promise<((house: House, town: Town) => Crowd) | undefined> {
  const file = join(place.dist, 'src', 'modules', 'processes', 'fixtures.js')
  if (!existsSync(file)) return undefined
  return ((await import(pathToFileURL(file).href)) as { openCrowd: (house: House, town: Town) => Crowd }).openCrowd
}

/** Does the work of every step at once, and nothing else. */
const worker: Module = {
  name: 'bench',
  officialName: 'Messung',
  folder: '',
  offers: [
    offer<ProcessWork>('process-work', 1, async (_town, { topic }) => (topic === 'bench.step' ? { done: {} } : undefined)),
  ],
}

const lanes = 2
const allAtOnce = async (count: number, work: (index: number) => Promise<unknown>): Promise<number> => {
  let next = 0
  const begin = performance.now()
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (next < count) {
        next += 1
        await work(next)
      }
    }),
  )
  return (performance.now() - begin) / 1_000
}
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export const processes: Bench = {
  name: 'processes',
  title: 'five automatic steps, a million waiting instances, 100,000 timers due at once',
  measure: async (run) => {
    const openCrowd = await findCrowds()
    if (!openCrowd) throw new CannotMeasure('no room runs processes')
    const configuration = readConfiguration({ DATA_DIR: openFolder(join(run.folder, 'data')) })
    if ('problems' in configuration) throw new Error(configuration.problems.join('\n'))
    const opened = await openHouse(configuration, createLog('error'))
    run.atEnd(() => opened.close())
    const { modules, towns, platform, database, files, log, mailer, demo } = opened.house
    const { townsDir } = configuration
    const house = new House({ modules: [...modules, worker], towns, platform, database, files, log, mailer, demo, townsDir })
    await house.towns.settle([{ key: 'musterstadt', folder: '', settings: neutralSettings('musterstadt') }])
    const [town] = house.towns.list()
    const crowd = openCrowd(house, town!)
    return [
      ...(await fiveSteps(run, house, crowd)),
      ...(await manyWaiting(run, house, town!, crowd)),
      ...(await manyTimers(run, house, town!, crowd, join(run.folder, 'audit'))),
    ]
  },
}

async function fiveSteps(run: Run, house: House, crowd: Crowd): Promise<Figure[]> {
  const chain = await crowd.deployChain()
  const [rounds, each] = run.short ? [2, 40] : [5, 300]
  const plainly = await openBare(house.database.ownerUrl)
  run.atEnd(plainly.close)
  const [ours, bare]: [number[], number[]] = [[], []]
  let ended = 0
  for (let round = 0; round <= rounds; round += 1) {
    const begin = performance.now()
    await allAtOnce(each, () => crowd.begin(chain, new Date()))
    const working = crowd.work(() => new Date())
    ended += each
    while ((await crowd.counts(chain)).find(({ state }) => state === 'ended')?.count !== ended) await pause(5)
    const seconds = (performance.now() - begin) / 1_000
    await working.stop()
    const plain = await allAtOnce(each * 6, plainly.once)
    // The first round warms up.
    if (round > 0) {
      ours.push(each / seconds)
      bare.push(each / plain)
    }
  }
  return [
    {
      what: 'processes of five automatic steps',
      value: median(ours),
      unit: '/s',
      note: 'one transaction to begin, one for each step',
    },
    {
      what: 'as many bare transactions',
      value: median(bare),
      unit: '× 6 /s',
      note: 'the script of pgbench, prepared, from two connections',
    },
    {
      what: 'share of the bare transactions',
      value: median(ours.map((value, index) => value / bare[index]!)),
      unit: '×',
      goal: { least: 0.4 },
    },
  ]
}

/** What `pgbench -i -s 10` makes, without the padding; and its script, each statement prepared and awaited. */
async function openBare(url: string): Promise<{ once: () => Promise<void>; close: () => Promise<void> }> {
  const pool = new pg.Pool({ connectionString: url, max: lanes })
  await pool.query(`CREATE SCHEMA bare;
    CREATE TABLE bare.accounts (aid int PRIMARY KEY, bid int, abalance int); CREATE TABLE bare.tellers (tid int PRIMARY KEY, bid int, tbalance int);
    CREATE TABLE bare.branches (bid int PRIMARY KEY, bbalance int); CREATE TABLE bare.history (tid int, bid int, aid int, delta int, mtime timestamp);
    INSERT INTO bare.accounts SELECT n, n % 10, 0 FROM generate_series(1, 1000000) n;
    INSERT INTO bare.tellers SELECT n, n % 10, 0 FROM generate_series(1, 100) n; INSERT INTO bare.branches SELECT n, 0 FROM generate_series(1, 10) n;
    ANALYZE bare.accounts`)
  const any = (most: number): number => 1 + Math.floor(Math.random() * most)
  return {
    once: async () => {
      const client = await pool.connect()
      const ask = (name: string, text: string, values: unknown[]) => client.query({ name: `bare ${name}`, text, values })
      const [account, teller, branch, delta] = [any(1_000_000), any(100), any(10), any(5_000)]
      try {
        await client.query('BEGIN')
        await ask('account', 'UPDATE bare.accounts SET abalance = abalance + $1 WHERE aid = $2', [delta, account])
        await ask('balance', 'SELECT abalance FROM bare.accounts WHERE aid = $1', [account])
        await ask('teller', 'UPDATE bare.tellers SET tbalance = tbalance + $1 WHERE tid = $2', [delta, teller])
        await ask('branch', 'UPDATE bare.branches SET bbalance = bbalance + $1 WHERE bid = $2', [delta, branch])
        await ask('history', 'INSERT INTO bare.history VALUES ($1, $2, $3, $4, now())', [teller, branch, account, delta])
        await client.query('COMMIT')
      } finally {
        client.release()
      }
    },
    close: () => pool.end(),
  }
}

async function staffIn(town: Town): Promise<{ session: string; person: SignedIn }> {
  const now = new Date()
  const id = await registerPerson(town, { kind: 'staff', givenName: 'Dora', familyName: 'Muster' }, now)
  await grantPermission(town, id, 'processes.task.work')
  const session = await openSession(town, id, 'high', now)
  return { session, person: (await findSignedIn(town, session, now))! }
}

async function manyWaiting(run: Run, house: House, town: Town, crowd: Crowd): Promise<Figure[]> {
  const count = run.short ? 20_000 : 1_000_000
  const begin = performance.now()
  await crowd.waiting(count)
  run.say(`${count} instances stored in ${rounded((performance.now() - begin) / 1_000)} s`)
  const owner = new pg.Client({ connectionString: house.database.ownerUrl })
  await owner.connect()
  // As autovacuum does within minutes.
  await owner.query('ANALYZE')
  await owner.end()
  const { person } = await staffIn(town)
  // A clerk of one of 200 units, and somebody who may do every task of the town.
  const clerk = { ...person, units: new Map([['processes.task.work', ['/unit-7/']]]) }
  const before = process.memoryUsage().rss
  const timesOf = async (rounds: number, work: (round: number) => Promise<unknown>): Promise<number[]> => {
    const times: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const start = performance.now()
      await work(round)
      times.push(performance.now() - start)
    }
    return times
  }
  const rounds = run.short ? 50 : 300
  await crowd.workList(clerk, new Date())
  const ofUnit = await timesOf(rounds, () => crowd.workList(clerk, new Date()))
  const ofTown = await timesOf(rounds, () => crowd.workList(person, new Date()))
  const tasks = await crowd.someTasks('crowd-task', rounds)
  const done = await timesOf(tasks.length, (round) =>
    town.write((db) =>
      house.ask<CompleteTask>(town, 'complete-task', {
        db: db as unknown as TownSql,
        task: tasks[round]!,
        person,
        variables: { outcome: 'granted' },
        now: new Date(),
      }),
    ),
  )
  const note = `${count} instances wait, 200 units`
  return [
    { what: 'task completed, p95', value: percentile(done, 0.95), unit: 'ms', goal: { most: 30 }, note },
    { what: 'work list of a unit with its counts, p95', value: percentile(ofUnit, 0.95), unit: 'ms', goal: { most: 50 }, note },
    { what: 'work list of the whole town, p95', value: percentile(ofTown, 0.95), unit: 'ms', goal: { most: 50 }, note },
    {
      what: 'memory of the server meanwhile',
      value: (process.memoryUsage().rss - before) / 1e6,
      unit: 'MB more',
      goal: { most: 100 },
    },
  ]
}

async function manyTimers(run: Run, house: House, town: Town, crowd: Crowd, auditDir: string): Promise<Figure[]> {
  const count = run.short ? 2_000 : 100_000
  await crowd.timers(count, new Date(Date.now() + 86_400_000))
  const { session } = await staffIn(town)
  const served = await serveHouse(house, {
    port: 0,
    host: '127.0.0.1',
    metricsPort: undefined,
    trustedProxies: [],
    limits: false,
    auditDir: openFolder(auditDir),
  })
  run.atEnd(() => served.stop())
  const asked = { host: new URL(town.origin).host, cookie: `__Host-session=${session}` }
  const page = async (times: number[]): Promise<void> => {
    const start = performance.now()
    const { status } = await fetchOnce(served.port, '/desk/processes/tasks?view=mine', asked)
    if (status !== 200) throw new Error(`The work list answered ${status}.`)
    times.push(performance.now() - start)
    await pause(20)
  }
  const [idle, busy]: [number[], number[]] = [[], []]
  for (let round = 0; round < (run.short ? 50 : 300); round += 1) await page(idle)
  const begin = performance.now()
  await crowd.fireNow('crowd-timer', new Date())
  const ended = async (): Promise<number> =>
    (await crowd.counts('crowd-timer')).find(({ state }) => state === 'ended')?.count ?? 0
  let looked = performance.now()
  for (;;) {
    await page(busy)
    if (performance.now() - looked < 500) continue
    looked = performance.now()
    if ((await ended()) >= count) break
  }
  const minutes = (performance.now() - begin) / 60_000
  const note = 'the pages and the timers in one process'
  return [
    {
      what: `${count} timers due at once, all fired after`,
      value: minutes,
      unit: 'min',
      goal: { most: run.short ? 10 / 50 : 10 },
      note,
    },
    {
      what: 'pages meanwhile, p95 against idle',
      value: percentile(busy, 0.95) / percentile(idle, 0.95),
      unit: '×',
      goal: { most: 2 },
      note: `${rounded(percentile(idle, 0.95))} ms idle, ${rounded(percentile(busy, 0.95))} ms busy`,
    },
  ]
}
