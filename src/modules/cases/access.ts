// Which member of staff may open which case: by unit, never one's own, and secrets stay in the unit.
import { sql } from 'kysely'
import type { RepresentativesOf } from '../../contracts/representation.ts'
import { mayIn, type SignedIn } from '../../kernel/access.ts'
import type { House } from '../../kernel/house.ts'
import type { Town, TownSql } from '../../kernel/town.ts'
import { caseSubject, type Reading, type Writing } from './case.ts'
import type { CaseRow } from './tables.ts'

export const mayRead = 'cases.case.read'
export const mayWork = 'cases.case.work'
export const mayDecide = 'cases.case.decide'
export const mayIntake = 'cases.case.intake'
export const mayGiveOpinion = 'cases.case.give-opinion'

type Either = Pick<Writing, 'selectFrom'> | Pick<Reading, 'selectFrom'>

export type Place = { house: House; town: Town }

/**
 * Also whoever represents a company that takes part. A part that ended excludes its person still.
 * @law Art. 20 Abs. 1 Satz 1 Nr. 1, 3 und 5 BayVwVfG: nobody works on a matter in which they take part themselves (verify)
 */
export async function isParty(
  { house, town }: Place,
  db: Either,
  { personId }: Pick<SignedIn, 'personId'>,
  row: Pick<CaseRow, 'id' | 'owner_id' | 'holder_id'>,
): Promise<boolean> {
  if (row.owner_id === personId || row.holder_id === personId) return true
  const parties = await (db as Writing)
    .selectFrom('cases.party')
    .select(['kind', 'account_id', 'subject'])
    .where('case_id', '=', row.id)
    .execute()
  if (parties.some(({ account_id, subject }) => account_id === personId || subject === personId)) return true
  const companies = new Set(
    parties.flatMap(({ kind, account_id }) => (kind === 'organisation' && account_id ? [account_id] : [])),
  )
  for (const organisation of companies) {
    const asked = { db: db as unknown as TownSql, organisation, matter: caseSubject(row.id) }
    if ((await house.ask<RepresentativesOf>(town, 'representatives-of', asked))?.includes(personId)) return true
  }
  return false
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
  place: Place,
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
  return (await isParty(place, db, person, row)) ? 'own' : 'open'
}
