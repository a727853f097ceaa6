// Which variables go into an activity and come out of it, in our own notation and in that of Camunda 7.
import { type Element, textOf } from './element.ts'
import type { Mapping, Rule } from './model.ts'
import type { Reading } from './reading.ts'

const attribute = (element: Element, name: string): string | undefined => {
  const value = element[name]
  return typeof value === 'string' ? value : undefined
}

export const inputsOf = (reading: Reading, element: Element): Mapping[] => [
  ...own(reading, element, 'input'),
  ...parameters(reading, element, 'inputParameter'),
  ...reading.foreign.extensions(element, 'camunda', 'in').flatMap((one) => passed(reading, element, one)),
]

export const outputsOf = (reading: Reading, element: Element): Mapping[] => [
  ...own(reading, element, 'output'),
  ...parameters(reading, element, 'outputParameter'),
  ...reading.foreign.extensions(element, 'camunda', 'out').flatMap((one) => passed(reading, element, one)),
]

/** `<stadttor:output to="result" from="= outcome"/>` */
function own(reading: Reading, element: Element, kind: 'input' | 'output'): Mapping[] {
  return reading.foreign.extensions(element, 'own', kind).flatMap((one) => {
    const to = reading.variable(element, attribute(one, 'to'))
    return to ? [{ to, from: reading.rule(element, attribute(one, 'from') ?? `= ${to}`) }] : []
  })
}

function parameters(reading: Reading, element: Element, kind: 'inputParameter' | 'outputParameter'): Mapping[] {
  const { foreign } = reading
  return foreign
    .extensions(element, 'camunda', 'inputOutput')
    .flatMap((one) => foreign.children(one, 'camunda', kind))
    .flatMap((one) => {
      const to = reading.variable(element, attribute(one, 'name'))
      if (!to) return []
      if ((one.$children ?? []).length > 0) {
        reading.error(
          element,
          { de: `„${to}“ ist eine Liste oder ein Skript.`, en: `"${to}" is a list or a script.` },
          { de: 'Schreiben Sie den Wert als FEEL, zum Beispiel = [1, 2].', en: 'Write the value as FEEL, such as = [1, 2].' },
        )
        return []
      }
      return [{ to, from: reading.rule(element, one.$body ?? '') }]
    })
}

/** `<camunda:in source="a" target="b"/>`; `businessKey` and `variables="all"` are read by the call itself. */
function passed(reading: Reading, element: Element, one: Element): Mapping[] {
  if (attribute(one, 'businessKey') !== undefined || attribute(one, 'variables') !== undefined) return []
  const to = reading.variable(element, attribute(one, 'target'))
  if (!to) return []
  const source = reading.variable(element, attribute(one, 'source'))
  const from: Rule = source ? { feel: source } : reading.rule(element, attribute(one, 'sourceExpression') ?? '')
  return [{ to, from }]
}

export function callOf(reading: Reading, element: Element): { businessKey: Rule | undefined; everything: boolean } {
  const all = reading.foreign.extensions(element, 'camunda', 'in')
  const key = all.map((one) => attribute(one, 'businessKey')).find((one) => one !== undefined)
  return {
    businessKey: reading.optional(element, reading.foreign.attribute(element, 'own', 'businessKey') ?? key),
    everything:
      all.some((one) => textOf(one, 'variables') === 'all') || reading.foreign.attribute(element, 'own', 'variables') === 'all',
  }
}
