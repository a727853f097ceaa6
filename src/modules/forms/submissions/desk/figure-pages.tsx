// The office's page of figures: how a form is used, and where it is hard.
import { DeskLayout } from '../../../../design/desk-layout.tsx'
import { formatDay, formatNumber } from '../../../../design/format.ts'
import type { Frame } from '../../../../design/frame.ts'
import { Chips, EmptyState, Facts } from '../../../../design/parts.tsx'
import { Table } from '../../../../design/table.tsx'
import { pathIn } from '../../../../kernel/language.ts'
import type { FormFigures } from '../figures.ts'
import { figureWords } from './figure-words.ts'
import { ownPath } from './pages.tsx'

export const figuresPath = `${ownPath}/figures`
export const periods = [30, 90, 365] as const
export type FigureLine = FormFigures & { key: string; title: string }

type List = { frame: Frame; days: number; from: string; lines: readonly FigureLine[] }

export function FiguresPage({ frame, days, from, lines }: List) {
  const text = figureWords(frame)
  const own = pathIn(frame.language, figuresPath)
  const number = (value: number) => formatNumber(frame.language, value)
  return (
    <DeskLayout
      frame={frame}
      title={text.title}
      meta={text.since(formatDay(frame.language, from))}
      back={{ label: text.toList, url: pathIn(frame.language, ownPath) }}
    >
      <nav aria-label={text.period}>
        <Chips items={periods.map((one) => ({ label: text.days(one), url: `${own}?days=${one}`, current: one === days }))} />
      </nav>
      <div class="section">
        {lines.length === 0 ? (
          <EmptyState title={text.empty} />
        ) : (
          <Table
            caption={text.caption}
            rows={lines}
            columns={[
              { label: text.form, cell: ({ key, title }) => <a href={`${own}/${key}?days=${days}`}>{title}</a> },
              { label: text.started, end: true, cell: ({ started }) => number(started) },
              { label: text.sent, end: true, cell: ({ sent }) => number(sent) },
              {
                label: text.minutes,
                end: true,
                cell: ({ medianMinutes }) => (medianMinutes === undefined ? '–' : text.atMost(number(medianMinutes))),
              },
            ]}
          />
        )}
      </div>
    </DeskLayout>
  )
}

type One = {
  frame: Frame
  days: number
  from: string
  line: FigureLine
  /** Titles of pages and labels of questions, by key and path. */
  nameOf: (place: string) => string
}

export function FormFiguresPage({ frame, days, from, line, nameOf }: One) {
  const text = figureWords(frame)
  const number = (value: number) => formatNumber(frame.language, value)
  const table = (caption: string, label: string, rows: FormFigures['left']) => (
    <section class="section">
      <Table
        caption={caption}
        rows={rows.slice(0, 20)}
        columns={[
          { label, cell: ({ place }) => nameOf(place) },
          { label: text.count, end: true, cell: ({ count }) => number(count) },
        ]}
      />
    </section>
  )
  return (
    <DeskLayout
      frame={frame}
      title={line.title}
      meta={text.since(formatDay(frame.language, from))}
      back={{ label: text.title, url: pathIn(frame.language, `${figuresPath}?days=${days}`) }}
    >
      <Facts
        items={[
          { label: text.started, value: number(line.started) },
          { label: text.sent, value: number(line.sent) },
          { label: text.minutes, value: line.medianMinutes === undefined ? '–' : text.atMost(number(line.medianMinutes)) },
        ]}
      />
      {line.left.length > 0 && table(text.left, text.page, line.left)}
      {line.problems.length > 0 && table(text.problems, text.question, line.problems)}
      {line.left.length + line.problems.length === 0 && <p>{text.nothingMore}</p>}
    </DeskLayout>
  )
}
