// Plays the tokens of one scope through all its ways, whatever the conditions say, and looks where they get stuck or meet themselves.
import { isActivity, type Node, type Process } from './model.ts'

export type Trouble = { kind: 'deadlock' | 'twice'; node: string }

/** Tokens on flows and at starts, by id; a marking is a sorted list of them. */
type Marking = readonly string[]
const most = { markings: 4_000, tokens: 12 }

/** Empty also where it cannot be told: inclusive ways, and scopes with more states than one looks through. */
export function troubleIn(process: Process, inside: readonly Node[]): Trouble[] {
  if (inside.some((node) => node.is === 'gateway' && node.gateway === 'inclusive')) return []
  const starts = inside.filter((node) => node.is === 'start')
  const found = new Map<string, Trouble>()
  const seen = new Set<string>()
  // What runs beside the work by a boundary event may well come by twice.
  const mayMeet = inside.some((node) => node.is === 'boundary' && !node.interrupting)
  const open: Marking[] = starts.map(({ id }) => [`@${id}`])
  for (let marking = open.pop(); marking; marking = open.pop()) {
    const key = marking.join(' ')
    if (seen.has(key)) continue
    if (seen.size >= most.markings) return []
    seen.add(key)
    const double = marking.find((place, index) => place === marking[index - 1])
    if (double !== undefined) {
      const node = process.flows.get(double)?.to
      // To end twice is the same as to end.
      if (node && !mayMeet && process.nodes.get(node)?.is !== 'end') found.set(`twice ${node}`, { kind: 'twice', node })
      continue
    }
    const next = successors(process, marking)
    const waiting = marking.map((place) => nodeAt(process, place)).filter((node) => node && isJoin(node))
    if (next.length === 0 && waiting.length > 0)
      for (const node of waiting) if (node) found.set(`deadlock ${node.id}`, { kind: 'deadlock', node: node.id })
    for (const one of next) if (one.length <= most.tokens) open.push(one)
  }
  return [...found.values()]
}

const nodeAt = (process: Process, place: string): Node | undefined =>
  process.nodes.get(place.startsWith('@') ? place.slice(1) : (process.flows.get(place)?.to ?? ''))

const isJoin = (node: Node): boolean => node.is === 'gateway' && node.gateway === 'parallel' && node.incoming.length > 1

const without = (marking: Marking, gone: readonly string[], made: readonly string[]): Marking => {
  const left = [...marking]
  for (const place of gone) left.splice(left.indexOf(place), 1)
  return [...left, ...made].sort()
}

/** One token moves. */
function successors(process: Process, marking: Marking): Marking[] {
  const next: Marking[] = []
  for (const place of new Set(marking)) {
    const node = nodeAt(process, place)
    if (!node) continue
    if (isJoin(node)) {
      if (node.incoming.every((flow) => marking.includes(flow))) next.push(without(marking, node.incoming, node.outgoing))
      continue
    }
    if (node.is === 'end' && node.trigger.kind === 'terminate') {
      next.push([])
      continue
    }
    const splits = node.is === 'gateway' ? node.gateway === 'exclusive' || node.gateway === 'event' : hasConditions(process, node)
    const ways = splits ? node.outgoing.map((flow) => [flow]) : [node.outgoing]
    for (const made of ways) next.push(without(marking, [place], made))
    if (isActivity(node))
      for (const id of node.boundaries) {
        const boundary = process.nodes.get(id)
        if (boundary?.is !== 'boundary' || boundary.trigger.kind === 'compensation') continue
        const { outgoing, interrupting } = boundary
        if (interrupting) next.push(without(marking, [place], outgoing))
        else if (outgoing.every((flow) => !marking.includes(flow))) next.push(without(marking, [], outgoing))
      }
  }
  return next
}

/** A task may take some of its conditional ways; that one at least is taken is enough here. */
const hasConditions = (process: Process, node: Node): boolean =>
  node.outgoing.some((flow) => process.flows.get(flow)?.condition !== undefined)
