// The pages of acting for others: for whom I act, who acts for me, what was done.
import { Checkboxes, ErrorSummary, type FieldProblem, Radios, TextField } from '../../../design/fields.tsx'
import { dayOf, formatDay, formatTime } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Button, ButtonLink, EmptyState, Notice } from '../../../design/parts.tsx'
import { pathIn } from '../../../kernel/language.ts'
import { AccountPage, ActButton } from '../profile/account-page.tsx'
import { profileWords } from '../profile/words.ts'
import type { Act } from './act.ts'
import type { Ground } from './tables.ts'
import { actingWords } from './words.ts'

export type Choice = {
  authority: string
  name: string
  /** Role or end, in words. */
  note: string
  /** Of the organisation's own page. */
  organisation?: string | undefined
}
export type Grant = {
  id: string
  kind: Ground
  agent: string | undefined
  note: string
  proof?: string | undefined
}
export type ActingView = {
  now?: { name: string } | undefined
  choices: readonly Choice[]
  grants: readonly Grant[]
  acts: readonly Act[]
}

type Props = { frame: Frame; view: ActingView; problems: readonly FieldProblem[]; code: string; done?: string | undefined }

export function ActingPage({ frame, view, problems, code, done }: Props) {
  const text = actingWords(frame)
  const url = (path: string) => pathIn(frame.language, path)
  const { now, choices, grants, acts } = view
  return (
    <AccountPage
      frame={frame}
      title={profileWords(frame).acting}
      place="acting"
      lead={text.lead}
      done={done}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems} />
      {now && (
        <Notice title={text.now(now.name)}>
          <p>{text.nowLead}</p>
          <ActButton action={url('/accounts/acting/stop')} label={text.stop} />
        </Notice>
      )}
      <section class="section">
        <h2>{text.actFor}</h2>
        {choices.length === 0 && (
          <EmptyState title={text.nobody}>
            <p>{text.nobodyText}</p>
          </EmptyState>
        )}
        <ul class="acting-list">
          {choices.map(({ authority, name, note, organisation }) => (
            <li>
              <span>
                {organisation ? <a href={url(`/accounts/organisations/${organisation}`)}>{name}</a> : name}
                <span class="meta block">{note}</span>
              </span>
              <div class="acts">
                <ActButton action={url('/accounts/acting/start')} label={text.choose(name)} fields={{ authority }} />
                {!organisation && (
                  <ActButton
                    action={url('/accounts/acting/revoke')}
                    label={text.layDown}
                    about={`: ${name}`}
                    fields={{ authority }}
                  />
                )}
              </div>
            </li>
          ))}
        </ul>
        <p>
          <a href={url('/accounts/organisations/new')}>{text.newOrganisation}</a>
        </p>
        <form method="post" action={url('/accounts/acting/code')} novalidate>
          <TextField
            reader={frame}
            name="code"
            label={text.code}
            hint={text.codeHint}
            error={problems.find(({ field }) => field === 'code')?.message}
            value={code}
          />
          <Button secondary>{text.codeUse}</Button>
        </form>
      </section>
      <section class="section">
        <h2>{text.forMe}</h2>
        {grants.length === 0 && <p>{text.forMeNone}</p>}
        <ul class="acting-list">
          {grants.map(({ id, kind, agent, note, proof }) => (
            <li>
              <span>
                {agent ?? text[kind]}
                <span class="meta block">
                  {agent && `${text[kind]}, `}
                  {note}
                </span>
                {proof && <span class="meta block">{proof}</span>}
              </span>
              {kind === 'attorney' ? (
                <ActButton
                  action={url('/accounts/acting/revoke')}
                  label={text.revoke}
                  about={`: ${agent ?? text[kind]}`}
                  fields={{ authority: id }}
                />
              ) : (
                <span class="meta">{text.byLaw}</span>
              )}
            </li>
          ))}
        </ul>
        <p>
          <a href={url('/accounts/acting/power')}>{text.power}</a>
        </p>
      </section>
      <Acts frame={frame} title={text.acts} acts={acts} />
    </AccountPage>
  )
}

export function Acts({ frame, title, acts }: { frame: Frame; title: string; acts: readonly Act[] }) {
  const text = actingWords(frame)
  return (
    <section class="section">
      <h2>{title}</h2>
      {acts.length === 0 ? (
        <p>{text.actsNone}</p>
      ) : (
        <ul class="timeline">
          {acts.map(({ what, label, at }) => (
            <li>
              {what}
              <span class="meta block">
                {formatDay(frame.language, dayOf(at))}, {formatTime(frame, at)}, {label}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

export const powerDays = [30, 90, 365] as const
type Power = { frame: Frame; problems: readonly FieldProblem[]; matters: readonly { key: string; label: string }[] }

export function PowerPage({
  frame,
  problems,
  matters,
  chosen,
}: Power & { chosen: { matters: readonly string[]; days: string } }) {
  const text = actingWords(frame)
  return (
    <AccountPage frame={frame} title={text.powerTitle} place="acting" lead={text.powerLead} problems={problems.length > 0} below>
      <ErrorSummary reader={frame} problems={problems} />
      <form method="post" action={pathIn(frame.language, '/accounts/acting/power')} novalidate>
        {matters.length === 0 ? (
          <p>{text.powerAll}</p>
        ) : (
          <Checkboxes
            reader={frame}
            name="matter"
            label={text.powerMatters}
            hint={text.powerMattersHint}
            values={chosen.matters}
            choices={matters.map(({ key, label }) => ({ value: key, label }))}
          />
        )}
        <Radios
          reader={frame}
          name="days"
          label={text.powerDays}
          error={problems.find(({ field }) => field === 'days')?.message}
          value={chosen.days}
          choices={powerDays.map((days) => ({ value: String(days), label: text.days(days) }))}
        />
        <Button>{text.powerGive}</Button>
      </form>
    </AccountPage>
  )
}

export function PowerGivenPage({ frame, code, until }: { frame: Frame; code: string; until: string }) {
  const text = actingWords(frame)
  return (
    <AccountPage frame={frame} title={text.powerDone} place="acting" below>
      <p class="lead">
        <strong class="num">{code}</strong>
      </p>
      <p>{text.powerDoneLead(formatDay(frame.language, until))}</p>
      <ButtonLink url={pathIn(frame.language, '/accounts/acting')} secondary>
        {text.back}
      </ButtonLink>
    </AccountPage>
  )
}
