// The page of one instance: where it stands, what happened, its variables, and repairing it.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, SelectField, TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Badge, Button, Notice } from '../../../design/parts.tsx'
import { Timeline } from '../../../design/progress.tsx'
import { Table } from '../../../design/table.tsx'
import type { Problem } from '../../../kernel/http/forms.ts'
import { htmlLang } from '../../../kernel/language.ts'
import type { Diagram } from '../../../standards/bpmn/diagram.ts'
import { isActivity, type Process } from '../../../standards/bpmn/model.ts'
import type { IncidentRow, InstanceRow, LogRow, TokenRow, VariableRow } from '../tables.ts'
import { fromStored, isHidden } from '../value.ts'
import { Drawn } from './drawn.tsx'
import { typeInWords, valueInWords } from './elements.ts'
import { nameOfNode, tellLog } from './history.ts'
import { deskPath, shortTime } from './paths.ts'
import { processWords } from './words.ts'

export type InstanceView = {
  instance: InstanceRow
  modelName: string
  modelId: string
  number: number
  tokens: readonly TokenRow[]
  variables: readonly VariableRow[]
  incidents: readonly IncidentRow[]
  log: readonly LogRow[]
  entries: number
  mayRepair: boolean
}
type Props = {
  frame: Frame
  view: InstanceView
  process: Process
  diagram: Diagram | undefined
  typed: { name: string; value: string; reason: string }
  problems: readonly Problem[]
  said?: { tone: 'ok' | 'warn'; text: string } | undefined
}

export function InstancePage({ frame, view, process, diagram, typed, problems, said }: Props) {
  const text = processWords(frame)
  const { instance, tokens, incidents } = view
  const labels: Record<string, string> = { name: text.variable, value: text.value, reason: text.reason, to: text.moveTo }
  const under = tokens.filter(({ state, parent_id }) => state !== 'done' && parent_id !== null)
  const marks = new Map<string, { count: number; incidents: number }>()
  for (const { node, state } of under) {
    const known = marks.get(node) ?? { count: 0, incidents: 0 }
    marks.set(node, { count: known.count + 1, incidents: known.incidents + (state === 'incident' ? 1 : 0) })
  }
  return (
    <DeskLayout
      frame={frame}
      title={text.instanceOf(view.modelName)}
      meta={[instance.business_key, text.versionOf(view.number), text[`state-${instance.state}`]].filter(Boolean).join(' · ')}
      back={{ label: view.modelName, url: deskPath(frame, `/models/${view.modelId}`) }}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((problem) => ({ ...problem, label: labels[problem.field] ?? '' }))} />
      {said && (
        <Notice tone={said.tone} status>
          <p>{said.text}</p>
        </Notice>
      )}
      {incidents.map((incident) => (
        <Incident frame={frame} view={view} incident={incident} process={process} problems={problems} />
      ))}
      <section class="section" aria-labelledby="where">
        <h2 id="where">{text.where}</h2>
        {under.length === 0 ? (
          <p>{text[`state-${instance.state}`]}</p>
        ) : (
          <Table
            caption={text.where}
            captionHidden
            rows={under}
            columns={[
              { label: text.step, cell: ({ node }) => nameOfNode(process, node) },
              {
                label: text.state,
                cell: ({ state }) => (
                  <Badge tone={state === 'incident' ? 'bad' : 'plain'}>
                    {state === 'incident' ? text.incident : text['state-running']}
                  </Badge>
                ),
              },
              { label: text.since, cell: ({ since }) => shortTime(frame, since) },
            ]}
          />
        )}
      </section>
      <Drawn frame={frame} diagram={diagram} marks={marks} process={process} />
      <Variables frame={frame} view={view} />
      {view.mayRepair && instance.ended_at === null && <Reach frame={frame} view={view} typed={typed} problems={problems} />}
      <section class="section" aria-labelledby="history">
        <h2 id="history">{text.history}</h2>
        <Timeline
          reader={frame}
          entries={view.log.map((row) => ({
            what: tellLog(process, row, frame),
            when: shortTime(frame, row.at),
            automatic: row.actor.startsWith('system:'),
          }))}
        />
        {view.entries > view.log.length && <p class="meta">{text.moreHistory(view.entries - view.log.length)}</p>}
      </section>
    </DeskLayout>
  )
}

