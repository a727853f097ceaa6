// One worker per server process: fires timers, does work that is due, brings messages. Several servers share the work by locked rows.
import { sql } from 'kysely'
import type { House } from '../../kernel/house.ts'
import { newId } from '../../kernel/ids.ts'
import type { Town } from '../../kernel/town.ts'
import { deliverMessages } from './message.ts'
import { startDue } from './start.ts'
import { type After, isAlone, Step } from './step.ts'
import type { InstanceRow, JobRow } from './tables.ts'
import type { Db } from './version.ts'
import { callWebhook } from './webhook.ts'
import { askHouse, failed, finish, noteFault, postpone, variablesOf } from './work.ts'

const actor = 'system:processes'
/** Whoever calls an address longer than this is believed to be gone. */
const leaseMs = 60_000
/** A room of the house that answers later than this is at fault. */
const patienceMs = 20_000

type Claimed = { job: JobRow; businessKey: string | null; variables: Record<string, unknown>; allowed: string[] }
type Done = { after: After } | { claimed: Claimed } | { fired: true } | { idle: true }

/** Shorter than the second after which PostgreSQL looks for a deadlock: the worker gives way to whoever waits for its process. */
const lockPatienceMs = 700
const givesWay = new Set(['55P03', '40P01'])

class WorkFault extends Error {
  readonly job: JobRow
  /** Somebody else held the rows that this work changes. */
  readonly isBusy: boolean
  constructor(job: JobRow, fault: unknown) {
    super(fault instanceof Error ? fault.message : String(fault))
    this.job = job
    this.isBusy = givesWay.has(String((fault as { code?: unknown } | null)?.code))
  }
}

/** One due family of instances. @returns false when nothing is due */
export async function runDue(house: House, town: Town, now: Date): Promise<boolean> {
  let done: Done
  try {
    done = await town.write((db: Db) => runIn(house, town, db, now))
  } catch (fault) {
    if (!(fault instanceof WorkFault)) throw fault
    if (fault.isBusy) {
      await postpone(town, fault.job, new Date(now.getTime() + 1_000))
      return true
    }
    house.log.fault('work of a process failed', fault, { town: town.key, module: 'processes' })
    await noteFault(town, fault.job, fault.message, now)
    return true
  }
  if ('idle' in done) return false
  if ('claimed' in done) await callOut(house, town, done.claimed, now)
  return true
}

/** So many families whose timers are due are taken at once: nothing foreign is asked for them. */
const timersAtOnce = 20

const duePart = (now: Date) => sql`i.next_due <= ${now} AND i.state = 'running'`
const hasTimer = (now: Date) =>
  sql<boolean>`EXISTS (SELECT FROM processes.timer t WHERE t.town_id = i.town_id AND t.root_id = i.id AND t.due_at <= ${now})`

async function runIn(house: House, town: Town, db: Db, now: Date): Promise<Done> {
  const { rows } = await sql<InstanceRow & { has_timer: boolean }>`SELECT i.*, ${hasTimer(now)} AS has_timer
    FROM processes.instance i WHERE ${duePart(now)} ORDER BY i.next_due LIMIT 1 FOR UPDATE OF i SKIP LOCKED`.execute(db)
  const [due] = rows
  if (!due) return { idle: true }
  if (due.has_timer) {
    const { rows: others } = await sql<InstanceRow>`SELECT i.* FROM processes.instance i
      WHERE ${duePart(now)} AND i.id <> ${due.id} AND ${hasTimer(now)}
      ORDER BY i.next_due LIMIT ${timersAtOnce - 1} FOR UPDATE OF i SKIP LOCKED`.execute(db)
    await Promise.all([due, ...others].map((row) => fireTimers(town, db, row, now)))
    return { fired: true }
  }
  const step = new Step(db, town, now, actor)
  // Shorter than the time after which a deadlock is looked for; to the end of this transaction.
  const [held] = await Promise.all([
    step.hold(due),
    sql`SELECT set_config('lock_timeout', ${`${lockPatienceMs}ms`}, true)`.execute(db),
  ])
  const found = isAlone(held) ? undefined : await findDueJob(db, due.id, now)
  const walk = found ? await step.open(found.instance_id) : held
  const job = found
    ? walk?.jobs.find(found.id)
    : held.jobs
        .where(({ due_at }) => due_at !== null && due_at <= now)
        .sort((one, other) => one.due_at!.getTime() - other.due_at!.getTime())[0]
  if (!walk || !job) return { after: await step.save(true) }
  if (job.kind === 'webhook') {
    const claimed = { job: { ...job }, businessKey: walk.instance.business_key, variables: variablesOf(walk, job) }
    const until = new Date(now.getTime() + leaseMs)
    walk.jobs.change(job, { tries: job.tries + 1, locked_by: newId(now), locked_until: until, due_at: until })
    claimed.job = { ...job }
    await step.save()
    const { rows } = await sql<{ origin: string }>`SELECT origin FROM processes.webhook_host`.execute(db)
    return { claimed: { ...claimed, allowed: rows.map(({ origin }) => origin) } }
  }
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('no answer in time')), patienceMs)
  const outcome = await Promise.race([askHouse(house, town, db, walk, job, now), late.promise])
    .catch((fault: unknown) => {
      throw new WorkFault(job, fault)
    })
    .finally(() => clearTimeout(timer))
  walk.jobs.change(job, { tries: job.tries + 1 })
  // Nobody in the house knows the topic: it waits for a program from outside.
  if (outcome === undefined) walk.jobs.change(job, { due_at: null })
  else await finish(step, walk, job, outcome)
  return { after: await step.save() }
}

