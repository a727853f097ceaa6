// The office's pages of receivers: which forms, who gets what, and files to collect.
import { DeskLayout } from '../../../../design/desk-layout.tsx'
import { ErrorSummary, Radios, SelectField, TextField } from '../../../../design/fields.tsx'
import { formatNumber } from '../../../../design/format.ts'
import type { Frame } from '../../../../design/frame.ts'
import { Button, EmptyState, LinkList, Notice } from '../../../../design/parts.tsx'
import { Table } from '../../../../design/table.tsx'
import type { Problem } from '../../../../kernel/http/forms.ts'
import { pathIn } from '../../../../kernel/language.ts'
import { momentIn } from '../receipt-view.ts'
import type { BatchRow, ReceiverRow } from '../tables.ts'
import { ownPath } from './pages.tsx'
import { deskWords } from './words.ts'

export const receiversPath = `${ownPath}/receivers`
export const batchesPath = `${ownPath}/batches`

export function ReceiverFormsPage({ frame, forms }: { frame: Frame; forms: readonly { key: string; title: string }[] }) {
  const text = deskWords(frame)
  return (
    <DeskLayout frame={frame} title={text.receivers} back={{ label: text.toList, url: pathIn(frame.language, ownPath) }}>
      <LinkList
        items={forms.map(({ key, title }) => ({ label: title, url: pathIn(frame.language, `${receiversPath}/${key}`) }))}
      />
    </DeskLayout>
  )
}

export type TypedReceiver = { kind: string; label: string; target: string; rhythm: string; format: string }
export const noReceiver: TypedReceiver = { kind: '', label: '', target: '', rhythm: 'daily', format: 'csv' }

type Props = {
  frame: Frame
  form: { key: string; title: string }
  receivers: readonly ReceiverRow[]
  typed: TypedReceiver
  problems: readonly Problem[]
  /** Shown once, right after adding. */
  secret?: string | undefined
}

export function ReceiversPage({ frame, form, receivers, typed, problems, secret }: Props) {
  const text = deskWords(frame)
  const own = pathIn(frame.language, `${receiversPath}/${form.key}`)
  const labels: Record<string, string> = { label: text.label, kind: text.kind, target: text.target }
  const errorOf = (field: string) => problems.find((problem) => problem.field === field)?.message
  return (
    <DeskLayout
      frame={frame}
      title={text.receiversOf(form.title)}
      back={{ label: text.receivers, url: pathIn(frame.language, receiversPath) }}
      problems={problems.length > 0}
    >
      <ErrorSummary
        reader={frame}
        problems={problems.map((problem) => ({ ...problem, label: labels[problem.field] ?? problem.field }))}
      />
      {secret && (
        <Notice tone="warn" title={text.secretTitle} status>
          <p>
            <code>{secret}</code>
          </p>
          <p>{text.secretOnce}</p>
        </Notice>
      )}
      <p>{text.receiversLead}</p>
      {receivers.length === 0 ? (
        <p>{text.noReceivers}</p>
      ) : (
        <ul class="ruled stacked">
          {receivers.map(({ id, label, kind, target, rhythm, format }) => (
            <li>
              <h2>{label}</h2>
              <p class="meta">
                {[text[`kind-${kind}`], target, rhythm && text[`rhythm-${rhythm}`], format?.toUpperCase()]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
              <form method="post" action={`${own}/${id}/remove`}>
                <Button danger>{text.remove(label)}</Button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <section class="section measure" aria-labelledby="add">
        <h2 id="add">{text.addTitle}</h2>
        <form method="post" action={own} noValidate>
          <TextField
            reader={frame}
            name="label"
            label={text.label}
            value={typed.label}
            error={errorOf('label')}
            maxLength={100}
          />
          <Radios
            reader={frame}
            name="kind"
            label={text.kind}
            value={typed.kind}
            error={errorOf('kind')}
            choices={(['contract', 'webhook', 'batch'] as const).map((value) => ({ value, label: text[`kind-${value}`] }))}
          />
          <TextField
            reader={frame}
            name="target"
            label={text.target}
            hint={text.targetHint}
            value={typed.target}
            error={errorOf('target')}
            optional
          />
          <SelectField
            reader={frame}
            name="rhythm"
            label={text.rhythm}
            value={typed.rhythm}
            choices={(['daily', 'weekly'] as const).map((value) => ({ value, label: text[`rhythm-${value}`] }))}
          />
          <SelectField
            reader={frame}
            name="format"
            label={text.format}
            hint={text.formatHint}
            value={typed.format}
            choices={['csv', 'json'].map((value) => ({ value, label: value.toUpperCase() }))}
          />
          <div class="actions">
            <Button>{text.add}</Button>
          </div>
        </form>
      </section>
    </DeskLayout>
  )
}

export type BatchLine = BatchRow & { label: string; title: string; format: 'csv' | 'json' | null }

export function BatchesPage({ frame, batches }: { frame: Frame; batches: readonly BatchLine[] }) {
  const text = deskWords(frame)
  return (
    <DeskLayout frame={frame} title={text.batches} back={{ label: text.toList, url: pathIn(frame.language, ownPath) }}>
      {batches.length === 0 ? (
        <EmptyState title={text.batchesEmpty}>
          <p>{text.batchesEmptyHow}</p>
        </EmptyState>
      ) : (
        <Table
          caption={text.caption}
          rows={batches}
          columns={[
            {
              label: text.file,
              cell: ({ id, made_at }) => (
                <form method="post" action={pathIn(frame.language, `${batchesPath}/${id}`)}>
                  <button type="submit" class="link-button">
                    {text.batchOf(momentIn(frame, made_at))}
                  </button>
                </form>
              ),
            },
            { label: text.form, cell: ({ title }) => title },
            { label: text.receiver, cell: ({ label }) => label },
            { label: text.inside, end: true, cell: ({ submissions }) => formatNumber(frame.language, submissions) },
            { label: text.fetched, cell: ({ fetched_at }) => (fetched_at ? momentIn(frame, fetched_at) : text.notFetched) },
          ]}
        />
      )}
    </DeskLayout>
  )
}
