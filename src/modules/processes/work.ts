// Work of steps: done by a room of the house inside the step's transaction, called over the network, or fetched by programs.
import { sql } from 'kysely'
import type { ProcessWork } from '../../contracts/process-work.ts'
import type { House } from '../../kernel/house.ts'
import type { Town, TownSql } from '../../kernel/town.ts'
import { variableShape } from '../../standards/bpmn/reading.ts'
import type { Value } from '../../standards/feel/value.ts'
import type { Walk } from './engine/walk.ts'
import { type After, Step } from './step.ts'
import type { JobRow } from './tables.ts'
import { fromJson, isHidden, toJson, UnfitValue } from './value.ts'
import type { Db } from './version.ts'

const actor = 'system:processes'

export type Outcome =
  | { done: readonly [string, Value][] }
  | { error: { code: string; message: string }; variables?: readonly [string, Value][] }
  | { incident: { de: string; en: string } }

/** What a program answers, as variables. @throws UnfitValue for names and values that cannot be kept */
export function variablesFrom(json: unknown): [string, Value][] {
  if (json === undefined || json === null) return []
  if (typeof json !== 'object' || Array.isArray(json))
    throw new UnfitValue('Variablen kommen als Objekt.', 'Variables come as an object.')
  const entries = Object.entries(json)
  if (entries.length > 200) throw new UnfitValue('Mehr als 200 Variablen auf einmal.', 'More than 200 variables at once.')
  return entries.map(([name, value]) => {
    if (!variableShape.test(name))
      throw new UnfitValue(
        `„${name.slice(0, 60)}“ kann keine Variable heißen.`,
        `A variable cannot be called "${name.slice(0, 60)}".`,
      )
    return [name, fromJson(value)]
  })
}

/** What its inputs name; without inputs everything that the step can see. */
export function variablesOf(walk: Walk, job: Pick<JobRow, 'token_id'>): Record<string, unknown> {
  const token = walk.tokens.find(job.token_id)
  if (!token) return {}
  const node = walk.process.nodes.get(token.node)
  const only = node && 'inputs' in node && node.inputs.length > 0 ? new Set(node.inputs.map(({ to }) => to)) : undefined
  const visible = [...walk.visibleTo(token)].filter(([name]) => !isHidden(name) && (!only || only.has(name)))
  return Object.fromEntries(visible.map(([name, value]) => [name, toJson(value)]))
}

/** Asks the rooms of the house; undefined: nobody knows this topic. */
export async function askHouse(
  house: House,
  town: Town,
  db: Db,
  walk: Walk,
  job: JobRow,
  now: Date,
): Promise<Outcome | undefined> {
  const asked = {
    db: db as TownSql,
    topic: job.target,
    key: job.id,
    instance: walk.instance.id,
    businessKey: walk.instance.business_key,
    variables: variablesOf(walk, job),
    now,
  }
  for (const neighbour of house.neighbours<ProcessWork>(town, 'process-work')) {
    const answer = await neighbour.ask(asked)
    if (answer === undefined) continue
    return 'error' in answer || 'incident' in answer ? answer : { done: variablesFrom(answer.done) }
  }
  return undefined
}

export async function finish(step: Step, walk: Walk, job: JobRow, outcome: Outcome): Promise<void> {
  walk.jobs.remove(job)
  if ('incident' in outcome) {
    const { de, en } = outcome.incident
    const incident = { kind: 'work', de: de.slice(0, 500), en: en.slice(0, 500) }
    await step.change(walk.instance.id, { kind: 'stuck', token: job.token_id, incident })
    return
  }
  if ('error' in outcome) {
    const { code, message } = outcome.error
    await step.change(walk.instance.id, {
      kind: 'raise',
      token: job.token_id,
      raised: {
        kind: 'error',
        code: code.slice(0, 200),
        message: message.slice(0, 500),
        variables: [...(outcome.variables ?? [])],
      },
    })
    return
  }
  await step.change(walk.instance.id, {
    kind: 'done',
    token: job.token_id,
    variables: outcome.done,
    what: 'worked',
    details: { target: job.target.slice(0, 200), tries: job.tries },
  })
}

/** 10 seconds, 40, 3 minutes, 11, 43, then hourly. */
export const backOff = (tries: number): number => Math.min(3_600_000, 10_000 * 4 ** Math.max(0, tries - 1))

