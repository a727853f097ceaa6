// What still forces residents to come in person or to sign on paper, and why: published so that it can be changed.
import { sql } from 'kysely'
import { pathIn } from '../../kernel/language.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import type { Reader } from '../../kernel/words.ts'
import { servicePath } from './paths.ts'
import { titleOf } from './service-line.ts'
import type { CatalogueTables, ObstacleFacts } from './tables.ts'
import type { ObstaclesView } from './views.ts'

type ObstacleRow = { id: number; kind: 'presence' | 'written-form'; facts: ObstacleFacts; title: string; german: string }

/** @de Schriftformerfordernis, persönliches Erscheinen */
export async function obstaclesView(town: Town, reader: Reader): Promise<ObstaclesView> {
  const { language } = reader
  const { rows } = await town.read((db: ReadDb<CatalogueTables>) =>
    sql<ObstacleRow>`
      SELECT s.id, b.kind, b.effective AS facts, ${titleOf(language, sql`s.id`)} AS title, ${titleOf('de', sql`s.id`)} AS german
      FROM catalogue.service_obstacle b JOIN catalogue.service s ON s.town_id = b.town_id AND s.id = b.service_id
      WHERE NOT b.hidden AND s.status = 'published' ORDER BY 4, s.id, b.kind`.execute(db),
  )
  return {
    items: rows.map(({ id, kind, facts, title, german }) => ({
      title,
      url: pathIn(language, servicePath(id, german)),
      kind: kind === 'presence' ? 'presence' : 'written',
      basis: facts.legalBasis ?? '–',
      since: facts.since,
      proposal: facts.proposal,
    })),
  }
}
