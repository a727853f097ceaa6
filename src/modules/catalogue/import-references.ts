// Turns the references of a catalogue file into rows of numbers, and lists those that lead nowhere.
import { sql } from 'kysely'
import type { TownSql } from '../../kernel/town.ts'
import { type RelationTable, type Row, relationTables } from './import-relations.ts'
import type { Noun } from './import-report.ts'
import type { Merged } from './import-things.ts'
import { addParent, type Parents } from './readers/topic-graph.ts'
import { type CatalogueFile, type Identity, identityKey, type Refusal } from './record.ts'

export type Relations = { noun: Noun; table: RelationTable; field: string; rows: Row[]; owners: Set<number> }

/** `excluded`: references to records that the town keeps out are dropped without a word. */
export async function relationsOf(
  db: TownSql,
  file: CatalogueFile,
  merged: Record<Noun, Merged>,
  excluded: ReadonlySet<string>,
): Promise<{ relations: Relations[]; unresolved: Refusal[] }> {
  const unresolved: Refusal[] = []
  const owners = (noun: Noun, records: readonly Identity[]): Set<number> =>
    new Set(records.map((record) => merged[noun].ids.get(identityKey(record))!))
  const services = owners('service', file.services)
  const find = (noun: Noun, from: Identity, to: Identity): number | undefined => {
    const id = merged[noun].ids.get(identityKey(to))
    if (id === undefined && !excluded.has(identityKey(to)))
      unresolved.push({ what: noun, id: `${from.sourceId} > ${to.sourceId}`, reason: `there is no ${noun} with this id` })
    return id
  }
  const rows = {
    leika: [],
    office: [],
    authority: [],
    officeAuthority: [],
    topic: [],
    topicParent: [],
    related: [],
    obstacle: [],
    maturity: [],
  } as Record<keyof typeof relationTables, Row[]>

  for (const service of file.services) {
    const service_id = merged.service.ids.get(identityKey(service))!
    for (const leika_key of service.leikaKeys) rows.leika.push({ service_id, leika_key })
    for (const { kind, ...imported } of service.obstacles) rows.obstacle.push({ service_id, kind, imported })
    for (const { model, criteria } of service.maturity) rows.maturity.push({ service_id, model, criteria })
    for (const [position, { office, ...imported }] of service.offices.entries()) {
      const office_id = find('office', service, office)
      if (office_id !== undefined) rows.office.push({ service_id, office_id, position, imported })
    }
    for (const authority of service.authorities) {
      const authority_id = find('authority', service, authority)
      if (authority_id !== undefined) rows.authority.push({ service_id, authority_id })
    }
    for (const topic of service.topics) {
      const topic_id = find('topic', service, topic)
      if (topic_id !== undefined) rows.topic.push({ service_id, topic_id })
    }
    for (const [position, { kind, service: other }] of service.related.entries()) {
      const related_id = find('service', service, other)
      if (related_id !== undefined && related_id !== service_id) rows.related.push({ service_id, related_id, kind, position })
    }
  }
  for (const office of file.offices) {
    const office_id = merged.office.ids.get(identityKey(office))!
    for (const authority of office.authorities) {
      const authority_id = find('authority', office, authority)
      if (authority_id !== undefined) rows.officeAuthority.push({ office_id, authority_id })
    }
  }
  const graph = await editedTopics(db)
  for (const topic of file.topics) {
    const topic_id = merged.topic.ids.get(identityKey(topic))!
    for (const parent of topic.parents) {
      const parent_id = find('topic', topic, parent)
      if (parent_id === undefined) continue
      if (addParent(graph, String(topic_id), String(parent_id))) rows.topicParent.push({ topic_id, parent_id })
      else
        unresolved.push({
          what: 'topic edge',
          id: `${parent.sourceId} > ${topic.sourceId}`,
          reason: 'it would close a circle with a topic placed by an editor',
        })
    }
  }
  const ofService = (key: keyof typeof relationTables, field: string): Relations => ({
    noun: 'service',
    table: relationTables[key],
    field,
    rows: rows[key],
    owners: services,
  })
  return {
    unresolved,
    relations: [
      ofService('leika', 'leikaKeys'),
      ofService('office', 'offices'),
      ofService('authority', 'authorities'),
      ofService('topic', 'topics'),
      ofService('related', 'related'),
      ofService('obstacle', 'obstacles'),
      ofService('maturity', 'maturity'),
      {
        noun: 'office',
        table: relationTables.officeAuthority,
        field: 'authorities',
        rows: rows.officeAuthority,
        owners: owners('office', file.offices),
      },
      {
        noun: 'topic',
        table: relationTables.topicParent,
        field: 'parents',
        rows: rows.topicParent,
        owners: owners('topic', file.topics),
      },
    ],
  }
}

async function editedTopics(db: TownSql): Promise<Parents> {
  const { rows } = await sql<{
    topic_id: number
    parent_id: number
  }>`SELECT topic_id, parent_id FROM catalogue.topic_parent WHERE origin = 'edited'`.execute(db)
  const graph: Parents = new Map()
  for (const { topic_id, parent_id } of rows) addParent(graph, String(topic_id), String(parent_id))
  return graph
}
