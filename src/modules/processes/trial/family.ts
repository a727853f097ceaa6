// A process and what it calls, run in memory alone: no database, no clock but the one that is set. For scenarios and simulation.
import { randomUUID } from 'node:crypto'
import { addDuration } from '../../../kernel/calendar/duration.ts'
import type { Place } from '../../../kernel/calendar/holidays.ts'
import type { Process } from '../../../standards/bpmn/model.ts'
import type { Value } from '../../../standards/feel/value.ts'
import type { Decide } from '../decision.ts'
import { advance, type Change } from '../engine/advance.ts'
import type { StoredState } from '../engine/state.ts'
import { Walk } from '../engine/walk.ts'
import type { IncidentRow, InstanceRow, JobRow, LogRow, TaskRow } from '../tables.ts'
import { fromStored, isHidden } from '../value.ts'
import type { Outcome } from '../work.ts'

export type World = {
  /** By id; the first one that is begun and those that it calls. */
  processes: ReadonlyMap<string, Process>
  decide: Decide
  place: Place
  /** What becomes of work; undefined: it stays undone. */
  work: (job: JobRow, walk: Walk) => Outcome | undefined
}
export type Happened = { process: string } & LogRow
type Message = { kind: 'message' | 'signal'; name: string; key: string; variables: readonly [string, Value][] }
type Member = { process: Process; walk: Walk }

/** More rounds than this by itself is a circle. */
const rounds = 2_000

export class Family {
  now: Date
  readonly log: Happened[] = []
  readonly sent: Message[] = []
  readonly #world: World
  readonly #members = new Map<string, Member>()
  readonly #asked = new Set<string>()
  #early: Message[] = []
  readonly root: string

  constructor(world: World, process: string, variables: readonly [string, Value][], now: Date, businessKey: string | null) {
    this.now = now
    this.#world = world
    this.root = this.#begin(process, businessKey, variables, undefined) ?? ''
    this.#settle()
  }

  get instance(): InstanceRow | undefined {
    return this.#members.get(this.root)?.walk.instance
  }
  get tasks(): TaskRow[] {
    return this.#all(({ walk }) => walk.tasks.where(({ state }) => state === 'open'))
  }
  get incidents(): IncidentRow[] {
    return this.#all(({ walk }) => walk.incidents.where(({ ended_at }) => ended_at === null))
  }
  get jobs(): JobRow[] {
    return this.#all(({ walk }) => walk.jobs.list())
  }
  /** Those of the outermost instance, also after its end. */
  get variables(): ReadonlyMap<string, Value> {
    const rows = this.#members.get(this.root)?.walk.variables.where(({ token_id }) => token_id === this.root) ?? []
    return new Map(rows.filter(({ name }) => !isHidden(name)).map(({ name, value }) => [name, fromStored(value)]))
  }

  #all<Row>(of: (member: Member) => Row[]): Row[] {
    return [...this.#members.values()].flatMap(of)
  }
  nodeOf({ instance_id, node }: { instance_id: string; node: string }) {
    return this.#members.get(instance_id)?.process.nodes.get(node)
  }

  complete(task: TaskRow, variables: readonly [string, Value][]): void {
    this.#members.get(task.instance_id)?.walk.tasks.change(task, { state: 'done', ended_at: this.now })
    this.#change(task.instance_id, { kind: 'done', token: task.token_id, variables, what: 'completed' })
    this.#settle()
  }

  /** To the first who waits for it, now or later; a signal to all who listen now. */
  send(message: Message): void {
    this.#early.push(message)
    this.#settle()
  }

  /** Time passes: what becomes due on the way happens at its time. */
  passUntil(until: Date): void {
    for (let count = 0; count < rounds; count += 1) {
      const [next] = this.#all(({ walk }) => walk.timers.list())
        .filter(({ due_at }) => due_at !== null && due_at <= until)
        .sort((one, other) => one.due_at!.getTime() - other.due_at!.getTime())
      if (!next) break
      if (next.due_at! > this.now) this.now = next.due_at!
      this.#change(next.instance_id, { kind: 'fire', wait: next.id })
      this.#settle()
    }
    if (until > this.now) this.now = until
  }
  pass(duration: string): void {
    this.passUntil(addDuration(this.now, duration))
  }
  /** When the next timer is due, if one is. */
  get nextDue(): Date | undefined {
    const due = this.#all(({ walk }) => walk.timers.list()).flatMap(({ due_at }) => due_at ?? [])
    return due.sort((one, other) => one.getTime() - other.getTime())[0]
  }

