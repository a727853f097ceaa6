// The fields of a task as controls, and what was typed into them as variables.
import { Checkboxes, DateField, Radios, SelectField, TextArea, TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Facts } from '../../../design/parts.tsx'
import type { FormInput, Problem } from '../../../kernel/http/forms.ts'
import type { Process, TaskField } from '../../../standards/bpmn/model.ts'
import { dateText, parseDate } from '../../../standards/feel/literals.ts'
import { FeelDate, number, type Value } from '../../../standards/feel/value.ts'
import { valueInWords } from './elements.ts'
import { processWords } from './words.ts'

/** What stands in the controls: by name, dates as `YYYY-MM-DD` or their three parts. */
export type Typed = Readonly<Record<string, string>>

const control = (name: string): string => `v_${name}`

export function FieldsOf({
  frame,
  fields,
  typed,
  problems,
}: {
  frame: Frame
  fields: readonly TaskField[]
  typed: Typed
  problems: readonly Problem[]
}) {
  const shown = fields.filter(({ readOnly }) => readOnly)
  return (
    <>
      <Facts
        items={shown
          .filter(({ name }) => typed[control(name)])
          .map(({ name, label }) => ({ label, value: typed[control(name)] ?? '' }))}
      />
      {fields
        .filter(({ readOnly }) => !readOnly)
        .map((field) => (
          <Field
            frame={frame}
            field={field}
            typed={typed}
            error={problems.find((problem) => problem.field === control(field.name))?.message}
          />
        ))}
    </>
  )
}

function Field({ frame, field, typed, error }: { frame: Frame; field: TaskField; typed: Typed; error: string | undefined }) {
  const text = processWords(frame)
  const name = control(field.name)
  const value = typed[name] ?? ''
  const base = { reader: frame, name, label: field.label, error, optional: !field.required }
  switch (field.type) {
    case 'long-text':
      return <TextArea {...base} value={value} rows={5} maxLength={2_000} />
    case 'boolean':
      return field.required ? (
        <Radios
          {...base}
          value={value || undefined}
          inline
          choices={[
            { value: 'true', label: text.yes },
            { value: 'false', label: text.no },
          ]}
        />
      ) : (
        <Checkboxes {...base} values={value === 'true' ? ['true'] : []} choices={[{ value: 'true', label: text.yes }]} />
      )
    case 'choice':
      return field.choices.length <= 6 ? (
        <Radios {...base} value={value || undefined} choices={field.choices} />
      ) : (
        <SelectField {...base} value={value} choices={field.choices} />
      )
    case 'date': {
      const [year, month, day] = /^\d{4}-\d\d-\d\d$/.test(value)
        ? value.split('-')
        : [typed[`${name}-year`], typed[`${name}-month`], typed[`${name}-day`]]
      return <DateField {...base} value={{ day, month, year }} />
    }
    default:
      return <TextField {...base} value={value} maxLength={field.type === 'number' ? 40 : 500} />
  }
}

/** What a person fills in to begin the process by hand. */
export function startFields(process: Process): readonly TaskField[] {
  const start = [...process.nodes.values()].find(
    (node) => node.is === 'start' && node.scope === process.id && node.trigger.kind === 'none',
  )
  return start?.is === 'start' ? start.fields : []
}

/** What the variables say, before anybody typed. */
export function typedFrom(frame: Frame, fields: readonly TaskField[], variables: ReadonlyMap<string, Value>): Typed {
  return Object.fromEntries(
    fields.flatMap(({ name, readOnly }) => {
      const value = variables.get(name)
      if (value === undefined || value === null) return []
      const inControl = value instanceof FeelDate ? dateText(value) : typeof value === 'boolean' ? String(value) : undefined
      return [[control(name), readOnly ? valueInWords(frame, value) : (inControl ?? valueInWords(frame, value))]]
    }),
  )
}

export const typedIn = (input: FormInput): Typed =>
  Object.fromEntries(
    input
      .names()
      .filter((name) => name.startsWith('v_'))
      .map((name) => [name, input.value(name)]),
  )

export function readFields(
  frame: Frame,
  fields: readonly TaskField[],
  input: FormInput,
): { variables: [string, Value][] } | { problems: Problem[] } {
  const problems: Problem[] = []
  const variables = fields
    .filter(({ readOnly }) => !readOnly)
    .map((field): [string, Value] => {
      const read = readField(frame, field, input)
      if (typeof read === 'object' && read !== null && 'problem' in read) {
        problems.push({ field: control(field.name), message: read.problem })
        return [field.name, null]
      }
      return [field.name, read]
    })
  return problems.length > 0 ? { problems } : { variables }
}

function readField(frame: Frame, field: TaskField, input: FormInput): Value | { problem: string } {
  const text = processWords(frame)
  const name = control(field.name)
  const written = field.type === 'date' ? dayIn(input, name) : input.value(name)
  if (field.type === 'boolean' && !field.required) return written === 'true'
  if (written === '') return field.required ? { problem: text.required } : null
  switch (field.type) {
    case 'number': {
      const plain = frame.language === 'en' ? written.replaceAll(',', '') : written.replaceAll('.', '').replace(',', '.')
      // A point with one or two digits behind it is meant as the decimal sign in German too.
      const meant = frame.language !== 'en' && /^-?\d+\.\d{1,2}$/.test(written) ? written : plain
      return /^-?\d{1,30}(\.\d{1,20})?$/.test(meant) ? number(meant) : { problem: text.notNumber }
    }
    case 'boolean':
      return written === 'true' || written === 'false' ? written === 'true' : { problem: text.notChoice }
    case 'date':
      return parseDate(written) ?? { problem: text.notDay }
    case 'choice':
      return field.choices.some(({ value }) => value === written) ? written : { problem: text.notChoice }
    default:
      return written.length > 2_000 ? { problem: text.tooLong(written.length) } : written
  }
}

function dayIn(input: FormInput, name: string): string {
  const [day, month, year] = ['day', 'month', 'year'].map((part) => input.value(`${name}-${part}`))
  if (!day && !month && !year) return ''
  return `${year}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`
}
