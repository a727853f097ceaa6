// Where an application stands, in the words of its kind: done, now, next, and when that is expected.
import { formatDay } from '../../../design/format.ts'
import type { StatusStep } from '../../../design/progress.tsx'
import { type Day, dayAt } from '../../../kernel/calendar/day.ts'
import { placeOf } from '../../../kernel/calendar/holidays.ts'
import { addWorkingDays } from '../../../kernel/calendar/working-days.ts'
import type { Language } from '../../../kernel/language.ts'
import type { Town } from '../../../kernel/town.ts'
import type { Reader } from '../../../kernel/words.ts'
import type { CaseRow } from '../tables.ts'
import type { CaseType, Text } from '../type/case-type.ts'
import type { Asked, StepAt } from './list.ts'
import { mineWords } from './words.ts'

export const textIn = (text: Text, language: Language): string => text[language] ?? text.de

/** `yours`: it waits for the person. `undone`: taken back, and not yet closed. */
export type Standing = 'yours' | 'working' | 'decided' | 'undone' | 'done'

export function standingOf({ state, outcome }: Pick<CaseRow, 'state' | 'outcome'>, asked: readonly unknown[]): Standing {
  if (state === 'closed') return 'done'
  if (outcome === withdrawn) return 'undone'
  if (asked.length > 0) return 'yours'
  return state === 'decided' ? 'decided' : 'working'
}

export const withdrawn = 'withdrawn'

type Case = {
  row: CaseRow
  kind: { type: CaseType }
  unit: string | undefined
  asked: readonly Asked[]
  steps: readonly StepAt[]
}
export type Status = {
  steps: StatusStep[]
  /** It takes longer than was announced; the last day where the law knows one. */
  late?: { until: string | undefined } | undefined
}

/** What became of it, where it is over or decided. */
export const resultOf = (reader: Reader, { row, kind }: Pick<Case, 'row' | 'kind'>): string | undefined => {
  if (row.outcome === withdrawn) return mineWords(reader).withdrawnDone
  const outcome = kind.type.outcomes.find(({ key }) => key === row.outcome)
  return outcome && textIn(outcome.done, reader.language)
}

const counted = new WeakMap<Town, Map<string, Day>>()
const mostCounted = 2_000

/** Remembered: in a list many cases began on the same days, and counting looks up the holidays of each day. */
function workingDaysAfter(town: Town, from: Day, days: number): Day {
  const memory = counted.get(town) ?? new Map<string, Day>()
  if (!counted.has(town)) counted.set(town, memory)
  const key = `${from}+${days}`
  const known = memory.get(key)
  if (known) return known
  if (memory.size >= mostCounted) memory.clear()
  const found = addWorkingDays(from, days, placeOf(town.settings))
  memory.set(key, found)
  return found
}

export function statusOf(reader: Reader, town: Town, { row, kind, unit, asked, steps }: Case, today: string): Status {
  const text = mineWords(reader)
  const { language } = reader
  const { type } = kind
  const day = (at: Date): string => formatDay(language, dayAt(at))
  const began = new Map(steps.map(({ step, at }) => [step, at]))
  const at = Math.max(
    0,
    type.steps.findIndex(({ key }) => key === row.step),
  )
  const over = row.state === 'closed' || row.state === 'decided'
  const result = resultOf(reader, { row, kind })
  // A step is done when the next one that was reached began; what came in, came in on its own day.
  const doneOn = (index: number): Date => {
    const later = type.steps.slice(index + 1).map(({ key }) => began.get(key))
    return index === 0 ? row.received_at : (later.find((one) => one !== undefined) ?? row.closed_at ?? row.changed_at)
  }
  if (row.outcome === withdrawn || (over && at < type.steps.length - 1)) {
    const reached: StatusStep[] = type.steps
      .slice(0, at + 1)
      .map(({ title }, index) => ({ label: textIn(title, language), state: 'done', day: day(doneOn(index)) }))
    const ended = { label: result ?? text.ended, state: 'done' as const, day: day(row.closed_at ?? row.changed_at) }
    return { steps: [...reached, ended] }
  }
  const rests = asked.length > 0 || row.rests_since !== null
  const takes = type.steps[at]?.days
  let expected = rests || takes === undefined ? undefined : workingDaysAfter(town, dayAt(row.step_at), takes)
  const late = !over && expected !== undefined && expected < today
  if (late) expected = undefined
  const line = type.steps.map(({ title, now, days }, index): StatusStep => {
    const label = textIn(title, language)
    if (index < at) return { label, state: 'done', day: day(doneOn(index)) }
    if (index === at && over) return { label: result ?? label, state: 'done', day: day(row.closed_at ?? row.step_at) }
    if (index === at) {
      const due = asked.find(({ due_on }) => due_on !== null)?.due_on
      const waits = asked.length > 0 ? text.waitsForYou(due && formatDay(language, due)) : undefined
      return { label, state: 'now', who: waits ?? [textIn(now, language), unit].filter(Boolean).join(' · '), waits: !!waits }
    }
    const on = expected
    if (expected !== undefined) expected = days === undefined ? undefined : workingDaysAfter(town, expected, days)
    return { label, state: 'next', day: on && formatDay(language, on) }
  })
  const until = row.due_on !== null && row.due_on >= today ? formatDay(language, row.due_on) : undefined
  return { steps: line, ...(late && { late: { until } }) }
}
