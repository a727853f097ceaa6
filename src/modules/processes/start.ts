// Processes that begin by themselves: by the clock, each time once, however many servers look.

import { placeOf } from '../../kernel/calendar/holidays.ts'
import { newId } from '../../kernel/ids.ts'
import type { Town } from '../../kernel/town.ts'
import type { Process } from '../../standards/bpmn/model.ts'
import { newRun } from '../../standards/feel/feel.ts'
import { textOf } from '../../standards/feel/functions/conversions.ts'
import { later, readDue } from './engine/periods.ts'
import { expressionOf } from './engine/rules.ts'
import { beginInstance } from './instance.ts'
import type { StartRow } from './tables.ts'
import type { Db } from './version.ts'

/** How instances of this version begin by themselves. */
export function startsOf(town: Town, process: Process, model: string, version: string, now: Date): StartRow[] {
  const textIn = (rule: { feel: string } | { text: string }): string => {
    if ('text' in rule) return rule.text
    const value = expressionOf(rule.feel).evaluate(new Map(), newRun(now))
    return value === null ? '' : textOf(value)
  }
  return [...process.nodes.values()].flatMap((node): StartRow[] => {
    if (node.is !== 'start' || node.scope !== process.id) return []
    const base = {
      id: newId(now),
      model_id: model,
      version_id: version,
      node: node.id,
      name: '',
      due_at: null,
      period: null,
      repeats: null,
    }
    const { trigger } = node
    if (trigger.kind === 'message' || trigger.kind === 'signal')
      return [{ ...base, kind: trigger.kind, name: textIn(trigger.name) }]
    if (trigger.kind !== 'timer') return []
    return [
      {
        ...base,
        kind: 'timer',
        ...readDue(trigger.timer.kind, textIn(trigger.timer.when), trigger.timer.days, now, placeOf(town.settings)),
      },
    ]
  })
}

/** @returns whether anything began */
export const startDue = (town: Town, now: Date): Promise<boolean> =>
  town.write(async (db: Db) => {
    const due = await db
      .selectFrom('processes.start as s')
      .innerJoin('processes.model as m', (on) => on.onRef('m.town_id', '=', 's.town_id').onRef('m.id', '=', 's.model_id'))
      .selectAll('s')
      .where('s.due_at', '<=', now)
      .where('m.suspended', '=', false)
      .orderBy('s.due_at')
      .limit(20)
      .forUpdate('s')
      .skipLocked()
      .execute()
    for (const start of due) {
      const startKey = `timer/${start.id}/${start.due_at?.toISOString()}`
      const wanted = { model: start.model_id, version: start.version_id, node: start.node, startKey, variables: [] }
      await beginInstance(db, town, wanted, { now, actor: 'system:processes' })
      const again = start.period !== null && start.repeats !== 0
      const next = again ? laterThan(now, start, town) : null
      const repeats = start.repeats === null ? null : Math.max(0, start.repeats - 1)
      await db.updateTable('processes.start').set({ due_at: next, repeats }).where('id', '=', start.id).execute()
    }
    return due.length > 0
  })

function laterThan(now: Date, { due_at, period }: StartRow, town: Town): Date {
  const place = placeOf(town.settings)
  const regular = later(due_at ?? now, period!, 'calendar', place)
  return regular > now ? regular : later(now, period!, 'calendar', place)
}
