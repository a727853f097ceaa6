// A FIM field becomes a question, a notice, or something that nobody is asked, with a warning.
import { fileKinds } from '../../../../kernel/uploads/kinds.ts'
import { bounds, type CodeList, type Item, type Origin, type Question, type Text } from '../../document/document.ts'
import { isSensitive, knownTypeOf } from './known-fields.ts'
import type { Multiplicity, XdfField } from './schema.ts'
import { dateOf, isPattern, numberIn, timeOf } from './values.ts'

export type Asking = {
  key: string
  multiplicity: Multiplicity
  optional: boolean
  /** Tells what has no counterpart: as a warning, and as a task for the department. */
  miss: (kind: 'label' | 'locked' | 'hidden' | 'code-list' | 'type' | 'value', de: string, en: string, task?: boolean) => void
  /** Keeps a code list of the form. @returns its name */
  keepList: (list: CodeList) => string
}

const longHint = 250
const mostChoices = 15
const textLine = 255

/** What stays of the multiplicity once the question itself takes several answers. */
export type Asked = { item: Item; takesSeveral: boolean }

export function askField(field: XdfField, asking: Asking): Asked {
  if (field.role === 'label') {
    asking.miss('label', 'Ein Hinweis, keine Frage.', 'A notice, not a question.', false)
    const text = field.content ?? field.help ?? field.label
    const title = field.label === text ? undefined : { de: field.label }
    return {
      item: { kind: 'information', key: asking.key, text: { de: cut(text) }, ...(title && { title }) },
      takesSeveral: true,
    }
  }
  if (field.role === 'locked' && field.content !== undefined) {
    asking.miss('locked', `Gesperrtes Feld: zeigt „${short(field.content)}“.`, `Locked field: shows “${short(field.content)}”.`)
    const text = { de: cut(field.content) }
    return { item: { kind: 'information', key: asking.key, text, title: { de: field.label } }, takesSeveral: true }
  }
  const { question, takesSeveral } = typed(field, asking)
  if (field.role !== 'hidden' && field.role !== 'locked') {
    if (field.role !== 'input' && field.role !== 'select')
      asking.miss('type', `Die Feldart „${field.role}“ ist nicht bekannt.`, `The kind of field “${field.role}” is not known.`)
    return { item: question, takesSeveral }
  }
  const [de, en] = field.role === 'hidden' ? ['Verborgenes', 'Hidden'] : ['Gesperrtes', 'Locked']
  const value = field.content === undefined ? '' : ` („${short(field.content)}“)`
  asking.miss(
    field.role,
    `${de} Feld${value}: Es wird nicht gefragt. Bitte festlegen, woher der Wert kommt, oder die Frage löschen.`,
    `${en} field${value}: it is not asked. Please say where its value comes from, or delete the question.`,
  )
  return { item: { ...question, need: 'optional', showWhen: 'false' }, takesSeveral }
}

type Typed = { question: Question; takesSeveral: boolean }

function typed(field: XdfField, asking: Asking): Typed {
  const one = (question: Question): Typed => ({ question, takesSeveral: false })
  const common = commonOf(field, asking)
  if (field.role === 'select' || field.values !== undefined || field.codeList !== undefined) return chosen(field, asking, common)
  const { minValue, maxValue } = field.precision
  switch (field.type) {
    case 'bool':
      return one({ ...common, type: 'yesNo' })
    case 'num':
    case 'num_int': {
      const decimals = field.type === 'num' ? { decimals: Math.max(2, decimalsIn(minValue), decimalsIn(maxValue)) } : {}
      return one({ ...common, type: 'number', ...numbers(field, asking, (value) => value), ...decimals })
    }
    case 'num_currency':
      return one({ ...common, type: 'money', ...numbers(field, asking, (value) => Math.round(value * 100)) })
    case 'date': {
      const [earliest, latest] = [dateOf(minValue), dateOf(maxValue)]
      const days = { ...(earliest && { earliest: `date("${earliest}")` }), ...(latest && { latest: `date("${latest}")` }) }
      return one({ ...common, type: 'date', ...days })
    }
    case 'time': {
      const [earliest, latest] = [timeOf(minValue), timeOf(maxValue)]
      return one({ ...common, type: 'time', ...(earliest && { earliest }), ...(latest && { latest }) })
    }
    case 'file':
    case 'obj':
      return { question: files(field, asking, common), takesSeveral: true }
    case 'datetime':
      asking.miss(
        'type',
        'Datum mit Uhrzeit: Gefragt wird als Text. Bitte in zwei Fragen teilen.',
        'A date with a time: asked as text. Please divide it into two questions.',
      )
      return one({ ...common, type: 'text', maxLength: 40, example: { de: '24.12.2026, 14:30 Uhr' } })
    case 'text':
    case 'text_latin':
      return one(text(field, asking, common))
    default:
      asking.miss('type', `Der Datentyp „${field.type}“ ist nicht bekannt.`, `The data type “${field.type}” is not known.`)
      return one(text(field, asking, common))
  }
}

