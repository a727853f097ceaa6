// The small parts of a written XZuFi message: ids, codes, texts per language, spans, categories.
import { asHtml, element, leaf } from './export-xml.ts'
import { classAbove, durationUnits, languageTag, schemeOf } from './readers/xzufi-codes.ts'
import { type DurationUnit, type Identity, identityKey, type Localized, type Span, type TopicRecord } from './record.ts'

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

/**
 * The topics of a service, then those above them. A category has no place in the message but inside a service, so a topic
 * that only holds other topics travels here too; its class tells it from those the service is a member of.
 */
export function categories(of: readonly Identity[], topics: ReadonlyMap<string, TopicRecord>): string {
  const own = new Set(of.map(identityKey))
  const known = new Set(own)
  for (const key of known) {
    const [parent] = topics.get(key)?.parents ?? []
    if (parent) known.add(identityKey(parent))
  }
  return [...known]
    .flatMap((key) => {
      const topic = topics.get(key)
      return topic ? [category(topic, own.has(key) ? '' : element('xzufi:klasse', {}, id('id', classAbove)))] : []
    })
    .join('')
}

/** The standard knows one parent per category: the first one stays. */
const category = (topic: TopicRecord, categoryClass: string): string =>
  element(
    'xzufi:kategorie',
    {},
    categoryClass,
    id('id', topic),
    topic.parents
      .slice(0, 1)
      .map((parent) => id('uebergeordneteKategorieID', parent))
      .join(''),
    localized('bezeichnung', topic.name),
  )
