// The desk's pages on wishes to have something corrected: the list, and one wish with its answer.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, type FieldProblem, SelectField, TextArea, TextField } from '../../../design/fields.tsx'
import { dayOf, formatDay } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Button, EmptyState, Facts, Notice } from '../../../design/parts.tsx'
import { WorkList, type WorkListProps } from '../../../design/work-list.tsx'
import { pathIn } from '../../../kernel/language.ts'
import { type Correction, type CorrectionRow, type CorrectionView, correctable, correctionViews, pageSize } from './correction.ts'
import { correctionWords } from './correction-words.ts'
import { profileWords } from './words.ts'

export const correctionsPath = '/desk/accounts/corrections'
export const viewPath = (view: CorrectionView, page = 1): string =>
  `${correctionsPath}?view=${view}${page > 1 ? `&page=${page}` : ''}`

type ListProps = {
  frame: Frame
  today: string
  view: CorrectionView
  page: number
  counts: Record<CorrectionView, number>
  rows: readonly CorrectionRow[]
  preferences: WorkListProps['preferences']
  done?: string | undefined
}

export function CorrectionsPage({ frame, today, view, page, counts, rows, preferences, done }: ListProps) {
  const text = correctionWords(frame)
  const url = (path: string) => pathIn(frame.language, path)
  const day = (at: Date) => formatDay(frame.language, dayOf(at))
  const answered = view === 'answered'
  return (
    <DeskLayout frame={frame} title={text.title}>
      {done && (
        <Notice tone="ok" status>
          <p>{done}</p>
        </Notice>
      )}
      <WorkList
        reader={frame}
        today={today}
        caption={{ open: text.captionOpen, mine: text.captionMine, answered: text.captionAnswered }[view]}
        titleLabel={text.column}
        columns={[answered ? text.answeredOn : text.who]}
        views={correctionViews.map((one) => ({
          label: text[one],
          url: url(viewPath(one)),
          count: counts[one],
          current: one === view,
        }))}
        rows={rows.map(({ id, askedAt, due, mine, taken, answeredAt }) => ({
          id,
          title: text.wishOf(day(askedAt)),
          url: url(`${correctionsPath}/${id}`),
          reference: id.slice(-8),
          due: answered ? undefined : due,
          cells: [answeredAt ? day(answeredAt) : mine ? text.byMe : taken ? text.byColleague : text.byNobody],
        }))}
        bulk={
          view === 'open' ? { url: url(`${correctionsPath}/take`), actions: [{ value: 'take', label: text.take }] } : undefined
        }
        paging={{
          page,
          pages: Math.max(1, Math.ceil(counts[view] / pageSize)),
          from: (page - 1) * pageSize + 1,
          total: counts[view],
          urlOf: (number) => url(viewPath(view, number)),
        }}
        preferences={preferences}
        empty={<EmptyState title={text.emptyTitle} />}
      />
    </DeskLayout>
  )
}

export type AnswerTyped = { field: string; value: string; answer: string }
type Props = { frame: Frame; wish: Correction; problems: readonly FieldProblem[]; typed: AnswerTyped }
const errorOf = (problems: readonly FieldProblem[], name: string) => problems.find(({ field }) => field === name)?.message

export function CorrectionAnswerPage({ frame, wish, problems, typed }: Props) {
  const text = correctionWords(frame)
  const profile = profileWords(frame)
  const url = (path: string) => pathIn(frame.language, path)
  return (
    <DeskLayout
      frame={frame}
      title={text.for(wish.name || text.noName)}
      meta={wish.answeredAt ? undefined : text.due(formatDay(frame.language, wish.due))}
      back={{ label: text.title, url: url(correctionsPath) }}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems} />
      <div class="desk-case">
        <section>
          <h2>{text.wish}</h2>
          <p class="measure">{wish.wish}</p>
          <h2>{text.profile}</h2>
          <Facts items={wish.profile.map(({ name, value }) => ({ label: profile[name], value: value || text.notGiven }))} />
        </section>
        <section>
          {wish.answeredAt ? (
            <>
              <h2>{text.answer}</h2>
              <p class="measure">{wish.answer}</p>
            </>
          ) : (
            <form method="post" action={url(`${correctionsPath}/${wish.id}`)} novalidate>
              <SelectField
                reader={frame}
                name="field"
                label={text.field}
                hint={text.fieldHint}
                value={typed.field}
                choices={[
                  { value: '', label: text.nothing },
                  ...correctable.map((name) => ({ value: name, label: profile[name] })),
                ]}
              />
              <TextField
                reader={frame}
                name="value"
                label={text.value}
                error={errorOf(problems, 'value')}
                value={typed.value}
                optional
              />
              <TextArea
                reader={frame}
                name="answer"
                label={text.answer}
                hint={text.answerHint}
                error={errorOf(problems, 'answer')}
                value={typed.answer}
                rows={6}
              />
              <Button>{text.send}</Button>
            </form>
          )}
        </section>
      </div>
    </DeskLayout>
  )
}
