// Which public pages the catalogue has, and when each changed.
import { sql } from 'kysely'
import { dayInBerlin } from '../../kernel/http/visit.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import { officePath, servicePath, situationPath, situationRoot, topicPath } from './paths.ts'
import { titleOf } from './service-line.ts'
import type { CatalogueTables } from './tables.ts'

type PageRow = { noun: 'service' | 'office' | 'topic' | 'life' | 'business'; id: number; name: string | null; changed: Date }

export async function sitemapPages(town: Town): Promise<{ path: string; changed?: string }[]> {
  const { rows } = await town.read((db: ReadDb<CatalogueTables>) =>
    sql<PageRow>`
      SELECT 'service' AS noun, s.id, ${titleOf('de', sql`s.id`)} AS name, s.changed_at AS changed
        FROM catalogue.service s WHERE s.status = 'published'
      UNION ALL SELECT 'office', id, effective -> 'name' ->> 'de', changed_at FROM catalogue.office WHERE status = 'published'
      UNION ALL SELECT 'topic', id, effective -> 'name' ->> 'de', changed_at FROM catalogue.topic WHERE status = 'published'
      UNION ALL SELECT kind, id, name ->> 'de', changed_at FROM catalogue.situation i WHERE status = 'published' AND EXISTS (
        SELECT FROM catalogue.situation_service si JOIN catalogue.service s ON s.id = si.service_id
        WHERE si.situation_id = i.id AND s.status = 'published')
      ORDER BY noun, id`.execute(db),
  )
  const lists = ['/a-z', '/topics', '/offices', '/changes', '/obstacles', ...Object.values(situationRoot)]
  return [
    ...lists.map((path) => ({ path })),
    ...rows.flatMap(({ noun, id, name, changed }) => {
      const path = name === null ? undefined : pathOf(noun, id, name)
      return path === undefined ? [] : [{ path, changed: dayInBerlin(changed) }]
    }),
  ]
}

function pathOf(noun: PageRow['noun'], id: number, name: string): string {
  if (noun === 'service') return servicePath(id, name)
  if (noun === 'office') return officePath(id, name)
  return noun === 'topic' ? topicPath(id, name) : situationPath(noun, id, name)
}
