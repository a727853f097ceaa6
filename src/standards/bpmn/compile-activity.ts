// Reads one activity: who does it, with which values, how often.

import { messageOf } from './compile-event.ts'
import { bodyOf, type Element, elementIn, kindOf, textOf } from './element.ts'
import { callOf, inputsOf, outputsOf } from './mappings.ts'
import type { Assignment, Both, Loop, Rule, Task, TaskPart, Work } from './model.ts'
import type { Reading } from './reading.ts'
import { fieldsOf } from './task-fields.ts'

const refused: Readonly<Record<string, Both>> = {
  Transaction: {
    de: 'Nehmen Sie einen eingebetteten Teilprozess mit Kompensation.',
    en: 'Use an embedded subprocess with compensation.',
  },
  AdHocSubProcess: {
    de: 'Zeichnen Sie die Schritte mit parallelen oder inklusiven Wegen.',
    en: 'Draw the steps with parallel or inclusive paths.',
  },
}

/** What is special to its kind; undefined where it is refused. */
export function partOf(reading: Reading, element: Element): TaskPart | undefined {
  const kind = kindOf(element)
  const result = reading.variable(element, reading.attribute(element, 'resultVariable') ?? reading.attribute(element, 'result'))
  switch (kind) {
    case 'UserTask':
      return { is: 'user', assignment: assignmentOf(reading, element) }
    case 'ManualTask':
      return { is: 'manual' }
    case 'Task':
      reading.say(
        'warning',
        element,
        { de: 'Diese Aufgabe hat keine Art und wird durchlaufen.', en: 'This task has no kind and is passed through.' },
        { de: 'Machen Sie eine Benutzer- oder Serviceaufgabe daraus.', en: 'Make it a user or service task.' },
      )
      return { is: 'pass' }
    case 'ScriptTask':
      return scriptOf(reading, element, result)
    case 'BusinessRuleTask': {
      const decision = reading.attribute(element, 'decisionRef') ?? reading.attribute(element, 'decision')
      if (decision) return { is: 'decision', decision: reading.rule(element, decision), result }
      const work = workOf(reading, element)
      return work ? { is: 'work', work, result, retries: undefined } : missingWork(reading, element)
    }
    case 'ServiceTask': {
      const expression = reading.foreign.attribute(element, 'camunda', 'expression')
      if (expression) return { is: 'script', script: reading.rule(element, expression), result }
      const work = workOf(reading, element)
      const retries = reading.foreign.attribute(element, 'own', 'retries')
      if (!work) return missingWork(reading, element)
      return { is: 'work', work, result, retries: retries && /^\d{1,2}$/.test(retries) ? Number(retries) : undefined }
    }
    case 'SendTask': {
      const work = workOf(reading, element)
      if (work) return { is: 'work', work, result, retries: undefined }
      return { is: 'send', trigger: messageOf(reading, element, elementIn(element, 'messageRef')) }
    }
    case 'ReceiveTask':
      if (element.instantiate === true)
        reading.error(
          element,
          { de: 'Eine Empfangsaufgabe kann keinen Vorgang beginnen.', en: 'A receive task cannot begin a process.' },
          { de: 'Zeichnen Sie davor ein Startereignis mit Nachricht.', en: 'Draw a message start event before it.' },
        )
      return { is: 'receive', trigger: messageOf(reading, element, elementIn(element, 'messageRef')) }
    case 'CallActivity': {
      const called = textOf(element, 'calledElement') || (reading.foreign.attribute(element, 'own', 'calledElement') ?? '')
      if (called === '') reading.error(element, { de: 'Der aufgerufene Prozess fehlt.', en: 'The called process is missing.' })
      return { is: 'call', called: reading.rule(element, called), ...callOf(reading, element) }
    }
    case 'SubProcess':
      return { is: 'subprocess', byEvent: element.triggeredByEvent === true }
    default:
      reading.error(element, { de: `„${kind}“ wird nicht unterstützt.`, en: `"${kind}" is not supported.` }, refused[kind])
      return undefined
  }
}

function missingWork(reading: Reading, element: Element): TaskPart {
  const java = ['class', 'delegateExpression', 'connector'].find(
    (name) =>
      reading.foreign.attribute(element, 'camunda', name) !== undefined ||
      reading.foreign.extensions(element, 'camunda', name).length > 0,
  )
  reading.error(
    element,
    java
      ? { de: `Der Schritt ruft Java auf (camunda:${java}).`, en: `The step calls Java (camunda:${java}).` }
      : { de: 'Niemand ist genannt, der diesen Schritt tut.', en: 'Nobody is named who does this step.' },
    {
      de: 'Geben Sie ein Thema an (camunda:type="external" mit camunda:topic, oder stadttor:topic), das ein Modul oder ein Programm bearbeitet.',
      en: 'Name a topic (camunda:type="external" with camunda:topic, or stadttor:topic) that a module or a program works on.',
    },
  )
  return { is: 'pass' }
}

