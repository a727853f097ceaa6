// What the search answers to programs.
import { Type } from 'typebox'
import { linkTo, type Visit } from '../../kernel/http/visit.ts'
import type { Language } from '../../kernel/language.ts'

export const searchLimit = Type.Integer({ minimum: 1, maximum: 50 })

export const SearchItem = Type.Object({
  kind: Type.String(),
  id: Type.String(),
  sourceId: Type.Union([Type.String(), Type.Null()]),
  title: Type.String(),
  snippet: Type.String(),
  url: Type.String(),
  score: Type.Number(),
})

export type Asked = { q: string; limit?: number | undefined; kind?: string | undefined; language?: Language | undefined }

export async function answerSearch(visit: Visit, { q, limit = 10, kind, language = visit.language }: Asked) {
  const answer = await visit.house.search.find(visit.town, { q, language, limit, kind })
  return {
    query: answer.query,
    total: answer.total,
    items: answer.hits.map(({ document, score, snippet }) => ({
      kind: document.kind,
      id: document.id,
      sourceId: document.sourceId ?? null,
      title: document.title,
      snippet,
      url: visit.town.origin + linkTo({ language }, document.url),
      score,
    })),
    didYouMean: answer.didYouMean ?? null,
  }
}
