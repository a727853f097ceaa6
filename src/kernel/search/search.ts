// The one search of a town: a question in everyday words, the documents that answer it.
import type { Language } from '../language.ts'
import type { SearchAnswer, SearchDocument, SearchQuestion } from './document.ts'
import { codeForm, nameOf, type SearchIndex } from './index.ts'
import { readQuestion } from './question.ts'
import { type Candidate, rank } from './ranking.ts'
import { snippetOf } from './snippet.ts'
import { typedWords } from './text.ts'

/** Longer questions are cut: nobody types them, and their work must stay bounded. */
const longestText = 300

export function search(index: SearchIndex, asked: SearchQuestion): SearchAnswer {
  const q = asked.q.slice(0, longestText).trim()
  const byCode = index.codes.get(codeForm(q))
  const question = byCode ? undefined : readQuestion(index, q)
  const candidates = byCode ? withCode(byCode) : question?.parts.length ? rank(index, question) : []
  const shown = candidates.map((candidate) => ({ ...candidate, document: versionIn(index, candidate.number, asked.language) }))
  const fitting = shown.filter(({ document }) => fits(document, asked))
  const offset = Math.max(0, asked.offset ?? 0)
  const words = typedWords(q, 12)
  return {
    query: asked.q,
    total: fitting.length,
    hits: fitting.slice(offset, offset + Math.max(0, asked.limit)).map(({ document, score }) => ({
      document,
      score: Math.round(score * 1000) / 1000,
      snippet: snippetOf(document, words),
    })),
    namedOffice: namedOffice(
      shown.map(({ document }) => document),
      q,
    ),
    didYouMean: shown.length ? question?.corrected : undefined,
    counts: countsOf(shown.map(({ document }) => document)),
  }
}

const withCode = (numbers: readonly number[]): Candidate[] => numbers.map((number) => ({ number, score: 1, cover: 1 }))

const fits = (document: SearchDocument, { kind, audience }: SearchQuestion) =>
  (kind === undefined || document.kind === kind) && (audience === undefined || document.audience.includes(audience))

/** The text in the reader's language; else in German; easy German only for those who read it. */
function versionIn(index: SearchIndex, number: number, language: Language): SearchDocument {
  const versions = (index.versions.get(number) ?? [number]).map((each) => index.documents[each]!)
  const inLanguage = (wanted: Language) => versions.find((version) => version.language === wanted)
  return inLanguage(language) ?? inLanguage('de') ?? versions[0]!
}

function namedOffice(documents: readonly SearchDocument[], q: string): SearchDocument | undefined {
  const name = nameOf(q)
  if (!name) return undefined
  const offices = documents.filter((document) => document.kind === 'office')
  return (
    offices.find((office) => nameOf(office.title) === name) ??
    offices.find((office) => office.keywords.some((keyword) => nameOf(keyword) === name)) ??
    offices.find((office) => ` ${nameOf(office.title)} `.includes(` ${name} `))
  )
}

function countsOf(documents: readonly SearchDocument[]): SearchAnswer['counts'] {
  const counts: SearchAnswer['counts'] = { kind: {}, audience: {} }
  for (const { kind, audience } of documents) {
    counts.kind[kind] = (counts.kind[kind] ?? 0) + 1
    for (const group of audience) counts.audience[group] = (counts.audience[group] ?? 0) + 1
  }
  return counts
}
