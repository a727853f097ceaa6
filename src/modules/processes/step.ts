// One step: everything that is changed in one transaction, in one family of instances, whose outermost row is held.
import { sql } from 'kysely'
import { type Actor, actorText } from '../../kernel/actor.ts'
import { placeOf } from '../../kernel/calendar/holidays.ts'
import { newId } from '../../kernel/ids.ts'
import type { Town } from '../../kernel/town.ts'
import type { Process } from '../../standards/bpmn/model.ts'
import type { Value } from '../../standards/feel/value.ts'
import type { Decide } from './decision.ts'
import { advance, type Change } from './engine/advance.ts'
import type { Surroundings } from './engine/state.ts'
import { Walk } from './engine/walk.ts'
import { keepMessage } from './sent.ts'
import { emptyState, loadState, saveWalk } from './store.ts'
import type { InstanceRow, TaskRow } from './tables.ts'
import { asksDecisions, type Db, openDecisions, openVersion } from './version.ts'

/** What a step left to be done after its commit. */
export type After = {
  /** Something is due now: work, or a timer. */
  due: boolean
  /** Messages were sent, or somebody waits for one that may have come already. */
  messages: boolean
}

/** Calls within calls end somewhere. */
const deepest = 20

/** Everything that is changed inside one transaction, in one family of instances. */
export class Step {
  readonly #db: Db
  readonly #town: Town
  readonly #now: Date
  readonly #actor: string
  readonly #walks = new Map<string, Walk>()
  #decide: Decide | undefined
  #root: string | undefined

  constructor(db: Db, town: Town, now: Date, actor: Actor | string) {
    this.#db = db
    this.#town = town
    this.#now = now
    this.#actor = actorText(actor)
  }

