// The page on which editors change one thing: fields with hints on reading, and beside them how it stands.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, type FieldProps, Radios, SelectField, TextArea, TextField } from '../../../design/fields.tsx'
import { formatDay } from '../../../design/format.ts'
import type { Frame, Link } from '../../../design/frame.ts'
import { Button, Chips, Notice } from '../../../design/parts.tsx'
import type { Finding } from '../../../standards/readability/readability.ts'
import { ThingAside } from './aside-pages.tsx'
import { choiceOf, fieldWords, hintOf, labelOf } from './field-words.ts'
import type { Field } from './fields.ts'
import { hintOnReading, messageOf, problemWords } from './problem-words.ts'
import type { Aside } from './thing-aside.ts'
import type { Wrong } from './typed-value.ts'
import { editorWords } from './words.ts'

export type FieldView = {
  field: Field
  /** Name in the form: `de-title`. */
  name: string
  value: string
  /** What stood in the field when it was shown. */
  mark: string
  wrong?: Wrong | undefined
  theirs?: string | undefined
  german?: string | undefined
  imported?: string | undefined
  findings: readonly Finding[]
}

export type EditView = {
  title: string
  noun: 'service' | 'office' | 'topic' | 'situation' | 'synonyms'
  state: string
  note: string
  /** Its address on the desk, language prefix included. */
  url: string
  part: string
  parts: readonly { part: string; label: string; url: string }[]
  fields: readonly FieldView[]
  hasDraft: boolean
  publicUrl?: string | undefined
  said?: { text: string; tone: 'ok' | 'plain' | 'bad' } | undefined
  aside?: Aside | undefined
  isMine: boolean
  reviewWrong?: { day: string; month: string; year: string; unit: string } | undefined
  back: Link
}

export function EditPage({ frame, view }: { frame: Frame; view: EditView }) {
  const text = editorWords(frame)
  const labels = fieldWords(frame)
  const problems = problemWords(frame)
  const wrong = view.fields.flatMap(({ field, name, wrong: fault }) =>
    fault ? [{ field: name, label: labelOf(labels, field.name), message: messageOf(problems, fault) }] : [],
  )
  const clashes = view.fields.filter(({ theirs }) => theirs !== undefined)
  const reviewProblem = view.reviewWrong ? [{ field: 'due', label: text.reviewDate, message: text.dateWrong }] : []
  const all = [
    ...wrong,
    ...clashes.map(({ field, name }) => ({ field: name, label: labelOf(labels, field.name), message: text.clashAdvice })),
    ...reviewProblem,
  ]
  return (
    <DeskLayout frame={frame} title={view.title} back={view.back} meta={view.state} problems={all.length > 0}>
      <ErrorSummary reader={frame} problems={all} />
      {view.said && (
        <Notice tone={view.said.tone} status>
          {<p>{view.said.text}</p>}
        </Notice>
      )}
      {clashes.length > 0 && (
        <Notice tone="warn">
          <p>{text.clash}</p>
        </Notice>
      )}
      {view.note && (
        <Notice>
          <p>{text.noteSays(view.note)}</p>
        </Notice>
      )}
      {view.parts.length > 1 && (
        <nav aria-label={text.parts} class="section">
          <Chips items={view.parts.map(({ part, label, url }) => ({ label, url, current: part === view.part }))} />
        </nav>
      )}
      <div class="desk-case section">
        <div>
          {view.fields.some(({ field }) => field.kind === 'rich') && (
            <details>
              <summary>{text.howToWrite}</summary>
              <ul class="bullets">
                {[text.howParagraph, text.howList, text.howHeading, text.howBold, text.howLink, text.howFact].map((line) => (
                  <li>{line}</li>
                ))}
              </ul>
            </details>
          )}
          <form method="post" action={view.url} noValidate>
            <input type="hidden" name="part" value={view.part} />
            {view.fields.map((one) => (
              <OneField frame={frame} one={one} />
            ))}
            <div class="actions section">
              <Button name="go" value="stay">
                {text.save}
              </Button>
              {view.noun !== 'synonyms' && (
                <Button secondary name="go" value="preview">
                  {text.saveAndPreview}
                </Button>
              )}
              <Button secondary name="go" value="release">
                {text.saveAndRelease}
              </Button>
            </div>
          </form>
        </div>
        <ThingAside frame={frame} view={view} />
      </div>
    </DeskLayout>
  )
}

