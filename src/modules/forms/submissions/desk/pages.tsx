// The office's pages of what was sent: the list, and one submission.
import { DeskLayout } from '../../../../design/desk-layout.tsx'
import { ErrorSummary, TextField } from '../../../../design/fields.tsx'
import { formatDay, formatNumber } from '../../../../design/format.ts'
import type { Frame } from '../../../../design/frame.ts'
import { Badge, Button, ButtonLink, EmptyState, Notice } from '../../../../design/parts.tsx'
import { Table } from '../../../../design/table.tsx'
import { WorkList } from '../../../../design/work-list.tsx'
import { pathIn } from '../../../../kernel/language.ts'
import { showReference } from '../../../../kernel/reference.ts'
import type { Reader } from '../../../../kernel/words.ts'
import { textIn } from '../../document/text.ts'
import { AnswerParts, Pairs } from '../receipt-pages.tsx'
import { momentIn, type ReceiptView } from '../receipt-view.ts'
import type { HandOverRow } from '../tables.ts'
import { type Line, type ListState, listStates, mostInFile, perPage } from './list.ts'
import type { Opened } from './one.ts'
import { deskWords } from './words.ts'

export const ownPath = '/desk/forms/submissions'
/** As typed: days in German or as `YYYY-MM-DD`. */
export type TypedFilter = { state: ListState; form: string; from: string; to: string }

export function listUrl(reader: Reader, { state, form, from, to }: TypedFilter, page = 1, file = ''): string {
  const query = Object.entries({ state: state === 'all' ? '' : state, form, from, to, page: page > 1 ? String(page) : '' })
  const asked = new URLSearchParams(query.filter(([, value]) => value !== '')).toString()
  return pathIn(reader.language, `${ownPath}${file}`) + (asked === '' ? '' : `?${asked}`)
}

type List = {
  frame: Frame
  today: string
  filter: TypedFilter
  wrong: { from?: string; to?: string }
  forms: readonly { key: string; title: string }[]
  counts: Record<ListState, number>
  lines: readonly Line[]
  page: number
  mayExport: boolean
  more: readonly { label: string; url: string }[]
}

export function ListPage({ frame, today, filter, wrong, forms, counts, lines, page, mayExport, more }: List) {
  const text = deskWords(frame)
  const total = counts[filter.state]
  const links = more.flatMap(({ label, url }, index) => [index > 0 && ' · ', <a href={url}>{label}</a>])
  return (
    <DeskLayout frame={frame} title={text.title} problems={Boolean(wrong.from ?? wrong.to)} aside={links}>
      <ErrorSummary
        reader={frame}
        problems={(['from', 'to'] as const).flatMap((field) => {
          const message = wrong[field]
          return message === undefined ? [] : [{ field, label: text[field], message }]
        })}
      />
      <form method="get" action={pathIn(frame.language, ownPath)} class="filter-row">
        {filter.state !== 'all' && <input type="hidden" name="state" value={filter.state} />}
        <div class="field">
          <label for="form">{text.form}</label>
          <select class="input" id="form" name="form">
            <option value="">{text.allForms}</option>
            {forms.map(({ key, title }) => (
              <option value={key} selected={key === filter.form}>
                {title}
              </option>
            ))}
          </select>
        </div>
        <TextField
          reader={frame}
          name="from"
          label={text.from}
          hint={text.dayHint}
          value={filter.from}
          error={wrong.from}
          width={10}
        />
        <TextField reader={frame} name="to" label={text.to} hint={text.dayHint} value={filter.to} error={wrong.to} width={10} />
        <Button secondary>{text.filter}</Button>
      </form>
      <div class="section">
        <WorkList
          reader={frame}
          today={today}
          caption={text.caption}
          titleLabel={text.form}
          columns={[text.sender, text.receivedAt, text.handedOver]}
          views={listStates.map((state) => ({
            label: text[`state-${state}`],
            url: listUrl(frame, { ...filter, state }),
            count: counts[state],
            current: state === filter.state,
          }))}
          rows={lines.map((line) => ({
            id: line.id,
            title: line.title,
            url: pathIn(frame.language, `${ownPath}/${line.id}`),
            reference: showReference(line.reference),
            cells: [
              line.owner_id ? (line.sender ?? '–') : text.noAccount,
              momentIn(frame, line.received_at),
              <HandedOver frame={frame} state={stateOf(line)} />,
            ],
          }))}
          paging={{
            page,
            pages: Math.max(1, Math.ceil(total / perPage)),
            from: (page - 1) * perPage + 1,
            total,
            urlOf: (number) => listUrl(frame, filter, number),
          }}
          empty={
            <EmptyState title={text.empty} action={{ label: text.showAll, url: pathIn(frame.language, ownPath) }}>
              <p>{text.emptyHow}</p>
            </EmptyState>
          }
        />
      </div>
      {mayExport && lines.length > 0 && (
        <div class="section">
          <div class="actions">
            <ButtonLink secondary url={listUrl(frame, filter, 1, '/answers.csv')}>
              {text.saveCsv}
            </ButtonLink>
            <ButtonLink secondary url={listUrl(frame, filter, 1, '/answers.json')}>
              {text.saveJson}
            </ButtonLink>
          </div>
          {total > mostInFile && <p class="meta">{text.saveMost(formatNumber(frame.language, mostInFile))}</p>}
        </div>
      )}
    </DeskLayout>
  )
}

