// Life situations of residents and business situations of companies: the town's own lists of what there is to do.
import { sql } from 'kysely'
import { pathIn } from '../../kernel/language.ts'
import type { ReadDb, Town } from '../../kernel/town.ts'
import type { Reader } from '../../kernel/words.ts'
import { factWords } from './fact-words.ts'
import { wordsIn } from './language-choice.ts'
import { situationPath, situationRoot } from './paths.ts'
import type { Localized } from './record.ts'
import { listServiceLines, type ServiceLineRow, serviceLine } from './service-line.ts'
import type { CatalogueTables, Highlight } from './tables.ts'
import type { OverviewView, ServiceLine, SituationView } from './views.ts'

export type SituationKind = 'life' | 'business'
export type SituationRow = {
  id: number
  key: string
  name: Localized
  summary: Localized
  picture: string | null
  main: boolean
  highlights: Highlight[]
}
type Step = { service_id: number; heading: Localized }

/** Published ones in the town's order; one without a published service is not shown. */
export const listSituations = (db: ReadDb<CatalogueTables>, kind: SituationKind): Promise<SituationRow[]> =>
  db
    .selectFrom('catalogue.situation')
    .select(['id', 'key', 'name', 'summary', 'picture', 'main', 'highlights'])
    .where('kind', '=', kind)
    .where('status', '=', 'published')
    .where(
      sql<boolean>`EXISTS (SELECT FROM catalogue.situation_service si JOIN catalogue.service s
        ON s.town_id = si.town_id AND s.id = si.service_id AND s.status = 'published' WHERE si.situation_id = situation.id)`,
    )
    .orderBy('position')
    .orderBy('id')
    .execute()

export const situationUrl = (
  { language }: Reader,
  kind: SituationKind,
  { id, name }: Pick<SituationRow, 'id' | 'name'>,
): string => pathIn(language, situationPath(kind, id, wordsIn(name, 'de')))

export type FoundSituation = { view: SituationView; path: string; dependsOn: string[] }

export const findSituationView = (
  town: Town,
  kind: SituationKind,
  id: number,
  reader: Reader,
): Promise<FoundSituation | undefined> =>
  town.read((db: ReadDb<CatalogueTables>) => readSituationView(db, kind, id, { ...reader, demo: town.settings.demo }))

/** The same inside a transaction, such as the one of a preview. */
export async function readSituationView(
  db: ReadDb<CatalogueTables>,
  kind: SituationKind,
  id: number,
  reader: Reader & { demo: boolean },
): Promise<FoundSituation | undefined> {
  const { language } = reader
  const [all, steps, lines] = await Promise.all([
    listSituations(db, kind),
    sql<Step>`SELECT service_id, heading FROM catalogue.situation_service
      WHERE situation_id = ${id} ORDER BY position, service_id`.execute(db),
    listServiceLines(db, language, sql`s.id IN (SELECT service_id FROM catalogue.situation_service WHERE situation_id = ${id})`),
  ])
  const own = all.find((one) => one.id === id)
  if (!own) return undefined
  const view: SituationView = {
    title: wordsIn(own.name, language),
    audience: kind === 'business' ? 'company' : 'resident',
    icon: own.picture ?? undefined,
    lead: wordsIn(own.summary, language) || undefined,
    groups: groupsOf(reader, steps.rows, lines),
    editorial: reader.demo ? 'demo' : 'town',
    machine: [{ label: factWords(reader).machineJson, url: `/api/v1${situationRoot[kind]}` }],
    others: all
      .filter((one) => one.id !== id)
      .map((one) => ({
        label: wordsIn(one.name, language),
        url: situationUrl(reader, kind, one),
      })),
  }
  const dependsOn = ['catalogue.situation/*', ...steps.rows.map(({ service_id }) => `catalogue.service/${service_id}`)]
  return { view, path: situationPath(kind, id, wordsIn(own.name, 'de')), dependsOn }
}

/** Steps that follow each other under the same heading. */
function groupsOf(reader: Reader, steps: readonly Step[], lines: readonly ServiceLineRow[]): SituationView['groups'] {
  const byId = new Map(lines.map((line) => [line.id, line]))
  const groups: { title: string | undefined; services: ServiceLine[] }[] = []
  for (const { service_id, heading } of steps) {
    const line = byId.get(service_id)
    if (!line) continue
    const title = wordsIn(heading, reader.language) || undefined
    const group = groups.at(-1)
    if (group && group.title === title) group.services.push(serviceLine(reader, line))
    else groups.push({ title, services: [serviceLine(reader, line)] })
  }
  return groups
}

export async function situationsView(town: Town, kind: SituationKind, reader: Reader): Promise<OverviewView> {
  const rows = await town.read((db: ReadDb<CatalogueTables>) => listSituations(db, kind))
  return {
    items: rows.map((row) => ({
      label: wordsIn(row.name, reader.language),
      url: situationUrl(reader, kind, row),
      icon: row.picture ?? undefined,
      note: wordsIn(row.summary, reader.language) || undefined,
    })),
    editorial: rows.length === 0 ? undefined : town.settings.demo ? 'demo' : 'town',
  }
}
