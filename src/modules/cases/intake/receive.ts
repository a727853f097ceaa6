// What was sent becomes a case, or part of one: inside the transaction of the sending, each submission once.
import { sql } from 'kysely'
import type { DeliveryConsent } from '../../../contracts/letters.ts'
import type { StartProcess } from '../../../contracts/processes.ts'
import type { HandedSubmission, Taken } from '../../../contracts/submissions.ts'
import { actorText } from '../../../kernel/actor.ts'
import { dayAt } from '../../../kernel/calendar/day.ts'
import { placeOf } from '../../../kernel/calendar/holidays.ts'
import type { House } from '../../../kernel/house.ts'
import { newId } from '../../../kernel/ids.ts'
import { tell } from '../../../kernel/outbox.ts'
import { showReference } from '../../../kernel/reference.ts'
import { logAccess, type Town, type TownSql } from '../../../kernel/town.ts'
import { caseSubject, legalBasis, matterKind, type Writing } from '../case.ts'
import { deadlineOf } from '../deadline.ts'
import type { CaseRow } from '../tables.ts'
import { knownTypeByForm } from '../type/known-types.ts'
import type { TypeInUse } from '../type/type.ts'
import { keepAttachments } from './attachments.ts'
import { continueCase } from './continue.ts'
import { judge } from './judge.ts'
import { addParty, namesIn } from './parties.ts'
import { file, type Receiving, storeSubmission } from './store.ts'

/** The same submission again is the same case. Throws for a form that no kind of case takes: it stays with the form server, and is tried again. */
export async function receiveSubmission(house: House, town: Town, asked: Receiving): Promise<Taken> {
  const { db, submission, now } = asked
  const [before, kind] = await Promise.all([
    db
      .selectFrom('cases.submission as s')
      .innerJoin('cases.case as c', (on) => on.onRef('c.town_id', '=', 's.town_id').onRef('c.id', '=', 's.case_id'))
      .select(['c.id', 'c.reference'])
      .where('s.id', '=', submission.id)
      .executeTakeFirst(),
    knownTypeByForm(db, town, submission.form.key),
  ])
  if (before) return { foreignCaseId: showReference(before.reference) }
  const { matter } = submission
  if (matter?.kind === matterKind && matter.role !== 'intake' && matter.role !== 'renewal' && matter.role !== 'objection')
    return continueCase(house, town, asked, { ...matter, role: matter.role })
  if (!kind) throw new Error(`No kind of case takes the form ${submission.form.key}.`)
  const row = await makeCase(house, town, kind, asked)
  // All of it follows the row of the case on one connection: nothing waits for an answer that it does not need.
  await Promise.all([
    storeCase(house, town, kind, asked, row),
    startProcess(house, town, db, row, kind, now),
    tell(db, {
      type: 'cases.opened.v1',
      subjects: [caseSubject(row.id)],
      payload: { case: row.id, type: kind.row.key, unit: row.unit },
    }),
  ])
  return { foreignCaseId: showReference(row.reference) }
}

async function makeCase(house: House, town: Town, kind: TypeInUse, { db, submission, holder, now }: Receiving): Promise<CaseRow> {
  const { type, version } = kind
  const judged = await judge(house, town, db, type, submission, now)
  const received = new Date(submission.receivedAt)
  const place = placeOf(town.settings)
  const id = newId(now)
  const { matter } = submission
  return {
    id,
    reference: submission.reference,
    type_id: kind.row.id,
    version,
    unit: judged.unit ?? kind.row.unit,
    state: 'open',
    step: type.steps[0]?.key ?? 'received',
    step_at: now,
    outcome: null,
    channel: submission.enteredBy?.channel ?? 'online',
    level: submission.level,
    language: submission.language,
    holder_id: holder,
    owner_id: submission.sender.person ?? null,
    assignee: null,
    received_at: received,
    changed_at: now,
    due_on: deadlineOf(type, dayAt(received), place) ?? null,
    rests_since: null,
    closed_at: null,
    valid_until: null,
    remind_on: null,
    news: true,
    facts: judged.facts,
    labels: [],
    entries: 1,
    previous_id: matter && matter.kind === matterKind && matter.role !== 'intake' ? matter.id : null,
    previous_kind: matter?.role === 'renewal' || matter?.role === 'objection' ? matter.role : null,
  }
}

