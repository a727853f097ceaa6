// What the pages of the catalogue show: plain data, every url with its language prefix, every html sanitised.
import type { Link } from '../../design/frame.ts'
import type { Language } from '../../kernel/language.ts'

/** A text of the town. `language` only where it differs from the page's. */
export type TownText = { html: string; language?: Language | undefined }

/** Texts of a service, in the order in which the page answers. What is absent is left out. */
export type ServiceTexts = {
  about?: TownText | undefined
  appliesTo?: TownText | undefined
  prerequisites?: TownText | undefined
  documents?: TownText | undefined
  cost?: TownText | undefined
  duration?: TownText | undefined
  deadline?: TownText | undefined
  procedure?: TownText | undefined
  hints?: TownText | undefined
  remedy?: TownText | undefined
  legal?: TownText | undefined
}

export type ChannelKind = 'online' | 'appointment' | 'link' | 'office' | 'post' | 'phone' | 'mail'

/** A disruption that concerns this page alone. */
export type PageNotice = { title: string; text: string; url?: string | undefined }

/** `alt` is empty where the caption says what is seen. */
export type Picture = { url: string; width: number; height: number; alt: string; caption?: string | undefined; rights: string }

export type OfficeLine = {
  name: string
  url: string
  /** `Implerstraße 11, 81371 München` */
  address?: string | undefined
  phone?: string | undefined
  mail?: string | undefined
}

/** A service in a list. `facts` are already in words. */
export type ServiceLine = {
  title: string
  url: string
  summary?: string | undefined
  fact?: string | undefined
  online?: boolean | undefined
  language?: Language | undefined
}

export type ServiceView = {
  id: string
  title: string
  kind: 'service' | 'advice'
  notices: readonly PageNotice[]
  pictures?: readonly Picture[] | undefined
  /** Language of title and summary, where it differs from the page's. */
  language?: Language | undefined
  /** One plain sentence; absent when the town wrote no text. */
  summary?: string | undefined
  texts: ServiceTexts
  /** The page's one primary action. `note` says what is needed for it. */
  online?: { url: string; label?: string | undefined; note?: string | undefined } | undefined
  appointment?: { url: string; label?: string | undefined } | undefined
  /** Short answers for the facts box, in words: `50 bis 60 Euro`, `Spätestens zum Start`. */
  short: { cost?: string | undefined; deadline?: string | undefined; processing?: string | undefined }
  minutesOnSite?: number | undefined
  fees: readonly { label: string; amount: string }[]
  documents: readonly { name: string; note?: string | undefined }[]
  steps: readonly string[]
  offices: readonly OfficeLine[]
  channels: readonly { kind: ChannelKind; label: string; url?: string | undefined; note?: string | undefined }[]
  links: readonly Link[]
  legalBases: readonly { label: string; url?: string | undefined }[]
  related: readonly (Link & { fact?: string | undefined })[]
  /** What still forces presence or a signature on paper. */
  obstacles: readonly { kind: 'presence' | 'written'; basis: string }[]
  responsible?: { name: string; url?: string | undefined; more?: string | undefined } | undefined
  /** Other names and keywords; shown only where there is no text. */
  alsoKnownAs: readonly string[]
  situations: readonly Link[]
  topics: readonly Link[]
  /** `YYYY-MM-DD` */
  updated?: string | undefined
  validUntil?: string | undefined
  /** Where the answer to "was this what you looked for" is posted. */
  feedbackUrl: string
  /** Machine twins of this page: JSON, JSON-LD. */
  machine: readonly Link[]
  leikaKeys: readonly string[]
}

export type SituationView = {
  title: string
  machine: readonly Link[]
  audience: 'resident' | 'company'
  icon?: string | undefined
  lead?: string | undefined
  /** Services in the order in which they are usually needed; a group's title may be absent. */
  groups: readonly { title?: string | undefined; services: readonly ServiceLine[] }[]
  /** The town's own list, not an official one; `demo` where the demonstration made it. */
  editorial: 'town' | 'demo'
  others: readonly Link[]
}

/** Overview of situations or topics. */
export type OverviewView = {
  items: readonly (Link & { icon?: string | undefined; note?: string | undefined; count?: number | undefined })[]
  editorial?: 'town' | 'demo' | undefined
}

/** A topic may have several parents: the topics of a town are a graph. */
export type TopicView = {
  title: string
  notices: readonly PageNotice[]
  machine: readonly Link[]
  lead?: string | undefined
  parents: readonly Link[]
  children: readonly (Link & { count: number })[]
  services: readonly ServiceLine[]
}

export type AzView = {
  total: number
  /** Without a url a letter has no services. */
  letters: readonly { letter: string; url?: string | undefined; current?: boolean | undefined }[]
  groups: readonly { letter: string; services: readonly ServiceLine[] }[]
}

export type OfficeView = {
  id: string
  name: string
  /** Department it belongs to. */
  unit?: { name: string; url?: string | undefined } | undefined
  otherNames: readonly string[]
  street?: string | undefined
  postalCode?: string | undefined
  city?: string | undefined
  /** WGS 84 */
  point?: { latitude: number; longitude: number } | undefined
  phone?: string | undefined
  fax?: string | undefined
  mail?: string | undefined
  website?: string | undefined
  appointment?: string | undefined
  /** `times` already in words; an empty list of times means closed. */
  hours: readonly { days: string; times: readonly string[] }[]
  hoursNote?: TownText | undefined
  accessibility: readonly string[]
  about?: TownText | undefined
  services: readonly ServiceLine[]
  mapUrl?: string | undefined
  updated?: string | undefined
  machine: readonly Link[]
}

export type OfficesView = {
  total: number
  groups: readonly { title?: string | undefined; offices: readonly OfficeLine[] }[]
  /** The moving map loads only on request and says its size. */
  map?: { url: string; source: string; kilobytes: number; shown: boolean } | undefined
}

export type ChangesView = {
  days: readonly {
    day: string
    items: readonly {
      title: string
      url?: string | undefined
      language?: Language | undefined
      change: 'new' | 'changed' | 'retired'
    }[]
  }[]
  feedUrl: string
  page: number
  pages: number
  urlOf: (page: number) => string
}

export type ObstaclesView = {
  items: readonly {
    title: string
    url: string
    language?: Language | undefined
    kind: 'presence' | 'written'
    /** Legal basis, as the law is cited. */
    basis: string
    basisUrl?: string | undefined
    /** `YYYY-MM-DD` */
    since?: string | undefined
    /** What the town proposes instead. */
    proposal?: string | undefined
  }[]
}
