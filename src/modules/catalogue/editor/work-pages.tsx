// The lists of what waits: conflicts with the import, dead links, reviews, translations, searches.
import type { ComponentChildren } from 'preact'
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { formatDay } from '../../../design/format.ts'
import type { Frame, Link } from '../../../design/frame.ts'
import { Button, Chips, EmptyState, Notice, Pagination } from '../../../design/parts.tsx'
import { type Column, Table } from '../../../design/table.tsx'
import type { Piece } from './differences.ts'
import type { LinkLine } from './link-check.ts'
import { linkStateWords, listWords } from './list-words.ts'
import { editorWords } from './words.ts'

export type Said = { text: string; tone: 'ok' | 'plain' | 'bad' } | undefined

type ListProps<Row> = {
  frame: Frame
  title: string
  lead?: string | undefined
  none: string
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  said?: Said
  above?: ComponentChildren
  below?: ComponentChildren
  back: Link
}

/** A list with its heading; empty, it says so and leads back. */
export function ListPage<Row>({ frame, title, lead, none, rows, columns, said, above, below, back }: ListProps<Row>) {
  const text = editorWords(frame)
  return (
    <DeskLayout frame={frame} title={title} back={back}>
      {said && (
        <Notice tone={said.tone} status>
          <p>{said.text}</p>
        </Notice>
      )}
      {above}
      {rows.length === 0 ? (
        <EmptyState title={none} />
      ) : (
        <>
          {lead && <p class="measure">{lead}</p>}
          <div class="section">
            <Table caption={text.count(rows.length)} rows={rows} columns={columns} />
          </div>
        </>
      )}
      {below}
    </DeskLayout>
  )
}

export type ConflictView = {
  title: string
  url: string
  noun: string
  id: number
  field: string
  found: string
  sides: readonly { label: string; edited: string; imported: string; pieces: readonly Piece[] }[]
}

export function ConflictsPage({
  frame,
  items,
  action,
  said,
  back,
}: {
  frame: Frame
  items: readonly ConflictView[]
  action: string
  said: Said
  back: Link
}) {
  const text = editorWords(frame)
  const lists = listWords(frame)
  return (
    <DeskLayout frame={frame} title={text.conflicts} back={back}>
      {said && (
        <Notice tone={said.tone} status>
          <p>{said.text}</p>
        </Notice>
      )}
      {items.length === 0 ? <EmptyState title={lists.noConflicts} /> : <p class="measure">{lists.conflictsLead}</p>}
      {items.map(({ title, url, noun, id, field, found, sides }, index) => (
        <section class="section" aria-labelledby={`conflict-${index}`}>
          <h2 id={`conflict-${index}`}>
            <a href={url}>{title}</a>
          </h2>
          <p class="meta">{found}</p>
          {sides.length === 0 && <p>{lists.sameNow}</p>}
          {sides.map(({ label, edited, imported }) => (
            <dl>
              <dt class="strong">
                {label}: {lists.ours}
              </dt>
              <dd class="pre">{edited || text.empty}</dd>
              <dt class="strong">
                {label}: {lists.theirs}
              </dt>
              <dd class="pre">{imported || text.empty}</dd>
            </dl>
          ))}
          <form method="post" action={action}>
            <input type="hidden" name="noun" value={noun} />
            <input type="hidden" name="id" value={String(id)} />
            <input type="hidden" name="field" value={field} />
            <div class="actions">
              <Button secondary name="choice" value="edited">
                {lists.keepOurs}
              </Button>
              {sides.length > 0 && (
                <Button secondary name="choice" value="imported">
                  {lists.takeTheirs}
                </Button>
              )}
            </div>
          </form>
        </section>
      ))}
    </DeskLayout>
  )
}

