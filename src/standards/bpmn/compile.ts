// Makes the plain structure that the engine runs out of a BPMN file, and says what does not run and why.
import { commonOf, partOf, workOf } from './compile-activity.ts'
import { linkName, triggerOf } from './compile-event.ts'
import { bodyOf, type Element, elementIn, elementsIn, kindOf, textOf } from './element.ts'
import { listForeign } from './foreign-notes.ts'
import { lintProcess } from './lint.ts'
import type { Event, EventPart, Finding, Flow, Gateway, Lane, Node, Process } from './model.ts'
import type { BpmnFile } from './read.ts'
import { Reading } from './reading.ts'
import { checkStructure } from './structure.ts'
import { fieldsOf } from './task-fields.ts'

export type Compiled = {
  /** All processes of the file, in its order; `executable` says which ones want to run. */
  processes: Process[]
  /** An error anywhere means that the file is not deployed. */
  findings: Finding[]
}

const gateways: Readonly<Record<string, Gateway['gateway']>> = {
  ExclusiveGateway: 'exclusive',
  ParallelGateway: 'parallel',
  InclusiveGateway: 'inclusive',
  EventBasedGateway: 'event',
}
const events: Readonly<Record<string, Event['is']>> = {
  StartEvent: 'start',
  EndEvent: 'end',
  IntermediateThrowEvent: 'throw',
  IntermediateCatchEvent: 'catch',
  BoundaryEvent: 'boundary',
}
/** Drawn for people; nothing of them runs. */
const quiet = new Set(['SequenceFlow', 'DataObject', 'DataObjectReference', 'DataStoreReference'])

export function compileBpmn({ definitions, doubts }: BpmnFile): Compiled {
  const reading = new Reading(definitions)
  for (const doubt of doubts)
    reading.say('warning', definitions, {
      de: `Die Datei hat einen Verweis ins Leere: ${doubt}`,
      en: `The file has a reference to nowhere: ${doubt}`,
    })
  const processes = elementsIn(definitions, 'rootElements')
    .filter((element) => kindOf(element) === 'Process' && elementsIn(element, 'flowElements').length > 0)
    .map((element) => compileProcess(reading, element))
  listForeign(reading, definitions)
  return { processes, findings: reading.findings }
}

type Growing = { nodes: Map<string, Node>; flows: Map<string, Flow>; elements: Map<string, Element>; lanes: Map<string, Lane> }

function compileProcess(reading: Reading, element: Element): Process {
  const made: Growing = { nodes: new Map(), flows: new Map(), elements: new Map(), lanes: new Map() }
  const lanes = readLanes(reading, element, made.lanes)
  readScope(reading, element, made, undefined)
  joinLinks(reading, made)
  const process: Process = {
    id: element.id ?? '',
    name: textOf(element, 'name') || (element.id ?? ''),
    documentation: documentationOf(element),
    executable: element.isExecutable === true,
    nodes: made.nodes,
    flows: made.flows,
    lanes,
  }
  checkStructure(reading, element, process, made.elements)
  lintProcess(reading, element, process, made.elements)
  return process
}

/** Lane of each node; inner lanes win. */
function readLanes(reading: Reading, process: Element, laneOf: Map<string, Lane>): Lane[] {
  const all: Lane[] = []
  const walk = (set: Element | undefined): void => {
    for (const element of elementsIn(set, 'lanes')) {
      const lane = {
        id: element.id ?? '',
        name: textOf(element, 'name'),
        unit: reading.foreign.attribute(element, 'own', 'unit') ?? (textOf(element, 'name') || undefined),
      }
      all.push(lane)
      for (const node of elementsIn(element, 'flowNodeRef')) if (node.id) laneOf.set(node.id, lane)
      walk(elementIn(element, 'childLaneSet'))
    }
  }
  for (const set of elementsIn(process, 'laneSets')) walk(set)
  return all
}

function documentationOf(element: Element): string | undefined {
  const text = elementsIn(element, 'documentation')
    .map((one) => textOf(one, 'text'))
    .join('\n')
    .trim()
  return text === '' ? undefined : text
}

function readScope(reading: Reading, scope: Element, made: Growing, unit: string | undefined): void {
  const elements = elementsIn(scope, 'flowElements')
  for (const element of elements) {
    if (kindOf(element) === 'SequenceFlow') readFlow(reading, element, made)
    else if (!quiet.has(kindOf(element))) readNode(reading, scope, element, made, unit)
  }
  for (const link of elementsIn(scope, 'artifacts').filter((one) => kindOf(one) === 'Association')) {
    const [from, to] = [elementIn(link, 'sourceRef')?.id ?? '', elementIn(link, 'targetRef')?.id ?? '']
    const boundary = made.nodes.get(from)
    if (boundary?.is !== 'boundary' || boundary.trigger.kind !== 'compensation') continue
    const activity = made.nodes.get(boundary.attachedTo)
    if (activity && 'loop' in activity) made.nodes.set(activity.id, { ...activity, compensatedBy: to })
  }
}

