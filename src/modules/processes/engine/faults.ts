// Errors and escalations rise through the scopes until somebody catches them. @standard BPMN 2.0.2 §10.5.1.
import { type Event, eventSubprocessesIn, isActivity } from '../../../standards/bpmn/model.ts'
import type { Value } from '../../../standards/feel/value.ts'
import type { TokenRow } from '../tables.ts'
import { endInstance } from './leave.ts'
import { Stuck } from './rules.ts'
import { fireAt, startEventSubprocess } from './waits.ts'
import type { Walk } from './walk.ts'

export type Raised = { kind: 'error' | 'escalation'; code: string; message: string; variables: [string, Value][] }

const rank = ({ trigger }: Pick<Event, 'trigger'>, raised: Raised): number => {
  if (trigger.kind !== raised.kind) return 0
  if (trigger.code === undefined) return 1
  return trigger.code === raised.code ? 2 : 0
}
const best = <Caught extends Pick<Event, 'trigger'>>(all: readonly Caught[], raised: Raised): Caught | undefined =>
  all.filter((one) => rank(one, raised) > 0).sort((a, b) => rank(b, raised) - rank(a, raised))[0]

/** An error that nobody catches is an incident here, or goes to the process that called; an escalation is noted. */
export function throwUp(walk: Walk, from: TokenRow, raised: Raised): void {
  walk.note(raised.kind, from, { code: raised.code, message: raised.message })
  const keep = (scope: TokenRow, event: Event): void => {
    const { trigger } = event
    if (trigger.kind === 'error' && trigger.codeVariable) walk.assign(scope, trigger.codeVariable, raised.code)
    for (const [name, value] of raised.variables) walk.assign(scope, name, value)
  }
  for (let host: TokenRow | undefined = from; host && host.parent_id !== null; host = walk.parentOf(host)) {
    const node = walk.node(host.node)
    const parent: TokenRow = walk.parentOf(host)!
    const inBody = parent.kind === 'body' && parent.node === host.node
    if (isActivity(node) && !inBody) {
      const boundaries = node.boundaries
        .map((id) => walk.node(id))
        .filter((one): one is Event & { is: 'boundary' } => one.is === 'boundary')
      const caught = best(boundaries, raised)
      if (caught) {
        keep(parent, caught)
        fireAt(walk, host, caught)
        return
      }
    }
    if (parent.kind !== 'scope') continue
    const inside = eventSubprocessesIn(walk.process, parent.node).filter((one) => one.node.id !== host!.node)
    const caught = best(
      inside.map(({ node: subprocess, start }) => ({ trigger: start.trigger, subprocess, start })),
      raised,
    )
    if (caught) {
      keep(parent, caught.start)
      startEventSubprocess(walk, parent, caught.start)
      return
    }
  }
  if (walk.instance.parent_id !== null) {
    walk.effects.toParent.push({ kind: raised.kind, code: raised.code, message: raised.message })
    if (raised.kind === 'error') endInstance(walk, 'failed', { code: raised.code })
    return
  }
  if (raised.kind === 'error')
    throw new Stuck(
      'error',
      `Der Fehler „${raised.code || raised.message}“ wird nirgends aufgefangen.`,
      `The error "${raised.code || raised.message}" is caught nowhere.`,
    )
}
