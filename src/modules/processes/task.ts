// Tasks on the work list: who may do them, taken, handed on, done.
import { sql } from 'kysely'
import { mayIn, type SignedIn } from '../../kernel/access.ts'
import { staffActor } from '../../kernel/actor.ts'
import { needsSecondPerson } from '../../kernel/four-eyes.ts'
import { isUuid } from '../../kernel/ids.ts'
import { covers, listPermissionsOf } from '../../kernel/permissions.ts'
import type { KernelTables } from '../../kernel/tables.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import type { Value } from '../../standards/feel/value.ts'
import { type After, Step } from './step.ts'
import { findStaff } from './store.ts'
import type { TaskRow } from './tables.ts'
import type { Db } from './version.ts'

export const mayWork = 'processes.task.work'

/** A unit below what is granted, named in person, or in place of the person it is assigned to. */
export async function mayDo(
  db: Db,
  task: Pick<TaskRow, 'units' | 'people' | 'assignee'>,
  person: SignedIn,
  now: Date,
): Promise<boolean> {
  if (!person.permissions.has(mayWork)) return false
  if (task.assignee === person.personId || task.people.includes(person.personId)) return true
  if (task.assignee !== null && (await isDeputyOf(db, person.personId, task.assignee, now))) return true
  return task.units.some((unit) => mayIn(person, mayWork, unit))
}

async function isDeputyOf(db: Db, deputy: string, person: string, now: Date): Promise<boolean> {
  const { rows } =
    await sql`SELECT 1 FROM kernel.role_grant WHERE deputy_of = ${person} AND person_id = ${deputy} AND revoked_at IS NULL
    AND starts_at <= ${now} AND (ends_at IS NULL OR ends_at > ${now}) LIMIT 1`.execute(db)
  return rows.length > 0
}

export type TaskRefusal = 'gone' | 'not-yours' | 'taken' | 'four-eyes' | 'suspended'

/** The open task with the row of its family locked, where this person may do it. */
async function openTask(
  db: Db,
  step: Step,
  id: string,
  person: SignedIn,
  now: Date,
): Promise<{ task: TaskRow; instance: string } | { refused: TaskRefusal }> {
  if (!isUuid(id)) return { refused: 'gone' }
  const found = await db.selectFrom('processes.task').selectAll().where('id', '=', id).executeTakeFirst()
  if (!found || !(await mayDo(db, found, person, now))) return { refused: 'gone' }
  const walk = await step.open(found.instance_id)
  const task = walk?.tasks.find(id)
  if (!walk || !task || task.state !== 'open') return { refused: 'gone' }
  if (walk.instance.state !== 'running') return { refused: 'suspended' }
  return { task, instance: walk.instance.id }
}

type TaskWork<Result> = (step: Step, task: TaskRow, db: Db) => Promise<{ refused: TaskRefusal } | Result>
type TaskOutcome<Result> = { refused: TaskRefusal } | { result: Result; after: After }

async function inTask<Result>(
  db: Db,
  town: Town,
  id: string,
  person: SignedIn,
  now: Date,
  work: TaskWork<Result>,
): Promise<TaskOutcome<Result>> {
  const step = new Step(db, town, now, staffActor(person, mayWork))
  const opened = await openTask(db, step, id, person, now)
  if ('refused' in opened) return opened
  const result = await work(step, opened.task, db)
  if (typeof result === 'object' && result !== null && 'refused' in result) return result
  return { result: result as Result, after: await step.save() }
}

const withTask = <Result>(town: Town, id: string, person: SignedIn, now: Date, work: TaskWork<Result>) =>
  town.write((db: Db) => inTask(db, town, id, person, now, work))

/** @de Übernehmen */
export const claimTask = (town: Town, id: string, person: SignedIn, now: Date) =>
  withTask(town, id, person, now, async (step, task, db) => {
    if (
      task.assignee !== null &&
      task.assignee !== person.personId &&
      !(await isDeputyOf(db, person.personId, task.assignee, now))
    )
      return { refused: 'taken' as const }
    await step.assignTask(task, person.personId)
    return true
  })

