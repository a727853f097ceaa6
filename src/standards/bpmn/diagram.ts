// Where a model's elements stand on paper: boxes and lines, for whoever draws them. @standard BPMN 2.0.2 §12 (Diagram Interchange).
import { type Element, elementIn, elementsIn, kindOf, textOf } from './element.ts'
import type { BpmnFile } from './read.ts'

export type Shape = {
  id: string
  name: string
  look: 'task' | 'event' | 'gateway' | 'lane' | 'note' | 'object'
  /** What the small sign says: `user`, `timer`, `parallel`; '' where there is none. */
  sign: string
  ends: boolean
  onEdge: boolean
  x: number
  y: number
  width: number
  height: number
}
export type Line = { id: string; name: string; points: readonly { x: number; y: number }[]; solid: boolean }
export type Diagram = { shapes: Shape[]; lines: Line[]; x: number; y: number; width: number; height: number }

const number = (element: Element | undefined, property: string): number => {
  const value = element?.[property]
  return typeof value === 'number' && Number.isFinite(value) ? value : 0
}

/** Undefined: the file has no drawing. Only the first one is read. */
export function diagramOf({ definitions }: BpmnFile): Diagram | undefined {
  const [diagram] = elementsIn(definitions, 'diagrams')
  const elements = elementsIn(elementIn(diagram, 'plane'), 'planeElement')
  const shapes = elements.filter(({ $type }) => $type === 'bpmndi:BPMNShape').flatMap(shapeOf)
  const lines = elements.filter(({ $type }) => $type === 'bpmndi:BPMNEdge').flatMap(lineOf)
  if (shapes.length === 0) return undefined
  const xs = [...shapes.flatMap(({ x, width }) => [x, x + width]), ...lines.flatMap(({ points }) => points.map(({ x }) => x))]
  const ys = [...shapes.flatMap(({ y, height }) => [y, y + height]), ...lines.flatMap(({ points }) => points.map(({ y }) => y))]
  const margin = 30
  const [left, top] = [Math.min(...xs) - margin, Math.min(...ys) - margin]
  // Names of events stand below them.
  return { shapes, lines, x: left, y: top, width: Math.max(...xs) + margin - left, height: Math.max(...ys) + 2 * margin - top }
}

function shapeOf(shape: Element): Shape[] {
  const element = elementIn(shape, 'bpmnElement')
  const bounds = elementIn(shape, 'bounds')
  if (!element?.id || !bounds) return []
  const kind = kindOf(element)
  const look = lookOf(kind)
  if (!look) return []
  const [definition] = elementsIn(element, 'eventDefinitions')
  const sign =
    look === 'event' && definition ? kindOf(definition).replace('EventDefinition', '') : kind.replace(/(Task|Gateway|Event)$/, '')
  return [
    {
      id: element.id,
      name: textOf(element, 'name') || textOf(element, 'text'),
      look,
      sign: look === 'event' && !definition ? '' : sign,
      ends: kind === 'EndEvent',
      onEdge: kind === 'BoundaryEvent',
      x: number(bounds, 'x'),
      y: number(bounds, 'y'),
      width: number(bounds, 'width'),
      height: number(bounds, 'height'),
    },
  ]
}

function lookOf(kind: string): Shape['look'] | undefined {
  if (/Gateway$/.test(kind)) return 'gateway'
  if (/Event$/.test(kind)) return 'event'
  if (/Task$|SubProcess$|^CallActivity$|^Transaction$/.test(kind)) return 'task'
  if (kind === 'Lane' || kind === 'Participant') return 'lane'
  if (kind === 'TextAnnotation') return 'note'
  if (/^Data/.test(kind)) return 'object'
  return undefined
}

function lineOf(edge: Element): Line[] {
  const element = elementIn(edge, 'bpmnElement')
  const points = elementsIn(edge, 'waypoint').map((point) => ({ x: number(point, 'x'), y: number(point, 'y') }))
  if (!element?.id || points.length < 2) return []
  return [{ id: element.id, name: textOf(element, 'name'), points, solid: kindOf(element) === 'SequenceFlow' }]
}
