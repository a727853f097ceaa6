// What the search page shows: results with their facts, filters that lead somewhere, ways on when nothing fits.
import type { EntranceParts } from '../../contracts/entrance.ts'
import type { SearchMisses } from '../../contracts/search-misses.ts'
import { linkTo, type Visit } from '../../kernel/http/visit.ts'
import type { SearchAnswer } from '../../kernel/search/document.ts'
import type { SearchView } from './views.ts'
import { hallWords, kindLabel } from './words.ts'

const pageSize = 10
const mostPages = 100
const audiences = ['resident', 'company'] as const

/** `askEntrance` is asked only where nothing was found: what the hall shows is then the way on. */
export async function viewSearch(visit: Visit, askEntrance: () => Promise<EntranceParts[]>): Promise<SearchView> {
  const query = (visit.query.q ?? '').slice(0, 300)
  const kind = visit.query.kind || undefined
  const audience = audiences.find((each) => each === visit.query.audience)
  const wanted = Math.min(mostPages, Math.max(1, Number.parseInt(visit.query.page ?? '1', 10) || 1))
  const question = { q: query, language: visit.language, limit: pageSize, kind, audience }
  const findPage = (page: number) => visit.house.search.find(visit.town, { ...question, offset: (page - 1) * pageSize })
  const asked = await findPage(wanted)
  const pages = Math.min(mostPages, Math.ceil(asked.total / pageSize))
  const page = Math.max(1, Math.min(wanted, pages))
  const answer = page === wanted ? asked : await findPage(page)
  const missed = answer.total === 0 && query.trim() !== ''
  if (missed && !kind && !audience && wanted === 1) await countMiss(visit, query)
  const parts = missed ? await askEntrance() : []
  const addressOf = (filter: { kind?: string | undefined; audience?: string | undefined; page?: number }): string => {
    const parameters = new URLSearchParams({ q: query })
    if (filter.kind) parameters.set('kind', filter.kind)
    if (filter.audience) parameters.set('audience', filter.audience)
    if (filter.page && filter.page > 1) parameters.set('page', String(filter.page))
    return linkTo(visit, `/search?${parameters}`)
  }
  return {
    query,
    total: answer.total,
    results: answer.hits.map(({ document }) => ({
      kind: document.kind,
      title: document.title,
      url: linkTo(visit, document.url),
      summary: document.summary,
      facts: document.facts ?? [],
      language: document.language === visit.language ? undefined : document.language,
    })),
    didYouMean: answer.didYouMean
      ? [{ label: answer.didYouMean, url: linkTo(visit, `/search?${new URLSearchParams({ q: answer.didYouMean })}`) }]
      : [],
    answer: namedOffice(visit, answer, page),
    filters: filtersOf(visit, answer, { kind, audience }, addressOf),
    page,
    pages,
    urlOf: (page) => addressOf({ kind, audience, page }),
    instead: {
      situations: parts.flatMap(({ situations }) => situations ?? []).slice(0, 4),
      all: parts.flatMap(({ ways }) => ways ?? []).at(-1),
    },
  }
}

/** Whoever looks after the texts learns which words lead nowhere; who typed them is not passed on. */
const countMiss = ({ house, town, today, language }: Visit, query: string): Promise<unknown> =>
  house.askAll<SearchMisses>(town, 'search-misses', { day: today, language, queries: [query] })

/** Who asks for an office by its name gets it above the services that are done there. */
function namedOffice(visit: Visit, { namedOffice: office }: SearchAnswer, page: number): SearchView['answer'] {
  if (!office || page > 1) return undefined
  return {
    title: office.title,
    text: office.summary,
    action: { label: hallWords(visit).toOffice, url: linkTo(visit, office.url) },
  }
}

type Filter = { kind?: string | undefined; audience?: string | undefined }

/** A filter that would show nothing, or everything, is left out. */
function filtersOf(
  visit: Visit,
  { counts }: SearchAnswer,
  now: Filter,
  addressOf: (filter: Filter) => string,
): SearchView['filters'] {
  const words = hallWords(visit)
  const kinds = Object.entries(counts.kind).sort(([, a], [, b]) => b - a)
  const total = kinds.reduce((sum, [, count]) => sum + count, 0)
  const filters = []
  if (kinds.length > 1) {
    filters.push({
      title: words.filterKind,
      chips: [
        { label: words.filterAll, url: addressOf({ ...now, kind: undefined }), count: total, current: now.kind === undefined },
        ...kinds.map(([kind, count]) => ({
          label: kindLabel(words, kind),
          url: addressOf({ ...now, kind }),
          count,
          current: now.kind === kind,
        })),
      ],
    })
  }
  const useful = audiences.filter((each) => (counts.audience[each] ?? 0) > 0)
  if (useful.length > 1) {
    filters.push({
      title: words.filterAudience,
      chips: [
        {
          label: words.filterAll,
          url: addressOf({ ...now, audience: undefined }),
          count: total,
          current: now.audience === undefined,
        },
        ...useful.map((audience) => ({
          label: audience === 'resident' ? words.forResidents : words.forCompanies,
          url: addressOf({ ...now, audience }),
          count: counts.audience[audience] ?? 0,
          current: now.audience === audience,
        })),
      ],
    })
  }
  return filters
}