type Common = Omit<Extract<Question, { type: 'email' }>, 'type'>

function commonOf(field: XdfField, { key, multiplicity, optional }: Asking): Common {
  const help = field.help === undefined || field.help === field.label ? undefined : { de: cut(field.help) }
  return {
    kind: 'question',
    key,
    label: { de: cut(field.label) },
    ...(help && (help.de.length <= longHint ? { hint: help } : { help })),
    ...(optional && { need: 'optional' as const }),
    ...(isSensitive(field) && { sensitive: true }),
    origin: originOf(field, multiplicity),
  }
}

export const originOf = ({ id, version }: { id: string; version?: string }, multiplicity: Multiplicity): Origin => ({
  id,
  ...(version !== undefined && { version }),
  multiplicity: multiplicity.text,
})

function text(field: XdfField, asking: Asking, common: Common): Question {
  const known = knownTypeOf(field)
  if (known) return { ...common, ...known }
  const { minLength, maxLength, pattern } = field.precision
  const lengths = {
    ...(minLength !== undefined && minLength > 1 && { minLength: Math.min(minLength, bounds.text) }),
    ...(maxLength !== undefined && { maxLength: Math.min(maxLength, bounds.text) }),
  }
  const usable = pattern !== undefined && isPattern(pattern)
  if (pattern !== undefined && !usable)
    asking.miss('value', `Das Muster „${short(pattern)}“ ist nicht anwendbar.`, `The pattern “${short(pattern)}” cannot be used.`)
  if (maxLength !== undefined && maxLength > textLine && !usable) return { ...common, type: 'longText', ...lengths }
  return { ...common, type: 'text', ...lengths, ...(usable && { pattern: pattern.replace(/^\^|(?<!\\)\$$/g, '') }) }
}

/** Kinds of files that this house accepts at all. */
const kindsOf = (mediaTypes: readonly string[]): string[] =>
  Object.entries(fileKinds).flatMap(([name, { mediaType }]) => {
    const own = mediaType.split(';')[0]!
    return mediaTypes.some((type) => type === own || (type.endsWith('/*') && own.startsWith(type.slice(0, -1)))) ? [name] : []
  })

function files(field: XdfField, asking: Asking, common: Common): Question {
  const { min, max } = asking.multiplicity
  const megabytes = field.maxSize === undefined ? undefined : Math.min(2_000, Math.max(1, Math.ceil(field.maxSize / 1_000_000)))
  const accept = kindsOf(field.mediaTypes)
  if (field.mediaTypes.length > 0 && accept.length === 0)
    asking.miss(
      'value',
      `Keine der Dateiarten wird hier angenommen: ${field.mediaTypes.join(', ')}.`,
      `None of these kinds of files is accepted here: ${field.mediaTypes.join(', ')}.`,
    )
  if (min > 1) asking.miss('value', `Mindestens ${min} Dateien verlangt.`, `At least ${min} files are demanded.`)
  return {
    ...common,
    type: 'files',
    ...(max !== undefined && { maxFiles: Math.min(Math.max(1, max), 50) }),
    ...(accept.length > 0 && { accept }),
    ...(megabytes !== undefined && { maxMegabytes: megabytes }),
  }
}

