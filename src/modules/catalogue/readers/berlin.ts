// Reads Berlin's catalogue: JSON files of services, locations, topics and authorities; slim records, a rich graph of topics.
import type {
  AuthorityRecord,
  CatalogueFile,
  Identity,
  OfficeRecord,
  Refusal,
  ServiceAtOffice,
  ServiceRecord,
  TopicRecord,
} from '../record.ts'
import {
  findInstant,
  findLine,
  findPoint,
  findUrl,
  findWhole,
  given,
  idOf,
  lineOf,
  type Raw,
  rawList,
  rawRecord,
} from './fields.ts'
import { type FileContent, parseDldb } from './file-text.ts'
import { eachRecord } from './records.ts'
import { withoutCircles } from './topic-graph.ts'

const source = 'berlin.dldb'
const identity = (sourceId: string): Identity => ({ source, sourceId })

export type BerlinFiles = { services: FileContent; offices?: FileContent; topics?: FileContent; authorities?: FileContent }

/** @throws UnreadableFile */
export function readBerlin(files: BerlinFiles): CatalogueFile {
  const refused: Refusal[] = []
  const { head, items } = parseDldb(files.services, 'Berlin services')
  const list = (content: FileContent | undefined, name: string): unknown[] => (content ? parseDldb(content, name).items : [])

  const topicsOfService = new Map<string, Set<string>>()
  const childrenOf = new Map<string, { id: string; rank: number }[]>()
  const topics = eachRecord(list(files.topics, 'Berlin topics'), 'topic', refused, (raw) => {
    const topic = readTopic(raw)
    const relation = rawRecord(raw.relation ?? {}, 'relation')
    for (const entry of rawList(relation.services, 'relation.services')) {
      const service = idOf(rawRecord(entry, 'relation.services entry').id, 'relation.services.id')
      topicsOfService.set(service, (topicsOfService.get(service) ?? new Set()).add(topic.sourceId))
    }
    const children = rawList(relation.childs, 'relation.childs').map((entry) => {
      const child = rawRecord(entry, 'relation.childs entry')
      return { id: idOf(child.id, 'relation.childs.id'), rank: findWhole(child.rank) ?? 0 }
    })
    childrenOf.set(topic.sourceId, children)
    return topic
  })

  const officesOf = new Map<string, Set<string>>()
  const authorities = eachRecord(list(files.authorities, 'Berlin authorities'), 'authority', refused, (raw) =>
    readAuthority(raw, officesOf),
  )
  const offices = withoutPlaceholderPoint(
    eachRecord(list(files.offices, 'Berlin locations'), 'office', refused, (raw) => readOffice(raw, officesOf)),
    refused,
  )
  const services = eachRecord(items, 'service', refused, (raw) => readService(raw, topicsOfService))
  return {
    ...given<{ generated: string }>({ generated: findInstant(head.created) }),
    format: 'berlin',
    source,
    services,
    offices,
    topics: withoutCircles(linkParents(topics, childrenOf), refused),
    authorities,
    refused,
  }
}

function readTopic(raw: Raw): TopicRecord {
  const relation = rawRecord(raw.relation ?? {}, 'relation')
  return {
    ...identity(idOf(raw.id)),
    name: { de: lineOf(raw.name, 'name') },
    parents: [],
    navigation: relation.navi === '1',
    rank: 0,
  }
}

function linkParents(topics: TopicRecord[], childrenOf: Map<string, { id: string; rank: number }[]>): TopicRecord[] {
  const byId = new Map(topics.map((topic) => [topic.sourceId, topic]))
  for (const [parent, children] of childrenOf)
    for (const { id, rank } of children) {
      const child = byId.get(id)
      if (!child || child.parents.some((one) => one.sourceId === parent)) continue
      child.parents.push(identity(parent))
      child.rank = Math.max(child.rank, rank)
    }
  return topics
}

