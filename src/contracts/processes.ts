// What a room asks of the processes behind its matters: begin one, tell it something, see and do its tasks.
import type { SignedIn } from '../kernel/access.ts'
import type { Contract } from '../kernel/contract.ts'
import type { TownSql } from '../kernel/town.ts'

/** Plain JSON; references and facts of the procedure, never names, addresses or free text. */
export type ProcessVariables = Readonly<Record<string, unknown>>

/**
 * Begins a process in the transaction of `db`, once per `startKey`, in its newest version or the one named.
 * `businessKey` is how everybody finds it again; messages to it use the same key.
 * Rules, decisions and gateways run inside this transaction; work of topics follows at once after its commit, each in a transaction of its
 * own, so that a fault there never takes back what began it. A throw, such as for a value that no variable can hold, has stored nothing.
 */
export type StartProcess = Contract<
  'start-process',
  1,
  {
    db: TownSql
    process: string
    version?: number
    businessKey: string
    startKey: string
    variables: ProcessVariables
    now: Date
  },
  { instance: string; version: number } | { refused: 'unknown' | 'suspended' }
>

/**
 * A message to whatever waits for it under this key, now or within 30 days; `once` is the same at every try. Kept in the transaction of `db`,
 * brought at once after its commit.
 */
export type ProcessMessage = Contract<
  'process-message',
  1,
  { db: TownSql; name: string; key: string; once: string; variables: ProcessVariables; now: Date },
  { kept: true }
>

export type OpenTask = {
  id: string
  /** Id of the step in the model, and its name in it. */
  node: string
  name: string
  /** What is done there, as the model names it: `cases.decide`. */
  form: string | null
  units: readonly string[]
  assignee: string | null
  dueAt: Date | null
  createdAt: Date
}

/**
 * Where the process of a matter stands: of several the newest that is not over, with the tasks of all. `incident` is what somebody with rights
 * over processes must repair. Undefined: there is none.
 */
export type ProcessState = Contract<
  'process-state',
  1,
  { db: TownSql; businessKey: string },
  | {
      state: 'running' | 'suspended' | 'ended' | 'cancelled' | 'failed'
      tasks: readonly OpenTask[]
      /** Of the process that is not over: what its steps have found out so far, as plain JSON. */
      variables: ProcessVariables
      incident?: { de: string; en: string } | undefined
      /** Where it is seen with its diagram and history, by whoever may. Path without language. */
      path: string
    }
  | undefined
>

/**
 * Does a task in the transaction of `db`, with all checks of the task list: competent unit, deputy, four eyes.
 * Ask before you lock rows that work of topics changes too: the engine holds its process first and those rows second.
 */
export type CompleteTask = Contract<
  'complete-task',
  1,
  { db: TownSql; task: string; person: SignedIn; variables: ProcessVariables; now: Date },
  { done: true } | { refused: 'gone' | 'not-yours' | 'taken' | 'four-eyes' | 'suspended' }
>

/**
 * Who has taken over the matter has its open tasks too, as far as they may do them; `null` gives them back to everybody competent.
 * With `from` only tasks of this person are handed on or given back.
 */
export type AssignTasks = Contract<
  'assign-tasks',
  1,
  { db: TownSql; businessKey: string; assignee: string | null; from?: string | undefined; now: Date },
  { assigned: number }
>

/**
 * Asks a deployed decision by its id, its name or the key of its part in a package, in its newest version or the one named; nothing is stored.
 * Inputs and outputs are plain JSON; a day goes in as `{ "type": "date", "value": "2026-12-01" }` and comes out as text. One output is
 * answered bare, several by their names. `fault` names the rule and the column that could not be answered.
 */
export type EvaluateDecision = Contract<
  'evaluate-decision',
  1,
  { db: TownSql; decision: string; version?: number | undefined; inputs: ProcessVariables; now: Date },
  { outputs: unknown; version: number } | { refused: 'unknown' } | { fault: { de: string; en: string } }
>

/**
 * Where a task of this form is done: the work list leads there, and it is done nowhere else on the desk. Path without language.
 * Undefined: not a form of this room.
 */
export type TaskPlace = Contract<'task-place', 1, { form: string; businessKey: string | null }, { path: string } | undefined>
