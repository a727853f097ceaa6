// What programs read of instances and tasks: a projection of the rows, never their shape.
import { sql } from 'kysely'
import { isUuid } from '../../kernel/ids.ts'
import type { Town } from '../../kernel/town.ts'
import type { LogRow } from './tables.ts'
import { fromStored, isHidden, type Stored, toJson } from './value.ts'
import type { Db } from './version.ts'

export async function findApiInstance(town: Town, id: string) {
  if (!isUuid(id)) return undefined
  return town.write(async (db: Db) => {
    const row = await db
      .selectFrom('processes.instance as i')
      .innerJoin('processes.model as m', (on) => on.onRef('m.town_id', '=', 'i.town_id').onRef('m.id', '=', 'i.model_id'))
      .innerJoin('processes.version as v', (on) => on.onRef('v.town_id', '=', 'i.town_id').onRef('v.id', '=', 'i.version_id'))
      .select(['i.id', 'm.key', 'v.number', 'i.business_key', 'i.state', 'i.started_at', 'i.ended_at'])
      .where('i.id', '=', id)
      .executeTakeFirst()
    if (!row) return undefined
    const tokens = await db
      .selectFrom('processes.token')
      .select('node')
      .distinct()
      .where('instance_id', '=', id)
      .where('state', '!=', 'done')
      .where('parent_id', 'is not', null)
      .orderBy('node')
      .execute()
    const incidents = await db
      .selectFrom('processes.incident')
      .select(['node', 'message_en', 'at'])
      .where('instance_id', '=', id)
      .where('ended_at', 'is', null)
      .execute()
    const variables = await db
      .selectFrom('processes.variable')
      .select(['name', 'value'])
      .where('instance_id', '=', id)
      .where('token_id', '=', id)
      .execute()
    return {
      id,
      process: row.key,
      version: row.number,
      businessKey: row.business_key,
      state: row.state,
      startedAt: row.started_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
      at: tokens.map(({ node }) => node),
      incidents: incidents.map(({ node, message_en, at }) => ({ step: node, message: message_en, at: at.toISOString() })),
      variables: Object.fromEntries(
        variables
          .filter(({ name }) => !isHidden(name))
          .map(({ name, value }) => [name, toJson(fromStored(value as unknown as Stored))]),
      ),
    }
  })
}

export async function listHistory(town: Town, id: string, after: number, limit: number) {
  if (!isUuid(id)) return undefined
  return town.read(async (db) => {
    const found = await sql`SELECT 1 FROM processes.instance WHERE id = ${id}`.execute(db)
    if (found.rows.length === 0) return undefined
    const { rows } = await sql<LogRow>`SELECT number, at, what, node, details, actor FROM processes.log
      WHERE instance_id = ${id} AND number > ${after} ORDER BY number LIMIT ${limit}`.execute(db)
    return {
      items: rows.map(({ number, at, what, node, details, actor }) => ({
        number,
        at: at.toISOString(),
        what,
        step: node,
        details,
        actor,
      })),
      next: rows.length === limit ? (rows.at(-1)?.number ?? null) : null,
    }
  })
}

type TaskFound = {
  id: string
  process: string
  instance: string
  business_key: string | null
  node: string
  name: string
  units: string[]
  assignee: string | null
  due_at: Date | null
  priority: number
  form: string | null
}

export const listApiTasks = (town: Town, wanted: { process?: string; businessKey?: string; after?: string; limit: number }) =>
  town.read(async (db) => {
    const { rows } =
      await sql<TaskFound>`SELECT t.id, m.key AS process, t.instance_id AS instance, i.business_key, t.node, t.name, t.units, t.assignee, t.due_at, t.priority, t.form
      FROM processes.task t JOIN processes.instance i ON i.town_id = t.town_id AND i.id = t.instance_id
        JOIN processes.model m ON m.town_id = t.town_id AND m.id = t.model_id
      WHERE t.state = 'open' AND (${wanted.process ?? null}::text IS NULL OR m.key = ${wanted.process ?? null})
        AND (${wanted.businessKey ?? null}::text IS NULL OR i.business_key = ${wanted.businessKey ?? null})
        AND (${wanted.after ?? null}::uuid IS NULL OR t.id > ${wanted.after ?? null}::uuid)
      ORDER BY t.id LIMIT ${wanted.limit}`.execute(db)
    return rows.map(({ business_key, node, due_at, ...task }) => ({
      ...task,
      businessKey: business_key,
      step: node,
      dueAt: due_at?.toISOString() ?? null,
    }))
  })
