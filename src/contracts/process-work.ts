// Who does the work of a step in a process: a module that knows the topic, asked inside the transaction of the step.
import type { Contract } from '../kernel/contract.ts'
import type { TownSql } from '../kernel/town.ts'

/**
 * Undefined: not a topic of this room. What it stores in `db` is stored together with the step, or not at all; a throw is tried again later.
 * `error` is one of the matter, which the model may catch; `incident` stops here at once until somebody with rights over processes has mended
 * what it says and lets it be tried again.
 * `key` is the same at every try: for what leaves the house. Variables are plain JSON and hold references, never personal data.
 */
export type ProcessWork = Contract<
  'process-work',
  1,
  {
    db: TownSql
    topic: string
    key: string
    instance: string
    businessKey: string | null
    variables: Readonly<Record<string, unknown>>
    now: Date
  },
  | { done: Readonly<Record<string, unknown>> }
  | { error: { code: string; message: string } }
  | { incident: { de: string; en: string } }
  | undefined
>
