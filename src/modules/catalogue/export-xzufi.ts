// Writes a catalogue as an XZuFi 2.2 message, which our own reader reads back without a difference.
import { asHtml, element, leaf } from './export-xml.ts'
import { deadlines, documents, fees, fieldIn, keywords, processingTimes } from './export-xzufi-modules.ts'
import { xzufiOffice, xzufiOnlineServices } from './export-xzufi-office.ts'
import { categories, code, id, localized } from './export-xzufi-parts.ts'
import {
  additionalTextList,
  audiences,
  languageTag,
  namespaces,
  plainFields,
  type TextCode,
  type TextField,
  textModules,
} from './readers/xzufi-codes.ts'
import { type CatalogueFile, identityKey, type Link, type ServiceRecord, type TopicRecord } from './record.ts'

export type Records = Pick<CatalogueFile, 'services' | 'offices' | 'topics'>

/**
 * The name of the message's root element is not fixed by the object model we know; readers go by its namespace.
 * @standard XZuFi 2.2.0. Not carried by the standard, and left out: durations and bookings at an office, the kind "advice",
 * maturity, the legal ground of obstacles, which services combine, second parents of a topic, opening hours as fields.
 */
export function* writeXzufi(records: Records, written: { now: Date; messageId: string }): Generator<string> {
  const root = {
    'xmlns:xzufi': namespaces['xzufi-2.2'],
    'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    'xmlns:gml': 'http://www.opengis.net/gml/3.2',
    xzufiVersion: '2.2.0',
  }
  const attributes = Object.entries(root)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('')
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<xzufi:transfer.operation${attributes}>\n`
  yield element(
    'xzufi:nachrichtenkopf',
    {},
    leaf('xzufi:nachrichtUUID', written.messageId),
    leaf('xzufi:erstelltDatumZeit', written.now.toISOString()),
  )
  yield '\n<xzufi:schreibe>\n'
  const topics = new Map(records.topics.map((topic) => [identityKey(topic), topic]))
  for (const service of records.services) yield `${xzufiService(service, topics)}\n`
  const offered = servicesByOffice(records.services)
  for (const office of records.offices) yield `${xzufiOffice(office, offered.get(identityKey(office)) ?? [])}\n`
  for (const service of records.services) yield xzufiOnlineServices(service)
  yield '</xzufi:schreibe>\n</xzufi:transfer.operation>\n'
}

function servicesByOffice(services: readonly ServiceRecord[]): Map<string, ServiceRecord[]> {
  const offered = new Map<string, ServiceRecord[]>()
  for (const service of services)
    for (const { office } of service.offices) {
      const here = offered.get(identityKey(office))
      if (here) here.push(service)
      else offered.set(identityKey(office), [service])
    }
  return offered
}

function xzufiService(service: ServiceRecord, topics: Map<string, TopicRecord>): string {
  const flag = service.obstacles.some(({ kind }) => kind === 'written-form')
  const codes = (name: string, values: readonly string[]): string => values.map((value) => code(name, value)).join('')
  return element(
    'xzufi:leistung',
    {},
    id('id', service),
    service.leikaKeys.map((key) => code('referenzLeiKa', key, 'urn:de:fim:leika:leistung')).join(''),
    textModulesOf(service),
    individualTexts(service),
    deadlines(service),
    fees(service),
    processingTimes(service),
    keywords(service),
    documents(service),
    portals(service),
    codes('typisierung', service.types),
    service.assuranceLevel === undefined
      ? ''
      : code('vertrauensniveau', service.assuranceLevel, 'urn:xoev-de:fim:codeliste:vertrauensniveau'),
    codes(
      'leistungsadressat',
      service.audience.flatMap((audience) => Object.keys(audiences).find((key) => audiences[key] === audience) ?? []),
    ),
    flag ? leaf('xzufi:kennzeichenSchriftformerfordernis', 'true') : '',
    categories(service.topics, topics),
    service.classifications
      .map(({ list, version, code: value, name }) =>
        element('xzufi:klassifizierung', { listURI: list, listVersionID: version }, leaf('code', value), leaf('name', name)),
      )
      .join(''),
    codes('informationsbereichSDG', service.sdgAreas),
    [...new Map(service.related.map(({ service: other }) => [identityKey(other), other])).values()]
      .map((other) => id('idLeistungImKontext', other))
      .join(''),
    service.areas.map((area) => id('gueltigkeitGebietID', area)).join(''),
    service.lastChange === undefined
      ? ''
      : element('xzufi:versionsinformation', {}, leaf('xzufi:geaendertDatumZeit', service.lastChange)),
    service.validity
      .map(({ from, to }) => element('xzufi:gueltigkeit', {}, leaf('xzufi:beginn', from), leaf('xzufi:ende', to)))
      .join(''),
  )
}

const linksInside: Partial<Record<TextCode, (service: ServiceRecord) => readonly Omit<Link, 'format'>[]>> = {
  '07': ({ legalBases }) => legalBases.flatMap(({ url, ...rest }) => (url === undefined ? [] : [{ ...rest, url }])),
  '14': ({ forms }) => forms,
  '15': ({ links }) => links,
}

function textModulesOf(service: ServiceRecord): string {
  return (Object.entries(textModules) as [TextCode, TextField][])
    .map(([moduleCode, field]) => {
      const contents = Object.entries(service.texts).map(([language, text]) => {
        const value = field === 'officialTitle' ? (text.officialTitle ?? text.title) : text[field]
        return value === undefined
          ? ''
          : leaf('xzufi:inhalt', plainFields.has(field) ? asHtml(value) : value, { languageCode: languageTag(language) })
      })
      const links = linksInside[moduleCode]?.(service).map(xzufiLink) ?? []
      const inside = [...contents, ...links].join('')
      return inside === ''
        ? ''
        : element(
            'xzufi:modulText',
            {},
            code('leikaTextmodul', moduleCode, 'urn:de:xzufi:codeliste:leistungstextmodulleika', '20240216'),
            inside,
          )
    })
    .join('')
}

const xzufiLink = ({ url, title, language }: Omit<Link, 'format'>): string =>
  element(
    'xzufi:weiterfuehrenderLink',
    { languageCode: language && languageTag(language) },
    leaf('xzufi:uri', url),
    leaf('xzufi:titel', title),
  )

function individualTexts(service: ServiceRecord): string {
  const contents = localized('inhalt', fieldIn(service, 'additional'))
  return contents === ''
    ? ''
    : element('xzufi:modulTextIndividuell', {}, code('individuellesTextmodultyp', 'additional', additionalTextList), contents)
}

function portals(service: ServiceRecord): string {
  const links = service.channels.flatMap((channel) => {
    if (channel.kind !== 'external-link') return []
    const [language, title] = Object.entries(channel.title ?? {})[0] ?? []
    return [
      element(
        'xzufi:modulUrsprungsportal',
        { languageCode: languageTag(language ?? 'de') },
        leaf('xzufi:uri', channel.url),
        leaf('xzufi:titel', title),
      ),
    ]
  })
  return links.join('')
}
