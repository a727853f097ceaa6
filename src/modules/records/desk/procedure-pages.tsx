// One procedure: left its documents and history, right where it belongs and what can be done.

import type { ComponentChildren } from 'preact'
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, FileField, Radios, TextField } from '../../../design/fields.tsx'
import { formatDay } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Badge, Button, Facts, LinkList, Notice } from '../../../design/parts.tsx'
import { Timeline } from '../../../design/progress.tsx'
import { Table } from '../../../design/table.tsx'
import { formatSize } from '../../../design/upload-field.tsx'
import { dayAt } from '../../../kernel/calendar/day.ts'
import type { Problem } from '../../../kernel/http/forms.ts'
import { disposalWords } from '../retention/words.ts'
import { recordsWords } from '../words.ts'
import { actionWords } from './action-words.ts'
import { type HistoryNames, tellHistory } from './history-words.ts'
import { errorOf, type Said, SaidNotice, StateBadge } from './parts.tsx'
import { deskPath, shortTime } from './paths.ts'
import type { ProcedureView, ShownDocument } from './procedure-view.ts'
import { taskWords } from './task-words.ts'
import { acceptedFiles } from './uploads.ts'
import { deskWords } from './words.ts'

export type TypedDocument = { title: string; direction: string; once: string }
type Props = {
  frame: Frame
  view: ProcedureView
  names: HistoryNames
  typed: TypedDocument
  problems: readonly Problem[]
  said: Said
  /** What other parts of this room add on the left. */
  more?: ComponentChildren
}

