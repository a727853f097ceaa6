// One document: its versions, checking out and in, cancelling.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, FileField, TextField } from '../../../design/fields.tsx'
import { formatDay } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Badge, Button, ButtonLink, Facts, Notice } from '../../../design/parts.tsx'
import { Timeline } from '../../../design/progress.tsx'
import { Table } from '../../../design/table.tsx'
import { formatSize } from '../../../design/upload-field.tsx'
import { dayAt } from '../../../kernel/calendar/day.ts'
import type { Problem } from '../../../kernel/http/forms.ts'
import type { HistoryEntry } from '../history.ts'
import type { DocumentRow } from '../tables.ts'
import { recordsWords } from '../words.ts'
import { type HistoryNames, tellHistory } from './history-words.ts'
import { errorOf, type Said, SaidNotice } from './parts.tsx'
import { deskPath, shortTime } from './paths.ts'
import type { ShownVersion } from './procedure-view.ts'
import { acceptedFiles } from './uploads.ts'
import { deskWords } from './words.ts'

export type DocumentView = {
  document: DocumentRow & { procedure_number: string | null }
  name: string
  versions: ShownVersion[]
  history: HistoryEntry[]
  names: HistoryNames
  /** Its procedure takes changes, and so may this reader. */
  mayChange: boolean
  mayBreak: boolean
}
type Props = {
  frame: Frame
  person: string
  view: DocumentView
  typed: { reason: string }
  problems: readonly Problem[]
  said: Said
}

export function DocumentPage({ frame, person, view, typed, problems, said }: Props) {
  const text = deskWords(frame)
  const words = recordsWords(frame)
  const { document, versions } = view
  const own = deskPath(frame, `/documents/${document.id}`)
  const labels: Record<string, string> = { file: text.newVersion, reason: text.reason }
  const back = document.procedure_id
    ? { label: document.procedure_number ?? words.procedure, url: deskPath(frame, `/procedures/${document.procedure_id}`) }
    : { label: text['place-basket'], url: deskPath(frame, '/basket') }
  return (
    <DeskLayout
      frame={frame}
      title={document.title}
      meta={view.name}
      back={back}
      aside={document.cancelled_at && <Badge tone="warn">{text.cancelled}</Badge>}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((problem) => ({ ...problem, label: labels[problem.field] ?? '' }))} />
      <SaidNotice said={said} />
      <div class="desk-case">
        <div>
          <div class="actions">
            <ButtonLink url={`${own}/content`}>{text.download}</ButtonLink>
          </div>
          <Table
            caption={text.versions}
            rows={versions}
            columns={[
              {
                label: text.version,
                cell: ({ number }) => <a href={`${own}/content?version=${number}`}>{text.versionOf(number)}</a>,
              },
              { label: text.made, cell: ({ made_at }) => shortTime(frame, made_at) },
              { label: text.kind, cell: ({ media_type }) => media_type.split(';')[0] },
              { label: text.size, cell: ({ size }) => formatSize(frame, size), end: true },
            ]}
          />
          {view.mayChange && <Lock frame={frame} person={person} view={view} own={own} problems={problems} />}
          <section class="section" aria-labelledby="history">
            <h2 id="history">{text.history}</h2>
            <Timeline
              reader={frame}
              entries={view.history.map((entry) => ({
                ...tellHistory(frame, entry, view.names),
                when: shortTime(frame, entry.at),
                automatic: entry.actor.startsWith('system:'),
              }))}
            />
          </section>
        </div>
        <aside aria-label={text.facts}>
          <Facts
            items={[
              ...(document.number === null ? [] : [{ label: text.number, value: String(document.number) }]),
              { label: text.direction, value: words[`direction-${document.direction}`] },
              { label: text.dated, value: formatDay(frame.language, dayAt(document.dated_at)) },
              { label: text.filed, value: formatDay(frame.language, dayAt(document.filed_at)) },
            ]}
          />
          {view.mayChange && !document.cancelled_at && (
            <section aria-labelledby="cancel">
              <h2 id="cancel">{text.cancelDocument}</h2>
              <form method="post" action={`${own}/cancel`} noValidate>
                <TextField
                  reader={frame}
                  name="reason"
                  label={text.reason}
                  hint={text.reasonHint}
                  value={typed.reason}
                  error={errorOf(problems, 'reason')}
                  maxLength={200}
                />
                <Button danger>{text.cancelDocument}</Button>
              </form>
            </section>
          )}
        </aside>
      </div>
    </DeskLayout>
  )
}

type LockProps = { frame: Frame; person: string; view: DocumentView; own: string; problems: readonly Problem[] }

function Lock({ frame, person, view, own, problems }: LockProps) {
  const text = deskWords(frame)
  const { locked_by, locked_at, cancelled_at } = view.document
  if (cancelled_at) return null
  if (locked_by === null)
    return (
      <section class="section">
        <h2>{text.change}</h2>
        <p>{text.checkOutHow}</p>
        <form method="post" action={`${own}/check-out`}>
          <Button secondary>{text.checkOut}</Button>
        </form>
      </section>
    )
  const mine = locked_by === person
  return (
    <section class="section measure">
      <h2>{text.change}</h2>
      <Notice tone={mine ? 'plain' : 'warn'}>
        <p>
          {mine ? text.checkedOutByYou : text.checkedOutByOther} {locked_at && shortTime(frame, locked_at)}
        </p>
      </Notice>
      {mine && (
        <form method="post" action={`${own}/check-in`} encType="multipart/form-data" noValidate>
          <FileField
            reader={frame}
            name="file"
            label={text.newVersion}
            hint={text.newVersionHint}
            error={errorOf(problems, 'file')}
            accept={acceptedFiles.accept}
          />
          <Button secondary>{text.checkIn}</Button>
        </form>
      )}
      {(mine || view.mayBreak) && (
        <form method="post" action={`${own}/release`}>
          <Button secondary>{mine ? text.release : text.breakLock}</Button>
        </form>
      )}
    </section>
  )
}
