// The addresses of filing tasks: the list, one task, and its repair.
import { staff } from '../../../kernel/access.ts'
import { dayAt } from '../../../kernel/calendar/day.ts'
import { type Answer, type NotFound, notFound, page, seeOther } from '../../../kernel/http/answer.ts'
import { type FormInput, type Problem, readForm, textField } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import { linkTo, type Visit } from '../../../kernel/http/visit.ts'
import { settleTask } from '../filing/task.ts'
import { note } from '../history.ts'
import { placeProcedure } from '../place.ts'
import { findEntryByNumber } from '../plan/entry.ts'
import { findPeriod, lockProcedure, reopenProcedure } from '../procedure.ts'
import { keepUntil } from '../retention/period.ts'
import { mayRepair } from '../rights.ts'
import type { Db } from '../text.ts'
import { findTask, listTasks, type TaskLine } from './lists.ts'
import { actorOf } from './look.ts'
import { pageIn, root } from './paths.ts'
import { TaskPage, TasksPage } from './task-pages.tsx'
import { deskWords } from './words.ts'

const at = `${root}/tasks/:id`
const access = staff(mayRepair)
type Typed = { plan: string; years: string; law: string }

export function taskRoutes(on: Routes): void {
  on.page(`${root}/tasks`, access, {}, async (visit) => {
    const { town, person, query, frame } = visit
    const found = await listTasks(town, person!, pageIn(visit))
    const said = query.done ? { tone: 'ok' as const, text: deskWords(visit).taskRepaired } : undefined
    return page(<TasksPage frame={frame} person={person!} found={found} page={pageIn(visit)} said={said} />)
  })
  on.page(at, access, {}, (visit) => showTask(visit, { plan: '', years: '', law: '' }, []))
  on.form(`${at}/place`, access, {}, place)
  on.form(`${at}/period`, access, {}, setPeriod)
  on.form(`${at}/reopen`, access, {}, (visit) =>
    repair(visit, ['procedure-closed'], async (db, { procedure_id }) =>
      reopenProcedure(db, procedure_id!, 'Nachtrag', actorOf(visit.person!, '/'), visit.now).then(() => true),
    ),
  )
  on.form(`${at}/keep`, access, {}, (visit) =>
    repair(visit, ['procedure-closed', 'unit-missing'], async (db, { procedure_id, unit }) => {
      await note(db, { what: 'kept', procedure: procedure_id }, actorOf(visit.person!, unit), visit.now)
      return true
    }),
  )
}

async function showTask(visit: Visit, typed: Typed, problems: readonly Problem[]): Promise<Answer | NotFound> {
  const task = await findTask(visit.town, visit.person!, visit.params.id!)
  if (!task) return notFound
  return page(<TaskPage frame={visit.frame} task={task} typed={typed} problems={problems} said={undefined} />, {
    status: problems.length > 0 ? 422 : 200,
  })
}

/** Works on an open task of one of these kinds; what solves it settles it in the same transaction. */
async function repair(
  visit: Visit,
  kinds: readonly TaskLine['kind'][],
  work: (db: Db, task: TaskLine) => Promise<boolean>,
): Promise<Answer | NotFound> {
  const { town, person, params, now } = visit
  const task = await findTask(town, person!, params.id!)
  if (!task || task.done_at || !kinds.includes(task.kind)) return notFound
  const done = await town.write(async (db: Db) => {
    const solved = await work(db, task)
    if (solved) await settleTask(db, task.id, person!.personId, now)
    return solved
  })
  return done ? seeOther(linkTo(visit, `${root}/tasks?done=repaired`)) : notFound
}

async function place(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const { town, person, now } = visit
  const text = deskWords(visit)
  const number = input.value('plan')
  const entry = await town.write((db: Db) => findEntryByNumber(db, number))
  if (!entry || entry.closed_at) {
    const message = number === '' ? text.planNumberMissing : text.planNumberUnknown(number.slice(0, 40))
    return showTask(visit, { plan: number, years: '', law: '' }, [{ field: 'plan', message }])
  }
  return repair(visit, ['plan-missing', 'plan-closed', 'file-missing'], async (db, { procedure_id, unit }) => {
    const by = { person: person!.personId, actor: actorOf(person!, unit) }
    return (await placeProcedure(db, town, procedure_id!, entry, by, now)) !== undefined
  })
}

async function setPeriod(visit: Visit, input: FormInput): Promise<Answer | NotFound> {
  const text = deskWords(visit)
  const typed = { plan: '', years: input.value('years'), law: input.value('law') }
  const read = readForm(input, {
    years: (form) =>
      /^\d{1,3}$/.test(form.value('years')) && Number(form.value('years')) <= 200
        ? { value: Number(form.value('years')) }
        : { problem: { field: 'years', message: text.yearsMissing } },
    law: textField('law', { atMost: 200, message: text.lawMissing, tooLong: text.tooLong }),
  })
  if ('problems' in read) return showTask(visit, typed, read.problems)
  const { years, law } = read.values
  return repair(visit, ['retention-missing'], async (db, { procedure_id, unit }) => {
    const row = await lockProcedure(db, procedure_id!)
    if (!row) return false
    const period = await findPeriod(db, { ...row, keep_years: years, law })
    const until = row.closed_at ? keepUntil(period, dayAt(row.closed_at)) : null
    await db
      .updateTable('records.procedure')
      .set({ keep_years: years, law, keep_until: until, changed_at: visit.now })
      .where('id', '=', row.id)
      .execute()
    await note(db, { what: 'period-set', procedure: row.id, details: { years, law } }, actorOf(visit.person!, unit), visit.now)
    return true
  })
}
