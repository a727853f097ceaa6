// Takes a town's own topics over: a graph without circles, each service under as many topics as it needs.
import { sql } from 'kysely'
import type { Static } from 'typebox'
import { tell } from '../../kernel/outbox.ts'
import type { Town, WriteDb } from '../../kernel/town.ts'
import { recordChanges } from './import.ts'
import { mergeThings } from './import-things.ts'
import { withoutCircles } from './readers/topic-graph.ts'
import { identityKey, type Refusal } from './record.ts'
import type { CatalogueTables, TopicFacts } from './tables.ts'
import type { TopicList } from './town-lists.ts'
import { serviceNumbers } from './town-situations.ts'

/** The source of topics that a town made itself. */
const source = 'town'

type Listed = Static<typeof TopicList>['topics'][number]
type Pair = { owner: number; other: number }

/** One transaction. Returns what could not be found, and how many topics and relations changed. */
export const storeTopics = (town: Town, list: readonly Listed[], now: Date): Promise<{ changed: number; lines: string[] }> =>
  town.write(async (db: WriteDb<CatalogueTables>) => {
    const lines: string[] = []
    const refused: Refusal[] = []
    const topics = withoutCircles(
      list.map(({ id, title, parents }, rank) => ({
        source,
        sourceId: id,
        name: { ...title },
        parents: parents.map((parent) => ({ source, sourceId: parent })),
        navigation: true,
        rank,
      })),
      refused,
    )
    const incoming = topics.map(({ sourceId, name, navigation, rank }) => {
      const imported: TopicFacts = { name, navigation, rank }
      return { source, sourceId, imported }
    })
    const merged = await mergeThings(db, 'topic', incoming, new Set(), now)
    const idOf = (sourceId: string) => merged.ids.get(identityKey({ source, sourceId }))
    const services = await serviceNumbers(db)
    const own = topics.map(({ sourceId }) => idOf(sourceId) as number)
    const parents = topics.flatMap(({ sourceId, parents: above }) =>
      above.flatMap((parent) => {
        const other = idOf(parent.sourceId)
        if (other === undefined) lines.push(`topic ${sourceId}: there is no topic ${parent.sourceId}`)
        return other === undefined ? [] : [{ owner: idOf(sourceId) as number, other }]
      }),
    )
    const members = list.flatMap(({ id, services: wanted }) =>
      wanted.flatMap((sourceId) => {
        const other = services.get(sourceId)
        if (other === undefined) lines.push(`topic ${id}: there is no service ${sourceId}`)
        return other === undefined ? [] : [{ owner: idOf(id) as number, other }]
      }),
    )
    const edges = await replacePairs(db, 'topic_parent', 'topic_id', 'parent_id', own, parents)
    const moved = await replacePairs(db, 'service_topic', 'topic_id', 'service_id', own, members)
    const changed = await recordChanges(db, { topic: merged }, now)
    const subjects = new Set([
      ...changed,
      ...[...edges, ...moved].map(({ owner }) => `catalogue.topic/${owner}`),
      ...moved.map(({ other }) => `catalogue.service/${other}`),
    ])
    if (subjects.size > 0) await tell(db, { type: 'catalogue.changed.v1', subjects: [...subjects] })
    lines.push(...refused.map(({ id, reason }) => `topic ${id}: ${reason}`))
    return { changed: subjects.size, lines }
  })

/** Brings the pairs of `owners` to what is wanted; says which ones came or went. What an import brought or an editor chose stays. */
async function replacePairs(
  db: WriteDb<CatalogueTables>,
  table: 'topic_parent' | 'service_topic',
  owner: string,
  other: string,
  owners: readonly number[],
  wanted: readonly Pair[],
): Promise<Pair[]> {
  const name = sql.table(`catalogue.${table}`)
  const { rows } = await sql<
    Pair & { origin: string; by_editor: boolean }
  >`SELECT ${sql.ref(owner)} AS owner, ${sql.ref(other)} AS other, origin, by_editor
    FROM ${name} WHERE ${sql.ref(owner)} = ANY (${[...owners]}::integer[])`.execute(db)
  const keyOf = (pair: Pair) => `${pair.owner} ${pair.other}`
  const present = new Set(rows.map(keyOf))
  const kept = new Set(wanted.map(keyOf))
  const fresh = [...new Map(wanted.map((pair) => [keyOf(pair), pair])).values()].filter((pair) => !present.has(keyOf(pair)))
  const gone = rows.filter((row) => row.origin === 'edited' && !row.by_editor && !kept.has(keyOf(row)))
  await sql`INSERT INTO ${name} (${sql.ref(owner)}, ${sql.ref(other)}) SELECT owner, other
    FROM jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) AS pair (owner integer, other integer)`.execute(db)
  await sql`DELETE FROM ${name} AS old USING jsonb_to_recordset(${JSON.stringify(gone)}::jsonb) AS pair (owner integer, other integer)
    WHERE old.town_id = kernel.current_town() AND old.${sql.ref(owner)} = pair.owner AND old.${sql.ref(other)} = pair.other`.execute(
    db,
  )
  return [...fresh, ...gone]
}
