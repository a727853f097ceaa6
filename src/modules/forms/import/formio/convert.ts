// A Form.io form becomes a form of this house; what has no counterpart is a warning and a task.
import {
  documentFormat,
  type FormDocument,
  type Group,
  type Item,
  longestRepeat,
  type Page,
  type Question,
} from '../../document/document.ts'
import type { ImportReport, Warnings } from '../report.ts'
import { freeKey, Tasks } from '../tasks.ts'
import { labelOf, plainText, questionOf } from './component.ts'
import { conditionOf, NoCounterpart } from './logic.ts'
import { componentsIn, isArranging, isGroup, isRepeated, type Spot, Spots } from './names.ts'
import { type Conditions, readLogic } from './rules.ts'
import { type FormioForm, isObject, type Json, stringIn } from './source.ts'

type Making = {
  document: FormDocument
  tasks: Tasks
  warnings: Warnings
  spots: Spots
  conditions: Conditions
  counts: Omit<ImportReport, 'standard' | 'warnings'>
}

export function convertFormio(form: FormioForm, warnings: Warnings): { document: FormDocument; counts: Making['counts'] } {
  const intro = plainText(form.intro ?? '')
  const document: FormDocument = {
    format: documentFormat,
    title: { de: plainText(form.name) || 'Formular' },
    languages: ['de'],
    audience: ['person', 'company'],
    level: 'none',
    writtenForm: 'none',
    ...(intro !== '' && { lead: { de: intro } }),
    pages: [],
    origin: { standard: 'Form.io', id: (form.id ?? form.name).slice(0, 100), name: form.name.slice(0, 1_000) },
  }
  const tasks = new Tasks()
  const spots = new Spots(form.steps)
  const conditions = readLogic(form, spots, tasks, warnings)
  const counts = { fields: 0, groups: 0, rules: form.logic.length, structures: form.steps.length }
  const making: Making = { document, tasks, warnings, spots, conditions, counts }
  for (const variable of form.variables) {
    const name = stringIn(variable.key) ?? ''
    const de = `Die Variable „${name}“ hat kein Gegenstück.`
    warnings.add('type', '', de, `The variable “${name}” has no counterpart.`)
    tasks.add('', 'other', `${de} ${JSON.stringify(variable.initial_value ?? '').slice(0, 500)}`)
  }
  const keys = new Set<string>()
  for (const [number, step] of form.steps.entries()) {
    const skipped = conditions.skipped.get(number)
    const exits = conditions.exits.get(number)
    const title = plainText(step.name) || document.title.de
    const page: Page = {
      key: freeKey(keyOf(title, number), keys),
      title: { de: title },
      ...(skipped && { showWhen: `not(${skipped.join(' or ')})` }),
      items: itemsOf(making, step.components),
      ...(exits && { exits }),
    }
    document.pages.push(page)
  }
  if (tasks.list.length > 0) document.tasks = tasks.list
  return { document, counts }
}

const keyOf = (title: string, number: number): string => {
  const words = title.normalize('NFD').match(/[A-Za-z0-9]+/g) ?? []
  const key = words
    .slice(0, 5)
    .join('-')
    .toLowerCase()
    .replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  return /^[a-z]/.test(key) ? key : `step${number + 1}`
}

const itemsOf = (making: Making, components: readonly Json[]): Item[] =>
  components.flatMap((component) =>
    isArranging(component) ? itemsOf(making, componentsIn(component)) : itemOf(making, component),
  )

const notices = new Set(['content', 'html', 'htmlelement'])
const silent = new Set(['button', 'softRequiredErrors'])

