// The machine interface: begin, send messages, tasks, history, and work for programs behind a firewall.

import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { TaskPlace } from '../../contracts/processes.ts'
import { machine } from '../../kernel/access.ts'
import { type Answer, json, type NotFound, notFound } from '../../kernel/http/answer.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import type { Visit } from '../../kernel/http/visit.ts'
import { isUuid } from '../../kernel/ids.ts'
import { findApiInstance, listApiTasks, listHistory } from './api.ts'
import * as schema from './api-schemas.ts'
import { beginInstance } from './instance.ts'
import { deliverMessages } from './message.ts'
import { keepMessage } from './sent.ts'
import { findNewest, Step } from './step.ts'
import { UnfitValue } from './value.ts'
import type { Db } from './version.ts'
import { answerWork, fetchWork, variablesFrom } from './work.ts'
import { wakeWorker } from './worker.ts'

const root = '/api/v1/processes'
const refuse = (status: number, error: string): Answer => json({ error }, { status })

class Unfit extends Error {}

/** Checked here and not by the route, so that nobody without the right is told what a body should look like. */
function fitting<Schema extends TSchema>(wanted: Schema, body: unknown): Static<Schema> {
  const check = Compile(wanted)
  if (check.Check(body)) return body as Static<Schema>
  const [first] = check.Errors(body)
  throw new Unfit(first ? `${first.instancePath || 'body'}: ${first.message}` : 'The body does not fit.')
}

/** A value that cannot be kept is the caller's to mend. */
const guarded = async (work: () => Promise<Answer | NotFound>): Promise<Answer | NotFound> => {
  try {
    return await work()
  } catch (fault) {
    if (fault instanceof UnfitValue || fault instanceof Unfit) return refuse(422, fault.message)
    throw fault
  }
}
const actorOf = ({ machine: program }: Visit): string => `program:${program?.id ?? ''}`
/** Two programs may give themselves the same name. */
const workerOf = (visit: Visit, worker: string): string => `${visit.machine?.id ?? ''}/${worker}`

export function apiRoutes(on: Routes): void {
  on.api(
    `${root}/instances`,
    machine('processes.instance.start'),
    {
      summary: 'Begins an instance of the newest version of a process',
      method: 'POST',
      describedBody: schema.NewInstance,
      response: schema.Begun,
    },
    (visit, _query, body) => guarded(() => begin(visit, fitting(schema.NewInstance, body))),
  )
  on.api(
    `${root}/instances/:id`,
    machine('processes.history.read'),
    { summary: 'Where an instance stands', response: schema.InstanceAnswer },
    async ({ town, params }) => {
      const found = await findApiInstance(town, params.id!)
      return found ? json(found) : notFound
    },
  )
  on.api(
    `${root}/instances/:id/history`,
    machine('processes.history.read'),
    {
      summary: 'What happened in an instance, step by step',

      query: schema.HistoryQuery,
      response: schema.History,
    },
    async ({ town, params }, { after = 0, limit = 200 }) => {
      const found = await listHistory(town, params.id!, Number(after), Number(limit))
      return found ? json(found) : notFound
    },
  )
  on.api(
    `${root}/messages`,
    machine('processes.message.send'),
    {
      summary: 'Sends a message to whoever waits for it by name and key, once; or a signal to everybody',
      method: 'POST',
      describedBody: schema.NewMessage,
      response: schema.MessageAnswer,
    },
    (visit, _query, body) => guarded(() => send(visit, fitting(schema.NewMessage, body))),
  )
  on.api(
    `${root}/tasks`,
    machine('processes.task.list'),
    { summary: 'Open tasks', query: schema.TasksQuery, response: schema.Tasks },
    async ({ town }, query) => json({ items: await listApiTasks(town, { ...query, limit: Number(query.limit ?? 50) }) }),
  )
  on.api(
    `${root}/tasks/:id/complete`,
    machine('processes.task.complete'),
    {
      summary: 'Completes an open task',
      method: 'POST',
      describedBody: schema.Completion,
      response: schema.Done,
    },
    (visit, _query, body) => guarded(() => completeTask(visit, variablesFrom(fitting(schema.Completion, body).variables))),
  )
  on.api(
    `${root}/tasks/:id/assignee`,
    machine('processes.task.complete'),
    {
      summary: 'Says whose task it is; nobody’s with null',
      method: 'PUT',
      describedBody: schema.Claim,
      response: schema.Done,
    },
    (visit, _query, body) => guarded(() => assign(visit, fitting(schema.Claim, body).assignee)),
  )
  on.api(
    `${root}/work/fetch`,
    machine('processes.work.do'),
    {
      summary: 'Fetches pieces of work and locks them for the program',
      method: 'POST',
      describedBody: schema.Fetch,
      response: schema.Fetched,
    },
    (visit, _query, body) =>
      guarded(async () => {
        const { worker, topics, max = 10, leaseSeconds = 60 } = fitting(schema.Fetch, body)
        const wanted = { worker: workerOf(visit, worker), topics, max, leaseMs: leaseSeconds * 1_000 }
        return json({ items: await fetchWork(visit.town, wanted, visit.now) })
      }),
  )
  on.api(
    `${root}/work/:id/answer`,
    machine('processes.work.do'),
    {
      summary: 'Says what became of fetched work: done, failed, an error of the matter, or not yet',
      method: 'POST',
      describedBody: schema.WorkAnswer,
      response: schema.Done,
    },
    (visit, _query, body) => guarded(() => answer(visit, fitting(schema.WorkAnswer, body))),
  )
}

