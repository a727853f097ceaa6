// The pages of models: all of them, one with its versions, diagram, steps and instances, and deploying.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Button, ButtonLink, Chips, EmptyState, Notice, Pagination } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import type { Problem } from '../../../kernel/http/forms.ts'
import type { Diagram } from '../../../standards/bpmn/diagram.ts'
import type { Finding, Process } from '../../../standards/bpmn/model.ts'
import type { Model as DecisionModel } from '../../../standards/dmn/model.ts'
import type { InstanceState } from '../tables.ts'
import { Findings } from './check-pages.tsx'
import { DecisionTables, type Tried } from './decision-pages.tsx'
import type { Marks } from './diagram.tsx'
import { Drawn } from './drawn.tsx'
import { Figures } from './figure-pages.tsx'
import type { StepFigure } from './figures.ts'
import { nameOfNode } from './history.ts'
import { moveWords } from './move-words.ts'
import { deskPath, shortTime } from './paths.ts'
import { FieldsOf, startFields, type Typed } from './task-fields.tsx'
import type { InstanceLine, ModelLine, ModelView } from './views.ts'
import { processWords } from './words.ts'

/** The root of all units has no name of its own. */
const unitIn = (frame: Frame, unit: string): string => (unit === '/' ? processWords(frame).wholeTown : unit)

type Models = { frame: Frame; models: readonly ModelLine[]; mayDeploy: boolean; incidents: number; said?: string | undefined }

export function ModelsPage({ frame, models, mayDeploy, incidents, said }: Models) {
  const text = processWords(frame)
  const aside = mayDeploy ? <ButtonLink url={deskPath(frame, '/deploy')}>{text.deploy}</ButtonLink> : undefined
  return (
    <DeskLayout frame={frame} title={text.title} room={deskPath(frame)} aside={aside}>
      {said && (
        <Notice tone="ok" status>
          <p>{said}</p>
        </Notice>
      )}
      {incidents > 0 && (
        <Notice tone="warn">
          <p>
            <a href={deskPath(frame, '/incidents')}>
              {text.incidents}: {incidents}
            </a>
          </p>
        </Notice>
      )}
      {models.length === 0 ? (
        <EmptyState title={text.noModels}>
          <p>{text.noModelsHow}</p>
        </EmptyState>
      ) : (
        <Table
          caption={text.title}
          captionHidden
          rows={models}
          columns={[
            { label: text.name, cell: ({ id, name }) => <a href={deskPath(frame, `/models/${id}`)}>{name}</a> },
            { label: text.kind, cell: ({ kind }) => text[`kind-${kind}`] },
            { label: text.version, cell: ({ number }) => number, end: true },
            { label: text.unit, cell: ({ unit }) => unitIn(frame, unit) },
            { label: text.since, cell: ({ deployed_at }) => shortTime(frame, deployed_at) },
            { label: text.running, cell: ({ kind, running }) => (kind === 'process' ? running : '–'), end: true },
            { label: text.incidents, cell: ({ kind, incidents: open }) => (kind === 'process' ? open : '–'), end: true },
          ]}
        />
      )}
    </DeskLayout>
  )
}

type ModelProps = {
  frame: Frame
  model: ModelView
  process: Process | undefined
  diagram: Diagram | undefined
  marks: Marks
  decisions: { model: DecisionModel; tried: Tried | undefined } | undefined
  figures: readonly StepFigure[]
  findings: readonly Finding[]
  state: InstanceState
  instances: readonly InstanceLine[]
  page: number
  pages: number
  mayStart: boolean
  mayDeploy: boolean
  /** What was typed to begin an instance. */
  typed: Typed & { key?: string }
  problems: readonly Problem[]
  said?: { tone: 'ok' | 'warn'; text: string } | undefined
}
const states: readonly InstanceState[] = ['running', 'suspended', 'ended', 'cancelled', 'failed']

