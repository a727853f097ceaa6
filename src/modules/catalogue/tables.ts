// Row types of the room: the only tables and columns that the catalogue's queries can name.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type {
  AuthorityRecord,
  Channel,
  Identity,
  Localized,
  Maturity,
  Obstacle,
  OfficeFacts,
  ServiceAtOffice,
  ServiceFacts,
  ServiceText,
  TopicRecord,
} from './record.ts'

/** A JSON column: read as the value, written as JSON text. */
type Json<T> = ColumnType<T, string, string>
/** As `Json`, with a default in the table. */
type DefaultJson<T> = ColumnType<T, string | undefined, string>
/**
 * Imported and edited values of one row; `effective` is edited over imported, field by field. An import writes every field;
 * whoever makes a row by hand does so in `edited`.
 */
type Layers<T> = { imported: DefaultJson<T>; edited: DefaultJson<Partial<T>>; effective: ColumnType<T, never, never> }
/** A calendar day, `YYYY-MM-DD`. */
type Day = string
/** Where a relation comes from; an editor hides an imported one, an import never shows it again. */
type Relation = { origin: Generated<'imported' | 'edited'>; hidden: Generated<boolean> }

export type Status = 'draft' | 'published' | 'retired'
export type TopicFacts = Pick<TopicRecord, 'name' | 'navigation' | 'rank'>
export type AuthorityFacts = Omit<AuthorityRecord, keyof Identity>
export type OfferFacts = Omit<ServiceAtOffice, 'office'>
export type ObstacleFacts = Omit<Obstacle, 'kind'>
export type Highlight = { service: number; label: Localized }
export type FolderText = Partial<Pick<ServiceText, 'title' | 'summary' | 'keywords'>>
/** @standard RFC 7946 (GeoJSON): polygons in WGS 84. */
export type MapFeature = {
  type: 'Feature'
  properties: { name: string; number?: number }
  geometry: { type: 'Polygon'; coordinates: number[][][] } | { type: 'MultiPolygon'; coordinates: number[][][][] }
}

type Thing<T> = Layers<T> & {
  town_id: Generated<number>
  id: number
  source: string
  source_id: string
  status: Generated<Status>
  /** When an import found it missing; set only while that import's absence is the reason for `retired`. */
  vanished_at: Date | null
  changed_at: Generated<Date>
}

export type CounterTable = { town_id: Generated<number>; noun: string; last: number }
export type AuthorityTable = Thing<AuthorityFacts>
export type OfficeTable = Thing<OfficeFacts>
export type ServiceTable = Thing<ServiceFacts> & { kind: GeneratedAlways<'service' | 'advice'> }
export type ServiceTextTable = Layers<ServiceText> & {
  town_id: Generated<number>
  service_id: number
  language: string
  title: GeneratedAlways<string>
}
export type ServiceLeikaTable = Relation & { town_id: Generated<number>; service_id: number; leika_key: string }
export type ServiceOfficeTable = Layers<OfferFacts> &
  Relation & { town_id: Generated<number>; service_id: number; office_id: number; position: Generated<number> }
export type ServiceAuthorityTable = Relation & { town_id: Generated<number>; service_id: number; authority_id: number }
export type OfficeAuthorityTable = Relation & { town_id: Generated<number>; office_id: number; authority_id: number }
export type TopicTable = Thing<TopicFacts>
export type TopicParentTable = Relation & {
  town_id: Generated<number>
  topic_id: number
  parent_id: number
  by_editor: Generated<boolean>
}
export type ServiceTopicTable = Relation & {
  town_id: Generated<number>
  service_id: number
  topic_id: number
  by_editor: Generated<boolean>
}
export type SituationGroupTable = {
  town_id: Generated<number>
  id: number
  key: string
  kind: 'life' | 'business'
  name: Json<Localized>
  position: Generated<number>
}
export type SituationTable = {
  town_id: Generated<number>
  id: number
  key: string
  kind: 'life' | 'business'
  group_id: number | null
  name: Json<Localized>
  summary: DefaultJson<Localized>
  keywords: DefaultJson<Record<string, string[]>>
  picture: string | null
  position: Generated<number>
  status: Generated<Status>
  changed_at: Generated<Date>
  /** One of those that stand in the entrance hall. */
  main: Generated<boolean>
  /** Services named as examples, with a short label of their own. */
  highlights: DefaultJson<Highlight[]>
  /** Columns that an editor wrote on the desk: the town's folder leaves them alone. */
  by_editor: Generated<string[]>
}
export type SituationServiceTable = {
  town_id: Generated<number>
  situation_id: number
  service_id: number
  position: Generated<number>
  heading: DefaultJson<Localized>
}
export type ServiceRelationTable = Relation & {
  town_id: Generated<number>
  service_id: number
  related_id: number
  kind: 'explicit' | 'combinable'
  position: Generated<number>
}
export type ServiceObstacleTable = Layers<ObstacleFacts> &
  Relation & { town_id: Generated<number>; service_id: number; kind: Obstacle['kind'] }
