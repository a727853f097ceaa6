// The work list of tasks, and the page on which one is done.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Button, ButtonLink, EmptyState, Notice } from '../../../design/parts.tsx'
import { WorkList, type WorkListProps } from '../../../design/work-list.tsx'
import { dayAt } from '../../../kernel/calendar/day.ts'
import type { Problem } from '../../../kernel/http/forms.ts'
import type { TaskField } from '../../../standards/bpmn/model.ts'
import type { TaskRow } from '../tables.ts'
import { deadline, deskPath } from './paths.ts'
import { FieldsOf, type Typed } from './task-fields.tsx'
import { perPage, type TaskLine, type TaskView, taskViews } from './task-list.ts'
import { processWords } from './words.ts'

type List = {
  frame: Frame
  today: string
  person: string
  view: TaskView
  counts: Record<TaskView, number>
  tasks: readonly TaskLine[]
  page: number
  preferences: WorkListProps['preferences']
  said?: { tone: 'ok' | 'warn'; text: string } | undefined
}

/** A deadline at midnight is the end of the day before. */
const dueDay = (due: Date): string => dayAt(new Date(due.getTime() - 1))

export function TasksPage({ frame, today, person, view, counts, tasks, page, preferences, said }: List) {
  const text = processWords(frame)
  const own = deskPath(frame, '/tasks')
  const pages = Math.max(1, Math.ceil(counts[view] / perPage))
  return (
    <DeskLayout frame={frame} title={text.tasks} room={own}>
      {said && (
        <Notice tone={said.tone} status>
          <p>{said.text}</p>
        </Notice>
      )}
      <WorkList
        reader={frame}
        today={today}
        caption={text[`view-${view}`]}
        titleLabel={text.task}
        columns={[text.process, text.unit, text.who, text.priority]}
        views={taskViews.map((one) => ({
          label: text[`view-${one}`],
          url: `${own}?view=${one}`,
          count: counts[one],
          current: one === view,
        }))}
        rows={tasks.map(({ id, name, due_at, assignee, unit, process, business_key, priority }) => ({
          id,
          title: name,
          url: `${own}/${id}`,
          reference: business_key ?? undefined,
          due: due_at ? dueDay(due_at) : undefined,
          cells: [
            process,
            unit ?? text.wholeTown,
            assignee === person ? text.me : assignee ? text.colleague : text.nobody,
            priority,
          ],
        }))}
        bulk={{
          url: `${own}/bulk`,
          actions: [
            { value: 'claim', label: text.claim },
            { value: 'release', label: text.release },
          ],
          hidden: { view },
        }}
        paging={{
          page,
          pages,
          from: (page - 1) * perPage + 1,
          total: counts[view],
          urlOf: (number) => `${own}?view=${view}&page=${number}`,
        }}
        preferences={preferences}
        empty={
          <EmptyState title={text.noTasks}>
            <p>{text.noTasksHow}</p>
          </EmptyState>
        }
      />
    </DeskLayout>
  )
}

export type TaskShown = {
  task: TaskRow
  process: string
  businessKey: string | null
  documentation: string | undefined
  fields: readonly TaskField[]
}
type Props = {
  frame: Frame
  person: string
  shown: TaskShown
  mayComplete: boolean
  /** Where another room has the page on which it is done. */
  place: string | undefined
  mayRelease: boolean
  typed: Typed
  problems: readonly Problem[]
  delegate: string
  said?: { tone: 'ok' | 'warn'; text: string } | undefined
}

export function TaskPage({ frame, person, shown, mayComplete, mayRelease, place, typed, problems, delegate, said }: Props) {
  const text = processWords(frame)
  const { task, fields } = shown
  const own = deskPath(frame, `/tasks/${task.id}`)
  const labels: Record<string, string> = {
    to: text.delegateTo,
    ...Object.fromEntries(fields.map(({ name, label }) => [`v_${name}`, label])),
  }
  const mine = task.assignee === person
  return (
    <DeskLayout
      frame={frame}
      title={task.name}
      meta={[shown.process, shown.businessKey].filter(Boolean).join(' · ')}
      back={{ label: text.toTasks, url: deskPath(frame, '/tasks') }}
      aside={task.due_at ? <p>{text.dueOn(deadline(frame, task.due_at))}</p> : undefined}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((problem) => ({ ...problem, label: labels[problem.field] ?? '' }))} />
      {said && (
        <Notice tone={said.tone} status>
          <p>{said.text}</p>
        </Notice>
      )}
      {shown.documentation && <p class="measure">{shown.documentation}</p>}
      {place ? (
        <div class="actions">
          <ButtonLink url={place}>{text.toPlace}</ButtonLink>
        </div>
      ) : mayComplete ? (
        <form class="measure section" method="post" action={`${own}/complete`} noValidate>
          <FieldsOf frame={frame} fields={fields} typed={typed} problems={problems} />
          <div class="actions">
            <Button>{text.complete}</Button>
          </div>
        </form>
      ) : (
        <p>{task.assignee === null ? text.claimFirst : text['refused-taken']}</p>
      )}
      <section class="section measure" aria-labelledby="who">
        <h2 id="who">{text.who}</h2>
        <p>{mine ? text.me : task.assignee ? text.colleague : text.nobody}</p>
        <form method="post" action={`${own}/assign`} noValidate>
          <div class="actions">
            {!mine && task.assignee === null && (
              <Button secondary name="do" value="claim">
                {text.claim}
              </Button>
            )}
            {task.assignee !== null && mayRelease && (
              <Button secondary name="do" value="release">
                {text.release}
              </Button>
            )}
          </div>
        </form>
        <form method="post" action={`${own}/assign`} noValidate>
          <TextField
            reader={frame}
            name="to"
            label={text.delegateTo}
            value={delegate}
            error={problems.find(({ field }) => field === 'to')?.message}
            maxLength={200}
          />
          <div class="actions">
            <Button secondary name="do" value="delegate">
              {text.delegate}
            </Button>
          </div>
        </form>
      </section>
    </DeskLayout>
  )
}
