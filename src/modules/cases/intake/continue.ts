// Something more for a case that exists: what was corrected, what was added, or the clerk's own form.
import type { FillingFor } from '../../../contracts/fillings.ts'
import type { ProcessMessage } from '../../../contracts/processes.ts'
import type { Taken } from '../../../contracts/submissions.ts'
import type { House } from '../../../kernel/house.ts'
import { covers, listPermissionsOf } from '../../../kernel/permissions.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { KernelTables } from '../../../kernel/tables.ts'
import type { ReadDb, Town, TownSql } from '../../../kernel/town.ts'
import { isParty, mayWork, type Place } from '../access.ts'
import { changeCase, lockCase, type Writing } from '../case.ts'
import { afterRest } from '../deadline.ts'
import type { CaseRow } from '../tables.ts'
import { typeOf } from '../type/type.ts'
import { keepAttachments } from './attachments.ts'
import { judge } from './judge.ts'
import { file, type Receiving, storeSubmission } from './store.ts'

async function mayStillWork(place: Place, db: Writing, row: CaseRow, by: string, now: Date): Promise<boolean> {
  const held = await listPermissionsOf(db as unknown as ReadDb<KernelTables>, by, now)
  return covers(held, mayWork, row.unit) && !(await isParty(place, db, { personId: by }, row))
}

type Continuing = FillingFor & { role: 'correction' | 'addition' | 'clerk' }

/** Throws where the case is not there: the submission stays with the form server, and somebody sees it there. */
export async function continueCase(
  house: House,
  town: Town,
  { db, submission, holder, now }: Receiving,
  matter: Continuing,
): Promise<Taken> {
  const row = await lockCase(db, matter.id)
  if (!row || row.holder_id !== holder) throw new Error(`The case ${matter.id} is not there for this sender.`)
  const kind = await typeOf(db, row)
  const by = submission.enteredBy?.person
  // Begun while it was theirs to fill in: asked again when it comes.
  if (matter.role === 'clerk' && (by === undefined || !(await mayStillWork({ house, town }, db, row, by, now))))
    throw new Error(`The form of the unit for case ${row.id} was sent by somebody who may not work on it.`)
  await storeSubmission(db, town, row.id, submission, matter.role, holder, now)
  const documents = await keepAttachments(house, town, db, row, submission, now)
  if (documents.length > 0) await file(house, town, db, row, kind, holder, documents, now)
  if (matter.request !== undefined)
    await db
      .updateTable('cases.request')
      .set({ state: 'answered', answered_at: now, submission_id: submission.id })
      .where('id', '=', matter.request)
      .where('case_id', '=', row.id)
      .where('state', '=', 'open')
      .execute()
  const byStaff = submission.enteredBy && { staff: submission.enteredBy.person, unit: row.unit }
  const answers = matter.role === 'correction' && row.state === 'waiting'
  // The process goes on with what holds now, not with what was corrected.
  const facts = matter.role === 'correction' ? (await judge(house, town, db, kind.type, submission, now)).facts : row.facts
  if (matter.role === 'correction')
    await db
      .updateTable('cases.case')
      .set({ facts: JSON.stringify(facts) as never })
      .where('id', '=', row.id)
      .execute()
  await changeCase(
    db,
    town,
    row,
    {
      news: matter.role !== 'clerk',
      ...(answers && { state: 'open', due_on: afterRest(row, kind.type, town, now), rests_since: null }),
    },
    {
      kind: matter.role === 'correction' ? 'answered' : matter.role === 'addition' ? 'added' : 'clerk-form',
      by: byStaff ?? 'self',
      details: { submission: submission.id },
      open: matter.role !== 'clerk',
    },
    now,
  )
  if (answers)
    await house.ask<ProcessMessage>(town, 'process-message', {
      db: db as TownSql,
      name: 'cases.answered',
      key: row.id,
      once: `cases.answered/${submission.id}`,
      variables: facts,
      now,
    })
  return { foreignCaseId: showReference(row.reference) }
}