export function LinksPage({
  frame,
  rows,
  action,
  said,
  back,
  urlOf,
  labelOf,
}: {
  frame: Frame
  rows: readonly LinkLine[]
  action: string
  said: Said
  back: Link
  urlOf: (line: LinkLine) => string
  labelOf: (line: LinkLine) => string
}) {
  const text = editorWords(frame)
  const lists = listWords(frame)
  const states = linkStateWords(frame)
  return (
    <ListPage
      frame={frame}
      title={text.links}
      lead={lists.linksLead}
      none={lists.noLinks}
      rows={rows}
      said={said}
      back={back}
      columns={[
        { label: lists.address, cell: ({ url }) => <span class="breaking">{url}</span> },
        { label: lists.answer, cell: ({ state, answer }) => `${states[state]} (${answer})` },
        { label: lists.stands, cell: (line) => <a href={urlOf(line)}>{line.title}</a> },
        { label: lists.field, cell: labelOf },
        {
          label: text.changed,
          cell: ({ checkedAt }) => (checkedAt ? formatDay(frame.language, checkedAt.toISOString().slice(0, 10)) : '–'),
        },
      ]}
      below={
        <form method="post" action={action} class="section">
          <Button secondary>{lists.checkAll}</Button>
        </form>
      }
    />
  )
}

export function TranslationsPage({
  frame,
  title,
  lead,
  none,
  rows,
  chips,
  back,
  pages,
}: {
  frame: Frame
  title: string
  lead: string
  none: string
  rows: readonly { title: string; url: string; since: string | undefined }[]
  chips: readonly (Link & { current: boolean })[]
  back: Link
  pages?: { page: number; count: number; urlOf: (page: number) => string } | undefined
}) {
  const text = editorWords(frame)
  const lists = listWords(frame)
  const dated = rows.some(({ since }) => since)
  const columns: Column<(typeof rows)[number]>[] = [
    { label: text.name, cell: ({ title: name, url }) => <a href={url}>{name}</a> },
    ...(dated ? [{ label: lists.translatedOn, cell: ({ since }: (typeof rows)[number]) => since ?? '–' }] : []),
  ]
  return (
    <ListPage
      frame={frame}
      title={title}
      lead={lead}
      none={none}
      rows={rows}
      columns={columns}
      back={back}
      above={
        <nav aria-label={lists.language}>
          <Chips items={chips} />
        </nav>
      }
      below={pages && <Pagination reader={frame} page={pages.page} count={pages.count} urlOf={pages.urlOf} />}
    />
  )
}

export function SearchesPage({
  frame,
  misses,
  votes,
  synonymsUrl,
  back,
}: {
  frame: Frame
  misses: readonly { word: string; misses: number; lastDay: string }[]
  votes: readonly { title: string; url: string; yes: number; partly: number; no: number }[]
  synonymsUrl: string | undefined
  back: Link
}) {
  const text = editorWords(frame)
  const lists = listWords(frame)
  return (
    <DeskLayout frame={frame} title={text.searches} back={back}>
      <p class="measure">{lists.searchesLead}</p>
      <section class="section">
        {misses.length === 0 ? (
          <EmptyState title={lists.noSearches} />
        ) : (
          <Table
            caption={text.searches}
            rows={misses}
            columns={[
              { label: lists.word, cell: ({ word }) => word },
              { label: lists.times, cell: ({ misses: count }) => String(count), end: true },
              { label: lists.lastDay, cell: ({ lastDay }) => formatDay(frame.language, lastDay) },
            ]}
          />
        )}
        {synonymsUrl && (
          <p class="section">
            <a href={synonymsUrl}>{lists.addSynonym}</a>
          </p>
        )}
      </section>
      <section class="section">
        <h2>{lists.votedTitle}</h2>
        {votes.length === 0 ? (
          <p>{lists.noVotes}</p>
        ) : (
          <Table
            caption={text.votesDays}
            rows={votes}
            columns={[
              { label: text.name, cell: ({ title, url }) => <a href={url}>{title}</a> },
              { label: text.votes, cell: ({ yes, partly, no }) => text.votesCount(yes, partly, no) },
            ]}
          />
        )}
      </section>
    </DeskLayout>
  )
}
