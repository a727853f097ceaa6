// Writes the structured modules of an XZuFi 2.2 service: deadlines, fees, processing time, keywords, documents.
import { escapeXml } from '../../standards/xml/escape.ts'
import { element, leaf } from './export-xml.ts'
import { code, localized, localizedHtml, span } from './export-xzufi-parts.ts'
import { languageTag, type TextField } from './readers/xzufi-codes.ts'
import type { Fee, Localized, ServiceRecord } from './record.ts'

export const fieldIn = (service: ServiceRecord, field: TextField): Localized =>
  Object.fromEntries(
    Object.entries(service.texts).flatMap(([language, text]) => (text[field] === undefined ? [] : [[language, text[field]]])),
  )

const module = (name: string, ...inside: string[]): string =>
  inside.join('') === '' ? '' : element(`xzufi:${name}`, {}, ...inside)

export const deadlines = (service: ServiceRecord): string =>
  module(
    'modulFrist',
    service.deadlines
      .map((one) =>
        element(
          'xzufi:frist',
          {},
          one.type === undefined ? '' : code('typ', one.type),
          span(one.span),
          localizedHtml('beschreibung', one.note),
        ),
      )
      .join(''),
    localized('beschreibung', fieldIn(service, 'deadlinesText')),
  )

export const processingTimes = (service: ServiceRecord): string =>
  module(
    'modulBearbeitungsdauer',
    service.processingTimes
      .map((one) => element('xzufi:bearbeitungsdauer', {}, span(one.span), localizedHtml('beschreibung', one.note)))
      .join(''),
    localized('beschreibung', fieldIn(service, 'processingTimeText')),
  )

export const fees = (service: ServiceRecord): string =>
  module('modulKosten', service.fees.map(xzufiFee).join(''), localized('beschreibung', fieldIn(service, 'feesText')))

const euros = (cents: number): string => `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`

function xzufiFee(fee: Fee): string {
  const amount = (name: string, cents: number | undefined, currency: string): string =>
    leaf(`xzufi:${name}`, cents === undefined ? undefined : euros(cents), { currencyCode: currency })
  const choice = (type: string, ...inside: string[]): string =>
    element('xzufi:kostenauswahl', { 'xsi:type': `xzufi:${type}` }, ...inside)
  const kind =
    fee.kind === 'free'
      ? choice('KostenFrei')
      : fee.kind === 'fixed'
        ? choice('KostenFix', amount('betrag', fee.cents, fee.currency))
        : choice(
            'KostenVariabel',
            amount('betragUntergrenze', fee.fromCents, fee.currency),
            amount('betragObergrenze', fee.toCents, fee.currency),
          )
  return element(
    'xzufi:kosten',
    {},
    fee.type === undefined ? '' : code('typ', fee.type),
    kind,
    localizedHtml('beschreibung', fee.condition),
    leaf('xzufi:vorkasse', fee.prepayment === undefined ? undefined : String(fee.prepayment)),
    leaf('xzufi:linkKostenbildung', fee.url),
  )
}

export function keywords(service: ServiceRecord): string {
  const terms = Object.entries(service.texts).flatMap(([language, text]) =>
    text.keywords.map((word) =>
      element('xzufi:begriffImKontext', {}, element('xzufi:begriff', { languageCode: languageTag(language) }, escapeXml(word))),
    ),
  )
  return module('modulBegriffImKontext', ...terms)
}

export const documents = (service: ServiceRecord): string =>
  module(
    'modulDokument',
    ...service.documents
      .toSorted((a, b) => a.direction.localeCompare(b.direction))
      .map((one) =>
        element(
          one.direction === 'in' ? 'xzufi:dokumentEingehend' : 'xzufi:dokumentAusgehend',
          {},
          one.type === undefined ? '' : code('typ', one.type, 'urn:de:fim:codeliste:dokumenttyp', '5'),
          localized('bezeichnung', one.title),
          localized('beschreibung', one.description ?? {}),
          one.signature === undefined ? '' : code('angabeSignatur', one.signature),
        ),
      ),
  )
