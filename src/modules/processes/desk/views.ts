// What the desk shows: models with their counts, instances by state, incidents. Only what this person may see.
import { sql } from 'kysely'
import type { SignedIn } from '../../../kernel/access.ts'
import { isUuid } from '../../../kernel/ids.ts'
import type { Town } from '../../../kernel/town.ts'
import type { IncidentRow, InstanceRow, InstanceState, ModelKind } from '../tables.ts'
import { perPage } from './task-list.ts'

export const mayRead = 'processes.instance.read'
export const mayRepair = 'processes.instance.repair'
export const mayDeploy = 'processes.model.change'

const asPattern = (path: string): string => `${path.replace(/[\\%_]/g, '\\$&')}%`
/** Patterns of the units for which a permission was given. */
export const patternsFor = (person: SignedIn, permission: string): string[] => (person.units.get(permission) ?? []).map(asPattern)

export type ModelLine = {
  id: string
  key: string
  kind: ModelKind
  name: string
  unit: string
  suspended: boolean
  number: number
  deployed_at: Date
  running: number
  incidents: number
}

export const listModels = (town: Town, person: SignedIn): Promise<ModelLine[]> =>
  town.read(async (db) => {
    const { rows } = await sql<ModelLine>`SELECT m.id, m.key, m.kind, m.name, m.unit, m.suspended, v.number, v.deployed_at,
        (SELECT count(*)::int FROM processes.instance i WHERE i.town_id = m.town_id AND i.model_id = m.id AND i.state IN ('running', 'suspended')) AS running,
        (SELECT count(*)::int FROM processes.incident n JOIN processes.instance i ON i.town_id = n.town_id AND i.id = n.instance_id
          WHERE n.town_id = m.town_id AND i.model_id = m.id AND n.ended_at IS NULL) AS incidents
      FROM processes.model m JOIN LATERAL (SELECT number, deployed_at FROM processes.version v
        WHERE v.town_id = m.town_id AND v.model_id = m.id ORDER BY number DESC LIMIT 1) v ON true
      WHERE m.unit LIKE ANY (${patternsFor(person, mayRead)}::text[]) ORDER BY m.kind DESC, m.name, m.key LIMIT 500`.execute(db)
    return rows
  })

export type VersionLine = { id: string; number: number; deployed_at: Date; running: number }
export type ModelView = Omit<ModelLine, 'deployed_at' | 'running' | 'incidents'> & {
  source: string
  version: string
  versions: VersionLine[]
  counts: Record<InstanceState, number>
}

export async function findModel(town: Town, person: SignedIn, id: string, version?: string): Promise<ModelView | undefined> {
  if (!isUuid(id)) return undefined
  return town.read(async (db) => {
    const found = await sql<
      Pick<ModelLine, 'id' | 'key' | 'kind' | 'name' | 'unit' | 'suspended'>
    >`SELECT id, key, kind, name, unit, suspended
      FROM processes.model WHERE id = ${id} AND unit LIKE ANY (${patternsFor(person, mayRead)}::text[])`.execute(db)
    const [model] = found.rows
    if (!model) return undefined
    const versions = await sql<VersionLine>`SELECT v.id, v.number, v.deployed_at,
        (SELECT count(*)::int FROM processes.instance i WHERE i.town_id = v.town_id AND i.version_id = v.id AND i.state IN ('running', 'suspended')) AS running
      FROM processes.version v WHERE v.model_id = ${id} ORDER BY v.number DESC LIMIT 100`.execute(db)
    const shown = versions.rows.find((one) => String(one.number) === version) ?? versions.rows[0]
    if (!shown) return undefined
    const source = await sql<{ source: string }>`SELECT source FROM processes.version WHERE id = ${shown.id}`.execute(db)
    const states = await sql<{ state: InstanceState; count: number }>`SELECT state, count(*)::int AS count FROM processes.instance
      WHERE model_id = ${id} GROUP BY state`.execute(db)
    const counts: Record<InstanceState, number> = { running: 0, suspended: 0, ended: 0, cancelled: 0, failed: 0 }
    for (const { state, count } of states.rows) counts[state] = count
    return { ...model, source: source.rows[0]!.source, version: shown.id, number: shown.number, versions: versions.rows, counts }
  })
}

export type InstanceLine = Pick<InstanceRow, 'id' | 'business_key' | 'state' | 'started_at' | 'ended_at'> & {
  at: string[]
  incidents: number
}

export const listInstances = (town: Town, model: string, state: InstanceState, page: number): Promise<InstanceLine[]> =>
  town.read(async (db) => {
    const { rows } = await sql<InstanceLine>`SELECT i.id, i.business_key, i.state, i.started_at, i.ended_at,
        ARRAY(SELECT DISTINCT t.node FROM processes.token t WHERE t.town_id = i.town_id AND t.instance_id = i.id AND t.state <> 'done' AND t.parent_id IS NOT NULL ORDER BY 1) AS at,
        (SELECT count(*)::int FROM processes.incident n WHERE n.town_id = i.town_id AND n.instance_id = i.id AND n.ended_at IS NULL) AS incidents
      FROM processes.instance i WHERE i.model_id = ${model} AND i.state = ${state} ORDER BY i.started_at DESC, i.id DESC
      LIMIT ${perPage} OFFSET ${(page - 1) * perPage}`.execute(db)
    return rows
  })

/** How many tokens stand where, over all running instances of a version. */
export const countTokens = (town: Town, version: string): Promise<{ node: string; count: number; incidents: number }[]> =>
  town.read(async (db) => {
    const { rows } = await sql<{ node: string; count: number; incidents: number }>`SELECT t.node, count(*)::int AS count,
        count(*) FILTER (WHERE t.state = 'incident')::int AS incidents
      FROM processes.token t JOIN processes.instance i ON i.town_id = t.town_id AND i.id = t.instance_id
      WHERE i.version_id = ${version} AND i.state IN ('running', 'suspended') AND t.state <> 'done' AND t.parent_id IS NOT NULL
      GROUP BY t.node ORDER BY t.node`.execute(db)
    return rows
  })

export type IncidentLine = Pick<IncidentRow, 'id' | 'instance_id' | 'node' | 'message_de' | 'message_en' | 'at'> & {
  name: string
  business_key: string | null
}

export const listIncidents = (town: Town, person: SignedIn, page: number): Promise<{ rows: IncidentLine[]; total: number }> =>
  town.read(async (db) => {
    const { rows } = await sql<
      IncidentLine & { total: number }
    >`SELECT n.id, n.instance_id, n.node, n.message_de, n.message_en, n.at, m.name, i.business_key,
        count(*) OVER ()::int AS total
      FROM processes.incident n JOIN processes.instance i ON i.town_id = n.town_id AND i.id = n.instance_id
        JOIN processes.model m ON m.town_id = i.town_id AND m.id = i.model_id
      WHERE n.ended_at IS NULL AND m.unit LIKE ANY (${patternsFor(person, mayRead)}::text[]) ORDER BY n.at LIMIT ${perPage} OFFSET ${(page - 1) * perPage}`.execute(
      db,
    )
    return { rows, total: rows[0]?.total ?? 0 }
  })
