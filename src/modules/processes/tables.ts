// Row types of this room; the engine works on these rows, so that what it decides is what is stored.
import type { Generated, JSONColumnType } from 'kysely'
import type { DayCount, Finding } from '../../standards/bpmn/model.ts'
import type { Stored } from './value.ts'

export type ModelKind = 'process' | 'decision'
export type ModelRow = {
  id: string
  key: string
  kind: ModelKind
  name: string
  unit: string
  suspended: boolean
  keep_days: number
  created_at: Date
}
export type InstanceState = 'running' | 'suspended' | 'ended' | 'cancelled' | 'failed'
export type InstanceRow = {
  id: string
  root_id: string
  parent_id: string | null
  parent_token: string | null
  model_id: string
  version_id: string
  business_key: string | null
  start_key: string | null
  state: InstanceState
  started_at: Date
  started_by: string | null
  ended_at: Date | null
  next_due: Date | null
  steps: number
  entries: number
}
export type TokenRow = {
  id: string
  instance_id: string
  parent_id: string | null
  node: string
  /** `body` repeats its node in children, `throw` runs compensations. */
  kind: 'leaf' | 'scope' | 'body' | 'throw'
  /** `done`: an activity that is over and could be taken back. */
  state: 'active' | 'waiting' | 'joining' | 'incident' | 'done'
  phase: 'enter' | 'leave'
  flow: string | null
  /** Of a repetition: which one this is; of its body: how many are over. */
  position: number | null
  planned: number | null
  since: Date
}
export type VariableRow = { instance_id: string; token_id: string; name: string; type: string; value: Stored }
export type TimerRow = {
  id: string
  instance_id: string
  root_id: string
  token_id: string
  node: string
  due_at: Date | null
  days: DayCount
  period: string | null
  repeats: number | null
  left_over: number | null
}
export type SubscriptionRow = {
  id: string
  instance_id: string
  root_id: string
  token_id: string
  node: string
  kind: 'message' | 'signal' | 'condition'
  name: string
  key: string
  held: boolean
}
export type TaskRow = {
  id: string
  instance_id: string
  model_id: string
  token_id: string
  node: string
  name: string
  units: string[]
  people: string[]
  assignee: string | null
  state: 'open' | 'done' | 'cancelled'
  due_at: Date | null
  follow_up_at: Date | null
  priority: number
  form: string | null
  created_at: Date
  ended_at: Date | null
  ended_by: string | null
}
export type JobRow = {
  id: string
  instance_id: string
  root_id: string
  token_id: string
  node: string
  kind: 'topic' | 'webhook'
  target: string
  due_at: Date | null
  tries: number
  tries_left: number
  locked_by: string | null
  locked_until: Date | null
  last_fault: string | null
  created_at: Date
}
export type IncidentRow = {
  id: string
  instance_id: string
  token_id: string
  node: string
  kind: string
  message_de: string
  message_en: string
  at: Date
  ended_at: Date | null
  ended_by: string | null
}
export type LogRow = {
  instance_id: string
  number: number
  at: Date
  what: string
  node: string | null
  token_id: string | null
  details: Record<string, unknown>
  actor: string
}
export type MessageRow = {
  id: string
  kind: 'message' | 'signal'
  name: string
  key: string
  once: string
  variables: Record<string, Stored>
  state: 'waiting' | 'taken' | 'expired'
  arrived_at: Date
  expires_at: Date
  taken_by: string | null
}
export type StartRow = {
  id: string
  model_id: string
  version_id: string
  node: string
  kind: 'message' | 'signal' | 'timer'
  name: string
  due_at: Date | null
  period: string | null
  repeats: number | null
}

type OfTown<Row> = { town_id: Generated<number> } & Row
type WithJson<Row, Name extends keyof Row> = Omit<Row, Name> & {
  [Key in Name]: JSONColumnType<Row[Key] & object, string, string>
}

export type ProcessesTables = {
  'processes.model': OfTown<ModelRow>
  'processes.version': OfTown<{
    id: string
    model_id: string
    number: number
    source: string
    source_hash: string
    findings: JSONColumnType<Finding[], string, string>
    deployed_at: Date
    deployed_by: string | null
  }>
  'processes.start': OfTown<StartRow>
  'processes.instance': OfTown<InstanceRow>
  'processes.token': OfTown<TokenRow>
  'processes.variable': OfTown<Omit<VariableRow, 'value'> & { value: JSONColumnType<object, string, string> }>
  'processes.timer': OfTown<TimerRow>
  'processes.subscription': OfTown<SubscriptionRow>
  'processes.message': OfTown<WithJson<MessageRow, 'variables'>>
  'processes.delivery': OfTown<{ message_id: string; target: string }>
  'processes.task': OfTown<TaskRow>
  'processes.job': OfTown<JobRow>
  'processes.incident': OfTown<IncidentRow>
  'processes.log': OfTown<WithJson<LogRow, 'details'>>
  'processes.figure': OfTown<{ model_id: string; node: string; day: string; size: number; count: number }>
  'processes.webhook_host': OfTown<{ origin: string; added_at: Date; added_by: string | null }>
}