function OneField({ frame, one }: { frame: Frame; one: FieldView }) {
  const text = editorWords(frame)
  const labels = fieldWords(frame)
  const { field, name, value, wrong } = one
  const problems = problemWords(frame)
  const shared = {
    reader: frame,
    name,
    label: labelOf(labels, field.name),
    hint: hintOf(labels, field.name),
    error: wrong ? messageOf(problems, wrong) : one.theirs === undefined ? undefined : text.clashAdvice,
  }
  return (
    <>
      <input type="hidden" name={`was-${name}`} value={one.mark} />
      <Control field={field} shared={shared} value={value} labels={labels} />
      {one.theirs !== undefined && (
        <Notice tone="warn">
          <p>{text.clashTheirs}</p>
          <p class="pre">{one.theirs || text.empty}</p>
        </Notice>
      )}
      {one.german && (
        <details>
          <summary>{text.german}</summary>
          <p class="pre" lang="de">
            {one.german}
          </p>
        </details>
      )}
      {one.imported !== undefined && (
        <details>
          <summary>{text.imported}</summary>
          <p class="pre">{one.imported || text.empty}</p>
          <p class="meta">{text.giveBackField}</p>
        </details>
      )}
      {one.findings.length > 0 && (
        <details>
          <summary>{text.readability(one.findings.length)}</summary>
          <ul class="ruled stacked" lang="de">
            {one.findings.map((finding) => (
              <li>
                <div>
                  <span class="meta block">„{finding.sentence}“</span>
                  <span lang={frame.language === 'en' ? 'en' : undefined}>{hintOnReading(problems, finding)}</span>
                </div>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

type Shared = Pick<FieldProps, 'reader' | 'name' | 'label' | 'hint' | 'error'>

function Control({
  field,
  shared,
  value,
  labels,
}: {
  field: Field
  shared: Shared
  value: string
  labels: ReturnType<typeof fieldWords>
}) {
  if (field.kind === 'choice') {
    const choices = (field.choices ?? []).map((choice) => ({ value: choice, label: choiceOf(labels, field.name, choice) }))
    return field.needed ? (
      <Radios {...shared} value={value} choices={choices} />
    ) : (
      <SelectField {...shared} value={value} choices={choices} />
    )
  }
  if (field.kind === 'line' || field.kind === 'phone' || field.kind === 'mail' || field.kind === 'url')
    return <TextField {...shared} value={value} />
  const rows = Math.min(24, Math.max(3, value.split('\n').length + Math.ceil(value.length / 90) + 1))
  return <TextArea {...shared} value={value} rows={rows} />
}

/** The one field a new thing needs. */
export function NewThingPage({
  frame,
  title,
  label,
  hint,
  url,
  back,
  value,
  problem,
}: {
  frame: Frame
  title: string
  label: string
  hint: string
  url: string
  back: Link
  value: string
  problem?: string | undefined
}) {
  const text = editorWords(frame)
  return (
    <DeskLayout frame={frame} title={title} back={back} problems={problem !== undefined}>
      {problem && <ErrorSummary reader={frame} problems={[{ field: 'name', label, message: problem }]} />}
      <form method="post" action={url} noValidate class="measure">
        <TextField reader={frame} name="name" label={label} hint={hint} value={value} error={problem} maxLength={200} />
        <div class="actions section">
          <Button>{text.create}</Button>
        </div>
      </form>
    </DeskLayout>
  )
}

export const dayText = (frame: Frame, at: Date): string =>
  formatDay(frame.language, new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(at))
