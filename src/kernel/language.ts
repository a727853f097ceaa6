// The languages a page can be read in, and how the address names them.

/** `leicht` is Leichte Sprache (easy German): its own version of a text, shown under `/leicht`. */
export type Language = 'de' | 'en' | 'leicht'

export const languages: readonly Language[] = ['de', 'en', 'leicht']

/** The value of the `lang` attribute. Easy German stays `de`: no browser knows a subtag for it. */
export const htmlLang = (language: Language): 'de' | 'en' => (language === 'en' ? 'en' : 'de')

const prefixes: Record<Language, string> = { de: '', en: '/en', leicht: '/leicht' }

/** Puts the language in front of a path: `/services` → `/en/services`. */
export const pathIn = (language: Language, path: string): string =>
  path === '/' && language !== 'de' ? prefixes[language] : prefixes[language] + path

/** Takes the language off a path: `/en/services` → `['en', '/services']`. */
export function languageOf(path: string): [Language, string] {
  for (const language of ['en', 'leicht'] as const) {
    const prefix = prefixes[language]
    if (path === prefix) return [language, '/']
    if (path.startsWith(`${prefix}/`)) return [language, path.slice(prefix.length)]
  }
  return ['de', path]
}
