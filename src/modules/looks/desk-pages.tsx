// The data-protection officer's pages: objections, and the log of one person.
import { DeskLayout } from '../../design/desk-layout.tsx'
import { ErrorSummary, type FieldProblem, TextArea, TextField } from '../../design/fields.tsx'
import { dayOf, formatDay } from '../../design/format.ts'
import type { Frame } from '../../design/frame.ts'
import { Badge, Button, EmptyState, Facts, LinkList, Notice, Pagination } from '../../design/parts.tsx'
import { Table } from '../../design/table.tsx'
import { WorkList } from '../../design/work-list.tsx'
import type { WorkView } from '../../kernel/http/work-view.ts'
import { pathIn } from '../../kernel/language.ts'
import { deskWords } from './desk-words.ts'
import type { FoldedLook } from './look.ts'
import { type Objection, type ObjectionRow, objectionsPerPage } from './objection.ts'
import { paragraphs } from './objection-pages.tsx'
import { type Named, whenLooked, whoLooked } from './pages.tsx'

export const errorOf = (problems: readonly FieldProblem[], field: string) => problems.find((one) => one.field === field)?.message

const whoOnDesk = (frame: Frame, look: FoldedLook, named: Named): string =>
  look.kind === 'self' ? deskWords(frame).personSelf : whoLooked(frame, look, named)

type ObjectionsProps = {
  frame: Frame
  rows: readonly ObjectionRow[]
  counts: Record<'open' | 'answered', number>
  state: 'open' | 'answered'
  page: number
  today: string
  preferences: WorkView | undefined
  links: readonly { label: string; url: string }[]
}

export const objectionsPath = (state: 'open' | 'answered', page = 1): string =>
  `/desk/looks?state=${state}${page > 1 ? `&page=${page}` : ''}`

export function ObjectionsPage({ frame, rows, counts, state, page, today, preferences, links }: ObjectionsProps) {
  const text = deskWords(frame)
  const day = (instant: Date) => formatDay(frame.language, dayOf(instant))
  const url = (path: string) => pathIn(frame.language, path)
  const captions = { open: text.openObjections, answered: text.answeredObjections }
  return (
    <DeskLayout frame={frame} title={text.title}>
      <LinkList items={links} />
      <section class="section">
        <WorkList
          reader={frame}
          today={today}
          caption={captions[state]}
          titleLabel={text.objectionsOf}
          columns={state === 'open' ? [] : [text.answeredOn]}
          views={(['open', 'answered'] as const).map((one) => ({
            label: captions[one],
            url: url(objectionsPath(one)),
            count: counts[one],
            current: one === state,
          }))}
          rows={rows.map(({ id, madeAt, due, answeredAt }) => ({
            id,
            title: text.objectionOf(day(madeAt)),
            url: url(`/desk/looks/objections/${id}`),
            due: state === 'open' ? due : undefined,
            cells: answeredAt ? [day(answeredAt)] : [],
          }))}
          paging={{
            page,
            pages: Math.max(1, Math.ceil(counts[state] / objectionsPerPage)),
            from: (page - 1) * objectionsPerPage + 1,
            total: counts[state],
            urlOf: (number) => url(objectionsPath(state, number)),
          }}
          preferences={preferences}
          empty={
            <EmptyState title={text.none}>
              <p>{text.noneText}</p>
            </EmptyState>
          }
        />
      </section>
    </DeskLayout>
  )
}

export function LookFacts({ frame, look, named }: { frame: Frame; look: FoldedLook; named: Named }) {
  const text = deskWords(frame)
  const facts = [
    { label: text.who, value: whoOnDesk(frame, look, named) },
    { label: text.when, value: `${formatDay(frame.language, dayOf(look.last))}, ${whenLooked(frame, look)}` },
    { label: text.what, value: look.purpose, more: look.matter ?? undefined },
    { label: text.basis, value: look.legalBasis },
    ...(look.fields.length > 0 ? [{ label: text.seen, value: look.fields.join(', ') }] : []),
  ]
  return <Facts items={facts} />
}

type ObjectionProps = {
  frame: Frame
  objection: Objection
  named: Named
  typed: string
  problems: readonly FieldProblem[]
}

