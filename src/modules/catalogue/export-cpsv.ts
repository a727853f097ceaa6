// The catalogue as a graph after CPSV-AP, for `/catalogue.jsonld` and `/catalogue.ttl`.
import { cost, evidence, isoDuration, office, texts } from './export-cpsv-parts.ts'
import { iri, type Node, type Term, value } from './export-rdf.ts'
import { plainText } from './readers/rich-text.ts'
import { languageTag } from './readers/xzufi-codes.ts'
import {
  type AuthorityRecord,
  type Identity,
  identityKey,
  type Localized,
  type ServiceRecord,
  type TopicRecord,
} from './record.ts'
import type { StoredRecords } from './stored-records.ts'

export type About = {
  /** Scheme, host and port of the town. */
  origin: string
  /** The municipality: competent wherever a service names no authority. */
  officialName: string
  /** Official regional key, twelve digits. */
  ars: string
}

/** The European and German code lists of places know municipalities by this address. */
const placeOf = (ars: string): Term => iri(`http://dcat-ap.de/def/politicalGeocoding/regionalKey/${ars}`)

/**
 * @standard CPSV-AP 3.2.0: PublicService with its mandatory identifier, name, description and competent authority
 * Addresses are those of the town's pages without slug, so that they never change.
 */
export function* cpsvNodes(records: StoredRecords, about: About): Generator<Node> {
  const town = `${about.origin}/#town`
  yield {
    id: town,
    type: 'cv:PublicOrganisation',
    properties: {
      'dct:identifier': [value(about.ars)],
      'skos:prefLabel': [{ '@value': about.officialName, '@language': 'de' }],
      'dct:spatial': [placeOf(about.ars)],
    },
  }
  for (const authority of records.authorities) yield publicOrganisation(authority, about)
  for (const topic of records.topics) yield concept(topic, about)
  for (const one of records.offices) {
    const number = records.numbers.office.get(identityKey(one))
    if (number !== undefined) yield* office(one, `${about.origin}/offices/${number}`)
  }
  for (const service of records.services) yield* publicService(service, records, about, town)
}

const idOf = (about: About, kind: string, { source, sourceId }: Identity): string =>
  `${about.origin}/catalogue#${kind}-${encodeURIComponent(source)}-${encodeURIComponent(sourceId)}`

const publicOrganisation = (authority: AuthorityRecord, about: About): Node => ({
  id: idOf(about, 'authority', authority),
  type: 'cv:PublicOrganisation',
  properties: {
    'dct:identifier': [value(authority.sourceId)],
    'skos:prefLabel': texts(authority.name),
    'dct:spatial': [placeOf(about.ars)],
    'foaf:homepage': authority.website === undefined ? [] : [iri(authority.website)],
  },
})

const concept = (topic: TopicRecord, about: About): Node => ({
  id: idOf(about, 'topic', topic),
  type: 'skos:Concept',
  properties: {
    'dct:identifier': [value(topic.sourceId)],
    'skos:prefLabel': texts(topic.name),
    'skos:broader': topic.parents.map((parent) => iri(idOf(about, 'topic', parent))),
  },
})

function* publicService(service: ServiceRecord, { numbers }: StoredRecords, about: About, town: string): Generator<Node> {
  const number = numbers.service.get(identityKey(service))
  if (number === undefined) return
  const id = `${about.origin}/services/${number}`
  const pages = (kind: 'service' | 'office', things: readonly Identity[]): Term[] =>
    things.flatMap((thing) => {
      const found = numbers[kind].get(identityKey(thing))
      return found === undefined ? [] : [iri(`${about.origin}/${kind}s/${found}`)]
    })
  const parts: Node[] = [
    ...service.fees.map((fee, index) => cost(fee, `${id}#cost-${index + 1}`)),
    ...service.documents.map((document, index) => evidence(document, `${id}#document-${index + 1}`)),
    ...service.legalBases.map(
      (basis, index): Node => ({
        id: `${id}#law-${index + 1}`,
        type: 'eli:LegalResource',
        properties: {
          'dct:title': texts({ [basis.language ?? 'de']: basis.title }),
          'foaf:page': basis.url === undefined ? [] : [iri(basis.url)],
        },
      }),
    ),
    ...service.channels.map(
      (channel, index): Node => ({
        id: `${id}#channel-${index + 1}`,
        type: 'cv:Channel',
        properties: {
          'dct:identifier': [value(`${number}-${index + 1}`)],
          'dct:type': [value(channel.kind)],
          'dct:title': texts(channel.title ?? {}),
          'foaf:page': 'url' in channel ? [iri(channel.url)] : [],
        },
      }),
    ),
  ]
  const part = (type: Node['type']): Term[] => parts.filter((one) => one.type === type).map((one) => iri(one.id))
  const duration = service.processingTimes.map(({ span }) => isoDuration(span)).find((found) => found !== undefined)
  yield {
    id,
    type: 'cpsv:PublicService',
    properties: {
      'dct:identifier': [value(String(number)), ...service.leikaKeys.map((key) => value(`urn:de:fim:leika:leistung:${key}`))],
      'dct:title': texts(inEach(service, (text) => text.title)),
      // The description is mandatory: where nobody wrote one, the name stands for it.
      'dct:description': texts(
        inEach(service, (text) => (text.description === undefined ? (text.summary ?? text.title) : plainText(text.description))),
      ),
      'cv:hasCompetentAuthority':
        service.authorities.length > 0 ? service.authorities.map((one) => iri(idOf(about, 'authority', one))) : [iri(town)],
      'dcat:keyword': Object.entries(service.texts).flatMap(([language, { keywords }]) =>
        keywords.flatMap((word) => texts({ [language]: word })),
      ),
      'dct:language': Object.keys(service.texts).map((language) => value(languageTag(language))),
      'dct:spatial': service.areas.length > 0 ? service.areas.map(({ sourceId }) => placeOf(sourceId)) : [placeOf(about.ars)],
      'cv:thematicArea': service.topics.map((topic) => iri(idOf(about, 'topic', topic))),
      'dct:relation': pages(
        'service',
        service.related.map((one) => one.service),
      ),
      'cv:hasContactPoint': pages(
        'office',
        service.offices.map((one) => one.office),
      ),
      'cv:hasCost': part('cv:Cost'),
      'cpsv:hasInput': part('cv:Evidence'),
      'cpsv:produces': part('cpsv:Output'),
      'cv:hasLegalResource': part('eli:LegalResource'),
      'cv:hasChannel': part('cv:Channel'),
      'cv:processingTime': duration === undefined ? [] : [value(duration, 'xsd:duration')],
      'foaf:page': [iri(id)],
      'dct:modified':
        service.lastChange === undefined
          ? []
          : [value(service.lastChange, service.lastChange.includes('T') ? 'xsd:dateTime' : 'xsd:date')],
    },
  }
  yield* parts
}

const inEach = (service: ServiceRecord, pick: (text: ServiceRecord['texts'][string]) => string): Localized =>
  Object.fromEntries(Object.entries(service.texts).map(([language, text]) => [language, pick(text)]))