/** Tried again later, or an incident once there are no tries left. */
export async function failed(
  step: Step,
  walk: Walk,
  job: JobRow,
  fault: string,
  now: Date,
  wait?: { retries?: number | undefined; ms?: number | undefined },
): Promise<void> {
  const left = Math.max(0, wait?.retries ?? job.tries_left - 1)
  walk.note('failed', { id: job.token_id, node: job.node }, { fault: fault.slice(0, 300), left })
  if (left === 0) {
    walk.jobs.remove(job)
    const who = job.target.slice(0, 100)
    await step.change(walk.instance.id, {
      kind: 'stuck',
      token: job.token_id,
      incident: {
        kind: 'work',
        de: `„${who}“ ist mehrmals gescheitert: ${fault.slice(0, 300)}`,
        en: `"${who}" failed several times: ${fault.slice(0, 300)}`,
      },
    })
    return
  }
  const again = new Date(now.getTime() + (wait?.ms ?? backOff(job.tries)))
  const fromOutside = job.due_at === null
  walk.jobs.change(job, {
    tries_left: left,
    last_fault: fault.slice(0, 1_000),
    locked_by: null,
    locked_until: fromOutside ? again : null,
    due_at: fromOutside ? null : again,
  })
}

/** A fault of the house's own work: everything it did was undone, and only the try is kept. */
export const noteFault = (
  town: Town,
  job: Pick<JobRow, 'id' | 'instance_id'>,
  fault: string,
  now: Date,
): Promise<After | undefined> =>
  town.write(async (db: Db) => {
    const step = new Step(db, town, now, actor)
    const walk = await step.open(job.instance_id)
    const row = walk?.jobs.find(job.id)
    if (!walk || !row) return undefined
    walk.jobs.change(row, { tries: row.tries + 1 })
    await failed(step, walk, row, fault, now)
    return step.save()
  })

/** No fault of anybody: the same try, a little later. */
export const postpone = (town: Town, job: Pick<JobRow, 'id' | 'instance_id'>, until: Date): Promise<After | undefined> =>
  town.write(async (db: Db) => {
    const step = new Step(db, town, until, actor)
    const walk = await step.open(job.instance_id)
    const row = walk?.jobs.find(job.id)
    if (!walk || !row) return undefined
    walk.jobs.change(row, { due_at: until })
    return step.save()
  })

export type FetchedWork = {
  id: string
  topic: string
  instance: string
  businessKey: string | null
  step: string
  lockedUntil: Date
  triesLeft: number
  variables: Record<string, unknown>
}

/** Pieces of work for a program from outside, its own until `leaseMs` are over. */
export async function fetchWork(
  town: Town,
  wanted: { worker: string; topics: readonly string[]; max: number; leaseMs: number },
  now: Date,
): Promise<FetchedWork[]> {
  const until = new Date(now.getTime() + wanted.leaseMs)
  return town.write(async (db: Db) => {
    const { rows } =
      await sql<JobRow>`UPDATE processes.job j SET locked_by = ${wanted.worker}, locked_until = ${until}, tries = tries + 1
      WHERE j.id IN (SELECT o.id FROM processes.job o JOIN processes.instance i ON i.town_id = o.town_id AND i.id = o.instance_id
        WHERE o.due_at IS NULL AND o.kind = 'topic' AND o.target = ANY (${[...wanted.topics]}) AND i.state = 'running'
          AND (o.locked_until IS NULL OR o.locked_until < ${now})
        ORDER BY o.created_at LIMIT ${wanted.max} FOR UPDATE OF o SKIP LOCKED)
      RETURNING j.*`.execute(db)
    const fetched: FetchedWork[] = []
    for (const job of rows) {
      const walk = await new Step(db, town, now, actor).look(job.instance_id)
      if (!walk) continue
      fetched.push({
        id: job.id,
        topic: job.target,
        instance: job.instance_id,
        businessKey: walk.instance.business_key,
        step: job.node,
        lockedUntil: until,
        triesLeft: job.tries_left,
        variables: variablesOf(walk, job),
      })
    }
    return fetched
  })
}

/** What a program says of work that it fetched. `lost`: it is no longer its own. */
export async function answerWork(
  town: Town,
  job: string,
  worker: string,
  answer: Outcome | { fault: string; retries?: number | undefined; retryMs?: number | undefined } | { extendMs: number },
  now: Date,
): Promise<After | 'lost'> {
  return town.write(async (db: Db) => {
    const found = await db.selectFrom('processes.job').select('instance_id').where('id', '=', job).executeTakeFirst()
    if (!found) return 'lost'
    const step = new Step(db, town, now, `program:${worker}`)
    const walk = await step.open(found.instance_id)
    const row = walk?.jobs.find(job)
    if (!walk || !row || row.locked_by !== worker || walk.instance.state !== 'running') return 'lost'
    if ('extendMs' in answer) walk.jobs.change(row, { locked_until: new Date(now.getTime() + answer.extendMs) })
    else if ('fault' in answer) await failed(step, walk, row, answer.fault, now, { retries: answer.retries, ms: answer.retryMs })
    else await finish(step, walk, row, answer)
    return step.save()
  })
}
