// How long each step of a process took: from what was kept of erased instances, and from the logs of those that ended lately.
import { sql } from 'kysely'
import type { Town } from '../../../kernel/town.ts'

/** Seconds, each as the upper end of a bucket that doubles. */
export type StepFigure = { node: string; count: number; median: number; nine: number; most: number }
type Bucket = { node: string; size: number; count: number }
const lately = 1_000

export const listFigures = (town: Town, model: string): Promise<StepFigure[]> =>
  town.read(async (db) => {
    const { rows } = await sql<Bucket>`WITH recent AS MATERIALIZED (SELECT id FROM processes.instance
        WHERE model_id = ${model} AND state = 'ended' ORDER BY started_at DESC LIMIT ${lately})
      SELECT node, size, sum(count)::int AS count FROM (
        SELECT node, size, count FROM processes.figure WHERE model_id = ${model}
        UNION ALL
        SELECT e.node, LEAST(40, floor(log(2, GREATEST(1, extract(epoch FROM l.at - e.at)))))::int, 1
        FROM recent r JOIN processes.log e ON e.instance_id = r.id AND e.what = 'entered'
          JOIN processes.log l ON l.instance_id = e.instance_id AND l.token_id = e.token_id AND l.what = 'left') steps
      GROUP BY node, size ORDER BY node, size`.execute(db)
    return [...Map.groupBy(rows, ({ node }) => node)].map(([node, buckets]) => figureOf(node, buckets))
  })

export function figureOf(node: string, buckets: readonly Bucket[]): StepFigure {
  const sorted = [...buckets].sort((one, other) => one.size - other.size)
  const count = sorted.reduce((sum, bucket) => sum + bucket.count, 0)
  const upTo = (share: number): number => {
    let seen = 0
    for (const bucket of sorted) {
      seen += bucket.count
      if (seen >= share * count) return 2 ** (bucket.size + 1)
    }
    return 0
  }
  return { node, count, median: upTo(0.5), nine: upTo(0.9), most: upTo(1) }
}