/** Back to everybody who may do it: by whoever has it, in their place, or by somebody who repairs instances there. @de Zurücklegen */
export const releaseTask = (town: Town, id: string, person: SignedIn, now: Date) =>
  withTask(town, id, person, now, async (step, task, db) => {
    if (!(await mayRelease(db, task, person, now))) return { refused: 'taken' as const }
    await step.assignTask(task, null)
    return true
  })

export async function mayRelease(db: Db, task: TaskRow, person: SignedIn, now: Date): Promise<boolean> {
  if (task.assignee === null || task.assignee === person.personId) return true
  if (await isDeputyOf(db, person.personId, task.assignee, now)) return true
  const { unit } = await db.selectFrom('processes.model').select('unit').where('id', '=', task.model_id).executeTakeFirstOrThrow()
  return mayIn(person, 'processes.instance.repair', unit)
}

/** To a colleague who may do it too, and who is told in the same transaction. @de Weitergeben */
export const delegateTask = (
  town: Town,
  id: string,
  person: SignedIn,
  to: string,
  now: Date,
  tellThem: (db: Db, colleague: string, task: TaskRow) => Promise<unknown>,
) =>
  withTask(town, id, person, now, async (step, task, db) => {
    const colleague = (await findStaff(db, town, [to])).get(to)
    if (!colleague || !(await worksFor(db, colleague, task.units, now))) return { refused: 'not-yours' as const }
    await step.assignTask(task, colleague)
    await tellThem(db, colleague, task)
    return true
  })

/** Whether somebody holds the permission for one of these units now. */
export async function worksFor(db: Db, person: string, units: readonly string[], now: Date): Promise<boolean> {
  const held = await listPermissionsOf(db as unknown as ReadDb<KernelTables>, person, now)
  return units.some((unit) => covers(held, mayWork, unit))
}

/** Named in person, or by a right of their own: what the first one lent is no second pair of eyes. */
async function isSecondPerson(
  db: Db,
  { units, people, assignee }: TaskRow,
  first: string,
  { personId }: SignedIn,
  now: Date,
): Promise<boolean> {
  if (first === personId) return false
  if (people.includes(personId)) return true
  if (assignee === first) return false
  let isLent = false
  for (const path of units) {
    const asked = { first, second: personId, permission: mayWork, path }
    const refused = await needsSecondPerson(db as unknown as ReadDb<KernelTables>, asked, now)
    if (!refused) return true
    isLent ||= refused === 'lent-by-first'
  }
  return !isLent
}

type Values = readonly [string, Value][]

/** Done with what was entered. Whoever did one of the steps that the model names may not do this one. @de Vier-Augen-Prinzip */
export const completeTask = (town: Town, id: string, person: SignedIn, variables: Values, now: Date) =>
  town.write((db: Db) => completeTaskIn(db, town, id, person, variables, now))

/** The same in a transaction that somebody else opened. */
export const completeTaskIn = (db: Db, town: Town, id: string, person: SignedIn, variables: Values, now: Date) =>
  inTask(db, town, id, person, now, async (step, task) => {
    if (
      task.assignee !== null &&
      task.assignee !== person.personId &&
      !(await isDeputyOf(db, person.personId, task.assignee, now))
    )
      return { refused: 'taken' as const }
    const walk = (await step.open(task.instance_id))!
    const node = walk.process.nodes.get(task.node)
    const notBy = node?.is === 'user' ? node.assignment.notBy : []
    if (notBy.length > 0) {
      const before = await db
        .selectFrom('processes.task')
        .select('ended_by')
        .distinct()
        .where('instance_id', '=', task.instance_id)
        .where('node', 'in', [...notBy])
        .where('ended_by', 'is not', null)
        .execute()
      for (const { ended_by } of before)
        if (!(await isSecondPerson(db, task, ended_by!, person, now))) return { refused: 'four-eyes' as const }
    }
    walk.tasks.change(task, { state: 'done', ended_at: now, ended_by: person.personId })
    await step.change(task.instance_id, { kind: 'done', token: task.token_id, variables, what: 'completed' })
    return true
  })
