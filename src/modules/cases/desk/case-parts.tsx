// The left side of a case: answers, documents, what was asked, opinions, parties, notes, history.
import { TextArea } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Badge, Button } from '../../../design/parts.tsx'
import { dayAt } from '../../../kernel/calendar/day.ts'
import { htmlLang } from '../../../kernel/language.ts'
import { fullName } from '../intake/parties.ts'
import { checks } from './act.ts'
import type { PageShown } from './answers.ts'
import { type CaseProps, casePath } from './case-head.tsx'
import { caseWords } from './case-words.ts'
import { eventWords } from './event-words.ts'
import { staffIn } from './one.ts'
import { dayLong, momentLong, textIn } from './shown.ts'

export const limits = { note: 4_000, reason: 2_000, message: 8_000 }

export function Answers({ frame, shown }: CaseProps) {
  const text = caseWords(frame)
  const { pages, more } = shown.answers
  return (
    <section>
      <h2>{text.answers}</h2>
      <AnswerPages frame={frame} pages={pages} level={3} />
      {more.map(({ role, at, pages: added }) => (
        <section>
          <h3>
            {role === 'clerk' ? text['more-clerk'] : text['more-addition']}, {dayLong(frame, dayAt(at))}
          </h3>
          <AnswerPages frame={frame} pages={added} level={4} />
        </section>
      ))}
    </section>
  )
}

