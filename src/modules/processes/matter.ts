// What other rooms ask of processes behind their matters: begin one, tell it something, see and do its tasks; all in their own transaction.
import type {
  AssignTasks,
  CompleteTask,
  EvaluateDecision,
  OpenTask,
  ProcessMessage,
  ProcessState,
  StartProcess,
} from '../../contracts/processes.ts'
import { type Offer, offer } from '../../kernel/module.ts'
import { tell } from '../../kernel/outbox.ts'
import { type Town, type TownSql, toldIn } from '../../kernel/town.ts'
import { evaluateDecision } from './decision.ts'
import { beginInstance, findBegun } from './instance.ts'
import { keepMessage } from './sent.ts'
import { Step } from './step.ts'
import { completeTaskIn, worksFor } from './task.ts'
import { fromStored, isHidden, type Stored, toJson } from './value.ts'
import { type Db, findDecision } from './version.ts'
import { variablesFrom } from './work.ts'

const actor = 'system:processes'
/** Told with the commit of whoever asked: the workers of all servers look at once. */
export const dueEvent = 'processes.something-due.v1'

export async function wakeAfterCommit(db: TownSql): Promise<void> {
  if (toldIn.get(db)?.some(({ type }) => type === dueEvent)) return
  await tell(db, { type: dueEvent, subjects: ['processes.queue'] })
}

const writer = (db: TownSql): Db => db as unknown as Db

async function start(town: Town, asked: StartProcess['input']): Promise<StartProcess['answer']> {
  const db = writer(asked.db)
  const startKey = `matter/${asked.startKey}`
  const variables = variablesFrom(asked.variables)
  const versions = await db
    .selectFrom('processes.model as m')
    .innerJoin('processes.version as v', (on) => on.onRef('v.town_id', '=', 'm.town_id').onRef('v.model_id', '=', 'm.id'))
    .select(['m.id as model', 'm.suspended', 'v.id as version', 'v.number'])
    .where('m.kind', '=', 'process')
    .where('m.key', '=', asked.process)
    .orderBy('v.number', 'desc')
    .execute()
  const wanted = versions.find(({ number }) => asked.version === undefined || number === asked.version)
  if (!wanted) return { refused: 'unknown' }
  const numberOf = (of: string): number => versions.find((one) => one.version === of)!.number
  if (wanted.suspended) {
    const known = await findBegun(db, wanted.model, startKey)
    return known ? { instance: known.id, version: numberOf(known.version_id) } : { refused: 'suspended' }
  }
  const { model, version } = wanted
  const beginning = { model, version, businessKey: asked.businessKey, startKey, variables }
  const [begun] = await Promise.all([beginInstance(db, town, beginning, { now: asked.now, actor }), wakeAfterCommit(asked.db)])
  return begun ? { instance: begun.instance, version: numberOf(begun.version) } : { refused: 'unknown' }
}

async function send(asked: ProcessMessage['input']): Promise<ProcessMessage['answer']> {
  const { db, name, key, now } = asked
  const message = { kind: 'message', name, key, variables: variablesFrom(asked.variables), once: `matter/${asked.once}` } as const
  if (await keepMessage(writer(db), message, now)) await wakeAfterCommit(db)
  return { kept: true }
}

/** Families that a matter began, those under way first. */
const familiesOf = (db: Db, businessKey: string) =>
  db
    .selectFrom('processes.instance')
    .select(['id', 'state'])
    .where('business_key', '=', businessKey)
    .where('parent_id', 'is', null)
    .orderBy((one) => one('ended_at', 'is not', null))
    .orderBy('started_at', 'desc')
    .execute()

