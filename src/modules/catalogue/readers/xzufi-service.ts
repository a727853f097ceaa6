// What the two XZuFi versions have in common in a service; the version readers add what each says differently.
import type {
  Audience,
  Channel,
  Classification,
  Identity,
  Refusal,
  ServiceDocument,
  ServiceRecord,
  TopicRecord,
} from '../record.ts'
import { findInstant, findLine, findUrl, given, leikaPattern } from './fields.ts'
import { childrenOf, codesOf, type Element, findChild, findCode, findText } from './xml.ts'
import { audiences, classAbove, languageOf } from './xzufi-codes.ts'
import { htmlOf, linesOf, readDeadline, readFee, readIdentity, readParts, readPeriods } from './xzufi-parts.ts'
import { readModuleLinks, readTexts, unique } from './xzufi-texts.ts'

export type ReadService = { service: ServiceRecord; topics: TopicRecord[] }

/** What a version reader knows better than the common part. */
export type VersionParts = Pick<ServiceRecord, 'documents' | 'obstacles' | 'sdgAreas' | 'related'> & {
  leikaKeys: string[]
  informal?: boolean
  lastChange: string | undefined
}

export function readCommon(element: Element, identity: Identity, refused: Refusal[], version: VersionParts): ReadService {
  const { sourceId } = identity
  const inside = (module: string, part: string): Element[] => childrenOf(element, module).flatMap((one) => childrenOf(one, part))
  const categories = childrenOf(element, 'kategorie')
  const { leikaKeys, lastChange, informal, ...parts } = version
  for (const key of leikaKeys.filter((key) => !leikaPattern.test(key)))
    refused.push({ what: 'leika key', id: sourceId, reason: `“${key.slice(0, 40)}” is not 99 and twelve digits` })
  const assuranceLevel = findCode(element, 'vertrauensniveau')
  const service: ServiceRecord = {
    ...identity,
    kind: 'service',
    texts: readTexts(element, sourceId, refused),
    leikaKeys: unique(leikaKeys.filter((key) => leikaPattern.test(key))),
    audience: unique(
      codesOf(element, 'leistungsadressat').flatMap((code): Audience[] => (audiences[code] ? [audiences[code]] : [])),
    ),
    fees: readParts(inside('modulKosten', 'kosten'), 'fee', sourceId, refused, readFee),
    deadlines: readParts(inside('modulFrist', 'frist'), 'deadline', sourceId, refused, readDeadline),
    processingTimes: readParts(
      inside('modulBearbeitungsdauer', 'bearbeitungsdauer'),
      'processing time',
      sourceId,
      refused,
      readDeadline,
    ),
    ...readModuleLinks(element),
    channels: readPortals(element),
    areas: childrenOf(element, 'gueltigkeitGebietID').map((area) => readIdentity(area, 'gueltigkeitGebietID')),
    validity: readPeriods(element),
    types: codesOf(element, 'typisierung'),
    classifications: childrenOf(element, 'klassifizierung').flatMap(readClassification),
    authorities: [],
    offices: [],
    topics: unique(
      categories.filter((one) => !standsAbove(one)).map((one) => readIdentity(findChild(one, 'id'), 'kategorie id')),
    ),
    maturity: [],
    ...parts,
    ...given<Pick<ServiceRecord, 'assuranceLevel' | 'informal' | 'lastChange'>>({
      assuranceLevel: assuranceLevel !== undefined && /^(00|10|15|20|30|40)$/.test(assuranceLevel) ? assuranceLevel : undefined,
      informal,
      lastChange: findInstant(lastChange),
    }),
  }
  return { service, topics: categories.map(readCategory) }
}

function standsAbove(category: Element): boolean {
  return childrenOf(category, 'klasse')
    .flatMap((one) => childrenOf(one, 'id'))
    .some(({ text, attributes }) => text.trim() === classAbove.sourceId && attributes.schemeID === classAbove.source)
}

function readCategory(element: Element): TopicRecord {
  const parents = childrenOf(element, 'uebergeordneteKategorieID').map((parent) =>
    readIdentity(parent, 'uebergeordneteKategorieID'),
  )
  const identity = readIdentity(findChild(element, 'id'), 'kategorie id')
  return {
    ...identity,
    name: linesOf(element, 'bezeichnung') ?? { de: identity.sourceId },
    parents,
    navigation: parents.length === 0,
    rank: 0,
  }
}

function readClassification(element: Element): Classification[] {
  const code = findLine(findText(element, 'code'), 'klassifizierung')
  const list = findLine(element.attributes.listURI, 'listURI')
  if (code === undefined || list === undefined) return []
  return [
    given<Classification>({
      list,
      version: element.attributes.listVersionID,
      code,
      name: findLine(findText(element, 'name'), 'klassifizierung'),
    }),
  ]
}

/** Where the text came from, or where the service is offered outside. @de Ursprungsportal */
function readPortals(element: Element): Channel[] {
  return childrenOf(element, 'modulUrsprungsportal').flatMap((portal): Channel[] => {
    const url = findUrl(findText(portal, 'uri'))
    if (url === undefined) return []
    const title = findLine(findText(portal, 'titel'), 'titel')
    return [
      title === undefined
        ? { kind: 'external-link', url }
        : { kind: 'external-link', url, title: { [languageOf(portal.attributes.languageCode)]: title } },
    ]
  })
}

/** @standard XZuFi Dokument: its kind is called `typ` in 2.2 and `art` in 2.3 */
export function readDocument(element: Element, direction: 'in' | 'out', obligation?: string): ServiceDocument {
  const kind = findChild(element, 'typ') ?? findChild(element, 'art')
  const type = kind && (findText(kind, 'code') ?? findText(kind))
  const unlisted = kind && findText(kind, 'nichtGelisteterWert')
  return given<ServiceDocument>({
    direction,
    type: type !== undefined && /^\d{3}$/.test(type) ? type : undefined,
    title: linesOf(element, 'bezeichnung') ?? { de: unlisted ?? 'Dokument' },
    description: htmlOf(element, 'beschreibung'),
    obligation,
    signature: findCode(element, 'angabeSignatur'),
  })
}

export const readRelated = (element: Element, name: string): ServiceRecord['related'] =>
  childrenOf(element, name).map((other) => ({ kind: 'explicit', service: readIdentity(other, name) }))

export const isTrue = (text: string | undefined): boolean => text === 'true' || text === '1'
