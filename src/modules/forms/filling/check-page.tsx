// Check your answers: each with its way back, the fee, one active confirmation, and what happens afterwards.
import { beforeMessage, ErrorSummary, type FieldProblem, Radios, TextField } from '../../../design/fields.tsx'
import { formatSum } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Icon } from '../../../design/icons.tsx'
import { Layout } from '../../../design/layout.tsx'
import { Button, Example } from '../../../design/parts.tsx'
import { StepOf } from '../../../design/progress.tsx'
import type { Evaluation } from '../document/evaluate.ts'
import { textIn } from '../document/text.ts'
import { type Section, Sections } from './answer-list.tsx'
import { matterWords } from './matter-words.ts'
import { fillingWords } from './words.ts'

/** Something that is still open; `url` leads to the field on its own screen. */
export type OpenLine = { label: string; message: string; url: string }

export type CheckView = {
  frame: Frame
  evaluation: Evaluation
  sections: readonly Section[]
  open: readonly OpenLine[]
  startUrl: string
  url: string
  backUrl: string
  /** Marks what was seen: what changed since is shown again before it is sent. */
  seen: string
  /** For somebody without account: a mail address for the confirmation. */
  mail: string | undefined
  /** How the decision shall arrive, where one comes: lines of the notice, and what was chosen. */
  delivery: { lines: readonly string[]; chosen: string } | undefined
  problems: readonly FieldProblem[]
  example: boolean
  /** Only some answers can be changed. */
  limited: boolean
  /** A member of staff types it in for somebody. */
  byStaff: boolean
}

export function CheckPage(view: CheckView) {
  const { frame, evaluation, problems, sections, mail } = view
  const text = fillingWords(frame)
  const { document } = evaluation.form
  const formTitle = textIn(document.title, frame.language)
  const count = evaluation.pages.length + 1
  const wrong = (field: string): string | undefined => problems.find((one) => one.field === field)?.message
  return (
    <Layout
      frame={frame}
      title={`${text.checkTitle} – ${formTitle}`}
      breadcrumb={[{ label: formTitle, url: view.startUrl }, { label: text.check }]}
      search="none"
      problems={problems.length + view.open.length > 0}
      noIndex
    >
      <div class="wrap page">
        <ErrorSummary reader={frame} problems={problems} />
        <StillOpen view={view} />
        <div class="form-step">
          <StepOf reader={frame} step={count} count={count} title={text.check} />
          <h1>
            {text.checkTitle} {view.example && <Example reader={frame} />}
          </h1>
          <p class="lead">{view.limited ? matterWords(frame).checkLimited : text.checkLead}</p>
          <Sections reader={frame} sections={sections} level={2} />
          {document.fee && (
            <div class="answer fee">
              <p class="meta">{text.fee}</p>
              <p class="fee-sum">{evaluation.fee === undefined ? '–' : formatSum(frame.language, evaluation.fee)}</p>
              <p>{document.fee.note ? textIn(document.fee.note, frame.language) : text.feeLater}</p>
            </div>
          )}
          <form method="post" action={view.url} noValidate>
            <input type="hidden" name="seen" value={view.seen} />
            {mail !== undefined && (
              <TextField
                reader={frame}
                name="mail"
                type="email"
                inputMode="email"
                autocomplete="email"
                label={text.mailCopy}
                hint={text.mailCopyHint}
                error={wrong('mail')}
                value={mail}
                optional
              />
            )}
            {view.delivery && (
              <Radios
                reader={frame}
                name="delivery"
                label={text.delivery}
                hint={[...view.delivery.lines, text.deliveryUnsaid].join(' ')}
                optional
                choices={[
                  { value: 'given', label: text.deliveryMailbox },
                  { value: 'excluded', label: text.deliveryPost },
                ]}
                value={view.delivery.chosen}
              />
            )}
            <div class={wrong('confirm') ? 'field wrong' : 'field'}>
              {wrong('confirm') && (
                <p class="error" id="confirm-error">
                  <Icon name="warning" />
                  {wrong('confirm')}
                </p>
              )}
              <label class="choice">
                <input
                  type="checkbox"
                  id="confirm"
                  name="confirm"
                  value="yes"
                  aria-invalid={wrong('confirm') ? 'true' : undefined}
                  aria-describedby={wrong('confirm') ? 'confirm-error' : undefined}
                />
                <span>{view.byStaff ? matterWords(frame).confirmForOthers : text.confirm}</span>
              </label>
            </div>
            <div class="actions">
              <Button>{text.send}</Button>
              <a href={view.backUrl}>{text.back}</a>
            </div>
          </form>
          <p class="meta saved">{mail === undefined && !view.byStaff ? text.afterSending : text.afterSendingHere}</p>
        </div>
      </div>
    </Layout>
  )
}

function StillOpen({ view: { open, frame } }: { view: CheckView }) {
  if (open.length === 0) return null
  return (
    <div class="error-summary" role="alert" tabIndex={-1} aria-labelledby="open-title" autofocus>
      <h2 id="open-title">{fillingWords(frame).stillOpen(open.length)}</h2>
      <ul>
        {open.map(({ label, message, url }) => (
          <li>
            <a href={url}>
              {beforeMessage(label)} {message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
