// Dates, times and durations as text, in the forms that XML Schema and FEEL share.
import { dateFromDayNumber, dateOf, dayNumber, nanosPerDay } from './dates.ts'
import { DaysDuration, type FeelDate, FeelDateTime, FeelTime, MonthsDuration, type Offset } from './value.ts'
import { isZone } from './zones.ts'

const datePattern = /^(-?)(\d{4,9})-(\d\d)-(\d\d)$/
const timePattern = /^(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z][A-Za-z0-9_+/-]*)?$/

export function parseDate(text: string): FeelDate | undefined {
  const [, minus, year = '', month, day] = datePattern.exec(text) ?? []
  if (year === '' || (year.length > 4 && year.startsWith('0'))) return undefined
  return dateOf(Number(`${minus}${year}`), Number(month), Number(day))
}

export function parseOffset(text: string | undefined): Offset | undefined | 'wrong' {
  if (!text) return undefined
  if (text === 'Z' || text === 'z') return { seconds: 0 }
  if (text.startsWith('@')) return isZone(text.slice(1)) ? { zone: text.slice(1) } : 'wrong'
  const [, sign, hours, minutes, seconds = '0'] = /^([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text) ?? []
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  if (Number(minutes) > 59 || Number(seconds) > 59 || total > 14 * 3600) return 'wrong'
  return { seconds: sign === '-' ? -total : total }
}

export function parseTime(text: string): FeelTime | undefined {
  const [, hour, minute, second, fraction = '', zone] = timePattern.exec(text) ?? []
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const offset = parseOffset(zone)
  if (offset === 'wrong') return undefined
  return new FeelTime(Number(hour), Number(minute), Number(second), Number(fraction.slice(0, 9).padEnd(9, '0')), offset)
}

/** `24:00:00` is the beginning of the next day. */
export function parseDateTime(text: string): FeelDateTime | undefined {
  const at = text.indexOf('T')
  const date = parseDate(at < 0 ? text : text.slice(0, at))
  const clock = text.slice(at + 1)
  const late = /^24:00:00(\.0+)?(?!\d)/.test(clock)
  const time = at < 0 ? new FeelTime(0, 0, 0) : parseTime(late ? clock.replace(/^24/, '00') : clock)
  if (!date || !time) return undefined
  const day = late ? dateFromDayNumber(dayNumber(date) + 1) : date
  return day && new FeelDateTime(day, time)
}

export function parseDuration(text: string): DaysDuration | MonthsDuration | undefined {
  const months = /^(-?)P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?$/.exec(text)
  if (months) {
    const total = Number(months[2] ?? 0) * 12 + Number(months[3] ?? 0)
    return Number.isSafeInteger(total) ? new MonthsDuration(months[1] ? -total || 0 : total) : undefined
  }
  const days = /^(-?)P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?$/.exec(text)
  if (!days || text.length > 60) return undefined
  const part = (index: number): bigint => BigInt(days[index] ?? 0)
  const seconds = part(2) * 86_400n + part(3) * 3_600n + part(4) * 60n + part(5)
  const nanos = seconds * 1_000_000_000n + BigInt((days[6] ?? '').slice(0, 9).padEnd(9, '0'))
  return new DaysDuration(days[1] ? -nanos : nanos)
}

const two = (value: number): string => String(value).padStart(2, '0')

export const dateText = ({ year, month, day }: FeelDate): string =>
  `${year < 0 ? '-' : ''}${String(Math.abs(year)).padStart(4, '0')}-${two(month)}-${two(day)}`

export function offsetText(offset: Offset | undefined): string {
  if (!offset) return ''
  if (offset.zone !== undefined) return `@${offset.zone}`
  const seconds = offset.seconds ?? 0
  if (seconds === 0) return 'Z'
  const positive = Math.abs(seconds)
  const tail = positive % 60 ? `:${two(positive % 60)}` : ''
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(positive / 3600))}:${two(Math.floor(positive / 60) % 60)}${tail}`
}

export function timeText({ hour, minute, second, nanos, offset }: FeelTime): string {
  const fraction = nanos ? `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}` : ''
  return `${two(hour)}:${two(minute)}:${two(second)}${fraction}${offsetText(offset)}`
}

export const dateTimeText = ({ date, time }: FeelDateTime): string => `${dateText(date)}T${timeText(time)}`

export function durationText(duration: DaysDuration | MonthsDuration): string {
  if (duration instanceof MonthsDuration) {
    const total = Math.abs(duration.months)
    const years = Math.floor(total / 12)
    const months = total % 12
    const body = `${years ? `${years}Y` : ''}${months || !years ? `${months}M` : ''}`
    return `${duration.months < 0 ? '-' : ''}P${body}`
  }
  const total = duration.nanos < 0n ? -duration.nanos : duration.nanos
  if (total === 0n) return 'PT0S'
  const days = total / nanosPerDay
  const seconds = Number((total % nanosPerDay) / 1_000_000_000n)
  const nanos = Number(total % 1_000_000_000n)
  const [hour, minute, second] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const fraction = nanos ? `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}` : ''
  const clock = `${hour ? `${hour}H` : ''}${minute ? `${minute}M` : ''}${second || nanos ? `${second}${fraction}S` : ''}`
  return `${duration.nanos < 0n ? '-' : ''}P${days ? `${days}D` : ''}${clock ? `T${clock}` : ''}`
}

/** What `@"…"` means: the first form that fits. */
export const parseTemporal = (text: string): FeelDate | FeelTime | FeelDateTime | DaysDuration | MonthsDuration | undefined =>
  parseDate(text) ??
  (text.includes('T') && !/^-?P/.test(text) ? parseDateTime(text) : undefined) ??
  parseTime(text) ??
  parseDuration(text)
