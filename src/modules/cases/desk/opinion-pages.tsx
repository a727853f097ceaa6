// The pages of opinions: asking another unit, what waits for one's own unit, and giving one.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { Checkboxes, DateField, type DateParts, Radios, SelectField, TextArea } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Button, EmptyState, Notice } from '../../../design/parts.tsx'
import { dueOf, WorkList } from '../../../design/work-list.tsx'
import { dayAt } from '../../../kernel/calendar/day.ts'
import type { Problem } from '../../../kernel/http/forms.ts'
import { pathIn } from '../../../kernel/language.ts'
import { showReference } from '../../../kernel/reference.ts'
import { Summary } from './ask-pages.tsx'
import { casePath, metaOf, titleOf } from './case-head.tsx'
import { AnswerPages } from './case-parts.tsx'
import { caseWords } from './case-words.ts'
import { deskPath } from './list-pages.tsx'
import type { CaseShown } from './one.ts'
import { type OpenOpinion, type OpinionShown, views } from './opinion.ts'
import { opinionWords } from './opinion-words.ts'
import { dayLong, textIn } from './shown.ts'
import type { Unit } from './units.ts'

export const opinionsPath = `${deskPath}/opinions`
const errorOf = (problems: readonly Problem[], field: string) => problems.find((one) => one.field === field)?.message

export type AskTyped = { unit: string; pages: readonly string[]; question: string; due: DateParts }
type AskProps = { frame: Frame; shown: CaseShown; units: readonly Unit[]; typed: AskTyped; problems: readonly Problem[] }

export function AskOpinionPage({ frame, shown, units, typed, problems }: AskProps) {
  const text = opinionWords(frame)
  const own = casePath(frame, shown.row.id)
  const labels: Record<string, string> = { unit: text.whichUnit, question: text.question, due: text.due }
  return (
    <DeskLayout
      frame={frame}
      title={`${text.askTitle}: ${titleOf(frame, shown)}`}
      back={{ label: caseWords(frame).toCase, url: own }}
      room={pathIn(frame.language, deskPath)}
      meta={metaOf(frame, shown)}
      problems={problems.length > 0}
    >
      <Summary frame={frame} problems={problems} labelOf={(field) => labels[field] ?? field} />
      {shown.kind.type.secrecy ? (
        <p>{text.secret}</p>
      ) : (
        <form method="post" action={`${own}/opinion`} noValidate class="measure">
          <p>{text.askIntro}</p>
          <SelectField
            reader={frame}
            name="unit"
            label={text.whichUnit}
            value={typed.unit}
            choices={units.map(({ path, name }) => ({ value: path, label: name }))}
            error={errorOf(problems, 'unit')}
          />
          <Checkboxes
            reader={frame}
            name="pages"
            label={text.pages}
            hint={text.pagesHint}
            optional
            values={typed.pages}
            choices={shown.answers.pages.map(({ key, title }) => ({ value: key, label: title || key }))}
          />
          <TextArea
            reader={frame}
            name="question"
            label={text.question}
            value={typed.question}
            error={errorOf(problems, 'question')}
          />
          <DateField reader={frame} name="due" label={text.due} value={typed.due} error={errorOf(problems, 'due')} />
          <Button>{text.ask}</Button>
        </form>
      )}
    </DeskLayout>
  )
}

export function OpinionsPage({ frame, today, opinions }: { frame: Frame; today: string; opinions: readonly OpenOpinion[] }) {
  const text = opinionWords(frame)
  return (
    <DeskLayout
      frame={frame}
      title={text.listTitle}
      back={{ label: text.toCases, url: pathIn(frame.language, deskPath) }}
      room={pathIn(frame.language, deskPath)}
    >
      <WorkList
        reader={frame}
        today={today}
        caption={text.listCaption}
        titleLabel={text.matter}
        columns={[text.askedOn, text.unit]}
        rows={opinions.map(({ id, title, reference, due_on, asked_at, unit }) => ({
          id,
          title: textIn(title, frame.language),
          reference: showReference(reference),
          url: pathIn(frame.language, `${opinionsPath}/${id}`),
          due: due_on ?? undefined,
          cells: [<span class="num">{dayLong(frame, dayAt(asked_at))}</span>, unit],
        }))}
        paging={{ page: 1, pages: 1, from: 1, total: opinions.length, urlOf: () => pathIn(frame.language, opinionsPath) }}
        empty={
          <EmptyState title={text.empty} action={{ label: text.toCases, url: pathIn(frame.language, deskPath) }}>
            <p>{text.emptyHow}</p>
          </EmptyState>
        }
      />
    </DeskLayout>
  )
}

export type GiveTyped = { view: string; answer: string }
type GiveProps = {
  frame: Frame
  shown: OpinionShown
  today: string
  typed: GiveTyped
  problems: readonly Problem[]
  given: boolean
}

export function OpinionPage({ frame, shown, today, typed, problems, given }: GiveProps) {
  const text = opinionWords(frame)
  const { opinion, row, kind, content, pages, over } = shown
  const due = opinion.due_on && !over ? dueOf(frame, opinion.due_on, today) : undefined
  const labels: Record<string, string> = { view: text.view, answer: text.answer }
  return (
    <DeskLayout
      frame={frame}
      title={text.title(textIn(kind.type.title, frame.language))}
      back={{ label: text.toList, url: pathIn(frame.language, opinionsPath) }}
      room={pathIn(frame.language, deskPath)}
      meta={showReference(row.reference)}
      aside={due && <span class={`due ${due.tone}`}>{caseWords(frame).dueOn(due.words, due.date)}</span>}
      problems={problems.length > 0}
    >
      <Summary frame={frame} problems={problems} labelOf={(field) => labels[field] ?? field} />
      {given && (
        <Notice tone="ok" status>
          <p>{text.given}</p>
        </Notice>
      )}
      <div class="desk-case">
        <div class="case-parts">
          <section>
            <h2>{text.asked}</h2>
            <p class="pre">{content?.question}</p>
          </section>
          {opinion.view && (
            <section>
              <h2>{text.yours}</h2>
              <p class="strong">{text[`view-${opinion.view}`]}</p>
              <p class="pre">{content?.answer}</p>
            </section>
          )}
          {over ? (
            <section>
              <p>{text.over}</p>
            </section>
          ) : (
            <section>
              <h2>{text.shownPages}</h2>
              {pages.length === 0 && <p>{text.noPages}</p>}
              <AnswerPages frame={frame} pages={pages} level={3} />
            </section>
          )}
        </div>
        {!over && (
          <form method="post" action={pathIn(frame.language, `${opinionsPath}/${opinion.id}`)} noValidate>
            <Radios
              reader={frame}
              name="view"
              label={text.view}
              value={typed.view}
              choices={views.map((view) => ({ value: view, label: text[`view-${view}`] }))}
              error={errorOf(problems, 'view')}
            />
            <TextArea
              reader={frame}
              name="answer"
              label={text.answer}
              rows={6}
              value={typed.answer}
              error={errorOf(problems, 'answer')}
            />
            <Button>{text.give}</Button>
          </form>
        )}
      </div>
    </DeskLayout>
  )
}
