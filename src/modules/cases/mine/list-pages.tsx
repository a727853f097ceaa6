// The page "Meine Anträge": what I must do first, then what is in progress with its status line, then what is over.
import { formatDay, formatSum, formatWeekday } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import type { IconName } from '../../../design/icons.tsx'
import { Icon } from '../../../design/icons.tsx'
import { Layout } from '../../../design/layout.tsx'
import { Badge, ButtonLink, EmptyState, Pagination, type Tone } from '../../../design/parts.tsx'
import { StatusLine } from '../../../design/progress.tsx'
import { dayAt } from '../../../kernel/calendar/day.ts'
import { pathIn } from '../../../kernel/language.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Reader } from '../../../kernel/words.ts'
import type { CaseRow } from '../tables.ts'
import type { Asked, Line } from './list.ts'
import { resultOf, type Standing, type Status, standingOf, textIn } from './status.ts'
import { mineWords } from './words.ts'

export const caseUrl = (reader: Reader, { reference }: Pick<CaseRow, 'reference'>): string =>
  pathIn(reader.language, `/applications/${showReference(reference)}`)

const looks: Record<Standing, { tone: Tone; icon: IconName }> = {
  yours: { tone: 'warn', icon: 'clock' },
  working: { tone: 'plain', icon: 'clock' },
  decided: { tone: 'ok', icon: 'check' },
  undone: { tone: 'plain', icon: 'back' },
  done: { tone: 'plain', icon: 'check' },
}

export const StandingBadge = ({ reader, standing }: { reader: Reader; standing: Standing }) => (
  <Badge tone={looks[standing].tone} icon={looks[standing].icon}>
    {mineWords(reader)[standing]}
  </Badge>
)

type View = {
  frame: Frame
  running: readonly (Line & { status: Status })[]
  closed: readonly Line[]
  page: number
  more: boolean
  /** Of the acting session: nothing about finding one's own. */
  acting: boolean
}

export function ListPage({ frame, running, closed, page, more, acting }: View) {
  const text = mineWords(frame)
  const own = pathIn(frame.language, '/applications')
  const none = running.length === 0 && closed.length === 0 && page === 1
  return (
    <Layout frame={frame} title={text.title} breadcrumb={[{ label: text.title }]} account noIndex>
      <div class="wrap page">
        <h1>{text.title}</h1>
        <MustDo frame={frame} lines={running.filter(({ asked }) => asked.length > 0)} />
        {none && (
          <div class="section">
            <EmptyState title={text.empty} action={{ label: text.emptySearch, url: pathIn(frame.language, '/') }}>
              <p>{text.emptyHow}</p>
            </EmptyState>
          </div>
        )}
        {!none && page === 1 && (
          <section class="section" aria-labelledby="running">
            <h2 id="running">{text.running}</h2>
            {running.length === 0 && <p>{text.noneRunning}</p>}
            {running.map((line) => (
              <Matter frame={frame} line={line} />
            ))}
          </section>
        )}
        {closed.length > 0 && (
          <section class="section" aria-labelledby="closed">
            <h2 id="closed">{text.closed}</h2>
            <ul class="ruled">
              {closed.map(({ row, kind }) => (
                <li>
                  <a href={caseUrl(frame, row)}>{textIn(kind.type.title, frame.language)}</a>
                  <span class="meta">
                    {[
                      resultOf(frame, { row, kind }),
                      text.doneOn(formatDay(frame.language, dayAt(row.closed_at ?? row.changed_at))),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </li>
              ))}
            </ul>
            <Pagination reader={frame} page={page} count={more ? page + 1 : page} urlOf={(number) => `${own}?page=${number}`} />
          </section>
        )}
        {!acting && (
          <p class="section">
            <a href={`${own}/find`}>{text.findOther}</a>
          </p>
        )}
      </div>
    </Layout>
  )
}

/** Where one answers: the form itself once it was begun, otherwise the page of the case. */
const answerUrl = (frame: Frame, row: CaseRow, as: Line['as'], { kind, path }: Asked): string =>
  kind === 'correction' && path !== null && as === 'applicant' && row.owner_id === row.holder_id
    ? pathIn(frame.language, path)
    : `${caseUrl(frame, row)}#asked`

function MustDo({ frame, lines }: { frame: Frame; lines: readonly Line[] }) {
  if (lines.length === 0) return null
  const text = mineWords(frame)
  const all = lines.flatMap(({ row, kind, as, asked }) => asked.map((one) => ({ row, kind, as, one })))
  return (
    <section class="notice warn must-do" aria-labelledby="must-do">
      <Icon name="warning" />
      <div>
        <h2 id="must-do">{text.mustDo}</h2>
        <ul>
          {all.map(({ row, kind, as, one }, index) => (
            <li class="measure">
              <p>
                {textIn(kind.type.title, frame.language)}:{' '}
                {firstWords(one.message) ?? (one.kind === 'hearing' ? text.askedHearing : text.asked)}{' '}
                {one.due_on && <strong>{text.mustDoBy(formatWeekday(frame.language, one.due_on))}</strong>}
              </p>
              <p class="actions">
                <ButtonLink url={answerUrl(frame, row, as, one)} secondary={index > 0}>
                  {one.kind === 'hearing' ? text.answerHearing : text.answer}
                  {all.length > 1 && <span class="hidden">: {textIn(kind.type.title, frame.language)}</span>}
                </ButtonLink>
              </p>
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

const firstWords = (message: string | undefined): string | undefined => {
  const first = message?.split(/\n\s*\n/)[0]?.trim()
  return first === undefined || first === '' ? undefined : first.length > 300 ? `${first.slice(0, 300)} …` : first
}

function Matter({ frame, line }: { frame: Frame; line: Line & { status: Status } }) {
  const { row, kind, as, fee, asked, status } = line
  const text = mineWords(frame)
  const role = { applicant: undefined, 'co-applicant': text.asCoApplicant, agent: text.asAgent, affected: text.asAffected }[as]
  const meta = [text.reference(showReference(row.reference)), fee && text.fee(formatSum(frame.language, fee)), role]
  return (
    <article class="matter">
      <div class="matter-head">
        <div>
          <h3>
            <a href={caseUrl(frame, row)}>{textIn(kind.type.title, frame.language)}</a>
          </h3>
          <p class="meta">{meta.filter(Boolean).join(' · ')}</p>
        </div>
        <StandingBadge reader={frame} standing={standingOf(row, asked)} />
      </div>
      <StatusLine reader={frame} steps={status.steps} />
      {status.late && <p class="meta">{status.late.until ? text.lateUntil(status.late.until) : text.late}</p>}
    </article>
  )
}
