// The small parts of a written XZuFi message: ids, codes, texts per language, spans, categories.
import { asHtml, element, leaf } from './export-xml.ts'
import { durationUnits, languageTag, schemeOf } from './readers/xzufi-codes.ts'
import type { DurationUnit, Identity, Localized, Span, TopicRecord } from './record.ts'

/** @standard XZuFi Identifikator */
export function id(name: string, { source, sourceId }: Identity): string {
  const { agency, scheme } = schemeOf(source)
  return leaf(`xzufi:${name}`, sourceId, { schemeAgencyID: agency, schemeID: scheme === '' ? undefined : scheme })
}

/** XÖV code elements stand in no namespace. */
export const code = (name: string, value: string, list?: string, version?: string): string =>
  element(`xzufi:${name}`, { listURI: list, listVersionID: version }, leaf('code', value))

/** Texts as they are: one line, or finished HTML. */
export const localized = (name: string, texts: Localized): string =>
  Object.entries(texts)
    .map(([language, text]) => leaf(`xzufi:${name}`, text, { languageCode: languageTag(language) }))
    .join('')

/** Plain texts where the standard wants HTML. */
export const localizedHtml = (name: string, texts: Localized = {}): string =>
  localized(name, Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, asHtml(text)])))

const unitCode = (unit: DurationUnit): string => Object.keys(durationUnits).find((key) => durationUnits[key] === unit)!

export function span(one: Span): string {
  const choice = (type: string, ...inside: string[]): string =>
    element('xzufi:fristauswahl', { 'xsi:type': `xzufi:${type}` }, ...inside)
  if (one.kind === 'date') return choice('FristStichtag', leaf('xzufi:von', one.from), leaf('xzufi:bis', one.to))
  return choice(
    'FristDauer',
    leaf('xzufi:dauer', String(one.value)),
    code('einheit', unitCode(one.unit)),
    leaf('xzufi:dauerBis', one.valueTo === undefined ? undefined : String(one.valueTo)),
    one.unitTo === undefined ? '' : code('einheitBis', unitCode(one.unitTo)),
  )
}

/** The standard knows one parent per category: the first one stays. */
export const category = (topic: TopicRecord): string =>
  element(
    'xzufi:kategorie',
    {},
    id('id', topic),
    topic.parents
      .slice(0, 1)
      .map((parent) => id('uebergeordneteKategorieID', parent))
      .join(''),
    localized('bezeichnung', topic.name),
  )
