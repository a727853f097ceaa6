// Topics of the town: a graph, since a topic may stand under several others.
import { sql } from 'kysely'
import { type Language, pathIn } from '../../kernel/language.ts'
import type { ReadDb, Town, TownSql } from '../../kernel/town.ts'
import type { Reader } from '../../kernel/words.ts'
import { shownOn } from './editor/banner.ts'
import { factWords } from './fact-words.ts'
import { wordsIn } from './language-choice.ts'
import { topicPath } from './paths.ts'
import type { Localized } from './record.ts'
import { listServiceLines, serviceLine } from './service-line.ts'
import type { CatalogueTables } from './tables.ts'
import type { OverviewView, TopicView } from './views.ts'

export type TopicRow = { id: number; sourceId: string; name: Localized; rank: number; parents: number[]; count: number }

type Graph = { id: number; source_id: string; name: Localized; rank: number; parents: number[] | null; services: number[] | null }

/** All published topics with their parents; `count` is the number of published services in it or in any topic below it. */
export async function listTopics(db: TownSql): Promise<TopicRow[]> {
  const { rows } = await sql<Graph>`
    WITH shown AS MATERIALIZED (SELECT town_id, id FROM catalogue.service WHERE status = 'published')
    SELECT p.id, p.source_id, p.effective -> 'name' AS name, coalesce((p.effective ->> 'rank')::float8, 0) AS rank, e.parents, m.services
    FROM catalogue.topic p
    LEFT JOIN (SELECT topic_id, array_agg(parent_id ORDER BY parent_id) AS parents
      FROM catalogue.topic_parent WHERE NOT hidden GROUP BY topic_id) e ON e.topic_id = p.id
    LEFT JOIN (SELECT st.topic_id, array_agg(st.service_id) AS services
      FROM catalogue.service_topic st JOIN shown ON shown.id = st.service_id
      WHERE NOT st.hidden GROUP BY st.topic_id) m ON m.topic_id = p.id
    WHERE p.status = 'published' ORDER BY rank, p.id`.execute(db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const members = new Map(rows.map(({ id, services }) => [id, new Set(services)]))
  for (const { services, id } of rows)
    for (const above of topicsAbove(byId, id)) for (const service of services ?? []) members.get(above)?.add(service)
  return rows.map(({ id, source_id, name, rank, parents }) => ({
    id,
    sourceId: source_id,
    name,
    rank,
    parents: (parents ?? []).filter((parent) => byId.has(parent)),
    count: members.get(id)?.size ?? 0,
  }))
}

/** Every topic above `id`, however far. */
function topicsAbove(byId: ReadonlyMap<number, Graph>, id: number): Set<number> {
  const above = new Set<number>()
  const open = [...(byId.get(id)?.parents ?? [])]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (above.has(next) || !byId.has(next)) continue
    above.add(next)
    open.push(...(byId.get(next)?.parents ?? []))
  }
  return above
}

const linkOf = (language: Language, { id, name, count }: TopicRow) => ({
  label: wordsIn(name, language),
  url: pathIn(language, topicPath(id, wordsIn(name, 'de'))),
  count,
})

export type FoundTopic = { view: TopicView; path: string }

export const findTopicView = (town: Town, id: number, reader: Reader): Promise<FoundTopic | undefined> =>
  town.read((db: ReadDb<CatalogueTables>) => readTopicView(db, id, reader))

/** The same inside a transaction, such as the one of a preview. */
export async function readTopicView(db: TownSql, id: number, reader: Reader): Promise<FoundTopic | undefined> {
  const { language } = reader
  const [topics, lines, notices] = await Promise.all([
    listTopics(db),
    listServiceLines(
      db,
      language,
      sql`s.id IN (SELECT service_id FROM catalogue.service_topic WHERE topic_id = ${id} AND NOT hidden)`,
    ),
    shownOn(db, [`topic/${id}`], language),
  ])
  const own = topics.find((one) => one.id === id)
  if (!own) return undefined
  const view: TopicView = {
    title: wordsIn(own.name, language),
    notices: notices.map(({ title, text, link }) => ({ title, text, url: link && pathIn(language, link) })),
    machine: [{ label: factWords(reader).machineJson, url: '/api/v1/topics' }],
    parents: topics
      .filter((one) => own.parents.includes(one.id))
      .map(({ count: _, ...row }) => {
        const { label, url } = linkOf(language, { ...row, count: 0 })
        return { label, url }
      }),
    children: topics.filter((one) => one.parents.includes(id) && one.count > 0).map((one) => linkOf(language, one)),
    services: lines.map((line) => serviceLine(reader, line)),
  }
  return { view, path: topicPath(id, wordsIn(own.name, 'de')) }
}

/** The topics that stand under no other. */
export async function topicsView(town: Town, reader: Reader): Promise<OverviewView> {
  const topics = await town.read((db: ReadDb<CatalogueTables>) => listTopics(db))
  return {
    items: topics.filter(({ parents, count }) => parents.length === 0 && count > 0).map((one) => linkOf(reader.language, one)),
  }
}
