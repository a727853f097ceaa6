// Writes offices and online services of an XZuFi 2.2 message.
import { element, leaf } from './export-xml.ts'
import { code, id, localized, localizedHtml } from './export-xzufi-parts.ts'
import type { OfficeRecord, ServiceRecord } from './record.ts'

/** `here`: the services offered there. @standard XZuFi 2.2 Organisationseinheit (member names from general knowledge, see the reader) */
export function xzufiOffice(office: OfficeRecord, here: readonly ServiceRecord[]): string {
  const contact = (channel: string, value: string | undefined): string =>
    value === undefined ? '' : element('xzufi:kommunikation', {}, code('kanal', channel), leaf('xzufi:kennung', value))
  const { wheelchair, notes } = office.accessibility ?? {}
  return element(
    'xzufi:organisationseinheit',
    { 'xsi:type': 'xzufi:OrganisationseinheitErweitert' },
    id('id', office),
    element('xzufi:name', {}, localized('name', office.name), leaf('xzufi:kurzbezeichnung', office.alternativeNames[0])),
    address(office),
    contact('01', office.email),
    contact('02', office.phone),
    contact('04', office.fax),
    office.website === undefined ? '' : element('xzufi:internetadresse', {}, leaf('xzufi:uri', office.website)),
    localizedHtml('infoOeffnungszeitenText', office.openingHoursText),
    wheelchair === 'yes' || wheelchair === 'no' ? leaf('xzufi:kennzeichenRollstuhlgerecht', String(wheelchair === 'yes')) : '',
    localizedHtml('infoBarrierefreiheit', notes),
    ...here.map((service) =>
      element(
        'xzufi:zustaendigkeit',
        { 'xsi:type': 'xzufi:ZustaendigkeitOrganisationseinheit' },
        id('leistungID', service),
        code('rolle', '01'),
      ),
    ),
    office.lastChange === undefined
      ? ''
      : element('xzufi:versionsinformation', {}, leaf('xzufi:geaendertDatumZeit', office.lastChange)),
  )
}

function address({ address, geo }: OfficeRecord): string {
  const point =
    geo === undefined
      ? ''
      : element(
          'xzufi:geokodierung',
          {},
          element('gml:Point', { srsName: 'urn:ogc:def:crs:EPSG::4326' }, leaf('gml:pos', `${geo.lat} ${geo.lon}`)),
        )
  const inside = [
    leaf('xzufi:strasse', address?.street),
    leaf('xzufi:hausnummer', address?.houseNumber),
    leaf('xzufi:postleitzahl', address?.postalCode),
    leaf('xzufi:ort', address?.city),
    leaf('xzufi:zusatz', address?.addition),
    point,
  ].join('')
  return inside === '' ? '' : element('xzufi:anschrift', {}, inside)
}

/** One online service per online form; its own id is made from the service's. */
export function xzufiOnlineServices(service: ServiceRecord): string {
  const forms = service.channels.flatMap((channel) => (channel.kind === 'online-form' ? [channel] : []))
  return forms
    .map(({ url, title }, index) =>
      element(
        'xzufi:onlinedienst',
        {},
        id('id', { source: 'urn:stadttor:onlinedienst', sourceId: `${service.sourceId}-${index + 1}` }),
        localized('bezeichnung', title ?? {}),
        element('xzufi:link', {}, code('typ', '01', 'urn:xoev-de:fim:codeliste:onlinedienstlinktyp'), leaf('xzufi:link', url)),
        element('xzufi:zustaendigkeit', {}, id('leistungID', service)),
      ),
    )
    .map((text) => `${text}\n`)
    .join('')
}
