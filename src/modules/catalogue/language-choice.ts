// Which language a text is shown in where the wanted one is missing: German first, then any other.
import { sql } from 'kysely'
import type { Language } from '../../kernel/language.ts'
import type { Localized } from './record.ts'

/** A language subtag as stored; pages know three of them, imports may bring more. */
export const asLanguage = (language: string | undefined): Language | undefined =>
  language === 'de' || language === 'en' || language === 'leicht' ? language : undefined

/** The text in `language`, else in German, else in any. `language` of the answer is set only where it differs. */
export function chooseText(texts: Localized | undefined, language: Language): { text: string; language?: Language } | undefined {
  if (!texts) return undefined
  const found = [language, 'de', ...Object.keys(texts)].find((one) => texts[one])
  if (found === undefined) return undefined
  return { text: texts[found] as string, ...(found !== language && { language: asLanguage(found) ?? 'de' }) }
}

export const wordsIn = (texts: Localized | undefined, language: Language): string => chooseText(texts, language)?.text ?? ''

/** Order of the rows of `service_text`, best for the reader first. */
export const bestFirst = (language: Language) => sql`language = ${language} DESC, language = 'de' DESC, language`