type State = 'none' | 'failing' | 'waiting' | 'delivered' | 'erased'
const stateOf = ({ state, failing, waiting, handed }: Line): State =>
  state === 'erased' ? 'erased' : failing ? 'failing' : waiting ? 'waiting' : handed ? 'delivered' : 'none'

function HandedOver({ frame, state }: { frame: Frame; state: State }) {
  const tone = { none: 'plain', failing: 'bad', waiting: 'warn', delivered: 'ok', erased: 'plain' } as const
  return <Badge tone={tone[state]}>{deskWords(frame)[`over-${state}`]}</Badge>
}

type One = { frame: Frame; opened: Opened; view: ReceiptView; mayExport: boolean; said: string | undefined }

export function SubmissionPage({ frame, opened, view, mayExport, said }: One) {
  const text = deskWords(frame)
  const { row, document, content } = opened.receipt
  const own = pathIn(frame.language, `${ownPath}/${row.id}`)
  const level = text[`level-${row.level}`]
  const facts = [
    ...view.facts.slice(2),
    { label: text.sender, value: row.owner_id ? (opened.sender ?? '–') : text.noAccount },
    { label: text.level, value: level },
    { label: text.version, value: String(row.version) },
    { label: text.keptUntil, value: row.keep_until ? formatDay(frame.language, row.keep_until) : text.keptOpen },
  ]
  return (
    <DeskLayout
      frame={frame}
      title={textIn(document.title, frame.language)}
      meta={view.reference}
      back={{ label: text.toList, url: pathIn(frame.language, ownPath) }}
    >
      {said && (
        <Notice tone="ok" status>
          <p>{said}</p>
        </Notice>
      )}
      <div class="measure">
        <Pairs items={facts} />
      </div>
      {row.erased_at && (
        <Notice>
          <p>{text.erased(momentIn(frame, row.erased_at), row.erased_by ?? '')}</p>
        </Notice>
      )}
      <div class="section measure">
        <AnswerParts parts={view.answers} />
      </div>
      {content && content.files.length > 0 && (
        <Table
          caption={text.files}
          rows={content.files}
          columns={[
            { label: text.file, cell: ({ id, name }) => <a href={`${own}/files/${id}`}>{name}</a> },
            {
              label: text.size,
              end: true,
              cell: ({ size }) => text.kilobytes(formatNumber(frame.language, Math.max(1, Math.round(size / 1_000)))),
            },
          ]}
        />
      )}
      {opened.handOvers.length > 0 && <HandOvers frame={frame} handOvers={opened.handOvers} own={own} />}
      {mayExport && content && (
        <div class="actions section">
          <ButtonLink secondary url={`${own}/receipt.pdf`}>
            {text.savePdf}
          </ButtonLink>
          <ButtonLink secondary url={`${own}/answers.json`}>
            {text.saveJson}
          </ButtonLink>
        </div>
      )}
    </DeskLayout>
  )
}

function HandOvers({ frame, handOvers, own }: { frame: Frame; handOvers: Opened['handOvers']; own: string }) {
  const text = deskWords(frame)
  return (
    <section class="section">
      <Table
        caption={text.handedOver}
        rows={handOvers}
        columns={[
          { label: text.receiver, cell: ({ label }) => label },
          {
            label: text.state,
            cell: ({ state, last_error, delivered_at }) => (
              <>
                <HandedOver frame={frame} state={state} />
                {delivered_at && <span class="meta block">{momentIn(frame, delivered_at)}</span>}
                {last_error && <span class="meta block">{reasonOf(frame, last_error)}</span>}
              </>
            ),
          },
          { label: text.attempts, end: true, cell: ({ attempts }) => String(attempts) },
          { label: text.foreignId, cell: ({ foreign_id }) => foreign_id ?? '–' },
          { label: text.replyChannel, cell: ({ reply_channel }) => reply_channel ?? '–' },
          { label: text.next, cell: ({ state, next_at }) => (state === 'delivered' ? '–' : momentIn(frame, next_at)) },
        ]}
      />
      {handOvers
        .filter(({ state, kind }) => state === 'failing' && kind !== 'batch')
        .map(({ id, label }) => (
          <form method="post" action={`${own}/hand-over/${id}`} class="actions">
            <Button>
              {text.again}
              <span class="hidden">: {label}</span>
            </Button>
          </form>
        ))}
    </section>
  )
}

function reasonOf(reader: Reader, code: NonNullable<HandOverRow['last_error']>): string {
  const text = deskWords(reader)
  if (code.startsWith('status-')) return text['error-status'](code.slice(7))
  const key = `error-${code}` as 'error-no-answer' | 'error-not-allowed' | 'error-nobody-there' | 'error-erased' | 'error-fault'
  return text[key] ?? text.problem(code)
}
