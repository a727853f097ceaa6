// A clerk decides: words the draft, hands it on to the process, agrees as the second person, replaces a decision.
import type { CompleteTask, OpenTask, ProcessState } from '../../../contracts/processes.ts'
import type { SignedIn } from '../../../kernel/access.ts'
import { staffActor } from '../../../kernel/actor.ts'
import type { House } from '../../../kernel/house.ts'
import { showReference } from '../../../kernel/reference.ts'
import type { Town, TownSql } from '../../../kernel/town.ts'
import { mayDecide, opening } from '../access.ts'
import { listParties, type Party } from '../answers.ts'
import { changeCase, findCase, legalBasis, note, type Writing } from '../case.ts'
import type { CaseRow, DecisionContent } from '../tables.ts'
import { type TypeInUse, typeOf } from '../type/type.ts'
import { type Composed, composeDecision, type Found, Unfit } from './compose.ts'
import { type Decision, listDecisions, prepareDecision, wordDraft } from './draft.ts'
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
    return row && { row, may: await opening(db as never, person, mayDecide, row) }
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

/** What the clerk worded, kept; the rest of the letter comes from the template again. */
export async function saveDraft(
  place: Place,
  deciding: Deciding,
  key: string,
  worded: Pick<DecisionContent, 'subject' | 'paragraphs' | 'reasons'>,
) {
  const shown = await draftOf(place, deciding, key)
  if (!shown) return undefined
  const { db, row, decisions } = deciding
  const content = { ...shown.composed.content, ...worded }
  const before = decisions.find((one) => one.row.state === 'draft' && one.row.outcome === key)
  if (before) await wordDraft(db, place.town, before.row, content)
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
    const decision = (await listDecisions(db, town, row.id)).find((one) => one.row.state === 'draft')!
    await issueDecision(house, town, { db, row, kind, decision, now })
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
  if (!task || !draft) return 'gone'
  if (draft.row.prepared_by === person.personId) return 'four-eyes'
  const asked = { db: db as TownSql, task: task.id, person, variables: { approved }, now }
  const done = await house.ask<CompleteTask>(town, 'complete-task', asked)
  if (done && 'refused' in done) return done.refused
  if (approved)
    await db.updateTable('cases.decision').set({ approved_by: person.personId }).where('id', '=', draft.row.id).execute()
  await changeCase(db, town, row, {}, { kind: approved ? 'approved' : 'given-back', by: actorOf(place), reason }, now)
  return 'done'
}

/** A new decision in place of the one that stands. @law Art. 48, 49 BayVwVfG; §§ 130, 131, 172 ff. AO; §§ 44 bis 48 SGB X */
export async function replaceDecision(
  place: Place,
  { db, row, kind, decisions, found }: Deciding,
  asked: {
    outcome: string
    kind: 'amendment' | 'revocation'
    content: Pick<DecisionContent, 'subject' | 'paragraphs' | 'reasons'>
  },
): Promise<boolean> {
  const { house, town, now, person } = place
  const stands = decisions.findLast((one) => one.row.state === 'issued')
  const outcome = kind.type.outcomes.find(({ key }) => key === asked.outcome)
  if (!stands || !outcome) return false
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
  await issueDecision(house, town, { db, row, kind, decision: { row: decision, content }, now })
  return true
}