function itemOf(making: Making, component: Json): Item[] {
  const spot = making.spots.of(component)
  const type = String(component.type)
  if (silent.has(type)) return []
  if (notices.has(type)) {
    const text = plainText(stringIn(component.html) ?? stringIn(component.content) ?? '')
    return text === '' ? [] : [shownWhen(making, component, spot, { kind: 'information', key: spot.key, text: { de: text } })]
  }
  if (isGroup(component)) return [shownWhen(making, component, spot, groupOf(making, component, spot))]
  making.counts.fields += 1
  const miss = missAt(making, spot.path)
  const question = questionOf(component, {
    key: spot.key,
    miss,
    keepList: (list) => {
      making.document.codeLists = { ...making.document.codeLists, [spot.key]: list }
      return spot.key
    },
  })
  if (!question) {
    const label = labelOf(component)
    const de = `„${label}“ (${type}) hat kein Gegenstück und fehlt.`
    making.warnings.add('type', spot.path, de, `“${label}” (${type}) has no counterpart and is missing.`)
    making.tasks.add('', 'type', de, { id: type.slice(0, 100) })
    return []
  }
  const own = isObject(component.openForms) ? component.openForms : {}
  const asked = own.softRequired === true && question.type !== 'consent' ? { ...question, need: 'reason' as const } : question
  return [shownWhen(making, component, spot, repeated(component, asked))]
}

const missAt =
  ({ warnings, tasks }: Making, path: string) =>
  (kind: 'type' | 'value' | 'code-list', de: string, en: string): void => {
    warnings.add(kind, path, de, en)
    tasks.add(path, kind === 'value' ? 'other' : kind, de)
  }

/** Several answers to one question; files and choices take several themselves. */
function repeated(component: Json, question: Question): Question | Group {
  if (component.multiple !== true || ['files', 'choices', 'consent'].includes(question.type)) return question
  const { need, ...one } = question
  const label = question.label
  return {
    kind: 'group',
    key: question.key,
    title: label,
    items: [one as Question],
    repeat: { min: need === 'optional' ? 0 : 1, one: label },
  }
}

function groupOf(making: Making, component: Json, spot: Spot): Group {
  making.counts.groups += 1
  const title = { de: labelOf(component) }
  const hint = plainText(stringIn(component.description) ?? '')
  const group: Group = {
    kind: 'group',
    key: spot.key,
    title,
    ...(hint !== '' && { hint: { de: hint } }),
    items: itemsOf(making, componentsIn(component)),
  }
  if (!isRepeated(component)) return group
  const { required, minLength, maxLength } = isObject(component.validate) ? component.validate : {}
  const one = plainText(stringIn(component.groupLabel) ?? '')
  const [least, most] = [Number(minLength), Number(maxLength)]
  const min = Number.isInteger(least) && least > 0 ? Math.min(least, longestRepeat) : required === true ? 1 : 0
  const max = Number.isInteger(most) && most > 0 ? Math.max(min, Math.min(most, longestRepeat)) : undefined
  return { ...group, repeat: { min, ...(max !== undefined && { max }), one: one === '' ? title : { de: one } } }
}

/** Its own condition and those of the logic together. What is hidden and never shown is told. */
function shownWhen<Shown extends Item>(making: Making, component: Json, spot: Spot, item: Shown): Shown {
  const { shows, hides } = making.conditions
  const key = String(component.key ?? '')
  const parts: string[] = []
  try {
    const own = conditionOf(component.conditional, making.spots.namesAt(spot))
    if (own !== undefined) parts.push(own)
  } catch (fault) {
    if (!(fault instanceof NoCounterpart)) throw fault
    missAt(making, spot.path)(
      'value',
      `Die Bedingung ist nicht übertragbar: ${JSON.stringify(component.conditional).slice(0, 300)}`,
      `Its condition cannot be taken over: ${fault.message}`,
    )
  }
  if (stringIn(component.customConditional) !== undefined)
    missAt(making, spot.path)('value', 'Eine Bedingung (Programmcode) entfällt.', 'A condition (program code) is left out.')
  const shown = shows.get(key)
  if (component.hidden === true && shown) parts.push(shown.length === 1 ? shown[0]! : `(${shown.join(' or ')})`)
  if (component.hidden === true && !shown) {
    parts.push('false')
    missAt(making, spot.path)('type', 'Verborgen: wird nicht gezeigt.', 'Hidden: it is not shown.')
  }
  const hidden = hides.get(key)
  if (hidden) parts.push(`not(${hidden.join(' or ')})`)
  return parts.length === 0 ? item : { ...item, showWhen: parts.join(' and ') }
}
