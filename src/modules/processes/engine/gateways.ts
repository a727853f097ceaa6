// Gateways: one way, all ways, some ways, or the first thing that happens; and where ways come together again.
import type { Gateway } from '../../../standards/bpmn/model.ts'
import type { TokenRow } from '../tables.ts'
import { leave } from './leave.ts'
import { Stuck } from './rules.ts'
import { armTrigger } from './waits.ts'
import type { Walk } from './walk.ts'

export function enterGateway(walk: Walk, node: Gateway, parent: TokenRow, flow: string | null): void {
  const joins = node.incoming.length > 1 && (node.gateway === 'parallel' || node.gateway === 'inclusive')
  const token = walk.addToken({ parent_id: parent.id, node: node.id, flow, ...(joins && { state: 'joining' }) })
  walk.guarded(token, () => {
    if (!walk.spend())
      throw new Stuck(
        'endless',
        'Der Vorgang dreht sich im Kreis: zu viele Schritte ohne Halt.',
        'The process goes round in circles: too many steps without a stop.',
      )
    if (joins) {
      if (node.gateway === 'parallel') joinParallel(walk, node, parent)
      return
    }
    if (node.gateway === 'event') awaitFirst(walk, node, token)
    else leave(walk, token)
  })
}

const joiningAt = (walk: Walk, node: Gateway, parent: TokenRow): TokenRow[] =>
  walk.tokens.where((token) => token.node === node.id && token.parent_id === parent.id && token.state === 'joining')

/** One token of each incoming way goes on together. */
function joinParallel(walk: Walk, node: Gateway, parent: TokenRow): void {
  const here = joiningAt(walk, node, parent)
  const first = node.incoming.map((flow) => here.find((token) => token.flow === flow))
  if (first.every((token) => token !== undefined)) goOn(walk, first as TokenRow[])
}

function goOn(walk: Walk, [kept, ...others]: TokenRow[]): void {
  for (const other of others) walk.tokens.remove(other)
  if (kept) leave(walk, kept)
}

function awaitFirst(walk: Walk, node: Gateway, token: TokenRow): void {
  walk.tokens.change(token, { state: 'waiting' })
  for (const flow of node.outgoing) {
    const target = walk.node(walk.process.flows.get(flow)!.to)
    if (target.is === 'catch' || target.is === 'receive') armTrigger(walk, token, target.id, target.trigger)
  }
}

/** Inclusive joins wait for every way on which somebody can still come. @standard BPMN 2.0.2 §13.4.3 @returns whether one went on */
export function joinInclusive(walk: Walk): boolean {
  for (const token of walk.tokens.where(({ state }) => state === 'joining')) {
    const node = walk.node(token.node)
    const parent = walk.parentOf(token)
    if (node.is !== 'gateway' || node.gateway !== 'inclusive' || !parent) continue
    const here = joiningAt(walk, node, parent)
    const filled = new Set(here.map(({ flow }) => flow ?? ''))
    const others = walk.childrenOf(parent).filter((other) => !here.includes(other))
    const mustWait = others.some((other) => {
      const reached = incomingReachedFrom(walk, other.node, node)
      return [...reached].some((flow) => !filled.has(flow)) && ![...reached].some((flow) => filled.has(flow))
    })
    if (mustWait) continue
    const first = [...filled].map((flow) => here.find((one) => (one.flow ?? '') === flow)!)
    goOn(walk, first)
    return true
  }
  return false
}

/** Incoming ways of the gateway that can be reached from a node without passing the gateway. */
function incomingReachedFrom(walk: Walk, from: string, gateway: Gateway): Set<string> {
  const reached = new Set<string>()
  const seen = new Set<string>()
  const open = [from]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at) || at === gateway.id) continue
    seen.add(at)
    const node = walk.process.nodes.get(at)
    if (!node) continue
    if ('boundaries' in node) open.push(...node.boundaries)
    for (const flow of node.outgoing) {
      const target = walk.process.flows.get(flow)!.to
      if (target === gateway.id) reached.add(flow)
      else open.push(target)
    }
  }
  return reached
}
