// All forms of the desk with their states, and the page on which a new one begins.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary } from '../../../design/fields.tsx'
import { formatDay } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Button, ButtonLink, Chips, EmptyState } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import type { Problem } from '../../../kernel/http/forms.ts'
import { dayInBerlin } from '../../../kernel/http/visit.ts'
import { pathIn } from '../../../kernel/language.ts'
import { StateBadge, stateWord } from './builder-layout.tsx'
import { builderWords } from './builder-words.ts'
import { type FormState, formPath } from './desk-form.ts'
import { Entries, type Entry, summaryOf, type Typed } from './entries.tsx'
import { deskFormsUrl, type ListedForm } from './form-list.ts'

const states: readonly FormState[] = ['draft', 'asked', 'live', 'changed', 'paused']

export function FormListPage({
  frame,
  forms,
  state,
  query,
}: {
  frame: Frame
  forms: readonly ListedForm[]
  state: string
  query: string
}) {
  const text = builderWords(frame)
  const here = deskFormsUrl(frame.language)
  const found = forms.filter(({ title }) => title.toLowerCase().includes(query.toLowerCase()))
  const shown = found.filter((form) => state === '' || form.state === state)
  const ask = query === '' ? '' : `q=${encodeURIComponent(query)}`
  const chips = states
    .map((one) => ({
      label: stateWord(text, one),
      url: `${here}?state=${one}${ask && `&${ask}`}`,
      count: found.filter((form) => form.state === one).length,
      current: one === state,
    }))
    .filter(({ count, current }) => count > 0 || current)
  return (
    <DeskLayout
      frame={frame}
      title={text.room}
      room={here}
      meta={text.lead}
      aside={<ButtonLink url={`${here}/new`}>{text.newForm}</ButtonLink>}
    >
      {forms.length === 0 ? (
        <EmptyState title={text.none}>
          <p>{text.noneHow}</p>
        </EmptyState>
      ) : (
        <>
          <search>
            <form method="get" action={here} class="desk-search section">
              <label for="q">{text.find}</label>
              <input class="input" id="q" name="q" type="search" value={query} />
              <Button secondary>{text.search}</Button>
            </form>
          </search>
          {chips.length > 1 || state !== '' ? (
            <nav aria-label={text.views} class="section">
              <Chips
                items={[
                  { label: text.all, url: ask ? `${here}?${ask}` : here, count: found.length, current: state === '' },
                  ...chips,
                ]}
              />
            </nav>
          ) : null}
          {shown.length === 0 ? (
            <EmptyState title={text.noneFound} action={{ label: text.showAll, url: here }}>
              <p>{text.noneFoundHow}</p>
            </EmptyState>
          ) : (
            <Table
              caption={text.caption}
              rows={shown}
              columns={[
                { label: text.form, cell: ({ id, title }) => <a href={pathIn(frame.language, formPath(id))}>{title}</a> },
                { label: text.state, cell: (form) => <StateBadge frame={frame} state={form.state} /> },
                { label: text.unit, cell: ({ unit, unitName }) => unitName ?? (unit === '/' ? text.wholeTown : unit) },
                { label: text.changed, cell: ({ changed }) => formatDay(frame.language, dayInBerlin(changed)) },
              ]}
            />
          )}
        </>
      )}
    </DeskLayout>
  )
}

type NewFormProps = {
  frame: Frame
  title: string
  entries: readonly Entry[]
  typed: Typed
  problems: readonly Problem[]
  action: string
}

export function NewFormPage({ frame, title, entries, typed, problems, action }: NewFormProps) {
  const text = builderWords(frame)
  const here = deskFormsUrl(frame.language)
  return (
    <DeskLayout
      frame={frame}
      title={title}
      room={here}
      back={{ label: text.toForms, url: here }}
      meta={text.newLead}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={summaryOf(entries, problems)} />
      <form method="post" action={action} noValidate>
        <Entries reader={frame} entries={entries} typed={typed} problems={problems} />
        <Button>{text.create}</Button>
      </form>
    </DeskLayout>
  )
}
