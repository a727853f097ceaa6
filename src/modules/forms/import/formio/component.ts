// A Form.io component becomes a question; what has no counterpart is named.
import { fileKinds } from '../../../../kernel/uploads/kinds.ts'
import type { Choice, CodeList, Question, Text } from '../../document/document.ts'
import { tidyText } from '../file-text.ts'
import { isPattern, numberIn } from '../fim/values.ts'
import { isObject, type Json, objectsIn, stringIn } from './source.ts'

export type Building = {
  key: string
  /** Tells what was lost: the words say what to do. */
  miss: (kind: 'type' | 'value' | 'code-list', de: string, en: string) => void
  keepList: (list: CodeList) => string
}

const mostChoices = 15

/** Tags and named characters of what was written in a rich-text editor. */
export const plainText = (html: string): string =>
  tidyText(
    html
      .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, '')
      .replace(/<(br|\/p|\/div|\/h[1-6]|\/li|\/tr)\b[^>]*>/gi, '\n')
      .replace(/<li\b[^>]*>/gi, '– ')
      .replace(/<[^>]*>/g, '')
      .replace(/&nbsp;/g, ' ')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&amp;/g, '&'),
  ).slice(0, 20_000)

export const labelOf = (component: Json): string =>
  plainText(
    stringIn(component.label) ?? stringIn(component.title) ?? stringIn(component.legend) ?? String(component.key ?? ''),
  ) || 'Frage'

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : numberIn(typeof value === 'string' ? value : undefined)
const countOf = (value: unknown): number | undefined => {
  const number = numberOf(value)
  return number !== undefined && Number.isInteger(number) && number > 0 ? Math.min(number, 20_000) : undefined
}
const textOf = (value: unknown): Text | undefined => {
  const text = plainText(stringIn(value) ?? '')
  return text === '' ? undefined : { de: text }
}

/** Undefined: this component asks nothing that this house could ask. */
export function questionOf(component: Json, building: Building): Question | undefined {
  const validate = isObject(component.validate) ? component.validate : {}
  const hint = textOf(component.description)
  const help = textOf(component.tooltip)
  const common = {
    kind: 'question' as const,
    key: building.key,
    label: { de: labelOf(component) },
    ...(hint && { hint }),
    ...(help && { help }),
    ...(validate.required !== true && { need: 'optional' as const }),
    ...(component.isSensitiveData === true && /^(bsn|iban)$/.test(String(component.type)) && { sensitive: true }),
  }
  tellLost(component, validate, building)
  const dutch = (): void =>
    building.miss('type', 'Niederländische Prüfregel entfällt.', 'A Dutch check of the answer is left out.')
  const type = String(component.type)
  switch (type) {
    case 'textfield':
    case 'url':
      return { ...common, type: 'text', ...lengths(validate), ...pattern(validate, building) }
    case 'postcode':
    case 'bsn':
      dutch()
      return { ...common, type: 'text', maxLength: 20 }
    case 'licenseplate':
      dutch()
      return { ...common, type: 'plate' }
    case 'textarea':
      return { ...common, type: 'longText', ...lengths(validate) }
    case 'email':
    case 'iban':
      return { ...common, type }
    case 'phoneNumber':
      return { ...common, type: 'phone' }
    case 'addressNL':
    case 'address':
      return { ...common, type: 'address' }
    case 'date':
    case 'day':
      return { ...common, type: 'date', ...days(component, building) }
    case 'time':
      return { ...common, type: 'time' }
    case 'datetime':
      building.miss('type', 'Datum mit Uhrzeit: Gefragt wird als Text.', 'A date with a time: asked as text.')
      return { ...common, type: 'text', maxLength: 40 }
    case 'number':
      return {
        ...common,
        type: 'number',
        ...bounds(validate, (value) => value),
        ...unit(component),
        decimals: decimalsOf(component, validate),
      }
    case 'currency':
      if (component.currency !== undefined && component.currency !== 'EUR')
        building.miss(
          'value',
          `Die Währung ${String(component.currency)} wird zu Euro.`,
          `The currency ${String(component.currency)} becomes euro.`,
        )
      return { ...common, type: 'money', ...bounds(validate, (value) => Math.round(value * 100)) }
    case 'checkbox':
      if (validate.required === true) return { ...common, type: 'consent' }
      return { ...common, type: 'yesNo' }
    case 'radio':
    case 'select':
    case 'selectboxes':
      return choosing(component, validate, common, building)
    case 'file':
      return { ...common, type: 'files', ...files(component, building) }
    case 'map':
      return { ...common, type: 'place', shape: shapeOf(component, building) }
    default:
      return undefined
  }
}

function tellLost(component: Json, validate: Json, { miss }: Building): void {
  if (stringIn(validate.custom) !== undefined || isObject(validate.json))
    miss('value', 'Eine eigene Prüfung (Programmcode) entfällt.', 'A check of its own (program code) is left out.')
  if (stringIn(component.calculateValue) !== undefined || isObject(component.calculateValue))
    miss('value', 'Eine Berechnung (Programmcode) entfällt.', 'A calculation (program code) is left out.')
  const plugin = isObject(component.prefill) ? stringIn(component.prefill.plugin) : undefined
  if (plugin !== undefined) miss('value', `Die Vorbefüllung „${plugin}“ entfällt.`, `Filling it from “${plugin}” is left out.`)
}

function lengths({ minLength, maxLength }: Json): { minLength?: number; maxLength?: number } {
  const [min, max] = [countOf(minLength), countOf(maxLength)]
  return { ...(min !== undefined && { minLength: min }), ...(max !== undefined && { maxLength: max }) }
}

