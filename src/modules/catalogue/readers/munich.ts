// Reads Munich's catalogue: two JSON files, services and locations, in the shape its appointment system publishes.
import type { CatalogueFile, Link, OfficeRecord, Refusal, ServiceAtOffice, ServiceRecord, ServiceText } from '../record.ts'
import {
  findHtml,
  findInstant,
  findLine,
  findPoint,
  findUrl,
  findWhole,
  given,
  idOf,
  leikaPattern,
  lineOf,
  linkFormat,
  type Raw,
  rawList,
  rawRecord,
} from './fields.ts'
import { type FileContent, parseDldb } from './file-text.ts'
import { findTrivialFee } from './money-text.ts'
import { eachRecord } from './records.ts'

const source = 'muenchen.dldb'

export type MunichFiles = { services: FileContent; offices?: FileContent }

/**
 * @throws UnreadableFile
 * Traps of this file: `forms` and `links` are the same list; `public` says bookable, not visible; one `leika` holds several
 * keys; slots and durations stand on the location's side only; required documents stand in running text alone.
 */
export function readMunich(files: MunichFiles): CatalogueFile {
  const { head, items } = parseDldb(files.services, 'Munich services')
  const places = files.offices ? parseDldb(files.offices, 'Munich locations').items : []
  const refused: Refusal[] = []
  const offers = new Map<string, Map<string, Raw>>()
  const bookableOffices = new Set<string>()
  const offices = eachRecord(places, 'office', refused, (raw) => {
    const office = readOffice(raw)
    if (raw.public === true) bookableOffices.add(office.sourceId)
    const here = new Map<string, Raw>()
    for (const entry of rawList(raw.services, 'services')) {
      const offer = rawRecord(entry, 'services entry')
      here.set(idOf(offer.service, 'services.service'), offer)
    }
    offers.set(office.sourceId, here)
    return office
  })
  const meta = head.meta as Raw | undefined
  const services = eachRecord(items, 'service', refused, (raw) => readService(raw, offers, bookableOffices, refused))
  const authorities = new Map(items.flatMap((item) => authoritiesOf(item)).map((one) => [one.sourceId, one]))
  return {
    ...given<{ generated: string }>({ generated: findInstant(meta?.generated) }),
    format: 'munich',
    source,
    services,
    offices,
    topics: [],
    authorities: [...authorities.values()],
    refused,
  }
}

function authoritiesOf(item: unknown): CatalogueFile['authorities'] {
  const list = (item as Raw | null)?.authorities
  if (!Array.isArray(list)) return []
  return list.flatMap((entry) => {
    const { id, name, webinfo } = (entry ?? {}) as Raw
    if (typeof id !== 'string' || typeof name !== 'string' || name.length > 500) return []
    return [{ source, sourceId: id, name: { de: name }, ...given<{ website: string }>({ website: findUrl(webinfo) }) }]
  })
}

function readService(
  raw: Raw,
  offers: Map<string, Map<string, Raw>>,
  bookableOffices: Set<string>,
  refused: Refusal[],
): ServiceRecord {
  const sourceId = idOf(raw.id)
  const meta = rawRecord(raw.meta ?? {}, 'meta')
  const bookable = raw.public === true
  const text: ServiceText = given<ServiceText>({
    title: lineOf(raw.name, 'name'),
    description: findHtml(raw.description, 'description'),
    keywords: keywordsOf(meta.keywords),
    feesText: findHtml(raw.fees, 'fees'),
  })
  const fee = text.feesText === undefined ? undefined : findTrivialFee(text.feesText)
  const links = linksOf(raw.links, 'links')
  const forms = linksOf(raw.forms, 'forms')
  const sameList = JSON.stringify(links) === JSON.stringify(forms)
  const offered = rawList(raw.locations, 'locations').map((entry) =>
    readOffer(rawRecord(entry, 'locations entry'), sourceId, bookable, offers, bookableOffices),
  )
  const appointmentUrl = findUrl(
    String(rawRecord(raw.appointment ?? {}, 'appointment').link ?? '').replace('{serviceId}', encodeURIComponent(sourceId)),
  )
  return {
    source,
    sourceId,
    kind: 'service',
    texts: { de: text },
    leikaKeys: leikaKeysOf(raw.leika, sourceId, refused),
    audience: [],
    fees: fee ? [fee] : [],
    deadlines: [],
    processingTimes: [],
    documents: [],
    legalBases: [],
    forms: sameList ? [] : forms,
    links,
    channels: [
      ...(bookable && appointmentUrl ? [{ kind: 'appointment' as const, url: appointmentUrl }] : []),
      ...(offered.length > 0 ? [{ kind: 'office' as const }] : []),
    ],
    areas: [],
    validity: [],
    types: [],
    sdgAreas: [],
    classifications: [],
    appointment: given<NonNullable<ServiceRecord['appointment']>>({
      durationMinutes: findWhole(raw.duration, 1, 1_440),
      maxQuantity: findWhole(raw.maxQuantity, 1, 1_000),
      bookable,
    }),
    authorities: authoritiesOf(raw).map(({ sourceId }) => ({ source, sourceId })),
    offices: offered,
    topics: [],
    related: rawList(raw.combinable, 'combinable')
      .map((id) => idOf(id, 'combinable'))
      .filter((id) => id !== sourceId)
      .map((id) => ({ kind: 'combinable', service: { source, sourceId: id } })),
    obstacles: [],
    maturity: [],
    ...given<{ lastChange: string }>({ lastChange: findInstant(meta.lastupdate) }),
  }
}

