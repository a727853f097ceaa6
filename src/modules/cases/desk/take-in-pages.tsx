// The pages of taking in an application for somebody, and its receipt.
import type { FoundPerson } from '../../../contracts/find-persons.ts'
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, Radios, SelectField, TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Button, ButtonLink, Notice } from '../../../design/parts.tsx'
import { dayAt } from '../../../kernel/calendar/day.ts'
import type { Problem } from '../../../kernel/http/forms.ts'
import { pathIn } from '../../../kernel/language.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { TypeInUse } from '../type/type.ts'
import { caseWords } from './case-words.ts'
import { deskPath } from './list-pages.tsx'
import { dayLong, momentLong, textIn } from './shown.ts'
import { channels, donePath, mandates, type TakenIn } from './take-in.ts'
import { takeInWords } from './take-in-words.ts'

export const takeInPath = `${deskPath}/new`
export type TakeInTyped = {
  type: string
  channel: string
  mandate: string
  who: string
  exact: string
  family: string
  given: string
  mail: string
  person: string
}
type Props = {
  frame: Frame
  kinds: readonly TypeInUse[]
  typed: TakeInTyped
  found: readonly FoundPerson[]
  problems: readonly Problem[]
}

export function TakeInPage({ frame, kinds, typed, found, problems }: Props) {
  const text = takeInWords(frame)
  const errorOf = (field: string) => problems.find((one) => one.field === field)?.message
  const labels: Record<string, string> = {
    type: text.kind,
    channel: text.channel,
    mandate: text.mandate,
    who: text.who,
    exact: text.exact,
    mail: text.mail,
    person: text.which,
  }
  return (
    <DeskLayout
      frame={frame}
      title={text.title}
      back={{ label: caseWords(frame).toList, url: pathIn(frame.language, deskPath) }}
      room={pathIn(frame.language, deskPath)}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((one) => ({ ...one, label: labels[one.field] ?? one.field }))} />
      {kinds.length === 0 ? (
        <p>{text.noKinds}</p>
      ) : (
        <form method="post" action={pathIn(frame.language, takeInPath)} noValidate class="measure">
          <p>{text.intro}</p>
          <SelectField
            reader={frame}
            name="type"
            label={text.kind}
            value={typed.type}
            choices={kinds.map(({ row, type }) => ({ value: row.key, label: textIn(type.title, frame.language) }))}
            error={errorOf('type')}
          />
          <Radios
            reader={frame}
            name="channel"
            label={text.channel}
            value={typed.channel}
            choices={channels.map((channel) => ({ value: channel, label: text[`channel-${channel}`] }))}
            error={errorOf('channel')}
          />
          <Radios
            reader={frame}
            name="mandate"
            label={text.mandate}
            hint={text.mandateHint}
            value={typed.mandate}
            choices={mandates.map((mandate) => ({ value: mandate, label: text[`mandate-${mandate}`] }))}
            error={errorOf('mandate')}
          />
          <Radios
            reader={frame}
            name="who"
            label={text.who}
            value={typed.who}
            choices={[
              { value: 'none', label: text['who-none'] },
              { value: 'account', label: text['who-account'] },
            ]}
            error={errorOf('who')}
          />
          {found.length > 0 && (
            <Radios
              reader={frame}
              name="person"
              label={text.which}
              value={typed.person}
              choices={found.map(({ id, name, born, city }) => ({
                value: id,
                label: name,
                hint: [born && text.born(dayLong(frame, born)), city].filter(Boolean).join(', ') || undefined,
              }))}
              error={errorOf('person')}
            />
          )}
          <TextField
            reader={frame}
            name="exact"
            label={text.exact}
            hint={text.exactHint}
            value={typed.exact}
            error={errorOf('exact')}
            optional
          />
          <TextField reader={frame} name="family" label={text.family} value={typed.family} optional />
          <TextField reader={frame} name="given" label={text.given} value={typed.given} optional />
          <TextField
            reader={frame}
            name="mail"
            label={text.mail}
            hint={text.mailHint}
            type="email"
            value={typed.mail}
            error={errorOf('mail')}
            optional
          />
          <Button>{text.begin}</Button>
        </form>
      )}
    </DeskLayout>
  )
}

export function TakenInPage({ frame, taken, sent }: { frame: Frame; taken: TakenIn; sent: boolean }) {
  const text = takeInWords(frame)
  const { intake, kind, row } = taken
  const back = { label: caseWords(frame).toList, url: pathIn(frame.language, deskPath) }
  if (!row)
    return (
      <DeskLayout frame={frame} title={text.title} back={back} room={back.url}>
        <p>{text.doneWaiting}</p>
        <ButtonLink url={pathIn(frame.language, intake.path)}>{text.goOn}</ButtonLink>
      </DeskLayout>
    )
  const facts = [
    { label: text.number, value: showReference(row.reference) },
    { label: text.matter, value: textIn(kind.type.title, frame.language) },
    { label: text.receivedOn, value: dayLong(frame, dayAt(row.received_at)) },
    { label: text.how, value: `${text[`channel-${intake.channel}`]}, ${momentLong(frame, row.received_at)}` },
    { label: text.mandate, value: text[`mandate-${intake.mandate}`] },
  ]
  return (
    <DeskLayout frame={frame} title={text.doneTitle} back={back} room={back.url}>
      {sent && (
        <Notice tone="ok" status>
          <p>{text.sent}</p>
        </Notice>
      )}
      <div class="measure">
        <dl class="pairs">
          {facts.map(({ label, value }) => (
            <div>
              <dt>{label}</dt>
              <dd class="num">{value}</dd>
            </div>
          ))}
        </dl>
        <p>{text.print}</p>
      </div>
      {taken.mayOpen && (
        <>
          {!sent && (
            <form method="post" action={pathIn(frame.language, donePath(intake.id))}>
              <Button secondary>{text.send}</Button>
            </form>
          )}
          <p class="section">
            <a href={pathIn(frame.language, `${deskPath}/${row.id}`)}>{text.toCase}</a> ·{' '}
            <a href={pathIn(frame.language, takeInPath)}>{text.another}</a>
          </p>
        </>
      )}
    </DeskLayout>
  )
}
