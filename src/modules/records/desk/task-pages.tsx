// Filing tasks: what found no place, and how it is repaired.

import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Button, EmptyState, Facts } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import type { SignedIn } from '../../../kernel/access.ts'
import type { Problem } from '../../../kernel/http/forms.ts'
import { recordsWords } from '../words.ts'
import { actionWords } from './action-words.ts'
import type { Found, TaskLine } from './lists.ts'
import { errorOf, Pages, Places, type Said, SaidNotice } from './parts.tsx'
import { deskPath, shortTime } from './paths.ts'
import { taskWords } from './task-words.ts'
import { deskWords } from './words.ts'

type ListProps = { frame: Frame; person: SignedIn; found: Found<TaskLine>; page: number; said: Said }

export function TasksPage({ frame, person, found, page, said }: ListProps) {
  const text = deskWords(frame)
  return (
    <DeskLayout frame={frame} title={text.tasksTitle}>
      <Places frame={frame} person={person} current="tasks" />
      <SaidNotice said={said} />
      {found.lines.length === 0 ? (
        <EmptyState title={text.noTasks}>
          <p>{text.noTasksHow}</p>
        </EmptyState>
      ) : (
        <Table
          caption={text.tasksCaption}
          rows={found.lines}
          columns={[
            {
              label: text.task,
              cell: ({ id, kind, wanted }) => (
                <>
                  <a href={deskPath(frame, `/tasks/${id}`)}>{taskWords(frame)[`task-${kind}`]}</a>{' '}
                  {wanted && <span class="meta block num">{wanted}</span>}
                </>
              ),
            },
            { label: text.matter, cell: ({ title }) => title ?? '–' },
            { label: text.number, cell: ({ number }) => <span class="num">{number ?? '–'}</span> },
            { label: text.since, cell: ({ opened_at }) => shortTime(frame, opened_at) },
          ]}
        />
      )}
      <Pages frame={frame} page={page} more={found.more} urlOf={(one) => deskPath(frame, `/tasks?page=${one}`)} />
    </DeskLayout>
  )
}

type Props = {
  frame: Frame
  task: TaskLine
  typed: { plan: string; years: string; law: string }
  problems: readonly Problem[]
  said: Said
}

export function TaskPage({ frame, task, typed, problems, said }: Props) {
  const text = deskWords(frame)
  const own = deskPath(frame, `/tasks/${task.id}`)
  const labels: Record<string, string> = { plan: text.planNumber, years: text.yearsKept, law: text.law }
  return (
    <DeskLayout
      frame={frame}
      title={taskWords(frame)[`task-${task.kind}`]}
      back={{ label: text.tasksTitle, url: deskPath(frame, '/tasks') }}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((problem) => ({ ...problem, label: labels[problem.field] ?? '' }))} />
      <SaidNotice said={said} />
      <div class="measure">
        <p>{taskWords(frame)[`means-${task.kind}`]}</p>
        <Facts
          items={[
            ...(task.procedure_id
              ? [
                  {
                    label: recordsWords(frame).procedure,
                    value: `${task.title ?? ''} ${task.number ?? ''}`.trim(),
                    url: deskPath(frame, `/procedures/${task.procedure_id}`),
                  },
                ]
              : []),
            ...(task.document_id
              ? [
                  {
                    label: recordsWords(frame).document,
                    value: text.lookAtIt,
                    url: deskPath(frame, `/documents/${task.document_id}`),
                  },
                ]
              : []),
            ...(task.wanted ? [{ label: text.wanted, value: task.wanted }] : []),
            { label: text.since, value: shortTime(frame, task.opened_at) },
          ]}
        />
        {task.done_at ? <p>{text.taskDone}</p> : <Repair frame={frame} task={task} own={own} typed={typed} problems={problems} />}
      </div>
    </DeskLayout>
  )
}

function Repair({ frame, task, own, typed, problems }: Omit<Props, 'said'> & { own: string }) {
  const text = deskWords(frame)
  if (task.kind === 'plan-missing' || task.kind === 'plan-closed' || task.kind === 'file-missing')
    return (
      <form method="post" action={`${own}/place`} noValidate class="section">
        <TextField
          reader={frame}
          name="plan"
          label={text.planNumber}
          hint={text.planNumberHint}
          value={typed.plan}
          error={errorOf(problems, 'plan')}
          width={10}
        />
        <Button>{text.placeIt}</Button>
      </form>
    )
  if (task.kind === 'retention-missing')
    return (
      <form method="post" action={`${own}/period`} noValidate class="section">
        <TextField
          reader={frame}
          name="years"
          label={text.yearsKept}
          value={typed.years}
          error={errorOf(problems, 'years')}
          inputMode="numeric"
          width={4}
        />
        <TextField
          reader={frame}
          name="law"
          label={text.law}
          value={typed.law}
          error={errorOf(problems, 'law')}
          maxLength={200}
        />
        <Button>{text.setPeriod}</Button>
      </form>
    )
  if (task.kind === 'procedure-closed')
    return (
      <>
        <form method="post" action={`${own}/reopen`} class="section">
          <Button>{actionWords(frame)['do-reopen']}</Button>
        </form>
        <form method="post" action={`${own}/keep`}>
          <Button secondary>{text.keepFiled}</Button>
        </form>
      </>
    )
  if (task.kind === 'procedure-gone')
    return (
      <p class="section">
        <a href={deskPath(frame, `/basket/${task.document_id}`)}>{text.assignIt}</a>
      </p>
    )
  return (
    <form method="post" action={`${own}/keep`} class="section">
      <Button>{text.keepUnit}</Button>
    </form>
  )
}
