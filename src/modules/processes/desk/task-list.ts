// Open tasks that a person may do, by view: found by index however many wait in the town.
import { type RawBuilder, sql } from 'kysely'
import type { SignedIn } from '../../../kernel/access.ts'
import type { Town } from '../../../kernel/town.ts'
import type { TaskRow } from '../tables.ts'
import { mayWork } from '../task.ts'

export const perPage = 25
export const taskViews = ['mine', 'open', 'overdue', 'all'] as const
export type TaskView = (typeof taskViews)[number]
export type TaskLine = Pick<TaskRow, 'id' | 'name' | 'due_at' | 'assignee' | 'priority' | 'created_at'> & {
  /** Name of the competent unit; none: the whole town. */
  unit: string | null
  process: string
  business_key: string | null
}

/** Nobody reads further; for whoever may do every task of the town counting goes no further either. */
export const countedAtMost = 10_000

/** Tasks of the person's units, those that name the person, and those of whom the person stands in for. */
function mayDo(person: SignedIn, now: Date): RawBuilder<unknown> {
  const paths = person.units.get(mayWork) ?? []
  if (paths.includes('/'))
    return sql`SELECT id, due_at, priority, assignee, follow_up_at FROM processes.task WHERE state = 'open'`
  const columns = sql`t.id, t.due_at, t.priority, t.assignee, t.follow_up_at`
  // Every path ends with a stroke; the sign after it is the first that no path below begins with.
  const ends = paths.map((path) => `${path.slice(0, -1)}0`)
  const me = sql`${person.personId}::uuid`
  return sql`SELECT ${columns} FROM unnest(${[...paths]}::text[], ${ends}::text[]) AS granted(low, high)
      JOIN processes.task t ON t.state = 'open' AND t.units[1] ~>=~ granted.low AND t.units[1] ~<~ granted.high
    UNION SELECT ${columns} FROM processes.task t WHERE t.state = 'open' AND cardinality(t.units) > 1
      AND EXISTS (SELECT FROM unnest(t.units) AS unit, unnest(${[...paths]}::text[]) AS granted WHERE starts_with(unit, granted))
    UNION SELECT ${columns} FROM processes.task t WHERE t.state = 'open' AND t.assignee = ${me}
    UNION SELECT ${columns} FROM processes.task t WHERE t.state = 'open' AND cardinality(t.people) > 0 AND ${me} = ANY (t.people)
    UNION SELECT ${columns} FROM kernel.role_grant g JOIN processes.task t ON t.state = 'open' AND t.assignee = g.deputy_of
      WHERE g.person_id = ${me} AND g.deputy_of IS NOT NULL AND g.revoked_at IS NULL AND g.starts_at <= ${now}
        AND (g.ends_at IS NULL OR g.ends_at > ${now})`
}

const viewCondition = (view: TaskView, person: string, now: Date) =>
  ({
    mine: sql`t.assignee = ${person}::uuid`,
    open: sql`t.assignee IS NULL`,
    overdue: sql`t.due_at < ${now}`,
    all: sql`true`,
  })[view]
const awake = (now: Date) => sql`(t.follow_up_at IS NULL OR t.follow_up_at <= ${now} OR t.assignee IS NULL)`

export const countTasks = (town: Town, person: SignedIn, now: Date, of = person.personId): Promise<Record<TaskView, number>> =>
  town.read(async (db) => {
    const isForAll = person.units.get(mayWork)?.includes('/') ?? false
    const within = mayDo(person, now)
    const { rows } = isForAll
      ? await sql<Record<TaskView, number>>`SELECT ${sql.join(
          taskViews.map(
            (view) => sql`(SELECT count(*)::int FROM (SELECT FROM processes.task t WHERE t.state = 'open'
              AND ${viewCondition(view, of, now)} LIMIT ${countedAtMost}) counted) AS ${sql.ref(view)}`,
          ),
        )}`.execute(db)
      : await sql<Record<TaskView, number>>`SELECT ${sql.join(
          taskViews.map((view) => sql`count(*) FILTER (WHERE ${viewCondition(view, of, now)})::int AS ${sql.ref(view)}`),
        )} FROM (${within}) t`.execute(db)
    return rows[0]!
  })

/** The most pressing first: by deadline, then priority. */
export const listTasks = (town: Town, person: SignedIn, view: TaskView, page: number, now: Date): Promise<TaskLine[]> =>
  town.read(async (db) => {
    const { rows } =
      await sql<TaskLine>`SELECT t.id, t.name, t.due_at, t.assignee, t.priority, t.created_at, m.name AS process, i.business_key,
        (SELECT u.name FROM kernel.unit u WHERE u.path = t.units[1] LIMIT 1) AS unit
      FROM (SELECT t.id FROM (${mayDo(person, now)}) t
          WHERE ${viewCondition(view, person.personId, now)} AND ${view === 'all' ? sql`true` : awake(now)}
          ORDER BY t.due_at, t.priority DESC, t.id LIMIT ${perPage} OFFSET ${(page - 1) * perPage}) shown
        JOIN processes.task t ON t.id = shown.id
        JOIN processes.instance i ON i.town_id = t.town_id AND i.id = t.instance_id
        JOIN processes.model m ON m.town_id = t.town_id AND m.id = t.model_id
      ORDER BY t.due_at, t.priority DESC, t.id`.execute(db)
    return rows
  })
