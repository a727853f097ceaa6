// The parts of a public service in CPSV-AP: costs, documents, offices, durations.
import { iri, type Node, type Term, value } from './export-rdf.ts'
import { plainText } from './readers/rich-text.ts'
import { languageTag } from './readers/xzufi-codes.ts'
import type { Fee, Localized, OfficeRecord, ServiceDocument, Span } from './record.ts'

export const texts = (localized: Localized): Term[] =>
  Object.entries(localized).map(([language, text]) => ({ '@value': text, '@language': languageTag(language) }))

const euros = (cents: number): Term => value(`${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`, 'xsd:decimal')

/** A range has no single value: its bounds are told in words. @standard CPSV-AP Cost */
export function cost(fee: Fee, id: string): Node {
  const currency = fee.kind === 'free' ? 'EUR' : fee.currency
  const bounds =
    fee.kind === 'range'
      ? [fee.fromCents, fee.toCents]
          .map((cents) => (cents === undefined ? '' : (cents / 100).toFixed(2).replace('.', ',')))
          .join('–')
      : undefined
  return {
    id,
    type: 'cv:Cost',
    properties: {
      'dct:identifier': [value(id.split('/').at(-1)!)],
      'cv:value': fee.kind === 'range' ? [] : [euros(fee.kind === 'free' ? 0 : fee.cents)],
      'cv:currency': [iri(`http://publications.europa.eu/resource/authority/currency/${currency}`)],
      'dct:description': [...(bounds === undefined ? [] : texts({ de: `${bounds} ${currency}` })), ...texts(fee.condition ?? {})],
    },
  }
}

/** @standard CPSV-AP Evidence (comes in), Output (goes out) */
export const evidence = ({ direction, title, description }: ServiceDocument, id: string): Node => ({
  id,
  type: direction === 'in' ? 'cv:Evidence' : 'cpsv:Output',
  properties: {
    'dct:identifier': [value(id.split('/').at(-1)!)],
    'dct:title': texts(title),
    'dct:description': texts(
      Object.fromEntries(Object.entries(description ?? {}).map(([language, html]) => [language, plainText(html)])),
    ),
  },
})

/** @standard CPSV-AP ContactPoint, Address */
export function* office(one: OfficeRecord, id: string): Generator<Node> {
  const optional = (text: string | undefined): Term[] => (text === undefined ? [] : [value(text)])
  const { address } = one
  yield {
    id,
    type: 'cv:ContactPoint',
    properties: {
      'dct:identifier': [value(one.sourceId)],
      'dct:title': texts(one.name),
      'cv:telephone': optional(one.phone),
      'cv:email': optional(one.email),
      'cv:openingHours': texts(one.openingHoursText ?? {}),
      'cv:contactPage': one.website === undefined ? [] : [iri(one.website)],
      'locn:address': address === undefined ? [] : [iri(`${id}#address`)],
    },
  }
  if (address === undefined) return
  yield {
    id: `${id}#address`,
    type: 'locn:Address',
    properties: {
      'locn:thoroughfare': optional(address.street),
      'locn:locatorDesignator': optional(address.houseNumber),
      'locn:postCode': optional(address.postalCode),
      'locn:postName': optional(address.city),
    },
  }
}

const designators: Partial<Record<string, (count: number) => string>> = {
  second: (count) => `PT${count}S`,
  minute: (count) => `PT${count}M`,
  hour: (count) => `PT${count}H`,
  day: (count) => `P${count}D`,
  week: (count) => `P${count * 7}D`,
  month: (count) => `P${count}M`,
  year: (count) => `P${count}Y`,
}

/** The upper bound as an ISO duration; none for working days, which no ISO duration can say. */
export function isoDuration(span: Span): string | undefined {
  if (span.kind !== 'duration') return undefined
  const { value: count, unit, valueTo = count, unitTo = unit } = span
  return designators[unitTo]?.(valueTo)
}
