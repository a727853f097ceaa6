// The work list of cases: views, search, selection, what can be done with several at once.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { formatNumber } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Button, ButtonLink, EmptyState, Notice } from '../../../design/parts.tsx'
import { WorkList, type WorkRow } from '../../../design/work-list.tsx'
import type { WorkView } from '../../../kernel/http/work-view.ts'
import { pathIn } from '../../../kernel/language.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { CaseRow } from '../tables.ts'
import type { CaseType } from '../type/case-type.ts'
import { type Filter, type ListView, listViews, type PageOf, perPage, queryOf, sorts } from './filter.ts'
import { type Found, mostCounted } from './list.ts'
import { listWords } from './list-words.ts'
import type { Names } from './names.ts'
import { dayShort, factText, textIn } from './shown.ts'

export const deskPath = '/desk/cases'
export const mostInFile = 1_000

export type ListProps = {
  frame: Frame
  today: string
  me: string
  filter: Filter
  page: PageOf
  found: Found
  names: Names
  units: readonly { path: string; name: string }[]
  /** Opinions that the units of the reader are asked for; undefined: they may give none. */
  opinions: number | undefined
  may: { work: boolean; decide: boolean; takeIn: boolean }
  preferences: WorkView | undefined
  said: readonly { tone: 'ok' | 'warn'; text: string }[]
}

export const listUrl = (
  frame: Pick<Frame, 'language'>,
  filter: Filter,
  page?: Parameters<typeof queryOf>[1],
  file = '',
): string => pathIn(frame.language, `${deskPath}${file}${queryOf(filter, page)}`)

const atMost = (frame: Frame, count: number): string =>
  count >= mostCounted ? `${formatNumber(frame.language, mostCounted)}+` : String(count)

export function viewChips({ frame, filter, found, opinions }: Pick<ListProps, 'frame' | 'filter' | 'found' | 'opinions'>) {
  const text = listWords(frame)
  const chips = listViews.map((view) => ({
    label: text[`view-${view}`],
    url: listUrl(frame, { ...filter, view }),
    count: atMost(frame, found.counts[view]),
    current: view === filter.view,
  }))
  if (opinions === undefined) return chips
  const url = pathIn(frame.language, `${deskPath}/opinions`)
  return [...chips, { label: text['view-opinions'], url, count: atMost(frame, opinions), current: false }]
}

export function ListPage(props: ListProps) {
  const { frame, filter, found, today, page, may, preferences, said } = props
  const text = listWords(frame)
  const type = found.types.newest.find(({ row }) => row.key === filter.type)?.type
  const columns = factColumns(type)
  const bulk = [
    { value: 'claim', label: text.claim },
    { value: 'hand-over', label: text.handOver },
    { value: 'label', label: text.setLabel },
    { value: 'message', label: text.message },
    ...(may.decide ? [{ value: 'decide', label: text.decide }] : []),
  ]
  const total = found.counts[filter.view]
  const from = (page.number - 1) * perPage + 1
  return (
    <DeskLayout frame={frame} title={text.title} room={pathIn(frame.language, deskPath)} aside={<Search {...props} />}>
      {said.map(({ tone, text: words }) => (
        <Notice tone={tone} status>
          <p>{words}</p>
        </Notice>
      ))}
      <WorkList
        reader={frame}
        today={today}
        caption={text[`caption-${filter.sort}`]}
        titleLabel={text.matter}
        columns={[
          text.person,
          text.stand,
          ...columns.map(({ title }) => textIn(title, frame.language)),
          text.assignee,
          text.received,
        ]}
        views={viewChips(props)}
        rows={found.rows.map((row) => rowOf(props, row, columns))}
        bulk={
          may.work
            ? {
                url: pathIn(frame.language, `${deskPath}/bulk`),
                actions: bulk,
                hidden: { back: `${deskPath}${queryOf(filter)}` },
              }
            : undefined
        }
        paging={{
          shown: text.rows(
            from,
            from + found.rows.length - 1,
            total >= mostCounted ? text.more(formatNumber(frame.language, mostCounted)) : String(total),
          ),
          links: [
            ...(page.after ? [{ label: text.toBegin, url: listUrl(frame, filter) }] : []),
            ...(found.next
              ? [{ label: text.next, url: listUrl(frame, filter, { after: found.next, number: page.number + 1 }) }]
              : []),
          ],
        }}
        preferences={preferences}
        empty={
          <EmptyState title={text.empty} action={{ label: text.showAll, url: pathIn(frame.language, deskPath) }}>
            <p>{text.emptyHow}</p>
          </EmptyState>
        }
      />
      <Narrow {...props} />
      {found.rows.length > 0 && (
        <div class="section">
          <div class="actions">
            <ButtonLink secondary url={listUrl(frame, filter, undefined, '/list.csv')}>
              {text.saveCsv}
            </ButtonLink>
            <ButtonLink secondary url={listUrl(frame, filter, undefined, '/list.xlsx')}>
              {text.saveXlsx}
            </ButtonLink>
          </div>
          {total >= mostInFile && <p class="meta">{text.saveMost(formatNumber(frame.language, mostInFile))}</p>}
        </div>
      )}
      <p class="section">
        {may.takeIn && (
          <>
            <a href={pathIn(frame.language, `${deskPath}/new`)}>{text.newCase}</a> ·{' '}
          </>
        )}
        <a href={pathIn(frame.language, `${deskPath}/figures`)}>{text.figures}</a>
      </p>
    </DeskLayout>
  )
}

