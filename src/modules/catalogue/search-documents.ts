// What the catalogue offers to the one search of the house: every published thing in every language it has a text in.
import { sql } from 'kysely'
import { dayInBerlin } from '../../kernel/http/visit.ts'
import { type Language, languages } from '../../kernel/language.ts'
import type { SearchDocument, SearchFact } from '../../kernel/search/document.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import { addressInWords, costInWords } from './facts.ts'
import { wordsIn } from './language-choice.ts'
import { officePath, servicePath, situationPath, topicPath } from './paths.ts'
import { plainText } from './readers/rich-text.ts'
import type { Localized, OfficeFacts, ServiceFacts, ServiceText } from './record.ts'
import type { CatalogueTables, FolderText, Highlight } from './tables.ts'
import { recentVisits } from './visit-count.ts'
import { catalogueWords } from './words.ts'

type ServiceRow = {
  id: number
  source_id: string
  facts: ServiceFacts
  texts: { language: string; text: ServiceText }[] | null
  folder: { language: string; texts: FolderText }[] | null
  offices: string[] | null
  /** The longest appointment at any of its offices. */
  minutes: number | null
  codes: string[] | null
  situations: ('life' | 'business')[] | null
}
type SituationRow = {
  id: number
  key: string
  kind: 'life' | 'business'
  name: Localized
  summary: Localized
  keywords: Record<string, string[]>
  highlights: Highlight[]
  headings: Localized[] | null
}
type OfficeRow = { id: number; source_id: string; facts: OfficeFacts }
type TopicRow = { id: number; source_id: string; name: Localized }
type Popular = (subject: string) => number

export async function searchDocuments(town: Town): Promise<SearchDocument[]> {
  const [services, offices, situations, topics, visits] = await town.read((db: ReadDb<CatalogueTables>) =>
    Promise.all([
      sql<ServiceRow>`
        SELECT s.id, s.source_id, s.effective AS facts, t.texts, f.folder, o.offices, o.minutes, l.codes, i.situations
        FROM catalogue.service s
        LEFT JOIN (SELECT service_id, jsonb_agg(jsonb_build_object('language', language, 'text', effective)) AS texts
          FROM catalogue.service_text GROUP BY service_id) t ON t.service_id = s.id
        LEFT JOIN (SELECT service_id, jsonb_agg(jsonb_build_object('language', language, 'texts', texts)) AS folder
          FROM catalogue.folder_text GROUP BY service_id) f ON f.service_id = s.id
        LEFT JOIN (SELECT so.service_id, array_agg(o.effective -> 'name' ->> 'de' ORDER BY o.id) AS offices,
            max((so.effective ->> 'durationMinutes')::integer) AS minutes
          FROM catalogue.service_office so JOIN catalogue.office o ON o.id = so.office_id AND o.status = 'published'
          WHERE NOT so.hidden GROUP BY so.service_id) o ON o.service_id = s.id
        LEFT JOIN (SELECT service_id, array_agg(leika_key ORDER BY leika_key) AS codes
          FROM catalogue.service_leika WHERE NOT hidden GROUP BY service_id) l ON l.service_id = s.id
        LEFT JOIN (SELECT si.service_id, array_agg(DISTINCT i.kind) AS situations
          FROM catalogue.situation_service si JOIN catalogue.situation i ON i.id = si.situation_id AND i.status = 'published'
          GROUP BY si.service_id) i ON i.service_id = s.id
        WHERE s.status = 'published' ORDER BY s.id`.execute(db),
      sql<OfficeRow>`SELECT id, source_id, effective AS facts FROM catalogue.office WHERE status = 'published' ORDER BY id`.execute(
        db,
      ),
      sql<SituationRow>`SELECT i.id, i.key, i.kind, i.name, i.summary, i.keywords, i.highlights,
          jsonb_agg(DISTINCT si.heading) AS headings
        FROM catalogue.situation i JOIN catalogue.situation_service si ON si.situation_id = i.id
        JOIN catalogue.service s ON s.id = si.service_id AND s.status = 'published'
        WHERE i.status = 'published' GROUP BY i.town_id, i.id ORDER BY i.id`.execute(db),
      sql<TopicRow>`SELECT p.id, p.source_id, p.effective -> 'name' AS name FROM catalogue.topic p
        WHERE p.status = 'published' ORDER BY p.id`.execute(db),
      recentVisits(db, dayInBerlin(new Date())),
    ]),
  )
  const most = Math.max(1, ...visits.values())
  const popular: Popular = (subject) => (visits.get(subject) ?? 0) / most
  return [
    ...services.rows.flatMap((row) => serviceDocuments(row, popular)),
    ...offices.rows.flatMap((row) => officeDocuments(row, popular)),
    ...situations.rows.flatMap((row) => situationDocuments(row, popular)),
    ...topics.rows.flatMap((row) => topicDocuments(row, popular)),
  ]
}

const htmlFields = [
  'shortText',
  'description',
  'prerequisites',
  'requiredDocumentsText',
  'steps',
  'feesText',
  'deadlinesText',
  'hints',
  'legalBasisText',
] as const