export function ModelPage(props: ModelProps) {
  const { frame, model, process, said } = props
  const text = processWords(frame)
  const own = deskPath(frame, `/models/${model.id}`)
  return (
    <DeskLayout
      frame={frame}
      title={model.name}
      meta={`${text[`kind-${model.kind}`]} · ${text.versionOf(model.number)} · ${unitIn(frame, model.unit)}`}
      back={{ label: text.toModels, url: deskPath(frame) }}
      problems={props.problems.length > 0}
    >
      <ErrorSummary
        reader={frame}
        problems={props.problems.map((problem) => ({
          ...problem,
          label: process ? (startFields(process).find(({ name }) => `v_${name}` === problem.field)?.label ?? '') : '',
        }))}
      />
      {said && (
        <Notice tone={said.tone} status>
          <p>{said.text}</p>
        </Notice>
      )}
      {model.suspended && (
        <Notice tone="warn">
          <p>{text.modelSuspended}</p>
        </Notice>
      )}
      {model.versions.length > 1 && (
        <nav aria-label={text.versions}>
          <Chips
            items={model.versions.slice(0, 12).map(({ number, running }) => ({
              label: text.versionOf(number),
              url: `${own}?version=${number}`,
              count: running,
              current: number === model.number,
            }))}
          />
        </nav>
      )}
      {process && model.versions[0] && model.number !== model.versions[0].number && (
        <p>
          <a href={`${own}/move?from=${model.number}`}>{moveWords(frame).compare}</a>
        </p>
      )}
      {process && <Drawn {...props} process={process} />}
      {props.decisions && <DecisionTables frame={frame} {...props.decisions} />}
      <Findings frame={frame} findings={props.findings} />
      {process && <Instances {...props} process={process} own={own} />}
      {process && <Figures frame={frame} process={process} figures={props.figures} />}
    </DeskLayout>
  )
}

function Instances({
  frame,
  model,
  process,
  state,
  instances,
  page,
  pages,
  own,
  mayStart,
  mayDeploy,
  typed,
  problems,
}: ModelProps & { process: Process; own: string }) {
  const text = processWords(frame)
  return (
    <section class="section" aria-labelledby="instances">
      <h2 id="instances">{text.instances}</h2>
      <nav aria-label={text.state}>
        <Chips
          items={states
            .filter((one) => model.counts[one] > 0 || one === state)
            .map((one) => ({
              label: text[`state-${one}`],
              url: `${own}?state=${one}#instances`,
              count: model.counts[one],
              current: one === state,
            }))}
        />
      </nav>
      {instances.length === 0 ? (
        <p class="section">{text.noInstances}</p>
      ) : (
        <Table
          caption={text.instances}
          captionHidden
          rows={instances}
          columns={[
            {
              label: text.startKey,
              cell: ({ id, business_key }) => <a href={deskPath(frame, `/instances/${id}`)}>{business_key ?? id.slice(-12)}</a>,
            },
            { label: text.begun, cell: ({ started_at }) => shortTime(frame, started_at) },
            { label: text.ended, cell: ({ ended_at }) => (ended_at ? shortTime(frame, ended_at) : '–') },
            { label: text.at, cell: ({ at }) => at.map((node) => nameOfNode(process, node)).join(', ') || '–' },
            { label: text.incidents, cell: ({ incidents }) => incidents, end: true },
          ]}
        />
      )}
      <Pagination reader={frame} page={page} count={pages} urlOf={(number) => `${own}?state=${state}&page=${number}#instances`} />
      {mayStart && !model.suspended && (
        <form class="measure section" method="post" action={`${own}/start`} noValidate>
          <h3>{text.start}</h3>
          <TextField
            reader={frame}
            name="key"
            label={text.startKey}
            hint={text.startKeyHint}
            value={typed.key}
            optional
            maxLength={200}
          />
          <FieldsOf frame={frame} fields={startFields(process)} typed={typed} problems={problems} />
          <div class="actions">
            <Button secondary>{text.start}</Button>
          </div>
        </form>
      )}
      {mayDeploy && (
        <form method="post" action={`${own}/suspend`}>
          <input type="hidden" name="suspended" value={model.suspended ? 'false' : 'true'} />
          <div class="actions">
            <Button secondary>{model.suspended ? text.resumeModel : text.suspendModel}</Button>
          </div>
        </form>
      )}
    </section>
  )
}