  /** Waits for the family's row. Undefined: there is no such instance, or it is over. */
  async open(instance: string): Promise<Walk | undefined> {
    const known = this.#walks.get(instance)
    if (known) return known
    const db = this.#db
    if (this.#root === undefined) {
      const found = await db.selectFrom('processes.instance').select('root_id').where('id', '=', instance).executeTakeFirst()
      if (!found) return undefined
      await db.selectFrom('processes.instance').select('id').where('id', '=', found.root_id).forUpdate().execute()
      this.#root = found.root_id
    }
    const row = await db.selectFrom('processes.instance').selectAll().where('id', '=', instance).executeTakeFirst()
    if (!row || row.ended_at !== null) return undefined
    if (row.root_id !== this.#root) throw new Error('A step stays within one family of instances.')
    return this.#walkOf(row, await openVersion(db, this.#town, row.version_id), false)
  }

  /** The outermost row of a family, which whoever read it holds already. */
  async hold(row: InstanceRow): Promise<Walk> {
    this.#root = row.id
    return this.#walkOf(row, await openVersion(this.#db, this.#town, row.version_id), false)
  }

  /** Without waiting for anybody, to read alone. */
  async look(instance: string): Promise<Walk | undefined> {
    const row = await this.#db.selectFrom('processes.instance').selectAll().where('id', '=', instance).executeTakeFirst()
    return row && this.#walkOf(row, await openVersion(this.#db, this.#town, row.version_id), false)
  }

  async #walkOf(row: InstanceRow, process: Process, isNew: boolean): Promise<Walk> {
    if (asksDecisions(process)) this.#decide ??= await openDecisions(this.#db, this.#town)
    const around: Surroundings = {
      now: this.#now,
      newId: () => newId(this.#now),
      place: placeOf(this.#town.settings),
      actor: this.#actor,
      decide: (key, inputs, run) => this.#decide?.(key, inputs, run),
    }
    const walk = new Walk(process, isNew ? emptyState(row) : await loadState(this.#db, row), around)
    this.#walks.set(row.id, walk)
    return walk
  }

  async change(instance: string, change: Change): Promise<void> {
    const changes: { instance: string; change: Change }[] = [{ instance, change }]
    for (let next = changes.shift(); next; next = changes.shift()) {
      const walk = await this.open(next.instance)
      if (!walk) continue
      advance(walk, next.change)
      changes.push(...(await this.#follow(walk)))
    }
  }

  /** Notes whose task it is now; nobody's with `null`. */
  async assignTask(task: TaskRow, person: string | null): Promise<void> {
    const walk = await this.open(task.instance_id)
    if (!walk) return
    walk.tasks.change(task, { assignee: person })
    walk.note(
      person === null ? 'released' : 'assigned',
      { id: task.token_id, node: task.node },
      person === null ? {} : { person },
    )
  }

  /** All of a family rest or go on together. @returns false where it is not in the state to change from */
  async setFamilyState(
    id: string,
    from: 'running' | 'suspended',
    to: 'running' | 'suspended',
    details: Record<string, unknown>,
  ): Promise<boolean> {
    const asked = await this.open(id)
    if (asked?.instance.state !== from) return false
    const family = await this.#db
      .selectFrom('processes.instance')
      .select('id')
      .where('root_id', '=', this.#root!)
      .where('ended_at', 'is', null)
      .execute()
    for (const member of family) {
      const walk = await this.open(member.id)
      if (!walk) continue
      walk.instance.state = to
      walk.note(to === 'running' ? 'resumed' : 'suspended', undefined, details)
    }
    return true
  }

  /** What leaves an instance: calls, messages, and what its caller hears. */
  async #follow({ instance, effects }: Walk): Promise<{ instance: string; change: Change }[]> {
    const next: { instance: string; change: Change }[] = []
    for (const token of effects.cancelledCalls.splice(0)) {
      const called = await this.#calledBy(token)
      if (called) next.push({ instance: called, change: { kind: 'cancel', reason: 'called' } })
    }
    for (const call of effects.calls.splice(0)) next.push(await this.#call(instance, call))
    for (const { kind, name, key, variables, once } of effects.sent.splice(0)) {
      await keepMessage(this.#db, { kind, name, key, variables, once }, this.#now)
      this.#sent = true
    }
    for (const heard of effects.toParent.splice(0)) {
      const { parent_id: parent, parent_token: token } = instance
      if (!parent || !token) continue
      const caller = (await this.open(parent))?.process.nodes.get((await this.open(parent))?.tokens.find(token)?.node ?? '')
      if (caller?.is !== 'call') continue
      if (heard.kind === 'ended') {
        const variables = caller.everything || caller.outputs.length > 0 ? heard.variables : []
        next.push({ instance: parent, change: { kind: 'done', token, variables, what: 'returned' } })
      } else
        next.push({ instance: parent, change: { kind: 'raise', token, raised: { ...heard, kind: heard.kind, variables: [] } } })
    }
    return next
  }
  #sent = false

  async #calledBy(token: string): Promise<string | undefined> {
    for (const { instance } of this.#walks.values()) if (instance.parent_token === token) return instance.id
    const row = await this.#db
      .selectFrom('processes.instance')
      .select('id')
      .where('root_id', '=', this.#root!)
      .where('parent_token', '=', token)
      .where('ended_at', 'is', null)
      .executeTakeFirst()
    return row?.id
  }

  async #call(
    caller: InstanceRow,
    call: { token: string; key: string; businessKey: string | null; variables: [string, Value][] },
  ): Promise<{ instance: string; change: Change }> {
    const stuck = (de: string, en: string): { instance: string; change: Change } => ({
      instance: caller.id,
      change: { kind: 'stuck', token: call.token, incident: { kind: 'call', de, en } },
    })
    let depth = 1
    for (let at: string | null = caller.parent_id; at !== null; depth += 1) at = (await this.open(at))?.instance.parent_id ?? null
    if (depth >= deepest) return stuck('Prozesse rufen sich gegenseitig zu tief auf.', 'Processes call each other too deeply.')
    const found = await findNewest(this.#db, call.key)
    if (!found) return stuck(`Den Prozess „${call.key}“ gibt es nicht.`, `There is no process "${call.key}".`)
    const begun = await this.begin({
      ...found,
      businessKey: call.businessKey,
      variables: call.variables,
      parent: { instance: caller, token: call.token },
    })
    return (
      begun ??
      stuck(
        `Der Prozess „${call.key}“ hat keinen Anfang ohne Auslöser.`,
        `The process "${call.key}" has no start without a trigger.`,
      )
    )
  }

  /** Stores the row; the change that is answered begins it. Undefined: it cannot begin at this node. */
  async begin(wanted: Beginning): Promise<{ instance: string; change: Change } | undefined> {
    const process = await openVersion(this.#db, this.#town, wanted.version)
    const start = [...process.nodes.values()].find(
      (node) =>
        node.is === 'start' &&
        node.scope === process.id &&
        (wanted.node === undefined ? node.trigger.kind === 'none' : node.id === wanted.node),
    )
    if (!start) return undefined
    const id = newId(this.#now)
    const { parent } = wanted
    this.#root ??= parent?.instance.root_id ?? id
    const row: InstanceRow = {
      id,
      root_id: parent?.instance.root_id ?? id,
      parent_id: parent?.instance.id ?? null,
      parent_token: parent?.token ?? null,
      model_id: wanted.model,
      version_id: wanted.version,
      business_key: wanted.businessKey ?? null,
      start_key: wanted.startKey ?? null,
      state: 'running',
      started_at: this.#now,
      started_by: wanted.startedBy ?? null,
      ended_at: null,
      next_due: null,
      steps: 0,
      entries: 0,
    }
    await Promise.all([this.#db.insertInto('processes.instance').values(row).execute(), this.#walkOf(row, process, true)])
    return { instance: id, change: { kind: 'start', node: start.id, variables: wanted.variables } }
  }

  /** Writes everything; to be called once, at the end. `anew`: what was said to be due was not. */
  async save(anew = false): Promise<After> {
    const walks = [...this.#walks.values()]
    const [first] = walks
    const due = first && isAlone(first) ? nextDueOf(first) : undefined
    for (const walk of walks) await saveWalk(this.#db, this.#town, walk, due)
    const awaited = walks.some(({ subscriptions }) => subscriptions.added.some(({ kind }) => kind !== 'condition'))
    if (due !== undefined) return { due: due !== null, messages: this.#sent || awaited }
    if (!this.#root || (!anew && !walks.some(({ timers, jobs }) => timers.touched || jobs.touched)))
      return { due: false, messages: this.#sent || awaited }
    const { rows } = await sql<{ next_due: Date | null }>`UPDATE processes.instance SET next_due = LEAST(
        (SELECT min(due_at) FROM processes.timer WHERE root_id = ${this.#root}), (SELECT min(due_at) FROM processes.job WHERE root_id = ${this.#root}))
      WHERE id = ${this.#root} RETURNING next_due`.execute(this.#db)
    const next = rows[0]?.next_due
    return { due: next !== null && next !== undefined, messages: this.#sent || awaited }
  }
}

/** Nobody called it, and it calls nobody: what is due in its family is due in itself. */
export const isAlone = ({ instance, process }: Walk): boolean =>
  instance.parent_id === null && ![...process.nodes.values()].some(({ is }) => is === 'call')

function nextDueOf({ timers, jobs }: Walk): Date | null {
  const due = [...timers.list(), ...jobs.list()].flatMap(({ due_at }) => due_at?.getTime() ?? [])
  return due.length === 0 ? null : new Date(Math.min(...due))
}

export type Beginning = {
  model: string
  version: string
  node?: string | undefined
  businessKey?: string | null | undefined
  /** The same key begins one instance, however often it is asked for. */
  startKey?: string | undefined
  variables: readonly [string, Value][]
  startedBy?: string | undefined
  parent?: { instance: InstanceRow; token: string } | undefined
}

/** The newest version of a process that may begin; suspended ones may not. */
export async function findNewest(db: Db, key: string): Promise<{ model: string; version: string } | undefined> {
  const row = await db
    .selectFrom('processes.model as m')
    .innerJoin('processes.version as v', (on) => on.onRef('v.town_id', '=', 'm.town_id').onRef('v.model_id', '=', 'm.id'))
    .select(['m.id as model', 'v.id as version'])
    .where('m.kind', '=', 'process')
    .where('m.key', '=', key)
    .where('m.suspended', '=', false)
    .orderBy('v.number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row
}
