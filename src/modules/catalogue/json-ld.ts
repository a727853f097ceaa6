// What search engines read about a service: schema.org, from the same view as the page.
import type { Frame } from '../../design/frame.ts'
import type { OfficeView, ServiceView } from './views.ts'

const absolute = (frame: Frame, url: string): string => new URL(url, frame.canonical).href

/** @standard schema.org GovernmentService */
export function governmentService(frame: Frame, view: ServiceView): object {
  const { title, summary, online, offices, responsible, leikaKeys } = view
  const channels = [
    ...(online ? [{ '@type': 'ServiceChannel', serviceUrl: absolute(frame, online.url) }] : []),
    ...offices.slice(0, 10).map(({ name, url, address, phone }) => ({
      '@type': 'ServiceChannel',
      serviceLocation: { '@type': 'GovernmentOffice', name, url: absolute(frame, url), address, telephone: phone },
    })),
  ]
  return {
    '@context': 'https://schema.org',
    '@type': 'GovernmentService',
    '@id': frame.canonical,
    name: title,
    description: summary,
    url: frame.canonical,
    inLanguage: frame.language === 'en' ? 'en' : 'de',
    identifier:
      leikaKeys.length > 0 ? leikaKeys.map((value) => ({ '@type': 'PropertyValue', propertyID: 'LeiKa', value })) : undefined,
    areaServed: { '@type': 'City', name: frame.town.name },
    serviceOperator: { '@type': 'GovernmentOrganization', name: responsible?.name ?? frame.town.officialName },
    availableChannel: channels.length > 0 ? channels : undefined,
  }
}

/** @standard schema.org GovernmentOffice */
export function governmentOffice(frame: Frame, view: OfficeView): object {
  const { name, street, postalCode, city, point, phone, fax, mail } = view
  return {
    '@context': 'https://schema.org',
    '@type': 'GovernmentOffice',
    '@id': frame.canonical,
    name,
    url: frame.canonical,
    address: street && {
      '@type': 'PostalAddress',
      streetAddress: street,
      postalCode,
      addressLocality: city,
      addressCountry: 'DE',
    },
    geo: point && { '@type': 'GeoCoordinates', ...point },
    telephone: phone,
    faxNumber: fax,
    email: mail,
    parentOrganization: { '@type': 'GovernmentOrganization', name: frame.town.officialName },
  }
}
