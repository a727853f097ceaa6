// A condition on the desk: rows to choose from, and the rule as text for what rows cannot say.

import type { FieldProblem } from '../../../design/fields.tsx'
import { Radios, SelectField, TextArea, TextField } from '../../../design/fields.tsx'
import type { Frame, Link } from '../../../design/frame.ts'
import { Button, Notice } from '../../../design/parts.tsx'
import type { FormDocument } from '../document/document.ts'
import { BuilderLayout, type Said, Seen } from './builder-layout.tsx'
import type { Condition, Row, Subject } from './condition.ts'
import { comparisonWord, conditionWords } from './condition-words.ts'
import type { DeskForm } from './desk-form.ts'
import { shownDay } from './entries.tsx'
import { labelOfItem } from './outline.ts'
import type { Change } from './working-copy.ts'

export type RuleView = {
  frame: Frame
  open: DeskForm
  title: string
  back: Link
  at: string
  subjects: readonly Subject[]
  condition: Condition
  /** The rule as text. */
  feel: string
  /** It says more than rows can. */
  textOnly: boolean
  mark: string
  /** The thing can stand without a condition. */
  mayDrop: boolean
  problems: readonly FieldProblem[]
  said?: Said | undefined
  conflict?: readonly Change[] | undefined
}

export function RulePage(view: RuleView) {
  const { frame, open, title, back, at, subjects, condition, feel, textOnly, mark, problems } = view
  const text = conditionWords(frame)
  const { document } = open.copy
  const errorOf = (name: string) => problems.find(({ field }) => field === name)?.message
  const hidden = (
    <>
      <input type="hidden" name="at" value={at} />
      <Seen revision={open.copy.revision} mark={mark} />
    </>
  )
  const offered = subjects.map(({ placed }) => ({
    value: placed.path,
    label: `${labelOfItem(placed.item)} (${placed.page.title.de})`,
  }))
  return (
    <BuilderLayout
      frame={frame}
      open={open}
      title={title}
      back={back}
      problems={problems}
      said={view.said}
      conflict={view.conflict}
    >
      <p class="measure">{subjects.length === 0 ? text.none : text.how}</p>
      {textOnly && (
        <Notice>
          <p>{text.asTextOnly}</p>
        </Notice>
      )}
      {subjects.length > 0 && (
        <form method="post" action={open.url('rule')} noValidate>
          {hidden}
          {condition.rows.map((row, index) => (
            <RowFields
              {...{ frame, document, row, index, errorOf }}
              subject={subjects.find(({ placed }) => placed.path === row.path)}
            />
          ))}
          {condition.rows.length > 1 ? (
            <Radios
              reader={frame}
              name="join"
              label={text.joinLabel}
              value={condition.join}
              choices={[
                { value: 'and', label: text.all },
                { value: 'or', label: text.any },
              ]}
            />
          ) : (
            <input type="hidden" name="join" value={condition.join} />
          )}
          <div class="rule-add">
            <SelectField
              reader={frame}
              name="subject"
              label={text.subject}
              choices={offered}
              error={errorOf('subject')}
              optional={condition.rows.length > 0}
            />
            <Button secondary name="do" value="add">
              {text.addRow}
            </Button>
          </div>
          <div class="actions section">
            {condition.rows.length > 0 && (
              <Button name="do" value="save">
                {text.save}
              </Button>
            )}
            {view.mayDrop && feel !== '' && (
              <Button secondary name="do" value="drop">
                {text.drop}
              </Button>
            )}
          </div>
        </form>
      )}
      <details open={textOnly || errorOf('rule') !== undefined} class="section">
        <summary>{text.asText}</summary>
        <form method="post" action={open.url('rule')} noValidate>
          {hidden}
          <p class="measure">{text.asTextHow}</p>
          <TextArea reader={frame} name="rule" label={text.ruleText} value={feel} rows={3} error={errorOf('rule')} />
          <Button secondary name="do" value="text">
            {text.saveText}
          </Button>
        </form>
        <Names frame={frame} subjects={subjects} />
      </details>
    </BuilderLayout>
  )
}

export function Names({ frame, subjects }: { frame: Frame; subjects: readonly Subject[] }) {
  if (subjects.length === 0) return null
  return (
    <>
      <h2>{conditionWords(frame).names}</h2>
      <dl class="pairs">
        {subjects.map(({ placed, name }) => (
          <div>
            <dt>{name}</dt>
            <dd>{labelOfItem(placed.item)}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

type RowProps = {
  frame: Frame
  document: FormDocument
  row: Row
  index: number
  subject: Subject | undefined
  errorOf: (name: string) => string | undefined
}

function RowFields({ frame, document, row, index, subject, errorOf }: RowProps) {
  const text = conditionWords(frame)
  const item = subject?.placed.item
  const names = { comparison: `comparison-${index}`, value: `value-${index}` }
  const comparisons = (subject?.comparisons ?? []).map((value) => ({ value, label: comparisonWord(frame, item, value) }))
  const choices = item ? choicesOf(frame, item, document) : undefined
  const isDate = item?.kind === 'question' && item.type === 'date'
  const value = { reader: frame, name: names.value, label: text.value, error: errorOf(names.value) }
  const onlyAnswered = comparisons.every(({ value: one }) => one === 'answered' || one === 'open')
  return (
    <fieldset class="rule-row">
      <legend class="label">{text.rowOf(index + 1, item ? labelOfItem(item) : row.path)}</legend>
      <input type="hidden" name={`path-${index}`} value={row.path} />
      <div class="rule-fields">
        <SelectField
          reader={frame}
          name={names.comparison}
          label={text.comparison}
          choices={comparisons}
          value={row.comparison}
          error={errorOf(names.comparison)}
        />
        {onlyAnswered ? null : choices ? (
          <SelectField {...value} choices={choices} value={row.value} />
        ) : (
          <TextField
            {...value}
            hint={isDate ? text.dayHint : undefined}
            value={isDate && /^\d{4}-/.test(row.value) ? shownDay(row.value) : row.value}
          />
        )}
      </div>
      <button type="submit" class="link-button" name="do" value={`remove-${index}`}>
        {text.removeRow(index + 1)}
      </button>
    </fieldset>
  )
}

const mostShown = 300

/** What can be chosen instead of typed. */
export function choicesOf(frame: Frame, item: Subject['placed']['item'], document: FormDocument) {
  const text = conditionWords(frame)
  if (item.kind !== 'question') return undefined
  if (item.type === 'yesNo')
    return [
      { value: 'true', label: text.yes },
      { value: 'false', label: text.no },
    ]
  if (item.type === 'choice' || item.type === 'choices')
    return item.choices.map(({ value, label }) => ({ value, label: label.de }))
  const entries = item.type === 'codeList' ? document.codeLists?.[item.list]?.entries : undefined
  return entries && entries.length <= mostShown ? entries.map(({ value, label }) => ({ value, label })) : undefined
}
