// The right side of a case: what the process waits for, who is responsible, labels, links, who looked.
import { TextField } from '../../../design/fields.tsx'
import { formatTime } from '../../../design/format.ts'
import { Button, ButtonLink, Notice } from '../../../design/parts.tsx'
import { dayAt } from '../../../kernel/calendar/day.ts'
import { pathIn } from '../../../kernel/language.ts'
import { showReference } from '../../../kernel/reference.ts'
import { type CaseProps, casePath, outcomeText } from './case-head.tsx'
import { caseWords } from './case-words.ts'
import { deskPath } from './list-pages.tsx'
import { dayLong, momentLong, textIn } from './shown.ts'

export function Acts(props: CaseProps) {
  const { frame, shown, me, may } = props
  const text = caseWords(frame)
  const { row } = shown
  const own = casePath(frame, row.id)
  return (
    <>
      <section class="case-acts">
        <h2>{text.next}</h2>
        <Next {...props} />
      </section>
      <section class="case-acts">
        <h2>{text.responsible}</h2>
        <p>
          {row.assignee === null ? text.nobodyYet : row.assignee === me ? text.you : (shown.colleague(row.assignee) ?? '–')}
          {shown.unit && `, ${shown.unit}`}
        </p>
        {may.work && row.state !== 'closed' && (
          <>
            {row.assignee === null && (
              <form method="post" action={`${own}/claim`}>
                <Button secondary>{text.claim}</Button>
              </form>
            )}
            {row.assignee === me && (
              <form method="post" action={`${own}/release`}>
                <button type="submit" class="link-button">
                  {text.release}
                </button>
              </form>
            )}
            <p>
              <a href={pathIn(frame.language, `${deskPath}/bulk/hand-over?picked=${row.id}`)}>{text.handOver}</a>
            </p>
          </>
        )}
      </section>
      {may.work && <Labels {...props} />}
      {shown.links.length > 0 && <Links {...props} />}
      {may.work && <More {...props} />}
    </>
  )
}

/** The open task of the process decides which buttons there are. */
function Next({ frame, shown, me, may }: CaseProps) {
  const text = caseWords(frame)
  const { row, kind, tasks, process } = shown
  const own = casePath(frame, row.id)
  const { language } = frame
  if (row.state === 'closed')
    return (
      <>
        <p>{text.closedSince(outcomeText(frame, shown), dayLong(frame, dayAt(row.closed_at ?? row.changed_at)))}</p>
        {may.decide && <Replace {...{ frame, shown }} />}
      </>
    )
  const request = shown.requests.find(({ state }) => state === 'open')
  const deciding = tasks.find(({ form }) => form === 'cases.decide')
  const approving = tasks.find(({ form }) => form === 'cases.approve')
  const others = tasks.filter((task) => task !== deciding && task !== approving)
  return (
    <>
      {process?.incident && (
        <Notice tone="bad" title={text.incident}>
          <p>{language === 'en' ? process.incident.en : process.incident.de}</p>
        </Notice>
      )}
      {request && <p>{request.due_on ? text.waitingFor(dayLong(frame, request.due_on)) : text.waitingOpen}</p>}
      {deciding && may.work && row.assignee === null && <p>{text.claimFirst}</p>}
      {deciding && may.work && row.assignee === me && (
        <>
          <p>{text.allReady}</p>
          {may.decide &&
            // That it was taken back is what the person says, no decision.
            kind.type.outcomes
              .filter(({ key }) => key !== 'withdrawn')
              .map((outcome, index) => (
                <ButtonLink
                  url={`${own}/decision?outcome=${outcome.key}`}
                  secondary={index > 0 && !outcome.burdening}
                  danger={outcome.burdening}
                >
                  {outcome.burdening ? text.decideAsBad(textIn(outcome.title, language)) : textIn(outcome.title, language)}
                </ButtonLink>
              ))}
          <ButtonLink secondary url={`${own}/ask`}>
            {text.ask}
          </ButtonLink>
          {kind.type.hearing && (
            <ButtonLink secondary url={`${own}/hear`}>
              {text.hear}
            </ButtonLink>
          )}
        </>
      )}
      {kind.type.clerkForm && may.work && row.assignee === me && (
        <form method="post" action={`${own}/clerk-form`}>
          <Button secondary>{text.clerkForm}</Button>
        </form>
      )}
      {approving && may.decide && <ButtonLink url={`${own}/approval`}>{text.approve}</ButtonLink>}
      {others.map(({ name, id }) => (
        <p>
          {text.otherTask(name)} <a href={pathIn(language, `/desk/processes/tasks/${id}`)}>{text.toTask}</a>
        </p>
      ))}
      {tasks.length === 0 && !request && <p>{text.nothingToDo}</p>}
    </>
  )
}

