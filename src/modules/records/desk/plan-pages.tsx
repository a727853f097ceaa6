// The filing plan: its entries from the top down, the files below one entry, and taking over a plan.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, FileField, SelectField, TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Badge, Button, EmptyState, Example, Facts } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import type { SignedIn } from '../../../kernel/access.ts'
import type { Problem } from '../../../kernel/http/forms.ts'
import type { ListedEntry, RefusedLine } from '../plan/entry.ts'
import type { PlanEntryRow } from '../tables.ts'
import { recordsWords } from '../words.ts'
import type { FileLine, Found } from './lists.ts'
import { errorOf, Pages, Places, type Said, SaidNotice } from './parts.tsx'
import { deskPath } from './paths.ts'
import { deskWords } from './words.ts'

const periodText = (frame: Frame, { keep_years, forever }: PlanEntryRow): string => {
  const text = deskWords(frame)
  return forever ? text.keptForever : keep_years === null ? text.noPeriod : text.years(keep_years)
}

function EntryTable({ frame, entries, caption }: { frame: Frame; entries: readonly ListedEntry[]; caption: string }) {
  const text = deskWords(frame)
  return (
    <Table
      caption={caption}
      rows={entries}
      columns={[
        {
          label: text.entry,
          cell: (entry) => (
            <>
              <a href={deskPath(frame, `/plan/${entry.id}`)}>
                {entry.number} {entry.title}
              </a>{' '}
              {entry.example && <Example reader={frame} />}
            </>
          ),
        },
        { label: text.period, cell: (entry) => periodText(frame, entry) },
        { label: text.afterwards, cell: ({ appraisal }) => recordsWords(frame)[`appraisal-${appraisal}`] },
        { label: text.files, cell: ({ files }) => files, end: true },
        { label: text.entriesBelow, cell: ({ below }) => below, end: true },
      ]}
    />
  )
}

type PlanProps = {
  frame: Frame
  person: SignedIn
  entries: readonly ListedEntry[]
  mayChange: boolean
  refused: readonly RefusedLine[]
  problems: readonly Problem[]
  said: Said
}

export function PlanPage({ frame, person, entries, mayChange, refused, problems, said }: PlanProps) {
  const text = deskWords(frame)
  const words = recordsWords(frame)
  return (
    <DeskLayout frame={frame} title={words.plan} problems={problems.length > 0}>
      <ErrorSummary reader={frame} problems={problems.map((problem) => ({ ...problem, label: text.planFile }))} />
      <Places frame={frame} person={person} current="plan" />
      <SaidNotice said={said} />
      {refused.length > 0 && (
        <section class="section">
          <h2>{text.refusedLines(refused.length)}</h2>
          <ul>
            {refused.slice(0, 50).map(({ line, number, reason }) => (
              <li>
                {text.line(line)} {number}: <span lang="en">{reason}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {entries.length === 0 ? (
        <EmptyState title={text.noPlan}>
          <p>{text.noPlanHow}</p>
        </EmptyState>
      ) : (
        <EntryTable frame={frame} entries={entries} caption={text.planTop} />
      )}
      {mayChange && (
        <section class="section measure" aria-labelledby="take">
          <h2 id="take">{text.takePlan}</h2>
          <form method="post" action={deskPath(frame, '/plan')} encType="multipart/form-data" noValidate>
            <FileField
              reader={frame}
              name="plan"
              label={text.planFile}
              hint={text.planFileHint}
              error={errorOf(problems, 'plan')}
              accept={['csv', 'xml']}
            />
            <Button>{text.takePlan}</Button>
          </form>
        </section>
      )}
    </DeskLayout>
  )
}

type EntryProps = {
  frame: Frame
  entry: PlanEntryRow
  above: PlanEntryRow | undefined
  below: readonly ListedEntry[]
  files: Found<FileLine>
  page: number
  units: readonly { path: string; name: string }[]
  mayOpen: boolean
  typed: { title: string; unit: string }
  problems: readonly Problem[]
}

export function EntryPage({ frame, entry, above, below, files, page, units, mayOpen, typed, problems }: EntryProps) {
  const text = deskWords(frame)
  const words = recordsWords(frame)
  const labels: Record<string, string> = { title: text.fileTitle, unit: text.unit }
  return (
    <DeskLayout
      frame={frame}
      title={`${entry.number} ${entry.title}`}
      back={
        above
          ? { label: `${above.number} ${above.title}`, url: deskPath(frame, `/plan/${above.id}`) }
          : { label: words.plan, url: deskPath(frame, '/plan') }
      }
      aside={entry.example && <Example reader={frame} />}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((problem) => ({ ...problem, label: labels[problem.field] ?? '' }))} />
      <Facts
        items={[
          { label: text.period, value: periodText(frame, entry), more: entry.law || undefined },
          { label: text.periodStarts, value: text[`starts-${entry.starts}`] },
          { label: text.afterwards, value: words[`appraisal-${entry.appraisal}`] },
          ...(entry.closed_at ? [{ label: text.state, value: text.entryClosed }] : []),
        ]}
      />
      {below.length > 0 && <EntryTable frame={frame} entries={below} caption={text.entriesBelow} />}
      {files.lines.length > 0 && (
        <Table
          caption={text.files}
          rows={files.lines}
          columns={[
            {
              label: words.file,
              cell: ({ id, number, title }) => (
                <>
                  <a href={deskPath(frame, `/files/${id}`)}>{title}</a> <span class="meta block num">{number}</span>
                </>
              ),
            },
            { label: text.state, cell: ({ state }) => <Badge tone="plain">{words[`state-${state}`]}</Badge> },
            { label: text.procedures, cell: ({ procedures }) => procedures, end: true },
          ]}
        />
      )}
      {files.lines.length === 0 && below.length === 0 && <p>{text.noFiles}</p>}
      <Pages frame={frame} page={page} more={files.more} urlOf={(one) => deskPath(frame, `/plan/${entry.id}?page=${one}`)} />
      {mayOpen && !entry.closed_at && (
        <section class="section measure" aria-labelledby="new">
          <h2 id="new">{text.newFile}</h2>
          <form method="post" action={deskPath(frame, `/plan/${entry.id}/files`)} noValidate>
            <TextField
              reader={frame}
              name="title"
              label={text.fileTitle}
              hint={text.titleHint}
              value={typed.title}
              error={errorOf(problems, 'title')}
              maxLength={200}
            />
            <SelectField
              reader={frame}
              name="unit"
              label={text.unit}
              value={typed.unit}
              error={errorOf(problems, 'unit')}
              choices={units.map(({ path, name }) => ({ value: path, label: name }))}
            />
            <Button>{text.openFile}</Button>
          </form>
        </section>
      )}
    </DeskLayout>
  )
}
