// One imported catalogue as the readers hand it over, whatever format it came in.

/** Who gave the id, and the id: for XZuFi the source carries the scheme. Opaque: never part of a path or a query. */
export type Identity = { source: string; sourceId: string }

/** A text per language: `de`, `en`, `leicht` (easy German) or another primary language subtag. */
export type Localized = Record<string, string>

export type Audience = 'resident' | 'company' | 'authority'

/**
 * The texts of a service in one language. Fields marked HTML hold sanitised markup, the others plain text.
 * @standard XZuFi 2.2 modulText (codes in `readers/xzufi-codes.ts`)
 */
export type ServiceText = {
  title: string
  /** The official name in the federal catalogue, where the title says it more simply. @de Leistungsbezeichnung */
  officialTitle?: string
  /** One or two plain sentences. @de Teaser */
  summary?: string
  /** HTML. @de Kurztext */
  shortText?: string
  /** HTML. @de Volltext */
  description?: string
  keywords: string[]
  /** HTML. @de Voraussetzungen */
  prerequisites?: string
  /** HTML. @de Verfahrensablauf */
  steps?: string
  /** HTML. @de Rechtsbehelf */
  remedy?: string
  /** HTML. @de Hinweise */
  hints?: string
  /** HTML. @de erforderliche Unterlagen */
  requiredDocumentsText?: string
  /** HTML. @de Kosten */
  feesText?: string
  /** HTML. @de Frist */
  deadlinesText?: string
  /** HTML. @de Bearbeitungsdauer */
  processingTimeText?: string
  /** HTML. @de Handlungsgrundlagen */
  legalBasisText?: string
  /** HTML. @de Formulare */
  formsText?: string
  /** HTML. @de weiterführende Informationen */
  furtherInformation?: string
  /** HTML. @de zuständige Stelle */
  competentUnitText?: string
  /** HTML. @de Ansprechpunkt */
  contactText?: string
  /** Plain. @de Urheber */
  author?: string
  /** HTML: text modules that only this editorial office uses. @de individuelle Textmodule */
  additional?: string
}

/** Money is integer cents. @de Kosten @standard XZuFi 2.2 modulKosten */
export type Fee = {
  /** XZuFi Kostentyp, `001` to `018`. */
  type?: string
  prepayment?: boolean
  /** Plain text: for whom or when this fee applies. */
  condition?: Localized
  /** How the fee is worked out. */
  url?: string
} & (
  | { kind: 'fixed'; cents: number; currency: string }
  | { kind: 'range'; fromCents?: number; toCents?: number; currency: string }
  | { kind: 'free' }
)

/** `werktag` counts Saturdays, `arbeitstag` does not: never interchange them. @standard XZuFi 2.2 Zeiteinheit */
export type DurationUnit = 'second' | 'minute' | 'hour' | 'day' | 'werktag' | 'arbeitstag' | 'week' | 'month' | 'year'

/** A key date is a day (`2027-03-31`) or a day of every year (`--03-31`). @de Dauer, Stichtag */
export type Span =
  | { kind: 'duration'; value: number; unit: DurationUnit; valueTo?: number; unitTo?: DurationUnit }
  | { kind: 'date'; from?: string; to?: string }

export type Deadline = {
  /** XZuFi Fristtyp, `001` to `009`. */
  type?: string
  span: Span
  note?: Localized
}

/** @de Dokument (eingehend, ausgehend) */
export type ServiceDocument = {
  direction: 'in' | 'out'
  /** Code of `urn:de:fim:codeliste:dokumenttyp`. */
  type?: string
  title: Localized
  /** HTML. */
  description?: Localized
  /** XZuFi Pflichtangabe `01` or `02`. */
  obligation?: string
  /** XZuFi Signatur. */
  signature?: string
}

export type Link = { title: string; url: string; language?: string; format?: 'pdf' | 'online' }

/** @de Handlungsgrundlage */
export type LegalBasis = { title: string; url?: string; law?: string; language?: string }

export type Channel =
  | { kind: 'online-form' | 'appointment' | 'external-link'; url: string; title?: Localized }
  | { kind: 'office' | 'post' | 'phone'; title?: Localized }

/** What still forces presence or written form. @de Persönliches Erscheinen, Schriftformerfordernis */
export type Obstacle = {
  kind: 'presence' | 'written-form'
  legalBasis?: string
  since?: string
  proposal?: string
}

/** In both models the lowest criterion decides; a level alone would not say which. @de OZG-Reifegradmodell */
export type Maturity = { model: '1.1' | '2.0'; criteria: Record<string, number | boolean | string> }

