// Texts of a form in the reader's language, and whether a translation still belongs to its German text.
import type { Language } from '../../../kernel/language.ts'
import type { Text } from './document.ts'

/** The German text stands in where a translation is missing: a form with a gap is not published, but it can be read. */
export const textIn = (text: Text, language: Language): string => text[language] ?? text.de

/** Language of what `textIn` gives, for the `lang` attribute. */
export const languageIn = (text: Text, language: Language): Language => (text[language] === undefined ? 'de' : language)

/** Eight characters that change with the German text: FNV-1a, no secret. */
export function textMark(german: string): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(german)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return hash.toString(16).padStart(8, '0')
}

export type TranslationState = 'missing' | 'outdated' | 'current'

export function translationState(text: Text, language: 'en' | 'leicht'): TranslationState {
  if (!text[language]) return 'missing'
  const basis = text.basis?.[language]
  return basis === undefined || basis === textMark(text.de) ? 'current' : 'outdated'
}

/** The text with a translation made from what it says in German now. */
export const translated = (text: Text, language: 'en' | 'leicht', words: string): Text => ({
  ...text,
  [language]: words,
  basis: { ...text.basis, [language]: textMark(text.de) },
})
