// The catalogue for programs: services, offices, situations and topics as JSON, and the whole of it in the field's own formats.
import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { Language } from '../../kernel/language.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import type {
  ListQuery,
  OfficeDetail,
  OfficeItem,
  ServiceDetail,
  ServiceItem,
  ServicesQuery,
  SituationItem,
  TopicItem,
} from './api-schemas.ts'
import { addressInWords } from './facts.ts'
import { bestFirst, wordsIn } from './language-choice.ts'
import { listOffices, type OfficeRow } from './office.ts'
import { officePath, servicePath, situationPath, topicPath } from './paths.ts'
import type { Localized, ServiceFacts, ServiceText } from './record.ts'
import { listSituations, type SituationKind } from './situation.ts'
import type { CatalogueTables } from './tables.ts'
import { listTopics } from './topic.ts'

type Query = Static<typeof ListQuery>
type List<T> = { total: number; items: T[]; next: string | null }

type ItemRow = {
  id: number
  source: string
  source_id: string
  kind: 'service' | 'advice'
  changed_at: Date
  title: string
  language: string
  summary: string | null
  german: string
  leika: string[]
}

export async function listServiceItems(
  town: Town,
  query: Static<typeof ServicesQuery>,
): Promise<List<Static<typeof ServiceItem>>> {
  const { language: wanted = 'de', limit = 50, after = 0, modified_since } = query
  const since = modified_since === undefined ? sql`true` : sql`s.changed_at >= ${instantOf(modified_since)}::timestamptz`
  const [count, { rows }] = await town.read((db: ReadDb<CatalogueTables>) =>
    Promise.all([
      sql<{
        total: number
      }>`SELECT count(*)::integer AS total FROM catalogue.service s WHERE s.status = 'published' AND ${since}`.execute(db),
      sql<ItemRow>`
        SELECT s.id, s.source, s.source_id, s.kind, s.changed_at, t.title, t.language, t.summary, t.german,
          ARRAY(SELECT leika_key FROM catalogue.service_leika l
            WHERE l.town_id = s.town_id AND l.service_id = s.id AND NOT hidden ORDER BY leika_key) AS leika
        FROM (SELECT * FROM catalogue.service s WHERE s.status = 'published' AND s.id > ${after} AND ${since}
          ORDER BY s.id LIMIT ${limit + 1}) s
        CROSS JOIN LATERAL (
          SELECT (array_agg(title ORDER BY ${bestFirst(wanted)}))[1] AS title,
            (array_agg(language ORDER BY ${bestFirst(wanted)}))[1] AS language,
            (array_agg(effective ->> 'summary' ORDER BY ${bestFirst(wanted)}))[1] AS summary,
            (array_agg(title ORDER BY ${bestFirst('de')}))[1] AS german
          FROM catalogue.service_text x WHERE x.town_id = s.town_id AND x.service_id = s.id) t
        ORDER BY s.id`.execute(db),
    ]),
  )
  const shown = rows.slice(0, limit).map((row) => ({
    id: String(row.id),
    source: row.source,
    sourceId: row.source_id,
    url: town.origin + servicePath(row.id, row.german ?? ''),
    title: row.title ?? '',
    language: row.language ?? 'de',
    summary: row.summary,
    kind: row.kind,
    leikaKeys: row.leika,
    changed: row.changed_at.toISOString(),
  }))
  return {
    total: count.rows[0]?.total ?? 0,
    items: shown,
    next: rows.length > limit ? nextPage(town, '/api/v1/services', query, shown) : null,
  }
}

/** A leap second counts as the second before it: JavaScript knows none. */
const instantOf = (text: string): Date => new Date(text.replace(/:60(?=[.Zz+-])/, ':59'))

function nextPage(town: Town, path: string, query: object, shown: readonly { id: string }[]): string {
  const parameters = new URLSearchParams({ ...(query as Record<string, string>), after: shown.at(-1)?.id ?? '0' })
  return `${town.origin}${path}?${parameters}`
}