const findDueJob = (db: Db, root: string, now: Date) =>
  db
    .selectFrom('processes.job')
    .select(['id', 'instance_id'])
    .where('root_id', '=', root)
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst()

async function fireTimers(town: Town, db: Db, row: InstanceRow, now: Date): Promise<void> {
  const step = new Step(db, town, now, actor)
  const held = await step.hold(row)
  const timers = isAlone(held)
    ? held.timers.where(({ due_at }) => due_at !== null && due_at <= now)
    : await db
        .selectFrom('processes.timer')
        .select(['id', 'instance_id', 'due_at'])
        .where('root_id', '=', row.id)
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .limit(100)
        .execute()
  for (const { id, instance_id } of [...timers].sort((one, other) => one.due_at!.getTime() - other.due_at!.getTime()))
    await step.change(instance_id, { kind: 'fire', wait: id })
  await step.save()
}

async function callOut(house: House, town: Town, { job, businessKey, variables, allowed }: Claimed, now: Date): Promise<void> {
  const body = { instance: job.instance_id, step: job.node, businessKey, variables }
  const outcome = await callWebhook(town, { url: job.target, key: job.id, body }, allowed, now).catch((fault: Error) => fault)
  await town.write(async (db: Db) => {
    const step = new Step(db, town, now, actor)
    const walk = await step.open(job.instance_id)
    const row = walk?.jobs.find(job.id)
    // Taken over by somebody else, or no longer wanted.
    if (!walk || !row || row.locked_by !== job.locked_by) return
    if (outcome instanceof Error) {
      house.log.info('an address called by a process did not answer as it should', { town: town.key, module: 'processes' })
      await failed(step, walk, row, outcome.message, now)
    } else await finish(step, walk, row, outcome)
    await step.save()
  })
}

export type Worker = {
  /** There may be something to do in this town. */
  wake: (town: Town) => void
  /** Resolves when nothing is being done any more. */
  idle: () => Promise<void>
  stop: () => Promise<void>
}

const running = new WeakMap<House, Worker>()
/** Tells the worker of this server, where there is one; the others look by themselves. */
export const wakeWorker = (house: House, town: Town): void => running.get(house)?.wake(town)

/** Everything that is due in a town. @returns whether there was anything */
export async function runTown(house: House, town: Town, now: () => Date, lanes = 2): Promise<boolean> {
  let any = false
  for (;;) {
    let did = await startDue(town, now())
    await deliverMessages(town, now())
    const lane = async (): Promise<void> => {
      while (await runDue(house, town, now())) did = true
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    if (!did) return any
    any = true
  }
}

export function startWorker(house: House, { clock = () => new Date(), sweepMs = 5_000 } = {}): Worker {
  const wanted = new Set<Town>()
  let current: Promise<void> | undefined
  let stopped = false

  async function run(): Promise<void> {
    for (const town of wanted) {
      if (stopped) return
      wanted.delete(town)
      try {
        await runTown(house, town, clock)
      } catch (fault) {
        house.log.fault('processes could not go on', fault, { town: town.key, module: 'processes' })
      }
    }
  }
  function wake(town: Town): void {
    if (stopped) return
    wanted.add(town)
    current ??= run().finally(() => {
      current = undefined
      const [left] = wanted
      if (left && !stopped) wake(left)
    })
  }
  const sweep = (): void => {
    for (const town of house.towns.list()) if (house.isOpenIn(town, { name: 'processes' } as never)) wake(town)
  }
  const timer = setInterval(sweep, sweepMs)
  timer.unref()
  sweep()
  const worker: Worker = {
    wake,
    idle: async () => {
      while (current) await current
    },
    stop: async () => {
      stopped = true
      clearInterval(timer)
      running.delete(house)
      while (current) await current
    },
  }
  running.set(house, worker)
  return worker
}
