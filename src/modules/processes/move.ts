// Running instances go on in another version of their process, where every place at which they stand has its counterpart there.
import { sql } from 'kysely'
import { mayIn, type SignedIn } from '../../kernel/access.ts'
import { type Actor, staffActor } from '../../kernel/actor.ts'
import type { Town } from '../../kernel/town.ts'
import { isActivity, type Node, type Process } from '../../standards/bpmn/model.ts'
import { armTrigger } from './engine/waits.ts'
import type { Walk } from './engine/walk.ts'
import { Step } from './step.ts'
import type { SubscriptionRow, TimerRow } from './tables.ts'
import { type Db, openVersion } from './version.ts'

/** Old step → new step, where they are not called the same. */
export type Mapping = Readonly<Record<string, string>>
/** Why a place has no counterpart. */
export type Misfit = { node: string; why: 'gone' | 'other-kind' | 'elsewhere' | 'other-repetition' | 'no-such-way' }

const mapped = (mapping: Mapping, node: string, before: Process, after: Process): string =>
  node === before.id ? after.id : (mapping[node] ?? node)

/** Nobody stands where the new version has no place like it. */
export function misfitsOf(walk: Walk, after: Process, mapping: Mapping): Misfit[] {
  const before = walk.process
  const to = (node: string): string => mapped(mapping, node, before, after)
  const found = new Map<string, Misfit>()
  for (const token of walk.tokens.where(({ state, parent_id }) => state !== 'done' && parent_id !== null)) {
    const why = whyNot(before.nodes.get(token.node), after.nodes.get(to(token.node)), to, token.flow, token.state)
    if (why) found.set(token.node, { node: token.node, why })
  }
  return [...found.values()]
}

function whyNot(
  old: Node | undefined,
  next: Node | undefined,
  to: (node: string) => string,
  flow: string | null,
  state: string,
): Misfit['why'] | undefined {
  if (!old || !next) return 'gone'
  if (old.is !== next.is || ('gateway' in old && 'gateway' in next && old.gateway !== next.gateway)) return 'other-kind'
  if (to(old.scope) !== next.scope) return 'elsewhere'
  if (isActivity(old) && isActivity(next) && old.loop?.kind !== next.loop?.kind) return 'other-repetition'
  // Who waits at a join came on one of its ways, and must have come on one of the new ones.
  if (state === 'joining' && !next.incoming.includes(flow ?? '')) return 'no-such-way'
  return undefined
}

export type Preview = {
  /** Places where instances stand, with how many, and why they cannot go on. */
  places: { node: string; count: number; misfit: Misfit['why'] | undefined }[]
  fit: number
  unfit: number
}
const looksAt = 2_000

/** Nothing is changed. Of very many instances the newest 2,000 are looked at. */
export const previewMove = (town: Town, versions: { from: string; to: string }, mapping: Mapping, now: Date): Promise<Preview> =>
  town.write(async (db: Db) => {
    const after = await openVersion(db, town, versions.to)
    const places = new Map<string, Preview['places'][number]>()
    let [fit, unfit] = [0, 0]
    for (const { id } of await runningIn(db, versions.from)) {
      const walk = await new Step(db, town, now, 'system:processes').look(id)
      if (!walk) continue
      const misfits = misfitsOf(walk, after, mapping)
      if (misfits.length === 0) fit += 1
      else unfit += 1
      for (const { node } of walk.tokens.where(({ state, parent_id }) => state !== 'done' && parent_id !== null)) {
        const known = places.get(node) ?? { node, count: 0, misfit: undefined }
        places.set(node, { ...known, count: known.count + 1, misfit: misfits.find((one) => one.node === node)?.why })
      }
    }
    return { places: [...places.values()].sort((one, other) => (one.node < other.node ? -1 : 1)), fit, unfit }
  })

const runningIn = (db: Db, version: string) =>
  db
    .selectFrom('processes.instance')
    .select('id')
    .where('version_id', '=', version)
    .where('state', 'in', ['running', 'suspended'])
    .orderBy('started_at', 'desc')
    .limit(looksAt)
    .execute()

export type Move = { from: { id: string; number: number }; to: { id: string; number: number }; mapping: Mapping; unit: string }

