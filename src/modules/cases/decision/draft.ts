// A decision before it leaves: made from the template, worded by the clerk, seen by a second person where the kind of case wants it.
import { newId } from '../../../kernel/ids.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Town } from '../../../kernel/town.ts'
import type { Reading, Writing } from '../case.ts'
import { sealedDecision } from '../sealing.ts'
import type { CaseRow, DecisionContent, DecisionRow } from '../tables.ts'
import type { Composed } from './compose.ts'

type Either = Pick<Writing, 'selectFrom'> | Pick<Reading, 'selectFrom'>
export type Decision = { row: DecisionRow; content: DecisionContent }

/** Inside a look at the holder; the newest last. */
export async function listDecisions(db: Either, town: Town, caseId: string): Promise<Decision[]> {
  const rows = await (db as Writing)
    .selectFrom('cases.decision as d')
    .innerJoin('cases.decision_text as t', (on) => on.onRef('t.town_id', '=', 'd.town_id').onRef('t.decision_id', '=', 'd.id'))
    .selectAll('d')
    .select('t.sealed')
    .where('d.case_id', '=', caseId)
    .where('d.state', '!=', 'dropped')
    .orderBy('d.prepared_at')
    .orderBy('d.id')
    .execute()
  return rows.map(({ sealed, ...row }) => ({ row, content: sealedDecision.open(town.dataKey, row.id, sealed) }))
}

type Preparing = {
  row: CaseRow
  outcome: string
  composed: Composed
  kind?: DecisionRow['kind']
  replaces?: string
  by: string | null
  now: Date
}

/** In place of a draft that was there. Inside a look at the holder, the case is held. */
export async function prepareDecision(db: Writing, town: Town, asked: Preparing): Promise<DecisionRow> {
  const { row, outcome, composed, kind = 'decision', replaces = null, by, now } = asked
  await dropDraft(db, row.id)
  const id = newId(now)
  const decision: DecisionRow = {
    id,
    case_id: row.id,
    outcome,
    kind,
    state: 'draft',
    replaces_id: replaces,
    prepared_by: by,
    prepared_at: now,
    approved_by: null,
    issued_at: null,
    document_id: null,
    delivery: null,
    letter_id: null,
    posted_on: null,
    delivered_on: null,
    fee_cents: composed.feeCents,
    fee_reference: composed.feeCents === null ? null : showReference(row.reference),
    valid_until: composed.validUntil,
  }
  const sealed = sealedDecision.seal(town.dataKey, id, composed.content)
  await db.insertInto('cases.decision').values(decision).execute()
  await db.insertInto('cases.decision_text').values({ decision_id: id, subject_id: row.holder_id, sealed }).execute()
  return decision
}

export async function dropDraft(db: Writing, caseId: string): Promise<void> {
  const dropped = await db
    .updateTable('cases.decision')
    .set({ state: 'dropped' })
    .where('case_id', '=', caseId)
    .where('state', '=', 'draft')
    .returning('id')
    .execute()
  if (dropped.length > 0)
    await db
      .deleteFrom('cases.decision_text')
      .where(
        'decision_id',
        'in',
        dropped.map(({ id }) => id),
      )
      .execute()
}

/** Whoever worded it last has prepared it. */
export async function wordDraft(
  db: Writing,
  town: Town,
  { id }: Pick<DecisionRow, 'id'>,
  content: DecisionContent,
  by: string,
): Promise<void> {
  await db
    .updateTable('cases.decision_text')
    .set({ sealed: sealedDecision.seal(town.dataKey, id, content) })
    .where('decision_id', '=', id)
    .execute()
  await db.updateTable('cases.decision').set({ prepared_by: by }).where('id', '=', id).execute()
}
