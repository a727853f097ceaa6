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
import { blockWords } from './block-words.ts'
import { StateBadge, stateWord } from './builder-layout.tsx'
import { builderWords } from './builder-words.ts'
import { type FormState, formPath } from './desk-form.ts'
import { Entries, type Entry, summaryOf, type Typed } from './entries.tsx'
import { deskFormsUrl, type ListedForm } from './form-list.ts'
import { listWords } from './list-words.ts'

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
  const list = listWords(frame)
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
      meta={list.lead}
      aside={<ButtonLink url={`${here}/new`}>{list.newForm}</ButtonLink>}
    >
      {forms.length === 0 ? (
        <EmptyState title={list.none}>
          <p>{list.noneHow}</p>
        </EmptyState>
      ) : (
        <>
          <search>
            <form method="get" action={here} class="desk-search section">
              <label for="q">{list.find}</label>
              <input class="input" id="q" name="q" type="search" value={query} />
              <Button secondary>{list.search}</Button>
            </form>
          </search>
          {chips.length > 1 || state !== '' ? (
            <nav aria-label={list.views} class="section">
              <Chips
                items={[
                  { label: list.all, url: ask ? `${here}?${ask}` : here, count: found.length, current: state === '' },
                  ...chips,
                ]}
              />
            </nav>
          ) : null}
          {shown.length === 0 ? (
            <EmptyState title={list.noneFound} action={{ label: list.showAll, url: here }}>
              <p>{list.noneFoundHow}</p>
            </EmptyState>
          ) : (
            <Table
              caption={list.caption}
              rows={shown}
              columns={[
                { label: text.form, cell: ({ id, title }) => <a href={pathIn(frame.language, formPath(id))}>{title}</a> },
                { label: list.state, cell: (form) => <StateBadge frame={frame} state={form.state} /> },
                { label: list.unit, cell: ({ unit, unitName }) => unitName ?? (unit === '/' ? text.wholeTown : unit) },
                { label: list.changed, cell: ({ changed }) => formatDay(frame.language, dayInBerlin(changed)) },
              ]}
            />
          )}
        </>
      )}
      <p class="section">
        <a href={`${here}/blocks`}>{blockWords(frame).title}</a>
      </p>
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
  /** Where a form of another system is taken over; none while copying. */
  importUrl?: string | undefined
}

export function NewFormPage({ frame, title, entries, typed, problems, action, importUrl }: NewFormProps) {
  const text = builderWords(frame)
  const list = listWords(frame)
  const here = deskFormsUrl(frame.language)
  return (
    <DeskLayout
      frame={frame}
      title={title}
      room={here}
      back={{ label: text.toForms, url: here }}
      meta={list.newLead}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={summaryOf(entries, problems)} />
      <form method="post" action={action} noValidate>
        <Entries reader={frame} entries={entries} typed={typed} problems={problems} />
        <Button>{list.create}</Button>
      </form>
      {importUrl && (
        <p class="section">
          <a href={importUrl}>{list.importInstead}</a>
        </p>
      )}
    </DeskLayout>
  )
}