/** Each instance in a transaction of its own; those without a counterpart stay. The way back is the same with the versions exchanged. */
export async function moveInstances(
  town: Town,
  person: SignedIn,
  move: Move,
  now: Date,
): Promise<{ moved: number; stayed: number } | undefined> {
  const permission = 'processes.instance.repair'
  if (!mayIn(person, permission, move.unit)) return undefined
  const ids = await town.write((db: Db) => runningIn(db, move.from.id))
  let moved = 0
  for (const { id } of ids)
    if (await town.write((db: Db) => moveOne(db, town, id, move, { now, actor: staffActor(person, permission) }))) moved += 1
  return { moved, stayed: ids.length - moved }
}

async function moveOne(db: Db, town: Town, id: string, move: Move, by: { now: Date; actor: Actor }): Promise<boolean> {
  const step = new Step(db, town, by.now, by.actor)
  const walk = await step.open(id)
  if (walk?.instance.version_id !== move.from.id) return false
  const after = await openVersion(db, town, move.to.id)
  if (misfitsOf(walk, after, move.mapping).length > 0) return false
  rename(walk, after, move.mapping)
  walk.note('migrated', undefined, { from: move.from.number, to: move.to.number, mapping: move.mapping })
  await step.save(true)
  await sql`UPDATE processes.instance SET version_id = ${move.to.id} WHERE id = ${id}`.execute(db)
  const next = new Step(db, town, by.now, by.actor)
  const opened = await next.open(id)
  if (opened) armWhatIsNew(opened)
  await next.save(true)
  return true
}

function rename(walk: Walk, after: Process, mapping: Mapping): void {
  const to = (node: string): string => mapped(mapping, node, walk.process, after)
  for (const token of walk.tokens.list()) {
    if (token.state === 'done' && !after.nodes.has(to(token.node))) walk.tokens.remove(token)
    else if (to(token.node) !== token.node) walk.tokens.change(token, { node: to(token.node) })
  }
  for (const job of walk.jobs.list()) walk.jobs.change(job, { node: to(job.node) })
  for (const incident of walk.incidents.list()) walk.incidents.change(incident, { node: to(incident.node) })
  for (const task of walk.tasks.list()) {
    const node = after.nodes.get(to(task.node))
    if (node?.is === 'user')
      walk.tasks.change(task, { node: node.id, name: node.name || node.id, form: node.assignment.form ?? null })
  }
  const stillWaits = (row: TimerRow | SubscriptionRow, kind: string): boolean => {
    const node = after.nodes.get(to(row.node))
    return node !== undefined && 'trigger' in node && node.trigger.kind === kind
  }
  for (const row of walk.timers.list()) {
    if (stillWaits(row, 'timer')) walk.timers.change(row, { node: to(row.node) })
    else walk.timers.remove(row)
  }
  for (const row of walk.subscriptions.list()) {
    if (stillWaits(row, row.kind)) walk.subscriptions.change(row, { node: to(row.node) })
    else walk.subscriptions.remove(row)
  }
}

/** Events at the edge and event subprocesses that the new version has and the old one had not. */
function armWhatIsNew(walk: Walk): void {
  const isArmed = (token: string, node: string): boolean =>
    [...walk.timers.list(), ...walk.subscriptions.list()].some((row) => row.token_id === token && row.node === node)
  for (const token of walk.tokens.where(({ state }) => state !== 'done')) {
    const parent = walk.parentOf(token)
    const node = walk.process.nodes.get(token.node)
    const isRepeated = parent?.kind === 'body' && parent.node === token.node
    const edges = node && isActivity(node) && !isRepeated ? node.boundaries : []
    const starts =
      token.kind === 'scope'
        ? [...walk.process.nodes.values()].filter(
            (one) => one.is === 'subprocess' && one.byEvent && one.scope === token.node && !isUnderWay(walk, one.id),
          )
        : []
    const inner = starts.flatMap((one) =>
      [...walk.process.nodes.values()].filter(({ is, scope }) => is === 'start' && scope === one.id),
    )
    for (const id of [...edges, ...inner.map((one) => one.id)]) {
      const waiting = walk.process.nodes.get(id)
      if (!waiting || !('trigger' in waiting) || isArmed(token.id, id)) continue
      walk.guarded(token, () => armTrigger(walk, token, id, waiting.trigger))
    }
  }
}

const isUnderWay = (walk: Walk, node: string): boolean => walk.tokens.where((token) => token.node === node).length > 0
