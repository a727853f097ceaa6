// The addresses of the catalogue for programs.
import { Type } from 'typebox'
import { anyone } from '../../kernel/access.ts'
import { type Answer, json, notFound, text } from '../../kernel/http/answer.ts'
import type { Routes } from '../../kernel/http/routes.ts'
import type { Visit } from '../../kernel/http/visit.ts'
import { newId } from '../../kernel/ids.ts'
import type { ReadDb } from '../../kernel/town.ts'
import {
  findOfficeDetail,
  findServiceDetail,
  listOfficeItems,
  listServiceItems,
  listSituationItems,
  listTopicItems,
} from './api.ts'
import {
  LanguageQuery,
  ListQuery,
  listOf,
  OfficeDetail,
  OfficeItem,
  ServiceDetail,
  ServiceItem,
  ServicesQuery,
  SituationItem,
  TopicItem,
} from './api-schemas.ts'
import { type About, cpsvNodes } from './export-cpsv.ts'
import { writeJsonLd, writeTurtle } from './export-rdf.ts'
import { writeXzufi } from './export-xzufi.ts'
import { findId } from './paths.ts'
import { listStoredRecords, type StoredRecords } from './stored-records.ts'
import type { CatalogueTables } from './tables.ts'

const everything = { dependsOn: ['catalogue.*'] }
/** `17-reisepass` and whatever else stands behind the number is answered too, but only `17` may fill the memory. */
const keptAs = (asked: string | undefined, number: number | undefined) => (asked === String(number) ? everything : {})
const listCache = ['language', 'limit', 'after']
const id = Type.Object({ id: Type.String() })

export function apiRoutes(on: Routes): void {
  on.api(
    '/api/v1/services',
    anyone,
    {
      summary: 'All published services, also only those that changed since a day',
      cachedBy: [...listCache, 'modified_since'],
      query: ServicesQuery,
      response: listOf(ServiceItem),
    },
    async ({ town }, query) => json(await listServiceItems(town, query), everything),
  )
  on.api(
    '/api/v1/services/:id',
    anyone,
    {
      summary: 'One service with everything that is known',
      cachedBy: ['language'],
      query: LanguageQuery,
      params: id,
      response: ServiceDetail,
    },
    async ({ town, params }, { language = 'de' }) => {
      const number = findId(params.id)
      const found = number === undefined ? undefined : await findServiceDetail(town, number, language)
      return found ? json(found, keptAs(params.id, number)) : notFound
    },
  )
  on.api(
    '/api/v1/offices',
    anyone,
    { summary: 'All offices', cachedBy: listCache, query: ListQuery, response: listOf(OfficeItem) },
    async ({ town }, query) => json(await listOfficeItems(town, query), everything),
  )
  on.api(
    '/api/v1/offices/:id',
    anyone,
    { summary: 'One office with its services', cachedBy: ['language'], query: LanguageQuery, params: id, response: OfficeDetail },
    async ({ town, params }, { language = 'de' }) => {
      const number = findId(params.id)
      const found = number === undefined ? undefined : await findOfficeDetail(town, number, language)
      return found ? json(found, keptAs(params.id, number)) : notFound
    },
  )
  for (const kind of ['life', 'business'] as const)
    on.api(
      `/api/v1/${kind}-situations`,
      anyone,
      {
        summary: `${kind === 'life' ? 'Life situations of residents' : 'Business situations of companies'}, the town's own list`,
        cachedBy: listCache,
        query: ListQuery,
        response: listOf(SituationItem),
      },
      async ({ town }, query) => json(await listSituationItems(town, kind, query), everything),
    )
  on.api(
    '/api/v1/topics',
    anyone,
    { summary: 'Topics with the topics above them', cachedBy: listCache, query: ListQuery, response: listOf(TopicItem) },
    async ({ town }, query) => json(await listTopicItems(town, query), everything),
  )
  on.file('/catalogue.jsonld', anyone, { cachedBy: [], perMinute: 30 }, (visit) =>
    whole(visit, 'application/ld+json; charset=utf-8', (records) => writeJsonLd(cpsvNodes(records, aboutOf(visit)))),
  )
  on.file('/catalogue.ttl', anyone, { cachedBy: [], perMinute: 30 }, (visit) =>
    whole(visit, 'text/turtle; charset=utf-8', (records) => writeTurtle(cpsvNodes(records, aboutOf(visit)))),
  )
  on.file('/catalogue.xzufi.xml', anyone, { cachedBy: [], perMinute: 30 }, (visit) =>
    whole(visit, 'application/xml; charset=utf-8', (records) => writeXzufi(records, { now: visit.now, messageId: newId() })),
  )
}

async function whole({ town }: Visit, type: string, write: (records: StoredRecords) => Generator<string>): Promise<Answer> {
  const records = await town.read((db: ReadDb<CatalogueTables>) => listStoredRecords(db))
  return text(type, [...write(records)].join(''), everything)
}

const aboutOf = ({ town }: Visit): About => ({
  origin: town.origin,
  officialName: town.settings.officialName,
  ars: town.settings.ars,
})