function readFlow(reading: Reading, element: Element, made: Growing): void {
  const [from, to] = [elementIn(element, 'sourceRef')?.id, elementIn(element, 'targetRef')?.id]
  if (!element.id || !from || !to) {
    reading.error(element, { de: 'Dieser Pfeil führt ins Leere.', en: 'This arrow leads nowhere.' })
    return
  }
  const expression = elementIn(element, 'conditionExpression')
  const language = textOf(expression, 'language')
  if (/javascript|groovy|python/i.test(language))
    reading.error(
      element,
      { de: `Eine Bedingung in ${language} wird nie ausgeführt.`, en: `A condition in ${language} is never run.` },
      { de: 'Schreiben Sie sie in FEEL.', en: 'Write it in FEEL.' },
    )
  const source = bodyOf(element, 'conditionExpression')
  const condition = source === '' ? undefined : reading.condition(element, source)
  made.flows.set(element.id, { id: element.id, name: textOf(element, 'name'), from, to, condition })
}

function readNode(reading: Reading, scope: Element, element: Element, made: Growing, outer: string | undefined): void {
  const { id } = element
  if (!id) return
  made.elements.set(id, element)
  const unit = made.lanes.get(id)?.unit ?? outer
  const base = {
    id,
    name: textOf(element, 'name'),
    scope: scope.id ?? '',
    incoming: elementsIn(element, 'incoming').flatMap(({ id: flow }) => flow ?? []),
    outgoing: elementsIn(element, 'outgoing').flatMap(({ id: flow }) => flow ?? []),
    unit,
    documentation: documentationOf(element),
  }
  const kind = kindOf(element)
  const gateway = gateways[kind]
  const event = events[kind]
  if (gateway) made.nodes.set(id, { ...base, is: 'gateway', gateway, defaultFlow: elementIn(element, 'default')?.id })
  else if (event) made.nodes.set(id, { ...base, ...eventPart(reading, element, event) })
  else {
    const part = kind === 'ComplexGateway' ? refuseComplex(reading, element) : partOf(reading, element)
    if (!part) return
    const found = { ...base, boundaries: [], compensatedBy: undefined, ...commonOf(reading, element), ...part }
    made.nodes.set(id, found as unknown as Node)
    if (part.is === 'subprocess') readScope(reading, element, made, unit)
  }
}

function refuseComplex(reading: Reading, element: Element): undefined {
  reading.error(
    element,
    { de: 'Ein komplexes Gateway wird nicht unterstützt.', en: 'A complex gateway is not supported.' },
    { de: 'Nehmen Sie ein inklusives Gateway mit Bedingungen.', en: 'Use an inclusive gateway with conditions.' },
  )
}

function eventPart(reading: Reading, element: Element, is: Event['is']): EventPart {
  const trigger = triggerOf(reading, element)
  const [definition] = elementsIn(element, 'eventDefinitions')
  switch (is) {
    case 'start':
      return {
        is,
        trigger,
        interrupting: element.isInterrupting !== false,
        form: reading.attribute(element, 'formKey'),
        fields: fieldsOf(reading, element),
      }
    case 'boundary':
      return {
        is,
        trigger,
        interrupting: element.cancelActivity !== false,
        attachedTo: elementIn(element, 'attachedToRef')?.id ?? '',
      }
    case 'end':
    case 'throw':
      return { is, trigger, work: workOf(reading, element) ?? workOf(reading, definition) }
    default:
      return { is, trigger }
  }
}

/** A link that is thrown goes on where the link of the same name is caught. */
function joinLinks(reading: Reading, made: Growing): void {
  const linked = [...made.elements.values()].flatMap((element) => {
    const name = linkName(element)
    return name === undefined ? [] : [{ element, name, node: made.nodes.get(element.id ?? '') }]
  })
  for (const { element, name, node } of linked) {
    if (node?.is !== 'throw') continue
    const target = linked.find(
      (other) => other.name === name && other.node?.is === 'catch' && other.node.scope === node.scope,
    )?.node
    if (!target) {
      reading.error(element, { de: `Die Verknüpfung »${name}« hat kein Ziel.`, en: `The link "${name}" has no target.` })
      continue
    }
    const id = `${node.id} → ${target.id}`
    made.flows.set(id, { id, name, from: node.id, to: target.id, condition: undefined })
    made.nodes.set(node.id, { ...node, outgoing: [...node.outgoing, id] })
    const known = made.nodes.get(target.id)!
    made.nodes.set(target.id, { ...known, incoming: [...known.incoming, id] })
  }
}
