// Leaving a step: results are kept, what waited is taken away, and the ways that go on are taken.
import { isActivity, type Node, type Task } from '../../../standards/bpmn/model.ts'
import type { Value } from '../../../standards/feel/value.ts'
import type { TokenRow } from '../tables.ts'
import { Stuck } from './rules.ts'
import type { Walk } from './walk.ts'

type How = { terminates?: boolean }

/** What cannot be left, because no way fits or a result does not, becomes an incident that is left again when it was repaired. */
export function leave(walk: Walk, token: TokenRow, how: How = {}): void {
  walk.tokens.change(token, { phase: 'leave', state: 'active' })
  walk.guarded(token, () => {
    const node = walk.node(token.node)
    const parent = walk.parentOf(token)!
    const inBody = parent.kind === 'body' && parent.node === token.node
    if (isActivity(node) && token.kind !== 'body') keepOutputs(walk, token, node, parent)
    const flows = inBody || parent.kind === 'throw' ? [] : waysOut(walk, token, node)
    if (inBody) {
      walk.later({ do: 'over', scope: parent.id, token: token.id })
      return
    }
    walk.note(isActivity(node) ? 'left' : 'passed', token, flows.length > 0 ? { flows } : {})
    if (isActivity(node)) keepForCompensation(walk, token, node, parent)
    clear(walk, token)
    walk.tokens.remove(token)
    for (const flow of flows) walk.later({ do: 'enter', scope: parent.id, node: walk.process.flows.get(flow)!.to, flow })
    if (how.terminates) {
      walk.emptyScope(parent.id)
      for (const other of walk.childrenOf(parent)) cancel(walk, other)
    }
    if (parent.kind === 'throw') walk.later({ do: 'compensate', scope: parent.id })
    else if (flows.length === 0 || how.terminates) walk.later({ do: 'check', scope: parent.id })
  })
}

function keepOutputs(walk: Walk, token: TokenRow, node: Task, parent: TokenRow): void {
  const values = node.outputs.map(({ to, from }): [string, Value] => [to, walk.evaluate(from, token)])
  for (const [to, value] of values) walk.assign(parent, to, value)
}

/** The flows that are taken; all are decided before anything moves. */
export function waysOut(walk: Walk, token: TokenRow, node: Node): string[] {
  const flows = node.outgoing.map((id) => walk.process.flows.get(id)!)
  const defaultFlow = 'defaultFlow' in node ? node.defaultFlow : undefined
  const conditional = flows.filter(({ id, condition }) => condition && id !== defaultFlow)
  if (node.is === 'gateway' && node.gateway === 'parallel') return flows.map(({ id }) => id)
  const exclusive = node.is === 'gateway' && node.gateway === 'exclusive'
  if (exclusive) {
    const found =
      conditional.find(({ condition }) => walk.holds(condition!, token)) ??
      flows.find(({ id, condition }) => !condition && id !== defaultFlow)
    const chosen = found?.id ?? defaultFlow
    if (chosen === undefined && flows.length > 0) throw noWay(node)
    return chosen === undefined ? [] : [chosen]
  }
  const always = flows.filter(({ id, condition }) => !condition && id !== defaultFlow)
  const taken = conditional.filter(({ condition }) => walk.holds(condition!, token))
  const all = [...always, ...taken].map(({ id }) => id)
  if (taken.length === 0 && defaultFlow !== undefined && (node.is === 'gateway' ? all.length === 0 : true)) all.push(defaultFlow)
  if (all.length === 0 && flows.length > 0) throw noWay(node)
  return flows.map(({ id }) => id).filter((id) => all.includes(id))
}

const noWay = ({ name, id }: Node): Stuck =>
  new Stuck(
    'no-way',
    `Nach „${name || id}“ trifft keine Bedingung zu, und es gibt keinen Standardweg.`,
    `After "${name || id}" no condition holds, and there is no default way.`,
  )

function keepForCompensation(walk: Walk, token: TokenRow, node: Task, parent: TokenRow): void {
  const inside = walk.tokens.where(({ parent_id, state }) => parent_id === token.id && state === 'done')
  if (node.compensatedBy !== undefined) {
    for (const one of inside) walk.tokens.remove(one)
    walk.addToken({ parent_id: parent.id, node: node.id, state: 'done', phase: 'leave', position: walk.instance.steps })
  } else for (const one of inside) walk.tokens.change(one, { parent_id: parent.id })
}

/** Takes away what a token waits for: timers, subscriptions, tasks, work, calls, its own variables. */
export function clear(walk: Walk, { id, node }: TokenRow): void {
  const own = <Row extends { token_id: string }>(row: Row): boolean => row.token_id === id
  for (const row of walk.timers.where(own)) walk.timers.remove(row)
  for (const row of walk.subscriptions.where(own)) walk.subscriptions.remove(row)
  for (const row of walk.jobs.where(own)) walk.jobs.remove(row)
  for (const row of walk.variables.where(own)) walk.variables.remove(row)
  for (const row of walk.tasks.where((task) => own(task) && task.state === 'open'))
    walk.tasks.change(row, { state: 'cancelled', ended_at: walk.around.now })
  for (const row of walk.incidents.where((incident) => own(incident) && incident.ended_at === null))
    walk.incidents.change(row, { ended_at: walk.around.now })
  const unborn = walk.wanted.findIndex(own)
  if (unborn >= 0) walk.wanted.splice(unborn, 1)
  if (walk.process.nodes.get(node)?.is === 'call') walk.effects.cancelledCalls.push(id)
}

/** With everything inside. */
export function cancel(walk: Walk, token: TokenRow): void {
  for (const child of walk.tokens.where(({ parent_id }) => parent_id === token.id)) cancel(walk, child)
  if (!walk.tokens.find(token.id)) return
  if (token.state !== 'done') walk.note('cancelled', token)
  clear(walk, token)
  walk.tokens.remove(token)
}

/** A scope in which nothing is under way any more is over. */
export function checkScope(walk: Walk, scope: TokenRow): void {
  if (walk.childrenOf(scope).length > 0) return
  if (scope.parent_id === null) endInstance(walk, 'ended')
  else if (scope.kind === 'scope') leave(walk, scope)
}

export function endInstance(walk: Walk, state: 'ended' | 'cancelled' | 'failed', details: Record<string, unknown> = {}): void {
  const { root } = walk
  if (state === 'ended' && walk.instance.parent_id !== null) {
    const variables = [...walk.visibleTo(root)].filter(([name]) => !name.startsWith('#'))
    walk.effects.toParent.push({ kind: 'ended', variables })
  }
  for (const child of walk.tokens.where(({ parent_id }) => parent_id === root.id)) cancel(walk, child)
  for (const row of walk.timers.where(({ token_id }) => token_id === root.id)) walk.timers.remove(row)
  for (const row of walk.subscriptions.where(({ token_id }) => token_id === root.id)) walk.subscriptions.remove(row)
  walk.tokens.remove(root)
  walk.instance.state = state
  walk.instance.ended_at = walk.around.now
  walk.note(state, undefined, details)
}
