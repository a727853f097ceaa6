// What a step works on and what it wants: the rows of an instance, its surroundings, what leaves it, what is still to be done.
import type { Place } from '../../../kernel/calendar/holidays.ts'
import type { Context, Run, Value } from '../../../standards/feel/value.ts'
import type { IncidentRow, InstanceRow, JobRow, SubscriptionRow, TaskRow, TimerRow, TokenRow, VariableRow } from '../tables.ts'

/** A task before the town's units and people were looked up. */
export type WantedTask = Omit<TaskRow, 'units' | 'people' | 'assignee'> & {
  units: readonly string[]
  people: readonly string[]
  assignee: string | null
}

export type StoredState = {
  instance: InstanceRow
  tokens: readonly TokenRow[]
  variables: readonly VariableRow[]
  timers: readonly TimerRow[]
  subscriptions: readonly SubscriptionRow[]
  tasks: readonly TaskRow[]
  jobs: readonly JobRow[]
  incidents: readonly IncidentRow[]
}

export type Surroundings = {
  now: Date
  newId: () => string
  place: Place
  actor: string
  /** Undefined: there is no such decision. */
  decide: (key: string, inputs: Context, run: Run) => Value | undefined
}

/** What a step wants from outside this instance, done in the same transaction. */
export type Effects = {
  calls: { token: string; key: string; businessKey: string | null; variables: [string, Value][] }[]
  cancelledCalls: string[]
  sent: { kind: 'message' | 'signal'; name: string; key: string; variables: [string, Value][]; once: string }[]
  /** To the activity that called this instance. */
  toParent: ({ kind: 'ended'; variables: [string, Value][] } | { kind: 'error' | 'escalation'; code: string; message: string })[]
}

/** Work of a step that waits for its turn; `scope` is the token it belongs to, and ends with it. */
export type Op = { scope: string } & (
  | { do: 'enter'; node: string; flow: string | null }
  | { do: 'begin'; token: string }
  /** One of a repetition begins, or is over. */
  | { do: 'repeat'; position: number }
  | { do: 'over'; token: string }
  | { do: 'compensate' }
  /** Perhaps nothing is under way in it any more. */
  | { do: 'check' }
)