export type ServiceMaturityTable = Relation & {
  town_id: Generated<number>
  service_id: number
  model: Maturity['model']
  criteria: DefaultJson<Maturity['criteria']>
  assessed_on: Day | null
}
export type VisitCountTable = {
  town_id: Generated<number>
  noun: 'service' | 'office' | 'situation' | 'topic'
  thing_id: number
  day: Day
  visits: Generated<number>
}
export type SearchMissTable = { town_id: Generated<number>; word: string; language: string; day: Day; misses: Generated<number> }
export type FeedbackCountTable = {
  town_id: Generated<number>
  service_id: number
  day: Day
  answer: 'yes' | 'partly' | 'no'
  answers: Generated<number>
}
export type ShortLinkTable = {
  town_id: Generated<number>
  slug: string
  target: string
  label: string
  status: Generated<Status>
  created_at: Generated<Date>
}
export type ShortLinkCountTable = { town_id: Generated<number>; slug: string; day: Day; visits: Generated<number> }
export type ChangeTable = {
  town_id: Generated<number>
  id: GeneratedAlways<string>
  changed_at: Generated<Date>
  noun: 'service' | 'office' | 'topic' | 'authority' | 'situation'
  thing_id: number
  kind: 'new' | 'updated' | 'retired' | 'back'
  fields: Generated<string[]>
}
export type ImportRunTable = {
  town_id: Generated<number>
  id: GeneratedAlways<string>
  run_at: Generated<Date>
  source: string
  format: string
  report: Json<unknown>
}
/** What the town's folder last said about a service, so that editors' words are told from the folder's. */
export type FolderChannelTable = { town_id: Generated<number>; service_id: number; channels: Json<Channel[]> }
export type FolderTextTable = {
  town_id: Generated<number>
  service_id: number
  language: string
  texts: Json<FolderText>
}
export type MapLayerTable = {
  town_id: Generated<number>
  key: string
  attribution: string
  features: Json<MapFeature[]>
  changed_at: Generated<Date>
}

export type CatalogueTables = {
  'catalogue.folder_text': FolderTextTable
  'catalogue.folder_channel': FolderChannelTable
  'catalogue.map_layer': MapLayerTable
  'catalogue.counter': CounterTable
  'catalogue.authority': AuthorityTable
  'catalogue.office': OfficeTable
  'catalogue.service': ServiceTable
  'catalogue.service_text': ServiceTextTable
  'catalogue.service_leika': ServiceLeikaTable
  'catalogue.service_office': ServiceOfficeTable
  'catalogue.service_authority': ServiceAuthorityTable
  'catalogue.office_authority': OfficeAuthorityTable
  'catalogue.topic': TopicTable
  'catalogue.topic_parent': TopicParentTable
  'catalogue.service_topic': ServiceTopicTable
  'catalogue.situation_group': SituationGroupTable
  'catalogue.situation': SituationTable
  'catalogue.situation_service': SituationServiceTable
  'catalogue.service_relation': ServiceRelationTable
  'catalogue.service_obstacle': ServiceObstacleTable
  'catalogue.service_maturity': ServiceMaturityTable
  'catalogue.visit_count': VisitCountTable
  'catalogue.search_miss': SearchMissTable
  'catalogue.feedback_count': FeedbackCountTable
  'catalogue.short_link': ShortLinkTable
  'catalogue.short_link_count': ShortLinkCountTable
  'catalogue.change': ChangeTable
  'catalogue.import_run': ImportRunTable
}
