// The start page of the desk and the results of its search.
import type { DeskHit, DeskList } from '../../contracts/desk-work.ts'
import { DeskLayout } from '../../design/desk-layout.tsx'
import { formatDay } from '../../design/format.ts'
import type { Frame, Link } from '../../design/frame.ts'
import { EmptyState, LinkList, Notice } from '../../design/parts.tsx'
import { Table } from '../../design/table.tsx'
import { pathIn } from '../../kernel/language.ts'
import { deskWords } from './words.ts'

export function DeskSearchForm({
  frame,
  query,
  action = '/desk/search',
  label,
}: {
  frame: Frame
  query?: string | undefined
  action?: string
  label?: string
}) {
  const text = deskWords(frame)
  return (
    <search>
      <form class="desk-search" action={pathIn(frame.language, action)} method="get">
        <label for="desk-q">{label ?? text.searchLabel}</label>
        <input class="input" id="desk-q" name="q" type="search" maxLength={100} autocomplete="off" value={query} />
        <button type="submit" class="button secondary">
          {text.search}
        </button>
      </form>
    </search>
  )
}

export type StartView = {
  lists: readonly DeskList[]
  missing: readonly string[]
  deputyLists: readonly { name: string; until: string | undefined; lists: readonly DeskList[] }[]
  units: readonly Link[]
  filters: readonly { id: string; title: string; path: string }[]
  notices: readonly { text: string; url: string | undefined; day: string }[]
  /** Addresses of other rooms of the desk that have no place in the navigation. */
  more: readonly Link[]
}

export function StartPage({ frame, view }: { frame: Frame; view: StartView }) {
  const text = deskWords(frame)
  const { lists, missing, deputyLists, units, filters, notices, more } = view
  return (
    <DeskLayout frame={frame} title={text.desk} aside={<DeskSearchForm frame={frame} />}>
      {missing.map((room) => (
        <Late frame={frame} room={room} />
      ))}
      <div class="desk-case">
        <div>
          {notices.length > 0 && <Notices frame={frame} notices={notices} />}
          <h2>{text.toDo}</h2>
          {lists.length > 0 ? (
            <ListTable frame={frame} caption={text.toDoCaption} lists={lists} />
          ) : (
            <div class="measure">
              <p>
                <strong>{text.nothingToDo}.</strong> {text.nothingToDoHint}
              </p>
            </div>
          )}
          {deputyLists.map(({ name, until, lists: own }) => (
            <section>
              <h2>{text.deputyLists(name)}</h2>
              <p class="meta">
                {text.actingDeputy} {name}
                {until && `, ${text.until(formatDay(frame.language, until))}`}.
              </p>
              {own.length > 0 && <ListTable frame={frame} caption={text.deputyLists(name)} lists={own} />}
            </section>
          ))}
        </div>
        <div>
          <section>
            <h2>{text.myUnits}</h2>
            {units.length > 0 ? <LinkList items={units} /> : <p>{text.noUnits}</p>}
          </section>
          <section>
            <h2>{text.savedViews}</h2>
            {filters.length > 0 ? <Filters frame={frame} filters={filters} /> : <p>{text.noSavedViews}</p>}
          </section>
          {more.length > 0 && (
            <section>
              <h2>{text.deputies}</h2>
              <LinkList items={more} />
            </section>
          )}
        </div>
      </div>
    </DeskLayout>
  )
}

const Late = ({ frame, room }: { frame: Frame; room: string }) => (
  <Notice tone="warn">
    <p>{deskWords(frame).late(room)}</p>
  </Notice>
)

function ListTable({ frame, caption, lists }: { frame: Frame; caption: string; lists: readonly DeskList[] }) {
  const text = deskWords(frame)
  return (
    <Table
      caption={caption}
      rows={lists}
      columns={[
        { label: text.list, cell: ({ title, url }) => <a href={url}>{title}</a> },
        {
          label: text.overdue,
          end: true,
          cell: ({ overdue = 0 }) => (overdue > 0 ? <span class="due overdue">{overdue}</span> : '0'),
        },
        {
          label: text.dueToday,
          end: true,
          cell: ({ dueToday = 0 }) => (dueToday > 0 ? <span class="due today">{dueToday}</span> : '0'),
        },
        { label: text.all, end: true, cell: ({ count }) => <span class="num">{count}</span> },
      ]}
    />
  )
}

function Notices({ frame, notices }: { frame: Frame; notices: StartView['notices'] }) {
  const text = deskWords(frame)
  return (
    <section>
      <h2>{text.notices}</h2>
      <ul class="ruled">
        {notices.map(({ text: said, url, day }) => (
          <li>
            {url ? <a href={url}>{said}</a> : <span>{said}</span>}
            <span class="meta">{formatDay(frame.language, day)}</span>
          </li>
        ))}
      </ul>
      <form method="post" action={pathIn(frame.language, '/desk/notices/read')}>
        <button type="submit" class="link-button">
          {text.markRead}
        </button>
      </form>
    </section>
  )
}

function Filters({ frame, filters }: { frame: Frame; filters: StartView['filters'] }) {
  const text = deskWords(frame)
  return (
    <ul class="ruled">
      {filters.map(({ id, title, path }) => (
        <li>
          <a href={path}>{title}</a>
          <form class="inline-form" method="post" action={pathIn(frame.language, `/desk/filters/${id}/remove`)}>
            <button type="submit" class="link-button">
              {text.removeView(title)}
            </button>
          </form>
        </li>
      ))}
    </ul>
  )
}

export function SearchPage({
  frame,
  query,
  hits,
  missing,
  more,
}: {
  frame: Frame
  query: string
  hits: readonly DeskHit[]
  missing: readonly string[]
  more: boolean
}) {
  const text = deskWords(frame)
  return (
    <DeskLayout
      frame={frame}
      title={query === '' ? text.searchLabel : text.results(query)}
      back={{ label: text.desk, url: pathIn(frame.language, '/desk') }}
      aside={<DeskSearchForm frame={frame} query={query} />}
    >
      {missing.map((room) => (
        <Late frame={frame} room={room} />
      ))}
      {hits.length > 0 ? (
        <Hits hits={hits} />
      ) : (
        <EmptyState title={query.length < 2 ? text.tooShort : text.nothingFound}>
          <p>{query.length < 2 ? text.searchHint : text.nothingFoundHint}</p>
        </EmptyState>
      )}
      {more && <p>{text.moreHits}</p>}
    </DeskLayout>
  )
}

export const Hits = ({ hits }: { hits: readonly DeskHit[] }) => (
  <ul class="ruled">
    {hits.map(({ kind, title, url, more }) => (
      <li>
        <span>
          <a href={url}>{title}</a>
          {more && <span class="meta block">{more}</span>}
        </span>
        <span class="meta">{kind}</span>
      </li>
    ))}
  </ul>
)
