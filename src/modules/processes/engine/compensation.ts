// Taking back what was done: handlers run in the reverse order of what they take back.
import type { Task } from '../../../standards/bpmn/model.ts'
import type { TokenRow } from '../tables.ts'
import { leave } from './leave.ts'
import type { Walk } from './walk.ts'

export function throwCompensation(walk: Walk, token: TokenRow, activity: string | undefined): void {
  const scope = scopeMeant(walk, token)
  const done = walk.tokens.where(
    ({ parent_id, state, node }) => parent_id === scope.id && state === 'done' && (activity === undefined || node === activity),
  )
  walk.tokens.change(token, { kind: 'throw', state: 'waiting' })
  for (const one of done) walk.tokens.change(one, { parent_id: token.id })
  walk.later({ do: 'compensate', scope: token.id })
}

/** An event subprocess takes back what was done around it. */
function scopeMeant(walk: Walk, token: TokenRow): TokenRow {
  const parent = walk.parentOf(token)!
  const node = walk.process.nodes.get(parent.node)
  return node?.is === 'subprocess' && node.byEvent ? walk.parentOf(parent)! : parent
}

/** The next one, the latest first; after the last the event goes on. */
export function goOnCompensating(walk: Walk, token: TokenRow): void {
  const [last] = walk.tokens
    .where(({ parent_id, state }) => parent_id === token.id && state === 'done')
    .sort((a, b) => (b.position ?? 0) - (a.position ?? 0))
  if (!last) {
    walk.tokens.change(token, { kind: 'leaf' })
    leave(walk, token)
    return
  }
  walk.tokens.remove(last)
  const handler = (walk.node(last.node) as Task).compensatedBy!
  walk.note('compensating', { id: token.id, node: last.node })
  walk.later({ do: 'begin', scope: token.id, token: walk.addToken({ parent_id: token.id, node: handler }).id })
}
