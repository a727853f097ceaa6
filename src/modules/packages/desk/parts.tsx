// What several pages show of a package: what it may do, what it is, its values as fields, and what stands against it.
import { Radios, SelectField, TextField } from '../../../design/fields.tsx'
import type { Frame } from '../../../design/frame.ts'
import { Facts, Notice } from '../../../design/parts.tsx'
import { Table } from '../../../design/table.tsx'
import type { Problem as FieldProblem } from '../../../kernel/http/forms.ts'
import { htmlLang } from '../../../kernel/language.ts'
import type { Reader } from '../../../kernel/words.ts'
import type { Manifest, PackagePermission, Parameter } from '../manifest.ts'
import type { Values } from '../parameter.ts'
import type { Problem } from '../problems.ts'
import { groupedFingerprint } from '../signature.ts'
import type { Standing } from '../trust.ts'
import type { UnitChoice } from '../units.ts'
import { inWords } from './paths.ts'
import { packageWords } from './words.ts'

export function About({ frame, manifest, unit }: { frame: Frame; manifest: Manifest; unit?: string | undefined }) {
  const text = packageWords(frame)
  const { processing, retention } = manifest
  const lang = htmlLang(frame.language)
  const facts = [
    ...(unit === undefined ? [] : [{ label: text.unit, value: unit === '/' ? text.wholeTown : unit }]),
    { label: text.licence, value: manifest.licence },
    { label: text.authors, value: manifest.authors.join(', ') },
    { label: text.leika, value: manifest.leika.join(', ') },
    { label: text.fim, value: manifest.fim.join(', ') },
    { label: text.kept, value: inWords(frame, retention.text) },
  ]
  return (
    <>
      {manifest.summary && <p class="measure">{inWords(frame, manifest.summary)}</p>}
      <div class="measure">
        <Facts items={facts.filter(({ value }) => value !== '')} />
      </div>
      <section class="section">
        <h2>{text.permissions}</h2>
        {manifest.permissions.length === 0 ? (
          <p>{text.noPermissions}</p>
        ) : (
          <ul class="bullets">
            {manifest.permissions.map((name) => (
              <li>
                {text[`may-${name as PackagePermission}`]} <span class="meta">({name})</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section class="section">
        <h2>{text.processing}</h2>
        <dl class="pairs measure">
          {[
            [text.purpose, processing.purpose[lang]],
            [text.legalBasis, processing.legalBasis],
            [text.categories, processing.categories[lang]],
            [text.recipients, processing.recipients[lang]],
            [text.erasedAfter, processing.erasedAfter[lang]],
          ].map(([label, value]) => (
            <div>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  )
}

export function Origin({ frame, standing }: { frame: Frame; standing: Standing }) {
  const text = packageWords(frame)
  const { state, fingerprint, name = '' } = standing
  const said = {
    trusted: text.trusted(name),
    shipped: text.shipped,
    unknown: text.unknownKey,
    unsigned: text.unsigned,
  }[state]
  return (
    <Notice tone={state === 'trusted' || state === 'shipped' ? 'ok' : 'warn'}>
      <p>{said}</p>
      {fingerprint !== null && state !== 'shipped' && (
        <p>
          {text.fingerprint}: {groupedFingerprint(fingerprint)}
        </p>
      )}
    </Notice>
  )
}

type FieldsProps = {
  frame: Frame
  parameters: readonly Parameter[]
  /** As they stand or were typed. */
  values: Readonly<Values>
  units: readonly UnitChoice[]
  problems: readonly FieldProblem[]
  newKeys?: readonly string[]
}

export const fieldOf = (key: string): string => `v_${key}`

export function ValueFields({ frame, parameters, values, units, problems, newKeys = [] }: FieldsProps) {
  const text = packageWords(frame)
  if (parameters.length === 0) return <p>{text.noValues}</p>
  return (
    <>
      <p>{text.valuesLead}</p>
      {parameters.map((parameter) => {
        const { key, type, title } = parameter
        const name = fieldOf(key)
        const hint = [newKeys.includes(key) ? text.newValue : '', parameter.hint ? inWords(frame, parameter.hint) : '']
        const own = {
          reader: frame,
          name,
          label: inWords(frame, title),
          hint: [...hint, sourceWords(frame, parameter, units)].filter(Boolean).join(' '),
          error: problems.find(({ field }) => field === name)?.message,
        }
        const value = values[key] ?? ''
        if (type === 'unit') return <SelectField {...own} choices={units} value={value} />
        if (type === 'yesNo') {
          const choices = [
            { value: 'true', label: text.yes },
            { value: 'false', label: text.no },
          ]
          return <Radios {...own} inline choices={choices} value={value} />
        }
        const unit = type === 'money' ? '€' : type === 'days' ? text.days : undefined
        const isNumber = type === 'money' || type === 'number' || type === 'days'
        return (
          <TextField
            {...own}
            value={isNumber ? shownNumber(frame, value) : value}
            unit={unit}
            inputMode={isNumber ? 'decimal' : undefined}
            width={isNumber ? 10 : undefined}
          />
        )
      })}
    </>
  )
}

/** German writes a comma; what was typed wrong stays as it is. */
const shownNumber = ({ language }: Reader, value: string): string =>
  language !== 'en' && /^-?\d+\.\d+$/.test(value) ? value.replace('.', ',') : value

function sourceWords(reader: Reader, { type, default: usual, source }: Parameter, units: readonly UnitChoice[]): string {
  const text = packageWords(reader)
  const given = String(usual)
  const shown =
    type === 'yesNo'
      ? given === 'true'
        ? text.yes
        : text.no
      : type === 'unit'
        ? (units.find(({ value }) => value === given)?.label ?? given)
        : shownNumber(reader, type === 'money' ? Number(usual).toFixed(2) : given)
  const from = !source
    ? ''
    : 'example' in source
      ? text.exampleValue
      : [text.sourceOf(source.law, source.date), source.verified ? '' : text.notVerified].filter(Boolean).join(' ')
  return [text.usual(shown), from].filter(Boolean).join(' ')
}

export function PackageProblems({ frame, problems }: { frame: Frame; problems: readonly Problem[] }) {
  const text = packageWords(frame)
  if (problems.length === 0) return null
  return (
    <Table
      caption={text.problems}
      rows={problems.slice(0, 100)}
      columns={[
        { label: text.place, cell: ({ file, at }) => [file, at].filter(Boolean).join(' ') || text.wholePackage },
        { label: text.problem, cell: ({ message }) => message[htmlLang(frame.language)] },
      ]}
    />
  )
}
