// Offsets of the IANA zones, from the database that comes with the runtime.

const formats = new Map<string, Intl.DateTimeFormat | undefined>()

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  if (formats.has(zone)) return formats.get(zone)
  let format: Intl.DateTimeFormat | undefined
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    format = undefined
  }
  if (formats.size < 1_000) formats.set(zone, format)
  return format
}

/** Only names such as `Europe/Berlin`; the runtime would also take `+01:00`. */
export const isZone = (zone: string): boolean =>
  /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(zone) && formatOf(zone) !== undefined

function offsetAtInstant(zone: string, seconds: number): number {
  const parts = formatOf(zone)?.formatToParts(seconds * 1000) ?? []
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0)
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return Math.round(local / 1000 - seconds)
}

/** Seconds east of UTC at a local day and second; outside what the runtime knows, the zone's offset of 1970. */
export function offsetAt(zone: string, day: number, second: number): number {
  const known = Math.abs(day) < 90_000_000 ? day : 0
  const local = known * 86_400 + second
  const first = offsetAtInstant(zone, local)
  return offsetAtInstant(zone, local - first)
}
