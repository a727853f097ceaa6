// The desk's pages: all stocks, the holds of one, one hold with its history and its release.
import { DeskLayout } from '../../design/desk-layout.tsx'
import { ErrorSummary, TextArea, TextField } from '../../design/fields.tsx'
import { formatDay, formatDayInList, formatNumber, formatTime } from '../../design/format.ts'
import type { Frame } from '../../design/frame.ts'
import { Badge, Button, Chips, EmptyState, Facts, Notice, Pagination, type Tone } from '../../design/parts.tsx'
import { Table } from '../../design/table.tsx'
import { addDays, dayAt, startOfDay } from '../../kernel/calendar/day.ts'
import type { Problem } from '../../kernel/http/forms.ts'
import { pathIn } from '../../kernel/language.ts'
import type { StockLine } from './stock.ts'
import type { HoldRow, HoldState } from './tables.ts'
import { type HoldList, type HoldView, states } from './views.ts'
import { reservationWords } from './words.ts'

export const deskPath = ({ language }: Pick<Frame, 'language'>, more = ''): string =>
  pathIn(language, `/desk/reservations${more}`)

const textIn = ({ language }: Frame, text: { de: string; en: string }): string => (language === 'en' ? text.en : text.de)
const unitIn = (frame: Frame, unit: string): string => (unit === '/' ? reservationWords(frame).wholeTown : unit)
const moment = (frame: Frame, at: Date): string => `${formatDayInList(frame.language, dayAt(at))}, ${formatTime(frame, at)}`
/** The last day, where it ends with a day. */
function untilOf(frame: Frame, until: Date | null): string {
  if (!until) return reservationWords(frame).noEnd
  const day = dayAt(until)
  return startOfDay(day).getTime() === until.getTime() ? formatDay(frame.language, addDays(day, -1)) : moment(frame, until)
}
const tones: Record<HoldState, Tone> = { held: 'warn', reserved: 'ok', released: 'plain', expired: 'plain' }

function State({ frame, state }: { frame: Frame; state: HoldState }) {
  return <Badge tone={tones[state]}>{reservationWords(frame)[`state-${state}`]}</Badge>
}

export function StocksPage({ frame, stocks }: { frame: Frame; stocks: readonly StockLine[] }) {
  const text = reservationWords(frame)
  return (
    <DeskLayout frame={frame} title={text.title} room={deskPath(frame)}>
      {stocks.length === 0 ? (
        <EmptyState title={text.noStocks}>
          <p>{text.noStocksHow}</p>
        </EmptyState>
      ) : (
        <Table
          caption={text.stocks}
          captionHidden
          rows={stocks}
          columns={[
            {
              label: text.stock,
              cell: ({ key, document }) => <a href={deskPath(frame, `/stocks/${key}`)}>{textIn(frame, document.title)}</a>,
            },
            { label: text.unit, cell: ({ unit }) => unitIn(frame, unit) },
            { label: text.version, cell: ({ version }) => version, end: true },
            { label: text.all, cell: ({ units }) => formatNumber(frame.language, units), end: true },
            { label: text.held, cell: ({ held }) => formatNumber(frame.language, held), end: true },
            { label: text.reserved, cell: ({ reserved }) => formatNumber(frame.language, reserved), end: true },
          ]}
        />
      )}
    </DeskLayout>
  )
}

