// Working days: with Saturday (Werktag) or without (Arbeitstag), never a Sunday or a holiday of the place.
import { addDays, type Day, weekdayOf } from './day.ts'
import { findHoliday, type Place } from './holidays.ts'

/** `werktag` counts Saturdays, as § 3 Abs. 2 BUrlG does; `arbeitstag` is Monday to Friday. */
export type WorkingDayKind = 'werktag' | 'arbeitstag'

export function isWorkingDay(day: Day, place: Place, kind: WorkingDayKind = 'arbeitstag'): boolean {
  return weekdayOf(day) <= (kind === 'werktag' ? 6 : 5) && findHoliday(day, place) === undefined
}

/** The day itself where it is one, else the next. */
export function workingDayFrom(day: Day, place: Place, kind: WorkingDayKind = 'arbeitstag'): Day {
  let found = day
  while (!isWorkingDay(found, place, kind)) found = addDays(found, 1)
  return found
}

/** The day that lies `count` working days after `day` (before it when negative); `day` itself does not count. */
export function addWorkingDays(day: Day, count: number, place: Place, kind: WorkingDayKind = 'arbeitstag'): Day {
  let found = day
  for (let left = Math.abs(count); left > 0; ) {
    found = addDays(found, Math.sign(count))
    if (isWorkingDay(found, place, kind)) left -= 1
  }
  return found
}

/** Working days after `first` up to and including `last`; 0 when `last` is not later. */
export function countWorkingDays(first: Day, last: Day, place: Place, kind: WorkingDayKind = 'arbeitstag'): number {
  let count = 0
  for (let day = addDays(first, 1); day <= last; day = addDays(day, 1)) if (isWorkingDay(day, place, kind)) count += 1
  return count
}
