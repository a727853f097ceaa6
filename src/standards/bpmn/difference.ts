// What is different between two versions of a process: steps and arrows that came, went or changed, and in which respect.
import type { Flow, Node, Process } from './model.ts'

export type Respect =
  | 'name'
  | 'kind'
  | 'unit'
  | 'documentation'
  | 'assignment'
  | 'fields'
  | 'trigger'
  | 'work'
  | 'rule'
  | 'repetition'
  | 'values'
  | 'default'
  | 'place'
  | 'condition'
  | 'ends'
export type Difference = {
  kind: 'added' | 'removed' | 'changed'
  element: string
  name: string
  isFlow: boolean
  respects: readonly Respect[]
}

/** Steps first, then arrows, in the order of the newer version; what is gone stands last. */
export function differencesBetween(before: Process, after: Process): Difference[] {
  return [
    ...compared(before.nodes, after.nodes, respectsOfNode, false, (node) => node.name || node.id),
    ...compared(before.flows, after.flows, respectsOfFlow, true, (flow, of) =>
      nameOfFlow(flow, of === 'before' ? before : after),
    ),
  ]
}

const nameOfFlow = ({ name, from, to }: Flow, { nodes }: Process): string => {
  const ends = [from, to].map((id) => nodes.get(id)?.name || id).join(' → ')
  return name ? `${name}: ${ends}` : ends
}

function compared<Part extends { id: string }>(
  before: ReadonlyMap<string, Part>,
  after: ReadonlyMap<string, Part>,
  respectsOf: (one: Part, other: Part) => Respect[],
  isFlow: boolean,
  nameOf: (part: Part, of: 'before' | 'after') => string,
): Difference[] {
  const found: Difference[] = []
  for (const [element, part] of after) {
    const known = before.get(element)
    const respects = known ? respectsOf(known, part) : []
    if (!known || respects.length > 0)
      found.push({ kind: known ? 'changed' : 'added', element, name: nameOf(part, 'after'), isFlow, respects })
  }
  for (const [element, part] of before)
    if (!after.has(element)) found.push({ kind: 'removed', element, name: nameOf(part, 'before'), isFlow, respects: [] })
  return found
}

/** Which property belongs to which respect; what is drawn alone does not count. */
const respectOf: Readonly<Record<string, Respect>> = {
  name: 'name',
  is: 'kind',
  gateway: 'kind',
  byEvent: 'kind',
  interrupting: 'kind',
  unit: 'unit',
  documentation: 'documentation',
  fields: 'fields',
  form: 'fields',
  trigger: 'trigger',
  work: 'work',
  retries: 'work',
  called: 'work',
  businessKey: 'work',
  everything: 'work',
  script: 'rule',
  decision: 'rule',
  result: 'rule',
  loop: 'repetition',
  inputs: 'values',
  outputs: 'values',
  defaultFlow: 'default',
  scope: 'place',
  attachedTo: 'place',
  compensatedBy: 'place',
  isCompensation: 'place',
}

function respectsOfNode(one: Node, other: Node): Respect[] {
  const [a, b] = [flat(one), flat(other)]
  const found = Object.entries(respectOf).filter(([key]) => JSON.stringify(a[key]) !== JSON.stringify(b[key]))
  const respects = new Set(found.map(([, respect]) => respect))
  if (JSON.stringify(a.assigned) !== JSON.stringify(b.assigned)) respects.add('assignment')
  return [...respects]
}

/** The fields of a task are told apart from who does it. */
function flat(node: Node): Record<string, unknown> {
  if (node.is !== 'user') return { ...node }
  const { fields, form, ...assigned } = node.assignment
  return { ...node, fields, form, assigned }
}

function respectsOfFlow(one: Flow, other: Flow): Respect[] {
  const respects: Respect[] = []
  if (one.name !== other.name) respects.push('name')
  if (JSON.stringify(one.condition) !== JSON.stringify(other.condition)) respects.push('condition')
  if (one.from !== other.from || one.to !== other.to) respects.push('ends')
  return respects
}
