// Which days are public holidays in a municipality: the rules of `holiday-law.ts` applied to a place and a year.
import { addDays, asDay, type Day, weekdayOf, yearOf } from './day.ts'
import {
  type HolidayDate,
  type HolidayRule,
  holidayActs,
  holidayRules,
  type Land,
  type LawSource,
  laender,
} from './holiday-law.ts'

/** What the calendar needs to know of a town. `localHolidays`: keys of holidays that the municipality itself says it has. */
export type Place = { land: Land; ars: string; localHolidays?: readonly string[] }

/** @throws Error for a Land that does not exist. */
export function placeOf(settings: { land: string; ars: string; localHolidays?: readonly string[] | undefined }): Place {
  const land = laender.find((one) => one === settings.land)
  if (!land) throw new Error(`${settings.land} is no Land.`)
  return { land, ars: settings.ars, ...(settings.localHolidays && { localHolidays: settings.localHolidays }) }
}

export type Holiday = LawSource & { day: Day; key: string; name: { de: string; en: string } }

/** Gregorian Easter after Oudin; valid for every year of the calendar. */
export function easterSunday(year: number): Day {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const h = (century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25) + 19 * golden + 15) % 30
  const i = h - Math.floor(h / 28) * (1 - Math.floor(29 / (h + 1)) * Math.floor((21 - golden) / 11))
  const j = (year + Math.floor(year / 4) + i + 2 - century + Math.floor(century / 4)) % 7
  const fromMarch = i - j
  const month = 3 + Math.floor((fromMarch + 40) / 44)
  const day = fromMarch + 28 - 31 * Math.floor(month / 4)
  return asDay(`${year}-0${month}-${String(day).padStart(2, '0')}`)
}

function dayIn(year: number, on: HolidayDate): Day | undefined {
  if ('monthDay' in on) return asDay(`${year}-${on.monthDay}`)
  if ('easter' in on) return addDays(easterSunday(year), on.easter)
  if ('once' in on) return yearOf(asDay(on.once)) === year ? asDay(on.once) : undefined
  const november22 = asDay(`${year}-11-22`)
  return addDays(november22, -((weekdayOf(november22) + 4) % 7))
}

const begins = (ars: string, prefixes: readonly string[] = []): boolean => prefixes.some((prefix) => ars.startsWith(prefix))

const isAsked = ({ ask }: HolidayRule, { ars }: Place): boolean =>
  ask !== undefined && begins(ars, ask.under) && !begins(ars, ask.except)

function appliesIn(rule: HolidayRule, place: Place): boolean {
  if (rule.in === 'all' || rule.in?.includes(place.land)) return true
  if (begins(place.ars, rule.municipalities)) return true
  return isAsked(rule, place) && (place.localHolidays?.includes(rule.key) ?? false)
}

const known = new Map<string, readonly Holiday[]>()

/** In the order of the year. Sundays are not listed. @throws RangeError before 1995: older law is not kept here. */
export function holidaysOf(place: Place, year: number): readonly Holiday[] {
  if (!Number.isInteger(year) || year < 1995 || year > 9999) throw new RangeError(`Holidays of ${year} are not known here.`)
  const key = `${place.land} ${place.ars} ${place.localHolidays?.join() ?? ''} ${year}`
  const before = known.get(key)
  if (before) return before
  const found = holidayRules
    .filter((rule) => appliesIn(rule, place) && year >= (rule.since ?? 0) && year <= (rule.until ?? 9999))
    .flatMap((rule) => {
      const day = dayIn(year, rule.on)
      return day ? [{ day, key: rule.key, name: rule.name, ...(rule.own ?? holidayActs[place.land]) }] : []
    })
    .sort((one, other) => (one.day < other.day ? -1 : 1))
  if (known.size > 2_000) known.clear()
  known.set(key, found)
  return found
}

export const findHoliday = (day: Day, place: Place): Holiday | undefined =>
  holidaysOf(place, yearOf(day)).find((holiday) => holiday.day === day)

/** Holidays that depend on the municipality and are not settled here: the town has to say (`localHolidays`) whether it has them. */
export const undecidedHolidays = (place: Place): { key: string; name: { de: string; en: string }; who: string }[] =>
  holidayRules
    .filter((rule) => isAsked(rule, place) && !place.localHolidays)
    .map(({ key, name, ask }) => ({ key, name, who: ask?.who ?? '' }))
