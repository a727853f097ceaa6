// One step of one instance in memory: its rows, what is still to be run, and what leaves it. Pure: no database, no clock of its own.
import type { Node, Process, Rule } from '../../../standards/bpmn/model.ts'
import { newRun } from '../../../standards/feel/feel.ts'
import { FeelLimit, type Value } from '../../../standards/feel/value.ts'
import type {
  IncidentRow,
  InstanceRow,
  JobRow,
  LogRow,
  SubscriptionRow,
  TaskRow,
  TimerRow,
  TokenRow,
  VariableRow,
} from '../tables.ts'
import { fromStored, toStored, typeOfStored } from '../value.ts'
import { Rows } from './rows.ts'
import { bounds, expressionOf, Stuck } from './rules.ts'
import type { Effects, Op, StoredState, Surroundings, WantedTask } from './state.ts'

export class Walk {
  readonly process: Process
  readonly instance: InstanceRow
  readonly around: Surroundings
  readonly tokens: Rows<TokenRow>
  readonly variables: Rows<VariableRow>
  readonly timers: Rows<TimerRow>
  readonly subscriptions: Rows<SubscriptionRow>
  readonly tasks: Rows<TaskRow>
  readonly jobs: Rows<JobRow>
  readonly incidents: Rows<IncidentRow>
  readonly wanted: WantedTask[] = []
  readonly log: LogRow[] = []
  readonly effects: Effects = { calls: [], cancelledCalls: [], sent: [], toParent: [] }
  #queue: Op[] = []
  /** Conditions are looked at again when a variable was set. */
  variablesSet = false
  #steps = 0
  readonly #until: number

  constructor(process: Process, state: StoredState, around: Surroundings) {
    const byId = ({ id }: { id: string }): string => id
    this.process = process
    this.instance = state.instance
    this.around = around
    this.tokens = new Rows(byId, state.tokens)
    this.variables = new Rows(({ token_id, name }) => `${token_id} ${name}`, state.variables)
    this.timers = new Rows(byId, state.timers)
    this.subscriptions = new Rows(byId, state.subscriptions)
    this.tasks = new Rows(byId, state.tasks)
    this.jobs = new Rows(byId, state.jobs)
    this.incidents = new Rows(byId, state.incidents)
    this.#until = Date.now() + bounds.milliseconds
  }

  get isOver(): boolean {
    return this.instance.ended_at !== null
  }

  node(id: string): Node {
    const found = this.process.nodes.get(id)
    if (!found)
      throw new Stuck(
        'model',
        `Den Schritt „${id}“ gibt es in dieser Fassung nicht.`,
        `There is no step "${id}" in this version.`,
      )
    return found
  }

  /** Its turn comes after everything that is queued before it, unless its scope is emptied meanwhile. */
  later(op: Op): void {
    this.#queue.push(op)
  }
  next(): Op | undefined {
    return this.#queue.shift()
  }
  emptyScope(scope: string): void {
    this.#queue = this.#queue.filter((one) => one.scope !== scope)
  }

  /** Without a key a message is for the same matter: the business key, else this family of instances. */
  get ownKey(): string {
    return this.instance.business_key ?? this.instance.root_id
  }

  /** False once too much was done in one go. */
  spend(): boolean {
    this.#steps += 1
    this.instance.steps += 1
    return this.#steps <= bounds.steps && Date.now() <= this.#until
  }

  note(what: string, token: Pick<TokenRow, 'id' | 'node'> | undefined, details: Record<string, unknown> = {}): void {
    this.instance.entries += 1
    this.log.push({
      instance_id: this.instance.id,
      number: this.instance.entries,
      at: this.around.now,
      what,
      node: token?.node ?? null,
      token_id: token?.id ?? null,
      details,
      actor: this.around.actor,
    })
  }

  addToken(made: Pick<TokenRow, 'parent_id' | 'node'> & Partial<TokenRow>): TokenRow {
    return this.tokens.add({
      id: this.around.newId(),
      instance_id: this.instance.id,
      kind: 'leaf',
      state: 'active',
      phase: 'enter',
      flow: null,
      position: null,
      planned: null,
      since: this.around.now,
      ...made,
    })
  }

  get root(): TokenRow {
    return this.tokens.find(this.instance.id)!
  }
  parentOf({ parent_id }: TokenRow): TokenRow | undefined {
    return parent_id === null ? undefined : this.tokens.find(parent_id)
  }
  /** Those that are under way; what is over and could be taken back does not count. */
  childrenOf({ id }: TokenRow): TokenRow[] {
    return this.tokens.where((token) => token.parent_id === id && token.state !== 'done')
  }

