// The pages on which a resident does something in an application: add, take a stand, withdraw, rate, read the answers.
import type { ComponentChildren } from 'preact'
import type { ShownPage } from '../../../contracts/fillings.ts'
import { ErrorSummary, type FieldProblem, FileField, Radios, TextArea } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Layout } from '../../../design/layout.tsx'
import { Button, Notice } from '../../../design/parts.tsx'
import { pathIn } from '../../../kernel/language.ts'
import { showReference } from '../../../kernel/reference.ts'
import { actWords } from './act-words.ts'
import { uploads } from './addition.ts'
import { caseUrl } from './list-pages.tsx'
import type { Seen } from './seen.ts'
import { textIn } from './status.ts'
import { mineWords } from './words.ts'

type About = { frame: Frame; seen: Pick<Seen, 'row' | 'kind'> }
type Framed = About & { title: string; problems?: readonly FieldProblem[]; children: ComponentChildren }

function Plain({ frame, seen, title, problems = [], children }: Framed) {
  const text = mineWords(frame)
  const list = pathIn(frame.language, '/applications')
  const signedIn = frame.account !== undefined
  const about = { label: textIn(seen.kind.type.title, frame.language), url: caseUrl(frame, seen.row) }
  return (
    <Layout
      frame={frame}
      title={`${title} – ${about.label}`}
      breadcrumb={[...(signedIn ? [{ label: text.title, url: list }] : []), about, { label: title }]}
      account={signedIn && list}
      problems={problems.length > 0}
      noIndex
    >
      <div class="wrap page">
        <div class="measure">
          <ErrorSummary reader={frame} problems={problems} />
          <h1>{title}</h1>
          <p class="meta">{`${about.label} · ${text.reference(showReference(seen.row.reference))}`}</p>
          {children}
        </div>
      </div>
    </Layout>
  )
}

export type Typed = { text: string; once: string; problems: readonly FieldProblem[] }

/** `hearing`: what the town hall wrote; without it the person adds something by themselves. */
export function AddPage({ frame, seen, action, hearing, typed }: About & { action: string; hearing?: string; typed: Typed }) {
  const text = actWords(frame)
  const isHearing = hearing !== undefined
  const { problems } = typed
  const error = (field: string) => problems.find((problem) => problem.field === field)?.message
  return (
    <Plain frame={frame} seen={seen} title={isHearing ? text.hearTitle : text.addTitle} problems={problems}>
      <p class="lead">{isHearing ? text.hearLead : text.addLead}</p>
      {hearing && <p class="section keep-lines">{hearing}</p>}
      <form class="section" method="post" action={action} enctype="multipart/form-data" noValidate>
        <input type="hidden" name="once" value={typed.once} />
        <TextArea
          reader={frame}
          name="text"
          label={isHearing ? text.view : text.message}
          rows={8}
          value={typed.text}
          error={error('text')}
          optional={!isHearing}
        />
        <FileField
          reader={frame}
          name="files"
          label={text.files}
          hint={text.filesHint}
          accept={uploads.accept}
          multiple
          optional
          error={error('files')}
          chooseAgain={problems.length > 0}
        />
        <div class="actions">
          <Button>{isHearing ? text.hearSend : text.addSend}</Button>
          <a href={caseUrl(frame, seen.row)}>{text.backToCase}</a>
        </div>
      </form>
    </Plain>
  )
}

export function WithdrawPage({ frame, seen, typed }: About & { typed: Pick<Typed, 'text' | 'problems'> }) {
  const text = actWords(frame)
  const own = caseUrl(frame, seen.row)
  return (
    <Plain frame={frame} seen={seen} title={text.withdrawTitle} problems={typed.problems}>
      <p class="lead">{text.withdrawLead(textIn(seen.kind.type.title, frame.language))}</p>
      <p>{text.withdrawLater}</p>
      <form class="section" method="post" action={`${own}/withdraw`} noValidate>
        <TextArea
          reader={frame}
          name="reason"
          label={text.reason}
          value={typed.text}
          optional
          error={typed.problems[0]?.message}
        />
        <div class="actions">
          <Button danger>{text.withdrawYes}</Button>
          <a href={own}>{text.keep}</a>
        </div>
      </form>
    </Plain>
  )
}

/** A lawful no: what was wanted does not go any more. */
export function OverPage({ frame, seen, title, said }: About & { title: string; said: string }) {
  return (
    <Plain frame={frame} seen={seen} title={title}>
      <Notice tone="warn">
        <p>{said}</p>
      </Notice>
      <p class="actions">
        <a href={caseUrl(frame, seen.row)}>{actWords(frame).backToCase}</a>
      </p>
    </Plain>
  )
}

export function Rating({ frame, own, problem }: { frame: Frame; own: string; problem?: string | undefined }) {
  const text = actWords(frame)
  const choices = (['5', '4', '3', '2', '1'] as const).map((value) => ({ value, label: text[`stars-${value}`] }))
  return (
    <section class="section" aria-labelledby="rate">
      <h2 id="rate">{text.rateTitle}</h2>
      <form method="post" action={`${own}/rate`} noValidate>
        <Radios reader={frame} name="stars" label={text.rateAsk} hint={text.rateHint} choices={choices} error={problem} />
        <div class="actions">
          <Button secondary>{text.rateSend}</Button>
        </div>
      </form>
    </section>
  )
}

export function AnswersPage({ frame, seen, pages }: About & { pages: readonly ShownPage[] | undefined }) {
  const text = actWords(frame)
  return (
    <Plain frame={frame} seen={seen} title={mineWords(frame).answersTitle}>
      {!pages && <p>{text.answersNot}</p>}
      {pages?.map(({ title, answers }) => (
        <section class="section">
          <h2>{title}</h2>
          <dl class="facts">
            {answers.map(({ label, text: said, files }) => (
              <div>
                <dt>{label}</dt>
                <dd class="keep-lines">{said || (files && text.filesGiven(files.length)) || '–'}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <p class="actions">
        <a href={caseUrl(frame, seen.row)}>{text.backToCase}</a>
      </p>
    </Plain>
  )
}
