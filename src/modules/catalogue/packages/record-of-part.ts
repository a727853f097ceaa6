// A package's texts as a record of the catalogue: each section in the field where residents look for it.
import { escapeXml } from '../../../standards/xml/escape.ts'
import type { Fee, Localized, ServiceRecord, ServiceText } from '../record.ts'
import type { ServicePart, Text } from './service-part.ts'

const languages = ['de', 'en', 'leicht'] as const
type Spoken = (typeof languages)[number]
type HtmlField =
  | 'prerequisites'
  | 'deadlinesText'
  | 'steps'
  | 'requiredDocumentsText'
  | 'feesText'
  | 'processingTimeText'
  | 'remedy'
  | 'hints'

/** Sections of any other key are hints, under their own title. */
const fieldOf: Readonly<Record<string, HtmlField>> = {
  who: 'prerequisites',
  conditions: 'prerequisites',
  when: 'deadlinesText',
  deadline: 'deadlinesText',
  procedure: 'steps',
  needs: 'requiredDocumentsText',
  fee: 'feesText',
  duration: 'processingTimeText',
  remedy: 'remedy',
}

export function recordOfPart(part: ServicePart, source: string): ServiceRecord {
  const { key, title, fees, legalBasis, leika } = part
  const spoken = languages.filter((language) => title[language] !== undefined)
  return {
    source,
    sourceId: key,
    kind: 'service',
    audience: [],
    fees: fees.map(feeOf),
    deadlines: [],
    processingTimes: [],
    documents: [],
    legalBases: legalBasis.map(({ law, verified }) => ({ title: verified ? law : `${law} (Wortlaut nicht nachgelesen)` })),
    forms: [],
    links: [],
    channels: [],
    areas: [],
    validity: [],
    types: [],
    sdgAreas: [],
    classifications: [],
    texts: Object.fromEntries(spoken.map((language) => [language, textsIn(part, language)])),
    leikaKeys: leika,
    authorities: [],
    offices: [],
    topics: [],
    related: [],
    obstacles: [],
    maturity: [],
  }
}

function feeOf({ title, amount, per, source }: ServicePart['fees'][number]): Fee {
  const condition: Localized = {}
  for (const language of ['de', 'en'] as const) {
    const example = 'example' in source ? { de: 'Beispielwert', en: 'example value' }[language] : undefined
    condition[language] = [title[language], per?.[language], example].filter(Boolean).join(', ')
  }
  const cents = Math.round(Number(amount) * 100)
  return cents === 0 ? { kind: 'free', condition } : { kind: 'fixed', cents, currency: 'EUR', condition }
}

function textsIn({ title, summary, synonyms, sections }: ServicePart, language: Spoken): ServiceText {
  const texts: ServiceText = {
    title: title[language] ?? title.de,
    ...(summary[language] !== undefined && { summary: summary[language] }),
    keywords: (language === 'en' ? synonyms.en : synonyms.de) ?? [],
  }
  for (const section of sections) {
    const html = htmlOf(section.text, language)
    if (html === undefined) continue
    const field = fieldOf[section.key]
    const heading = section.title[language] ?? section.title.de
    const own = field === undefined ? `<h3>${escapeXml(heading)}</h3>${html}` : html
    texts[field ?? 'hints'] = `${texts[field ?? 'hints'] ?? ''}${own}`
  }
  return texts
}

/** Undefined: nothing is said in this language. */
function htmlOf(text: Text, language: Spoken): string | undefined {
  const lines = text[language]?.split('\n').filter((line) => line.trim() !== '')
  if (!lines || lines.length === 0) return undefined
  let html = ''
  for (const line of lines) {
    const entry = /^- (.*)$/.exec(line)?.[1]
    if (entry === undefined) html += `<p>${escapeXml(line)}</p>`
    else if (html.endsWith('</ul>')) html = `${html.slice(0, -'</ul>'.length)}<li>${escapeXml(entry)}</li></ul>`
    else html += `<ul><li>${escapeXml(entry)}</li></ul>`
  }
  return html
}
