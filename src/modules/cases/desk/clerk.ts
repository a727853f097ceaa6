// What a member of staff may open: cases of the own units, secret ones of exactly their unit, never one in which they take part.
import { mayIn, type SignedIn } from '../../../kernel/access.ts'
import type { Actor } from '../../../kernel/actor.ts'
import { isUuid } from '../../../kernel/ids.ts'
import { covers, listPermissionsOf } from '../../../kernel/permissions.ts'
import { logAccess, type Town } from '../../../kernel/town.ts'
import { findCase, legalBasis, lockCase, type Reading, type Writing } from '../case.ts'
import type { CaseRow } from '../tables.ts'
import { knownTypes } from '../type/known-types.ts'
import type { TypeInUse } from '../type/type.ts'

export const mayRead = 'cases.case.read'
export const mayWork = 'cases.case.work'
export const mayDecide = 'cases.case.decide'
export const mayTakeIn = 'cases.case.intake'
export const mayGiveOpinion = 'cases.case.give-opinion'

export const actorOf = (person: SignedIn, unit: string): Actor => ({ staff: person.personId, unit })
export const unitsFor = (person: SignedIn, permission: string): readonly string[] => person.units.get(permission) ?? []

/** Secrets stay with the unit itself: whoever answers for all of the town, or for a unit above, does not read them. @law § 30 AO, § 35 SGB I */
export const mayLook = (
  person: SignedIn,
  permission: string,
  { row: { unit }, kind: { type } }: { row: CaseRow; kind: TypeInUse },
): boolean => (type.secrecy ? unitsFor(person, permission).includes(unit) : mayIn(person, permission, unit))

/** Everybody who takes part has ended parts too: whoever was the agent once does not decide later. @law Art. 20 BayVwVfG */
export async function takesPart(db: Reading | Writing, person: SignedIn, row: CaseRow): Promise<boolean> {
  const own = [person.personId, ...(person.actsFor ? [person.actsFor.id] : [])]
  if (own.includes(row.holder_id) || (row.owner_id !== null && own.includes(row.owner_id))) return true
  const found = await (db as Writing)
    .selectFrom('cases.party')
    .select('id')
    .where('case_id', '=', row.id)
    .where((where) => where.or([where('account_id', 'in', own), where('subject', 'in', own)]))
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** `party`: it is there, but they take part in it themselves. Undefined: there is none for them. */
export type Opening = { row: CaseRow; kind: TypeInUse } | 'party' | undefined

export async function findFor(
  db: Reading | Writing,
  town: Town,
  person: SignedIn,
  id: string,
  permission: string,
): Promise<Opening> {
  if (!isUuid(id)) return undefined
  const row = await findCase(db, id)
  return row && admitTo(db, town, person, row, permission)
}

export async function admitTo(
  db: Reading | Writing,
  town: Town,
  person: SignedIn,
  row: CaseRow,
  permission: string,
): Promise<Opening> {
  const kind = (await knownTypes(db, town)).of(row)
  if (!mayLook(person, permission, { row, kind })) return undefined
  return (await takesPart(db, person, row)) ? 'party' : { row, kind }
}

export const openCase = (town: Town, person: SignedIn, id: string, permission = mayRead): Promise<Opening> =>
  town.read((db: Reading) => findFor(db, town, person, id, permission))

export type AtCase = { db: Writing; row: CaseRow; kind: TypeInUse; actor: Actor }
type Work = { id: string; permission: string; purpose: string; now: Date }

/**
 * Holds the case and looks at its holder. What the person may do is asked once more inside the transaction: a role taken away meanwhile counts.
 */
export function atCase<Result>(
  town: Town,
  person: SignedIn,
  { id, permission, purpose, now }: Work,
  work: (at: AtCase) => Promise<Result>,
): Promise<Result | 'party' | undefined> {
  if (!isUuid(id)) return Promise.resolve(undefined)
  return town.write(async (db: Writing) => {
    const [row, held] = await Promise.all([
      lockCase(db, id),
      listPermissionsOf(db as unknown as Parameters<typeof listPermissionsOf>[0], person.personId, now),
    ])
    if (!row || !covers(held, permission, row.unit)) return undefined
    const found = await admitTo(db, town, person, row, permission)
    if (found === undefined || found === 'party') return found
    const actor = actorOf(person, row.unit)
    await logAccess(db, [row.holder_id], { actor, purpose, legalBasis, matter: row.reference })
    return work({ db, ...found, actor })
  })
}
