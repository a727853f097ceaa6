// The addresses of tasks on the desk: the work list, one task, claimed, handed on, done.
import type { StaffNotice } from '../../../contracts/desk-work.ts'
import type { TaskPlace } from '../../../contracts/processes.ts'
import { staff } from '../../../kernel/access.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import type { FormInput, Problem } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { workView } from '../../../kernel/http/work-view.ts'
import { isUuid } from '../../../kernel/ids.ts'
import type { TownSql } from '../../../kernel/town.ts'
import type { Value } from '../../../standards/feel/value.ts'
import { Step } from '../step.ts'
import { claimTask, completeTask, delegateTask, mayDo, mayRelease, mayWork, releaseTask, type TaskRefusal } from '../task.ts'
import type { Db } from '../version.ts'
import { wakeWorker } from '../worker.ts'
import { pageIn } from './model-routes.tsx'
import { readFields, type Typed, typedFrom, typedIn } from './task-fields.tsx'
import { countTasks, listTasks, taskViews } from './task-list.ts'
import { TaskPage, type TaskShown, TasksPage } from './task-pages.tsx'
import { processWords } from './words.ts'

const root = '/desk/processes/tasks'
const access = staff(mayWork)
const refusals: readonly TaskRefusal[] = ['gone', 'not-yours', 'taken', 'four-eyes', 'suspended']

export function taskRoutes(on: Routes): void {
  on.page(root, access, {}, showList)
  on.form(`${root}/bulk`, access, {}, async (visit, input) => {
    const change = input.value('do') === 'release' ? releaseTask : claimTask
    for (const id of input.values('pick').slice(0, 100)) await change(visit.town, id, visit.person!, visit.now)
    const view = taskViews.find((one) => one === input.value('view')) ?? 'all'
    return seeOther(linkTo(visit, `${root}?view=${view}`))
  })
  on.page(`${root}/:id`, access, {}, (visit) => showTask(visit, undefined, [], ''))
  on.form(`${root}/:id/assign`, access, {}, assign)
  on.form(`${root}/:id/complete`, access, {}, complete)
}

async function showList(visit: Visit): Promise<Answer> {
  const { town, person, query, now, today, frame } = visit
  const text = processWords(frame)
  const counts = await countTasks(town, person!, now)
  const view = taskViews.find((one) => one === query.view) ?? (counts.mine > 0 ? 'mine' : 'open')
  const tasks = await listTasks(town, person!, view, pageIn(visit), now)
  const preferences = await workView(visit, `${root}?view=${view}`, `${text.tasks}: ${text[`view-${view}`]}`)
  const refused = refusals.find((one) => one === query.refused)
  const said = query.done
    ? { tone: 'ok' as const, text: text.completed }
    : refused && { tone: 'warn' as const, text: text[`refused-${refused}`] }
  return page(
    <TasksPage
      frame={frame}
      today={today}
      person={person!.personId}
      view={view}
      counts={counts}
      tasks={tasks}
      page={pageIn(visit)}
      preferences={preferences}
      said={said}
    />,
  )
}

/** Where another room has the page on which tasks of this form are done. */
async function placeOf({ house, town }: Visit, { task, businessKey }: TaskShown): Promise<string | undefined> {
  if (task.form === null) return undefined
  const answers = await house.askAll<TaskPlace>(town, 'task-place', { form: task.form, businessKey })
  return answers.find(({ answer }) => answer !== undefined)?.answer?.path
}

type Found = { shown: TaskShown; variables: ReadonlyMap<string, Value>; mayComplete: boolean; mayRelease: boolean }

const find = ({ town, person, params, now }: Visit): Promise<Found | undefined> =>
  town.write(async (db: Db) => {
    const id = params.id!
    if (!isUuid(id)) return undefined
    const task = await db
      .selectFrom('processes.task')
      .selectAll()
      .where('id', '=', id)
      .where('state', '=', 'open')
      .executeTakeFirst()
    if (!task || !(await mayDo(db, task, person!, now))) return undefined
    const walk = await new Step(db, town, now, 'system:processes').look(task.instance_id)
    const token = walk?.tokens.find(task.token_id)
    const node = walk?.process.nodes.get(task.node)
    if (!walk || !token || node?.is !== 'user') return undefined
    const deputy =
      task.assignee !== null &&
      task.assignee !== person!.personId &&
      (await mayDo(db, { units: [], people: [], assignee: task.assignee }, person!, now))
    return {
      shown: {
        task,
        process: walk.process.name,
        businessKey: walk.instance.business_key,
        documentation: node.documentation,
        fields: node.assignment.fields,
      },
      variables: walk.visibleTo(token),
      mayComplete: task.assignee === null || task.assignee === person!.personId || deputy,
      mayRelease: await mayRelease(db, task, person!, now),
    }
  })

async function showTask(
  visit: Visit,
  typed: Typed | undefined,
  problems: readonly Problem[],
  delegate: string,
): Promise<Answer | NotFound> {
  const found = await find(visit)
  if (!found) return notFound
  const { frame, person, query } = visit
  const text = processWords(frame)
  const place = await placeOf(visit, found.shown)
  const refused = refusals.find((one) => one === query.refused)
  return page(
    <TaskPage
      frame={frame}
      person={person!.personId}
      shown={found.shown}
      mayComplete={found.mayComplete}
      place={place && linkTo(visit, place)}
      mayRelease={found.mayRelease}
      typed={{ ...typedFrom(frame, found.shown.fields, found.variables), ...typed }}
      problems={problems}
      delegate={delegate}
      said={refused && { tone: 'warn', text: text[`refused-${refused}`] }}
    />,
    { status: problems.length > 0 ? 422 : 200 },
  )
}

async function assign(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { house, town, person, params, now } = visit
  const id = params.id!
  const to = input.value('to')
  const what = input.value('do')
  const outcome =
    what === 'delegate'
      ? await delegateTask(town, id, person!, to, now, (db, colleague, { name }) => {
          const text = {
            de: processWords({ language: 'de' }).handedOn(name),
            en: processWords({ language: 'en' }).handedOn(name),
          }
          const notice = { db: db as TownSql, person: colleague, text, path: `${root}/${id}`, now }
          return house.ask<StaffNotice>(town, 'staff-notice', notice)
        })
      : what === 'release'
        ? await releaseTask(town, id, person!, now)
        : await claimTask(town, id, person!, now)
  if (!('refused' in outcome)) return seeOther(linkTo(visit, what === 'delegate' ? root : `${root}/${id}`))
  if (outcome.refused === 'gone') return notFound
  if (what === 'delegate') return showTask(visit, undefined, [{ field: 'to', message: processWords(visit).delegateWrong }], to)
  return seeOther(linkTo(visit, `${root}/${id}?refused=${outcome.refused}`))
}

async function complete(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { house, town, person, params, now, frame } = visit
  const found = await find(visit)
  if (!found) return notFound
  const place = await placeOf(visit, found.shown)
  if (place) return seeOther(linkTo(visit, place))
  const read = readFields(frame, found.shown.fields, input)
  if ('problems' in read) return showTask(visit, typedIn(input), read.problems, '')
  const outcome = await completeTask(town, params.id!, person!, read.variables, now)
  if ('refused' in outcome) {
    if (outcome.refused === 'gone') return notFound
    return seeOther(linkTo(visit, `${root}/${params.id}?refused=${outcome.refused}`))
  }
  wakeWorker(house, town)
  return seeOther(linkTo(visit, `${root}?done=1`))
}
