// Code values of XZuFi and what they are called in our model; used by the readers and the writer.
import type { Audience, DurationUnit, Identity, ServiceText } from '../record.ts'

/** @standard urn:de:xzufi:codeliste:leistungstextmodulleika, version 20240216. There is no 10, 12, 13: those are structured modules. */
export const textModules = {
  '02': 'officialTitle',
  '03': 'title',
  '05': 'shortText',
  '06': 'description',
  '07': 'legalBasisText',
  '08': 'requiredDocumentsText',
  '09': 'prerequisites',
  '11': 'steps',
  '14': 'formsText',
  '15': 'furtherInformation',
  '16': 'hints',
  '18': 'author',
  '22': 'competentUnitText',
  '23': 'contactText',
  '24': 'summary',
  '25': 'remedy',
} as const satisfies Record<string, keyof ServiceText>

export type TextCode = keyof typeof textModules
export type TextField = Exclude<keyof ServiceText, 'keywords'>

export const isTextCode = (code: string): code is TextCode => Object.hasOwn(textModules, code)

/** Fields that hold plain text; all others hold HTML. */
export const plainFields: ReadonlySet<TextField> = new Set<TextField>(['title', 'officialTitle', 'summary', 'author'])

/** @standard XZuFi Zeiteinheit: WERKTAG counts Saturdays, ARBEITSTAG does not */
export const durationUnits: Record<string, DurationUnit> = {
  SEKUNDE: 'second',
  MINUTE: 'minute',
  STUNDE: 'hour',
  TAG: 'day',
  WERKTAG: 'werktag',
  ARBEITSTAG: 'arbeitstag',
  WOCHE: 'week',
  MONAT: 'month',
  JAHR: 'year',
}

/** @standard XZuFi Leistungsadressat (order of the three from general knowledge, not verified against the XRepository) */
export const audiences: Record<string, Audience> = { '001': 'resident', '002': 'company', '003': 'authority' }

/**
 * The class of a category that a service names only because it stands above one of its own.
 * @standard XZuFi 2.2 Kategorie.klasse (its place before the id from general knowledge, not verified)
 */
export const classAbove: Identity = { source: 'urn:stadttor:xzufi:kategorieklasse', sourceId: 'uebergeordnet' }

export const namespaces = {
  'xzufi-2.2': 'http://xoev.de/schemata/xzufi/2_2_0',
  'xzufi-2.3': 'http://xoev.de/schemata/xzufi/2_3_1',
} as const

/** Where an agency gave the id, its agency and scheme; both percent-encoded, since URNs hold colons. */
export const agencySource = (agency: string, scheme: string): string =>
  `xzufi:${encodeURIComponent(agency)}:${encodeURIComponent(scheme)}`

export function schemeOf(source: string): { agency?: string; scheme: string } {
  const [, agency, scheme] = /^xzufi:([^:]+):([^:]*)$/.exec(source) ?? []
  return agency === undefined
    ? { scheme: source === 'xzufi' ? '' : source }
    : { agency: decodeURIComponent(agency), scheme: decodeURIComponent(scheme ?? '') }
}

/** The list of our one individual text module, which carries what other offices wrote in theirs. */
export const additionalTextList = 'urn:stadttor:xzufi:textmodul'
/** The variant subtag `simple` is registered for simplified language; easy German has no subtag of its own. */
export const easyGerman = 'de-simple'

export function languageOf(code: string | undefined): string {
  const tag = (code ?? 'de').trim().toLowerCase().replaceAll('_', '-')
  if (/^de-(x-)?(simple|leicht|ls)/.test(tag)) return 'leicht'
  return /^[a-z]{2,3}/.exec(tag)?.[0] ?? 'de'
}

export const languageTag = (language: string): string => (language === 'leicht' ? easyGerman : language)
