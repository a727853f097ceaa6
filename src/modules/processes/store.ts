// Takes the rows of an instance out of the database for a step, and puts back what the step changed.
import { sql } from 'kysely'
import { isUuid } from '../../kernel/ids.ts'
import { userNameKey } from '../../kernel/staff.ts'
import type { Town } from '../../kernel/town.ts'
import type { Rows } from './engine/rows.ts'
import type { StoredState, WantedTask } from './engine/state.ts'
import type { Walk } from './engine/walk.ts'
import type { InstanceRow, TaskRow, VariableRow } from './tables.ts'
import type { Db } from './version.ts'

export async function loadState(db: Db, instance: InstanceRow): Promise<StoredState> {
  const { id } = instance
  const [tokens, variables, timers, subscriptions, tasks, jobs, incidents] = await Promise.all([
    db.selectFrom('processes.token').selectAll().where('instance_id', '=', id).execute(),
    db.selectFrom('processes.variable').selectAll().where('instance_id', '=', id).execute(),
    db.selectFrom('processes.timer').selectAll().where('instance_id', '=', id).execute(),
    db.selectFrom('processes.subscription').selectAll().where('instance_id', '=', id).execute(),
    db.selectFrom('processes.task').selectAll().where('instance_id', '=', id).where('state', '=', 'open').execute(),
    db.selectFrom('processes.job').selectAll().where('instance_id', '=', id).execute(),
    db.selectFrom('processes.incident').selectAll().where('instance_id', '=', id).where('ended_at', 'is', null).execute(),
  ])
  return { instance, tokens, variables: variables as unknown as VariableRow[], timers, subscriptions, tasks, jobs, incidents }
}

export const emptyState = (instance: InstanceRow): StoredState => ({
  instance,
  tokens: [],
  variables: [],
  timers: [],
  subscriptions: [],
  tasks: [],
  jobs: [],
  incidents: [],
})

type Plain =
  | 'processes.token'
  | 'processes.timer'
  | 'processes.subscription'
  | 'processes.task'
  | 'processes.job'
  | 'processes.incident'

/** Rows are few in one step; everything leaves in one packet. */
/** `due`: when something is due next, where that is known; else it is worked out for the whole family. */
export async function saveWalk(db: Db, town: Town, walk: Walk, due: Date | null | undefined): Promise<void> {
  const { instance } = walk
  await Promise.all([
    db
      .updateTable('processes.instance')
      .set({
        state: instance.state,
        ended_at: instance.ended_at,
        steps: instance.steps,
        entries: instance.entries,
        ...(due !== undefined && { next_due: due }),
      })
      .where('id', '=', instance.id)
      .execute(),
    ...savePlain(db, 'processes.token', walk.tokens),
    ...savePlain(db, 'processes.timer', walk.timers),
    ...savePlain(db, 'processes.subscription', walk.subscriptions),
    ...savePlain(db, 'processes.task', walk.tasks),
    ...savePlain(db, 'processes.job', walk.jobs),
    ...savePlain(db, 'processes.incident', walk.incidents),
    ...saveVariables(db, walk),
    ...saveLog(db, walk),
    ...(walk.wanted.length > 0 ? [saveWanted(db, town, walk.wanted)] : []),
  ])
}

function savePlain<Row extends { id: string }>(db: Db, table: Plain, rows: Rows<Row>): Promise<unknown>[] {
  const writes: Promise<unknown>[] = []
  const removed = rows.removed.map(({ id }) => id)
  if (removed.length > 0) writes.push(db.deleteFrom(table).where('id', 'in', removed).execute())
  if (rows.added.length > 0)
    writes.push(
      db
        .insertInto(table)
        .values(rows.added as never)
        .execute(),
    )
  for (const row of rows.changed) {
    const { id, ...rest } = row as Row & { town_id?: number }
    delete rest.town_id
    writes.push(
      db
        .updateTable(table)
        .set(rest as never)
        .where('id', '=', id)
        .execute(),
    )
  }
  return writes
}