function readAuthority(raw: Raw, officesOf: Map<string, Set<string>>): AuthorityRecord {
  const id = idOf(raw.id)
  for (const entry of rawList(raw.locations, 'locations')) {
    const office = idOf(rawRecord(entry, 'locations entry').id, 'locations.id')
    officesOf.set(office, (officesOf.get(office) ?? new Set()).add(id))
  }
  const website = findUrl(rawRecord(raw.contact ?? {}, 'contact').webinfo)
  return given<AuthorityRecord>({ ...identity(id), name: { de: lineOf(raw.name, 'name') }, website })
}

function readOffice(raw: Raw, officesOf: Map<string, Set<string>>): OfficeRecord {
  const id = idOf(raw.id)
  const address = rawRecord(raw.address ?? {}, 'address')
  const geo = rawRecord(raw.geo ?? {}, 'geo')
  const meta = rawRecord(raw.meta ?? {}, 'meta')
  const offers = rawList(raw.services, 'services').map((entry) => rawRecord(entry, 'services entry'))
  return given<OfficeRecord>({
    ...identity(id),
    name: { de: lineOf(raw.name, 'name') },
    officialName: undefined,
    alternativeNames: [],
    organisation: undefined,
    unit: undefined,
    address: given({
      street: findLine(address.street, 'street'),
      houseNumber: findLine(address.house_number, 'house_number'),
      postalCode: findLine(address.postal_code, 'postal_code'),
      city: findLine(address.city, 'city'),
    }),
    geo: findPoint(geo.lat, geo.lon),
    openingHours: [],
    openingHoursText: undefined,
    phone: undefined,
    fax: undefined,
    email: undefined,
    website: findUrl(meta.url),
    accessibility: undefined,
    appointments: offers.some((offer) => rawRecord(offer.appointment ?? {}, 'appointment').allowed === true),
    lastChange: findInstant(meta.lastupdate),
    authorities: [...(officesOf.get(id) ?? [])].map(identity),
  })
}

/** In the public sample every location has one and the same point: a placeholder, worse than none on a map. */
function withoutPlaceholderPoint(offices: OfficeRecord[], refused: Refusal[]): OfficeRecord[] {
  const points = new Set(offices.map(({ geo }) => (geo ? `${geo.lat} ${geo.lon}` : 'none')))
  if (offices.length < 20 || points.size !== 1 || points.has('none')) return offices
  refused.push({
    what: 'points',
    id: 'all offices',
    reason: `all ${offices.length} offices have the same point ${[...points][0]}: a placeholder`,
  })
  return offices.map(({ geo: _placeholder, ...office }) => office)
}

function readService(raw: Raw, topicsOfService: Map<string, Set<string>>): ServiceRecord {
  const id = idOf(raw.id)
  const meta = rawRecord(raw.meta ?? {}, 'meta')
  const rootTopic = findLine(rawRecord(raw.relation ?? {}, 'relation').root_topic, 'root_topic')
  const url = findUrl(meta.url)
  const offices = rawList(raw.locations, 'locations').map((entry) => {
    const offer = rawRecord(entry, 'locations entry')
    const appointment = rawRecord(offer.appointment ?? {}, 'locations.appointment')
    return given<ServiceAtOffice>({
      office: identity(idOf(offer.location, 'locations.location')),
      slots: findWhole(appointment.slots, 1, 1_000),
      durationMinutes: undefined,
      maxQuantity: undefined,
      appointmentUrl: undefined,
      appointmentAllowed: appointment.allowed === true,
    })
  })
  const topics = new Set([...(rootTopic ? [rootTopic] : []), ...(topicsOfService.get(id) ?? [])])
  return {
    ...identity(id),
    kind: 'service',
    texts: { de: { title: lineOf(raw.name, 'name'), keywords: [] } },
    leikaKeys: [],
    audience: [],
    fees: [],
    deadlines: [],
    processingTimes: [],
    documents: [],
    legalBases: [],
    forms: [],
    links: url ? [{ title: 'service.berlin.de', url }] : [],
    channels: offices.length > 0 ? [{ kind: 'office' }] : [],
    areas: [],
    validity: [],
    types: [],
    sdgAreas: [],
    classifications: [],
    authorities: [],
    offices,
    topics: [...topics].map(identity),
    related: [],
    obstacles: [],
    maturity: [],
    ...given<{ lastChange: string }>({ lastChange: findInstant(meta.lastupdate) }),
  }
}
