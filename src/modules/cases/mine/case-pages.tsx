// The page of one application: what is asked of me, how far it is, its documents, what I can do, and what happened.
import { ErrorSummary, type FieldProblem } from '../../../design/fields.tsx'
import { formatDay, formatWeekday } from '../../../design/format.ts'
import type { Frame, Link } from '../../../design/frame.ts'
import { Icon } from '../../../design/icons.tsx'
import { Layout } from '../../../design/layout.tsx'
import { Button, ButtonLink, type Fact, Facts, Notice } from '../../../design/parts.tsx'
import { StatusLine, type TimelineEntry } from '../../../design/progress.tsx'
import { formatSize } from '../../../design/upload-field.tsx'
import { dayAt } from '../../../kernel/calendar/day.ts'
import { pathIn } from '../../../kernel/language.ts'
import { showReference } from '../../../kernel/reference.ts'
import { fileKinds } from '../../../kernel/uploads/kinds.ts'
import { fullName } from '../intake/parties.ts'
import { Rating } from './act-pages.tsx'
import type { CaseView, ShownDocument, ShownRequest } from './case-view.ts'
import { type AgainstIt, DecisionPart } from './decision-part.tsx'
import { caseUrl, StandingBadge } from './list-pages.tsx'
import type { Offered } from './offered.ts'
import { type Status, standingOf, textIn } from './status.ts'
import { mineWords } from './words.ts'

type View = {
  frame: Frame
  view: CaseView
  status: Status
  history: readonly (TimelineEntry & { reason?: string | undefined })[]
  /** What the questions are called that are asked again, by their path. */
  labels: ReadonlyMap<string, string>
  offered: Offered
  said?: { text: string; tone: 'ok' | 'warn' } | undefined
  problems: readonly FieldProblem[]
  /** What became of it, in words. */
  result: string | undefined
  against: AgainstIt | undefined
}

export function CasePage({ frame, view, status, history, labels, offered, said, problems, result, against }: View) {
  const text = mineWords(frame)
  const { row, kind, as, requests, documents } = view
  const title = textIn(kind.type.title, frame.language)
  const list = pathIn(frame.language, '/applications')
  const own = caseUrl(frame, row)
  const signedIn = frame.account !== undefined
  const standing = standingOf(row, requests)
  return (
    <Layout
      frame={frame}
      title={title}
      breadcrumb={[...(signedIn ? [{ label: text.title, url: list }] : []), { label: title }]}
      account={signedIn && list}
      problems={problems.length > 0}
      noIndex
    >
      <div class="wrap page">
        <ErrorSummary reader={frame} problems={problems} />
        {said && (
          <Notice tone={said.tone} status>
            <p>{said.text}</p>
          </Notice>
        )}
        <div class="matter-head">
          <div>
            <h1>{title}</h1>
            <p class="meta">{text.reference(showReference(row.reference))}</p>
          </div>
          <StandingBadge reader={frame} standing={standing} />
        </div>
        {requests.length > 0 && <AskedOfMe frame={frame} own={own} requests={requests} labels={labels} />}
        <section class="section" aria-labelledby="where">
          <h2 id="where">{as === 'applicant' ? text.where : text.whereOther}</h2>
          {standing === 'undone' && <p>{text.withdrawnWaits}</p>}
          {as === 'affected' && <p>{text.affectedText}</p>}
          <StatusLine reader={frame} steps={status.steps} />
          {status.late && <p>{status.late.until ? text.lateUntil(status.late.until) : text.late}</p>}
        </section>
        <div class="cols service">
          <aside class="side" aria-label={text.facts}>
            <Facts items={factsOf(frame, view)} />
          </aside>
          <div class="main">
            {as !== 'affected' && <DecisionPart frame={frame} decisions={view.decisions} result={result} against={against} />}
            {as !== 'affected' && <Documents frame={frame} own={own} documents={documents} offered={offered} />}
            <Doable frame={frame} own={own} view={view} offered={offered} />
            {offered.rate && <Rating frame={frame} own={own} problem={problems[0]?.message} />}
            <History title={text.history} entries={history} frame={frame} />
          </div>
        </div>
        {signedIn && (
          <p class="section">
            <a href={list}>{text.back}</a>
          </p>
        )}
      </div>
    </Layout>
  )
}

type Asking = { frame: Frame; own: string; requests: readonly ShownRequest[]; labels: ReadonlyMap<string, string> }

