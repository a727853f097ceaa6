// When holds end by themselves, and when ended ones are erased.
import type { House } from '../../kernel/house.ts'
import { expire } from './hold.ts'
import type { Db } from './tables.ts'

/** Own choice, no law: long enough to answer who had a unit before. */
export const keptDays = 365

export async function expireAll(house: House, now: Date): Promise<void> {
  for (const town of house.towns.list()) while ((await town.write((db: Db) => expire(db, now))) > 0);
}

export async function dropOldHolds(house: House, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keptDays * 86_400_000)
  let dropped = 0
  for (const town of house.towns.list())
    dropped += await town.write(async (db: Db) => {
      const { numDeletedRows } = await db
        .deleteFrom('reservations.hold')
        .where('state', 'in', ['released', 'expired'])
        .where('changed_at', '<', before)
        .executeTakeFirstOrThrow()
      return Number(numDeletedRows)
    })
  return dropped
}
