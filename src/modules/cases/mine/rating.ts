// How it was, once it is decided: counted for the kind of case and the month, never kept with the case or the person.
import { dayAt } from '../../../kernel/calendar/day.ts'
import { newId } from '../../../kernel/ids.ts'
import { canRate, deciding } from './offered.ts'
import { type Who, withCase } from './seen.ts'

/** Once per case; again, nothing changes. */
export const rateCase = (who: Who, reference: string, stars: number) =>
  withCase(who, reference, { purpose: 'Antrag bewertet', verb: 'write', roles: deciding }, async (db, seen) => {
    if (!canRate(seen)) return 'over' as const
    const first = await db
      .insertInto('cases.rated')
      .values({ case_id: seen.row.id })
      .onConflict((same) => same.doNothing())
      .returning('case_id')
      .executeTakeFirst()
    if (first) {
      const month = `${dayAt(who.now).slice(0, 7)}-01`
      // An id made of the time would lead back to the moment, and so to the person.
      const id = newId(new Date(`${month}T00:00:00Z`))
      await db.insertInto('cases.rating').values({ id, type_id: seen.row.type_id, stars, month }).execute()
    }
    return 'rated' as const
  })
