// Very many instances at once, made by copying the rows of one that was begun as usual: for benchmarks alone.
import { sql } from 'kysely'
import type { SignedIn } from '../../kernel/access.ts'
import type { House } from '../../kernel/house.ts'
import type { Town } from '../../kernel/town.ts'
import { countTasks, listTasks } from './desk/task-list.ts'
import type { Db } from './version.ts'
import { startWorker } from './worker.ts'

const units = 200
const atOnce = 20_000

export type Crowd = {
  waiting: (count: number) => Promise<string>
  timers: (count: number, due: Date) => Promise<string>
  fireNow: (process: string, now: Date) => Promise<void>
  deployChain: () => Promise<string>
  begin: (process: string, now: Date) => Promise<void>
  counts: (process: string) => Promise<{ state: string; count: number }[]>
  someTasks: (process: string, count: number) => Promise<string[]>
  workList: (person: SignedIn, now: Date) => Promise<number>
  work: (now: () => Date) => { stop: () => Promise<void>; wake: () => void }
}

/** Models in few words and instances begun as usual, as the fixtures of this room make them. */
export type Makers = {
  bpmn: (id: string, elements: string, flows: string) => string
  deployed: (town: Town, source: string, now: Date) => Promise<void>
  begun: (town: Town, key: string, variables: [string, string][], now: Date) => Promise<{ instance: string }>
}
type Draw = Makers['bpmn']

/** Task of one of 200 units, with a period at its edge. */
const taskModel = (bpmn: Draw): string =>
  bpmn(
    'crowd-task',
    `<bpmn:startEvent id="s"/><bpmn:userTask id="decide" name="Entscheiden" stadttor:unit="/" stadttor:due="P14D"/><bpmn:endEvent id="e"/>
    <bpmn:boundaryEvent id="late" attachedToRef="decide" cancelActivity="false"><bpmn:timerEventDefinition><bpmn:timeDuration>P30D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:endEvent id="noted"/>`,
    's -> decide\ndecide -> e\nlate -> noted',
  )
const timerModel = (bpmn: Draw): string =>
  bpmn(
    'crowd-timer',
    `<bpmn:startEvent id="s"/><bpmn:intermediateCatchEvent id="wait"><bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent><bpmn:endEvent id="e"/>`,
    's -> wait\nwait -> e',
  )
const chainModel = (bpmn: Draw): string =>
  bpmn(
    'crowd-chain',
    `<bpmn:startEvent id="s"/>${['a', 'b', 'c', 'd', 'f'].map((id) => `<bpmn:serviceTask id="${id}" stadttor:topic="bench.step"/>`).join('')}<bpmn:endEvent id="e"/>`,
    's -> a\na -> b\nb -> c\nc -> d\nd -> f\nf -> e',
  )

export function crowdIn(house: House, town: Town, { bpmn, deployed, begun }: Makers): Crowd {
  const now = new Date()
  return {
    waiting: async (count) => {
      await deployed(town, taskModel(bpmn), now)
      const { instance } = await begun(town, 'crowd-task', [['reference', 'A-1']], now)
      await copy(town, instance, count, {})
      return instance
    },
    timers: async (count, due) => {
      await deployed(town, timerModel(bpmn), now)
      const { instance } = await begun(town, 'crowd-timer', [['reference', 'A-1']], now)
      await copy(town, instance, count, { due })
      return instance
    },
    fireNow: (process, at) =>
      town.write(async (db: Db) => {
        const family = sql`SELECT i.id FROM processes.instance i JOIN processes.model m ON m.town_id = i.town_id AND m.id = i.model_id WHERE m.key = ${process}`
        await sql`UPDATE processes.timer SET due_at = ${at} WHERE instance_id IN (${family})`.execute(db)
        await sql`UPDATE processes.instance SET next_due = ${at} WHERE id IN (${family})`.execute(db)
      }),
    deployChain: async () => {
      await deployed(town, chainModel(bpmn), now)
      return 'crowd-chain'
    },
    begin: async (process, at) => void (await begun(town, process, [], at)),
    counts: (process) =>
      town.read(async (db) => {
        const { rows } = await sql<{
          state: string
          count: number
        }>`SELECT i.state, count(*)::int AS count FROM processes.instance i
          JOIN processes.model m ON m.town_id = i.town_id AND m.id = i.model_id WHERE m.key = ${process} GROUP BY 1`.execute(db)
        return rows
      }),
    someTasks: (process, count) =>
      town.read(async (db) => {
        const { rows } = await sql<{ id: string }>`SELECT t.id FROM processes.task t JOIN processes.model m ON m.id = t.model_id
          WHERE m.key = ${process} AND t.state = 'open' AND t.units[1] = '/' LIMIT ${count}`.execute(db)
        return rows.map(({ id }) => id)
      }),
    workList: async (person, at) => {
      const [counts, tasks] = await Promise.all([countTasks(town, person, at), listTasks(town, person, 'open', 1, at)])
      if (tasks.length === 0) throw new Error('The work list is empty.')
      return counts.all
    },
    work: (clock) => {
      const worker = startWorker(house, { clock })
      return { stop: worker.stop, wake: () => worker.wake(town) }
    },
  }
}

