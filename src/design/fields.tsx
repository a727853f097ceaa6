// Form fields: label, hint, error and control in this order; what was typed is kept. Forms that hold them set `noValidate`.
import type { ComponentChildren } from 'preact'
import { type FileKind, fileKinds } from '../kernel/uploads/kinds.ts'
import type { Reader } from '../kernel/words.ts'
import { Icon } from './icons.tsx'
import { designWords } from './words.ts'

/** Something to correct: the field's name, what its label says, and a sentence that tells what to do. */
export type FieldProblem = { field: string; label: string; message: string }

/** Stands first on the page and takes the focus, also without JavaScript; every line leads into its field. The title begins with `Fehler:`. */
export function ErrorSummary({ reader, problems }: { reader: Reader; problems: readonly FieldProblem[] }) {
  if (problems.length === 0) return null
  return (
    <div class="error-summary" role="alert" tabIndex={-1} id="errors" aria-labelledby="errors-title" autofocus>
      <h2 id="errors-title">{designWords(reader).errorsToFix(problems.length)}</h2>
      <ul>
        {problems.map(({ field, label, message }) => (
          <li>
            <a href={`#${idOf(field)}`}>
              {beforeMessage(label)} {message}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Ids are names without points: what a path of answers is called in an address or a style. */
export const idOf = (name: string): string => name.replaceAll('.', '_')

/** A label that asks ends with its own sign. */
export const beforeMessage = (label: string): string => (/[?!.:]$/.test(label) ? label : `${label}:`)

export type FieldProps = {
  reader: Reader
  /** Name and id of the control. */
  name: string
  label: string
  hint?: string | undefined
  /** Says what to do and what we saw. */
  error?: string | undefined
  optional?: boolean | undefined
}

export const described = ({ name, hint, error }: FieldProps) =>
  [hint && `${idOf(name)}-hint`, error && `${idOf(name)}-error`].filter(Boolean).join(' ') || undefined

function Beside({ name, hint, error }: FieldProps) {
  return (
    <>
      {hint && (
        <p class="hint" id={`${idOf(name)}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={`${idOf(name)}-error`}>
          <Icon name="warning" />
          {error}
        </p>
      )}
    </>
  )
}

export function Labelled({ children, ...field }: FieldProps & { children: ComponentChildren }) {
  return (
    <div class={field.error ? 'field wrong' : 'field'}>
      <label for={idOf(field.name)}>
        {field.label} {field.optional && <span class="optional">{designWords(field.reader).optional}</span>}
      </label>
      <Beside {...field} />
      {children}
    </div>
  )
}

/** Several controls under one question. The error summary leads to the first control, whose id is the field's name. */
export function Group({ children, ...field }: FieldProps & { children: ComponentChildren }) {
  return (
    <fieldset class={field.error ? 'field wrong' : 'field'} aria-describedby={described(field)}>
      <legend>
        {field.label} {field.optional && <span class="optional">{designWords(field.reader).optional}</span>}
      </legend>
      <Beside {...field} />
      {children}
    </fieldset>
  )
}

type TextProps = FieldProps & {
  value?: string | undefined
  type?: 'text' | 'email' | 'tel' | 'url' | 'number' | undefined
  inputMode?: 'numeric' | 'decimal' | 'email' | 'tel' | undefined
  /** @standard HTML autofill tokens: `given-name`, `postal-code` … */
  autocomplete?: string | undefined
  maxLength?: number | undefined
  /** Width in characters. */
  width?: 2 | 4 | 5 | 10 | undefined
  /** Stands behind the field: `€`, `m²`; read out with the hint. */
  unit?: string | undefined
}

export function TextField({ value, type = 'text', inputMode, autocomplete, maxLength, width, unit, ...field }: TextProps) {
  const describedBy = [described(field), unit && `${idOf(field.name)}-unit`].filter(Boolean).join(' ') || undefined
  return (
    <Labelled {...field}>
      <input
        class={width ? `input w-${width}` : 'input'}
        id={idOf(field.name)}
        name={field.name}
        // The types of JSX know only one kind of input at a time.
        type={type as 'text'}
        inputMode={inputMode}
        autocomplete={autocomplete}
        maxLength={maxLength}
        value={value}
        aria-invalid={field.error ? 'true' : undefined}
        aria-describedby={describedBy}
      />
      {unit && (
        <span class="unit" id={`${idOf(field.name)}-unit`}>
          {unit}
        </span>
      )}
    </Labelled>
  )
}

export function TextArea({
  value,
  rows = 4,
  maxLength,
  ...field
}: FieldProps & { value?: string | undefined; rows?: number; maxLength?: number }) {
  return (
    <Labelled {...field}>
      <textarea
        class="input"
        id={idOf(field.name)}
        name={field.name}
        rows={rows}
        maxLength={maxLength}
        aria-invalid={field.error ? 'true' : undefined}
        aria-describedby={described(field)}
      >
        {value}
      </textarea>
    </Labelled>
  )
}

export type FileFieldProps = FieldProps & {
  /** Kinds the route takes, see `uploads` of the route. */
  accept: readonly FileKind[]
  multiple?: boolean | undefined
  /** The page comes back with a problem elsewhere: the browser has let go of the files that were chosen. */
  chooseAgain?: boolean | undefined
}

/** Its form says `enctype="multipart/form-data"`. */
export function FileField({ accept, multiple, chooseAgain, ...field }: FileFieldProps) {
  const again = chooseAgain && !field.error ? designWords(field.reader).chooseFilesAgain : undefined
  const all = { ...field, hint: [field.hint, again].filter(Boolean).join(' ') || undefined }
  return (
    <Labelled {...all}>
      <input
        class="input"
        id={idOf(field.name)}
        name={field.name}
        type="file"
        multiple={multiple}
        accept={accept.flatMap((kind) => fileKinds[kind].extensions.map((ending) => `.${ending}`)).join(',')}
        aria-invalid={field.error ? 'true' : undefined}
        aria-describedby={described(all)}
      />
    </Labelled>
  )
}

export type Choice = { value: string; label: string; hint?: string | undefined }

export function SelectField({
  value,
  choices,
  ...field
}: FieldProps & { value?: string | undefined; choices: readonly Choice[] }) {
  return (
    <Labelled {...field}>
      <select
        class="input"
        id={idOf(field.name)}
        name={field.name}
        aria-invalid={field.error ? 'true' : undefined}
        aria-describedby={described(field)}
      >
        <option value="">{designWords(field.reader).pleaseChoose}</option>
        {choices.map((choice) => (
          <option value={choice.value} selected={choice.value === value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

type ChoicesProps = FieldProps & { choices: readonly Choice[]; chosen: readonly string[]; inline?: boolean | undefined }

function Choices({ type, choices, chosen, inline, ...field }: ChoicesProps & { type: 'radio' | 'checkbox' }) {
  return (
    <Group {...field}>
      <div class={inline ? 'choices inline' : 'choices'}>
        {choices.map(({ value, label, hint }, index) => {
          const id = index === 0 ? idOf(field.name) : `${idOf(field.name)}-${index + 1}`
          return (
            <label class="choice">
              <input type={type} id={id} name={field.name} value={value} checked={chosen.includes(value)} />
              <span>
                {label}
                {hint && <span class="hint">{hint}</span>}
              </span>
            </label>
          )
        })}
      </div>
    </Group>
  )
}

export function Radios({ value, ...rest }: Omit<ChoicesProps, 'chosen'> & { value?: string | undefined }) {
  return <Choices {...rest} type="radio" chosen={value === undefined ? [] : [value]} />
}

export function Checkboxes({ values, ...rest }: Omit<ChoicesProps, 'chosen'> & { values: readonly string[] }) {
  return <Choices {...rest} type="checkbox" chosen={values} />
}

export type DateParts = { day?: string | undefined; month?: string | undefined; year?: string | undefined }

/** A date as three fields, `<name>-day`, `<name>-month`, `<name>-year`; only the wrong part is framed. */
export function DateField({
  value,
  wrong,
  birthday,
  ...field
}: FieldProps & { value?: DateParts; wrong?: keyof DateParts; birthday?: boolean }) {
  return (
    <Group {...field}>
      <DayParts {...field} value={value} wrong={field.error ? (wrong ?? 'all') : undefined} birthday={birthday} />
    </Group>
  )
}

type DayPartsProps = Pick<FieldProps, 'reader' | 'name'> & {
  value?: DateParts | undefined
  /** Which part is framed. */
  wrong?: keyof DateParts | 'all' | undefined
  birthday?: boolean | undefined
}

export function DayParts({ reader, name, value, wrong, birthday }: DayPartsProps) {
  const text = designWords(reader)
  return (
    <div class="date-parts">
      {(['day', 'month', 'year'] as const).map((part) => (
        <div>
          <label for={`${idOf(name)}-${part}`}>{text[part]}</label>
          <input
            class={part === 'year' ? 'input w-4' : 'input w-2'}
            id={`${idOf(name)}-${part}`}
            name={`${name}-${part}`}
            type="text"
            inputMode="numeric"
            autocomplete={birthday ? `bday-${part}` : undefined}
            maxLength={part === 'year' ? 4 : part === 'month' ? 12 : 3}
            value={value?.[part]}
            aria-invalid={wrong === 'all' || wrong === part ? 'true' : undefined}
          />
        </div>
      ))}
    </div>
  )
}
