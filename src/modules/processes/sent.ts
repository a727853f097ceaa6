// Messages and signals as they come, once each, kept until somebody waits for them.
import { newId } from '../../kernel/ids.ts'
import type { Value } from '../../standards/feel/value.ts'
import { toStored } from './value.ts'
import type { Db } from './version.ts'

export type NewMessage = {
  kind: 'message' | 'signal'
  name: string
  key: string
  variables: readonly [string, Value][]
  /** The same word is the same message, however often it is sent. */
  once: string
  /** How long it waits for somebody who is not there yet; 30 days without it. */
  keptDays?: number
}

/** Undefined: it came before. */
export async function keepMessage(db: Db, message: NewMessage, now: Date): Promise<string | undefined> {
  const { kind, name, key, variables, once, keptDays = 30 } = message
  const id = newId(now)
  const stored = Object.fromEntries(variables.map(([variable, value]) => [variable, toStored(value)]))
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('processes.message')
    .values({
      id,
      kind,
      name,
      key,
      once,
      variables: JSON.stringify(stored),
      state: 'waiting',
      arrived_at: now,
      expires_at: new Date(now.getTime() + keptDays * 86_400_000),
      taken_by: null,
    })
    .onConflict((same) => same.columns(['town_id', 'once']).doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n ? id : undefined
}
