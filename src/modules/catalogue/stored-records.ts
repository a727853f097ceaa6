// The published catalogue of a town as records again, edited values over imported ones: what exports and machine interfaces send.
import { sql } from 'kysely'
import type { ReadDb } from '../../kernel/town.ts'
import {
  type AuthorityRecord,
  type CatalogueFile,
  type Identity,
  identityKey,
  type OfficeFacts,
  type OfficeRecord,
  type ServiceFacts,
  type ServiceRecord,
  type TopicRecord,
} from './record.ts'
import type { AuthorityFacts, CatalogueTables, TopicFacts } from './tables.ts'

export type StoredRecords = Pick<CatalogueFile, 'services' | 'offices' | 'topics' | 'authorities'> & {
  /** The town's own number of each service and office, by identity. */
  numbers: { service: Map<string, number>; office: Map<string, number> }
}

type Db = ReadDb<CatalogueTables>
type Thing<Facts> = Identity & { id: number; facts: Facts }

/** Retired and draft records, and relations that editors hid, are left out. Nothing edited is told apart from what was imported. */
export async function listStoredRecords(db: Db): Promise<StoredRecords> {
  const [services, offices, topics, authorities] = [
    await published(db, 'service'),
    await published(db, 'office'),
    await published(db, 'topic'),
    await published(db, 'authority'),
  ]
  const named = {
    service: new Map(services.map((one) => [one.id, nameOf(one)])),
    office: new Map(offices.map((one) => [one.id, nameOf(one)])),
    topic: new Map(topics.map((one) => [one.id, nameOf(one)])),
    authority: new Map(authorities.map((one) => [one.id, nameOf(one)])),
  }
  const texts = group(
    await db.selectFrom('catalogue.service_text').select(['service_id', 'language', 'effective']).orderBy('language').execute(),
    'service_id',
  )
  const leika = group(
    await db
      .selectFrom('catalogue.service_leika')
      .select(['service_id', 'leika_key'])
      .where('hidden', '=', false)
      .orderBy('leika_key')
      .execute(),
    'service_id',
  )
  const offers = group(
    await db
      .selectFrom('catalogue.service_office')
      .select(['service_id', 'office_id', 'effective'])
      .where('hidden', '=', false)
      .orderBy('position')
      .orderBy('office_id')
      .execute(),
    'service_id',
  )
  const competent = group(
    await db
      .selectFrom('catalogue.service_authority')
      .select(['service_id', 'authority_id'])
      .where('hidden', '=', false)
      .orderBy('authority_id')
      .execute(),
    'service_id',
  )
  const subjects = group(
    await db
      .selectFrom('catalogue.service_topic')
      .select(['service_id', 'topic_id'])
      .where('hidden', '=', false)
      .orderBy('topic_id')
      .execute(),
    'service_id',
  )
  const related = group(
    await db
      .selectFrom('catalogue.service_relation')
      .select(['service_id', 'related_id', 'kind'])
      .where('hidden', '=', false)
      .orderBy('position')
      .orderBy('related_id')
      .execute(),
    'service_id',
  )
  const obstacles = group(
    await db
      .selectFrom('catalogue.service_obstacle')
      .select(['service_id', 'kind', 'effective'])
      .where('hidden', '=', false)
      .orderBy('kind')
      .execute(),
    'service_id',
  )
  const maturity = group(
    await db
      .selectFrom('catalogue.service_maturity')
      .select(['service_id', 'model', 'criteria'])
      .where('hidden', '=', false)
      .orderBy('model')
      .execute(),
    'service_id',
  )
  const belongs = group(
    await db
      .selectFrom('catalogue.office_authority')
      .select(['office_id', 'authority_id'])
      .where('hidden', '=', false)
      .orderBy('authority_id')
      .execute(),
    'office_id',
  )
  const above = group(
    await db
      .selectFrom('catalogue.topic_parent')
      .select(['topic_id', 'parent_id'])
      .where('hidden', '=', false)
      .orderBy('parent_id')
      .execute(),
    'topic_id',
  )
  const present = <Row, Item>(
    rows: readonly Row[] | undefined,
    names: Map<number, Identity>,
    number: (row: Row) => number,
    make: (row: Row, name: Identity) => Item,
  ): Item[] =>
    (rows ?? []).flatMap((row) => {
      const name = names.get(number(row))
      return name ? [make(row, name)] : []
    })

  return {
    services: services.map(
      ({ id, source, sourceId, facts }): ServiceRecord => ({
        source,
        sourceId,
        ...facts,
        texts: Object.fromEntries(
          (texts.get(id) ?? [])
            .filter(({ effective }) => effective.title)
            .map(({ language, effective }) => [language, effective]),
        ),
        leikaKeys: (leika.get(id) ?? []).map(({ leika_key }) => leika_key),
        authorities: present(
          competent.get(id),
          named.authority,
          (row) => row.authority_id,
          (_, name) => name,
        ),
        offices: present(
          offers.get(id),
          named.office,
          (row) => row.office_id,
          (row, office) => ({ ...row.effective, office }),
        ),
        topics: present(
          subjects.get(id),
          named.topic,
          (row) => row.topic_id,
          (_, name) => name,
        ),
        related: present(
          related.get(id),
          named.service,
          (row) => row.related_id,
          ({ kind }, service) => ({ kind, service }),
        ),
        obstacles: (obstacles.get(id) ?? []).map(({ kind, effective }) => ({ kind, ...effective })),
        maturity: (maturity.get(id) ?? []).map(({ model, criteria }) => ({ model, criteria })),
      }),
    ),
    offices: offices.map(
      ({ id, source, sourceId, facts }): OfficeRecord => ({
        source,
        sourceId,
        ...facts,
        authorities: present(
          belongs.get(id),
          named.authority,
          (row) => row.authority_id,
          (_, name) => name,
        ),
      }),
    ),
    topics: topics.map(
      ({ id, source, sourceId, facts }): TopicRecord => ({
        source,
        sourceId,
        ...facts,
        parents: present(
          above.get(id),
          named.topic,
          (row) => row.parent_id,
          (_, name) => name,
        ),
      }),
    ),
    authorities: authorities.map(({ source, sourceId, facts }): AuthorityRecord => ({ source, sourceId, ...facts })),
    numbers: { service: numbersOf(services), office: numbersOf(offices) },
  }
}

const nameOf = ({ source, sourceId }: Identity): Identity => ({ source, sourceId })
const numbersOf = (things: readonly Thing<unknown>[]): Map<string, number> =>
  new Map(things.map((thing) => [identityKey(thing), thing.id]))

function group<Row extends object, Key extends keyof Row>(rows: readonly Row[], key: Key): Map<number, Row[]> {
  const groups = new Map<number, Row[]>()
  for (const row of rows) {
    const owner = row[key] as number
    const list = groups.get(owner)
    if (list) list.push(row)
    else groups.set(owner, [row])
  }
  return groups
}

type Facts = { service: ServiceFacts; office: OfficeFacts; topic: TopicFacts; authority: AuthorityFacts }

async function published<Noun extends keyof Facts>(db: Db, noun: Noun): Promise<Thing<Facts[Noun]>[]> {
  const { rows } = await sql<Thing<Facts[Noun]>>`SELECT id, source, source_id AS "sourceId", effective AS facts
    FROM ${sql.table(`catalogue.${noun}`)} WHERE status = 'published' ORDER BY id`.execute(db)
  return rows
}
