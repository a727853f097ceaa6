// Repetitions: once for each entry of a list, together or one after the other, or as long as a condition holds.
import type { Loop, Task } from '../../../standards/bpmn/model.ts'
import { isList, isNumber, type Value } from '../../../standards/feel/value.ts'
import type { TokenRow } from '../tables.ts'
import { fromStored } from '../value.ts'
import { cancel, clear, leave } from './leave.ts'
import { bounds, Stuck } from './rules.ts'
import type { Walk } from './walk.ts'

type Many = Extract<Loop, { kind: 'many' }>

/** What the repetition keeps for itself. */
const items = '#items'
const results = '#results'

export function beginBody(walk: Walk, body: TokenRow, loop: Loop): void {
  walk.tokens.change(body, { state: 'waiting', position: 0 })
  if (loop.kind === 'again') {
    if (loop.testBefore && loop.condition && !walk.holds(loop.condition, body)) leave(walk, body)
    else walk.later({ do: 'repeat', scope: body.id, position: 1 })
    return
  }
  const list = entriesOf(walk, body, loop)
  walk.tokens.change(body, { planned: list.length })
  walk.assignAt(body, items, list)
  if (list.length === 0) {
    finish(walk, body, loop)
    return
  }
  const count = loop.sequential ? 1 : list.length
  for (let index = 0; index < count; index += 1) walk.later({ do: 'repeat', scope: body.id, position: index })
}

function entriesOf(walk: Walk, body: TokenRow, loop: Many): Value[] {
  const value = walk.evaluate(loop.collection ?? loop.cardinality ?? { text: '' }, body)
  const count = isNumber(value) ? value.toNumber() : Number.NaN
  const list = isList(value)
    ? [...value]
    : Number.isInteger(count) && count >= 0 && count <= bounds.repeated
      ? Array.from({ length: count }, () => null)
      : undefined
  if (list === undefined || list.length > bounds.repeated)
    throw new Stuck(
      'repetition',
      `Wie oft wiederholt wird, ist keine Liste und keine Zahl bis ${bounds.repeated}.`,
      `How often it repeats is no list and no number up to ${bounds.repeated}.`,
    )
  return list
}

/** Its step begins when its turn comes. */
export function beginChild(walk: Walk, body: TokenRow, position: number): void {
  const { loop } = walk.node(body.node) as Task
  const child = walk.addToken({ parent_id: body.id, node: body.node, position })
  if (loop?.kind === 'many' && loop.item !== undefined) {
    const stored = walk.variables.find(`${body.id} ${items}`)
    const list = stored ? fromStored(stored.value) : []
    walk.assignAt(child, loop.item, isList(list) ? (list[position] ?? null) : null)
  }
  walk.later({ do: 'begin', scope: body.id, token: child.id })
}

/** One of the repetition is over: its result is kept, the next one begins, or the whole is over. */
export function childOver(walk: Walk, body: TokenRow, child: TokenRow): void {
  const node = walk.node(body.node) as Task
  const loop = node.loop!
  const position = child.position ?? 0
  const result = loop.kind === 'many' && loop.output ? walk.evaluate(loop.output.item, child) : undefined
  const over = (body.position ?? 0) + 1
  if (result !== undefined) {
    const stored = walk.variables.find(`${body.id} ${results}`)
    const list = stored ? [...(fromStored(stored.value) as readonly Value[])] : []
    while (list.length <= position) list.push(null)
    list[position] = result
    walk.assignAt(body, results, list)
  }
  walk.note('left', child, { position })
  for (const done of walk.tokens.where(({ parent_id, state }) => parent_id === child.id && state === 'done'))
    walk.tokens.change(done, { parent_id: body.parent_id })
  clear(walk, child)
  walk.tokens.remove(child)
  walk.tokens.change(body, { position: over })
  goOnRepeating(walk, body, loop)
}

/** Also what a retry does at a repetition that is under way: what is over is not done again. */
export function goOnRepeating(walk: Walk, body: TokenRow, loop: Loop): void {
  const over = body.position ?? 0
  walk.guarded(body, () => {
    if (loop.kind === 'again') {
      const atMost = loop.atMost ?? bounds.repeated
      const again = loop.condition ? walk.holds(loop.condition, body) : true
      if (again && over < atMost) walk.later({ do: 'repeat', scope: body.id, position: over + 1 })
      else if (again && loop.atMost === undefined)
        throw new Stuck(
          'endless',
          `Die Wiederholung endet auch nach ${atMost} Malen nicht.`,
          `The repetition does not end after ${atMost} times.`,
        )
      else leave(walk, body)
      return
    }
    if ((loop.until && walk.holds(loop.until, body)) || over >= (body.planned ?? 0)) {
      for (const other of walk.childrenOf(body)) cancel(walk, other)
      finish(walk, body, loop)
    } else if (loop.sequential) walk.later({ do: 'repeat', scope: body.id, position: over })
  })
}

function finish(walk: Walk, body: TokenRow, loop: Many): void {
  if (loop.output) {
    const stored = walk.variables.find(`${body.id} ${results}`)
    walk.assign(walk.parentOf(body)!, loop.output.collection, stored ? fromStored(stored.value) : [])
  }
  leave(walk, body)
}
