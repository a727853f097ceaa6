// The desk's pages for help at the counter and by phone.
import type { FoundPerson } from '../../../contracts/find-persons.ts'
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, type FieldProblem, Radios, TextArea, TextField } from '../../../design/fields.tsx'
import { dayOf, formatDay, formatTime } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Layout } from '../../../design/layout.tsx'
import { Button, Facts, Notice } from '../../../design/parts.tsx'
import { pathIn } from '../../../kernel/language.ts'
import { ActButton } from '../profile/account-page.tsx'
import { assistWords } from './assist-words.ts'
import type { AssistanceView } from './assistance.ts'

export const identityChecks = ['idCard', 'asked', 'known', 'unchecked'] as const
export type AssistTyped = {
  how: string
  familyName: string
  givenName: string
  purpose: string
  person: string
  identity: string
}
type Editing = { frame: Frame; problems: readonly FieldProblem[]; typed: AssistTyped }
const errorOf = (problems: readonly FieldProblem[], name: string) => problems.find(({ field }) => field === name)?.message

export function AssistPage({ frame, problems, typed }: Editing) {
  const text = assistWords(frame)
  return (
    <DeskLayout frame={frame} title={text.title} meta={text.lead} problems={problems.length > 0}>
      <ErrorSummary reader={frame} problems={problems} />
      <form method="post" action={pathIn(frame.language, '/desk/accounts/assist')} novalidate>
        <Radios
          reader={frame}
          name="how"
          label={text.how}
          error={errorOf(problems, 'how')}
          value={typed.how}
          choices={[
            { value: 'counter', label: text.counter },
            { value: 'phone', label: text.phone },
          ]}
          inline
        />
        <TextField
          reader={frame}
          name="familyName"
          label={text.familyName}
          error={errorOf(problems, 'familyName')}
          value={typed.familyName}
        />
        <TextField reader={frame} name="givenName" label={text.givenName} value={typed.givenName} optional />
        <TextField
          reader={frame}
          name="purpose"
          label={text.purpose}
          hint={text.purposeHint}
          error={errorOf(problems, 'purpose')}
          value={typed.purpose}
        />
        <Button>{text.search}</Button>
      </form>
    </DeskLayout>
  )
}

/** What was asked travels along in the form: the address of this page says nothing about anybody. */
export function FoundPage({ frame, problems, typed, found }: Editing & { found: readonly FoundPerson[] | 'many' }) {
  const text = assistWords(frame)
  const persons = found === 'many' ? [] : found
  const choices = persons.map(({ id, name, born, city }) => ({
    value: id,
    label: name,
    hint: [born && text.born(formatDay(frame.language, born)), city].filter(Boolean).join(', ') || undefined,
  }))
  return (
    <DeskLayout
      frame={frame}
      title={text.results}
      meta={typed.purpose}
      back={{ label: text.title, url: pathIn(frame.language, '/desk/accounts/assist') }}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems} />
      {found === 'many' && (
        <Notice tone="warn">
          <p>{text.many}</p>
        </Notice>
      )}
      {found !== 'many' && persons.length === 0 && <p>{text.none}</p>}
      <form method="post" action={pathIn(frame.language, '/desk/accounts/assist/begin')} novalidate>
        {(['how', 'familyName', 'givenName', 'purpose'] as const).map((name) => (
          <input type="hidden" name={name} value={typed[name]} />
        ))}
        <Radios
          reader={frame}
          name="person"
          label={text.whom}
          error={errorOf(problems, 'person')}
          value={typed.person}
          choices={[...choices, { value: 'new', label: text.newPerson }]}
        />
        <Radios
          reader={frame}
          name="identity"
          label={text.identity}
          error={errorOf(problems, 'identity')}
          value={typed.identity}
          choices={identityChecks.map((check) => ({ value: check, label: text[check] }))}
        />
        <Button>{text.begin}</Button>
      </form>
    </DeskLayout>
  )
}

type Assisting = { frame: Frame; view: AssistanceView; problems: readonly FieldProblem[]; note: string; records: boolean }

export function AssistancePage({ frame, view, problems, note, records }: Assisting) {
  const text = assistWords(frame)
  const base = pathIn(frame.language, `/desk/accounts/assist/${view.id}`)
  return (
    <DeskLayout
      frame={frame}
      title={text.for(view.name)}
      meta={`${text[view.how]} · ${view.purpose} · ${view.identityCheck}`}
      back={{ label: text.again, url: pathIn(frame.language, '/desk/accounts/assist') }}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems} />
      <div class="desk-case">
        <div>
          <section>
            <h2>{text.matters}</h2>
            {view.matters.length === 0 ? (
              <p>{text.noMatters}</p>
            ) : (
              <ul class="ruled">
                {view.matters.map(({ title, state, url, since }) => (
                  <li>
                    <a href={url}>{title}</a>
                    <span class="meta">
                      {state}
                      {since && `, ${formatDay(frame.language, since)}`}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </section>
          <section>
            <h2>{text.notes}</h2>
            {view.notes.length === 0 && <p>{text.noNotes}</p>}
            <ul class="timeline">
              {view.notes.map(({ what, at, label }) => (
                <li>
                  {what}
                  <span class="meta block">
                    {formatTime(frame, at)}, {label}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        </div>
        <div>
          {view.ended ? (
            <p>{text.ended}</p>
          ) : (
            <>
              <form method="post" action={`${base}/note`} novalidate>
                <TextArea
                  reader={frame}
                  name="note"
                  label={text.note}
                  hint={text.noteShown}
                  error={errorOf(problems, 'note')}
                  value={note}
                />
                <Button>{text.noteSave}</Button>
              </form>
              <ActButton action={`${base}/end`} label={text.end} />
            </>
          )}
          {records && (
            <p>
              <a href={`${base}/authorities`}>{text.authorities}</a>
            </p>
          )}
          <p>
            <a href={`${base}/receipt`}>{text.receipt}</a>
          </p>
        </div>
      </div>
    </DeskLayout>
  )
}

/** To print and hand over. */
export function ReceiptPage({ frame, view }: { frame: Frame; view: AssistanceView }) {
  const text = assistWords(frame)
  return (
    <Layout frame={frame} title={text.receiptTitle} search="none" noIndex>
      <div class="wrap page">
        <h1>{text.receiptFor(view.name)}</h1>
        <p class="lead">{text.receiptLead}</p>
        <Facts
          items={[
            {
              label: text.receiptDay,
              value: `${formatDay(frame.language, dayOf(view.beganAt))}, ${formatTime(frame, view.beganAt)}`,
            },
            { label: text.receiptUnit, value: view.unit, more: text[view.how] },
            { label: text.receiptPurpose, value: view.purpose },
            { label: text.receiptIdentity, value: view.identityCheck },
          ]}
        />
        <ul class="bullets">
          {view.notes.map(({ what }) => (
            <li>{what}</li>
          ))}
        </ul>
      </div>
    </Layout>
  )
}
