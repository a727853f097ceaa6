// Until when a case must be decided, how it rests while the person is asked, and how its traffic light reads.
import { addDays, asDay, type Day, dayAt, daysBetween } from '../../kernel/calendar/day.ts'
import { type Place, placeOf } from '../../kernel/calendar/holidays.ts'
import { endOfPeriod } from '../../kernel/calendar/periods.ts'
import { addWorkingDays, countWorkingDays } from '../../kernel/calendar/working-days.ts'
import type { Town } from '../../kernel/town.ts'
import type { CaseRow } from './tables.ts'
import type { CaseType } from './type/case-type.ts'

export function deadlineOf({ deadline }: CaseType, from: Day, place: Place): Day | undefined {
  if (!deadline) return undefined
  if (deadline.count === 'working') return addWorkingDays(from, deadline.days, place)
  if (deadline.count === 'legal') return endOfPeriod(from, { days: deadline.days }, place).lastDay
  return addDays(from, deadline.days)
}

/** As many days later as it rested. */
export function afterRest(
  { due_on, rests_since }: Pick<CaseRow, 'due_on' | 'rests_since'>,
  type: CaseType,
  town: Town,
  now: Date,
) {
  if (due_on === null || rests_since === null) return due_on
  const [began, today, place] = [dayAt(rests_since), dayAt(now), placeOf(town.settings)]
  if (type.deadline?.count === 'working')
    return addWorkingDays(asDay(due_on), countWorkingDays(began, today, place), place) as string
  return addDays(asDay(due_on), daysBetween(began, today)) as string
}

/** When the next step of the status line usually comes: working days that the current one takes, from when it began. */
export function expectedOn(type: CaseType, { step, step_at }: Pick<CaseRow, 'step' | 'step_at'>, place: Place): Day | undefined {
  const days = type.steps.find(({ key }) => key === step)?.days
  return days === undefined ? undefined : addWorkingDays(dayAt(step_at), days, place)
}

export type Light = { light: 'overdue' | 'today' | 'soon' | 'later' | 'rests' | 'none'; days: number }

/** Text and sign of the deadline, never colour alone: `soon` within three days. */
export function lightOf({ due_on, rests_since, state }: Pick<CaseRow, 'due_on' | 'rests_since' | 'state'>, today: Day): Light {
  if (due_on === null || state === 'closed') return { light: 'none', days: 0 }
  if (rests_since !== null) return { light: 'rests', days: 0 }
  const days = daysBetween(today, asDay(due_on))
  return { light: days < 0 ? 'overdue' : days === 0 ? 'today' : days <= 3 ? 'soon' : 'later', days: Math.abs(days) }
}
