// Gathers the texts of an XZuFi service per language, and the links that stand inside its text modules.
import type { LegalBasis, Link, Refusal, ServiceText } from '../record.ts'
import { findHtml, findLine, given, RecordRefused } from './fields.ts'
import { plainText } from './rich-text.ts'
import { childrenOf, type Element, findChild, findCode } from './xml.ts'
import { isTextCode, languageOf, plainFields, type TextField, textModules } from './xzufi-codes.ts'
import { readLinks } from './xzufi-parts.ts'

type Drafts = Map<string, Partial<Record<TextField, string>>>

/** Structured modules whose description is a text of the service. */
const describedModules: [name: string, field: TextField][] = [
  ['modulKosten', 'feesText'],
  ['modulFrist', 'deadlinesText'],
  ['modulBearbeitungsdauer', 'processingTimeText'],
]

/**
 * 2.3 has one module per access channel and several of each structured one; what belongs to one field is put together.
 * `modulAuskunftshinweis` is left out: it speaks to the staff of the telephone service, not to residents.
 */
export function readTexts(service: Element, sourceId: string, refused: Refusal[]): Record<string, ServiceText> {
  const drafts: Drafts = new Map()
  for (const module of childrenOf(service, 'modulText')) {
    const code = findCode(module, 'leikaTextmodul') ?? ''
    collect(drafts, isTextCode(code) ? textModules[code] : 'additional', childrenOf(module, 'inhalt'))
  }
  for (const module of childrenOf(service, 'modulTextIndividuell')) collect(drafts, 'additional', childrenOf(module, 'inhalt'))
  for (const [name, field] of describedModules)
    for (const module of childrenOf(service, name)) collect(drafts, field, childrenOf(module, 'beschreibung'))
  for (const module of childrenOf(service, 'modulDokument'))
    for (const name of ['beschreibung', 'beschreibungEingehend'])
      collect(drafts, 'requiredDocumentsText', childrenOf(module, name))

  const keywords = readKeywords(service)
  const texts: Record<string, ServiceText> = {}
  for (const [language, draft] of drafts) {
    const text = finish(draft, keywords.get(language) ?? [])
    if (text) texts[language] = text
    else
      refused.push({
        what: `text (${language})`,
        id: sourceId,
        reason: 'it has neither a Leistungsname (03) nor a Leistungsbezeichnung (02)',
      })
  }
  if (Object.keys(texts).length === 0) throw new RecordRefused('no language has a name (text modules 02 and 03)')
  return texts
}

function collect(drafts: Drafts, field: TextField, elements: readonly Element[]): void {
  const seen = new Set<string>()
  for (const element of elements) {
    const language = languageOf(element.attributes.languageCode)
    const html = findHtml(element.text, field)
    if (html === undefined || seen.has(language)) continue
    seen.add(language)
    const draft = drafts.get(language) ?? {}
    drafts.set(language, draft)
    const text = plainFields.has(field) ? plainText(html).replaceAll('\n', ' ') : html
    const before = draft[field]
    draft[field] = before === undefined || before === text ? text : plainFields.has(field) ? before : `${before}${text}`
  }
}

/** Without a teaser the short text is the summary; without a full text it is the description as well. */
function finish(draft: Partial<Record<TextField, string>>, keywords: string[]): ServiceText | undefined {
  const { title = draft.officialTitle, officialTitle, shortText, summary, description = shortText, ...others } = draft
  if (title === undefined) return undefined
  return given<ServiceText>({
    ...others,
    title: findLine(title, 'title')!,
    officialTitle: officialTitle === title ? undefined : officialTitle,
    summary: summary ?? (shortText === undefined ? undefined : plainText(shortText).replaceAll('\n', ' ')),
    shortText: summary === undefined || draft.description === undefined ? undefined : shortText,
    description,
    keywords,
  } as ServiceText)
}

/** @de Begriff im Kontext */
function readKeywords(service: Element): Map<string, string[]> {
  const words = new Map<string, Set<string>>()
  for (const module of childrenOf(service, 'modulBegriffImKontext'))
    for (const term of childrenOf(module, 'begriffImKontext')) {
      const element = findChild(term, 'begriff')
      const word = findLine(element?.text, 'begriff')
      const language = languageOf(element?.attributes.languageCode)
      if (word) words.set(language, (words.get(language) ?? new Set()).add(word))
    }
  return new Map([...words].map(([language, set]) => [language, [...set]]))
}

/** Links of module 07 are legal bases, of module 14 forms; all others are further links. */
export function readModuleLinks(service: Element): { legalBases: LegalBasis[]; forms: Link[]; links: Link[] } {
  const found = { legalBases: [] as LegalBasis[], forms: [] as Link[], links: [] as Link[] }
  for (const module of service.children.filter((child) => child.name.startsWith('modul'))) {
    const code = module.name === 'modulText' ? findCode(module, 'leikaTextmodul') : undefined
    const links = readLinks(module)
    if (code === '07') found.legalBases.push(...links.map(({ format: _format, ...basis }) => basis))
    else if (code === '14') found.forms.push(...links)
    else found.links.push(...links)
  }
  return { legalBases: unique(found.legalBases), forms: unique(found.forms), links: unique(found.links) }
}

export const unique = <Item>(items: readonly Item[]): Item[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
]
