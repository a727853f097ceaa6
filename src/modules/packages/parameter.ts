// The values a town gives to the parameters of a package: checked by their type, kept as text, put into the files.
import { Decimal } from 'decimal.js'
import { escapeXml } from '../../standards/xml/escape.ts'
import { bounds, type Manifest, type Parameter } from './manifest.ts'
import { type Problem, problem } from './problems.ts'

/** By key, in the one way each type is written: `100.00`, `14`, `true`, `2026-01-31`. */
export type Values = Record<string, string>
type Wrong = { de: string; en: string }

const wrong = (de: string, en: string): { wrong: Wrong } => ({ wrong: { de, en } })
const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text

/** A value as it is kept. Amounts may be typed as `1.234,50` or `1234.50`. */
export function canonical(parameter: Parameter, given: string | number | boolean): { value: string } | { wrong: Wrong } {
  const text = String(given).trim()
  const { type } = parameter
  if (text.length > bounds.value)
    return wrong(`Das ist zu lang, höchstens ${bounds.value} Zeichen.`, `This is too long, at most ${bounds.value} characters.`)
  if (type === 'yesNo')
    return text === 'true' || text === 'false' ? { value: text } : wrong('Wählen Sie ja oder nein.', 'Choose yes or no.')
  if (type === 'date') {
    const [, day = '', month = '', year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? []
    const date = year === undefined ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    return isDay(date)
      ? { value: date }
      : wrong('Geben Sie ein Datum ein, zum Beispiel 31.01.2026.', 'Enter a date, for example 2026-01-31.')
  }
  if (type === 'unit')
    return /^(\/([a-z0-9][a-z0-9-]{0,63}\/)*|[a-z0-9][a-z0-9-]{0,63})$/.test(text)
      ? { value: text }
      : wrong('Wählen Sie eine Stelle.', 'Choose a unit.')
  if (type === 'text') {
    if (text === '') return wrong('Geben Sie einen Text ein.', 'Enter a text.')
    // A value is put in once: nothing in it is looked at again.
    return /\{\{|\}\}/.test(text)
      ? wrong('Geschweifte Klammern {{ }} sind hier nicht möglich.', 'Curly brackets {{ }} are not possible here.')
      : { value: text }
  }
  return canonicalNumber(parameter, text)
}

function canonicalNumber({ type, min, max }: Parameter, text: string): { value: string } | { wrong: Wrong } {
  const plain = /^-?\d{1,3}(\.\d{3})*,\d+$|^-?\d+,\d+$/.test(text) ? text.replaceAll('.', '').replace(',', '.') : text
  if (!/^-?\d{1,12}(\.\d{1,10})?$/.test(plain))
    return type === 'money'
      ? wrong('Geben Sie einen Betrag ein, zum Beispiel 100,00.', 'Enter an amount, for example 100.00.')
      : wrong('Geben Sie eine Zahl ein.', 'Enter a number.')
  const value = new Decimal(plain)
  if (type === 'money' && value.decimalPlaces() > 2)
    return wrong('Ein Betrag hat höchstens zwei Nachkommastellen.', 'An amount has at most two decimals.')
  if (type === 'days' && (!value.isInteger() || value.isNegative()))
    return wrong('Geben Sie eine ganze Zahl von Tagen ein.', 'Enter a whole number of days.')
  const [least, most] = [min ?? (type === 'money' ? 0 : undefined), max]
  if (least !== undefined && value.lt(least)) return wrong(`Das sind mindestens ${least}.`, `This is at least ${least}.`)
  if (most !== undefined && value.gt(most)) return wrong(`Das sind höchstens ${most}.`, `This is at most ${most}.`)
  return { value: type === 'money' ? value.toFixed(2) : value.toFixed() }
}

/** The town's own values where it set some, else those of the package. A problem's `at` is the parameter's key. */
export function valuesOf(
  { parameters }: Pick<Manifest, 'parameters'>,
  own: Readonly<Record<string, string>>,
): { values: Values } | { problems: Problem[] } {
  const values: Values = {}
  const problems: Problem[] = []
  for (const parameter of parameters) {
    const checked = canonical(parameter, own[parameter.key] ?? parameter.default)
    if ('value' in checked) values[parameter.key] = checked.value
    else problems.push({ file: '', at: parameter.key, message: checked.wrong })
  }
  return problems.length > 0 ? { problems } : { values }
}

/** What a town set that is no parameter of this package. */
export const unknownKeys = ({ parameters }: Pick<Manifest, 'parameters'>, own: Readonly<Record<string, string>>): string[] =>
  Object.keys(own).filter((key) => !parameters.some((parameter) => parameter.key === key))

const placeholder = /\{\{(?!=)([^{}]*)\}\}/g
const bareTypes: readonly string[] = ['money', 'number', 'days', 'yesNo']

/** Puts values in for `{{key}}`; `{{= rule }}` is for letters and stays. */
export function fillIn(
  file: string,
  text: string,
  parameters: readonly Parameter[],
  values: Readonly<Values>,
): { content: string } | { problems: Problem[] } {
  const isJson = file.endsWith('.json')
  const problems: Problem[] = []
  const inText = isJson ? stringsIn(text) : () => true
  const content = text.replace(placeholder, (whole, name: string, at: number) => {
    const key = name.trim()
    const parameter = parameters.find((one) => one.key === key)
    const line = `line ${text.slice(0, at).split('\n').length}`
    const value = values[key]
    if (!parameter || value === undefined) {
      problems.push(
        problem(
          file,
          line,
          `Diesen Parameter kennt das Paket nicht: ${whole.slice(0, 80)}. Eine Regel in einem Brief schreiben Sie als {{= … }}.`,
          `The package has no such parameter: ${whole.slice(0, 80)}. Write a rule in a letter as {{= … }}.`,
        ),
      )
      return whole
    }
    if (!inText(at) && !bareTypes.includes(parameter.type)) {
      problems.push(
        problem(file, line, `${whole} gehört hier zwischen Anführungszeichen.`, `${whole} belongs between quotation marks here.`),
      )
      return whole
    }
    const plain = isRuleText(text, at, at + whole.length, isJson) ? value.replace(/[\\"]/g, '\\$&') : value
    return isJson ? JSON.stringify(plain).slice(1, -1) : escapeXml(plain).replaceAll("'", '&apos;')
  })
  return problems.length > 0 ? { problems } : { content }
}

/** Whether the placeholder is the whole of a text in a rule, such as `if zone = 1 then "{{name}}"`: a quotation mark in the value does not end it. */
function isRuleText(text: string, from: number, to: number, isJson: boolean): boolean {
  const between = (mark: string): boolean => text.startsWith(mark, from - mark.length) && text.startsWith(mark, to)
  if (isJson) return between('\\"')
  // Between tags; in an attribute the mark is written out.
  return between('&quot;') || (between('"') && text.lastIndexOf('>', from) > text.lastIndexOf('<', from))
}

/** Whether a place of a JSON text stands between quotation marks; asked from front to back. */
function stringsIn(text: string): (at: number) => boolean {
  let [here, inside] = [0, false]
  return (at) => {
    for (; here < at; here += 1) {
      if (inside && text[here] === '\\') here += 1
      else if (text[here] === '"') inside = !inside
    }
    return inside
  }
}