function readOffer(
  raw: Raw,
  service: string,
  bookable: boolean,
  offers: Map<string, Map<string, Raw>>,
  bookableOffices: Set<string>,
): ServiceAtOffice {
  const office = idOf(raw.location, 'locations.location')
  const there: Raw = offers.get(office)?.get(service) ?? {}
  const own = rawRecord(raw.appointment ?? {}, 'locations.appointment')
  const theirs = rawRecord(there.appointment ?? {}, 'services.appointment')
  const allowed =
    own.allowed === true && theirs.allowed !== false && bookable && there.public !== false && bookableOffices.has(office)
  return given<ServiceAtOffice>({
    office: { source, sourceId: office },
    durationMinutes: findWhole(there.duration, 1, 1_440),
    slots: findWhole(theirs.slots, 1, 1_000),
    maxQuantity: findWhole(there.maxQuantity, 1, 1_000),
    appointmentUrl: findUrl(own.link),
    appointmentAllowed: allowed,
  })
}

const keywordsOf = (value: unknown): string[] => [
  ...new Set((typeof value === 'string' ? value.split(',') : []).flatMap((word) => findLine(word, 'keyword') ?? [])),
]

function linksOf(value: unknown, what: string): Link[] {
  return rawList(value, what).flatMap((entry) => {
    const raw = rawRecord(entry, `${what} entry`)
    const url = findUrl(raw.link)
    if (url === undefined) return []
    return [given<Link>({ title: findLine(raw.name, `${what}.name`) ?? url, url, format: linkFormat(url) })]
  })
}

function leikaKeysOf(value: unknown, service: string, refused: Refusal[]): string[] {
  const keys = (findLine(value, 'leika') ?? '')
    .split(',')
    .map((key) => key.replace(/\s/g, ''))
    .filter((key) => key !== '')
  for (const key of keys.filter((key) => !leikaPattern.test(key)))
    refused.push({ what: 'leika key', id: service, reason: `“${key}” is not 99 and twelve digits` })
  return [...new Set(keys.filter((key) => leikaPattern.test(key)))]
}

function readOffice(raw: Raw): OfficeRecord {
  const address = rawRecord(raw.address ?? {}, 'address')
  const contact = rawRecord(raw.contact ?? {}, 'contact')
  const meta = rawRecord(raw.meta ?? {}, 'meta')
  const geo = rawRecord(raw.geo ?? {}, 'geo')
  const officialName = lineOf(raw.name, 'name')
  const name = findLine(raw.displayName, 'displayName') ?? officialName
  const others = [
    ...rawList(raw.displayNameAlternatives, 'displayNameAlternatives').map((one) => findLine(one, 'alternative name')),
    ...keywordsOf(meta.keywords),
  ]
  return given<OfficeRecord>({
    source,
    sourceId: idOf(raw.id),
    name: { de: name },
    officialName: officialName === name ? undefined : officialName,
    alternativeNames: [...new Set(others)].filter((one): one is string => one !== undefined && one !== name),
    organisation: findLine(raw.organization, 'organization'),
    unit: findLine(raw.organizationUnit, 'organizationUnit'),
    address: given({
      street: findLine(address.street, 'street'),
      houseNumber: findLine(address.house_number, 'house_number'),
      postalCode: findLine(address.postal_code, 'postal_code'),
      city: findLine(address.city, 'city'),
    }),
    geo: findPoint(geo.lat, geo.lon),
    openingHours: [],
    phone: findLine(contact.phone, 'phone'),
    fax: findLine(contact.fax, 'fax'),
    email: findLine(contact.email, 'email'),
    website: findUrl(contact.webinfo),
    accessibility: undefined,
    openingHoursText: undefined,
    appointments: raw.public === true,
    authorities: [],
    lastChange: findInstant(meta.lastupdate),
  })
}
