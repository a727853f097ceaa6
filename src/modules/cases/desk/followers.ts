// Whoever follows a case is told on their start page that something happened in it.
import type { StaffNotice } from '../../../contracts/desk-work.ts'
import type { House } from '../../../kernel/house.ts'
import { isUuid } from '../../../kernel/ids.ts'
import type { StoredEvent } from '../../../kernel/module.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Town, TownSql } from '../../../kernel/town.ts'
import { findCase, type Writing } from '../case.ts'
import { staffIn } from './one.ts'

/** Not of what they did themselves; by the reference alone, never by a name. */
export async function tellFollowers(town: Town, { payload, at }: StoredEvent, house: House): Promise<void> {
  const id = String(payload.case ?? '')
  if (!isUuid(id)) return
  await town.write(async (db: Writing) => {
    const followers = await db.selectFrom('cases.follower').select('person_id').where('case_id', '=', id).execute()
    const row = followers.length > 0 ? await findCase(db, id) : undefined
    if (!row) return
    const last = await db
      .selectFrom('cases.event')
      .select('actor')
      .where('case_id', '=', id)
      .where('at', '<=', at)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst()
    const reference = showReference(row.reference)
    const text = { de: `Neues beim Vorgang ${reference}`, en: `News of the case ${reference}` }
    for (const { person_id: person } of followers)
      if (staffIn(last?.actor ?? '') !== person)
        await house.ask<StaffNotice>(town, 'staff-notice', {
          db: db as unknown as TownSql,
          person,
          text,
          path: `/desk/cases/${id}`,
          now: at,
        })
  })
}