function chosen(field: XdfField, asking: Asking, common: Common): Typed {
  const { values, codeList } = field
  if (values !== undefined && values.length <= mostChoices) {
    const choices = values.map(({ value, label, hint }) => ({
      value,
      label: { de: label },
      ...(hint !== undefined && { hint: { de: hint } }),
    }))
    const { min, max } = asking.multiplicity
    if (max === 1) return { question: { ...common, type: 'choice', choices }, takesSeveral: false }
    const several = {
      ...(min > 1 && { min: Math.min(min, choices.length) }),
      ...(max !== undefined && { max: Math.min(Math.max(1, max), choices.length) }),
    }
    return { question: { ...common, type: 'choices', choices, ...several }, takesSeveral: true }
  }
  if (values !== undefined) {
    if (values.length > bounds.entries)
      asking.miss(
        'code-list',
        `Die Liste hat mehr als ${bounds.entries} Einträge.`,
        `The list has more than ${bounds.entries} entries.`,
      )
    const entries = values.slice(0, bounds.entries).map(({ value, label }) => ({ value, label: label.slice(0, 1_000) }))
    const list = asking.keepList({ name: { de: field.label }, entries, ...codeList })
    return { question: { ...common, type: 'codeList', list }, takesSeveral: false }
  }
  const house = /:schluessel:(staat|staatsangehoerigkeit)$/.exec(codeList?.uri ?? '')?.[1]
  if (house !== undefined) {
    asking.miss(
      'code-list',
      `Die Codeliste ${codeList!.uri} wird durch die Länderliste des Hauses ersetzt. Diese hat die Kürzel der ISO 3166, nicht die amtlichen Schlüssel.`,
      `The code list ${codeList!.uri} is replaced by the list of countries of the house. That one has the codes of ISO 3166, not the official keys.`,
    )
    return { question: { ...common, type: house === 'staat' ? 'country' : 'nationality' }, takesSeveral: false }
  }
  const name = codeList === undefined ? '' : ` ${codeList.uri}${codeList.version === undefined ? '' : ` (${codeList.version})`}`
  asking.miss(
    'code-list',
    codeList === undefined
      ? 'Für diese Auswahl nennt die Vorlage keine Werte. Gefragt wird als Text.'
      : `Die Codeliste${name} liegt nicht bei. Gefragt wird als Text, bis die Liste eingetragen ist.`,
    codeList === undefined
      ? 'The template names no values for this choice. It is asked as text.'
      : `The code list${name} is not part of the file. It is asked as text until the list is entered.`,
  )
  return { question: { ...common, type: 'text', maxLength: textLine }, takesSeveral: false }
}

/** Bounds that are numbers, in the unit of the answer. */
function numbers(field: XdfField, asking: Asking, unit: (value: number) => number): { min?: number; max?: number } {
  const { minValue, maxValue } = field.precision
  const [min, max] = [numberIn(minValue), numberIn(maxValue)]
  for (const [text, value] of [
    [minValue, min],
    [maxValue, max],
  ] as const)
    if (text !== undefined && value === undefined)
      asking.miss('value', `Die Grenze „${short(text)}“ ist keine Zahl.`, `The bound “${short(text)}” is no number.`)
  if (min !== undefined && max !== undefined && min > max) {
    asking.miss(
      'value',
      `Die Grenzen ${min} und ${max} schließen einander aus.`,
      `The bounds ${min} and ${max} exclude each other.`,
    )
    return {}
  }
  // Beyond this no bound says anything, and no exact number of cents could hold it.
  const kept = (value: number | undefined): value is number => value !== undefined && Math.abs(unit(value)) <= 1e15
  return { ...(kept(min) && { min: unit(min) }), ...(kept(max) && { max: unit(max) }) }
}

const decimalsIn = (value: string | undefined): number => /[.,](\d{1,6})$/.exec(value ?? '')?.[1]?.length ?? 0
export const cut = (text: string): string => (text.length <= bounds.text ? text : `${text.slice(0, bounds.text - 1)}…`)
const short = (text: string): string => (text.length <= 80 ? text : `${text.slice(0, 79)}…`)

export const textDe = (text: string): Text => ({ de: cut(text) })