function pattern({ pattern: given, customMessage }: Json, { miss }: Building): { pattern?: string; patternHint?: Text } {
  const text = stringIn(given)
  if (text === undefined) return {}
  const bare = text.replace(/^\^|(?<!\\)\$$/g, '')
  if (!isPattern(bare)) {
    miss('value', `Das Muster „${text.slice(0, 80)}“ ist nicht anwendbar.`, `The pattern “${text.slice(0, 80)}” cannot be used.`)
    return {}
  }
  const patternHint = textOf(customMessage)
  return { pattern: bare, ...(patternHint && { patternHint }) }
}

function bounds({ min, max }: Json, unitOf: (value: number) => number): { min?: number; max?: number } {
  const [low, high] = [numberOf(min), numberOf(max)]
  return { ...(low !== undefined && { min: unitOf(low) }), ...(high !== undefined && { max: unitOf(high) }) }
}

const decimalsOf = ({ decimalLimit }: Json, { integer }: Json): number =>
  integer === true ? 0 : Math.min(10, numberOf(decimalLimit) ?? 2)

const unit = ({ suffix }: Json): { unit?: Text } => {
  const text = textOf(suffix)
  return text ? { unit: text } : {}
}

/** Bounds of a date: a fixed day, or so many days from today. @standard Open Forms extension `openForms.minDate` */
function days(component: Json, { miss }: Building): { earliest?: string; latest?: string } {
  const own = isObject(component.openForms) ? component.openForms : {}
  const picker = isObject(component.datePicker) ? component.datePicker : {}
  const bound = (name: 'minDate' | 'maxDate'): string | undefined => {
    const rule = isObject(own[name]) ? own[name] : {}
    const fixed = /^\d{4}-\d\d-\d\d/.exec(stringIn(picker[name]) ?? '')?.[0]
    if (rule.mode === 'future') return 'today() + duration("P1D")'
    if (rule.mode === 'past') return 'today() - duration("P1D")'
    if (rule.mode === 'relativeToVariable')
      miss(
        'value',
        'Ein Datum, das sich aus einem anderen ergibt, entfällt als Grenze.',
        'A bound that follows from another date is left out.',
      )
    return fixed === undefined ? undefined : `date("${fixed}")`
  }
  const [earliest, latest] = [bound('minDate'), bound('maxDate')]
  return { ...(earliest && { earliest }), ...(latest && { latest }) }
}

type Common = Omit<Extract<Question, { type: 'email' }>, 'type'>

function choosing(component: Json, validate: Json, common: Common, { miss, keepList }: Building): Question {
  const inside = isObject(component.data) ? component.data.values : undefined
  const given = objectsIn(Array.isArray(component.values) ? component.values : inside)
  const choices = new Map<string, Choice>()
  for (const { value, label } of given) {
    const own = String(value ?? '').slice(0, 200)
    if (own !== '') choices.set(own, { value: own, label: { de: plainText(stringIn(label) ?? own) || own } })
  }
  if (choices.size === 0) {
    miss(
      'code-list',
      'Die Auswahl kommt aus einer anderen Quelle. Gefragt wird als Text.',
      'The choices come from elsewhere. It is asked as text.',
    )
    return { ...common, type: 'text', maxLength: 255 }
  }
  const list = [...choices.values()]
  if (component.type === 'selectboxes' || component.multiple === true) {
    const [min, max] = [countOf(validate.minSelectedCount), countOf(validate.maxSelectedCount)]
    return { ...common, type: 'choices', choices: list, ...(min !== undefined && { min }), ...(max !== undefined && { max }) }
  }
  if (list.length <= mostChoices) return { ...common, type: 'choice', choices: list }
  const entries = list.map(({ value, label }) => ({ value, label: label.de.slice(0, 1_000) }))
  return { ...common, type: 'codeList', list: keepList({ name: common.label, entries }) }
}

function files(component: Json, { miss }: Building): { accept?: string[]; maxFiles?: number; maxMegabytes?: number } {
  const wanted = isObject(component.file) && Array.isArray(component.file.type) ? component.file.type.map(String) : []
  const accept = Object.entries(fileKinds).flatMap(([name, { mediaType }]) =>
    wanted.includes(mediaType.split(';')[0]!) ? [name] : [],
  )
  if (wanted.length > 0 && accept.length === 0 && !wanted.includes('*'))
    miss(
      'value',
      `Keine der Dateiarten wird hier angenommen: ${wanted.join(', ').slice(0, 200)}`,
      `None of these kinds of files is accepted here: ${wanted.join(', ').slice(0, 200)}`,
    )
  const [, size, unitOf] = /^(\d{1,6}(?:\.\d+)?)\s*([KMG]?)B?$/i.exec(stringIn(component.fileMaxSize) ?? '') ?? []
  const factor = { K: 0.001, M: 1, G: 1_000 }[(unitOf ?? '').toUpperCase()] ?? 0.000_001
  const megabytes = size === undefined ? undefined : Math.min(2_000, Math.max(1, Math.ceil(Number(size) * factor)))
  const most = component.multiple === true ? countOf(component.maxNumberOfFiles) : 1
  return {
    ...(accept.length > 0 && { accept }),
    ...(most !== undefined && { maxFiles: Math.min(most, 50) }),
    ...(megabytes !== undefined && { maxMegabytes: megabytes }),
  }
}

function shapeOf(component: Json, { miss }: Building): 'point' | 'line' | 'area' {
  const { marker, polygon, polyline } = isObject(component.interactions) ? component.interactions : {}
  const shapes = [marker && 'point', polyline && 'line', polygon && 'area'].filter(
    (one): one is 'point' | 'line' | 'area' => typeof one === 'string',
  )
  if (shapes.length > 1)
    miss('type', 'Auf der Karte ist nur eine Art der Eingabe möglich.', 'Only one kind of input is possible on the map.')
  return shapes[0] ?? 'point'
}
