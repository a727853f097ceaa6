// The desk's pages on who represents a child or a ward.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import {
  Checkboxes,
  DateField,
  type DateParts,
  ErrorSummary,
  type FieldProblem,
  Radios,
  TextField,
} from '../../../design/fields.tsx'
import { dayOf, formatDay, formatTime } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Button, ButtonLink, EmptyState, LinkList, Notice } from '../../../design/parts.tsx'
import { pathIn } from '../../../kernel/language.ts'
import { type HelpedPerson, type OpenHelp, type RecordedGrant, recordable } from './record.ts'
import { recordWords } from './record-words.ts'
import { actingWords } from './words.ts'

const errorOf = (problems: readonly FieldProblem[], name: string) => problems.find(({ field }) => field === name)?.message

export function OpenHelpPage({ frame, helps }: { frame: Frame; helps: readonly OpenHelp[] }) {
  const text = recordWords(frame)
  const url = (path: string) => pathIn(frame.language, path)
  return (
    <DeskLayout frame={frame} title={text.title} meta={text.lead}>
      {helps.length === 0 ? (
        <EmptyState title={text.none}>
          <p>{text.noneText}</p>
        </EmptyState>
      ) : (
        <section>
          <h2>{text.open}</h2>
          <LinkList
            items={helps.map(({ id, name, beganAt }) => ({
              label: name,
              url: url(`/desk/accounts/assist/${id}/authorities`),
              fact: formatTime(frame, beganAt),
            }))}
          />
        </section>
      )}
      <p>
        <a href={url('/desk/accounts/assist')}>{text.begin}</a>
      </p>
    </DeskLayout>
  )
}

export type RecordTyped = {
  kind: string
  proof: string
  until: DateParts
  matters: readonly string[]
  authority: string
  reason: string
}
type Props = {
  frame: Frame
  view: HelpedPerson
  matters: readonly { key: string; label: string }[]
  problems: readonly FieldProblem[]
  typed: RecordTyped
  done?: string | undefined
}

const lineOf = (frame: Frame, { kind, endsAt, proof, proofUnit, taken }: RecordedGrant) => {
  const text = recordWords(frame)
  const acting = actingWords(frame)
  const last = formatDay(frame.language, dayOf(new Date(endsAt.getTime() - 1)))
  const seen = proof === '' ? undefined : acting.proofSeen(proof, proofUnit)
  return {
    label: `${acting[kind]}, ${text.until(last)}`,
    hint: [seen, !taken && text.waits].filter(Boolean).join('. ') || undefined,
  }
}

export function AuthoritiesPage({ frame, view, matters, problems, typed, done }: Props) {
  const text = recordWords(frame)
  const acting = actingWords(frame)
  const base = pathIn(frame.language, `/desk/accounts/assist/${view.id}`)
  return (
    <DeskLayout
      frame={frame}
      title={text.for(view.name)}
      back={{ label: text.backToHelp, url: base }}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems} />
      {done && (
        <Notice tone="ok" status>
          <p>{done}</p>
        </Notice>
      )}
      <div class="desk-case">
        <section>
          <h2>{text.standing}</h2>
          {view.grants.length === 0 && <p>{text.nobody}</p>}
          {view.ended && <p>{text.helpEnded}</p>}
          {view.grants.length > 0 && !view.ended && (
            <form method="post" action={`${base}/authorities/end`} novalidate>
              <Radios
                reader={frame}
                name="authority"
                label={text.which}
                error={errorOf(problems, 'authority')}
                value={typed.authority}
                choices={view.grants.map((grant) => ({ value: grant.id, ...lineOf(frame, grant) }))}
              />
              <TextField
                reader={frame}
                name="reason"
                label={text.reason}
                hint={text.reasonHint}
                error={errorOf(problems, 'reason')}
                value={typed.reason}
              />
              <Button secondary>{text.end}</Button>
            </form>
          )}
        </section>
        {!view.ended && (
          <section>
            <h2>{text.new}</h2>
            <form method="post" action={`${base}/authorities`} novalidate>
              <Radios
                reader={frame}
                name="kind"
                label={text.kind}
                error={errorOf(problems, 'kind')}
                value={typed.kind}
                choices={recordable.map((kind) => ({ value: kind, label: acting[kind] }))}
              />
              <TextField
                reader={frame}
                name="proof"
                label={text.proof}
                hint={text.proofHint}
                error={errorOf(problems, 'proof')}
                value={typed.proof}
              />
              <DateField
                reader={frame}
                name="until"
                label={text.untilLabel}
                hint={text.untilHint}
                error={errorOf(problems, 'until-day')}
                value={typed.until}
              />
              {matters.length > 0 && (
                <Checkboxes
                  reader={frame}
                  name="matter"
                  label={text.matters}
                  hint={text.mattersHint}
                  values={typed.matters}
                  choices={matters.map(({ key, label }) => ({ value: key, label }))}
                />
              )}
              <Button>{text.record}</Button>
            </form>
          </section>
        )}
      </div>
    </DeskLayout>
  )
}

export function RecordedPage({ frame, help, code, until }: { frame: Frame; help: string; code: string; until: string }) {
  const text = recordWords(frame)
  return (
    <DeskLayout frame={frame} title={text.done}>
      <p class="lead">
        <strong class="num">{code}</strong>
      </p>
      <p>{text.codeLead(formatDay(frame.language, until))}</p>
      <ButtonLink url={pathIn(frame.language, `/desk/accounts/assist/${help}/authorities`)} secondary>
        {text.back}
      </ButtonLink>
    </DeskLayout>
  )
}
