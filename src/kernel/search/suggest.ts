// Suggestions while somebody types: the last word may be unfinished.
import type { Language } from '../language.ts'
import type { SearchIndex } from './index.ts'
import { readQuestion } from './question.ts'
import { rank } from './ranking.ts'
import { versionIn } from './search.ts'

export type Suggestion = { title: string; url: string; kind: string }

export function suggest(index: SearchIndex, prefix: string, language: Language, limit: number): Suggestion[] {
  const typed = prefix.slice(0, 100)
  if (typed.trim().length < 2) return []
  const question = readQuestion(index, typed, !/\s$/.test(typed))
  if (question.parts.length === 0) return []
  const byTitle = new Map<string, Suggestion>()
  for (const { number } of rank(index, question, limit * 3).best) {
    const { title, url, kind } = versionIn(index, number, language)
    if (!byTitle.has(title)) byTitle.set(title, { title, url, kind })
    if (byTitle.size === limit) break
  }
  return [...byTitle.values()]
}
