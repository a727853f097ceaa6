// The editors' first page, and the lists of what can be changed.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { TextField } from '../../../design/fields.tsx'
import type { Frame, Link } from '../../../design/frame.ts'
import { Button, ButtonLink, EmptyState, LinkList, Pagination } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import { dayText } from './edit-pages.tsx'
import { editorWords } from './words.ts'
import type { ThingLine } from './work.ts'

export type OverviewView = {
  toDo: readonly (Link & { fact: string })[]
  care: readonly (Link & { fact?: string | undefined })[]
}

export function OverviewPage({ frame, view }: { frame: Frame; view: OverviewView }) {
  const text = editorWords(frame)
  return (
    <DeskLayout frame={frame} title={text.title}>
      <p class="measure">{text.lead}</p>
      <div class="desk-case section">
        <section>
          <h2>{text.toDo}</h2>
          {view.toDo.length === 0 ? <p>{text.nothingToDo}</p> : <LinkList items={view.toDo} />}
        </section>
        <section>
          <h2>{text.care}</h2>
          <LinkList items={view.care} />
        </section>
      </div>
    </DeskLayout>
  )
}

export type ThingsView = {
  noun: 'service' | 'office' | 'topic' | 'situation'
  /** Address of the list, language prefix included. */
  url: string
  back: Link | undefined
  query: string
  total: number
  page: number
  pages: number
  lines: readonly ThingLine[]
  more: readonly Link[]
}

export function ThingsPage({ frame, view }: { frame: Frame; view: ThingsView }) {
  const text = editorWords(frame)
  const { noun, url, query, total, lines } = view
  const stateOf = ({ status, draft }: ThingLine): string =>
    [text[status], draft === 'waiting' ? text.hasWaiting : draft === 'open' ? text.hasDraft : ''].filter(Boolean).join(' · ')
  return (
    <DeskLayout
      frame={frame}
      title={text[noun]}
      back={view.back}
      aside={
        <ButtonLink secondary url={`${url}/new`}>
          {text[`new${noun}`]}
        </ButtonLink>
      }
    >
      {view.more.length > 0 && (
        <ul class="plain">
          {view.more.map((link) => (
            <li>
              <a href={link.url}>{link.label}</a>
            </li>
          ))}
        </ul>
      )}
      <form method="get" action={url} class="measure">
        <TextField reader={frame} name="q" label={text.findLabel} value={query} />
        <Button secondary>{text.find}</Button>
      </form>
      <div class="section">
        {lines.length === 0 ? (
          <EmptyState title={text.nothingFound} action={{ label: text.showAll, url }} />
        ) : (
          <Table
            caption={text.count(total)}
            rows={lines}
            columns={[
              { label: text.name, cell: ({ id, name }) => <a href={`${url}/${id}`}>{name || String(id)}</a> },
              { label: text.state, cell: stateOf },
              { label: text.changed, cell: ({ changedAt }) => dayText(frame, changedAt) },
            ]}
          />
        )}
      </div>
      <Pagination
        reader={frame}
        page={view.page}
        count={view.pages}
        urlOf={(page) => `${url}?${new URLSearchParams({ ...(query && { q: query }), page: String(page) })}`}
      />
    </DeskLayout>
  )
}
