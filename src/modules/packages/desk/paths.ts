// Addresses and small forms of words that all pages of this room share.
import { formatDay, formatTime } from '../../../design/format.ts'
import { dayAt } from '../../../kernel/calendar/day.ts'
import { htmlLang, pathIn } from '../../../kernel/language.ts'
import type { Reader } from '../../../kernel/words.ts'
import type { Text } from '../manifest.ts'

export const root = '/desk/packages'
export const mayInstall = 'packages.package.install'

export const deskPath = (reader: Pick<Reader, 'language'>, more = ''): string => pathIn(reader.language, `${root}${more}`)
export const installedPath = (reader: Pick<Reader, 'language'>, id: string, more = ''): string =>
  deskPath(reader, `/installed/${id}${more}`)
export const shortTime = (reader: Reader, at: Date): string =>
  `${formatDay(reader.language, dayAt(at))}, ${formatTime(reader, at)}`
export const inWords = ({ language }: Pick<Reader, 'language'>, text: Text): string =>
  language === 'leicht' ? (text.leicht ?? text.de) : text[htmlLang(language)]
