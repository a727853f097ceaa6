// Translations of a form, page by page: what is missing, what is outdated, what was typed.
import type { FormDocument, Text } from '../document/document.ts'
import { type TranslationState, textMark, translationState } from '../document/text.ts'
import { listTexts, type TextPlace } from './all-texts.ts'

export type Target = 'en' | 'leicht'

/** Texts of one page by its key, or of everything else with `''`. */
export function textsOf(document: FormDocument, page: string): TextPlace[] {
  const pages = new Map(document.pages.map((one) => [one.key, one]))
  const own = pages.get(page)
  const inPage = own ? listTexts({ ...document, pages: [own] }).filter(({ at }) => /^(page|item|exit):/.test(at)) : []
  return own ? inPage : listTexts({ ...document, pages: [] })
}

export function countStates(document: FormDocument, target: Target): Record<TranslationState, number> {
  const counts = { missing: 0, outdated: 0, current: 0 }
  for (const { text } of listTexts(document)) counts[translationState(text, target)] += 1
  return counts
}

export type TypedTranslation = {
  at: string
  words: string /** Mark of the German text the translator read. */
  mark: string
  stillRight: boolean
}

/** A translation belongs to the German text that was read with it: one that changed meanwhile stays outdated. */
export function withTranslations(document: FormDocument, target: Target, typed: readonly TypedTranslation[]): FormDocument {
  const copy = structuredClone(document)
  const places = new Map(listTexts(copy).map((place) => [place.at, place]))
  for (const { at, words, mark, stillRight } of typed) {
    const place = places.get(at)
    if (!place) continue
    const { text } = place
    if (words === '') place.write(withoutTranslation(text, target))
    else if (words !== text[target] || stillRight || text.basis?.[target] === undefined)
      place.write({ ...text, [target]: words, basis: { ...text.basis, [target]: mark } })
  }
  return copy
}

function withoutTranslation(text: Text, target: Target): Text {
  const { [target]: _gone, basis, ...rest } = text
  const { [target]: _mark, ...marks } = basis ?? {}
  return { ...rest, ...(Object.keys(marks).length > 0 && { basis: marks }) }
}

export const markOfGerman = (text: Text): string => textMark(text.de)
