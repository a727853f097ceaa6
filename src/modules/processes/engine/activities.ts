// Entering a step: what happens there by itself, or who is waited for.
import type { Event, Node, Task } from '../../../standards/bpmn/model.ts'
import { isActivity } from '../../../standards/bpmn/model.ts'
import { newRun } from '../../../standards/feel/feel.ts'
import { type Context, isContext, type Value } from '../../../standards/feel/value.ts'
import type { TokenRow } from '../tables.ts'
import { throwCompensation } from './compensation.ts'
import { throwUp } from './faults.ts'
import { enterGateway } from './gateways.ts'
import { leave } from './leave.ts'
import { beginBody } from './repeats.ts'
import { Stuck } from './rules.ts'
import { openTask } from './tasks.ts'
import { armBoundaries, armScope, armTrigger } from './waits.ts'
import type { Walk } from './walk.ts'

/** A token comes to a node. */
export function enter(walk: Walk, id: string, parent: TokenRow, flow: string | null): void {
  const node = walk.node(id)
  if (node.is === 'gateway') {
    enterGateway(walk, node, parent, flow)
    return
  }
  begin(walk, walk.addToken({ parent_id: parent.id, node: id, flow }), node)
}

/** Also what a retry does: from the beginning, unless it was on its way out. */
export function begin(walk: Walk, token: TokenRow, node: Node, isArmed = false): void {
  walk.guarded(token, () => {
    if (!walk.spend())
      throw new Stuck(
        'endless',
        'Der Vorgang dreht sich im Kreis: zu viele Schritte ohne Halt.',
        'The process goes round in circles: too many steps without a stop.',
      )
    if (!isActivity(node)) {
      execute(walk, token, node)
      return
    }
    const inside = walk.parentOf(token)?.kind === 'body' && walk.parentOf(token)?.node === token.node
    if (!inside && !isArmed && !(node.is === 'subprocess' && node.byEvent)) armBoundaries(walk, token, node)
    if (node.loop && !inside) {
      walk.tokens.change(token, { kind: 'body' })
      walk.note('entered', token)
      beginBody(walk, token, node.loop)
      return
    }
    if (!node.loop || inside) walk.note('entered', token, token.position === null ? {} : { position: token.position })
    for (const { to, from } of node.inputs) walk.assignAt(token, to, walk.evaluate(from, token))
    execute(walk, token, node)
  })
}

function wait(walk: Walk, token: TokenRow): void {
  walk.tokens.change(token, { state: 'waiting' })
}

export function execute(walk: Walk, token: TokenRow, node: Node): void {
  switch (node.is) {
    case 'start':
    case 'boundary':
    case 'manual':
    case 'pass':
      leave(walk, token)
      return
    case 'end':
    case 'throw':
      throwEvent(walk, token, node)
      return
    case 'catch':
      if (node.trigger.kind === 'none') leave(walk, token)
      else {
        wait(walk, token)
        armTrigger(walk, token, node.id, node.trigger)
      }
      return
    case 'receive':
      wait(walk, token)
      armTrigger(walk, token, node.id, node.trigger)
      return
    case 'user':
      wait(walk, token)
      openTask(walk, token, node)
      return
    case 'script':
      spread(walk, token, node.result, walk.evaluate(node.script, token))
      leave(walk, token)
      return
    case 'decision':
      spread(walk, token, node.result, decide(walk, token, node))
      leave(walk, token)
      return
    case 'work':
      wait(walk, token)
      openJob(walk, token, node.work, node.retries)
      return
    case 'send':
      send(walk, token, node)
      leave(walk, token)
      return
    case 'call':
      wait(walk, token)
      callProcess(walk, token, node)
      return
    case 'subprocess':
      openScope(walk, token)
      return
    default:
      throw new Stuck('model', 'Diesen Schritt kennt die Ausführung nicht.', 'The engine does not know this step.')
  }
}

/** A result goes into its variable; without one a context sets each of its entries. */
function spread(walk: Walk, token: TokenRow, result: string | undefined, value: Value): void {
  const scope = walk.parentOf(token) ?? token
  if (result !== undefined) walk.assign(scope, result, value)
  else if (isContext(value)) for (const [name, part] of value) walk.assign(scope, name, part)
}

