// Who takes part in a case: read once from the answers and from the account that sent them.
import { newId } from '../../../kernel/ids.ts'
import type { Town } from '../../../kernel/town.ts'
import type { Writing } from '../case.ts'
import { sealedParty } from '../sealing.ts'
import type { PartyContent, PartyRow } from '../tables.ts'
import type { CaseType } from '../type/case-type.ts'

/** The value at a path such as `person.name`; undefined where nothing is. */
export function answerAt(answers: Readonly<Record<string, unknown>>, path: string): unknown {
  let found: unknown = answers
  for (const key of path.split('.')) {
    if (typeof found !== 'object' || found === null) return undefined
    found = Array.isArray(found) ? found[Number(key)] : (found as Record<string, unknown>)[key]
  }
  return found
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined

/** What the answers say of the applicant, by the paths that the kind of case names. */
export function namesIn({ names }: CaseType, answers: Readonly<Record<string, unknown>>): PartyContent {
  const at = (path: string | undefined): unknown => (path === undefined ? undefined : answerAt(answers, path))
  const found: PartyContent = {}
  for (const key of ['givenName', 'familyName', 'company', 'birthDate', 'mail'] as const) {
    const text = textOf(at(names[key]))
    if (text !== undefined) found[key] = text
  }
  const address = at(names.address) as Record<string, unknown> | undefined
  if (typeof address === 'object' && address !== null)
    found.address = {
      street: textOf(address.street) ?? '',
      houseNumber: textOf(address.houseNumber) ?? '',
      postcode: textOf(address.postcode) ?? '',
      city: textOf(address.city) ?? '',
    }
  return found
}

export type NewParty = Pick<PartyRow, 'role' | 'kind' | 'account_id' | 'subject'> & { content: PartyContent }

/** Inside a look at each party's subject. */
export async function addParty(
  db: Writing,
  town: Town,
  caseId: string,
  { content, ...party }: NewParty,
  now: Date,
): Promise<string> {
  const id = newId(now)
  await Promise.all([
    db
      .insertInto('cases.party')
      .values({ id, case_id: caseId, ...party, added_at: now, ended_at: null })
      .execute(),
    db
      .insertInto('cases.party_content')
      .values({ party_id: id, subject_id: party.subject, sealed: sealedParty.seal(town.dataKey, id, content) })
      .execute(),
  ])
  return id
}

/** As lists show it: `Muster, Anna` or the company. */
export const listName = ({ company, familyName, givenName }: PartyContent): string =>
  company ?? [familyName, givenName].filter((part) => part !== undefined).join(', ')

export const fullName = ({ company, familyName, givenName }: PartyContent): string =>
  company ?? [givenName, familyName].filter((part) => part !== undefined).join(' ')
