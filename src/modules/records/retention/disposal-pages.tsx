// The runs of disposal, one run with its procedures, and the last question before something is destroyed.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, FileField, SelectField } from '../../../design/fields.tsx'
import { formatDay } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Badge, Button, EmptyState } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import type { SignedIn } from '../../../kernel/access.ts'
import { dayAt } from '../../../kernel/calendar/day.ts'
import type { Problem } from '../../../kernel/http/forms.ts'
import { errorOf, Places, type Said, SaidNotice } from '../desk/parts.tsx'
import { deskPath, shortTime } from '../desk/paths.ts'
import type { UnitChoice } from '../desk/units.ts'
import { recordsWords } from '../words.ts'
import type { RunItem, RunLine, RunView } from './disposal-view.ts'
import { disposalWords } from './words.ts'

type ListProps = {
  frame: Frame
  person: SignedIn
  runs: readonly RunLine[]
  units: readonly UnitChoice[]
  typed: string
  problems: readonly Problem[]
}

export function RunsPage({ frame, person, runs, units, typed, problems }: ListProps) {
  const text = disposalWords(frame)
  return (
    <DeskLayout frame={frame} title={text.title} problems={problems.length > 0}>
      <ErrorSummary reader={frame} problems={problems.map((problem) => ({ ...problem, label: text.unit }))} />
      <Places frame={frame} person={person} current="disposals" />
      {runs.length === 0 ? (
        <EmptyState title={text.none}>
          <p>{text.noneHow}</p>
        </EmptyState>
      ) : (
        <Table
          caption={text.runs}
          rows={runs}
          columns={[
            {
              label: text.run,
              cell: ({ id, made_at }) => (
                <a href={deskPath(frame, `/disposals/${id}`)}>{text.runOf(formatDay(frame.language, dayAt(made_at)))}</a>
              ),
            },
            { label: text.unit, cell: ({ unit, unit_name }) => unit_name ?? (unit === '/' ? frame.town.name : unit) },
            { label: text.state, cell: ({ state }) => text[`state-${state}`] },
            { label: text.items, cell: ({ items }) => items, end: true },
            { label: text.open, cell: ({ open }) => open, end: true },
          ]}
        />
      )}
      <section class="section measure" aria-labelledby="begin">
        <h2 id="begin">{text.begin}</h2>
        <p>{text.beginHow}</p>
        <form method="post" action={deskPath(frame, '/disposals')} noValidate>
          <SelectField
            reader={frame}
            name="unit"
            label={text.unit}
            value={typed}
            error={errorOf(problems, 'unit')}
            choices={units.map(({ path, name }) => ({ value: path, label: name }))}
          />
          <Button>{text.begin}</Button>
        </form>
      </section>
    </DeskLayout>
  )
}

type RunProps = { frame: Frame; view: RunView; problems: readonly Problem[]; said: Said }

export function RunPage({ frame, view, problems, said }: RunProps) {
  const text = disposalWords(frame)
  const { run, items, messages } = view
  const open = items.filter(({ outcome }) => outcome === null)
  return (
    <DeskLayout
      frame={frame}
      title={text.runOf(formatDay(frame.language, dayAt(run.made_at)))}
      meta={run.unit_name ?? (run.unit === '/' ? frame.town.name : run.unit)}
      back={{ label: text.title, url: deskPath(frame, '/disposals') }}
      aside={<Badge tone={run.state === 'done' ? 'ok' : 'plain'}>{text[`state-${run.state}`]}</Badge>}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((problem) => ({ ...problem, label: text.receiveFile }))} />
      <SaidNotice said={said} />
      <Items frame={frame} view={view} />
      {run.state !== 'done' && <Todo frame={frame} view={view} open={open} problems={problems} />}
      {messages.length > 0 && (
        <section class="section" aria-labelledby="messages">
          <h2 id="messages">{text.messages}</h2>
          <ul>
            {messages.map(({ kind, direction, at }) => (
              <li>
                {kind} {text[`direction-${direction}`]}, {shortTime(frame, at)}
              </li>
            ))}
          </ul>
        </section>
      )}
    </DeskLayout>
  )
}

