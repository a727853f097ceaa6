// Lists what a file of Camunda 7 says that is not taken over, so that nobody believes it is.
import { type Element, elementsIn } from './element.ts'
import type { Reading } from './reading.ts'

const translated = new Set([
  'assignee',
  'candidateGroups',
  'candidateUsers',
  'collection',
  'decisionRef',
  'dueDate',
  'elementVariable',
  'errorCodeVariable',
  'expression',
  'followUpDate',
  'formKey',
  'formRef',
  'priority',
  'resultVariable',
  'topic',
  'type',
])
/** They tune an engine that stores less often than ours, or hold nothing that runs. */
const needless = new Set([
  'asyncBefore',
  'asyncAfter',
  'async',
  'exclusive',
  'jobPriority',
  'taskPriority',
  'historyTimeToLive',
  'modelerTemplate',
  'modelerTemplateVersion',
  'modelerTemplateIcon',
  'versionTag',
  'diagramRelationId',
  'mapDecisionResult',
  'isStartableInTasklist',
])
const refusedElsewhere = new Set(['class', 'delegateExpression', 'connector'])
const translatedElements = new Set(['in', 'out', 'inputOutput', 'formData'])
const needlessElements = new Set(['properties'])

export function listForeign(reading: Reading, definitions: Element): void {
  const seen = new Set<Element>()
  const walk = (element: Element): void => {
    if (seen.has(element)) return
    seen.add(element)
    const left = [
      ...reading.foreign
        .attributeNames(element, 'camunda')
        .filter((name) => !translated.has(name) && !needless.has(name) && !refusedElsewhere.has(name)),
      ...reading.foreign
        .extensionNames(element, 'camunda')
        .filter((name) => !translatedElements.has(name) && !needlessElements.has(name) && !refusedElsewhere.has(name)),
    ]
    for (const name of new Set(left))
      reading.say('note', element, { de: `camunda:${name} wird nicht übernommen.`, en: `camunda:${name} is not taken over.` })
    for (const property of ['rootElements', 'flowElements', 'eventDefinitions'])
      for (const inner of elementsIn(element, property)) walk(inner)
  }
  walk(definitions)
}
