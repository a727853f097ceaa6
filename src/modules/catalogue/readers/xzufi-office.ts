// Reads organisational units and online services of an XZuFi message, and which services they belong to.
import type { Channel, Identity, OfficeRecord, ServiceAtOffice } from '../record.ts'
import { findInstant, findLine, findPoint, findUrl, given, RecordRefused } from './fields.ts'
import { childrenOf, codesOf, type Element, findChild, findCode, findText } from './xml.ts'
import { htmlToPlain, linesOf, plainOf, readIdentity, readLocalized } from './xzufi-parts.ts'
import { isTrue } from './xzufi-service.ts'

export type ReadOffice = { office: OfficeRecord; competentFor: Identity[] }

/** Codes of `urn:de:xoev:codeliste:erreichbarkeit` (from general knowledge, not verified against the XRepository). */
const reachable: Record<string, 'email' | 'phone' | 'fax'> = { '01': 'email', '02': 'phone', '03': 'phone', '04': 'fax' }

/**
 * @standard XZuFi 2.2 Organisationseinheit. No object model of it is public: the names of address, opening hours and
 * accessibility are from general knowledge, so anything else in there is passed over in silence.
 */
export function readOrganisation(element: Element): ReadOffice {
  const identity = readIdentity(findChild(element, 'id'), 'id')
  const naming = findChild(element, 'name')
  const name = (naming && linesOf(naming, 'name')) ?? linesOf(element, 'name')
  if (name === undefined) throw new RecordRefused('name is missing')
  const short = naming && findLine(findText(naming, 'kurzbezeichnung'), 'kurzbezeichnung')
  const address = findChild(element, 'anschrift')
  const contacts: { email?: string; phone?: string; fax?: string } = {}
  for (const contact of childrenOf(element, 'kommunikation')) {
    const kind = reachable[findCode(contact, 'kanal') ?? '']
    if (kind) contacts[kind] ??= findLine(findText(contact, 'kennung'), 'kennung')!
  }
  const wheelchair = findText(element, 'kennzeichenRollstuhlgerecht')
  const notes = plainOf(element, 'infoBarrierefreiheit')
  const office = given<OfficeRecord>({
    ...identity,
    name,
    officialName: undefined,
    alternativeNames: short === undefined ? [] : [short],
    organisation: undefined,
    unit: undefined,
    address: address && nonEmpty(readAddress(address)),
    geo: address && readPoint(address),
    openingHours: [],
    openingHoursText: nonEmpty(
      readLocalized(childrenOf(element, 'infoOeffnungszeitenText'), 'infoOeffnungszeitenText', htmlToPlain),
    ),
    phone: contacts.phone,
    fax: contacts.fax,
    email: contacts.email,
    website: findUrl(findText(element, 'internetadresse', 'uri') ?? findText(element, 'internetadresse')),
    accessibility:
      wheelchair === undefined && notes === undefined
        ? undefined
        : given<NonNullable<OfficeRecord['accessibility']>>({
            wheelchair: wheelchair === undefined ? undefined : isTrue(wheelchair) ? 'yes' : 'no',
            notes,
          }),
    appointments: false,
    lastChange: findInstant(
      findText(element, 'versionsinformation', 'geaendertDatumZeit') ??
        findText(element, 'versionsinformationen', 'geaendertDatumZeit'),
    ),
    authorities: [],
  })
  return { office, competentFor: competences(element) }
}

const nonEmpty = <Texts extends object>(texts: Texts): Texts | undefined => (Object.keys(texts).length > 0 ? texts : undefined)

function readAddress(address: Element): NonNullable<OfficeRecord['address']> {
  const line = (name: string): string | undefined => findLine(findText(address, name), name)
  return given({
    street: line('strasse'),
    houseNumber: line('hausnummer'),
    postalCode: line('postleitzahl'),
    city: line('ort'),
    addition: line('zusatz'),
  })
}

/** GML gives latitude first for EPSG:4326. */
function readPoint(address: Element): OfficeRecord['geo'] | undefined {
  const find = (element: Element): string | undefined =>
    element.name === 'pos' && element.uri.startsWith('http://www.opengis.net/gml')
      ? element.text
      : element.children.map(find).find((text) => text !== undefined)
  const [lat, lon] = (find(address) ?? '').trim().split(/\s+/)
  return findPoint(lat, lon)
}

const competences = (element: Element): Identity[] =>
  childrenOf(element, 'zustaendigkeit').flatMap((one) =>
    childrenOf(one, 'leistungID').map((service) => readIdentity(service, 'leistungID')),
  )

export const offerAt = (office: Identity): ServiceAtOffice => ({
  office: { source: office.source, sourceId: office.sourceId },
  appointmentAllowed: false,
})

/** @standard XZuFi Onlinedienst: its links of kind 01 lead to the service itself */
export function readOnlineService(element: Element): { channels: Channel[]; services: Identity[] } {
  const title = linesOf(element, 'bezeichnung')
  const channels = childrenOf(element, 'link').flatMap((link): Channel[] => {
    const url = findUrl(findText(link, 'link') ?? link.text)
    const kinds = codesOf(link, 'typ')
    if (url === undefined || (kinds.length > 0 && !kinds.includes('01'))) return []
    return [title === undefined ? { kind: 'online-form', url } : { kind: 'online-form', url, title }]
  })
  if (channels.length === 0) throw new RecordRefused('no usable link to the online service')
  const direct = childrenOf(element, 'leistungID').map((service) => readIdentity(service, 'leistungID'))
  return { channels, services: [...direct, ...competences(element)] }
}
