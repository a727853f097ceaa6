// The fields of the builder's pages: described once, drawn with what stands there, read back with what was typed.
import { Checkboxes, type Choice, type FieldProblem, Radios, SelectField, TextArea, TextField } from '../../../design/fields.tsx'
import type { FormInput, Problem } from '../../../kernel/http/forms.ts'
import type { Reader } from '../../../kernel/words.ts'
import { entryWords } from './entry-words.ts'

export type Entry = {
  name: string
  label: string
  hint?: string | undefined
  as: 'line' | 'text' | 'number' | 'decimal' | 'day' | 'select' | 'radios' | 'tick' | 'ticks'
  choices?: readonly Choice[] | undefined
  /** What to say when it is left empty; without it the field may stay empty. */
  needed?: string | undefined
  /** Stands as it is: what an empty field means is said by its hint. */
  bare?: boolean | undefined
  rows?: number | undefined
  atMost?: number | undefined
  least?: number | undefined
  most?: number | undefined
}

/** By the name of the field; several ticks are lines. */
export type Typed = Readonly<Record<string, string>>

export const isTicked = (typed: Typed, name: string): boolean => typed[name] === 'yes'
export const linesOf = (value: string | undefined): string[] =>
  (value ?? '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)

export const readTyped = (input: FormInput, entries: readonly Entry[]): Typed =>
  Object.fromEntries(
    entries.map(({ name, as }) => [
      name,
      as === 'ticks' ? input.values(name).join('\n') : input.value(name).replaceAll('\r\n', '\n'),
    ]),
  )

export function problemsIn(reader: Reader, entries: readonly Entry[], typed: Typed): Problem[] {
  const text = entryWords(reader)
  return entries.flatMap((entry): Problem[] => {
    const { name, as, needed, choices = [], atMost = as === 'line' ? 300 : 5_000, least, most } = entry
    const value = typed[name] ?? ''
    const problem = (message: string): Problem[] => [{ field: name, message }]
    if (value === '') return needed === undefined ? [] : problem(needed)
    if (value.length > atMost) return problem(text.tooLong(atMost, value.length))
    if (as === 'number' || as === 'decimal') {
      const number = numberIn(value)
      if (number === undefined || (as === 'number' && !Number.isInteger(number))) return problem(text.noNumber)
      if (least !== undefined && number < least) return problem(text.atLeast(least))
      if (most !== undefined && number > most) return problem(text.atMost(most))
    }
    if (as === 'day' && !isDay(value)) return problem(text.noDay)
    if ((as === 'select' || as === 'radios') && !choices.some((choice) => choice.value === value)) return problem(text.choose)
    if (as === 'ticks' && !linesOf(value).every((line) => choices.some((choice) => choice.value === line)))
      return problem(text.choose)
    return []
  })
}

/** `1.200,50` and `1200.5` alike. */
export function numberIn(value: string): number | undefined {
  const plain = /,/.test(value) ? value.replaceAll('.', '').replace(',', '.') : value
  return /^-?\d{1,12}(\.\d{1,9})?$/.test(plain.trim()) ? Number(plain) : undefined
}

/** `31.12.2026` or `2026-12-31` as a day that exists. */
export function dayIn(value: string): string | undefined {
  const german = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(value.trim())
  const day = german ? `${german[3]}-${german[2]!.padStart(2, '0')}-${german[1]!.padStart(2, '0')}` : value.trim()
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : undefined
  return at && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? day : undefined
}
const isDay = (value: string): boolean => dayIn(value) !== undefined
/** As people type it. */
export const shownDay = (day: string | null | undefined): string => (day ? day.split('-').reverse().join('.') : '')

export const summaryOf = (entries: readonly Entry[], problems: readonly Problem[]): FieldProblem[] =>
  problems.map(({ field, message }) => ({ field, label: entries.find(({ name }) => name === field)?.label ?? '', message }))

type EntriesProps = {
  reader: Reader
  entries: readonly Entry[]
  typed: Typed
  problems?: readonly Problem[] | undefined
  /** What somebody else has put there meanwhile. */
  theirs?: Typed | undefined
}

export function Entries({ reader, entries, typed, problems = [], theirs }: EntriesProps) {
  return (
    <>
      {entries.map((entry) => (
        <>
          <OneEntry
            reader={reader}
            entry={entry}
            value={typed[entry.name] ?? ''}
            error={problems.find(({ field }) => field === entry.name)?.message}
          />
          {theirs && (theirs[entry.name] ?? '') !== (typed[entry.name] ?? '') && (
            <p class="meta pre">{entryWords(reader).theirs(shownValue(entry, theirs[entry.name] ?? ''))}</p>
          )}
        </>
      ))}
    </>
  )
}

const shownValue = ({ choices, as }: Entry, value: string): string =>
  value === '' ? '–' : as === 'tick' ? '✓' : (choices?.find((choice) => choice.value === value)?.label ?? value)

function OneEntry({ reader, entry, value, error }: { reader: Reader; entry: Entry; value: string; error: string | undefined }) {
  const { name, label, hint, as, choices = [], needed, bare, rows } = entry
  const field = { reader, name, label, hint, error, optional: needed === undefined && !bare }
  if (as === 'text') return <TextArea {...field} value={value} rows={rows ?? 3} />
  if (as === 'select') return <SelectField {...field} value={value} choices={choices} />
  if (as === 'radios') return <Radios {...field} optional={false} value={value} choices={choices} />
  if (as === 'ticks') return <Checkboxes {...field} optional={false} values={linesOf(value)} choices={choices} />
  if (as === 'tick') return <Tick {...{ name, label, hint, value }} />
  if (as === 'number' || as === 'decimal')
    return <TextField {...field} value={value} inputMode={as === 'number' ? 'numeric' : 'decimal'} width={10} />
  return <TextField {...field} value={value} {...(as === 'day' && { width: 10 as const })} />
}

function Tick({ name, label, hint, value }: { name: string; label: string; hint: string | undefined; value: string }) {
  return (
    <div class="field">
      <label class="choice">
        <input type="checkbox" id={name} name={name} value="yes" checked={value === 'yes'} />
        <span>
          {label}
          {hint && <span class="hint">{hint}</span>}
        </span>
      </label>
    </div>
  )
}