/** A topic for a module or a program, or a signed call to an address. */
export function workOf(reading: Reading, element: Element | undefined): Work | undefined {
  if (!element) return undefined
  const url = reading.foreign.attribute(element, 'own', 'webhook')
  if (url) return { by: 'webhook', url: reading.rule(element, url) }
  const topic = reading.attribute(element, 'topic')
  return topic ? { by: 'topic', topic: reading.rule(element, topic) } : undefined
}

function scriptOf(reading: Reading, element: Element, result: string | undefined): TaskPart {
  const format = textOf(element, 'scriptFormat').toLowerCase()
  if (!['', 'feel', 'text/feel', 'application/feel'].includes(format)) {
    reading.error(
      element,
      { de: `Ein Skript in ${format} wird nie ausgeführt.`, en: `A script in ${format} is never run.` },
      {
        de: 'Schreiben Sie es als FEEL: { name: wert } setzt Variablen.',
        en: 'Write it as FEEL: { name: value } sets variables.',
      },
    )
    return { is: 'script', script: { text: '' }, result }
  }
  const source = textOf(element, 'script')
  if (source === '') reading.error(element, { de: 'Das Skript ist leer.', en: 'The script is empty.' })
  return { is: 'script', script: source === '' ? { text: '' } : reading.condition(element, source), result }
}

function assignmentOf(reading: Reading, element: Element): Assignment {
  const own = (name: string) => reading.attribute(element, name)
  return {
    units: reading.list(element, own('candidateGroups') ?? own('unit')),
    people: reading.list(element, own('candidateUsers')),
    assignee: reading.optional(element, own('assignee')),
    due: reading.optional(element, own('dueDate') ?? own('due')),
    followUp: reading.optional(element, own('followUpDate')),
    priority: reading.optional(element, own('priority')),
    form: own('form') ?? own('formKey') ?? own('formRef'),
    notBy: (own('notBy') ?? '').split(/[\s,]+/).filter((one) => one !== ''),
    fields: fieldsOf(reading, element),
  }
}

export const commonOf = (
  reading: Reading,
  element: Element,
): {
  defaultFlow: string | undefined
  loop: Loop | undefined
  inputs: Task['inputs']
  outputs: Task['outputs']
  isCompensation: boolean
} => ({
  defaultFlow: elementIn(element, 'default')?.id,
  loop: loopOf(reading, element),
  inputs: inputsOf(reading, element),
  outputs: kindOf(element) === 'ReceiveTask' ? [] : outputsOf(reading, element),
  isCompensation: element.isForCompensation === true,
})

function loopOf(reading: Reading, element: Element): Loop | undefined {
  const found = elementIn(element, 'loopCharacteristics')
  if (!found) return undefined
  const rule = (property: string): Rule | undefined => {
    const source = bodyOf(found, property)
    return source === '' ? undefined : reading.condition(element, source)
  }
  if (kindOf(found) === 'StandardLoopCharacteristics') {
    const atMost = Number(textOf(found, 'loopMaximum') || found.loopMaximum)
    return {
      kind: 'again',
      condition: rule('loopCondition'),
      testBefore: found.testBefore === true,
      atMost: Number.isInteger(atMost) && atMost > 0 ? atMost : undefined,
    }
  }
  const collection = reading.attribute(found, 'collection') ?? textOf(elementIn(found, 'loopDataInputRef'), 'name')
  const cardinality = rule('loopCardinality')
  if (!collection && !cardinality)
    reading.error(
      element,
      { de: 'Die Wiederholung sagt nicht, wie oft.', en: 'The repetition does not say how often.' },
      { de: 'Geben Sie eine Liste (collection) oder eine Zahl an.', en: 'Give a list (collection) or a number.' },
    )
  const itemName = reading.attribute(found, 'elementVariable') ?? textOf(elementIn(found, 'inputDataItem'), 'name')
  const outputTo = reading.variable(element, reading.foreign.attribute(found, 'own', 'outputCollection'))
  return {
    kind: 'many',
    sequential: found.isSequential === true,
    // Camunda writes the bare name of a variable, or `${…}`.
    collection: collection ? reading.condition(element, collection) : undefined,
    cardinality,
    item: reading.variable(element, itemName),
    output: outputTo
      ? {
          collection: outputTo,
          item: reading.rule(element, reading.foreign.attribute(found, 'own', 'outputElement') ?? `= ${outputTo}`),
        }
      : undefined,
    until: rule('completionCondition'),
  }
}
