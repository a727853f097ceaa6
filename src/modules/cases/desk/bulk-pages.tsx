// The page between a selection and what is done with it: which cases, and what is needed for it.
import { DeskLayout } from '../../../design/desk-layout.tsx'
import { ErrorSummary, SelectField, TextArea, TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Button } from '../../../design/parts.tsx'
import type { Problem } from '../../../kernel/http/forms.ts'
import { pathIn } from '../../../kernel/language.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Picked } from './bulk.ts'
import { bulkWords } from './bulk-words.ts'
import { caseWords } from './case-words.ts'
import { deskPath } from './list-pages.tsx'
import { textIn } from './shown.ts'

export const bulkActions = ['hand-over', 'label', 'message', 'decide'] as const
export type BulkAction = (typeof bulkActions)[number]
export type BulkTyped = {
  to: string
  reason: string
  label: string
  subject: string
  message: string
  outcome: string
  once: string
}

type Props = {
  frame: Frame
  action: BulkAction
  picked: readonly Picked[]
  colleagues: readonly { id: string; name: string }[]
  typed: BulkTyped
  problems: readonly Problem[]
  back: string
}

export function BulkPage(props: Props) {
  const { frame, action, picked, typed, problems, back } = props
  const text = bulkWords(frame)
  const labels: Record<string, string> = { to: text.to, reason: text.reason, subject: text.subject, message: text.message }
  const fields = <Fields {...props} />
  return (
    <DeskLayout
      frame={frame}
      title={text[`title-${action}`]}
      back={{ label: caseWords(frame).toList, url: pathIn(frame.language, back) }}
      room={pathIn(frame.language, deskPath)}
      problems={problems.length > 0}
    >
      <ErrorSummary
        reader={frame}
        problems={problems.map((one) => ({
          ...one,
          label: labels[one.field] ?? (one.field === 'label' ? text.label : text.outcome),
        }))}
      />
      {picked.length === 0 ? (
        <p>{text.none}</p>
      ) : (
        <>
          <p>{text.chosen(picked.length)}</p>
          <ul class="bullets">
            {picked.map(({ row, kind }) => (
              <li>
                {textIn(kind.type.title, frame.language)} <span class="num nowrap">{showReference(row.reference)}</span>
              </li>
            ))}
          </ul>
          <form method="post" action={pathIn(frame.language, `${deskPath}/bulk/${action}`)} noValidate class="section measure">
            <input type="hidden" name="picked" value={picked.map(({ row }) => row.id).join(',')} />
            <input type="hidden" name="back" value={back} />
            <input type="hidden" name="once" value={typed.once} />
            {fields}
          </form>
        </>
      )}
    </DeskLayout>
  )
}

function Fields({ frame, action, picked, colleagues, typed, problems }: Props) {
  const text = bulkWords(frame)
  const errorOf = (field: string) => problems.find((one) => one.field === field)?.message
  if (action === 'hand-over') {
    if (colleagues.length === 0) return <p>{text.nobody}</p>
    return (
      <>
        <SelectField
          reader={frame}
          name="to"
          label={text.to}
          hint={text.toHint}
          value={typed.to}
          choices={colleagues.map(({ id, name }) => ({ value: id, label: name }))}
          error={errorOf('to')}
        />
        <TextArea reader={frame} name="reason" label={text.reason} rows={3} value={typed.reason} error={errorOf('reason')} />
        <Button>{text['do-hand-over']}</Button>
      </>
    )
  }
  if (action === 'label')
    return (
      <>
        <TextField
          reader={frame}
          name="label"
          label={text.label}
          hint={text.labelHint}
          value={typed.label}
          error={errorOf('label')}
          maxLength={40}
        />
        <Button>{text['do-label']}</Button>
      </>
    )
  if (action === 'message')
    return (
      <>
        <TextField reader={frame} name="subject" label={text.subject} value={typed.subject} error={errorOf('subject')} />
        <TextArea
          reader={frame}
          name="message"
          label={text.message}
          hint={text.messageHint}
          rows={8}
          value={typed.message}
          error={errorOf('message')}
        />
        <Button>{text['do-message']}</Button>
      </>
    )
  const [first] = picked
  if (picked.some(({ row }) => row.type_id !== first?.row.type_id)) return <p>{text.mixed}</p>
  const outcomes = first?.kind.type.outcomes.filter(({ burdening }) => !burdening) ?? []
  if (outcomes.length === 0) return <p>{text.noOutcome}</p>
  return (
    <>
      <SelectField
        reader={frame}
        name="outcome"
        label={text.outcome}
        hint={text.outcomeHint}
        value={typed.outcome}
        choices={outcomes.map(({ key, title }) => ({ value: key, label: textIn(title, frame.language) }))}
        error={errorOf('outcome')}
      />
      <Button>{text['do-decide']}</Button>
    </>
  )
}