const firstSentence = (text: string): string => /^.{20,300}?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text.slice(0, 200)

function serviceDocuments(row: ServiceRow, popular: Popular): SearchDocument[] {
  const texts = new Map((row.texts ?? []).map(({ language, text }) => [language, text]))
  const folder = new Map((row.folder ?? []).map(({ language, texts: said }) => [language, said]))
  const german = texts.get('de') ?? [...texts.values()][0]
  if (!german) return []
  const shownIn = texts.has('de') ? languages.filter((one) => texts.has(one)) : (['de', ...languages.slice(1)] as const)
  return shownIn.flatMap((language): SearchDocument[] => {
    const text = texts.get(language) ?? (language === 'de' ? german : undefined)
    if (!text) return []
    const body = htmlFields
      .map((field) => (text[field] ? plainText(text[field]) : ''))
      .filter(Boolean)
      .join('\n')
    return [
      {
        kind: 'service',
        id: String(row.id),
        sourceId: row.source_id,
        language,
        title: text.title,
        url: servicePath(row.id, german.title),
        summary: text.summary ?? firstSentence(body),
        keywords: [
          ...new Set([
            ...(text.officialTitle ? [text.officialTitle] : []),
            ...(text.keywords ?? []),
            ...(folder.get(language)?.keywords ?? []),
          ]),
        ],
        offices: row.offices ?? [],
        body,
        audience: audienceOf(row),
        codes: row.codes ?? [],
        popularity: popular(`service/${row.id}`),
        facts: factsOf(row.facts, row.minutes, language),
      },
    ]
  })
}

/** Where the source does not say for whom, the situations do; otherwise everybody. */
function audienceOf({ facts, situations }: ServiceRow): ('resident' | 'company')[] {
  const said = (facts.audience ?? []).filter((one) => one !== 'authority')
  if (said.length > 0) return said
  const found = (situations ?? []).map((kind) => (kind === 'business' ? ('company' as const) : ('resident' as const)))
  return found.length > 0 ? found : ['resident', 'company']
}

function factsOf(facts: ServiceFacts, atOffices: number | null, language: Language): SearchFact[] {
  const text = catalogueWords({ language })
  const online = (facts.channels ?? []).some(({ kind }) => kind === 'online-form')
  const cost = costInWords({ language }, facts.fees ?? [])
  const minutes = facts.appointment?.durationMinutes ?? atOffices ?? undefined
  return [
    ...(online ? [{ kind: 'online' as const, text: text.online }] : []),
    ...(cost ? [{ kind: 'fee' as const, text: cost }] : []),
    ...(minutes ? [{ kind: 'time' as const, text: text.aboutMinutes(minutes) }] : []),
  ]
}

/** The languages that a name exists in; German always, it stands in for the others. */
const namedIn = (name: Localized): Language[] => languages.filter((language) => language === 'de' || Boolean(name[language]))

const everybody = ['resident', 'company'] as const

const officeDocuments = ({ id, source_id, facts }: OfficeRow, popular: Popular): SearchDocument[] =>
  namedIn(facts.name).map((language) => ({
    kind: 'office',
    id: String(id),
    sourceId: source_id,
    language,
    title: wordsIn(facts.name, language),
    url: officePath(id, wordsIn(facts.name, 'de')),
    summary: addressInWords(facts.address) ?? facts.unit ?? '',
    keywords: [...(facts.alternativeNames ?? []), ...(facts.officialName ? [facts.officialName] : [])],
    body: [facts.unit, facts.organisation].filter(Boolean).join('\n'),
    audience: everybody,
    codes: [],
    popularity: popular(`office/${id}`),
  }))

const situationDocuments = (row: SituationRow, popular: Popular): SearchDocument[] =>
  namedIn(row.name).map((language) => ({
    kind: row.kind === 'life' ? 'life-situation' : 'business-situation',
    id: String(row.id),
    sourceId: row.key,
    language,
    title: wordsIn(row.name, language),
    url: situationPath(row.kind, row.id, wordsIn(row.name, 'de')),
    summary: wordsIn(row.summary, language),
    keywords: [...(row.keywords[language] ?? []), ...row.highlights.map(({ label }) => wordsIn(label, language))],
    body: (row.headings ?? []).map((heading) => wordsIn(heading, language)).join('\n'),
    audience: row.kind === 'life' ? ['resident'] : ['company'],
    codes: [],
    popularity: popular(`situation/${row.id}`),
  }))

const topicDocuments = ({ id, source_id, name }: TopicRow, popular: Popular): SearchDocument[] =>
  namedIn(name).map((language) => ({
    kind: 'topic',
    id: String(id),
    sourceId: source_id,
    language,
    title: wordsIn(name, language),
    url: topicPath(id, wordsIn(name, 'de')),
    summary: '',
    keywords: [],
    body: '',
    audience: everybody,
    codes: [],
    popularity: popular(`topic/${id}`),
  }))