/** Ids of copies follow from the ids of the original, so that the rows of a copy belong together. */
async function copy(town: Town, instance: string, count: number, { due }: { due?: Date }): Promise<void> {
  const id = (column: string) => sql`md5(${sql.ref(column)}::text || n)::uuid`
  const unit = sql`CASE WHEN n % ${units} = 0 THEN ARRAY['/'] ELSE ARRAY['/unit-' || n % ${units} || '/'] END`
  const at = due ? sql`${due}::timestamptz` : sql`due_at`
  for (let from = 1; from <= count; from += atOnce) {
    const numbers = sql`generate_series(${from}::int, ${Math.min(count, from + atOnce - 1)}::int) AS n`
    const of = sql`instance_id = ${instance}`
    await town.write(async (db: Db) => {
      await sql`INSERT INTO processes.instance (id, root_id, model_id, version_id, business_key, state, started_at, next_due, steps, entries)
        SELECT ${id('id')}, ${id('id')}, model_id, version_id, 'C-' || n, state, started_at, ${due ? at : sql`next_due`}, steps, entries
        FROM processes.instance, ${numbers} WHERE id = ${instance}`.execute(db)
      await sql`INSERT INTO processes.token (id, instance_id, parent_id, node, kind, state, phase, flow, position, planned, since)
        SELECT ${id('id')}, ${id('instance_id')}, ${id('parent_id')}, node, kind, state, phase, flow, position, planned, since
        FROM processes.token, ${numbers} WHERE ${of}`.execute(db)
      await sql`INSERT INTO processes.variable (instance_id, token_id, name, type, value)
        SELECT ${id('instance_id')}, ${id('token_id')}, name, type, value FROM processes.variable, ${numbers} WHERE ${of}`.execute(
        db,
      )
      await sql`INSERT INTO processes.timer (id, instance_id, root_id, token_id, node, due_at, days, period, repeats, left_over)
        SELECT ${id('id')}, ${id('instance_id')}, ${id('root_id')}, ${id('token_id')}, node, ${at}, days, period, repeats, left_over
        FROM processes.timer, ${numbers} WHERE ${of}`.execute(db)
      await sql`INSERT INTO processes.task (id, instance_id, model_id, token_id, node, name, units, state, due_at, priority, created_at)
        SELECT ${id('id')}, ${id('instance_id')}, model_id, ${id('token_id')}, node, name, ${unit}, state, due_at + n * interval '1 second', priority, created_at
        FROM processes.task, ${numbers} WHERE ${of}`.execute(db)
      await sql`INSERT INTO processes.log (instance_id, number, at, what, node, token_id, details, actor)
        SELECT ${id('instance_id')}, number, at, what, node, ${id('token_id')}, details, actor FROM processes.log, ${numbers} WHERE ${of}`.execute(
        db,
      )
    })
  }
}