async function stateOf({ db: given, businessKey }: ProcessState['input']): Promise<ProcessState['answer']> {
  const db = writer(given)
  const families = await familiesOf(db, businessKey)
  const [first] = families
  if (!first) return undefined
  const roots = families.map(({ id }) => id)
  const tasks = await db
    .selectFrom('processes.task as t')
    .innerJoin('processes.instance as i', (on) => on.onRef('i.town_id', '=', 't.town_id').onRef('i.id', '=', 't.instance_id'))
    .select(['t.id', 't.node', 't.name', 't.form', 't.units', 't.assignee', 't.due_at', 't.created_at'])
    .where('t.state', '=', 'open')
    .where('i.root_id', 'in', roots)
    .orderBy('t.created_at')
    .orderBy('t.id')
    .execute()
  const incident = await db
    .selectFrom('processes.incident as n')
    .innerJoin('processes.instance as i', (on) => on.onRef('i.town_id', '=', 'n.town_id').onRef('i.id', '=', 'n.instance_id'))
    .select(['n.message_de as de', 'n.message_en as en'])
    .where('n.ended_at', 'is', null)
    .where('i.root_id', 'in', roots)
    .orderBy('n.at')
    .executeTakeFirst()
  const variables = await db
    .selectFrom('processes.variable')
    .select(['name', 'value'])
    .where('instance_id', '=', first.id)
    .orderBy('token_id')
    .execute()
  return {
    state: first.state,
    variables: Object.fromEntries(
      variables.filter(({ name }) => !isHidden(name)).map(({ name, value }) => [name, toJson(fromStored(value as Stored))]),
    ),
    tasks: tasks.map(({ due_at: dueAt, created_at: createdAt, ...task }): OpenTask => ({ ...task, dueAt, createdAt })),
    ...(incident && { incident }),
    path: `/desk/processes/instances/${first.id}`,
  }
}

async function complete(town: Town, asked: CompleteTask['input']): Promise<CompleteTask['answer']> {
  const { db, task, person, now } = asked
  const outcome = await completeTaskIn(writer(db), town, task, person, variablesFrom(asked.variables), now)
  if ('refused' in outcome) return outcome
  await wakeAfterCommit(db)
  return { done: true }
}

async function assign(town: Town, asked: AssignTasks['input']): Promise<AssignTasks['answer']> {
  const db = writer(asked.db)
  const { assignee, from, now } = asked
  let assigned = 0
  // In one order everywhere, so that two who take over at once do not wait for each other.
  const families = (await familiesOf(db, asked.businessKey)).filter(({ state }) => state === 'running').map(({ id }) => id)
  for (const root of families.sort()) {
    const step = new Step(db, town, now, actor)
    if (!(await step.open(root))) continue
    const tasks = await db
      .selectFrom('processes.task as t')
      .innerJoin('processes.instance as i', (on) => on.onRef('i.town_id', '=', 't.town_id').onRef('i.id', '=', 't.instance_id'))
      .selectAll('t')
      .where('t.state', '=', 'open')
      .where('i.root_id', '=', root)
      .execute()
    for (const found of tasks) {
      if (found.assignee === assignee || (from !== undefined && found.assignee !== from)) continue
      const fits = assignee === null || found.people.includes(assignee) || (await worksFor(db, assignee, found.units, now))
      const task = fits ? (await step.open(found.instance_id))?.tasks.find(found.id) : undefined
      if (!task) continue
      await step.assignTask(task, assignee)
      assigned += 1
    }
    await step.save()
  }
  return { assigned }
}

/** A decision that is deployed in the town. */
async function askDecision(town: Town, asked: EvaluateDecision['input']): Promise<EvaluateDecision['answer']> {
  const found = await findDecision(asked.db as unknown as Db, town, asked.decision, asked.version)
  const decided = found && evaluateDecision(found.decide, asked.decision, new Map(variablesFrom(asked.inputs)), asked.now)
  if (!decided) return { refused: 'unknown' }
  return 'fault' in decided ? decided : { outputs: toJson(decided.value), version: found.number }
}

export const matterOffers: readonly Offer[] = [
  offer<StartProcess>('start-process', 1, start),
  offer<ProcessMessage>('process-message', 1, (_town, asked) => send(asked)),
  offer<ProcessState>('process-state', 1, (_town, asked) => stateOf(asked)),
  offer<CompleteTask>('complete-task', 1, complete),
  offer<AssignTasks>('assign-tasks', 1, assign),
  offer<EvaluateDecision>('evaluate-decision', 1, askDecision),
]
