// Fields of several parts that online forms need: days from and to, addresses, a consent, the choice from a long list.
import type { ComponentChildren } from 'preact'
import type { Reader } from '../kernel/words.ts'
import { type Choice, type DateParts, DayParts, described, type FieldProps, Group, idOf, Labelled } from './fields.tsx'
import { Icon } from './icons.tsx'
import { designWords } from './words.ts'

type Range = { from?: DateParts | undefined; to?: DateParts | undefined }
export type RangePart = `${keyof Range}-${keyof DateParts}` | keyof Range

/** Two dates, `<name>-from-day` … `<name>-to-year`. */
export function DateRangeField({ value, wrong, ...field }: FieldProps & { value: Range; wrong?: RangePart | undefined }) {
  const text = designWords(field.reader)
  return (
    <Group {...field}>
      {(['from', 'to'] as const).map((end) => {
        const [wrongEnd, part] = (wrong ?? '').split('-')
        const here = field.error && (wrong === undefined || wrongEnd === end)
        return (
          <fieldset class="range-end">
            <legend>{text[end === 'from' ? 'firstDay' : 'lastDay']}</legend>
            <DayParts
              reader={field.reader}
              name={`${field.name}-${end}`}
              value={value[end]}
              wrong={here ? ((part as keyof DateParts | undefined) ?? 'all') : undefined}
            />
          </fieldset>
        )
      })}
    </Group>
  )
}

export const addressParts = ['street', 'houseNumber', 'more', 'postcode', 'city', 'country'] as const
export type AddressPart = (typeof addressParts)[number]

/** @standard HTML autofill tokens */
const addressTokens: Partial<Record<AddressPart, string>> = {
  postcode: 'postal-code',
  city: 'address-level2',
  country: 'country',
  more: 'address-line2',
}
const widths: Partial<Record<AddressPart, string>> = { houseNumber: 'input w-5', postcode: 'input w-5' }

type AddressProps = FieldProps & {
  value: (part: AddressPart) => string | undefined
  wrong?: AddressPart | undefined
  /** What the browser may fill in: on for people's own address, off where the address is not theirs. */
  autofill?: boolean | undefined
  /** With a country where it may lie abroad. */
  countries?: readonly Choice[] | undefined
  /** Names of streets to choose from; typing is free. */
  streets?: readonly string[] | undefined
}

/** An address in its parts, `<name>-street` … */
export function AddressField({ value, wrong, autofill, countries, streets, ...field }: AddressProps) {
  const text = designWords(field.reader)
  const listId = `${idOf(field.name)}-streets`
  return (
    <Group {...field}>
      <div class="address-parts">
        {addressParts
          .filter((part) => part !== 'country' || countries)
          .map((part) => {
            const name = `${field.name}-${part}`
            const id = idOf(name)
            const invalid = field.error && (wrong === undefined || wrong === part) ? 'true' : undefined
            return (
              <div class={part}>
                <label for={id}>
                  {text[part]} {part === 'more' && <span class="optional">{text.optional}</span>}
                </label>
                {part === 'country' && countries ? (
                  <select class="input" id={id} name={name} autocomplete={autofill ? 'country' : 'off'} aria-invalid={invalid}>
                    {countries.map((choice) => (
                      <option value={choice.value} selected={choice.value === (value('country') ?? 'DE')}>
                        {choice.label}
                      </option>
                    ))}
                  </select>
                ) : (
                  <input
                    class={widths[part] ?? 'input'}
                    id={id}
                    name={name}
                    type="text"
                    inputMode={part === 'postcode' && !countries ? 'numeric' : undefined}
                    autocomplete={autofill ? addressTokens[part] : 'off'}
                    maxLength={120}
                    list={part === 'street' && streets ? listId : undefined}
                    value={value(part)}
                    aria-invalid={invalid}
                  />
                )}
              </div>
            )
          })}
      </div>
      {streets && (
        <datalist id={listId}>
          {streets.map((street) => (
            <option value={street} />
          ))}
        </datalist>
      )}
    </Group>
  )
}

/** What is agreed to, in its own words, with one box that is never ticked beforehand. */
export function ConsentField({ checked, ...field }: Omit<FieldProps, 'optional'> & { checked: boolean }) {
  return (
    <div class={field.error ? 'field wrong' : 'field'}>
      {field.hint && (
        <p class="hint" id={`${idOf(field.name)}-hint`}>
          {field.hint}
        </p>
      )}
      {field.error && (
        <p class="error" id={`${idOf(field.name)}-error`}>
          <Icon name="warning" />
          {field.error}
        </p>
      )}
      <label class="choice">
        <input
          type="checkbox"
          id={idOf(field.name)}
          name={field.name}
          value="yes"
          checked={checked}
          aria-invalid={field.error ? 'true' : undefined}
          aria-describedby={described(field)}
        />
        <span>{field.label}</span>
      </label>
    </div>
  )
}