/** A page of a list that fits into memory, in the order of its numbers. */
function pageOf<T extends { id: string }>(town: Town, path: string, query: Query, all: readonly T[]): List<T> {
  const { limit = 50, after = 0 } = query
  const rest = all.toSorted((a, b) => Number(a.id) - Number(b.id)).filter(({ id }) => Number(id) > after)
  const items = rest.slice(0, limit)
  return { total: all.length, items, next: rest.length > limit ? nextPage(town, path, query, items) : null }
}

type DetailRow = Pick<ItemRow, 'id' | 'source' | 'source_id' | 'kind' | 'changed_at'> & {
  facts: ServiceFacts
  texts: Record<string, ServiceText> | null
  leika: string[]
  offices: { id: number; name: Localized; minutes: number | null }[] | null
  related: number[]
  topics: number[]
  situations: number[]
}

export async function findServiceDetail(
  town: Town,
  id: number,
  wanted: Language,
): Promise<Static<typeof ServiceDetail> | undefined> {
  const { rows } = await town.read((db: ReadDb<CatalogueTables>) =>
    sql<DetailRow>`
      SELECT s.id, s.source, s.source_id, s.kind, s.changed_at, s.effective AS facts,
        (SELECT jsonb_object_agg(language, effective) FROM catalogue.service_text WHERE service_id = s.id) AS texts,
        ARRAY(SELECT leika_key FROM catalogue.service_leika WHERE service_id = s.id AND NOT hidden ORDER BY leika_key) AS leika,
        (SELECT jsonb_agg(jsonb_build_object('id', o.id, 'name', o.effective -> 'name', 'minutes', so.effective -> 'durationMinutes') ORDER BY o.id)
          FROM catalogue.service_office so JOIN catalogue.office o ON o.id = so.office_id
          WHERE so.service_id = s.id AND NOT so.hidden AND o.status = 'published') AS offices,
        ARRAY(SELECT DISTINCT r.related_id FROM catalogue.service_relation r JOIN catalogue.service other ON other.id = r.related_id
          WHERE r.service_id = s.id AND NOT r.hidden AND other.status = 'published' ORDER BY 1) AS related,
        ARRAY(SELECT p.id FROM catalogue.service_topic st JOIN catalogue.topic p ON p.id = st.topic_id
          WHERE st.service_id = s.id AND NOT st.hidden AND p.status = 'published' ORDER BY 1) AS topics,
        ARRAY(SELECT i.id FROM catalogue.situation_service si JOIN catalogue.situation i ON i.id = si.situation_id
          WHERE si.service_id = s.id AND i.status = 'published' ORDER BY 1) AS situations
      FROM catalogue.service s WHERE s.id = ${id} AND s.status = 'published'`.execute(db),
  )
  const [row] = rows
  if (!row?.texts) return undefined
  const titles = Object.fromEntries(Object.entries(row.texts).map(([one, { title }]) => [one, title]))
  const { facts } = row
  return {
    id: String(row.id),
    source: row.source,
    sourceId: row.source_id,
    url: town.origin + servicePath(row.id, wordsIn(titles, 'de')),
    title: wordsIn(titles, wanted),
    kind: row.kind,
    changed: row.changed_at.toISOString(),
    leikaKeys: row.leika,
    audience: facts.audience ?? [],
    texts: row.texts,
    fees: facts.fees ?? [],
    deadlines: facts.deadlines ?? [],
    processingTimes: facts.processingTimes ?? [],
    documents: facts.documents ?? [],
    legalBases: facts.legalBases ?? [],
    forms: facts.forms ?? [],
    links: facts.links ?? [],
    channels: facts.channels ?? [],
    assuranceLevel: facts.assuranceLevel ?? null,
    validity: facts.validity ?? [],
    offices: (row.offices ?? []).map(({ id: office, name, minutes }) => ({
      id: String(office),
      title: wordsIn(name, wanted),
      url: town.origin + officePath(office, wordsIn(name, 'de')),
      durationMinutes: minutes,
    })),
    relatedIds: row.related.map(String),
    topicIds: row.topics.map(String),
    situationIds: row.situations.map(String),
  }
}