  /** From the outermost scope to the token, so that the nearest wins. */
  visibleTo(token: TokenRow, local: readonly [string, Value][] = []): Map<string, Value> {
    const chain: TokenRow[] = []
    for (let at: TokenRow | undefined = token; at; at = this.parentOf(at)) chain.unshift(at)
    const found = new Map<string, Value>()
    for (const { id, kind, position, planned } of chain) {
      for (const { token_id, name, value } of this.variables.list()) if (token_id === id) found.set(name, fromStored(value))
      if (kind === 'body' && planned !== null)
        for (const [name, count] of [
          ['nrOfInstances', planned],
          ['nrOfCompletedInstances', position ?? 0],
          ['nrOfActiveInstances', this.childrenOf(this.tokens.find(id)!).length],
        ] as const)
          found.set(name, fromStored({ number: String(count) }))
      else if (position !== null) found.set('loopCounter', fromStored({ number: String(position) }))
    }
    for (const [name, value] of local) found.set(name, value)
    return found
  }

  /** Where the name is known already, else in the whole instance. */
  assign(token: TokenRow, name: string, value: Value): void {
    let at: TokenRow = token
    while (!this.variables.find(`${at.id} ${name}`)) {
      const parent = this.parentOf(at)
      if (!parent) break
      at = parent
    }
    this.assignAt(at, name, value)
  }

  /** In this scope alone. */
  assignAt({ id, node }: TokenRow, name: string, value: Value): void {
    const stored = toStored(value)
    const known = this.variables.find(`${id} ${name}`)
    if (known) this.variables.change(known, { value: stored, type: typeOfStored(stored) })
    else this.variables.add({ instance_id: this.instance.id, token_id: id, name, type: typeOfStored(stored), value: stored })
    this.variablesSet = true
    if (name.startsWith('#')) return
    const short = JSON.stringify(stored)
    this.note('set', { id, node }, { name, type: typeOfStored(stored), ...(short.length <= 300 && { value: stored }) })
  }

  evaluate(rule: Rule, token: TokenRow, local: readonly [string, Value][] = []): Value {
    if ('text' in rule) return rule.text
    const run = newRun(this.around.now)
    try {
      return expressionOf(rule.feel).evaluate(this.visibleTo(token, local), run)
    } catch (fault) {
      if (!(fault instanceof FeelLimit)) throw fault
      throw new Stuck(
        'rule',
        `Die Regel »${rule.feel.slice(0, 100)}« braucht zu lange oder wird zu groß.`,
        `The rule "${rule.feel.slice(0, 100)}" takes too long or becomes too large.`,
      )
    }
  }

  evaluateText(rule: Rule, token: TokenRow, local: readonly [string, Value][] = []): string {
    const value = this.evaluate(rule, token, local)
    return value === null ? '' : typeof value === 'string' ? value : String(toPlain(value))
  }

  /** Neither yes nor no is a fault of the rule, told with the rule. */
  holds(rule: Rule, token: TokenRow): boolean {
    const value = this.evaluate(rule, token)
    if (typeof value === 'boolean') return value
    const source = 'feel' in rule ? rule.feel : rule.text
    throw new Stuck(
      'condition',
      `Die Bedingung »${source.slice(0, 100)}« ergibt weder ja noch nein.`,
      `The condition "${source.slice(0, 100)}" gives neither yes nor no.`,
    )
  }

  /** Runs what is queued; what cannot go on becomes an incident at its token. */
  guarded(token: TokenRow, work: () => void): void {
    try {
      work()
    } catch (fault) {
      if (fault instanceof Stuck) this.openIncident(token, fault.kind, fault.de, fault.message)
      else if (fault instanceof Error && 'de' in fault) this.openIncident(token, 'value', String(fault.de), fault.message)
      else throw fault
    }
  }

  openIncident(token: TokenRow, kind: string, de: string, en: string): void {
    this.tokens.change(token, { state: 'incident' })
    this.incidents.add({
      id: this.around.newId(),
      instance_id: this.instance.id,
      token_id: token.id,
      node: token.node,
      kind,
      message_de: de,
      message_en: en,
      at: this.around.now,
      ended_at: null,
      ended_by: null,
    })
    this.note('incident', token, { kind, de, en })
  }
}

const toPlain = (value: Value): unknown =>
  typeof value === 'object' && value !== null && 'toFixed' in value ? (value as { toFixed: () => string }).toFixed() : value
