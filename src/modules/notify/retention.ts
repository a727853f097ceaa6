// How long what was sent is kept: the content a month, the bare row a little over a year.
import { sql } from 'kysely'
import type { House } from '../../kernel/house.ts'
import { logAccess, type Town, type WriteDb } from '../../kernel/town.ts'
import { actor, legalBasis } from './content.ts'
import type { NotifyTables } from './tables.ts'

export const keptDays = { content: 30, row: 400 }
const atOnce = 500
const day = 86_400_000

/** Every person whose message loses its content sees an entry for it in their log. */
export async function destroyOld(town: Town, now: Date): Promise<number> {
  let destroyed = 0
  for (let batch = atOnce; batch === atOnce; destroyed += batch) batch = await destroyBatch(town, now)
  await town.write((db: WriteDb<NotifyTables>) =>
    db
      .deleteFrom('notify.message')
      .where('destroyed_at', 'is not', null)
      .where('created_at', '<', new Date(now.getTime() - keptDays.row * day))
      .execute(),
  )
  return destroyed
}

const destroyBatch = (town: Town, now: Date): Promise<number> =>
  town.write(async (db: WriteDb<NotifyTables>) => {
    const old = await db
      .selectFrom('notify.message')
      .select(['id', 'recipient_id'])
      .where('state', 'in', ['delivered', 'permanent-failure', 'technical-failure'])
      .where('destroyed_at', 'is', null)
      .where('sent_at', '<', new Date(now.getTime() - keptDays.content * day))
      .limit(atOnce)
      .execute()
    if (old.length === 0) return 0
    const subjects = [...new Set(old.flatMap(({ recipient_id }) => recipient_id ?? []))]
    const ids = old.map(({ id }) => id)
    const purpose = 'Inhalt einer Nachricht an Sie nach 30 Tagen gelöscht'
    await logAccess(db, subjects, { actor, purpose, legalBasis })
    await sql`DELETE FROM notify.content WHERE subject_id = ANY (${subjects}::uuid[]) AND message_id = ANY (${ids}::uuid[])`.execute(
      db,
    )
    await db.updateTable('notify.message').set({ recipient_id: null, destroyed_at: now }).where('id', 'in', ids).execute()
    return old.length
  })

export async function destroyOldEverywhere(house: House, now: Date): Promise<void> {
  for (const town of house.towns.list()) await destroyOld(town, now)
}
