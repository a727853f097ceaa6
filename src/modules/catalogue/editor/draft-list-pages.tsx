// The work list of drafts: what waits for a release, and what is being written.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { formatDay } from '../../../design/format.ts'
import type { Frame, Link } from '../../../design/frame.ts'
import { EmptyState } from '../../../design/parts.tsx'
import { WorkList } from '../../../design/work-list.tsx'
import { dayInBerlin } from '../../../kernel/http/visit.ts'
import type { WorkView } from '../../../kernel/http/work-view.ts'
import { listWords } from './list-words.ts'
import { editorWords } from './words.ts'
import { type DraftLine, type DraftView, draftsPerPage, draftViews } from './work.ts'

type Props = {
  frame: Frame
  view: DraftView
  counts: Record<DraftView, number>
  rows: readonly (DraftLine & { url: string })[]
  page: number
  today: string
  urlOf: (view: DraftView, page?: number) => string
  preferences: WorkView | undefined
  back: Link
}

export function DraftsPage({ frame, view, counts, rows, page, today, urlOf, preferences, back }: Props) {
  const text = editorWords(frame)
  const lists = listWords(frame)
  return (
    <DeskLayout frame={frame} title={text.drafts} back={back}>
      <WorkList
        reader={frame}
        today={today}
        caption={lists[`drafts-${view}`]}
        titleLabel={text.name}
        columns={[text.state, text.by, text.changed]}
        views={draftViews.map((one) => ({
          label: lists[`drafts-${one}`],
          url: urlOf(one),
          count: counts[one],
          current: one === view,
        }))}
        rows={rows.map(({ noun, id, title, url, state, mine, changedAt }) => ({
          id: `${noun}-${id}`,
          title: title || text[noun],
          url,
          cells: [
            state === 'waiting' ? text.waiting : text.hasDraft,
            mine ? lists.writtenByYou : text.colleague,
            formatDay(frame.language, dayInBerlin(changedAt)),
          ],
        }))}
        paging={{
          page,
          pages: Math.max(1, Math.ceil(counts[view] / draftsPerPage)),
          from: (page - 1) * draftsPerPage + 1,
          total: counts[view],
          urlOf: (at) => urlOf(view, at),
        }}
        preferences={preferences}
        empty={<EmptyState title={lists.noDrafts} />}
      />
    </DeskLayout>
  )
}