async function begin(visit: Visit, body: Static<typeof schema.NewInstance>): Promise<Answer> {
  const { house, town, now } = visit
  const variables = variablesFrom(body.variables)
  const begun = await town.write(async (db: Db) => {
    const newest = await findNewest(db, body.process)
    const startKey = body.key === undefined ? undefined : `program/${visit.machine?.id}/${body.key}`
    return (
      newest &&
      beginInstance(db, town, { ...newest, businessKey: body.businessKey, startKey, variables }, { now, actor: actorOf(visit) })
    )
  })
  if (!begun) return refuse(409, 'There is no process of this name that can be begun like this, or it is suspended.')
  wakeWorker(house, town)
  return json({ id: begun.instance, isNew: begun.isNew }, { status: begun.isNew ? 201 : 200 })
}

async function send(visit: Visit, body: Static<typeof schema.NewMessage>): Promise<Answer> {
  const { house, town, now } = visit
  const { name, key = '', kind = 'message', keptDays } = body
  const once = `program/${visit.machine?.id}/${body.once}`
  const message = { kind, name, key, once, variables: variablesFrom(body.variables), ...(keptDays !== undefined && { keptDays }) }
  const id = await town.write((db: Db) => keepMessage(db, message, now))
  await deliverMessages(town, now)
  wakeWorker(house, town)
  const row = await town.write((db: Db) =>
    db.selectFrom('processes.message').select(['state', 'taken_by']).where('once', '=', once).executeTakeFirstOrThrow(),
  )
  return json({ isNew: id !== undefined, state: row.state, instance: row.taken_by }, { status: id === undefined ? 200 : 201 })
}

async function completeTask(visit: Visit, variables: ReturnType<typeof variablesFrom>): Promise<Answer | NotFound> {
  const { house, town, params, now } = visit
  if (!isUuid(params.id!)) return notFound
  const outcome = await town.write(async (db: Db) => {
    const found = await db
      .selectFrom('processes.task')
      .select('instance_id')
      .where('id', '=', params.id!)
      .where('state', '=', 'open')
      .executeTakeFirst()
    if (!found) return undefined
    const step = new Step(db, town, now, actorOf(visit))
    const walk = await step.open(found.instance_id)
    const task = walk?.tasks.find(params.id!)
    if (!walk || !task) return undefined
    if (walk.instance.state !== 'running') return 'suspended'
    const node = walk.process.nodes.get(task.node)
    // What is done on the page of another room alone, with all that hangs on it, no program does here.
    const asked = { form: task.form ?? '', businessKey: walk.instance.business_key }
    const places = task.form === null ? [] : await house.askAll<TaskPlace>(town, 'task-place', asked)
    if (places.some(({ answer }) => answer)) return 'elsewhere'
    // A program cannot be the second pair of eyes.
    if (node?.is === 'user' && node.assignment.notBy.length > 0) return 'four-eyes'
    walk.tasks.change(task, { state: 'done', ended_at: now })
    await step.change(found.instance_id, { kind: 'done', token: task.token_id, variables, what: 'completed' })
    return step.save()
  })
  if (outcome === undefined) return notFound
  if (typeof outcome === 'string')
    return refuse(
      409,
      {
        suspended: 'The instance is suspended.',
        elsewhere: 'This task is done on the page of its matter.',
        'four-eyes': 'Four eyes: a member of staff must complete this task.',
      }[outcome],
    )
  wakeWorker(house, town)
  return json({ done: true })
}

async function assign({ town, params, now, ...visit }: Visit, assignee: string | null): Promise<Answer | NotFound> {
  if (!isUuid(params.id!)) return notFound
  const done = await town.write(async (db: Db) => {
    const found = await db
      .selectFrom('processes.task')
      .select('instance_id')
      .where('id', '=', params.id!)
      .where('state', '=', 'open')
      .executeTakeFirst()
    const step = new Step(db, town, now, actorOf({ town, params, now, ...visit }))
    const task = found && (await step.open(found.instance_id))?.tasks.find(params.id!)
    if (!task) return undefined
    await step.assignTask(task, assignee)
    return step.save()
  })
  return done ? json({ done: true }) : notFound
}

async function answer(visit: Visit, body: Static<typeof schema.WorkAnswer>): Promise<Answer> {
  const { house, town, params, now } = visit
  if (!isUuid(params.id!)) return refuse(409, 'This work is no longer locked for you.')
  const said =
    'done' in body
      ? { done: variablesFrom(body.done) }
      : 'fault' in body
        ? {
            fault: body.fault,
            retries: body.retries,
            retryMs: body.retrySeconds === undefined ? undefined : body.retrySeconds * 1_000,
          }
        : 'error' in body
          ? { error: body.error, variables: variablesFrom(body.variables) }
          : { extendMs: body.extendSeconds * 1_000 }
  const outcome = await answerWork(town, params.id!, workerOf(visit, body.worker), said, now)
  if (outcome === 'lost') return refuse(409, 'This work is no longer locked for you.')
  wakeWorker(house, town)
  return json({ done: true })
}