const repairPath = (frame: Frame, { instance }: InstanceView): string => deskPath(frame, `/instances/${instance.id}/repair`)

function Incident({
  frame,
  view,
  incident,
  process,
  problems,
}: {
  frame: Frame
  view: InstanceView
  incident: IncidentRow
  process: Process
  problems: readonly Problem[]
}) {
  const text = processWords(frame)
  const parent = view.tokens.find(({ id }) => id === incident.token_id)?.parent_id
  const scope = view.tokens.find(({ id }) => id === parent)?.node ?? process.id
  const targets = [...process.nodes.values()].filter(
    (node) =>
      node.scope === scope &&
      (isActivity(node) ? !node.isCompensation : node.is === 'gateway' || node.is === 'end' || node.is === 'catch'),
  )
  const errorOf = (field: string) => problems.find((problem) => problem.field === field)?.message
  return (
    <Notice tone="bad" title={nameOfNode(process, incident.node)}>
      <p>{htmlLang(frame.language) === 'de' ? incident.message_de : incident.message_en}</p>
      {view.mayRepair && (
        <form method="post" action={repairPath(frame, view)} noValidate>
          <input type="hidden" name="token" value={incident.token_id} />
          <TextField reader={frame} name="reason" label={text.reason} error={errorOf('reason')} maxLength={500} />
          <SelectField
            reader={frame}
            name="to"
            label={text.moveTo}
            error={errorOf('to')}
            optional
            choices={targets.map(({ id, name }) => ({ value: id, label: name || id }))}
          />
          <div class="actions">
            <Button name="do" value="retry">
              {text.retry}
            </Button>
            <Button secondary name="do" value="skip">
              {text.skip}
            </Button>
            <Button secondary name="do" value="move">
              {text.move}
            </Button>
          </div>
        </form>
      )}
    </Notice>
  )
}

function Variables({ frame, view }: { frame: Frame; view: InstanceView }) {
  const text = processWords(frame)
  const rows = view.variables.filter(({ name }) => !isHidden(name))
  if (rows.length === 0) return null
  return (
    <section class="section" aria-labelledby="variables">
      <h2 id="variables">{text.variables}</h2>
      <Table
        caption={text.variables}
        captionHidden
        rows={rows}
        columns={[
          { label: text.variable, cell: ({ name }) => name },
          { label: text.kind, cell: ({ type }) => typeInWords(frame, type) },
          { label: text.value, cell: ({ value }) => valueInWords(frame, fromStored(value)).slice(0, 500) },
        ]}
      />
    </section>
  )
}

function Reach({
  frame,
  view,
  typed,
  problems,
}: {
  frame: Frame
  view: InstanceView
  typed: Props['typed']
  problems: readonly Problem[]
}) {
  const text = processWords(frame)
  const errorOf = (field: string) => problems.find((problem) => problem.field === field)?.message
  const rests = view.instance.state === 'suspended'
  const hasIncident = view.incidents.length > 0
  return (
    <section class="section measure" aria-labelledby="reach">
      <h2 id="reach">{text.repair}</h2>
      <form method="post" action={repairPath(frame, view)} noValidate>
        <p class="hint">{text.correctLead}</p>
        <TextField reader={frame} name="name" label={text.variable} value={typed.name} error={errorOf('name')} maxLength={100} />
        <TextField
          reader={frame}
          name="value"
          label={text.value}
          value={typed.value}
          error={errorOf('value')}
          maxLength={2_000}
        />
        <TextField
          reader={frame}
          name={hasIncident ? 'why' : 'reason'}
          label={text.reason}
          value={typed.reason}
          error={errorOf(hasIncident ? 'why' : 'reason')}
          maxLength={500}
        />
        <div class="actions">
          <Button secondary name="do" value="set">
            {text.correct}
          </Button>
          <Button secondary name="do" value={rests ? 'resume' : 'suspend'}>
            {rests ? text.resume : text.suspend}
          </Button>
          <Button danger name="do" value="cancel">
            {text.cancel}
          </Button>
        </div>
      </form>
    </section>
  )
}
