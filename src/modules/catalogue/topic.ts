// Topics of the town: a graph, since a topic may stand under several others.
import { sql } from 'kysely'
import { type Language, pathIn } from '../../kernel/language.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import type { Reader } from '../../kernel/words.ts'
import { wordsIn } from './language-choice.ts'
import { topicPath } from './paths.ts'
import type { Localized } from './record.ts'
import { listServiceLines, serviceLine } from './service-line.ts'
import type { CatalogueTables } from './tables.ts'
import type { OverviewView, TopicView } from './views.ts'

export type TopicRow = { id: number; name: Localized; rank: number; parents: number[]; count: number }

/** All published topics with their parents; `count` is the number of published services in it or in any topic below it. */
export async function listTopics(db: ReadDb<CatalogueTables>): Promise<TopicRow[]> {
  const { rows } = await sql<TopicRow>`
    WITH RECURSIVE shown AS (SELECT * FROM catalogue.topic WHERE status = 'published'),
    edge AS (SELECT e.topic_id, e.parent_id FROM catalogue.topic_parent e
      JOIN shown a ON a.id = e.topic_id JOIN shown b ON b.id = e.parent_id WHERE NOT e.hidden),
    below (top, id) AS (SELECT id, id FROM shown UNION SELECT below.top, edge.topic_id FROM below JOIN edge ON edge.parent_id = below.id)
    SELECT shown.id, shown.effective -> 'name' AS name, coalesce((shown.effective ->> 'rank')::numeric, 0)::float8 AS rank,
      ARRAY(SELECT parent_id FROM edge WHERE topic_id = shown.id ORDER BY parent_id) AS parents,
      (SELECT count(DISTINCT st.service_id)::integer FROM below
        JOIN catalogue.service_topic st ON st.topic_id = below.id AND NOT st.hidden
        JOIN catalogue.service s ON s.id = st.service_id AND s.status = 'published'
        WHERE below.top = shown.id) AS count
    FROM shown ORDER BY 3, 1`.execute(db)
  return rows
}

const linkOf = (language: Language, { id, name, count }: TopicRow) => ({
  label: wordsIn(name, language),
  url: pathIn(language, topicPath(id, wordsIn(name, 'de'))),
  count,
})

export type FoundTopic = { view: TopicView; path: string }

export async function findTopicView(town: Town, id: number, reader: Reader): Promise<FoundTopic | undefined> {
  const { language } = reader
  const [topics, lines] = await town.read((db: ReadDb<CatalogueTables>) =>
    Promise.all([
      listTopics(db),
      listServiceLines(
        db,
        language,
        sql`s.id IN (SELECT service_id FROM catalogue.service_topic WHERE topic_id = ${id} AND NOT hidden)`,
      ),
    ]),
  )
  const own = topics.find((one) => one.id === id)
  if (!own) return undefined
  const view: TopicView = {
    title: wordsIn(own.name, language),
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
