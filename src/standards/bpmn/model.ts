// A process as the engine runs it: plain data, everything resolved, nothing of XML left. @standard BPMN 2.0.2 (formal/13-12-09).

/** FEEL of the department, or a fixed text. */
export type Rule = { feel: string } | { text: string }

/** How the days of a period are counted: as the calendar has them, working days alone, or a legal period whose end moves on. */
export type DayCount = 'calendar' | 'working' | 'legal'

export type TimerRule = {
  kind: 'date' | 'duration' | 'cycle'
  /** ISO 8601: an instant, `P14D`, `R3/PT10M`. */
  when: Rule
  days: DayCount
  /** While one of these is busy, the period rests. */
  pausedBy: readonly string[]
  onResume: 'continue' | 'reset'
}

/** What is sent to whoever waits for it by name; messages also by key. */
export type Sent<Kind extends 'message' | 'signal'> = {
  kind: Kind
  name: Rule
  key?: Rule | undefined
  outputs: readonly Mapping[]
}
export type Trigger =
  | { kind: 'none' }
  | Sent<'message'>
  | Sent<'signal'>
  | { kind: 'timer'; timer: TimerRule }
  | { kind: 'error' | 'escalation'; code: string | undefined; codeVariable?: string | undefined }
  | { kind: 'condition'; condition: Rule }
  | { kind: 'compensation'; activity: string | undefined }
  | { kind: 'terminate' }

/** The value of `from` is put into the variable `to`. */
export type Mapping = { to: string; from: Rule }

export type Loop =
  | {
      kind: 'many'
      sequential: boolean
      collection: Rule | undefined
      cardinality: Rule | undefined
      item: string | undefined
      output: { collection: string; item: Rule } | undefined
      until: Rule | undefined
    }
  | { kind: 'again'; condition: Rule | undefined; testBefore: boolean; atMost: number | undefined }

/** Who is asked: FEEL or text; keys of units, user names or ids of staff. */
export type Assignment = {
  units: readonly Rule[]
  people: readonly Rule[]
  assignee: Rule | undefined
  due: Rule | undefined
  followUp: Rule | undefined
  priority: Rule | undefined
  form: string | undefined
  /** Never by whoever completed that task of the same instance. @de Vier-Augen-Prinzip */
  notBy: readonly string[]
  fields: readonly TaskField[]
}

export type FieldType = 'text' | 'long-text' | 'number' | 'boolean' | 'date' | 'choice'
/** One variable that the task shows and asks for, until the form server has a form for it. */
export type TaskField = {
  name: string
  label: string
  type: FieldType
  required: boolean
  readOnly: boolean
  choices: readonly { value: string; label: string }[]
}

/** Who does the work of a service or send task. */
export type Work = { by: 'topic'; topic: Rule } | { by: 'webhook'; url: Rule }

type Base = {
  id: string
  name: string
  /** The subprocess, or the process itself. */
  scope: string
  incoming: readonly string[]
  outgoing: readonly string[]
  /** Key of the unit, from the lane. */
  unit: string | undefined
  /** What it is for, as the modeller wrote it. */
  documentation: string | undefined
}

type ActivityBase = Base & {
  defaultFlow: string | undefined
  loop: Loop | undefined
  inputs: readonly Mapping[]
  outputs: readonly Mapping[]
  boundaries: readonly string[]
  isCompensation: boolean
  /** Handler that takes this activity back. */
  compensatedBy: string | undefined
}

export type TaskPart =
  | { is: 'user'; assignment: Assignment }
  | { is: 'manual' | 'pass' }
  | { is: 'script'; result: string | undefined; script: Rule }
  | { is: 'decision'; decision: Rule; result: string | undefined }
  | { is: 'work'; work: Work; result: string | undefined; retries: number | undefined }
  | { is: 'send'; trigger: Sent<'message'> }
  | { is: 'receive'; trigger: Sent<'message'> }
  | { is: 'call'; called: Rule; businessKey: Rule | undefined; everything: boolean }
  | { is: 'subprocess'; byEvent: boolean }
export type Task = ActivityBase & TaskPart

export type EventPart =
  | { is: 'start'; trigger: Trigger; interrupting: boolean; form: string | undefined; fields: readonly TaskField[] }
  | { is: 'end'; trigger: Trigger; work: Work | undefined }
  | { is: 'throw'; trigger: Trigger; work: Work | undefined }
  | { is: 'catch'; trigger: Trigger }
  | { is: 'boundary'; trigger: Trigger; interrupting: boolean; attachedTo: string }
export type Event = Base & EventPart

export type Gateway = Base & {
  is: 'gateway'
  gateway: 'exclusive' | 'parallel' | 'inclusive' | 'event'
  defaultFlow: string | undefined
}

export type Node = Task | Event | Gateway
export type Flow = { id: string; name: string; from: string; to: string; condition: Rule | undefined }

export type Lane = { id: string; name: string; unit: string | undefined }

export type Process = {
  id: string
  name: string
  documentation: string | undefined
  executable: boolean
  nodes: ReadonlyMap<string, Node>
  flows: ReadonlyMap<string, Flow>
  lanes: readonly Lane[]
}

export type Both = { de: string; en: string }
/** Something at one place of the model, and what to do about it. `error`: it does not run like this. */
export type Finding = {
  severity: 'error' | 'warning' | 'note'
  element: string
  name: string
  what: Both
  proposal?: Both | undefined
}

export const isActivity = (node: Node): node is Task =>
  node.is !== 'gateway' &&
  node.is !== 'start' &&
  node.is !== 'end' &&
  node.is !== 'throw' &&
  node.is !== 'catch' &&
  node.is !== 'boundary'

/** The nodes directly inside a process or subprocess. */
export const nodesIn = ({ nodes }: Process, scope: string): Node[] => [...nodes.values()].filter((node) => node.scope === scope)

export const eventSubprocessesIn = (process: Process, scope: string): { node: Task; start: Extract<Event, { is: 'start' }> }[] =>
  nodesIn(process, scope).flatMap((node) => {
    if (node.is !== 'subprocess' || !node.byEvent) return []
    const start = nodesIn(process, node.id).find((inner) => inner.is === 'start')
    return start?.is === 'start' ? [{ node, start }] : []
  })
