// What a process does in a case by itself: moves the status line, closes, asks a register.
import type { CloseProcedure } from '../../../contracts/filing.ts'
import type { ProcessWork } from '../../../contracts/process-work.ts'
import { dayAt } from '../../../kernel/calendar/day.ts'
import type { House } from '../../../kernel/house.ts'
import { logAccess, type Town } from '../../../kernel/town.ts'
import { changeCase, legalBasis, lockCase, matterKind, type Writing } from '../case.ts'
import type { CaseRow } from '../tables.ts'
import { type TypeInUse, typeOf } from '../type/type.ts'

export type Working = {
  db: Writing
  row: CaseRow
  kind: TypeInUse
  input: Readonly<Record<string, unknown>>
  key: string
  now: Date
}
/** `incident`: it stops here until somebody has mended what it says. */
export type Worked = { done: Readonly<Record<string, unknown>> } | { incident: { de: string; en: string } }
export type Topic = (house: House, town: Town, working: Working) => Promise<Worked>

const by = { system: 'cases' }
const stop = (de: string, en: string): Worked => ({ incident: { de, en } })

/** The case is looked at as the process, and held until the step is stored. */
export async function doWork(
  house: House,
  town: Town,
  topics: Readonly<Record<string, Topic>>,
  asked: ProcessWork['input'],
): Promise<Worked | undefined> {
  const topic = topics[asked.topic]
  if (!topic) return undefined
  const db = asked.db as unknown as Writing
  const row = asked.businessKey === null ? undefined : await lockCase(db, asked.businessKey)
  if (!row) return stop('Dieser Vorgang ist nicht da.', 'This case is not there.')
  await logAccess(db, [row.holder_id], { actor: by, purpose: 'Ihren Vorgang weitergeführt', legalBasis, matter: row.reference })
  return topic(house, town, { db, row, kind: await typeOf(db, row), input: asked.variables, key: asked.key, now: asked.now })
}

export const step: Topic = async (_house, town, { db, row, kind, input, now }) => {
  const key = String(input.step)
  if (!kind.type.steps.some((one) => one.key === key))
    return stop(`Einen Schritt „${key}“ gibt es nicht.`, `There is no step "${key}".`)
  if (row.step !== key && row.state !== 'closed')
    await changeCase(db, town, row, { step: key, step_at: now }, { kind: 'step', by, details: { step: key }, open: true }, now)
  return { done: {} }
}

export const close: Topic = async (house, town, { db, row, input, now }) => {
  if (row.state === 'closed') return { done: {} }
  const outcome = row.outcome ?? String(input.outcome ?? 'closed')
  const last = { state: 'closed', outcome, closed_at: now, news: false, due_on: row.due_on, rests_since: null } as const
  await changeCase(db, town, row, last, { kind: 'closed', by, details: { outcome, on: dayAt(now) }, open: true }, now)
  await db
    .updateTable('cases.request')
    .set({ state: 'withdrawn' })
    .where('case_id', '=', row.id)
    .where('state', '=', 'open')
    .execute()
  const matter = { kind: matterKind, id: row.id }
  await house.ask<CloseProcedure>(town, 'close-procedure', { db, matter, subject: row.holder_id, result: outcome, now })
  return { done: {} }
}
