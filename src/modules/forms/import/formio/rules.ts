// The logic of an Open Forms export: what shows or hides a question or a step becomes a condition, anything else a task.
import type { Exit } from '../../document/document.ts'
import type { Warnings } from '../report.ts'
import type { Tasks } from '../tasks.ts'
import { feelOf, NoCounterpart } from './logic.ts'
import type { Spots } from './names.ts'
import { type FormioForm, isObject, type Json, objectsIn, stringIn } from './source.ts'

export type Conditions = {
  /** By key of the component. */
  shows: Map<string, string[]>
  hides: Map<string, string[]>
  /** By number of the step. */
  skipped: Map<number, string[]>
  exits: Map<number, Exit[]>
}

const put = <Key>(map: Map<Key, string[]>, key: Key, rule: string): void => void map.set(key, [...(map.get(key) ?? []), rule])

export function readLogic(form: FormioForm, spots: Spots, tasks: Tasks, warnings: Warnings): Conditions {
  const found: Conditions = { shows: new Map(), hides: new Map(), skipped: new Map(), exits: new Map() }
  for (const [index, rule] of form.logic.entries()) {
    const leave = (path: string, action: unknown, why: string): void => {
      const trigger = JSON.stringify(rule.json_logic_trigger)
      tasks.add(path, 'rule', `Regel ${index + 1} der Vorlage: Wenn ${trigger}, dann ${JSON.stringify(action)}`, {
        id: String(rule.uuid ?? index + 1).slice(0, 100),
      })
      warnings.add(
        'rule',
        path,
        `Regel ${index + 1} wartet auf Übersetzung: ${why}`,
        `Rule ${index + 1} waits for translation: ${why}`,
      )
    }
    let when: string
    try {
      when = feelOf(rule.json_logic_trigger, spots.namesAt({ within: '' }))
    } catch (fault) {
      if (!(fault instanceof NoCounterpart)) throw fault
      leave('', rule.actions, fault.message)
      continue
    }
    for (const action of objectsIn(rule.actions)) {
      const path = spots.find(String(action.component ?? ''))?.path ?? ''
      if (!apply(action, when, form, spots, found)) leave(path, action, kindOf(action))
      else if (kindOf(action) === 'disable-next') tasks.add('', 'other', `Ausstieg „${when}“: Bitte die Worte dafür schreiben.`)
    }
  }
  return found
}

const kindOf = ({ action }: Json): string => (isObject(action) ? String(action.type) : '')

/** @returns whether there is a counterpart */
function apply(step: Json, when: string, form: FormioForm, spots: Spots, found: Conditions): boolean {
  const action = isObject(step.action) ? step.action : {}
  const property = isObject(action.property) ? action.property : {}
  if (action.type === 'property' && property.value === 'hidden' && typeof action.state === 'boolean') {
    const key = String(step.component ?? '')
    if (!spots.find(key)) return false
    put(action.state ? found.hides : found.shows, key, when)
    return true
  }
  if (action.type === 'step-not-applicable') {
    const wanted = stringIn(step.form_step_uuid) ?? stringIn(step.form_step)?.split('/').at(-1)
    const number = form.steps.findIndex(({ id }) => id !== undefined && id === wanted)
    if (number < 0) return false
    put(found.skipped, number, when)
    return true
  }
  if (action.type !== 'disable-next') return false
  const named = [...when.matchAll(/[A-Za-z][A-Za-z0-9.]*/g)].flatMap(([name]) => spots.find(name) ?? [])
  const page = named.reduce((last, { step: own }) => Math.max(last, own), 0)
  const exit = {
    when,
    title: { de: 'Hier geht es nicht weiter', en: 'You cannot go on here' },
    text: {
      de: 'Mit Ihren Angaben kann dieses Formular nicht gesendet werden.',
      en: 'With your answers this form cannot be sent.',
    },
  }
  found.exits.set(page, [...(found.exits.get(page) ?? []), exit])
  return true
}