function saveVariables(db: Db, { variables, instance }: Walk): Promise<unknown>[] {
  const writes: Promise<unknown>[] = variables.removed.map(({ token_id, name }) =>
    db
      .deleteFrom('processes.variable')
      .where('instance_id', '=', instance.id)
      .where('token_id', '=', token_id)
      .where('name', '=', name)
      .execute(),
  )
  const set = [...variables.added, ...variables.changed]
  if (set.length > 0)
    writes.push(
      db
        .insertInto('processes.variable')
        .values(
          set.map(({ instance_id, token_id, name, type, value }) => ({
            instance_id,
            token_id,
            name,
            type,
            value: JSON.stringify(value),
          })),
        )
        .onConflict((same) =>
          same
            .columns(['town_id', 'instance_id', 'token_id', 'name'])
            .doUpdateSet({ type: sql.ref('excluded.type'), value: sql.ref('excluded.value') }),
        )
        .execute(),
    )
  return writes
}

/** PostgreSQL takes 65,535 values in one statement. */
const rowsAtOnce = 1_000

function saveLog(db: Db, { log }: Walk): Promise<unknown>[] {
  const writes: Promise<unknown>[] = []
  for (let from = 0; from < log.length; from += rowsAtOnce)
    writes.push(
      db
        .insertInto('processes.log')
        .values(log.slice(from, from + rowsAtOnce).map((row) => ({ ...row, details: JSON.stringify(row.details) })))
        .execute(),
    )
  return writes
}

/** Units by key, path or name, staff by id or user name; what the town does not know falls to the unit of the model. */
async function saveWanted(db: Db, town: Town, wanted: readonly WantedTask[]): Promise<void> {
  const asked = [...new Set(wanted.flatMap(({ units }) => units))]
  const [first] = wanted
  const model = await db.selectFrom('processes.model').select('unit').where('id', '=', first!.model_id).executeTakeFirstOrThrow()
  const pathOf = await findUnits(db, asked)
  const people = await findStaff(db, town, [
    ...new Set(wanted.flatMap(({ people: named, assignee }) => (assignee ? [...named, assignee] : named))),
  ])
  const rows: TaskRow[] = wanted.map((task) => {
    const units = [...new Set(task.units.flatMap((unit) => pathOf.get(unit) ?? []))]
    return {
      ...task,
      units: units.length > 0 ? units : [model.unit],
      people: task.people.flatMap((one) => people.get(one) ?? []),
      assignee: task.assignee === null ? null : (people.get(task.assignee) ?? null),
    }
  })
  await db.insertInto('processes.task').values(rows).execute()
}

export async function findUnits(db: Db, asked: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  if (asked.length === 0) return found
  const lower = asked.map((one) => one.toLowerCase())
  const { rows } = await sql<{ key: string; path: string; name: string }>`SELECT key, path, name FROM kernel.unit
    WHERE closed_at IS NULL AND (key = ANY (${lower}) OR path = ANY (${[...asked]}) OR lower(name) = ANY (${lower}))`.execute(db)
  for (const one of asked) {
    const fits =
      rows.find(({ key }) => key === one.toLowerCase()) ??
      rows.find(({ path }) => path === one) ??
      rows.find(({ name }) => name.toLowerCase() === one.toLowerCase())
    if (fits) found.set(one, fits.path)
    else if (one === '/') found.set(one, '/')
  }
  return found
}

export async function findStaff(db: Db, town: Town, asked: readonly string[]): Promise<Map<string, string>> {
  const found = new Map(asked.filter(isUuid).map((id) => [id, id]))
  const names = new Map(asked.filter((one) => !isUuid(one)).map((one) => [userNameKey(town.dataKey, one), one]))
  if (names.size === 0) return found
  const { rows } = await sql<{ person_id: string; user_name_key: string }>`SELECT person_id, user_name_key FROM kernel.staff
    WHERE removed_at IS NULL AND user_name_key = ANY (${[...names.keys()]})`.execute(db)
  for (const { person_id, user_name_key } of rows) found.set(names.get(user_name_key)!, person_id)
  return found
}