/** The row, and behind it in the same packet what rests on it. */
async function storeCase(
  house: House,
  town: Town,
  kind: TypeInUse,
  { db, submission, holder, now }: Receiving,
  row: CaseRow,
): Promise<void> {
  await Promise.all([
    db
      .insertInto('cases.case')
      .values({ ...row, facts: JSON.stringify(row.facts) as never })
      .execute(),
    noteOpened(db, row, submission, now),
    addParties(db, town, row, kind, submission, now),
    storeSubmission(db, town, row.id, submission, 'application', holder, now),
  ])
  const documents = await keepAttachments(house, town, db, row, submission, now)
  await file(house, town, db, row, kind, holder, documents, now)
  await noteDelivery(house, town, db, row, submission, now)
}

/** First in the history of the case, which counts it already. */
async function noteOpened(db: Writing, row: CaseRow, submission: HandedSubmission, now: Date): Promise<void> {
  const details = JSON.stringify(await howItCame(db, submission))
  const actor = actorText(entered(submission))
  await db
    .insertInto('cases.event')
    .values({ case_id: row.id, number: row.entries, at: now, kind: 'opened', actor, details: details as never, open: true })
    .execute()
}

/** Channel, and on whose word a clerk took it in. */
async function howItCame(db: Writing, { enteredBy, matter }: HandedSubmission): Promise<Record<string, string>> {
  const channel = enteredBy?.channel ?? 'online'
  if (matter?.role !== 'intake' || matter.request === undefined) return { channel }
  const intake = await db.selectFrom('cases.intake').select('mandate').where('id', '=', matter.request).executeTakeFirst()
  return intake ? { channel, mandate: intake.mandate } : { channel }
}

/** How the person wants the decision: said once, before it is made. @law Art. 24 Abs. 1 BayDiG */
async function noteDelivery(
  house: House,
  town: Town,
  db: Writing,
  row: CaseRow,
  submission: HandedSubmission,
  now: Date,
): Promise<void> {
  const { delivery, sender } = submission
  if (!delivery || row.owner_id === null) return
  await house.ask<DeliveryConsent>(town, 'delivery-consent', {
    db: db as TownSql,
    recipient: sender.actsFor ?? row.owner_id,
    matter: { kind: matterKind, id: row.id },
    choice: { delivery: delivery.choice, service: false },
    notice: delivery.notice,
    saidBy: row.owner_id,
    now,
  })
}

/** The account acted, or staff for somebody. */
const entered = ({ enteredBy, unit }: HandedSubmission) => (enteredBy ? { staff: enteredBy.person, unit } : 'self')

/** The account says whose mailbox it is, whatever stands in the answers: a shop owner who types the name of a company is a person still. */
async function kindOf(db: Writing, account: string | null, company: string | undefined): Promise<'person' | 'organisation'> {
  if (account === null) return company === undefined ? 'person' : 'organisation'
  const { rows } = await sql`SELECT FROM kernel.person WHERE id = ${account}`.execute(db)
  return rows.length > 0 ? 'person' : 'organisation'
}

/** Whoever is represented is the applicant; who sent it for them is the agent. */
async function addParties(
  db: Writing,
  town: Town,
  row: CaseRow,
  { type }: TypeInUse,
  submission: HandedSubmission,
  now: Date,
): Promise<void> {
  const content = { ...namesIn(type, submission.answers), ...(submission.mailTo && { mail: submission.mailTo }) }
  const { person, actsFor } = submission.sender
  const account_id = actsFor ?? person ?? null
  const kind = await kindOf(db, account_id, content.company)
  await addParty(db, town, row.id, { role: 'applicant', kind, account_id, subject: row.holder_id, content }, now)
  if (actsFor === undefined || person === undefined) return
  await logAccess(db, [person], { actor: { system: 'cases' }, purpose: 'Als Vertretung in einem Antrag vermerkt', legalBasis })
  await addParty(db, town, row.id, { role: 'agent', kind: 'person', account_id: person, subject: person, content: {} }, now)
}

async function startProcess(house: House, town: Town, db: Writing, row: CaseRow, { type }: TypeInUse, now: Date): Promise<void> {
  const variables = {
    ...row.facts,
    caseId: row.id,
    reference: row.reference,
    unit: row.unit,
    level: row.level,
    channel: row.channel,
  }
  const asked = { db: db as TownSql, process: type.process, businessKey: row.id, startKey: caseSubject(row.id), variables, now }
  const started = await house.ask<StartProcess>(town, 'start-process', asked)
  if (started && 'refused' in started) throw new Error(`The process ${type.process} does not start: ${started.refused}.`)
}
