// The page of linking, splitting and objecting.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, Radios, TextArea, TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Button } from '../../../design/parts.tsx'
import type { Problem } from '../../../kernel/http/forms.ts'
import { showReference } from '../../../kernel/reference.ts'
import { casePath, metaOf, titleOf } from './case-head.tsx'
import { caseWords } from './case-words.ts'
import { linkWords } from './link-words.ts'
import { linkReasons } from './links.ts'
import type { CaseShown } from './one.ts'
import { textIn } from './shown.ts'

export type LinkTyped = { reference: string; reason: string; why: string; 'split-why': string; 'objection-why': string }
type Props = {
  frame: Frame
  shown: CaseShown
  typed: LinkTyped
  problems: readonly Problem[]
  /** A remedy of this kind is there, and something was decided. */
  objects: boolean
}

export function LinksPage({ frame, shown, typed, problems, objects }: Props) {
  const text = linkWords(frame)
  const words = caseWords(frame)
  const own = casePath(frame, shown.row.id)
  const errorOf = (field: string) => problems.find((one) => one.field === field)?.message
  const labels: Record<string, string> = { reference: text.reference, reason: text.reason }
  return (
    <DeskLayout
      frame={frame}
      title={`${text.title}: ${titleOf(frame, shown)}`}
      back={{ label: words.toCase, url: own }}
      meta={metaOf(frame, shown)}
      problems={problems.length > 0}
    >
      <ErrorSummary reader={frame} problems={problems.map((one) => ({ ...one, label: labels[one.field] ?? text.why }))} />
      <section>
        <h2>{text.existing}</h2>
        {shown.links.length === 0 && <p>{text.none}</p>}
        <ul class="plain">
          {shown.links.map(({ id, reference, title, reason }) => (
            <li>
              <a href={casePath(frame, id)}>
                {textIn(title, frame.language)} <span class="num nowrap">{showReference(reference)}</span>
              </a>{' '}
              <span class="meta">{words[`link-${reason as 'same-matter'}`]}</span>
              {linkReasons.some((one) => one === reason) && (
                <form method="post" action={`${own}/links/remove`} class="inline-form">
                  <input type="hidden" name="other" value={id} />{' '}
                  <button type="submit" class="link-button" aria-label={text.removeOf(showReference(reference))}>
                    {text.remove}
                  </button>
                </form>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section class="measure">
        <h2>{text.link}</h2>
        <p>{text.linkHint}</p>
        <form method="post" action={`${own}/links`} noValidate>
          <TextField
            reader={frame}
            name="reference"
            label={text.reference}
            value={typed.reference}
            error={errorOf('reference')}
            width={10}
          />
          <Radios
            reader={frame}
            name="reason"
            label={text.reason}
            value={typed.reason}
            choices={linkReasons.map((reason) => ({ value: reason, label: text[`reason-${reason}`] }))}
            error={errorOf('reason')}
          />
          <TextArea
            reader={frame}
            name="why"
            label={text.why}
            hint={text.whyHint}
            rows={3}
            value={typed.why}
            error={errorOf('why')}
          />
          <Button>{text.doLink}</Button>
        </form>
      </section>
      {shown.row.state !== 'closed' && (
        <section class="measure">
          <h2>{text.split}</h2>
          <p>{text.splitHint}</p>
          <form method="post" action={`${own}/split`} noValidate>
            <TextArea
              reader={frame}
              name="split-why"
              label={text.why}
              hint={text.whyHint}
              rows={3}
              value={typed['split-why']}
              error={errorOf('split-why')}
            />
            <Button secondary>{text.doSplit}</Button>
          </form>
        </section>
      )}
      {objects && (
        <section class="measure">
          <h2>{text.objection}</h2>
          <p>{text.objectionHint}</p>
          <form method="post" action={`${own}/objection`} noValidate>
            <TextArea
              reader={frame}
              name="objection-why"
              label={text.why}
              hint={text.whyHint}
              rows={3}
              value={typed['objection-why']}
              error={errorOf('objection-why')}
            />
            <Button secondary>{text.doObject}</Button>
          </form>
        </section>
      )}
    </DeskLayout>
  )
}
