// One field for each type of question; names are the paths of the answers.
import {
  AddressField,
  type AddressPart,
  ConsentField,
  DateRangeField,
  FieldHelp,
  LongListField,
  type RangePart,
  UploadField,
} from '../../../design/answer-fields.tsx'
import { Checkboxes, DateField, type DateParts, Radios, SelectField, TextArea, TextField } from '../../../design/fields.tsx'
import type { Reader } from '../../../kernel/words.ts'
import type { Choice, FileAnswer, Question } from '../document/document.ts'
import { defaultMegabytes, mostFiles } from '../document/kinds/place-kinds.ts'
import { textIn } from '../document/text.ts'
import { autofillOf } from './autofill.ts'
import { type Lists, listOf, searchList, selectAtMost, suggestAtMost } from './code-list.ts'
import { acceptOf, takenKinds } from './file-kinds.ts'
import { firstOf, type Typed } from './typed.ts'
import { fillingWords } from './words.ts'

export type ControlProps = {
  reader: Reader
  question: Question
  path: string
  typed: Typed
  error?: { message: string; part?: string | undefined } | undefined
  lists: Lists
  /** Of a question about files: those that are there. */
  files?: readonly FileAnswer[] | undefined
  /** Where the answer in the field came from, in words. */
  origin?: string | undefined
  streets?: readonly string[] | undefined
}

/** The control that a line of the error summary leads to. */
export function anchorOf(question: Question | undefined, path: string, part?: string): string {
  if (question?.type === 'date') return `${path}-${part ?? 'day'}`
  if (question?.type === 'dateRange') return `${path}-${part?.includes('-') ? part : `${part ?? 'from'}-day`}`
  if (question?.type === 'address') return `${path}-${part ?? 'street'}`
  return path
}

export function QuestionField(props: ControlProps) {
  const { reader, question, path, typed } = props
  const text = fillingWords(reader)
  return (
    <>
      <Control {...props} />
      {question.need === 'reason' && (
        <TextField
          reader={reader}
          name={`${path}-reason`}
          label={text.reasonLabel}
          hint={text.reasonHint}
          value={firstOf(typed, `${path}-reason`)}
          autocomplete="off"
          maxLength={500}
        />
      )}
      {question.help && <FieldHelp reader={reader}>{paragraphs(textIn(question.help, reader.language))}</FieldHelp>}
    </>
  )
}

export const paragraphs = (text: string) => text.split(/\n{2,}/).map((part) => <p class="keep-lines">{part}</p>)

const choicesOf = (choices: readonly Choice[], reader: Reader) =>
  choices.map(({ value, label, hint }) => ({
    value,
    label: textIn(label, reader.language),
    hint: hint && textIn(hint, reader.language),
  }))

function hintOf({ reader, question, origin }: ControlProps, more?: string): string | undefined {
  const text = fillingWords(reader)
  const { hint, example } = question
  const parts = [
    hint && textIn(hint, reader.language),
    more,
    example && text.forExample(textIn(example, reader.language)),
    origin,
  ]
  return parts.filter(Boolean).join(' ') || undefined
}

