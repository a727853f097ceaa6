// Daily and weekly files: which submissions belong to one, noted once; the file itself is made at each download.
import { dayAt, weekdayOf } from '../../../kernel/calendar/day.ts'
import type { House } from '../../../kernel/house.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Town } from '../../../kernel/town.ts'
import type { Writing } from './submit.ts'
import type { ReceiverRow } from './tables.ts'

/** More than a look at persons may show at once goes into several files. */
const mostInOne = 500

export async function closeBatches(house: House, now: Date): Promise<number> {
  let made = 0
  for (const town of house.towns.list()) {
    const receivers = await town.read<{ 'forms.receiver': ReceiverRow }, ReceiverRow[]>((db) =>
      db.selectFrom('forms.receiver').selectAll().where('kind', '=', 'batch').where('removed_at', 'is', null).execute(),
    )
    for (const receiver of receivers) {
      if (receiver.rhythm === 'weekly' && weekdayOf(dayAt(now)) !== 1) continue
      while (await closeOne(town, receiver, now)) made += 1
    }
  }
  return made
}

const closeOne = (town: Town, receiver: ReceiverRow, now: Date): Promise<boolean> =>
  town.write(async (db: Writing) => {
    const waiting = await db
      .selectFrom('forms.hand_over')
      .select('id')
      .where('receiver_id', '=', receiver.id)
      .where('state', '!=', 'delivered')
      .orderBy('id')
      .limit(mostInOne)
      .forUpdate()
      .skipLocked()
      .execute()
    if (waiting.length === 0) return false
    const id = newId(now)
    await db
      .insertInto('forms.batch')
      .values({ id, receiver_id: receiver.id, made_at: now, submissions: waiting.length, fetched_at: null })
      .execute()
    await db
      .updateTable('forms.hand_over')
      .set({ state: 'delivered', delivered_at: now, batch_id: id, last_error: null })
      .where(
        'id',
        'in',
        waiting.map((one) => one.id),
      )
      .execute()
    return true
  })