/** A form while something is to be appraised; a list of proofs in the end. */
function Items({ frame, view: { run, items } }: { frame: Frame; view: RunView }) {
  const text = disposalWords(frame)
  const words = recordsWords(frame)
  const table = (
    <Table
      caption={text.items}
      rows={items}
      columns={[
        {
          label: text.procedure,
          cell: ({ procedure_id, title, number }) => (
            <>
              <a href={deskPath(frame, `/procedures/${procedure_id}`)}>{title}</a> <span class="meta block num">{number}</span>
            </>
          ),
        },
        { label: text.keptUntil, cell: ({ keep_until }) => (keep_until ? formatDay(frame.language, keep_until) : '–') },
        {
          label: text.appraisal,
          cell: (item) =>
            item.outcome === null && run.state !== 'done' ? (
              <AppraisalChoice frame={frame} item={item} />
            ) : (
              words[`appraisal-${item.appraisal}`]
            ),
        },
        { label: text.outcome, cell: ({ outcome }) => (outcome ? text[`outcome-${outcome}`] : '–') },
        {
          label: text.proof,
          cell: ({ proof, documents, archive_mark }) => (
            <span class="breaking">
              {proof ? text.proofOf(documents ?? 0, proof.toString('hex').slice(0, 16)) : '–'}
              {archive_mark && <span class="meta block">{text.archiveMark(archive_mark)}</span>}
            </span>
          ),
        },
      ]}
    />
  )
  if (run.state === 'done') return table
  return (
    <form method="post" action={deskPath(frame, `/disposals/${run.id}/appraise`)}>
      {table}
      <div class="actions">
        <Button secondary>{text.appraise}</Button>
      </div>
    </form>
  )
}

function AppraisalChoice({ frame, item }: { frame: Frame; item: RunItem }) {
  const words = recordsWords(frame)
  return (
    <select class="input" name={`a-${item.procedure_id}`} aria-label={`${disposalWords(frame).appraisal}: ${item.number}`}>
      {(['B', 'A', 'V'] as const).map((value) => (
        <option value={value} selected={value === item.appraisal}>
          {words[`appraisal-${value}`]}
        </option>
      ))}
    </select>
  )
}

type TodoProps = { frame: Frame; view: RunView; open: readonly RunItem[]; problems: readonly Problem[] }

function Todo({ frame, view: { run }, open, problems }: TodoProps) {
  const text = disposalWords(frame)
  const own = deskPath(frame, `/disposals/${run.id}`)
  const of = (appraisal: string) => open.filter((item) => item.appraisal === appraisal).length
  const ready = run.state === 'appraised'
  return (
    <section class="section measure" aria-labelledby="todo">
      <h2 id="todo">{text.whatToDo}</h2>
      <form method="post" action={`${own}/offer`}>
        <Button secondary>{text.offer}</Button>
      </form>
      {!ready && <p class="meta">{text.notYet}</p>}
      {ready && of('A') > 0 && (
        <form method="post" action={`${own}/hand-over`}>
          <p>{text.handOverHow}</p>
          <Button secondary>{text.handOver}</Button>
        </form>
      )}
      {ready && of('V') > 0 && (
        <p>
          <a href={`${own}/destroy`}>{text.destroy}</a>
        </p>
      )}
      <form method="post" action={`${own}/receive`} encType="multipart/form-data" noValidate>
        <FileField
          reader={frame}
          name="message"
          label={text.receiveFile}
          hint={text.receiveHint}
          error={errorOf(problems, 'message')}
          accept={['xml']}
        />
        <Button secondary>{text.receive}</Button>
      </form>
    </section>
  )
}

export function DestroyPage({ frame, view, count }: { frame: Frame; view: RunView; count: number }) {
  const text = disposalWords(frame)
  const own = deskPath(frame, `/disposals/${view.run.id}`)
  const back = { label: text.runOf(formatDay(frame.language, dayAt(view.run.made_at))), url: own }
  return (
    <DeskLayout frame={frame} title={text.destroyTitle} back={back}>
      <div class="measure">
        <p>{text.destroyMeans(count)}</p>
        <form method="post" action={`${own}/destroy`}>
          <div class="actions">
            <Button danger>{text.destroyDo}</Button>
          </div>
        </form>
      </div>
    </DeskLayout>
  )
}
