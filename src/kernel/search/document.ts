// What a module offers to the one search of the house, and what the search answers.
import type { Language } from '../language.ts'

export type SearchDocument = {
  /** What it is, as the field calls it: `service`, `office`, `life-situation`, `topic`, `page` … */
  kind: string
  /** Stable id inside its module. */
  id: string
  /** The id in the imported file, if it came from one. */
  sourceId?: string | undefined
  language: Language
  title: string
  /** Path without language prefix, e.g. `/services/17-reisepass`. */
  url: string
  /** One plain sentence that answers what it is; shown below the title. */
  summary: string
  /** Editors' keywords and alternative names. */
  keywords: readonly string[]
  /** Names of the offices where it is done: residents often ask for these instead. */
  offices?: readonly string[] | undefined
  /** Plain text of the whole thing. */
  body: string
  audience: readonly ('resident' | 'company')[]
  /** Exact keys a professional would type, such as LeiKa keys. */
  codes: readonly string[]
  /** 0 to 1: how often it is visited, compared with the most visited of its town. */
  popularity: number
  /** Shown as facts in a result, already in words: `Online möglich`, `37,50 Euro`. */
  facts?: readonly SearchFact[] | undefined
}

export type SearchFact = { kind: 'online' | 'fee' | 'time' | 'place' | 'form'; text: string }

export type SearchQuestion = {
  q: string
  language: Language
  limit: number
  offset?: number | undefined
  kind?: string | undefined
  audience?: 'resident' | 'company' | undefined
}

export type SearchHit = { document: SearchDocument; score: number; snippet: string }

export type SearchAnswer = {
  query: string
  total: number
  hits: SearchHit[]
  /** The office that the question names, to be shown above the list, where services stand first. */
  namedOffice?: SearchDocument | undefined
  /** A better spelling, when the words as typed are unknown here. */
  didYouMean?: string | undefined
  /** Number of hits by kind and by audience, before those filters were applied. */
  counts: { kind: Record<string, number>; audience: Record<string, number> }
}
