// The page of figures: one row for each kind of case.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { formatNumber } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { EmptyState } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import { htmlLang, pathIn } from '../../../kernel/language.ts'
import { caseWords } from './case-words.ts'
import { figureWords } from './figure-words.ts'
import type { Figure } from './figures.ts'
import { deskPath } from './list-pages.tsx'
import { textIn } from './shown.ts'

/** Of fewer than five a single case could be told. */
const fewest = 5

export function FiguresPage({ frame, figures }: { frame: Frame; figures: readonly Figure[] }) {
  const text = figureWords(frame)
  const number = (value: number) => formatNumber(frame.language, value)
  const decimal = (value: number) => value.toLocaleString(htmlLang(frame.language), { maximumFractionDigits: 1 })
  const share = (part: number, whole: number) => (whole === 0 ? '–' : text.percent(number(Math.round((part / whole) * 100))))
  return (
    <DeskLayout
      frame={frame}
      title={text.title}
      back={{ label: caseWords(frame).toList, url: pathIn(frame.language, deskPath) }}
      room={pathIn(frame.language, deskPath)}
    >
      {figures.length === 0 ? (
        <EmptyState title={text.empty} />
      ) : (
        <Table
          caption={text.caption}
          rows={figures}
          columns={[
            { label: text.kind, cell: ({ kind }) => textIn(kind.type.title, frame.language) },
            { label: text.open, end: true, cell: ({ open }) => number(open) },
            { label: text.overdue, end: true, cell: ({ overdue, open }) => share(overdue, open) },
            { label: text.received, end: true, cell: ({ received }) => number(received) },
            { label: text.closed, end: true, cell: ({ closed }) => number(closed) },
            {
              label: text.median,
              end: true,
              cell: ({ closed, medianDays }) => (closed < fewest || medianDays === null ? '–' : text.days(decimal(medianDays))),
            },
            {
              label: text.asked,
              end: true,
              cell: ({ asked, received }) => (received < fewest ? '–' : decimal(asked / received)),
            },
          ]}
        />
      )}
      <p class="meta">{text.how}</p>
    </DeskLayout>
  )
}