/** What stands can be replaced; what waits for the second person is theirs to look at. */
function Replace({ frame, shown }: Pick<CaseProps, 'frame' | 'shown'>) {
  const text = caseWords(frame)
  const own = casePath(frame, shown.row.id)
  if (shown.decisions.some(({ state, replaces_id }) => state === 'draft' && replaces_id !== null))
    return <ButtonLink url={`${own}/approval`}>{text.approve}</ButtonLink>
  if (!shown.decisions.some(({ state }) => state === 'issued')) return null
  return (
    <p>
      <a href={`${own}/decision/replace`}>{text.replace}</a>
    </p>
  )
}

function Labels({ frame, shown, typed, problems }: CaseProps) {
  const text = caseWords(frame)
  const own = casePath(frame, shown.row.id)
  return (
    <section>
      <h2>{text.labels}</h2>
      {shown.row.labels.length > 0 && (
        <ul class="plain">
          {shown.row.labels.map((label) => (
            <li>
              <form method="post" action={`${own}/labels/remove`} class="row-acts">
                <input type="hidden" name="label" value={label} />
                {label}
                <button type="submit" class="link-button">
                  {text.removeLabel(label)}
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <form method="post" action={`${own}/labels`} noValidate>
        <TextField
          reader={frame}
          name="label"
          label={text.label}
          hint={text.labelHint}
          value={typed.label}
          error={problems.find(({ field }) => field === 'label')?.message}
          maxLength={40}
        />
        <Button secondary>{text.addLabel}</Button>
      </form>
    </section>
  )
}

function Links({ frame, shown }: CaseProps) {
  const text = caseWords(frame)
  return (
    <section>
      <h2>{text.links}</h2>
      <ul class="plain">
        {shown.links.map(({ id, reference, title, reason }) => (
          <li>
            <a href={pathIn(frame.language, `${deskPath}/${id}`)}>
              {textIn(title, frame.language)} <span class="num nowrap">{showReference(reference)}</span>
            </a>
            <span class="meta block">{text[`link-${reason as 'same-matter'}`]}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function More({ frame, shown }: CaseProps) {
  const text = caseWords(frame)
  const { row, kind, follows, procedure } = shown
  const own = casePath(frame, row.id)
  return (
    <section>
      <h2>{text.more}</h2>
      <ul class="plain">
        {row.state !== 'closed' && !kind.type.secrecy && (
          <li>
            <a href={`${own}/opinion`}>{text.askOpinion}</a>
          </li>
        )}
        <li>
          <a href={`${own}/links`}>{text.linkCases}</a>
        </li>
        {procedure && (
          <li>
            <a href={pathIn(frame.language, procedure.path)}>{text.file(procedure.number)}</a>
          </li>
        )}
        <li>
          <form method="post" action={`${own}/follow`}>
            <button type="submit" class="link-button" name="follow" value={follows ? 'no' : 'yes'}>
              {follows ? text.unfollow : text.follow}
            </button>
          </form>
        </li>
      </ul>
    </section>
  )
}

export function Looks({ frame, shown, today }: CaseProps) {
  const text = caseWords(frame)
  return (
    <section>
      <h2>{text.looks}</h2>
      <ol class="trail">
        {shown.looks.map(({ at, staff, purpose }) => (
          <li>
            {(staff && shown.colleague(staff)) ?? text.formerColleague}
            <span class="meta block">
              {dayAt(at) === today ? text.today(formatTime(frame, at)) : momentLong(frame, at)} · {purpose}
            </span>
          </li>
        ))}
      </ol>
      <p class="meta">{text.looksSeen}</p>
    </section>
  )
}