export function ProcedurePage({ frame, view, names, typed, problems, said, more }: Props) {
  const text = deskWords(frame)
  const words = recordsWords(frame)
  const { procedure, file, holds, tasks } = view
  const labels: Record<string, string> = { title: text.documentTitle, direction: text.direction, files: text.choose }
  return (
    <DeskLayout
      frame={frame}
      title={procedure.title}
      meta={<span class="num">{procedure.number}</span>}
      back={
        file ? { label: file.title, url: deskPath(frame, `/files/${file.id}`) } : { label: words.title, url: deskPath(frame) }
      }
      aside={
        <>
          <StateBadge frame={frame} state={procedure.state} />
          {holds.length > 0 && <Badge tone="warn">{text.underHold}</Badge>}
        </>
      }
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((problem) => ({ ...problem, label: labels[problem.field] ?? '' }))} />
      <SaidNotice said={said} />
      {tasks.length > 0 && (
        <Notice tone="warn" title={text.taskOpen}>
          <ul>
            {tasks.map(({ id, kind, wanted }) => (
              <li>
                {view.may.repair ? (
                  <a href={deskPath(frame, `/tasks/${id}`)}>{taskWords(frame)[`task-${kind}`]}</a>
                ) : (
                  taskWords(frame)[`task-${kind}`]
                )}{' '}
                {wanted && <span class="num">({wanted})</span>}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <div class="desk-case">
        <div>
          {view.subject && <p class="strong">{view.subject}</p>}
          <Documents frame={frame} documents={view.documents} />
          {view.may.write && procedure.state === 'open' && (
            <AddDocument frame={frame} procedure={procedure.id} typed={typed} problems={problems} />
          )}
          {more}
          <section class="section" aria-labelledby="history">
            <h2 id="history">{text.history}</h2>
            <Timeline
              reader={frame}
              entries={view.history.map((entry) => ({
                ...tellHistory(frame, entry, names),
                when: shortTime(frame, entry.at),
                automatic: entry.actor.startsWith('system:'),
              }))}
            />
          </section>
        </div>
        <aside aria-label={text.facts}>
          <Facts
            items={[
              ...(file
                ? [
                    { label: words.plan, value: file.plan, url: deskPath(frame, `/plan/${file.planId}`) },
                    { label: words.file, value: file.number, url: deskPath(frame, `/files/${file.id}`) },
                  ]
                : [{ label: words.plan, value: text.noPlace }]),
              { label: text.unit, value: view.unitName },
              ...view.units.map(({ name, may }) => ({ label: text[`right-${may}`], value: name })),
              { label: text.level, value: words[`level-${procedure.confidentiality}`] },
              { label: text.opened, value: formatDay(frame.language, dayAt(procedure.opened_at)) },
              ...(procedure.closed_at
                ? [
                    {
                      label: text.closed,
                      value: formatDay(frame.language, dayAt(procedure.closed_at)),
                      more: procedure.result ?? undefined,
                    },
                  ]
                : []),
              ...(procedure.keep_until
                ? [
                    {
                      label: text.keptUntil,
                      value: formatDay(frame.language, procedure.keep_until),
                      more: procedure.law || undefined,
                    },
                  ]
                : []),
              ...holds.map(({ reason, file_id }) => ({
                label: text.underHold,
                value: reason,
                more: file_id ? text.holdOfFile : undefined,
              })),
            ]}
          />
          <Todo frame={frame} view={view} />
          {procedure.person_id !== null && <p class="meta">{text.looksAreSeen}</p>}
        </aside>
      </div>
    </DeskLayout>
  )
}

/** What this reader may do with it now, each on a page of its own. */
function Todo({ frame, view }: { frame: Frame; view: ProcedureView }) {
  const text = deskWords(frame)
  const { procedure, may, holds } = view
  const open = procedure.state === 'open'
  const names = [
    ...(may.write && open ? (['close', 'share', 'level', 'cancel'] as const) : []),
    ...(may.write && procedure.state === 'closed' ? (['reopen'] as const) : []),
    ...(may.hold ? (['hold'] as const) : []),
    ...(may.hold && holds.some(({ procedure_id }) => procedure_id !== null) ? (['lift-hold'] as const) : []),
    ...(may.repair && (open || procedure.state === 'closed') ? (['place'] as const) : []),
  ]
  const own = deskPath(frame, `/procedures/${procedure.id}`)
  const items = [
    ...names.map((name) => ({ label: actionWords(frame)[`do-${name}`], url: `${own}/do/${name}` })),
    ...(may.write && view.documents.length > 0 ? [{ label: disposalWords(frame).export, url: `${own}/xdomea` }] : []),
    ...(open ? [{ label: actionWords(frame)['do-cover'], url: `${own}/cover-sheet` }] : []),
  ]
  if (items.length === 0) return null
  return (
    <section aria-labelledby="todo">
      <h2 id="todo">{text.whatToDo}</h2>
      <LinkList items={items} />
    </section>
  )
}

function Documents({ frame, documents }: { frame: Frame; documents: readonly ShownDocument[] }) {
  const text = deskWords(frame)
  const words = recordsWords(frame)
  if (documents.length === 0) return <p>{text.noDocuments}</p>
  return (
    <Table
      caption={text.documents}
      rows={documents}
      columns={[
        {
          label: words.document,
          cell: ({ id, number, title, name, cancelled_at, locked_by }) => (
            <>
              <a href={deskPath(frame, `/documents/${id}`)}>
                {number} {title}
              </a>{' '}
              <span class="meta block breaking">{name}</span>
              {cancelled_at && <Badge tone="warn">{text.cancelled}</Badge>}
              {locked_by && <Badge tone="plain">{text.checkedOut}</Badge>}
            </>
          ),
        },
        { label: text.direction, cell: ({ direction }) => words[`direction-${direction}`] },
        { label: text.dated, cell: ({ dated_at }) => formatDay(frame.language, dayAt(dated_at)) },
        { label: text.versions, cell: ({ versions }) => versions, end: true },
        { label: text.size, cell: ({ size }) => formatSize(frame, size), end: true },
      ]}
    />
  )
}

type Add = { frame: Frame; procedure: string; typed: TypedDocument; problems: readonly Problem[] }

function AddDocument({ frame, procedure, typed, problems }: Add) {
  const text = deskWords(frame)
  return (
    <section class="section measure" aria-labelledby="add">
      <h2 id="add">{text.addDocument}</h2>
      <form method="post" action={deskPath(frame, `/procedures/${procedure}/documents`)} encType="multipart/form-data" noValidate>
        <input type="hidden" name="once" value={typed.once} />
        <DocumentFields frame={frame} typed={typed} problems={problems} />
        <Button>{text.fileIt}</Button>
      </form>
    </section>
  )
}

/** What is asked of every document that is added by hand. */
export function DocumentFields({ frame, typed, problems }: Omit<Add, 'procedure'>) {
  const text = deskWords(frame)
  const words = recordsWords(frame)
  return (
    <>
      <TextField
        reader={frame}
        name="title"
        label={text.documentTitle}
        hint={text.documentTitleHint}
        value={typed.title}
        error={errorOf(problems, 'title')}
        maxLength={200}
      />
      <Radios
        reader={frame}
        name="direction"
        label={text.direction}
        value={typed.direction}
        error={errorOf(problems, 'direction')}
        choices={(['incoming', 'outgoing', 'internal'] as const).map((value) => ({ value, label: words[`direction-${value}`] }))}
        inline
      />
      <FileField
        reader={frame}
        name="files"
        label={text.choose}
        hint={text.chooseHint}
        error={errorOf(problems, 'files')}
        accept={acceptedFiles.accept}
        multiple
        chooseAgain={problems.length > 0}
      />
    </>
  )
}
