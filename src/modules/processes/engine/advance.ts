// One step of one instance: an event goes in, everything that follows from it by itself is done, until all wait again.
import { isActivity } from '../../../standards/bpmn/model.ts'
import type { Value } from '../../../standards/feel/value.ts'
import type { TokenRow } from '../tables.ts'
import { begin, enter, openScope } from './activities.ts'
import { goOnCompensating } from './compensation.ts'
import { type Raised, throwUp } from './faults.ts'
import { joinInclusive } from './gateways.ts'
import { cancel, checkScope, endInstance, leave } from './leave.ts'
import { restPeriods } from './periods.ts'
import { beginChild, childOver, goOnRepeating } from './repeats.ts'
import type { Op } from './state.ts'
import { checkConditions, fire } from './waits.ts'
import type { Walk } from './walk.ts'

export type Change =
  | { kind: 'start'; node: string; variables: readonly [string, Value][] }
  /** The task, work or call of a token is done. */
  | {
      kind: 'done'
      token: string
      variables: readonly [string, Value][]
      result?: Value | undefined
      what: string
      details?: Record<string, unknown>
    }
  | { kind: 'fire'; wait: string; variables?: readonly [string, Value][] }
  | { kind: 'raise'; token: string; raised: Raised }
  | { kind: 'stuck'; token: string; incident: { kind: string; de: string; en: string } }
  | { kind: 'retry'; token: string }
  | { kind: 'skip'; token: string; reason: string; variables: readonly [string, Value][] }
  | { kind: 'move'; token: string; to: string; reason: string }
  | { kind: 'set'; variables: readonly [string, Value][]; reason: string }
  | { kind: 'cancel'; reason: string }

/** Works on the rows of `walk`; what changed is stored by the caller. */
export function advance(walk: Walk, change: Change): void {
  if (walk.isOver) return
  apply(walk, change)
  settle(walk)
}

function settle(walk: Walk): void {
  do {
    for (let op = walk.next(); op; op = walk.next()) run(walk, op)
  } while (!walk.isOver && (checkConditions(walk) || joinInclusive(walk)))
  if (walk.isOver) return
  restPeriods(walk)
  findDeadlock(walk)
}

function run(walk: Walk, op: Op): void {
  const scope = walk.tokens.find(op.scope)
  if (walk.isOver || !scope) return
  if (op.do === 'enter') enter(walk, op.node, scope, op.flow)
  else if (op.do === 'check') checkScope(walk, scope)
  else if (op.do === 'compensate') goOnCompensating(walk, scope)
  else if (op.do === 'repeat') beginChild(walk, scope, op.position)
  else {
    const token = walk.tokens.find(op.token)
    if (!token) return
    if (op.do === 'begin') begin(walk, token, walk.node(token.node))
    else walk.guarded(token, () => childOver(walk, scope, token))
  }
}

function apply(walk: Walk, change: Change): void {
  if (change.kind === 'start') {
    beginInstance(walk, change)
    return
  }
  if (change.kind === 'cancel') {
    endInstance(walk, 'cancelled', { reason: change.reason })
    return
  }
  if (change.kind === 'set') {
    walk.note('corrected', undefined, { reason: change.reason })
    for (const [name, value] of change.variables) walk.assign(walk.root, name, value)
    return
  }
  if (change.kind === 'fire') {
    const wait = walk.timers.find(change.wait) ?? walk.subscriptions.find(change.wait)
    if (wait) fire(walk, wait, change.variables)
    return
  }
  const token = walk.tokens.find(change.token)
  if (token) applyAt(walk, token, change)
}

function beginInstance(walk: Walk, { node, variables }: Extract<Change, { kind: 'start' }>): void {
  const root = walk.addToken({ id: walk.instance.id, parent_id: null, node: walk.process.id, kind: 'scope', state: 'waiting' })
  walk.note('started', undefined, { node })
  walk.guarded(root, () => {
    for (const [name, value] of variables) walk.assignAt(root, name, value)
    const plain = walk.process.nodes.get(node)
    if (plain?.is === 'start' && plain.trigger.kind === 'none') openScope(walk, root)
    else {
      openScopeWithout(walk, root)
      walk.later({ do: 'enter', scope: root.id, node, flow: null })
    }
  })
}

