// The page that takes a form from a file, and what it says about it afterwards.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, FileField, SelectField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Button, ButtonLink } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import type { Problem } from '../../../kernel/http/forms.ts'
import { htmlLang } from '../../../kernel/language.ts'
import type { FileKind } from '../../../kernel/uploads/kinds.ts'
import type { ImportReport, ImportWarning } from '../import/report.ts'
import { builderWords } from './builder-words.ts'
import { deskFormsUrl } from './form-list.ts'
import { importWords } from './import-words.ts'

type ImportProps = {
  frame: Frame
  action: string
  accept: readonly FileKind[]
  units: readonly { value: string; label: string }[]
  unit: string
  problems: readonly Problem[]
}

export function ImportPage({ frame, action, accept, units, unit, problems }: ImportProps) {
  const text = importWords(frame)
  const here = deskFormsUrl(frame.language)
  const labels: Record<string, string> = { file: text.file, unit: text.unit }
  const errorOf = (field: string): string | undefined => problems.find((one) => one.field === field)?.message
  return (
    <DeskLayout
      frame={frame}
      title={text.title}
      room={here}
      back={{ label: builderWords(frame).toForms, url: here }}
      meta={text.lead}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((one) => ({ ...one, label: labels[one.field] ?? '' }))} />
      <form method="post" action={action} enctype="multipart/form-data" noValidate>
        <FileField
          reader={frame}
          name="file"
          label={text.file}
          hint={text.fileHint}
          accept={accept}
          error={errorOf('file')}
          chooseAgain={problems.length > 0}
        />
        <SelectField reader={frame} name="unit" label={text.unit} choices={units} value={unit} error={errorOf('unit')} />
        <Button>{text.take}</Button>
      </form>
    </DeskLayout>
  )
}

const mostShown = 200

type ImportedProps = { frame: Frame; title: string; formUrl: string; report: ImportReport; tasks: number }

export function ImportedPage({ frame, title, formUrl, report, tasks }: ImportedProps) {
  const text = importWords(frame)
  const here = deskFormsUrl(frame.language)
  const shown = report.warnings.slice(0, mostShown)
  const more = report.warnings.length - shown.length
  return (
    <DeskLayout
      frame={frame}
      title={text.doneTitle(title)}
      room={here}
      back={{ label: builderWords(frame).toForms, url: here }}
      meta={`${report.standard} · ${text.found(report.fields, report.groups, report.rules)}`}
    >
      {tasks > 0 && <p>{text.tasks(tasks)}</p>}
      <p>
        <ButtonLink url={formUrl}>{text.toForm}</ButtonLink>
      </p>
      {shown.length > 0 && (
        <section class="section">
          <Table<ImportWarning>
            caption={text.look}
            columns={[
              { label: text.what, cell: ({ message }) => message[htmlLang(frame.language)] },
              { label: text.place, cell: ({ path }) => path || text.whole },
            ]}
            rows={shown}
          />
          {more > 0 && <p class="meta">{text.more(more)}</p>}
        </section>
      )}
    </DeskLayout>
  )
}