const officeItem = (
  town: Town,
  wanted: Language,
  { id, source, sourceId, facts, services, changed }: OfficeRow,
): Static<typeof OfficeItem> => ({
  id: String(id),
  source,
  sourceId,
  url: town.origin + officePath(id, wordsIn(facts.name, 'de')),
  title: wordsIn(facts.name, wanted),
  unit: facts.unit ?? null,
  address: addressInWords(facts.address) ?? null,
  phone: facts.phone ?? null,
  email: facts.email ?? null,
  geo: facts.geo ? { lat: facts.geo.lat, lon: facts.geo.lon } : null,
  services,
  changed: changed.toISOString(),
})

export async function listOfficeItems(town: Town, query: Query): Promise<List<Static<typeof OfficeItem>>> {
  const rows = await town.read((db: ReadDb<CatalogueTables>) => listOffices(db))
  return pageOf(
    town,
    '/api/v1/offices',
    query,
    rows.map((row) => officeItem(town, query.language ?? 'de', row)),
  )
}

export async function findOfficeDetail(
  town: Town,
  id: number,
  wanted: Language,
): Promise<Static<typeof OfficeDetail> | undefined> {
  const [offices, services] = await town.read((db: ReadDb<CatalogueTables>) =>
    Promise.all([
      listOffices(db),
      sql<{ id: number }>`SELECT s.id FROM catalogue.service_office so JOIN catalogue.service s ON s.id = so.service_id
        WHERE so.office_id = ${id} AND NOT so.hidden AND s.status = 'published' ORDER BY s.id`.execute(db),
    ]),
  )
  const row = offices.find((one) => one.id === id)
  if (!row) return undefined
  return {
    ...officeItem(town, wanted, row),
    alternativeNames: row.facts.alternativeNames ?? [],
    openingHours: row.facts.openingHours ?? [],
    serviceIds: services.rows.map((one) => String(one.id)),
  }
}

export async function listSituationItems(
  town: Town,
  kind: SituationKind,
  query: Query,
): Promise<List<Static<typeof SituationItem>>> {
  const wanted = query.language ?? 'de'
  const [rows, steps] = await town.read((db: ReadDb<CatalogueTables>) =>
    Promise.all([
      listSituations(db, kind),
      sql<{ situation_id: number; service_id: number }>`SELECT si.situation_id, si.service_id
        FROM catalogue.situation_service si JOIN catalogue.service s ON s.id = si.service_id AND s.status = 'published'
        ORDER BY si.situation_id, si.position, si.service_id`.execute(db),
    ]),
  )
  const items = rows.map(({ id, key, name, summary }) => ({
    id: String(id),
    sourceId: key,
    url: town.origin + situationPath(kind, id, wordsIn(name, 'de')),
    title: wordsIn(name, wanted),
    summary: wordsIn(summary, wanted) || null,
    serviceIds: steps.rows.flatMap(({ situation_id, service_id }) => (situation_id === id ? [String(service_id)] : [])),
  }))
  return pageOf(town, `/api/v1/${kind}-situations`, query, items)
}

export async function listTopicItems(town: Town, query: Query): Promise<List<Static<typeof TopicItem>>> {
  const rows = await town.read((db: ReadDb<CatalogueTables>) => listTopics(db))
  const items = rows.map(({ id, sourceId, name, parents, count }) => ({
    id: String(id),
    sourceId,
    url: town.origin + topicPath(id, wordsIn(name, 'de')),
    title: wordsIn(name, query.language ?? 'de'),
    parentIds: parents.map(String),
    services: count,
  }))
  return pageOf(town, '/api/v1/topics', query, items)
}