function decide(walk: Walk, token: TokenRow, node: Task & { is: 'decision' }): Value {
  const key = walk.evaluateText(node.decision, token)
  const run = newRun(walk.around.now)
  const inputs: Context = walk.visibleTo(token)
  const value = walk.around.decide(key, inputs, run)
  if (value === undefined)
    throw new Stuck('decision', `Die Entscheidung „${key}“ ist nicht hinterlegt.`, `The decision "${key}" is not deployed.`)
  walk.note('decided', token, { decision: key, ...(run.warnings.length > 0 && { warnings: run.warnings.slice(0, 5) }) })
  if (value === null && run.warnings.length > 0)
    throw new Stuck(
      'decision',
      `Die Entscheidung „${key}“ hat kein Ergebnis: ${run.warnings[0]}`,
      `The decision "${key}" has no result: ${run.warnings[0]}`,
    )
  return value
}

export function openJob(walk: Walk, token: TokenRow, work: (Task & { is: 'work' })['work'], retries: number | undefined): void {
  const target = walk.evaluateText(work.by === 'topic' ? work.topic : work.url, token)
  if (target === '' || target.length > 2_000)
    throw new Stuck('work', 'Niemand ist genannt, der diesen Schritt tut.', 'Nobody is named who does this step.')
  walk.jobs.add({
    id: walk.around.newId(),
    instance_id: walk.instance.id,
    root_id: walk.instance.root_id,
    token_id: token.id,
    node: token.node,
    kind: work.by,
    target,
    due_at: walk.around.now,
    tries: 0,
    tries_left: retries ?? 5,
    locked_by: null,
    locked_until: null,
    last_fault: null,
    created_at: walk.around.now,
  })
}

function send(
  walk: Walk,
  token: TokenRow,
  { trigger }: { trigger: (Task & { is: 'send' })['trigger'] | (Event['trigger'] & { kind: 'signal' }) },
): void {
  const name = walk.evaluateText(trigger.name, token)
  if (name === '') throw new Stuck('message', 'Der Name der Nachricht ist leer.', 'The name of the message is empty.')
  const key = trigger.kind === 'signal' ? '' : trigger.key ? walk.evaluateText(trigger.key, token) : walk.ownKey
  const own = walk.variables.where(({ token_id, name: variable }) => token_id === token.id && !variable.startsWith('#'))
  const visible = walk.visibleTo(token)
  const variables = own.map(({ name: variable }): [string, Value] => [variable, visible.get(variable) ?? null])
  walk.effects.sent.push({ kind: trigger.kind, name, key, variables, once: `${token.id}/${walk.instance.steps}` })
  walk.note('sent', token, { kind: trigger.kind, name, key })
}

function callProcess(walk: Walk, token: TokenRow, node: Task & { is: 'call' }): void {
  const key = walk.evaluateText(node.called, token)
  const own = new Set(walk.variables.where(({ token_id }) => token_id === token.id).map(({ name }) => name))
  const variables = [...walk.visibleTo(token)].filter(([name]) => !name.startsWith('#') && (node.everything || own.has(name)))
  const businessKey = node.businessKey ? walk.evaluateText(node.businessKey, token) : walk.instance.business_key
  walk.effects.calls.push({ token: token.id, key, businessKey, variables })
}

export function openScope(walk: Walk, token: TokenRow): void {
  walk.tokens.change(token, { kind: 'scope', state: 'waiting' })
  armScope(walk, token)
  const start = [...walk.process.nodes.values()].find(
    (node) => node.scope === token.node && node.is === 'start' && node.trigger.kind === 'none',
  )
  if (start) walk.later({ do: 'enter', scope: token.id, node: start.id, flow: null })
}

function throwEvent(walk: Walk, token: TokenRow, node: Event & { is: 'end' | 'throw' }): void {
  const { trigger } = node
  if (node.work) {
    wait(walk, token)
    openJob(walk, token, node.work, undefined)
    return
  }
  switch (trigger.kind) {
    case 'message':
    case 'signal':
      send(walk, token, { trigger })
      leave(walk, token)
      return
    case 'error':
      throwUp(walk, token, { kind: 'error', code: trigger.code ?? '', message: node.name, variables: [] })
      return
    case 'escalation':
      throwUp(walk, token, { kind: 'escalation', code: trigger.code ?? '', message: node.name, variables: [] })
      // Who caught it may have ended the scope that this token stood in.
      if (walk.tokens.find(token.id)) leave(walk, token)
      return
    case 'compensation':
      throwCompensation(walk, token, trigger.activity)
      return
    case 'terminate':
      leave(walk, token, { terminates: true })
      return
    default:
      leave(walk, token)
  }
}
