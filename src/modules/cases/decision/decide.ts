// A clerk decides: words the draft, hands it on to the process, agrees as the second person, replaces a decision.
import type { CompleteTask, OpenTask, ProcessState } from '../../../contracts/processes.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import { staffActor } from '../../../kernel/actor.ts'
import type { House } from '../../../kernel/house.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Town, TownSql } from '../../../kernel/town.ts'
import { mayDecide, opening } from '../access.ts'
import { listParties, type Party } from '../answers.ts'
import { changeCase, findCase, legalBasis, lockCase, note, type Writing } from '../case.ts'
import type { CaseRow, DecisionContent } from '../tables.ts'
import { type TypeInUse, typeOf } from '../type/type.ts'
import { type Composed, composeDecision, type Found, Unfit } from './compose.ts'
import { type Decision, dropDraft, listDecisions, prepareDecision, wordDraft } from './draft.ts'
import { issueDecision } from './issue.ts'

export type Deciding = {
  db: Writing
  row: CaseRow
  kind: TypeInUse
  decisions: readonly Decision[]
  applicant: Party | undefined
  /** The open tasks of the process; undefined: no process. */
  tasks: readonly OpenTask[] | undefined
  /** What the process found out so far. */
  found: Found
}
export type Place = { house: House; town: Town; person: SignedIn; now: Date }

/** The case looked at by a clerk who may decide it; nothing where it is not theirs, `own` where they take part in it. */
export async function withCase<Result>(
  { house, town, person }: Place,
  id: string,
  work: (deciding: Deciding) => Promise<Result>,
): Promise<Result | 'hidden' | 'own'> {
  const found = await town.read(async (db) => {
    const row = await findCase(db as never, id)
    return row && { row, may: await opening({ house, town }, db as never, person, mayDecide, row) }
  })
  if (!found || found.may === 'hidden') return 'hidden'
  if (found.may === 'own') return 'own'
  const purpose = 'Über Ihren Antrag entscheiden'
  const look = {
    subjects: [found.row.holder_id],
    actor: staffActor(person, mayDecide),
    purpose,
    legalBasis,
    matter: showReference(found.row.reference),
  }
  return town.personal(look, async (db: Writing) => {
    const row = (await findCase(db, id))!
    const kind = await typeOf(db, row)
    const decisions = await listDecisions(db, town, id)
    const applicant = (await listParties(db, town, id)).find(({ role }) => role === 'applicant')
    const state = await house.ask<ProcessState>(town, 'process-state', { db: db as TownSql, businessKey: id })
    return work({ db, row, kind, decisions, applicant, tasks: state?.tasks, found: state?.variables ?? {} })
  })
}

export type Shown = { composed: Composed; drafted: boolean }

/** The draft of this outcome, or what the template gives. @throws Unfit */
export async function draftOf(
  { house, town, now }: Place,
  { db, row, kind, decisions, found }: Deciding,
  key: string,
): Promise<Shown | undefined> {
  const outcome = kind.type.outcomes.find((one) => one.key === key)
  if (!outcome) return undefined
  const composed = await composeDecision(house, town, { db, row, outcome, found, now })
  const draft = decisions.find((one) => one.row.state === 'draft' && one.row.outcome === key)
  return draft ? { composed: { ...composed, content: draft.content }, drafted: true } : { composed, drafted: false }
}

/** Only while the decision is still to be made: what a second person looks at, or has agreed to, is not worded anew behind their back. */
const mayWord = ({ row, tasks }: Deciding): boolean =>
  row.outcome === null && row.state !== 'closed' && (tasks === undefined || tasks.some(({ form }) => form === 'cases.decide'))

/** What the clerk worded, kept; the rest of the letter comes from the template again. Undefined where nothing is to be decided. */
export async function saveDraft(
  place: Place,
  deciding: Deciding,
  key: string,
  worded: Pick<DecisionContent, 'subject' | 'paragraphs' | 'reasons'>,
): Promise<DecisionContent | undefined> {
  const shown = mayWord(deciding) ? await draftOf(place, deciding, key) : undefined
  if (!shown) return undefined
  const { db, row, decisions } = deciding
  const content = { ...shown.composed.content, ...worded }
  const before = decisions.find((one) => one.row.state === 'draft' && one.row.outcome === key)
  if (before) await wordDraft(db, place.town, before.row, content, place.person.personId)
  else
    await prepareDecision(db, place.town, {
      row,
      outcome: key,
      composed: { ...shown.composed, content },
      by: place.person.personId,
      now: place.now,
    })
  return content
}

type Refused = Extract<CompleteTask['answer'], { refused: string }>['refused']

const actorOf = ({ person }: Place) => staffActor(person, mayDecide)

