// Addresses and times as the desk pages of this room write them.
import { formatDay, formatTime } from '../../../design/format.ts'
import { dayAt } from '../../../kernel/calendar/day.ts'
import { pathIn } from '../../../kernel/language.ts'
import type { Reader } from '../../../kernel/words.ts'

export const deskPath = (reader: Pick<Reader, 'language'>, more = ''): string => pathIn(reader.language, `/desk/processes${more}`)
export const shortTime = (reader: Reader, at: Date): string =>
  `${formatDay(reader.language, dayAt(at))}, ${formatTime(reader, at)}`
/** What is due at midnight is due on the day before it. */
export const deadline = (reader: Reader, due: Date): string => {
  const before = dayAt(new Date(due.getTime() - 1))
  return before === dayAt(due) ? shortTime(reader, due) : formatDay(reader.language, before)
}