function AskedOfMe({ frame, own, requests, labels }: Asking) {
  const text = mineWords(frame)
  return (
    <section class="notice warn must-do" id="asked" aria-labelledby="asked-title">
      <Icon name="warning" />
      <div>
        <h2 id="asked-title">{text.mustDo}</h2>
        <ul>
          {requests.map(({ id, kind, message, reasons, due_on }, index) => (
            <li class="measure">
              <p class="keep-lines">{message || (kind === 'hearing' ? text.askedHearing : text.asked)}</p>
              {Object.keys(reasons).length > 0 && (
                <>
                  <p>{text.reasons}</p>
                  <ul class="bullets">
                    {Object.entries(reasons).map(([path, reason]) => (
                      <li>
                        {labels.has(path) && <strong>{labels.get(path)}: </strong>}
                        {reason}
                      </li>
                    ))}
                  </ul>
                </>
              )}
              {due_on && (
                <p>
                  <strong>{text.mustDoBy(formatWeekday(frame.language, due_on))}</strong>
                </p>
              )}
              {kind === 'hearing' ? (
                <p class="actions">
                  <ButtonLink url={`${own}/heard/${id}`} secondary={index > 0}>
                    {text.answerHearing}
                  </ButtonLink>
                </p>
              ) : (
                <form class="actions" method="post" action={`${own}/requests/${id}`}>
                  <Button secondary={index > 0}>{text.answer}</Button>
                </form>
              )}
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

function factsOf(frame: Frame, { row, holder, unit, renews, as }: CaseView): Fact[] {
  const text = mineWords(frame)
  const day = (value: string): string => formatDay(frame.language, value)
  const whose = fullName(holder)
  const open = (row.state === 'open' || row.state === 'waiting') && row.outcome === null
  return [
    { label: text.factReference, value: showReference(row.reference) },
    { label: text.factReceived, value: day(dayAt(row.received_at)) },
    ...(unit ? [{ label: text.factUnit, value: unit }] : []),
    ...(whose !== '' ? [{ label: text.factFor, value: whose }] : []),
    ...(open && row.due_on !== null && row.rests_since === null
      ? [{ label: text.factDue, value: day(row.due_on), more: text.factDueMore }]
      : []),
    ...(renews !== undefined && as !== 'affected'
      ? [{ label: text.factRenews, value: showReference(renews), url: caseUrl(frame, { reference: renews }) }]
      : []),
  ]
}

type Files = { frame: Frame; own: string; documents: readonly ShownDocument[]; offered: Offered }

function Documents({ frame, own, documents, offered }: Files) {
  const text = mineWords(frame)
  const kindOf = (mediaType: string, name: string): string =>
    Object.values(fileKinds).find((one) => one.mediaType === mediaType)?.label ?? /[^.]{1,8}$/.exec(name)?.[0].toUpperCase() ?? ''
  return (
    <section class="section" aria-labelledby="documents">
      <h2 id="documents">{text.documents}</h2>
      {offered.answers && (
        <p>
          <a href={`${own}/answers`}>{text.answers}</a>
        </p>
      )}
      {documents.length === 0 ? (
        <p>{text.noDocuments}</p>
      ) : (
        <ul class="ruled">
          {documents.map(({ id, name, direction, media_type, size, at }) => (
            <li>
              <a href={`${own}/documents/${id}`} download>
                {name} {text.fileSize(kindOf(media_type, name), formatSize(frame, size))}
              </a>
              <span class="meta">
                {text[direction === 'incoming' ? 'fromYou' : 'fromTown'](formatDay(frame.language, dayAt(at)))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** Each as a link: the page's one button is what is asked of the person. */
function Doable({ frame, own, view, offered }: { frame: Frame; own: string; view: CaseView; offered: Offered }) {
  const text = mineWords(frame)
  const links: Link[] = [
    ...(offered.add ? [{ label: text.add, url: `${own}/add` }] : []),
    ...(offered.withdraw ? [{ label: text.withdraw, url: `${own}/withdraw` }] : []),
  ]
  const { renewedBy } = view
  if (links.length === 0 && !offered.renew && renewedBy === undefined) return null
  return (
    <section class="section" aria-labelledby="doable">
      <h2 id="doable">{text.whatYouCan}</h2>
      {offered.renew && (
        <form class="actions" method="post" action={`${own}/renew`}>
          <Button>{offered.renew === 'prefilled' ? text.renew : text.renewPlain}</Button>
        </form>
      )}
      {renewedBy !== undefined && (
        <p>
          <a href={caseUrl(frame, { reference: renewedBy })}>{text.renewed(showReference(renewedBy))}</a>
        </p>
      )}
      {links.length > 0 && (
        <ul class="plain">
          {links.map(({ label, url }) => (
            <li>
              <a href={url}>{label}</a>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

type Past = { title: string; frame: Frame; entries: View['history'] }

function History({ title, entries }: Past) {
  return (
    <section class="section" aria-labelledby="history">
      <h2 id="history">{title}</h2>
      <ol class="timeline">
        {entries.map(({ what, when, who, reason }) => (
          <li>
            {what}
            <span class="meta block">{[when, who].filter(Boolean).join(' · ')}</span>
            {reason && <p class="keep-lines">{reason}</p>}
          </li>
        ))}
      </ol>
    </section>
  )
}