function Control(props: ControlProps) {
  const { reader, question, path, typed, error, lists } = props
  const text = fillingWords(reader)
  const value = firstOf(typed, path)
  const field = {
    reader,
    name: path,
    label: textIn(question.label, reader.language),
    hint: hintOf(props),
    error: error?.message,
    optional: question.need === 'optional',
  }
  const autocomplete = autofillOf(question)
  switch (question.type) {
    case 'text':
    case 'name':
    case 'taxNumber':
      return <TextField {...field} value={value} autocomplete={autocomplete} />
    case 'plate':
      return <TextField {...field} value={value} width={10} autocomplete={autocomplete} />
    case 'iban':
      return <TextField {...field} value={value} autocomplete={autocomplete} />
    case 'longText':
      return <TextArea {...field} value={value} />
    case 'email':
      return <TextField {...field} value={value} type="email" inputMode="email" autocomplete={autocomplete} />
    case 'phone':
      return <TextField {...field} value={value} type="tel" inputMode="tel" autocomplete={autocomplete} />
    case 'number':
      return (
        <TextField
          {...field}
          value={value}
          width={10}
          inputMode={question.decimals ? 'decimal' : 'numeric'}
          unit={question.unit && textIn(question.unit, reader.language)}
          autocomplete="off"
        />
      )
    case 'money':
      return <TextField {...field} value={value} width={10} inputMode="decimal" unit="€" autocomplete="off" />
    case 'time':
      return (
        <TextField
          {...field}
          hint={hintOf(props, question.hint || question.example ? undefined : text.timeHint)}
          value={value}
          width={5}
          autocomplete="off"
        />
      )
    case 'date':
      return (
        <DateField
          {...field}
          hint={hintOf(props, question.example ? undefined : text.dateHint)}
          value={dayParts(typed, path)}
          {...(error?.part && { wrong: error.part as keyof DateParts })}
          birthday={autocomplete === 'bday'}
        />
      )
    case 'dateRange':
      return (
        <DateRangeField
          {...field}
          value={{ from: dayParts(typed, `${path}-from`), to: dayParts(typed, `${path}-to`) }}
          wrong={error?.part as RangePart | undefined}
        />
      )
    case 'yesNo': {
      const { yes, no } = question
      const choices = [
        { value: 'yes', label: yes ? textIn(yes, reader.language) : text.yes },
        { value: 'no', label: no ? textIn(no, reader.language) : text.no },
      ]
      return <Radios {...field} choices={choices} value={value} inline />
    }
    case 'choice':
      return <Radios {...field} choices={choicesOf(question.choices, reader)} value={value} />
    case 'choices':
      return <Checkboxes {...field} choices={choicesOf(question.choices, reader)} values={typed(path)} />
    case 'codeList':
    case 'country':
    case 'nationality':
      return <ListControl {...props} field={field} entries={listOf(question, lists) ?? []} />
    case 'address':
      return (
        <AddressField
          {...field}
          value={(part) => typed(`${path}-${part}`)[0]}
          wrong={error?.part as AddressPart | undefined}
          autofill={autocomplete !== 'off'}
          countries={question.abroad ? lists('countries') : undefined}
          streets={question.local ? props.streets : undefined}
        />
      )
    case 'place':
      return (
        <TextField {...field} hint={hintOf(props, question.hint ? undefined : text.placeHint)} value={value} maxLength={500} />
      )
    case 'files':
      return <FilesControl {...props} field={field} />
    case 'consent':
      return <ConsentField {...field} checked={value === 'yes'} />
  }
}

const dayParts = (typed: Typed, name: string): DateParts => ({
  day: firstOf(typed, `${name}-day`),
  month: firstOf(typed, `${name}-month`),
  year: firstOf(typed, `${name}-year`),
})

type Field = {
  reader: Reader
  name: string
  label: string
  hint: string | undefined
  error: string | undefined
  optional: boolean
}

function ListControl({ typed, path, field, entries }: ControlProps & { field: Field; entries: NonNullable<ReturnType<Lists>> }) {
  const value = firstOf(typed, path)
  if (entries.length <= selectAtMost) return <SelectField {...field} choices={entries} value={value} />
  const chosen = entries.find((entry) => entry.value === value)
  const search = typed(`${path}-search`)[0] ?? chosen?.label ?? ''
  const found = search === '' || search === chosen?.label ? { hits: [], more: false } : searchList(entries, search)
  const hits = chosen && !found.hits.includes(chosen) ? [chosen, ...found.hits] : found.hits
  return (
    <LongListField
      {...field}
      search={search}
      hits={hits}
      chosen={chosen?.value}
      more={found.more}
      known={entries.length <= suggestAtMost ? entries.map(({ label }) => label) : undefined}
    />
  )
}

function FilesControl({ reader, question, typed, path, files = [], field, ...props }: ControlProps & { field: Field }) {
  if (question.type !== 'files') return null
  const text = fillingWords(reader)
  const { maxFiles = mostFiles, maxMegabytes = defaultMegabytes, labels = [], accept } = question
  const most = Math.min(maxMegabytes, filesInFormMegabytes)
  const limits = text.fileLimits(takenKinds(accept), maxFiles, most)
  const named = (label: string | undefined) => labels.find(({ value }) => value === label)
  return (
    <UploadField
      {...field}
      hint={hintOf({ reader, question, typed, path, ...props }, limits)}
      files={files.map(({ id, name, size, label }) => {
        const known = named(label)
        return {
          id,
          label: name,
          note: [known && textIn(known.label, reader.language), text.fileSize(size)].filter(Boolean).join(', '),
        }
      })}
      accept={acceptOf(accept)}
      multiple={labels.length === 0 && maxFiles - files.length > 1}
      labels={choicesOf(
        labels.filter(({ value }) => !files.some(({ label }) => label === value)),
        reader,
      )}
      chosenLabel={firstOf(typed, `${path}-label`)}
      full={files.length >= maxFiles}
    />
  )
}

/** What one form may carry at once; larger files come in pieces. */
export const filesInFormMegabytes = 20
