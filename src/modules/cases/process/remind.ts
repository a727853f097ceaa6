// A process reminds whoever works on a case that a period is over; without anybody, the case stands as new in the list of its unit.
import type { StaffNotice } from '../../../contracts/desk-work.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { TownSql } from '../../../kernel/town.ts'
import { note } from '../case.ts'
import type { Topic } from './work.ts'

/** Work `cases.remind`. */
export const remind: Topic = async (house, town, { db, row, kind, now }) => {
  if (row.state === 'closed') return { done: {} }
  await note(db, town, row, { kind: 'late', by: { system: 'cases' } }, now)
  if (row.assignee === null) {
    await db.updateTable('cases.case').set({ news: true }).where('id', '=', row.id).execute()
    return { done: {} }
  }
  const reference = showReference(row.reference)
  await house.ask<StaffNotice>(town, 'staff-notice', {
    db: db as TownSql,
    person: row.assignee,
    text: {
      de: `${kind.row.title_de} ${reference}: Die Frist der Bearbeitung ist vorbei.`,
      en: `${kind.row.title_en} ${reference}: the period for handling it is over.`,
    },
    path: `/desk/cases/${row.id}`,
    now,
  })
  return { done: {} }
}
