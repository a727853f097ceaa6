// How long letters stay: the mailbox is the person's copy, the file of the matter is kept elsewhere.
import { addMonths, dayAt, startOfDay } from '../../kernel/calendar/day.ts'
import type { House } from '../../kernel/house.ts'
import type { Town, TownSql } from '../../kernel/town.ts'
import type { Db } from './proof.ts'

/** Own default, no law: years after the last letter of a thread. A town sets `mailbox.keepYears`. */
const defaultYears = 5

export function keepYears({ settings }: Town): number {
  const wished = (settings as { mailbox?: { keepYears?: unknown } }).mailbox?.keepYears
  return typeof wished === 'number' && Number.isInteger(wished) && wished > 0 ? wished : defaultYears
}

/** Letters of an open delivery stay whatever their age. */
export async function dropOldThreads(house: House, now: Date): Promise<number> {
  let dropped = 0
  for (const town of house.towns.list()) {
    const before = startOfDay(addMonths(dayAt(now), -12 * keepYears(town)))
    for (;;) {
      const gone = await town.write(async (db: Db) => {
        const old = await db
          .selectFrom('mailbox.thread as t')
          .select('t.id')
          .where('t.changed_at', '<', before)
          .where((where) =>
            where.not(
              where.exists(
                where
                  .selectFrom('mailbox.letter as l')
                  .select('l.id')
                  .whereRef('l.thread_id', '=', 't.id')
                  .where((open) =>
                    open.or([
                      open('l.delivery', '=', 'pending'),
                      open.and([open('l.delivery', '=', 'paper'), open('l.posted_at', 'is', null)]),
                    ]),
                  ),
              ),
            ),
          )
          .limit(200)
          .execute()
        await dropThreads(
          db,
          old.map(({ id }) => id),
        )
        return old.length
      })
      dropped += gone
      if (gone === 0) break
    }
  }
  return dropped
}

/** With all that hangs on them. */
export async function dropThreads(db: Db | TownSql, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await (db as Db)
    .deleteFrom('mailbox.thread')
    .where('id', 'in', [...ids])
    .execute()
}