export function StockPage({ frame, list }: { frame: Frame; list: HoldList }) {
  const text = reservationWords(frame)
  const { stock, state, search, counts, rows, page, pages } = list
  const own = deskPath(frame, `/stocks/${stock.key}`)
  const urlOf = (of: HoldState, number = 1) =>
    `${own}?${new URLSearchParams({ state: of, ...(search && { search }), ...(number > 1 && { page: String(number) }) })}`
  return (
    <DeskLayout
      frame={frame}
      title={textIn(frame, stock.document.title)}
      meta={`${unitIn(frame, stock.unit)} · ${text.version} ${stock.version}`}
      back={{ label: text.toStocks, url: deskPath(frame) }}
      room={deskPath(frame)}
    >
      <nav aria-label={text.views}>
        <Chips
          items={states
            .filter((one) => counts[one] > 0 || one === state)
            .map((one) => ({ label: text[`state-${one}`], url: urlOf(one), count: counts[one], current: one === state }))}
        />
      </nav>
      <form method="get" action={own} class="section measure" noValidate>
        <input type="hidden" name="state" value={state} />
        <TextField reader={frame} name="search" label={text.search} value={search} maxLength={40} width={10} />
        <div class="actions">
          <Button secondary>{text.searchButton}</Button>
        </div>
      </form>
      {rows.length === 0 ? (
        <EmptyState title={text.noHolds}>
          <p>{text.noHoldsHow}</p>
        </EmptyState>
      ) : (
        <Table
          caption={text[`state-${state}`]}
          captionHidden
          rows={rows}
          columns={[
            {
              label: text.thing,
              cell: ({ id, unit }) => (
                <a class="num" href={deskPath(frame, `/holds/${id}`)}>
                  {unit}
                </a>
              ),
            },
            { label: text.state, cell: (row) => <State frame={frame} state={row.state} /> },
            { label: text.until, cell: ({ until }) => untilOf(frame, until) },
            { label: text.since, cell: ({ made_at }) => moment(frame, made_at) },
          ]}
        />
      )}
      <Pagination reader={frame} page={page} count={pages} urlOf={(number) => urlOf(state, number)} />
    </DeskLayout>
  )
}

type HoldProps = {
  frame: Frame
  view: HoldView
  mayRelease: boolean
  reason: string
  problems: readonly Problem[]
  said?: { tone: Tone; text: string } | undefined
}

export function HoldPage({ frame, view, mayRelease, reason, problems, said }: HoldProps) {
  const text = reservationWords(frame)
  const { hold, stock, live, changes } = view
  const own = deskPath(frame, `/holds/${hold.id}`)
  return (
    <DeskLayout
      frame={frame}
      title={hold.unit}
      back={{ label: text.toStock, url: deskPath(frame, `/stocks/${stock.key}?state=${hold.state}`) }}
      room={deskPath(frame)}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((problem) => ({ ...problem, label: text.reason }))} />
      {said && (
        <Notice tone={said.tone} status>
          <p>{said.text}</p>
        </Notice>
      )}
      <p>
        <State frame={frame} state={hold.state} />
      </p>
      <div class="section measure">
        <Facts items={factsOf(frame, hold)} />
      </div>
      <section class="section" aria-labelledby="history">
        <h2 id="history">{text.history}</h2>
        <Table
          caption={text.history}
          captionHidden
          rows={changes}
          columns={[
            { label: text.when, cell: ({ at }) => moment(frame, at) },
            { label: text.what, cell: ({ state }) => text[`state-${state}`] },
            { label: text.until, cell: ({ until }) => untilOf(frame, until) },
            { label: text.who, cell: ({ actor }) => (actor.startsWith('staff:') ? text.staff : text.automatic) },
            { label: text.why, cell: ({ reason: why }) => why ?? '–' },
          ]}
        />
      </section>
      {live && mayRelease && (
        <section class="section measure" aria-labelledby="release">
          <h2 id="release">{text.releaseTitle(hold.unit)}</h2>
          <p>{text.releaseWarning}</p>
          <form method="post" action={`${own}/release`} noValidate>
            <TextArea
              reader={frame}
              name="reason"
              label={text.reason}
              hint={text.reasonHint}
              value={reason}
              error={problems.find(({ field }) => field === 'reason')?.message}
              rows={3}
              maxLength={500}
            />
            <div class="actions">
              <Button danger>{text.releaseButton}</Button>
            </div>
          </form>
        </section>
      )}
    </DeskLayout>
  )
}

const factsOf = (frame: Frame, hold: HoldRow) => {
  const text = reservationWords(frame)
  return [
    { label: text.until, value: untilOf(frame, hold.until) },
    { label: text.since, value: moment(frame, hold.made_at) },
    { label: text.matter, value: hold.matter_id },
  ]
}
