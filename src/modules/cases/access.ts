// Which member of staff may open which case: by unit, never one's own, and secrets stay in the unit.
import { mayIn, type SignedIn } from '../../kernel/access.ts'
import type { Reading, Writing } from './case.ts'
import type { CaseRow } from './tables.ts'

export const mayRead = 'cases.case.read'
export const mayWork = 'cases.case.work'
export const mayDecide = 'cases.case.decide'
export const mayIntake = 'cases.case.intake'
export const mayGiveOpinion = 'cases.case.give-opinion'

type Either = Pick<Writing, 'selectFrom'> | Pick<Reading, 'selectFrom'>

/** @law Art. 20 Abs. 1 BayVwVfG: nobody works on a matter in which they take part themselves (verify) */
export async function isParty(
  db: Either,
  { personId }: Pick<SignedIn, 'personId'>,
  row: Pick<CaseRow, 'id' | 'owner_id' | 'holder_id'>,
): Promise<boolean> {
  if (row.owner_id === personId || row.holder_id === personId) return true
  const party = await (db as Writing)
    .selectFrom('cases.party')
    .select('id')
    .where('case_id', '=', row.id)
    .where('account_id', '=', personId)
    .executeTakeFirst()
  return party !== undefined
}

/** `hidden`: as if it were not there; `own`: the person takes part in it. */
export async function opening(
  db: Either,
  person: SignedIn,
  permission: string,
  row: Pick<CaseRow, 'id' | 'owner_id' | 'holder_id' | 'unit'>,
): Promise<'open' | 'hidden' | 'own'> {
  if (!mayIn(person, permission, row.unit)) return 'hidden'
  return (await isParty(db, person, row)) ? 'own' : 'open'
}