/** The process goes on with the outcome; a town without processes issues at once. */
export async function decide(place: Place, deciding: Deciding, key: string): Promise<'issuing' | Refused> {
  const { house, town, person, now } = place
  const { db, row, kind, tasks } = deciding
  if (!tasks) {
    // Nobody else keeps two clerks apart here.
    const held = await lockCase(db, row.id)
    const decision = (await listDecisions(db, town, row.id)).find((one) => one.row.state === 'draft' && one.row.outcome === key)
    if (!held || held.outcome !== null || held.state === 'closed' || !decision) return 'gone'
    await issueDecision(house, town, { db, row: held, kind, decision, now })
    return 'issuing'
  }
  const task = tasks.find(({ form }) => form === 'cases.decide')
  if (!task) return 'gone'
  const variables = { next: 'decide', outcome: key }
  const done = await house.ask<CompleteTask>(town, 'complete-task', { db: db as TownSql, task: task.id, person, variables, now })
  if (done && 'refused' in done) return done.refused
  await note(db, town, row, { kind: 'prepared', by: actorOf(place), details: { outcome: key } }, now)
  return 'issuing'
}

/** The second person agrees or gives it back with a reason. @de Vier-Augen-Prinzip */
export async function approve(place: Place, deciding: Deciding, approved: boolean, reason: string): Promise<'done' | Refused> {
  const { house, town, person, now } = place
  const { db, row, decisions, tasks } = deciding
  const task = tasks?.find(({ form }) => form === 'cases.approve')
  const draft = decisions.find((one) => one.row.state === 'draft')
  if (!draft || !(task || draft.row.replaces_id)) return 'gone'
  if (draft.row.prepared_by === person.personId) return 'four-eyes'
  if (!task) return approveReplacement(place, deciding, draft.row.id, approved, reason)
  const asked = { db: db as TownSql, task: task.id, person, variables: { approved }, now }
  const done = await house.ask<CompleteTask>(town, 'complete-task', asked)
  if (done && 'refused' in done) return done.refused
  if (approved)
    await db.updateTable('cases.decision').set({ approved_by: person.personId }).where('id', '=', draft.row.id).execute()
  await changeCase(db, town, row, {}, { kind: approved ? 'approved' : 'given-back', by: actorOf(place), reason }, now)
  return 'done'
}

/** What replaces a decision has no process of its own: it leaves, or is dropped, once the second person has spoken. */
async function approveReplacement(
  place: Place,
  { db, row: { id }, kind }: Deciding,
  draft: string,
  approved: boolean,
  reason: string,
): Promise<'done' | Refused> {
  const { house, town, person, now } = place
  const row = await lockCase(db, id)
  const decisions = await listDecisions(db, town, id)
  const decision = decisions.find((one) => one.row.id === draft && one.row.state === 'draft')
  if (!row || !decision || standing(decisions)?.row.id !== decision.row.replaces_id) return 'gone'
  if (decision.row.prepared_by === person.personId) return 'four-eyes'
  await note(db, town, row, { kind: approved ? 'approved' : 'given-back', by: actorOf(place), reason }, now)
  if (!approved) await dropDraft(db, id)
  else {
    await db.updateTable('cases.decision').set({ approved_by: person.personId }).where('id', '=', draft).execute()
    await issueDecision(house, town, { db, row, kind, decision, now })
  }
  return 'done'
}

export const standing = (decisions: readonly Decision[]): Decision | undefined =>
  decisions.findLast((one) => one.row.state === 'issued')

/** A new decision in place of the one that stands; where two persons decide, the second one sends it. @law Art. 48, 49 BayVwVfG; §§ 130, 131, 172 ff. AO; §§ 44 bis 48 SGB X */
export async function replaceDecision(
  place: Place,
  { db, row: { id }, kind, found }: Deciding,
  asked: {
    /** The decision that stood there for the clerk: whoever comes second is told. */
    replaces: string
    outcome: string
    kind: 'amendment' | 'revocation'
    content: Pick<DecisionContent, 'subject' | 'paragraphs' | 'reasons'>
  },
): Promise<boolean> {
  const { house, town, now, person } = place
  const row = await lockCase(db, id)
  const decisions = await listDecisions(db, town, id)
  const stands = standing(decisions)
  const outcome = kind.type.outcomes.find(({ key }) => key === asked.outcome)
  const isWaiting = decisions.some((one) => one.row.state === 'draft' && one.row.replaces_id !== null)
  if (!row || !outcome || stands?.row.id !== asked.replaces || isWaiting) return false
  const template = await composeDecision(house, town, { db, row, outcome, found, now }).catch((fault: unknown) => {
    if (fault instanceof Unfit) return undefined
    throw fault
  })
  const content = { basis: stands.content.basis, ...asked.content }
  const composed = {
    content,
    feeCents: template?.feeCents ?? null,
    feeText: template?.feeText ?? '',
    validUntil: asked.kind === 'revocation' ? null : (template?.validUntil ?? null),
  }
  const decision = await prepareDecision(db, town, {
    row,
    outcome: asked.outcome,
    composed,
    kind: asked.kind,
    replaces: stands.row.id,
    by: person.personId,
    now,
  })
  if (kind.type.fourEyes) {
    await note(db, town, row, { kind: 'prepared', by: actorOf(place), details: { outcome: asked.outcome } }, now)
    return true
  }
  await issueDecision(house, town, { db, row, kind, decision: { row: decision, content }, now })
  return true
}
