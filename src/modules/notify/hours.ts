// When a message may leave: not in somebody's quiet hours, and a daily digest once a morning.
import type { Contact } from '../../contracts/messages.ts'

const berlinHour = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: 'numeric', hourCycle: 'h23' })
const hourOf = (now: Date): number => Number(berlinHour.format(now))

/** The hour in which digests leave, in Europe/Berlin. */
export const digestHour = 8

const hour = 3_600_000

/** The first full hour after `now` that fits; every hour of the day comes within 25 real ones, also when clocks change. */
function nextFullHour(now: Date, fits: (hourOfDay: number) => boolean): Date {
  let at = Math.floor(now.getTime() / hour) * hour
  for (let step = 0; step < 26; step += 1) {
    at += hour
    if (fits(hourOf(new Date(at)))) break
  }
  return new Date(at)
}

const isQuiet = (hourOfDay: number, { from, to }: { from: number; to: number }): boolean =>
  from <= to ? hourOfDay >= from && hourOfDay < to : hourOfDay >= from || hourOfDay < to

/** Undefined: it may leave now. */
export function waitsUntil(contact: Pick<Contact, 'quiet' | 'digest'>, inDigest: boolean, now: Date): Date | undefined {
  const { quiet } = contact
  if (contact.digest && !inDigest) return nextFullHour(now, (one) => one === digestHour)
  if (quiet && isQuiet(hourOf(now), quiet)) return nextFullHour(now, (one) => !isQuiet(one, quiet))
  return undefined
}
