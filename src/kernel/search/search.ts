// The one search of a town: a question in everyday words, the documents that answer it.
import type { Language } from '../language.ts'
import type { SearchAnswer, SearchDocument, SearchQuestion } from './document.ts'
import { codeForm, forCompanies, forResidents, nameOf, type SearchIndex } from './index.ts'
import { readQuestion } from './question.ts'
import { type Ranking, rank } from './ranking.ts'
import { snippetOf } from './snippet.ts'
import { typedWords } from './text.ts'

/** Longer questions are cut: nobody types them, and their work must stay bounded. */
const longestText = 300

export function search(index: SearchIndex, asked: SearchQuestion): SearchAnswer {
  const q = asked.q.slice(0, longestText).trim()
  const limit = Math.max(0, asked.limit)
  const offset = Math.max(0, asked.offset ?? 0)
  const fits = filterOf(index, asked)
  const byCode = index.codes.get(codeForm(q))
  const question = byCode ? undefined : readQuestion(index, q)
  const { best, all }: Ranking = byCode
    ? { best: byCode.filter(fits).map((number) => ({ number, score: 1 })), all: byCode }
    : question?.parts.length
      ? rank(index, question, offset + limit, fits)
      : { best: [], all: [] }
  const words = typedWords(q, 12)
  return {
    query: asked.q,
    total: all.filter(fits).length,
    hits: best.slice(offset, offset + limit).map(({ number, score }) => {
      const document = versionIn(index, number, asked.language)
      return { document, score: Math.round(score * 1000) / 1000, snippet: snippetOf(document, words) }
    }),
    namedOffice: namedOffice(index, all, q, asked.language),
    didYouMean: all.length ? question?.corrected : undefined,
    counts: countsOf(index, all),
  }
}

function filterOf({ groups }: SearchIndex, { kind, audience }: SearchQuestion): (number: number) => boolean {
  const wantedKind = kind === undefined ? -1 : groups.kinds.indexOf(kind)
  if (kind !== undefined && wantedKind < 0) return () => false
  const bit = audience === undefined ? 255 : audience === 'resident' ? forResidents : forCompanies
  return (number) =>
    (kind === undefined || groups.kindOf[number] === wantedKind) &&
    (audience === undefined || (groups.audienceOf[number]! & bit) > 0)
}

/** The text in the reader's language; else in German; easy German only for those who read it. */
export function versionIn(index: SearchIndex, number: number, language: Language): SearchDocument {
  const versions = index.versions.get(number)?.map((each) => index.documents[each]!) ?? [index.documents[number]!]
  const inLanguage = (wanted: Language) => versions.find((version) => version.language === wanted)
  return inLanguage(language) ?? inLanguage('de') ?? versions[0]!
}

function namedOffice(index: SearchIndex, all: readonly number[], q: string, language: Language): SearchDocument | undefined {
  const officeKind = index.groups.kinds.indexOf('office')
  const name = officeKind < 0 ? '' : nameOf(q)
  if (!name) return undefined
  const offices = all.filter((number) => index.groups.kindOf[number] === officeKind)
  const withName = (fits: (names: string) => boolean) => offices.find((number) => fits(index.names[number]!))
  const found =
    withName((names) => names.startsWith(`|${name}|`)) ??
    withName((names) => names.includes(`|${name}|`)) ??
    withName((names) => ` ${names.split('|')[1]} `.includes(` ${name} `))
  return found === undefined ? undefined : versionIn(index, found, language)
}

function countsOf({ groups }: SearchIndex, all: readonly number[]): SearchAnswer['counts'] {
  const kinds = new Uint32Array(groups.kinds.length)
  const audience: Record<string, number> = { resident: 0, company: 0 }
  for (const number of all) {
    kinds[groups.kindOf[number]!]! += 1
    if (groups.audienceOf[number]! & forResidents) audience.resident! += 1
    if (groups.audienceOf[number]! & forCompanies) audience.company! += 1
  }
  return {
    kind: Object.fromEntries(groups.kinds.map((kind, i) => [kind, kinds[i]!] as const).filter(([, count]) => count > 0)),
    audience,
  }
}
