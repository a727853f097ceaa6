// What must hold before a model can run at all: starts, ends of arrows, boundaries, event gateways, event subprocesses.
import { type Element, titleOf } from './element.ts'
import { type Both, eventSubprocessesIn, isActivity, type Node, nodesIn, type Process } from './model.ts'
import type { Reading } from './reading.ts'

export function checkStructure(
  reading: Reading,
  element: Element,
  process: Process,
  elements: ReadonlyMap<string, Element>,
): void {
  const at = (node: Node): Element => elements.get(node.id) ?? element
  const error = (node: Node, what: Both, proposal?: Both) => reading.error(at(node), what, proposal)
  const nodes = process.nodes as Map<string, Node>
  for (const flow of process.flows.values())
    for (const end of [flow.from, flow.to])
      if (!nodes.has(end))
        reading.error(elements.get(end) ?? element, {
          de: `Der Pfeil „${flow.name || flow.id}“ hängt an etwas, das nicht läuft.`,
          en: `The arrow "${flow.name || flow.id}" hangs on something that does not run.`,
        })
  checkStart(reading, element, process, process.id)
  for (const node of [...nodes.values()]) {
    if (node.is === 'subprocess') checkStart(reading, at(node), process, node.id, node.byEvent)
    if (node.is === 'boundary') {
      const host = nodes.get(node.attachedTo)
      if (!host || !isActivity(host))
        error(node, { de: 'Dieses Randereignis hängt an keiner Aktivität.', en: 'This boundary event hangs on no activity.' })
      else nodes.set(host.id, { ...host, boundaries: [...host.boundaries, node.id] })
      checkBoundary(error, node)
    }
    if (node.is === 'gateway' && node.gateway === 'event') checkEventGateway(error, process, node)
    if (
      node.is === 'catch' &&
      !['message', 'timer', 'signal', 'condition'].includes(node.trigger.kind) &&
      node.incoming.length > 0 &&
      !isLinkTarget(at(node))
    )
      error(
        node,
        { de: 'Worauf dieses Ereignis wartet, fehlt.', en: 'What this event waits for is missing.' },
        { de: 'Wählen Sie Nachricht, Timer, Signal oder Bedingung.', en: 'Choose message, timer, signal or condition.' },
      )
    if ((node.is === 'end' || node.is === 'throw') && ['timer', 'condition'].includes(node.trigger.kind))
      error(node, { de: 'Ein solches Ereignis kann nicht ausgelöst werden.', en: 'Such an event cannot be thrown.' })
    if (isActivity(node) && node.is === 'subprocess' && node.byEvent && node.loop)
      error(node, { de: 'Ein Ereignis-Teilprozess wiederholt sich nicht.', en: 'An event subprocess does not repeat.' })
    if (isActivity(node) && node.compensatedBy !== undefined && !nodes.has(node.compensatedBy))
      error(node, { de: 'Die Kompensation führt ins Leere.', en: 'The compensation leads nowhere.' })
  }
  for (const { node, start } of eventSubprocessesIn(process, process.id).concat(
    [...nodes.values()].filter((one) => one.is === 'subprocess').flatMap((one) => eventSubprocessesIn(process, one.id)),
  ))
    if (start.trigger.kind === 'none')
      error(
        node,
        { de: 'Der Ereignis-Teilprozess sagt nicht, wann er beginnt.', en: 'The event subprocess does not say when it begins.' },
        { de: 'Geben Sie seinem Startereignis einen Auslöser.', en: 'Give its start event a trigger.' },
      )
}

const isLinkTarget = (element: Element): boolean => {
  const definitions = element.eventDefinitions
  return Array.isArray(definitions) && definitions.some((one: Element) => one.$type === 'bpmn:LinkEventDefinition')
}

function checkStart(reading: Reading, element: Element, process: Process, scope: string, byEvent = false): void {
  const inside = nodesIn(process, scope)
  const starts = inside.filter((node) => node.is === 'start')
  if (starts.length === 0 || (scope !== process.id && starts.length > 1))
    reading.error(
      element,
      {
        de: `„${titleOf(element)}“ hat ${starts.length === 0 ? 'keinen Anfang' : 'mehrere Anfänge'}.`,
        en: `"${titleOf(element)}" has ${starts.length === 0 ? 'no start' : 'several starts'}.`,
      },
      { de: 'Zeichnen Sie genau ein Startereignis.', en: 'Draw exactly one start event.' },
    )
  const plain = starts.filter((node) => node.is === 'start' && node.trigger.kind === 'none')
  if (scope === process.id && plain.length > 1)
    reading.error(
      element,
      { de: 'Der Prozess hat mehrere Anfänge ohne Auslöser.', en: 'The process has several starts without a trigger.' },
      { de: 'Geben Sie allen bis auf einem einen Auslöser.', en: 'Give all but one a trigger.' },
    )
  const unfit = starts.find(
    (node) =>
      node.is === 'start' &&
      (scope === process.id
        ? !['none', 'message', 'timer', 'signal'].includes(node.trigger.kind)
        : !byEvent && node.trigger.kind !== 'none'),
  )
  if (unfit)
    reading.error(
      element,
      {
        de: `Der Anfang „${unfit.name || unfit.id}“ kann hier nicht ausgelöst werden.`,
        en: `The start "${unfit.name || unfit.id}" cannot be triggered here.`,
      },
      {
        de: 'Möglich sind: ohne Auslöser, Nachricht, Timer, Signal; im Teilprozess nur ohne Auslöser.',
        en: 'There are: no trigger, message, timer, signal; in a subprocess no trigger alone.',
      },
    )
}

function checkBoundary(error: (node: Node, what: Both, proposal?: Both) => void, node: Node & { is: 'boundary' }): void {
  const { kind } = node.trigger
  if (kind === 'none' || kind === 'terminate')
    error(node, { de: 'Das Randereignis sagt nicht, worauf es hört.', en: 'The boundary event does not say what it listens to.' })
  if (kind === 'error' && !node.interrupting)
    error(
      node,
      { de: 'Ein Fehler unterbricht immer.', en: 'An error always interrupts.' },
      { de: 'Nehmen Sie eine Eskalation.', en: 'Use an escalation.' },
    )
}

function checkEventGateway(error: (node: Node, what: Both, proposal?: Both) => void, process: Process, node: Node): void {
  const targets = node.outgoing.map((flow) => process.nodes.get(process.flows.get(flow)?.to ?? ''))
  const fits = targets.every((target) => target?.is === 'catch' || target?.is === 'receive')
  if (!fits || targets.length < 2)
    error(
      node,
      {
        de: 'Nach diesem Gateway müssen mindestens zwei Ereignisse stehen, auf die gewartet wird.',
        en: 'At least two events to wait for must follow this gateway.',
      },
      {
        de: 'Erlaubt sind Nachricht, Timer, Signal, Bedingung und Empfangsaufgabe.',
        en: 'Allowed are message, timer, signal, condition and receive task.',
      },
    )
}
