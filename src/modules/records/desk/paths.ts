// Addresses and times as the desk pages of this room write them.
import { formatDay, formatTime } from '../../../design/format.ts'
import { dayAt } from '../../../kernel/calendar/day.ts'
import { pathIn } from '../../../kernel/language.ts'
import type { Reader } from '../../../kernel/words.ts'

export const root = '/desk/records'
export const deskPath = (reader: Pick<Reader, 'language'>, more = ''): string => pathIn(reader.language, `${root}${more}`)
export const shortTime = (reader: Reader, at: Date): string =>
  `${formatDay(reader.language, dayAt(at))}, ${formatTime(reader, at)}`
/** Of a query parameter; 1 for anything that is no page. */
export const pageIn = ({ query }: { query: Readonly<Record<string, string>> }): number =>
  /^[1-9]\d{0,3}$/.test(query.page ?? '') ? Number(query.page) : 1