export const factColumns = (type: CaseType | undefined): CaseType['facts'] => type?.facts.filter(({ column }) => column) ?? []

/** Where it stands, in the words of its kind. */
export function standOf(frame: Frame, row: CaseRow, type: CaseType): string {
  const text = listWords(frame)
  if (row.state === 'waiting') return text.waiting
  if (row.state === 'decided') return text.decided
  if (row.state === 'closed') return text.closed
  const step = type.steps.find(({ key }) => key === row.step)
  return step ? textIn(step.title, frame.language) : row.step
}

function rowOf({ frame, today, me, found, names, may }: ListProps, row: CaseRow, columns: CaseType['facts']): WorkRow {
  const text = listWords(frame)
  const { type } = found.types.of(row)
  const open = row.state !== 'closed'
  const rests = open && row.rests_since !== null
  return {
    id: row.id,
    title: textIn(type.title, frame.language),
    url: pathIn(frame.language, `${deskPath}/${row.id}`),
    reference: showReference(row.reference),
    due: open && !rests ? (row.due_on ?? undefined) : undefined,
    cells: [
      names.applicant.get(row.id) ?? '–',
      <>
        {row.news && open && row.state === 'open' ? `${text.news} · ` : ''}
        {standOf(frame, row, type)}
        {rests && row.due_on && <span class="meta second">{text.rests}</span>}
        {row.labels.length > 0 && <span class="meta second">{row.labels.join(', ')}</span>}
      </>,
      ...columns.map(({ name }) => factText(frame, row.facts[name])),
      row.assignee === me ? (
        text.you
      ) : row.assignee ? (
        (names.colleague(row.assignee) ?? '–')
      ) : may.work && open ? (
        <button
          type="submit"
          class="link-button"
          name="do"
          value={`claim:${row.id}`}
          aria-label={`${text.claim}: ${showReference(row.reference)}`}
        >
          {text.claim}
        </button>
      ) : (
        text.nobody
      ),
      <span class="num">{dayShort(frame, row.received_at, today)}</span>,
    ],
  }
}

function Search({ frame, filter }: ListProps) {
  const text = listWords(frame)
  return (
    <form method="get" action={pathIn(frame.language, deskPath)} class="desk-search">
      {filter.view !== 'team' && <input type="hidden" name="view" value={filter.view} />}
      <label for="q">{text.search}</label>
      <input class="input" type="search" id="q" name="q" value={filter.search} maxLength={80} />
      <Button secondary>{text.searchButton}</Button>
    </form>
  )
}

type SelectProps = {
  id: string
  label: string
  all?: string
  value: string
  choices: readonly { value: string; label: string }[]
}

function Select({ id, label, all, value, choices }: SelectProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select class="input" id={id} name={id}>
        {all !== undefined && <option value="">{all}</option>}
        {choices.map((choice) => (
          <option value={choice.value} selected={choice.value === value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  )
}

function Narrow({ frame, filter, found, units }: ListProps) {
  const text = listWords(frame)
  const kind = found.types.newest.find(({ row }) => row.key === filter.type)
  const steps = (kind?.type.steps ?? []).map(({ key, title }) => ({ value: key, label: textIn(title, frame.language) }))
  const kinds = found.types.newest.map(({ row, type }) => ({ value: row.key, label: textIn(type.title, frame.language) }))
  const narrowed = filter.type || filter.step || filter.label || filter.unit || filter.sort !== 'due'
  return (
    <details class="section" open={Boolean(narrowed)}>
      <summary>{text.narrow}</summary>
      <form method="get" action={pathIn(frame.language, deskPath)} class="filter-row">
        {filter.view !== 'team' && <input type="hidden" name="view" value={filter.view} />}
        {filter.search && <input type="hidden" name="q" value={filter.search} />}
        <Select id="type" label={text.kind} all={text.allKinds} value={filter.type} choices={kinds} />
        {steps.length > 0 && <Select id="step" label={text.step} all={text.allSteps} value={filter.step} choices={steps} />}
        {units.length > 1 && (
          <Select
            id="unit"
            label={text.unit}
            all={text.allUnits}
            value={filter.unit}
            choices={units.map(({ path, name }) => ({ value: path, label: name }))}
          />
        )}
        <div class="field">
          <label for="label">{text.label}</label>
          <input class="input" id="label" name="label" value={filter.label} maxLength={40} />
        </div>
        <Select
          id="sort"
          label={text.sort}
          value={filter.sort}
          choices={sorts.map((sort) => ({ value: sort, label: text[`sort-${sort}`] }))}
        />
        <Button secondary>{text.filter}</Button>
      </form>
    </details>
  )
}

export type { ListView }
