// Which member of staff may open which case: by unit, never one's own, and secrets stay in the unit.
import { sql } from 'kysely'
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
    .where((where) => where.or([where('account_id', '=', personId), where('subject', '=', personId)]))
    .limit(1)
    .executeTakeFirst()
  return party !== undefined
}

/** Secrets stay with the unit itself: whoever answers for all of the town, or for a unit above, does not read them. @law § 30 AO, § 35 SGB I */
export const mayOpen = (
  person: Pick<SignedIn, 'units'>,
  permission: string,
  { unit }: Pick<CaseRow, 'unit'>,
  secret: boolean,
): boolean => (secret ? (person.units.get(permission) ?? []).includes(unit) : mayIn(person, permission, unit))

/** `hidden`: as if it were not there; `own`: the person takes part in it. */
export async function opening(
  db: Either,
  person: SignedIn,
  permission: string,
  row: Pick<CaseRow, 'id' | 'owner_id' | 'holder_id' | 'unit' | 'type_id' | 'version'>,
): Promise<'open' | 'hidden' | 'own'> {
  if (!mayIn(person, permission, row.unit)) return 'hidden'
  const kind = await (db as Writing)
    .selectFrom('cases.type_version')
    .select(sql<string | null>`definition ->> 'secrecy'`.as('secrecy'))
    .where('type_id', '=', row.type_id)
    .where('number', '=', row.version)
    .executeTakeFirst()
  if (!mayOpen(person, permission, row, kind?.secrecy != null)) return 'hidden'
  return (await isParty(db, person, row)) ? 'own' : 'open'
}