  #settle(): void {
    for (let count = 0; count < rounds && (this.#deliver() || this.#work()); count += 1);
  }

  #deliver(): boolean {
    const left: Message[] = []
    let any = false
    for (const message of this.#early.splice(0)) {
      const waiting = this.#all(({ walk }) =>
        walk.subscriptions.where(
          ({ kind, name, key }) => kind === message.kind && name === message.name && (kind === 'signal' || key === message.key),
        ),
      )
      const reached = message.kind === 'signal' ? waiting : waiting.slice(0, 1)
      for (const wait of reached) this.#change(wait.instance_id, { kind: 'fire', wait: wait.id, variables: message.variables })
      any ||= reached.length > 0
      if (reached.length === 0 && message.kind === 'message') left.push(message)
    }
    this.#early.push(...left)
    return any
  }

  #work(): boolean {
    for (const job of this.jobs) {
      if (this.#asked.has(job.id)) continue
      const { walk } = this.#members.get(job.instance_id)!
      const outcome = this.#world.work(job, walk)
      if (!outcome) {
        this.#asked.add(job.id)
        continue
      }
      walk.jobs.remove(job)
      const token = job.token_id
      this.#change(
        job.instance_id,
        'incident' in outcome
          ? { kind: 'stuck', token, incident: { kind: 'work', ...outcome.incident } }
          : 'error' in outcome
            ? { kind: 'raise', token, raised: { kind: 'error', ...outcome.error, variables: [...(outcome.variables ?? [])] } }
            : { kind: 'done', token, variables: outcome.done, what: 'worked', details: { target: job.target } },
      )
      return true
    }
    return false
  }

  #begin(
    id: string,
    businessKey: string | null,
    variables: readonly [string, Value][],
    parent: { instance: InstanceRow; token: string } | undefined,
  ): string | undefined {
    const process = this.#world.processes.get(id)
    const start = [...(process?.nodes.values() ?? [])].find(
      (node) => node.is === 'start' && node.scope === id && node.trigger.kind === 'none',
    )
    if (!process || !start) return undefined
    const instance: InstanceRow = {
      id: randomUUID(),
      root_id: '',
      parent_id: parent?.instance.id ?? null,
      parent_token: parent?.token ?? null,
      model_id: id,
      version_id: id,
      business_key: businessKey,
      start_key: null,
      state: 'running',
      started_at: this.now,
      started_by: null,
      ended_at: null,
      next_due: null,
      steps: 0,
      entries: 0,
    }
    instance.root_id = parent?.instance.root_id ?? instance.id
    const empty = { tokens: [], variables: [], timers: [], subscriptions: [], tasks: [], jobs: [], incidents: [] }
    this.#members.set(instance.id, { process, walk: this.#walk(process, { instance, ...empty }) })
    this.#change(instance.id, { kind: 'start', node: start.id, variables })
    return instance.id
  }

  #walk(process: Process, state: StoredState): Walk {
    const { place, decide } = this.#world
    return new Walk(process, state, { now: this.now, newId: randomUUID, place, actor: 'trial', decide })
  }

  #change(instance: string, change: Change): void {
    const changes = [{ instance, change }]
    for (let next = changes.shift(); next; next = changes.shift()) {
      const member = this.#members.get(next.instance)
      if (!member || member.walk.isOver) continue
      const { process, walk: before } = member
      const walk = this.#walk(process, {
        instance: before.instance,
        tokens: before.tokens.list(),
        variables: before.variables.list(),
        timers: before.timers.list(),
        subscriptions: before.subscriptions.list(),
        tasks: before.tasks.list(),
        jobs: before.jobs.list(),
        incidents: before.incidents.list(),
      })
      member.walk = walk
      advance(walk, next.change)
      for (const wanted of walk.wanted.splice(0))
        walk.tasks.add({ ...wanted, units: [...wanted.units], people: [...wanted.people] })
      for (const row of walk.log) this.log.push({ process: process.id, ...row })
      changes.push(...this.#follow(member))
    }
  }

  #follow({ walk: { instance, effects } }: Member): { instance: string; change: Change }[] {
    const next: { instance: string; change: Change }[] = []
    const calledBy = (token: string) =>
      this.#all(({ walk }) => [walk.instance]).find(({ parent_token }) => parent_token === token)
    for (const token of effects.cancelledCalls.splice(0)) {
      const called = calledBy(token)
      if (called) next.push({ instance: called.id, change: { kind: 'cancel', reason: 'called' } })
    }
    for (const { token, key, businessKey, variables } of effects.calls.splice(0)) {
      if (this.#begin(key, businessKey, variables, { instance, token }) !== undefined) continue
      const incident = {
        kind: 'call',
        de: `Den Prozess „${key}“ gibt es nicht.`,
        en: `There is no process "${key}".`,
      }
      next.push({ instance: instance.id, change: { kind: 'stuck', token, incident } })
    }
    for (const { kind, name, key, variables } of effects.sent.splice(0)) {
      this.sent.push({ kind, name, key, variables })
      this.#early.push({ kind, name, key, variables })
    }
    for (const heard of effects.toParent.splice(0)) {
      const { parent_id: parent, parent_token: token } = instance
      const caller = parent === null ? undefined : this.#members.get(parent)
      const node = caller?.process.nodes.get(caller.walk.tokens.find(token ?? '')?.node ?? '')
      if (!parent || !token || node?.is !== 'call') continue
      if (heard.kind === 'ended') {
        const variables = node.everything || node.outputs.length > 0 ? heard.variables : []
        next.push({ instance: parent, change: { kind: 'done', token, variables, what: 'returned' } })
      } else next.push({ instance: parent, change: { kind: 'raise', token, raised: { ...heard, variables: [] } } })
    }
    return next
  }
}
