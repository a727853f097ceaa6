// Suggestions while somebody types: the last word may be unfinished.
import type { Language } from '../language.ts'
import type { SearchIndex } from './index.ts'
import { readQuestion } from './question.ts'
import { rank } from './ranking.ts'

export type Suggestion = { title: string; url: string; kind: string }

export function suggest(index: SearchIndex, prefix: string, language: Language, limit: number): Suggestion[] {
  const typed = prefix.slice(0, 100)
  if (typed.trim().length < 2) return []
  const question = readQuestion(index, typed, !/\s$/.test(typed))
  if (question.parts.length === 0) return []
  const seen = new Set<string>()
  const suggestions: Suggestion[] = []
  for (const { number } of rank(index, question)) {
    const versions = (index.versions.get(number) ?? [number]).map((each) => index.documents[each]!)
    const document = versions.find((version) => version.language === language) ?? index.documents[number]!
    if (seen.has(document.title)) continue
    seen.add(document.title)
    suggestions.push({ title: document.title, url: document.url, kind: document.kind })
    if (suggestions.length === limit) break
  }
  return suggestions
}
