// Who finds the person that a member of staff has to do with; whoever is shown reads for what purpose they were looked up.
import type { SignedIn } from '../kernel/access.ts'
import type { Contract } from '../kernel/contract.ts'

/** `born` as `YYYY-MM-DD`; empty where unknown. */
export type FoundPerson = { id: string; name: string; born: string; city: string }

/**
 * `exact`: an account number, a mail address that the person has proved, or the reference of a matter, as somebody types it; where it is
 * empty, the name is searched for, by those alone whom `search-by-name` allows it. Each look is logged for `permission` with `purpose`.
 * `many`: more than ten, and nobody is shown.
 */
export type FindPersons = Contract<
  'find-persons',
  1,
  { by: SignedIn; permission: string; purpose: string; exact: string; familyName: string; givenName: string },
  readonly FoundPerson[] | 'many'
>
export type SearchByName = Contract<'search-by-name', 1, { by: SignedIn }, boolean>

/** Whose matter has this reference; asked of all rooms. Ids only: nobody is looked at. */
export type PersonOfReference = Contract<'person-of-reference', 1, { reference: string }, string | undefined>