export function DeskObjectionPage({ frame, objection, named, typed, problems }: ObjectionProps) {
  const text = deskWords(frame)
  return (
    <DeskLayout
      frame={frame}
      title={text.objectionOf(formatDay(frame.language, dayOf(objection.madeAt)))}
      back={{ label: text.backToDesk, url: pathIn(frame.language, '/desk/looks') }}
      room={pathIn(frame.language, '/desk/looks')}
      problems={problems.length > 0}
      meta={`${text.due}: ${formatDay(frame.language, objection.due)}`}
    >
      <ErrorSummary reader={frame} problems={problems} />
      <div class="measure">
        <section class="section">
          <h2>{text.reasonOfPerson}</h2>
          {objection.reason === '' ? <p>{text.noReason}</p> : paragraphs(objection.reason)}
        </section>
        {objection.look && (
          <section class="section">
            <h2>{text.look}</h2>
            <LookFacts frame={frame} look={objection.look} named={named} />
          </section>
        )}
        {objection.state === 'answered' ? (
          <section class="section">
            <h2>{text.answerGiven}</h2>
            {paragraphs(objection.answer)}
          </section>
        ) : (
          <form
            class="section"
            method="post"
            action={pathIn(frame.language, `/desk/looks/objections/${objection.id}`)}
            noValidate
          >
            <TextArea
              reader={frame}
              name="answer"
              label={text.answer}
              hint={text.answerHint}
              rows={8}
              value={typed}
              error={errorOf(problems, 'answer')}
            />
            <Button>{text.answerNow}</Button>
          </form>
        )}
      </div>
    </DeskLayout>
  )
}

type InquiryFormProps = { frame: Frame; person: string; purpose: string; problems: readonly FieldProblem[] }

export function InquiryFormPage({ frame, person, purpose, problems }: InquiryFormProps) {
  const text = deskWords(frame)
  return (
    <DeskLayout
      frame={frame}
      title={text.lookUp}
      back={{ label: text.backToDesk, url: pathIn(frame.language, '/desk/looks') }}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems} />
      <form class="measure" method="post" action={pathIn(frame.language, '/desk/looks/inquiries')} noValidate>
        <TextField
          reader={frame}
          name="person"
          label={text.person}
          hint={text.personHint}
          value={person}
          error={errorOf(problems, 'person')}
        />
        <TextField
          reader={frame}
          name="purpose"
          label={text.purpose}
          hint={text.purposeHint}
          value={purpose}
          error={errorOf(problems, 'purpose')}
        />
        <Button>{text.open}</Button>
      </form>
    </DeskLayout>
  )
}

type LogProps = {
  frame: Frame
  inquiry: { id: string; purpose: string }
  looks: readonly FoldedLook[]
  named: Named
  page: number
  pages: number
  mayHide: boolean
}

export function LogPage({ frame, inquiry, looks, named, page, pages, mayHide }: LogProps) {
  const text = deskWords(frame)
  const own = pathIn(frame.language, `/desk/looks/inquiries/${inquiry.id}`)
  return (
    <DeskLayout
      frame={frame}
      title={text.logTitle}
      back={{ label: text.backToDesk, url: pathIn(frame.language, '/desk/looks') }}
      room={pathIn(frame.language, '/desk/looks')}
      meta={`${text.purpose}: ${inquiry.purpose}`}
    >
      <Notice>
        <p>{text.loggedNote}</p>
      </Notice>
      {looks.length === 0 ? (
        <EmptyState title={text.empty}>
          <p>{text.emptyText}</p>
        </EmptyState>
      ) : (
        <Table
          caption={text.logTitle}
          rows={looks}
          columns={[
            { label: text.when, cell: (look) => `${formatDay(frame.language, dayOf(look.last))}, ${whenLooked(frame, look)}` },
            { label: text.who, cell: (look) => whoOnDesk(frame, look, named) },
            {
              label: text.what,
              cell: (look) => (
                <>
                  {look.purpose}
                  {look.matter && <span class="meta block">{look.matter}</span>}
                </>
              ),
            },
            { label: text.basis, cell: ({ legalBasis }) => legalBasis },
            { label: text.seen, cell: ({ fields }) => fields.join(', ') },
            ...(mayHide
              ? [
                  {
                    label: text.hide,
                    cell: (look: FoldedLook) => (
                      <>
                        {look.hiddenUntil && (
                          <Badge tone="warn">{text.hiddenUntil(formatDay(frame.language, look.hiddenUntil))}</Badge>
                        )}
                        {look.kind !== 'self' && (
                          <a
                            href={`${own}/hide?look=${look.id}`}
                            aria-label={text.hideFor(whoOnDesk(frame, look, named), whenLooked(frame, look))}
                          >
                            {text.hide}
                          </a>
                        )}
                      </>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      <Pagination reader={frame} page={page} count={pages} urlOf={(wanted) => (wanted === 1 ? own : `${own}?page=${wanted}`)} />
    </DeskLayout>
  )
}
