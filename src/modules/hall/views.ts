// What the pages of the hall show: plain data, every url with its language prefix.
import type { Link } from '../../design/frame.ts'
import type { IconName } from '../../design/icons.tsx'
import type { Chip } from '../../design/parts.tsx'
import type { Language } from '../../kernel/language.ts'
import type { SearchFact } from '../../kernel/search/document.ts'

export type HallView = {
  /** Six at most: what residents open most often. */
  often: readonly Link[]
  /** What modules offer beside services: `Melden`, `Termin`. Empty when none does. */
  tiles: readonly (Link & { icon: IconName; note: string })[]
  /** Eight life situations, each with the names of two services; `icon` is a name from `design/icons.tsx`. */
  situations: readonly (Link & { icon: string; examples: readonly string[] })[]
  /** Further ways in: A–Z, topics, situations of companies. */
  ways: readonly Link[]
  /** Offices people really walk into. `title` such as `Bürgerbüros`. */
  offices: { title: string; mapUrl?: string | undefined; items: readonly (Link & { address: string })[] } | undefined
}

export type Result = {
  /** As the search index names it: `service`, `office`, `life-situation` … */
  kind: string
  title: string
  url: string
  summary: string
  facts: readonly SearchFact[]
  /** Only when the text is not in the language of the page. */
  language?: Language | undefined
}

export type SearchView = {
  query: string
  total: number
  results: readonly Result[]
  didYouMean: readonly Link[]
  /** One sentence that solves it, with the page's only primary action. */
  answer?: { title: string; text?: string | undefined; action?: Link | undefined } | undefined
  /** Leave out what would give 0. */
  filters: readonly { title: string; chips: readonly Chip[] }[]
  page: number
  pages: number
  urlOf: (page: number) => string
  /** Ways on when nothing was found. */
  instead: { simpler?: Link | undefined; situations: readonly Link[]; all?: Link | undefined }
}