/** What was corrected stands struck through before what is said now; each has its word for whoever does not see the strokes. */
export function AnswerPages({ frame, pages, level }: { frame: Frame; pages: readonly PageShown[]; level: 3 | 4 }) {
  const text = caseWords(frame)
  const Heading = level === 3 ? 'h3' : 'h4'
  return (
    <>
      {pages.map(({ title, answers }) => (
        <>
          {title !== '' && pages.length > 1 && <Heading>{title}</Heading>}
          <dl class="pairs">
            {answers.map(({ label, text: value, before }) => (
              <div>
                <dt>{label}</dt>
                <dd class="pre">
                  {before === undefined ? (
                    value
                  ) : (
                    <>
                      {before !== '' && (
                        <>
                          <span class="hidden">{text.wasBefore} </span>
                          <del>{before}</del>{' '}
                        </>
                      )}
                      <span class="hidden">{text.isNow} </span>
                      <ins>{value === '' ? text.removed : value}</ins>
                    </>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </>
      ))}
    </>
  )
}

/** `820 kB`, `1,2 MB` */
function sizeText({ language }: Frame, size: number): string {
  const [value, unit] = size >= 1_000_000 ? [size / 1_000_000, 'megabyte'] : [Math.max(1, Math.round(size / 1_000)), 'kilobyte']
  const written = new Intl.NumberFormat(htmlLang(language), { style: 'unit', unit, maximumFractionDigits: 1 }).format(value)
  return `(${written})`
}

export function Documents({ frame, shown, may }: CaseProps) {
  const text = caseWords(frame)
  const own = casePath(frame, shown.row.id)
  const tones = { good: 'ok', missing: 'bad', unreadable: 'bad' } as const
  return (
    <section>
      <h2>{text.documents}</h2>
      {shown.documents.length === 0 && <p class="meta">{text.noDocuments}</p>}
      <dl class="pairs">
        {shown.documents.map(({ id, name, kind, direction, size, at, checked }) => (
          <div>
            <dt>
              {text[`document-${kind}`]}
              <span class="meta block num">{dayLong(frame, dayAt(at))}</span>
            </dt>
            <dd>
              <a href={`${own}/documents/${id}`}>{name}</a> <span class="num">{sizeText(frame, size)}</span>{' '}
              {checked && <Badge tone={tones[checked]}>{text[`checked-${checked}`]}</Badge>}
              {may.work && direction === 'incoming' && shown.row.state !== 'closed' && (
                <form method="post" action={`${own}/documents/${id}/check`} class="row-acts">
                  {checks
                    .filter((check) => check !== checked)
                    .map((check) => (
                      <button
                        type="submit"
                        class="link-button"
                        name="checked"
                        value={check}
                        aria-label={text.checkOf(text[`check-${check}`], name)}
                      >
                        {text[`check-${check}`]}
                      </button>
                    ))}
                </form>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

export function Requests({ frame, shown }: CaseProps) {
  if (shown.requests.length === 0) return null
  const text = caseWords(frame)
  return (
    <section>
      <h2>{text.requests}</h2>
      <ol class="trail">
        {shown.requests.toReversed().map(({ kind, state, due_on, asked_at, content }) => (
          <li class={state === 'open' ? 'now' : undefined}>
            {text[`request-${kind}`]}: {text[`request-${state}`]}
            <span class="meta block">
              {momentLong(frame, asked_at)}
              {due_on && ` · ${text.requestUntil(dayLong(frame, due_on))}`}
            </span>
            {content?.message && <span class="pre block">{content.message}</span>}
          </li>
        ))}
      </ol>
    </section>
  )
}

export function Opinions({ frame, shown }: CaseProps) {
  if (shown.opinions.length === 0) return null
  const text = caseWords(frame)
  return (
    <section>
      <h2>{text.opinions}</h2>
      <dl class="pairs">
        {shown.opinions.map(({ unitName, due_on, view, answered_at, answered_by, content }) => (
          <div>
            <dt>{due_on ? text.opinionOpen(unitName, dayLong(frame, due_on)) : text.opinionNoDay(unitName)}</dt>
            <dd>
              {view ? <span class="strong">{text[`opinion-${view}`]}</span> : <span class="meta">{text['request-open']}</span>}
              {content?.answer && <span class="pre block">{content.answer}</span>}
              {answered_at && (
                <span class="meta block">
                  {momentLong(frame, answered_at)}
                  {answered_by && ` · ${shown.colleague(answered_by) ?? text.formerColleague}`}
                </span>
              )}
              {!view && content && <span class="pre block">{content.question}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

export function Parties({ frame, shown }: CaseProps) {
  const text = caseWords(frame)
  return (
    <section>
      <h2>{text.parties}</h2>
      <dl class="pairs">
        {shown.parties.map(({ role, kind, account_id, content, ended_at }) => {
          const { birthDate, address, mail } = content ?? {}
          const lines = [
            kind === 'organisation' ? text.organisation : undefined,
            birthDate && text.born(/^\d{4}-\d{2}-\d{2}$/.test(birthDate) ? dayLong(frame, birthDate) : birthDate),
            address && `${address.street} ${address.houseNumber}, ${address.postcode} ${address.city}`,
            mail,
            account_id === null ? text.withoutAccount : undefined,
            ended_at ? text.ended(dayLong(frame, dayAt(ended_at))) : undefined,
          ]
          return (
            <div>
              <dt>{text[`role-${role}`]}</dt>
              <dd>
                {(content && fullName(content)) || '–'}
                <span class="meta block">{lines.filter(Boolean).join(' · ')}</span>
              </dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}

export function Notes({ frame, shown, may, typed, problems }: CaseProps) {
  const text = caseWords(frame)
  const own = casePath(frame, shown.row.id)
  return (
    <section>
      <h2>{text.notes}</h2>
      {shown.notes.length > 0 && (
        <ol class="trail">
          {shown.notes.toReversed().map(({ at, by_id, text: said }) => (
            <li>
              <span class="pre">{said}</span>
              <span class="meta block">
                {momentLong(frame, at)} · {shown.colleague(by_id) ?? text.formerColleague}
              </span>
            </li>
          ))}
        </ol>
      )}
      {may.work && (
        <form method="post" action={`${own}/notes`} noValidate>
          <TextArea
            reader={frame}
            name="note"
            label={text.newNote}
            hint={text.notesHint}
            rows={3}
            value={typed.note}
            error={problems.find(({ field }) => field === 'note')?.message}
          />
          <Button secondary>{text.saveNote}</Button>
        </form>
      )}
    </section>
  )
}

export function History({ frame, shown }: CaseProps) {
  const text = caseWords(frame)
  const known: Record<string, string> = eventWords(frame)
  const who = (actor: string): string => {
    if (actor.startsWith('system:')) return text.automatic
    const id = staffIn(actor)
    return id ? (shown.colleague(id) ?? text.formerColleague) : text.bySender
  }
  const step = (details: Readonly<Record<string, unknown>>) =>
    shown.kind.type.steps.find(({ key }) => key === details.step)?.title
  return (
    <section>
      <h2>{text.history}</h2>
      <ol class="trail">
        {shown.events.map(({ number, at, kind, actor, details, reason }, index) => {
          const title = kind === 'step' ? step(details) : undefined
          return (
            <li class={index === 0 ? 'now' : undefined} id={`event-${number}`}>
              {title ? textIn(title, frame.language) : (known[kind] ?? known.other)}
              <span class="meta block">
                {momentLong(frame, at)} · {who(actor)}
              </span>
              {reason && <span class="pre block">{reason}</span>}
            </li>
          )
        })}
      </ol>
    </section>
  )
}
