// What is waited for: timers, messages, signals, conditions; and what happens when it comes.
import { type Event, eventSubprocessesIn, type Task, type Trigger } from '../../../standards/bpmn/model.ts'
import type { Value } from '../../../standards/feel/value.ts'
import type { SubscriptionRow, TimerRow, TokenRow } from '../tables.ts'
import { cancel, clear, leave } from './leave.ts'
import { dueOf, nextDue } from './periods.ts'
import { Stuck } from './rules.ts'
import type { Walk } from './walk.ts'

export function armBoundaries(walk: Walk, token: TokenRow, node: Task): void {
  for (const id of node.boundaries) {
    const boundary = walk.node(id)
    if (boundary.is === 'boundary') armTrigger(walk, token, id, boundary.trigger)
  }
}

/** Event subprocesses listen as long as their scope lasts. */
export function armScope(walk: Walk, token: TokenRow): void {
  for (const { start } of eventSubprocessesIn(walk.process, token.node)) armTrigger(walk, token, start.id, start.trigger)
}

export function armTrigger(walk: Walk, token: TokenRow, node: string, trigger: Trigger): void {
  const base = {
    id: walk.around.newId(),
    instance_id: walk.instance.id,
    root_id: walk.instance.root_id,
    token_id: token.id,
    node,
  }
  switch (trigger.kind) {
    case 'timer': {
      const due = dueOf(walk, token, trigger.timer)
      walk.timers.add({ ...base, days: trigger.timer.days, left_over: null, ...due })
      walk.note('timer', { id: token.id, node }, { due: due.due_at?.toISOString() })
      return
    }
    case 'message':
    case 'signal': {
      const name = walk.evaluateText(trigger.name, token)
      if (name === '')
        throw new Stuck('message', 'Der Name dessen, worauf gewartet wird, ist leer.', 'The name of what is waited for is empty.')
      const key = trigger.kind === 'signal' ? '' : trigger.key ? walk.evaluateText(trigger.key, token) : walk.ownKey
      walk.subscriptions.add({ ...base, kind: trigger.kind, name, key, held: false })
      walk.note('awaits', { id: token.id, node }, { kind: trigger.kind, name, key })
      return
    }
    case 'condition':
      walk.subscriptions.add({ ...base, kind: 'condition', name: '', key: '', held: false })
      walk.variablesSet = true
      return
    default:
    // Errors, escalations and compensation are looked for when they are thrown.
  }
}

/** A timer fired, a message or signal came, a condition became true. */
export function fire(walk: Walk, wait: TimerRow | SubscriptionRow, variables: readonly [string, Value][] = []): void {
  const token = walk.tokens.find(wait.token_id)
  if (!token) return
  const node = walk.node(wait.node)
  walk.note('fired', { id: token.id, node: wait.node }, { kind: 'due_at' in wait ? 'timer' : wait.kind })
  walk.guarded(token, () => {
    if (node.is === 'boundary') {
      take(walk, walk.parentOf(token)!, node.trigger, variables)
      again(walk, wait, node.interrupting)
      fireAt(walk, token, node)
      return
    }
    if (node.is === 'start') {
      take(walk, token, node.trigger, variables)
      again(walk, wait, node.interrupting)
      startEventSubprocess(walk, token, node)
      return
    }
    if (node.is !== 'catch' && node.is !== 'receive') return
    take(walk, walk.parentOf(token)!, node.trigger, variables)
    if (token.node === node.id) {
      leave(walk, token)
      return
    }
    // The first of several events after a gateway: the others are no longer waited for.
    walk.note('passed', token)
    clear(walk, token)
    walk.tokens.change(token, { node: node.id })
    leave(walk, token)
  })
}

function take(walk: Walk, scope: TokenRow, trigger: Trigger, variables: readonly [string, Value][]): void {
  const outputs = 'outputs' in trigger ? trigger.outputs : []
  if (outputs.length === 0) for (const [name, value] of variables) walk.assign(scope, name, value)
  else for (const { to, from } of outputs) walk.assign(scope, to, walk.evaluate(from, scope, variables))
}

/** What interrupts waits no more; a timer that repeats is set again. */
function again(walk: Walk, wait: TimerRow | SubscriptionRow, interrupting: boolean): void {
  if (!('due_at' in wait)) {
    if (interrupting) walk.subscriptions.remove(wait)
    return
  }
  const next = interrupting ? undefined : nextDue(walk, wait)
  if (next) walk.timers.change(wait, next)
  else walk.timers.remove(wait)
}

/** Goes out of an activity at its boundary; an interrupting event ends what is inside. */
export function fireAt(walk: Walk, host: TokenRow, boundary: Event & { is: 'boundary' }): void {
  const parent = walk.parentOf(host)!
  if (boundary.interrupting) cancel(walk, host)
  leave(walk, walk.addToken({ parent_id: parent.id, node: boundary.id }))
}

export function startEventSubprocess(walk: Walk, scope: TokenRow, start: Event & { is: 'start' }): void {
  if (start.interrupting) {
    walk.emptyScope(scope.id)
    for (const child of walk.childrenOf(scope)) cancel(walk, child)
    for (const row of walk.timers.where(({ token_id, node }) => token_id === scope.id && isStart(walk, node)))
      walk.timers.remove(row)
    for (const row of walk.subscriptions.where(({ token_id, node }) => token_id === scope.id && isStart(walk, node)))
      walk.subscriptions.remove(row)
  }
  const inner = walk.addToken({ parent_id: scope.id, node: start.scope, kind: 'scope', state: 'waiting' })
  walk.note('entered', inner)
  leave(walk, walk.addToken({ parent_id: inner.id, node: start.id }))
}

const isStart = (walk: Walk, node: string): boolean => walk.process.nodes.get(node)?.is === 'start'

/** Conditions fire when they become true. @returns whether one did */
export function checkConditions(walk: Walk): boolean {
  if (!walk.variablesSet) return false
  walk.variablesSet = false
  let fired = false
  for (const row of walk.subscriptions.where(({ kind }) => kind === 'condition')) {
    const token = walk.tokens.find(row.token_id)
    const node = walk.process.nodes.get(row.node)
    if (!token || !walk.subscriptions.find(row.id) || !node || !('trigger' in node) || node.trigger.kind !== 'condition') continue
    const { condition } = node.trigger
    walk.guarded(token, () => {
      // A condition whose variables are not there yet is simply not true yet.
      const holds = walk.evaluate(condition, token) === true
      if (holds === row.held) return
      walk.subscriptions.change(row, { held: holds })
      if (!holds) return
      fire(walk, row)
      fired = true
    })
  }
  return fired
}
