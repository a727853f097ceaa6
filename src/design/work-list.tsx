// The work list of the desk: views with counts, a bar for what is selected, a table by deadline, paging and keys. Works as a plain form.
import type { ComponentChildren } from 'preact'
import type { WorkView } from '../kernel/http/work-view.ts'
import { htmlLang } from '../kernel/language.ts'
import type { Reader } from '../kernel/words.ts'
import type { Link } from './frame.ts'
import { type Chip, Chips, Pagination } from './parts.tsx'
import { designWords } from './words.ts'

export type Due = { tone: 'overdue' | 'today' | 'later'; words: string; date: string }

const shortDay = (reader: Reader, day: string, withYear: boolean): string =>
  new Intl.DateTimeFormat(htmlLang(reader.language) === 'de' ? 'de-DE' : 'en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'numeric',
    ...(withYear && { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`))

/** A deadline in words beside its date; days as `YYYY-MM-DD`, calendar days. */
export function dueOf(reader: Reader, day: string, today: string): Due {
  const text = designWords(reader)
  const days = Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000)
  const date = shortDay(reader, day, day.slice(0, 4) !== today.slice(0, 4))
  if (days < 0) return { tone: 'overdue', words: text.daysOverdue(-days), date }
  return days === 0 ? { tone: 'today', words: text.dueToday, date } : { tone: 'later', words: text.daysLeft(days), date }
}

export type WorkRow = {
  id: string
  title: string
  /** Language prefix included. */
  url: string
  /** Second line of the title: `2F8T-4HWD`. */
  reference?: string | undefined
  /** `YYYY-MM-DD` */
  due?: string | undefined
  /** One for each column. */
  cells: readonly ComponentChildren[]
}
export type BulkAction = { value: string; label: string }

export type WorkListProps = {
  reader: Reader
  today: string
  /** What the table shows and how it is sorted, in words. */
  caption: string
  titleLabel: string
  columns: readonly string[]
  rows: readonly WorkRow[]
  views?: readonly Chip[] | undefined
  /** The form sends `pick` for each selected row and `do` with the action. */
  bulk?: { url: string; actions: readonly BulkAction[]; hidden?: Readonly<Record<string, string>> } | undefined
  /** Rows are sorted by deadline; `total` counts all of them, on every page. A list paged by its key says what it shows, and links on. */
  paging:
    | { page: number; pages: number; from: number; total: number; urlOf: (page: number) => string }
    | { shown: string; links: readonly Link[] }
  /** Without it two lines and no keys. */
  preferences?: WorkView | undefined
  /** Shown instead of the table when there is no row. */
  empty: ComponentChildren
}

export function WorkList(props: WorkListProps) {
  const { reader, views = [], rows, paging, preferences, bulk } = props
  const text = designWords(reader)
  const table = rows.length === 0 ? <div class="work-empty">{props.empty}</div> : <WorkTable {...props} />
  return (
    <div class={preferences?.oneLine ? 'work-list one-line' : 'work-list'} data-keys={preferences?.keys ? '' : undefined}>
      {views.length > 0 && (
        <nav aria-label={text.views}>
          <Chips items={views} />
        </nav>
      )}
      {bulk && rows.length > 0 ? (
        <form method="post" action={bulk.url}>
          {Object.entries(bulk.hidden ?? {}).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <div class="bulk-bar">
            <strong data-count-word={text.selectedCount} aria-live="polite">
              {text.selected}
            </strong>
            {bulk.actions.map(({ value, label }, index) => (
              <button type="submit" class="link-button" name="do" value={value} data-key={index === 0 ? 'z' : undefined}>
                {label}
              </button>
            ))}
            <button type="reset" class="link-button">
              {text.clearSelection}
            </button>
          </div>
          {table}
        </form>
      ) : (
        table
      )}
      <div class="work-foot">
        {rows.length > 0 && preferences?.keys && <Keys reader={reader} assign={bulk?.actions[0]?.label} />}
        {rows.length > 0 && (
          <p class="num">
            {'shown' in paging ? paging.shown : text.rowsOf(paging.from, paging.from + rows.length - 1, paging.total)}
            {'shown' in paging &&
              paging.links.map(({ label, url }) => (
                <>
                  {' · '}
                  <a href={url}>{label}</a>
                </>
              ))}
          </p>
        )}
      </div>
      {'page' in paging && <Pagination reader={reader} page={paging.page} count={paging.pages} urlOf={paging.urlOf} />}
      {preferences && <Preferences reader={reader} preferences={preferences} />}
    </div>
  )
}

function WorkTable({ reader, today, caption, titleLabel, columns, rows, bulk }: WorkListProps) {
  const text = designWords(reader)
  const withDue = rows.some(({ due }) => due !== undefined)
  return (
    <table class="table work-table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {bulk && (
            <th scope="col">
              <span class="hidden">{text.select}</span>
            </th>
          )}
          {withDue && (
            <th scope="col" aria-sort="ascending">
              {text.due} <span aria-hidden="true">↑</span>
            </th>
          )}
          <th scope="col">{titleLabel}</th>
          {columns.map((label) => (
            <th scope="col">{label}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, title, url, reference, due, cells }) => {
          const when = due === undefined ? undefined : dueOf(reader, due, today)
          return (
            <tr>
              {bulk && (
                <td class="pick">
                  <input
                    type="checkbox"
                    name="pick"
                    value={id}
                    aria-label={text.selectRow([title, reference].filter(Boolean).join(' '))}
                  />
                </td>
              )}
              {withDue && (
                <td data-label={text.due}>
                  {when && (
                    <>
                      <span class={`due ${when.tone}`}>{when.words}</span> <span class="meta second">{when.date}</span>
                    </>
                  )}
                </td>
              )}
              <th scope="row">
                <a href={url}>{title}</a> {reference && <span class="meta second num">{reference}</span>}
              </th>
              {columns.map((label, index) => (
                <td data-label={label}>{cells[index]}</td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** Hidden until the island has switched the keys on: nobody is told of keys that do nothing. */
function Keys({ reader, assign }: { reader: Reader; assign: string | undefined }) {
  const text = designWords(reader)
  return (
    <ul class="keys" hidden aria-label={text.keys}>
      <li>
        <kbd>J</kbd> <kbd>K</kbd> {text.keyRow}
      </li>
      <li>
        <kbd>X</kbd> {text.keySelect}
      </li>
      <li>
        <kbd>{text.keyEnter}</kbd> {text.keyOpen}
      </li>
      {assign && (
        <li>
          <kbd>Z</kbd> {assign}
        </li>
      )}
      <li>
        <kbd>/</kbd> {text.keySearch}
      </li>
      <li>
        <kbd>?</kbd> {text.keyAll}
      </li>
    </ul>
  )
}

function Preferences({ reader, preferences: { oneLine, keys, url, here, save } }: { reader: Reader; preferences: WorkView }) {
  const text = designWords(reader)
  return (
    <form method="post" action={url} class="work-preferences">
      <input type="hidden" name="next" value={here} />
      <input type="hidden" name="title" value={save.name} />
      {save.kept ? (
        <span class="meta">{text.viewKept}</span>
      ) : (
        <button type="submit" class="link-button" formaction={save.url}>
          {text.keepView}
        </button>
      )}
      <button type="submit" class="link-button" name="oneLine" value={oneLine ? 'no' : 'yes'}>
        {oneLine ? text.twoLines : text.oneLine}
      </button>
      <button type="submit" class="link-button" name="keys" value={keys ? 'no' : 'yes'} id="keys-switch">
        {keys ? text.keysOff : text.keysOn}
      </button>
    </form>
  )
}
