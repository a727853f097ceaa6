// What a case rests on: the newest answers of the person, the clerk's own form, and everything that came before.
import type { Town } from '../../kernel/town.ts'
import type { Reading, Writing } from './case.ts'
import { sealedAnswers, sealedParty } from './sealing.ts'
import type { AnswersContent, PartyContent, PartyRow, SubmissionRow } from './tables.ts'

type Either = Pick<Writing, 'selectFrom'> | Pick<Reading, 'selectFrom'>
export type Answered = SubmissionRow & AnswersContent

/** Everything that was sent, in order; inside a look at the holder. */
export async function listAnswers(db: Either, town: Town, caseId: string): Promise<Answered[]> {
  const rows = await (db as Writing)
    .selectFrom('cases.submission as s')
    .innerJoin('cases.answers as a', (on) => on.onRef('a.town_id', '=', 's.town_id').onRef('a.submission_id', '=', 's.id'))
    .selectAll('s')
    .select('a.sealed')
    .where('s.case_id', '=', caseId)
    .orderBy('s.received_at')
    .orderBy('s.id')
    .execute()
  return rows.map(({ sealed, ...row }) => ({ ...row, ...sealedAnswers.open(town.dataKey, row.id, sealed) }))
}

/** The state that counts now: a correction holds all answers, those that stayed too. */
export function currentOf(sent: readonly Answered[]): { person: Answered; clerk?: Answered | undefined } {
  const person = sent.findLast(({ role }) => role !== 'clerk' && role !== 'addition')
  if (!person) throw new Error('A case without answers.')
  return { person, clerk: sent.findLast(({ role }) => role === 'clerk') }
}

export type Party = PartyRow & { content: PartyContent }

/** Those who take part now; inside a look at their subjects, others are left out. */
export async function listParties(db: Either, town: Town, caseId: string): Promise<Party[]> {
  const rows = await (db as Writing)
    .selectFrom('cases.party as p')
    .innerJoin('cases.party_content as c', (on) => on.onRef('c.town_id', '=', 'p.town_id').onRef('c.party_id', '=', 'p.id'))
    .selectAll('p')
    .select('c.sealed')
    .where('p.case_id', '=', caseId)
    .where('p.ended_at', 'is', null)
    .orderBy('p.added_at')
    .orderBy('p.id')
    .execute()
  return rows.map(({ sealed, ...row }) => ({ ...row, content: sealedParty.open(town.dataKey, row.id, sealed) }))
}
