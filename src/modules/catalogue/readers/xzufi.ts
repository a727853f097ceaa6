// Reads an XZuFi message of version 2.2 or 2.3 into one catalogue file.
import { type CatalogueFile, identityKey, type Refusal, type ServiceRecord, type TopicRecord } from '../record.ts'
import { UnreadableFile } from './fields.ts'
import type { FileContent } from './file-text.ts'
import { takeRecord } from './records.ts'
import { withoutCircles } from './topic-graph.ts'
import { type Element, findText, readXml } from './xml.ts'
import { readService22 } from './xzufi-2-2.ts'
import { readService23 } from './xzufi-2-3.ts'
import { namespaces } from './xzufi-codes.ts'
import { offerAt, type ReadOffice, readOnlineService, readOrganisation } from './xzufi-office.ts'
import { unique } from './xzufi-texts.ts'

type Version = 'xzufi-2.2' | 'xzufi-2.3'

const versionAttributes: Record<Version, string[]> = { 'xzufi-2.2': ['2.2', '2.2.0'], 'xzufi-2.3': ['2.3', '2.3.1'] }
const recordNames = new Set(['leistung', 'organisationseinheit', 'onlinedienst', 'spezialisierung'])

/** The version by namespace URI; the attribute must agree where it is given. @throws UnreadableFile */
export function versionOf(root: Element): Version {
  const { xzufiVersion } = root.attributes
  for (const version of ['xzufi-2.2', 'xzufi-2.3'] as const) {
    if (root.uri !== namespaces[version]) continue
    if (xzufiVersion !== undefined && !versionAttributes[version].includes(xzufiVersion))
      throw new UnreadableFile(`The namespace is ${root.uri}, but xzufiVersion says “${xzufiVersion}”.`)
    return version
  }
  const known = Object.values(namespaces).join(' and ')
  throw new UnreadableFile(
    `The root element <${root.name.slice(0, 100)}> is in the namespace “${root.uri.slice(0, 100)}”. Known are ${known}.`,
  )
}

/**
 * One pass; memory holds one record of the message at a time beside what was read.
 * @throws UnreadableFile
 */
export function readXzufi(content: FileContent): CatalogueFile {
  const refused: Refusal[] = []
  const services = new Map<string, ServiceRecord>()
  const offices = new Map<string, ReadOffice>()
  const topics = new Map<string, TopicRecord>()
  const online: ReturnType<typeof readOnlineService>[] = []
  let version: Version | undefined

  const take = (element: Element, around: readonly string[], tooLarge: boolean): void => {
    const id = (findText(element, 'id') ?? '?').slice(0, 60)
    if (element.uri !== namespaces[version!])
      refused.push({ what: element.name, id, reason: `it is in the namespace “${element.uri}”` })
    else if (around.includes('loesche'))
      refused.push({
        what: element.name,
        id,
        reason: 'deletions are not read: deliver the whole catalogue, what is missing is retired',
      })
    else if (tooLarge) refused.push({ what: element.name, id, reason: 'the record is larger than 16 MB' })
    else if (element.name === 'spezialisierung')
      refused.push({ what: 'spezialisierung', id, reason: 'specialisations of a service are not read' })
    else takeRecord(element.name, id, refused, () => read(element, id))
  }

  const read = (element: Element, id: string): void => {
    if (element.name === 'onlinedienst') {
      online.push(readOnlineService(element))
    } else if (element.name === 'organisationseinheit') {
      const found = readOrganisation(element)
      if (offices.has(identityKey(found.office))) refused.push(twice('organisationseinheit', id))
      else offices.set(identityKey(found.office), found)
    } else {
      const found = version === 'xzufi-2.2' ? readService22(element, refused) : readService23(element, refused)
      if (services.has(identityKey(found.service))) refused.push(twice('leistung', id))
      else services.set(identityKey(found.service), found.service)
      for (const topic of found.topics) if (!topics.has(identityKey(topic))) topics.set(identityKey(topic), topic)
    }
  }

  readXml(content, {
    root: (root) => {
      version = versionOf(root)
    },
    isRecord: (name, around) => recordNames.has(name) && !around.includes('nachrichtenkopf'),
    record: take,
  })
  connect(services, offices, online, refused)
  return {
    format: version!,
    source: 'xzufi',
    services: [...services.values()],
    offices: [...offices.values()].map(({ office }) => office),
    topics: withoutCircles([...topics.values()], refused),
    authorities: [],
    refused,
  }
}

const twice = (what: string, id: string): Refusal => ({ what, id, reason: 'a record with this id was already read' })

/** Competences and online services name their services; those stand elsewhere in the message. */
function connect(
  services: Map<string, ServiceRecord>,
  offices: Map<string, ReadOffice>,
  online: ReturnType<typeof readOnlineService>[],
  refused: Refusal[],
): void {
  for (const { office, competentFor } of offices.values())
    for (const named of unique(competentFor)) {
      const service = services.get(identityKey(named))
      if (service) service.offices.push(offerAt(office))
      else
        refused.push({
          what: 'zustaendigkeit',
          id: `${office.sourceId} > ${named.sourceId}`,
          reason: 'this service is not in the message',
        })
    }
  for (const { channels, services: named } of online)
    for (const one of unique(named)) {
      const service = services.get(identityKey(one))
      if (service) service.channels.push(...channels)
      else refused.push({ what: 'onlinedienst', id: one.sourceId, reason: 'this service is not in the message' })
    }
  for (const service of services.values()) if (service.offices.length > 0) service.channels.push({ kind: 'office' })
}
