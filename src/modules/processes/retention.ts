// Ended instances go after the days that their model keeps them; how long each step took stays, without ids.
import { sql } from 'kysely'
import type { House } from '../../kernel/house.ts'
import type { Town } from '../../kernel/town.ts'
import type { Db } from './version.ts'

const atOnce = 500

/** Families at once, after all of them have ended. @returns how many instances are gone */
export async function eraseEnded(house: House, now: Date): Promise<number> {
  let gone = 0
  for (const town of house.towns.list()) {
    await town.write((db: Db) =>
      sql`UPDATE processes.message SET state = 'expired' WHERE state = 'waiting' AND expires_at < ${now}`.execute(db),
    )
    await town.write((db: Db) =>
      sql`DELETE FROM processes.message WHERE state <> 'waiting' AND arrived_at < ${new Date(now.getTime() - 90 * 86_400_000)}`.execute(
        db,
      ),
    )
    for (let count = atOnce; count === atOnce; gone += count) count = await eraseSome(town, now)
  }
  return gone
}

const eraseSome = (town: Town, now: Date): Promise<number> =>
  town.write(async (db: Db) => {
    const { rows } = await sql<{ id: string }>`SELECT i.id FROM processes.instance r
      JOIN processes.model m ON m.town_id = r.town_id AND m.id = r.model_id
      JOIN processes.instance i ON i.town_id = r.town_id AND i.root_id = r.id
      WHERE r.parent_id IS NULL AND r.ended_at < ${now}::timestamptz - make_interval(days => m.keep_days)
        AND NOT EXISTS (SELECT FROM processes.instance o WHERE o.town_id = r.town_id AND o.root_id = r.id AND o.ended_at IS NULL)
      LIMIT ${atOnce} FOR UPDATE OF r SKIP LOCKED`.execute(db)
    const ids = rows.map(({ id }) => id)
    if (ids.length === 0) return 0
    await sql`INSERT INTO processes.figure (model_id, node, day, size, count)
      SELECT model_id, node, day, size, count(*)::int FROM (
        SELECT i.model_id, e.node, (l.at AT TIME ZONE 'Europe/Berlin')::date AS day,
          LEAST(40, floor(log(2, GREATEST(1, extract(epoch FROM l.at - e.at)))))::int AS size
        FROM processes.log e JOIN processes.instance i ON i.town_id = e.town_id AND i.id = e.instance_id
          JOIN processes.log l ON l.town_id = e.town_id AND l.instance_id = e.instance_id AND l.token_id = e.token_id AND l.what = 'left'
        WHERE e.what = 'entered' AND e.instance_id = ANY (${ids}::uuid[])) steps
      GROUP BY model_id, node, day, size
      ON CONFLICT (town_id, model_id, node, day, size) DO UPDATE SET count = processes.figure.count + excluded.count`.execute(db)
    await db.deleteFrom('processes.instance').where('id', 'in', ids).execute()
    return ids.length
  })