export type Classification = { list: string; version?: string; code: string; name?: string }

export type ServiceAtOffice = {
  office: Identity
  durationMinutes?: number
  slots?: number
  /** How many of these one person may book at once. */
  maxQuantity?: number
  appointmentUrl?: string
  appointmentAllowed: boolean
}

/** Facts about a service that hang on no language and no other record. */
export type ServiceFacts = {
  kind: 'service' | 'advice'
  audience: Audience[]
  fees: Fee[]
  deadlines: Deadline[]
  processingTimes: Deadline[]
  documents: ServiceDocument[]
  legalBases: LegalBasis[]
  forms: Link[]
  links: Link[]
  channels: Channel[]
  /** XZuFi code `00` to `40`. @de Vertrauensniveau */
  assuranceLevel?: string
  /** Where it applies: scheme of the area key and its value, for ARS the 12-digit key. */
  areas: Identity[]
  validity: { from?: string; to?: string }[]
  /** LeiKa types such as `2/3a`: strings, never numbers. @de Typisierung */
  types: string[]
  sdgAreas: string[]
  classifications: Classification[]
  /** A free-form letter is enough. @de formlos */
  informal?: boolean
  /** How long one appointment takes and how many one person may book, where no office says otherwise. */
  appointment?: { durationMinutes?: number; maxQuantity?: number; bookable: boolean }
  /** Day or instant of the last editorial change, as the source says. */
  lastChange?: string
}

/** @standard CPSV-AP PublicService @de Leistung */
export type ServiceRecord = Identity &
  ServiceFacts & {
    texts: Record<string, ServiceText>
    leikaKeys: string[]
    authorities: Identity[]
    offices: ServiceAtOffice[]
    topics: Identity[]
    related: { kind: 'explicit' | 'combinable'; service: Identity }[]
    obstacles: Obstacle[]
    maturity: Maturity[]
  }

export type Address = { street?: string; houseNumber?: string; postalCode?: string; city?: string; addition?: string }

/** Times are `HH:MM`; weekday 1 is Monday. */
export type OpeningHours = { weekday: 1 | 2 | 3 | 4 | 5 | 6 | 7; from: string; to: string; note?: string }

/** @standard CPSV-AP PublicOrganisation, Location @de Organisationseinheit, Standort */
export type OfficeFacts = {
  name: Localized
  /** The internal or official name, where the shown one is simpler. */
  officialName?: string
  alternativeNames: string[]
  organisation?: string
  unit?: string
  address?: Address
  geo?: { lat: number; lon: number }
  openingHours: OpeningHours[]
  openingHoursText?: Localized
  phone?: string
  fax?: string
  email?: string
  website?: string
  accessibility?: { wheelchair?: 'yes' | 'limited' | 'no'; notes?: Localized }
  appointments: boolean
  lastChange?: string
}

export type OfficeRecord = Identity & OfficeFacts & { authorities: Identity[] }

/** A topic may stand under several others: a graph without circles, not a tree. */
export type TopicRecord = Identity & { name: Localized; parents: Identity[]; navigation: boolean; rank: number }

/** @standard CPSV-AP PublicOrganisation @de Behörde */
export type AuthorityRecord = Identity & { name: Localized; website?: string }

/** What was not taken over, and why. `what` is the noun in the file (`service`, `fee`, `topic edge` …). */
export type Refusal = { what: string; id: string; reason: string }

export type CatalogueFormat = 'munich' | 'berlin' | 'xzufi-2.2' | 'xzufi-2.3'

export type CatalogueFile = {
  format: CatalogueFormat
  /** The source of its records; for XZuFi the prefix that all of them share. */
  source: string
  /** When the file was written, as it says itself. */
  generated?: string
  services: ServiceRecord[]
  offices: OfficeRecord[]
  topics: TopicRecord[]
  authorities: AuthorityRecord[]
  refused: Refusal[]
}

export const identityKey = ({ source, sourceId }: Identity): string => `${source}\u0000${sourceId}`

/**
 * The eIDAS level of an XZuFi code. Codes `00`, `10` and `15` have no eIDAS counterpart.
 * @de Vertrauensniveau @standard urn:xoev-de:fim:codeliste:vertrauensniveau (names not verified against the XRepository)
 */
export function findEidasLevel(code: string | undefined): 'low' | 'substantial' | 'high' | undefined {
  if (code === '20') return 'low'
  if (code === '30') return 'substantial'
  if (code === '40') return 'high'
  return undefined
}
