// The pages around a check: deploying a file with what was found in it, and the list of incidents.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, FileField, TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Badge, Button, EmptyState, Pagination } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import type { Problem } from '../../../kernel/http/forms.ts'
import { htmlLang } from '../../../kernel/language.ts'
import type { Finding } from '../../../standards/bpmn/model.ts'
import { deskPath, shortTime } from './paths.ts'
import type { IncidentLine } from './views.ts'
import { processWords } from './words.ts'

export function Findings({ frame, findings }: { frame: Frame; findings: readonly Finding[] }) {
  const text = processWords(frame)
  const language = htmlLang(frame.language)
  if (findings.length === 0) return null
  return (
    <div class="section">
      <Table
        caption={text.findings}
        rows={findings}
        columns={[
          { label: text.element, cell: ({ name, element }) => name || element || '–' },
          {
            label: text.finding,
            cell: ({ severity, what }) => (
              <>
                <Badge tone={severity === 'error' ? 'bad' : severity === 'warning' ? 'warn' : 'plain'}>{what[language]}</Badge>
              </>
            ),
          },
          { label: text.proposal, cell: ({ proposal }) => proposal?.[language] ?? '–' },
        ]}
      />
    </div>
  )
}

type Deploy = { frame: Frame; unit: string; problems: readonly Problem[]; findings: readonly Finding[] }

export function DeployPage({ frame, unit, problems, findings }: Deploy) {
  const text = processWords(frame)
  const errorOf = (field: string) => problems.find((problem) => problem.field === field)?.message
  const labels: Record<string, string> = { file: text.file, unit: text.unit }
  return (
    <DeskLayout
      frame={frame}
      title={text.deploy}
      back={{ label: text.toModels, url: deskPath(frame) }}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((problem) => ({ ...problem, label: labels[problem.field] ?? '' }))} />
      <p class="measure">{text.deployLead}</p>
      <form class="measure" method="post" action={deskPath(frame, '/deploy')} enctype="multipart/form-data" noValidate>
        <FileField
          reader={frame}
          name="file"
          label={text.file}
          accept={['xml']}
          error={errorOf('file')}
          chooseAgain={problems.length > 0}
        />
        <TextField reader={frame} name="unit" label={text.unit} hint={text.unitHint} value={unit} error={errorOf('unit')} />
        <div class="actions">
          <Button>{text.deploy}</Button>
        </div>
      </form>
      <Findings frame={frame} findings={findings} />
    </DeskLayout>
  )
}

export function IncidentsPage({
  frame,
  rows,
  page,
  pages,
}: {
  frame: Frame
  rows: readonly IncidentLine[]
  page: number
  pages: number
}) {
  const text = processWords(frame)
  return (
    <DeskLayout frame={frame} title={text.incidents} back={{ label: text.toModels, url: deskPath(frame) }}>
      {rows.length === 0 ? (
        <EmptyState title={text.noIncidents} />
      ) : (
        <Table
          caption={text.incidents}
          captionHidden
          rows={rows}
          columns={[
            {
              label: text.process,
              cell: ({ instance_id, name, business_key }) => (
                <a href={deskPath(frame, `/instances/${instance_id}`)}>{`${name} ${business_key ?? instance_id.slice(-12)}`}</a>
              ),
            },
            {
              label: text.finding,
              cell: ({ message_de, message_en }) => (htmlLang(frame.language) === 'de' ? message_de : message_en),
            },
            { label: text.since, cell: ({ at }) => shortTime(frame, at) },
          ]}
        />
      )}
      <Pagination reader={frame} page={page} count={pages} urlOf={(number) => deskPath(frame, `/incidents?page=${number}`)} />
    </DeskLayout>
  )
}
