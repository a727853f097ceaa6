// Figures of each kind of case in the units of a member of staff: how many, how long, how late; no persons.
import { sql } from 'kysely'
import type { SignedIn } from '../../../kernel/access.ts'
import type { Town } from '../../../kernel/town.ts'
import { mayRead } from '../access.ts'
import type { Reading } from '../case.ts'
import { knownTypes } from '../type/known-types.ts'
import type { TypeInUse } from '../type/type.ts'
import { unitsFor } from './clerk.ts'

export type Figure = {
  kind: TypeInUse
  open: number
  overdue: number
  /** Closed within the last twelve months, and how many days half of them took at most. */
  closed: number
  medianDays: number | null
  /** Questions asked in these twelve months, for each case that came in them. */
  received: number
  asked: number
}

const asPattern = (path: string): string => `${path.replace(/[\\%_]/g, '\\$&')}%`

export const readFigures = (town: Town, person: SignedIn, today: string, now: Date): Promise<Figure[]> =>
  town.read(async (db: Reading) => {
    const types = await knownTypes(db, town)
    const granted = unitsFor(person, mayRead)
    const since = new Date(now.getTime() - 365 * 86_400_000)
    const mine = sql<boolean>`c.unit LIKE ANY (${granted.map(asPattern)}::text[])
      AND (c.type_id <> ALL (${[...types.secret]}::uuid[]) OR c.unit = ANY (${[...granted]}::text[]))`
    const { rows } = await sql<Omit<Figure, 'kind' | 'asked'> & { id: string }>`
      SELECT c.type_id AS id,
        count(*) FILTER (WHERE c.state <> 'closed')::integer AS open,
        count(*) FILTER (WHERE c.state <> 'closed' AND c.rests_since IS NULL AND c.due_on < ${today}::date)::integer AS overdue,
        count(*) FILTER (WHERE c.closed_at > ${since})::integer AS closed,
        count(*) FILTER (WHERE c.received_at > ${since})::integer AS received,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM c.closed_at - c.received_at) / 86400)
          FILTER (WHERE c.closed_at > ${since}) AS "medianDays"
      FROM cases."case" c WHERE ${mine} GROUP BY c.type_id`.execute(db)
    const { rows: asked } = await sql<{ id: string; count: number }>`
      SELECT c.type_id AS id, count(*)::integer AS count FROM cases.request r
        JOIN cases."case" c ON c.town_id = r.town_id AND c.id = r.case_id
        WHERE r.kind = 'correction' AND r.asked_at > ${since} AND ${mine} GROUP BY c.type_id`.execute(db)
    const askedOf = new Map(asked.map(({ id, count }) => [id, count]))
    return types.newest.flatMap((kind) => {
      const found = rows.find(({ id }) => id === kind.row.id)
      if (!found) return []
      const { id, ...figures } = found
      return [{ ...figures, kind, asked: askedOf.get(id) ?? 0 }]
    })
  })
