// One request as a module sees it: which town, who, when, in which language.
import type { Frame } from '../../design/frame.ts'
import type { SignedIn } from '../access.ts'
import type { House } from '../house.ts'
import type { Language } from '../language.ts'
import { pathIn } from '../language.ts'
import type { Machine } from '../machine-tokens.ts'
import type { Town } from '../town.ts'
import type { Reader } from '../words.ts'

export type Visit = Reader & {
  house: House
  town: Town
  language: Language
  /** Path without language prefix. */
  path: string
  params: Readonly<Record<string, string>>
  /** First value of each query parameter. */
  query: Readonly<Record<string, string>>
  now: Date
  /** `YYYY-MM-DD` in Europe/Berlin. */
  today: string
  person: SignedIn | undefined
  /** The program that calls a machine interface. */
  machine: Machine | undefined
  /** Value of `__Host-<name>`. */
  cookie: (name: string) => string | undefined
  /** The reader's network address, shortened to what limits are counted by; never stored. */
  address: string
  /** The reader sits at this machine, with no proxy between: only they may see what a demonstration keeps. */
  onThisMachine: boolean
  userAgent: string
  /** The version of a thing that a program knows. @standard RFC 9110 If-Match */
  ifMatch: string | undefined
  /** Nobody reads this answer now: a browser fetches ahead, or asks for the headers alone. */
  ahead: boolean
  requestId: string
  /** Rises with every event of the module in this town: what was read under the same number may be kept in memory. */
  news: number
  /** What `Layout` needs to draw header and footer. */
  frame: Frame
}

/** The address of a path of this town in the language of the visit. */
export const linkTo = (visit: Pick<Visit, 'language'>, path: string): string => pathIn(visit.language, path)

const berlinDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' })
let minute = { since: -1, day: '' }
/** The legal day in Germany at an instant; the day can only change with a minute. @law § 4 EinhZeitG */
export function dayInBerlin(now: Date): string {
  const since = Math.floor(now.getTime() / 60_000)
  if (minute.since !== since) minute = { since, day: berlinDay.format(now) }
  return minute.day
}
