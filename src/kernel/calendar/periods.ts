// Legal periods: when they begin and end, and when the end moves on. The law of §§ 187–193 BGB and Art. 31 BayVwVfG / § 31 VwVfG.
import { addDays, addMonths, asDay, type Day, dayOfMonth, endOfDay, lastDayOfMonth, weekdayOf } from './day.ts'
import { findHoliday, type Place } from './holidays.ts'
import { workingDayFrom } from './working-days.ts'

/** A quarter of a year is 3 months, half a year 6, half a month 15 days. @law § 189 Abs. 1 BGB */
export type Period = { days: number } | { weeks: number } | { months: number } | { years: number }

export type PeriodRule = {
  /**
   * `event`: something happened during the first day, which is not counted (a decision was delivered; § 187 Abs. 1 BGB).
   * `start-of-day`: the first day counts whole (an age, a contract from the 1st; § 187 Abs. 2 BGB).
   */
  begins?: 'event' | 'start-of-day'
  /**
   * Why the end does not move from a non-working day: `fixed-day`, a day was named with reference to the law (Art. 31 Abs. 3 Satz 2);
   * `benefit`, something is granted for a time (Abs. 4); `appointment`, a date set by the authority (Abs. 5).
   */
  stays?: 'fixed-day' | 'benefit' | 'appointment'
}

export type PeriodEnd = {
  /** The last day on which it can be kept. */
  lastDay: Day
  /** Before it moved. */
  counted: Day
  /** Why it moved; undefined when it did not. */
  moved?: { from: 'saturday' | 'sunday' | 'holiday'; holiday?: { de: string; en: string } }
  /** The first instant that is too late. */
  over: Date
}

/** @law §§ 187, 188 BGB */
function countedEnd(start: Day, period: Period, begins: 'event' | 'start-of-day'): Day {
  const back = begins === 'event' ? 0 : 1
  if ('days' in period) return addDays(start, period.days - back)
  if ('weeks' in period) return addDays(start, period.weeks * 7 - back)
  const months = 'months' in period ? period.months : period.years * 12
  const target = addMonths(start, months)
  if (back === 0) return target
  // § 188 Abs. 2 and 3: the day before the one of the same number; where the month lacks even that, its last day.
  if (dayOfMonth(target) < dayOfMonth(start)) return target
  return addDays(target, -1)
}

/** @throws RangeError for a period that is not a whole, positive number. @de Fristende */
export function endOfPeriod(start: Day, period: Period, place: Place, rule: PeriodRule = {}): PeriodEnd {
  const [count = 0] = Object.values(period)
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError('A period is a whole, positive number of days, weeks, months or years.')
  const counted = countedEnd(start, period, rule.begins ?? 'event')
  return rule.stays ? { lastDay: counted, counted, over: endOfDay(counted) } : movedOn(counted, place)
}

/**
 * Moves the end from Saturday, Sunday or a holiday of the place to the next working day. A Saturday is a Werktag, yet no end falls on it.
 * @law § 193 BGB; Art. 31 Abs. 3 Satz 1 BayVwVfG; § 31 Abs. 3 Satz 1 VwVfG
 */
export function movedOn(counted: Day, place: Place): PeriodEnd {
  const lastDay = workingDayFrom(counted, place)
  const end = { lastDay, counted, over: endOfDay(lastDay) }
  if (lastDay === counted) return end
  const holiday = findHoliday(counted, place)
  if (holiday) return { ...end, moved: { from: 'holiday', holiday: holiday.name } }
  return { ...end, moved: { from: weekdayOf(counted) === 6 ? 'saturday' : 'sunday' } }
}

/**
 * A period set by an authority begins on the day after it was made known, unless the person was told another day.
 * @law Art. 31 Abs. 2 BayVwVfG, § 31 Abs. 2 VwVfG
 */
export const endOfSetPeriod = (madeKnown: Day, period: Period, place: Place): PeriodEnd =>
  endOfPeriod(addDays(madeKnown, 1), period, place, { begins: 'start-of-day' })

/** A longer time is counted from the end of the former one. @law § 190 BGB */
export const extendPeriod = (former: PeriodEnd, period: Period, place: Place): PeriodEnd =>
  endOfPeriod(former.lastDay, period, place)

/** @law § 192 BGB */
export const partOfMonth = (day: Day, part: 'beginning' | 'middle' | 'end'): Day =>
  part === 'end' ? lastDayOfMonth(day) : asDay(`${day.slice(0, 8)}${part === 'beginning' ? '01' : '15'}`)
