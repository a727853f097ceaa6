// The queue on the desk: how many messages stand where, which ones failed and why.
import { DeskLayout } from '../../design/desk-layout.tsx'
import type { Frame } from '../../design/frame.ts'
import { Badge, Button, Chips, EmptyState, Notice, Pagination, type Tone } from '../../design/parts.tsx'
import { Table } from '../../design/table.tsx'
import { pathIn } from '../../kernel/language.ts'
import { pageSize, type QueueRow, type StateCounts } from './queue.ts'
import { reasonWord, shortTime, stateWord } from './state-words.ts'
import { type MessageState, messageStates } from './tables.ts'
import { notifyWords } from './words.ts'

export const queuePath = '/desk/notify'

export type QueueProps = {
  frame: Frame
  counts: StateCounts
  state: MessageState | undefined
  page: number
  rows: readonly QueueRow[]
  /** What a template is sent for, by its key. */
  names: ReadonlyMap<string, string>
  /** How many go again after the last step; 0: none did. */
  again: number | undefined
  wayOut: boolean
}

const tones: Record<MessageState, Tone> = {
  created: 'plain',
  sending: 'plain',
  delivered: 'ok',
  'temporary-failure': 'warn',
  'permanent-failure': 'bad',
  'technical-failure': 'bad',
}

export function QueuePage({ frame, counts, state, page, rows, names, again, wayOut }: QueueProps) {
  const text = notifyWords(frame)
  const own = pathIn(frame.language, queuePath)
  const urlOf = (one: MessageState | undefined, number = 1): string => {
    const query = [one && `state=${one}`, number > 1 && `page=${number}`].filter(Boolean).join('&')
    return query ? `${own}?${query}` : own
  }
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const shown = messageStates.filter((one) => counts[one] > 0)
  const failed = counts['permanent-failure'] + counts['technical-failure'] > 0
  return (
    <DeskLayout frame={frame} title={text.queue} meta={text.queueMeta}>
      {!wayOut && <Notice tone="warn">{text.noWayOut}</Notice>}
      {again !== undefined && again > 0 && (
        <Notice tone="ok" status>
          {text.goesAgain(again)}
        </Notice>
      )}
      {again === 0 && (
        <Notice tone="warn" title={text.goesNot} status>
          <p>{text.goesNotText}</p>
        </Notice>
      )}
      {total > 0 && (
        <nav aria-label={text.states}>
          <Chips
            items={[
              { label: text.all, url: own, count: total, current: state === undefined },
              ...shown.map((one) => ({
                label: stateWord(frame, one),
                url: urlOf(one),
                count: counts[one],
                current: state === one,
              })),
            ]}
          />
        </nav>
      )}
      {rows.length === 0 ? (
        <EmptyState title={text.noMessages}>
          <p>{text.noMessagesText}</p>
        </EmptyState>
      ) : (
        <div class="section">
          <Table
            caption={text.queueCaption}
            rows={rows}
            columns={[
              {
                label: text.columnMessage,
                cell: (row) => <Message row={row} name={names.get(row.template)} urgent={text.urgent} />,
              },
              { label: text.columnState, cell: (row) => <State frame={frame} row={row} /> },
              { label: text.columnWhen, cell: (row) => shortTime(frame, row.createdAt) },
              { label: text.columnTries, cell: (row) => row.tries, end: true },
              ...(failed
                ? [
                    {
                      label: text.columnAction,
                      cell: (row: QueueRow) => <Again frame={frame} row={row} name={names.get(row.template)} />,
                    },
                  ]
                : []),
            ]}
          />
        </div>
      )}
      <Pagination
        reader={frame}
        page={page}
        count={Math.ceil((state ? counts[state] : total) / pageSize)}
        urlOf={(number) => urlOf(state, number)}
      />
      {failed && (
        <form method="post" action={`${own}/again`} class="section">
          <p>
            <Button secondary name="all" value="ours">
              {text.sendAllAgain}
            </Button>
          </p>
        </form>
      )}
    </DeskLayout>
  )
}

function Message({ row, name, urgent }: { row: QueueRow; name: string | undefined; urgent: string }) {
  return (
    <>
      {name ?? row.template}
      {row.urgent && <span class="meta block">{urgent}</span>}
    </>
  )
}

function State({ frame, row }: { frame: Frame; row: QueueRow }) {
  const text = notifyWords(frame)
  const lines = [
    row.reason && `${reasonWord(frame, row.reason)}${row.status ? ` (${row.status})` : ''}`,
    row.state === 'delivered' && row.sentAt && text.sentAt(shortTime(frame, row.sentAt)),
    row.state === 'temporary-failure' && row.nextTryAt && text.nextTry(shortTime(frame, row.nextTryAt)),
  ].filter(Boolean)
  return (
    <>
      <Badge tone={tones[row.state]}>{stateWord(frame, row.state)}</Badge>
      {lines.map((line) => (
        <span class="meta block">{line}</span>
      ))}
    </>
  )
}

function Again({ frame, row, name }: { frame: Frame; row: QueueRow; name: string | undefined }) {
  if (!row.canGoAgain) return null
  const text = notifyWords(frame)
  return (
    <form method="post" action={`${pathIn(frame.language, queuePath)}/again`}>
      <Button secondary name="id" value={row.id}>
        {text.sendAgain}
        <span class="hidden">{text.sendAgainWhich(`${name ?? row.template}, ${shortTime(frame, row.createdAt)}`)}</span>
      </Button>
    </form>
  )
}