type LongListProps = FieldProps & {
  /** What was typed to search for, under `<name>-search`. */
  search: string
  /** What was found, or what is chosen already. */
  hits: readonly Choice[]
  chosen: string | undefined
  /** There are more than are shown. */
  more?: boolean | undefined
  /** All entries, where they are few enough to be sent along. */
  known?: readonly string[] | undefined
}

/** A choice from thousands: type, search, choose; the button sends the whole page, and nothing of it is lost. */
export function LongListField({ search, hits, chosen, more, known, ...field }: LongListProps) {
  const text = designWords(field.reader)
  const name = `${field.name}-search`
  return (
    <Group {...field}>
      <div class="list-search">
        <div>
          <label for={idOf(field.name)}>{text.searchList}</label>
          <input
            class="input"
            id={idOf(field.name)}
            name={name}
            type="text"
            autocomplete="off"
            maxLength={200}
            value={search}
            list={known ? `${idOf(field.name)}-known` : undefined}
            aria-invalid={field.error ? 'true' : undefined}
          />
        </div>
        <button type="submit" class="button secondary" name="do" value={`search ${field.name}`}>
          {text.search}
        </button>
      </div>
      {known && (
        <datalist id={`${idOf(field.name)}-known`}>
          {known.map((label) => (
            <option value={label} />
          ))}
        </datalist>
      )}
      {hits.length > 0 && (
        <div class="choices">
          {hits.map(({ value, label }) => (
            <label class="choice">
              <input type="radio" name={field.name} value={value} checked={value === chosen} />
              <span>{label}</span>
            </label>
          ))}
        </div>
      )}
      {search !== '' && hits.length === 0 && <p class="meta">{text.nothingInList}</p>}
      {more && <p class="meta">{text.moreInList}</p>}
    </Group>
  )
}

/** Longer help for one field, opened by who needs it. */
export function FieldHelp({ reader, children }: { reader: Reader; children: ComponentChildren }) {
  return (
    <details class="field-help">
      <summary>{designWords(reader).fieldHelp}</summary>
      <div>{children}</div>
    </details>
  )
}

export type ListedFile = { id: string; label: string; note?: string | undefined }

type FilesProps = FieldProps & {
  files: readonly ListedFile[]
  /** Endings and types for the file dialogue: `.pdf,image/*`. */
  accept: string
  multiple: boolean
  labels: readonly Choice[]
  chosenLabel?: string | undefined
  /** No room for another one. */
  full: boolean
}

/** Files that are there, each with its own button to take it away, and a plain field for more. */
export function UploadField({ files, accept, multiple, labels, chosenLabel, full, ...field }: FilesProps) {
  const text = designWords(field.reader)
  const inner = { ...field, name: `${field.name}-files` }
  return (
    <Group {...field}>
      {files.length > 0 && (
        <ul class="ruled stacked uploads">
          {files.map(({ id, label, note }) => (
            <li>
              <span>
                {label}
                {note && <span class="meta block">{note}</span>}
              </span>
              <button type="submit" class="link-button" name="do" value={`remove ${field.name} ${id}`}>
                {text.removeFile}
                <span class="hidden"> {label}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {full ? (
        <p class="meta">{text.noMoreFiles}</p>
      ) : (
        <>
          {labels.length > 0 && (
            <Labelled reader={field.reader} name={`${field.name}-label`} label={text.fileLabel}>
              <select class="input" id={`${idOf(field.name)}-label`} name={`${field.name}-label`}>
                {labels.map(({ value, label }) => (
                  <option value={value} selected={value === chosenLabel}>
                    {label}
                  </option>
                ))}
              </select>
            </Labelled>
          )}
          <label class="file-label" for={idOf(field.name)}>
            {text.chooseFile}
          </label>
          <input
            class="input"
            type="file"
            id={idOf(field.name)}
            name={inner.name}
            accept={accept}
            multiple={multiple}
            aria-invalid={field.error ? 'true' : undefined}
            data-upload=""
          />
          <p class="upload-button">
            <button type="submit" class="button secondary" name="do" value={`upload ${field.name}`}>
              {text.uploadFile}
            </button>
          </p>
        </>
      )}
    </Group>
  )
}
