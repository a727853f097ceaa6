// When a timer is due: durations, working days, legal periods, repetitions; how a period rests and goes on.

import { addDays, dayAt, daysBetween, endOfDay } from '../../../kernel/calendar/day.ts'
import { addDuration, wholePeriod } from '../../../kernel/calendar/duration.ts'
import type { Place } from '../../../kernel/calendar/holidays.ts'
import { endOfPeriod, movedOn } from '../../../kernel/calendar/periods.ts'
import { addWorkingDays, countWorkingDays } from '../../../kernel/calendar/working-days.ts'
import { cycleShape } from '../../../standards/bpmn/compile-event.ts'
import type { DayCount, TimerRule } from '../../../standards/bpmn/model.ts'
import { textOf } from '../../../standards/feel/functions/conversions.ts'
import type { TimerRow, TokenRow } from '../tables.ts'
import { Stuck } from './rules.ts'
import type { Walk } from './walk.ts'

type Due = Pick<TimerRow, 'due_at' | 'period' | 'repeats'>

const unreadable = (text: string): Stuck =>
  new Stuck(
    'timer',
    `Die Zeit »${text.slice(0, 60)}« kann nicht gelesen werden.`,
    `The time "${text.slice(0, 60)}" cannot be read.`,
  )

export function dueOf(walk: Walk, token: TokenRow, timer: TimerRule): Due {
  const value = walk.evaluate(timer.when, token)
  return readDue(timer.kind, value === null ? '' : textOf(value), timer.days, walk.around.now, walk.around.place)
}

/** @throws Stuck for what is no time */
export function readDue(kind: TimerRule['kind'], text: string, days: DayCount, now: Date, place: Place): Due {
  try {
    if (kind === 'date') return { due_at: instantOf(text), period: null, repeats: 0 }
    if (kind === 'duration') return { due_at: later(now, text, days, place), period: null, repeats: 0 }
    const [, times, period] = cycleShape.exec(text) ?? []
    if (period === undefined) throw unreadable(text)
    return {
      due_at: later(now, period, days, place),
      period,
      repeats: times === '' || times === undefined ? null : Math.max(0, Number(times) - 1),
    }
  } catch (fault) {
    if (fault instanceof RangeError) throw unreadable(text)
    throw fault
  }
}

/** A day alone is its end in Germany, as periods end. */
function instantOf(text: string): Date {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return endOfDay(dayAt(new Date(`${text}T12:00:00Z`)))
  const at = new Date(text.replace(/\[.*\]$/, '').replace(/@.*$/, ''))
  if (Number.isNaN(at.getTime())) throw unreadable(text)
  return at
}

const longest = 3_650

/** @law Art. 31 BayVwVfG, § 31 VwVfG for `legal`; days end at 24:00. */
export function later(now: Date, period: string, days: DayCount, place: Place): Date {
  const due = days === 'calendar' ? addDuration(now, period) : laterByDays(now, period, days, place)
  // A repetition that is due at once would never let go.
  if (due.getTime() < now.getTime()) throw unreadable(period)
  return due
}

function laterByDays(now: Date, period: string, days: DayCount, place: Place): Date {
  const whole = wholePeriod(period)
  if (!whole) throw unreadable(period)
  if (days === 'legal') return endOfPeriod(dayAt(now), whole, place).over
  if (!('days' in whole) || whole.days > longest) throw unreadable(period)
  return endOfDay(addWorkingDays(dayAt(now), whole.days, place))
}

/** Undefined: it does not fire again. What was missed while nobody worked is not made up for. */
export function nextDue(
  walk: Walk,
  { due_at, period, repeats, days }: TimerRow,
): Pick<TimerRow, 'due_at' | 'repeats'> | undefined {
  if (period === null || repeats === 0 || due_at === null) return undefined
  const { now, place } = walk.around
  const regular = later(due_at, period, days, place)
  return { due_at: regular > now ? regular : later(now, period, days, place), repeats: repeats === null ? null : repeats - 1 }
}

/** What is left of a period: milliseconds, or days where days are counted. */
export function pauseTimer(walk: Walk, timer: TimerRow): void {
  if (timer.due_at === null) return
  const { now, place } = walk.around
  // The due instant is the first that is too late: its day has not begun to count.
  const lastDay = dayAt(new Date(timer.due_at.getTime() - 1))
  const left =
    timer.days === 'calendar'
      ? timer.due_at.getTime() - now.getTime()
      : timer.days === 'working'
        ? countWorkingDays(dayAt(now), lastDay, place)
        : daysBetween(dayAt(now), lastDay)
  walk.timers.change(timer, { due_at: null, left_over: Math.max(0, left) })
  walk.note('paused', { id: timer.token_id, node: timer.node }, { left: Math.max(0, left), days: timer.days })
}

export function resumeTimer(walk: Walk, timer: TimerRow, how: 'continue' | 'reset', rule: TimerRule): void {
  if (timer.due_at !== null) return
  const { now, place } = walk.around
  const token = walk.tokens.find(timer.token_id)
  if (!token) return
  const left = Number(timer.left_over ?? 0)
  const today = dayAt(now)
  const due_at =
    how === 'reset'
      ? dueOf(walk, token, rule).due_at
      : timer.days === 'calendar'
        ? new Date(now.getTime() + left)
        : timer.days === 'working'
          ? endOfDay(addWorkingDays(today, left, place))
          : movedOn(addDays(today, left), place).over
  walk.timers.change(timer, { due_at, left_over: null })
  walk.note('resumed', { id: timer.token_id, node: timer.node }, { how, due: due_at?.toISOString() })
}

/** Periods rest while the steps are busy that their model names. */
export function restPeriods(walk: Walk): void {
  for (const timer of walk.timers.list()) {
    const node = walk.process.nodes.get(timer.node)
    const rule = node && 'trigger' in node && node.trigger.kind === 'timer' ? node.trigger.timer : undefined
    if (!rule || rule.pausedBy.length === 0) continue
    const busy = walk.tokens.where(({ node: at, state }) => state !== 'done' && rule.pausedBy.includes(at)).length > 0
    const token = walk.tokens.find(timer.token_id)
    if (busy) pauseTimer(walk, timer)
    else if (timer.due_at === null && token) walk.guarded(token, () => resumeTimer(walk, timer, rule.onResume, rule))
  }
}
