// The office's pages: work lists of correspondence, and the text blocks.
import { DeskLayout } from '../../design/desk-layout.tsx'
import { ErrorSummary, TextArea, TextField } from '../../design/fields.tsx'
import { formatDayInList, formatTime } from '../../design/format.ts'
import type { Frame } from '../../design/frame.ts'
import { Badge, Button, ButtonLink, EmptyState, Notice } from '../../design/parts.tsx'
import { WorkList } from '../../design/work-list.tsx'
import { dayAt } from '../../kernel/calendar/day.ts'
import type { Problem } from '../../kernel/http/forms.ts'
import type { WorkView } from '../../kernel/http/work-view.ts'
import { pathIn } from '../../kernel/language.ts'
import type { Reader } from '../../kernel/words.ts'
import { type DeskLine, type DeskView, deskViews, perPage } from './desk.ts'
import { deskWords } from './desk-words.ts'
import { errorOf, UnitField } from './letter-fields.tsx'
import { newLetterWords } from './new-letter-words.ts'
import type { TextBlock } from './text-block.ts'
import { mailboxWords } from './words.ts'

export const deskPath = ({ language }: Pick<Reader, 'language'>): string => pathIn(language, '/desk/mailbox')

type List = {
  frame: Frame
  view: DeskView
  counts: Record<DeskView, number>
  lines: readonly DeskLine[]
  /** May begin a correspondence. */
  writes: boolean
  page: number
  pages: number
  today: string
  preferences: WorkView | undefined
  done?: string | undefined
}

export function DeskListPage({ frame, view, counts, lines, writes, page, pages, today, preferences, done }: List) {
  const text = deskWords(frame)
  const views = mailboxWords(frame)
  const own = deskPath(frame)
  const shown = deskViews.filter((one) => counts[one] > 0 || one === view || one === 'all')
  return (
    <DeskLayout
      frame={frame}
      title={text.title}
      aside={
        writes && (
          <div class="actions">
            <a href={`${own}/text-blocks`}>{text.textBlocks}</a>
            <ButtonLink url={`${own}/new`}>{newLetterWords(frame).title}</ButtonLink>
          </div>
        )
      }
    >
      {done && (
        <Notice tone="ok" status>
          <p>{done}</p>
        </Notice>
      )}
      <WorkList
        reader={frame}
        today={today}
        caption={views[`view-${view}`]}
        titleLabel={text.subject}
        columns={[text.recipient, text.unit, text.state, text.changed]}
        views={shown.map((one) => ({
          label: views[`view-${one}`],
          url: `${own}?view=${one}`,
          count: counts[one],
          current: one === view,
        }))}
        rows={lines.map((line) => ({
          id: line.id,
          title: line.subject,
          url: `${own}/${line.id}`,
          reference: line.label,
          cells: [
            line.recipient,
            line.unit,
            <State frame={frame} line={line} />,
            `${formatDayInList(frame.language, dayAt(line.changedAt))}, ${formatTime(frame, line.changedAt)}`,
          ],
        }))}
        bulk={writes && view === 'waiting' ? { url: `${own}/done`, actions: [{ value: 'done', label: text.done }] } : undefined}
        paging={{
          page,
          pages,
          from: (page - 1) * perPage + 1,
          total: counts[view],
          urlOf: (number) => `${own}?view=${view}&page=${number}`,
        }}
        preferences={preferences}
        empty={
          <EmptyState title={text.empty}>
            <p>{text.emptyHow}</p>
          </EmptyState>
        }
      />
    </DeskLayout>
  )
}

function State({ frame, line }: { frame: Frame; line: DeskLine }) {
  const text = deskWords(frame)
  if (line.waiting)
    return (
      <Badge tone="warn" icon="chat">
        {text.waiting}
      </Badge>
    )
  if (line.delivery !== 'none') {
    const tone = { paper: 'bad', pending: 'plain', delivered: 'ok' } as const
    return <Badge tone={tone[line.delivery]}>{text[`state-${line.delivery}`]}</Badge>
  }
  return <>{line.unread > 0 ? text.unread : text['state-none']}</>
}

type Blocks = {
  frame: Frame
  blocks: readonly TextBlock[]
  units: readonly { path: string; name: string }[]
  more: boolean
  typed: { title: string; body: string; unit: string }
  problems: readonly Problem[]
}

export function TextBlocksPage({ frame, blocks, units, more, typed, problems }: Blocks) {
  const text = deskWords(frame)
  const own = `${deskPath(frame)}/text-blocks`
  const labels: Record<string, string> = { title: text.blockTitle, body: text.letterText, unit: text.unit }
  const nameOf = (path: string) => units.find((unit) => unit.path === path)?.name ?? (path === '/' ? text.wholeTown : path)
  return (
    <DeskLayout
      frame={frame}
      title={text.textBlocks}
      back={{ label: text.toList, url: deskPath(frame) }}
      problems={problems.length > 0}
    >
      <ErrorSummary
        reader={frame}
        problems={problems.map((problem) => ({ ...problem, label: labels[problem.field] ?? problem.field }))}
      />
      {blocks.length === 0 && <p>{text.blocksEmpty}</p>}
      {blocks.length > 0 && (
        <ul class="ruled stacked">
          {blocks.map(({ id, title, body, unit }) => (
            <li>
              <h2>{title}</h2>
              <p class="meta">{nameOf(unit)}</p>
              <p class="letter-text">{body}</p>
              <form method="post" action={`${own}/${id}/remove`}>
                <div class="actions">
                  <Button danger>{text.blockRemove(title)}</Button>
                </div>
              </form>
            </li>
          ))}
        </ul>
      )}
      <section class="section measure" aria-labelledby="new-block">
        <h2 id="new-block">{text.blockNew}</h2>
        <form method="post" action={own} noValidate>
          <TextField
            reader={frame}
            name="title"
            label={text.blockTitle}
            value={typed.title}
            error={errorOf(problems, 'title')}
            maxLength={100}
          />
          <TextArea
            reader={frame}
            name="body"
            label={text.letterText}
            value={typed.body}
            error={errorOf(problems, 'body')}
            rows={6}
          />
          <UnitField
            frame={frame}
            label={text.blockUnit}
            units={units}
            more={more}
            value={typed.unit}
            error={errorOf(problems, 'unit')}
          />
          <div class="actions">
            <Button>{text.blockAdd}</Button>
          </div>
        </form>
      </section>
    </DeskLayout>
  )
}
