// Instances: begun, and changed one step at a time.
import { sql } from 'kysely'
import type { Actor } from '../../kernel/actor.ts'
import type { Town } from '../../kernel/town.ts'
import type { Change } from './engine/advance.ts'
import { type After, type Beginning, Step } from './step.ts'
import type { Db } from './version.ts'

/** One change of one instance. */
export const changeInstance = (
  town: Town,
  instance: string,
  change: Change,
  by: { now: Date; actor: Actor | string },
): Promise<After> =>
  town.write(async (db: Db) => {
    const step = new Step(db, town, by.now, by.actor)
    await step.change(instance, change)
    return step.save()
  })

export type Begun = { instance: string; version: string; after: After; isNew: boolean }

/** Undefined: there is no such start. A known start key answers the instance that it began. */
export async function beginInstance(
  db: Db,
  town: Town,
  wanted: Beginning,
  by: { now: Date; actor: Actor | string },
): Promise<Begun | undefined> {
  if (wanted.startKey !== undefined) {
    // Two requests with one key: the second waits here for the first, and looks after that.
    const [, known] = await Promise.all([
      sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${town.id}/${wanted.model}/${wanted.startKey}`}, 0))`.execute(db),
      findBegun(db, wanted.model, wanted.startKey),
    ])
    if (known) return { instance: known.id, version: known.version_id, after: { due: false, messages: false }, isNew: false }
  }
  const step = new Step(db, town, by.now, by.actor)
  const begun = await step.begin(wanted)
  if (!begun) return undefined
  await step.change(begun.instance, begun.change)
  return { instance: begun.instance, version: wanted.version, after: await step.save(), isNew: true }
}

export const findBegun = async (
  db: Db,
  model: string,
  startKey: string,
): Promise<{ id: string; version_id: string } | undefined> => {
  const { rows } = await sql<{ id: string; version_id: string }>`SELECT id, version_id FROM processes.instance
    WHERE model_id = ${model} AND start_key = ${startKey} LIMIT 1`.execute(db)
  return rows[0]
}