/** Event subprocesses listen, but the plain start is not taken: something else began this instance. */
function openScopeWithout(walk: Walk, root: TokenRow): void {
  openScope(walk, root)
  walk.emptyScope(root.id)
}

type AtToken = Exclude<Change, { kind: 'start' | 'cancel' | 'set' | 'fire' }>

function applyAt(walk: Walk, token: TokenRow, change: AtToken): void {
  switch (change.kind) {
    case 'done':
      walk.note(change.what, token, change.details)
      walk.guarded(token, () => {
        const node = walk.node(token.node)
        const local = 'outputs' in node && node.outputs.length > 0
        for (const [name, value] of change.variables) {
          // With outputs in the model the rest of an answer stays inside its step.
          if (local) walk.assignAt(token, name, value)
          else walk.assign(walk.parentOf(token)!, name, value)
        }
        if (change.result !== undefined && 'result' in node && node.result !== undefined)
          walk.assign(walk.parentOf(token)!, node.result, change.result)
      })
      // A value that does not fit has opened an incident.
      if (token.state !== 'incident') leave(walk, token)
      return
    case 'raise':
      walk.guarded(token, () => throwUp(walk, token, change.raised))
      return
    case 'stuck':
      walk.openIncident(token, change.incident.kind, change.incident.de, change.incident.en)
      return
    case 'retry':
      endIncidents(walk, token)
      walk.note('retried', token)
      retry(walk, token)
      return
    case 'skip':
      endIncidents(walk, token)
      walk.note('skipped', token, { reason: change.reason })
      for (const [name, value] of change.variables) walk.assign(walk.parentOf(token)!, name, value)
      for (const child of walk.tokens.where(({ parent_id }) => parent_id === token.id)) cancel(walk, child)
      leave(walk, token)
      return
    default: {
      const parent = walk.parentOf(token)!
      walk.note('moved', token, { to: change.to, reason: change.reason })
      cancel(walk, token)
      walk.later({ do: 'enter', scope: parent.id, node: change.to, flow: null })
    }
  }
}

function retry(walk: Walk, token: TokenRow): void {
  const node = walk.node(token.node)
  if (token.parent_id === null) return
  if (token.phase === 'leave') {
    leave(walk, token)
    return
  }
  if (token.kind === 'body' && isActivity(node) && node.loop && (token.planned !== null || (token.position ?? 0) > 0)) {
    walk.tokens.change(token, { state: 'waiting' })
    goOnRepeating(walk, token, node.loop)
    return
  }
  // Whatever was half begun is taken away, so that nothing is done twice; periods at its boundary go on.
  for (const child of walk.tokens.where(({ parent_id }) => parent_id === token.id)) cancel(walk, child)
  const own = (row: { token_id: string }): boolean => row.token_id === token.id
  const inner = (row: { token_id: string; node: string }): boolean =>
    own(row) && walk.process.nodes.get(row.node)?.is !== 'boundary'
  for (const row of walk.timers.where(inner)) walk.timers.remove(row)
  for (const row of walk.subscriptions.where(inner)) walk.subscriptions.remove(row)
  for (const row of walk.jobs.where(own)) walk.jobs.remove(row)
  for (const row of walk.variables.where(own)) walk.variables.remove(row)
  walk.tokens.change(token, {
    state: 'active',
    kind: 'leaf',
    position: walk.parentOf(token)?.kind === 'body' ? token.position : null,
    planned: null,
  })
  begin(walk, token, node, true)
}

const endIncidents = (walk: Walk, token: TokenRow): void => {
  for (const row of walk.incidents.where(({ token_id, ended_at }) => token_id === token.id && ended_at === null))
    walk.incidents.change(row, { ended_at: walk.around.now })
}

/** When everybody waits at a join for somebody who is not there, nobody will ever come. */
function findDeadlock(walk: Walk): void {
  const under = walk.tokens.where(
    ({ state, kind, parent_id }) => state !== 'done' && kind !== 'scope' && kind !== 'body' && parent_id !== null,
  )
  const hopeful =
    under.some(({ state }) => state !== 'joining') || walk.timers.list().length > 0 || walk.subscriptions.list().length > 0
  if (under.length === 0 || hopeful || walk.wanted.length > 0) return
  for (const token of under)
    walk.openIncident(
      token,
      'deadlock',
      'Hier wird auf einen Weg gewartet, auf dem niemand mehr kommt.',
      'This waits for a way on which nobody comes any more.',
    )
}
