// What a person's account knows of them, to be offered in a form: asked for the signed-in person alone, never looked up from typed names.
import type { Contract } from '../kernel/contract.ts'
import type { TownSql } from '../kernel/town.ts'

export type ProfileValue = {
  givenName?: string
  familyName?: string
  /** `YYYY-MM-DD` */
  birthDate?: string
  address?: { street: string; houseNumber: string; postcode: string; city: string; country?: string }
  mail?: string
  phone?: string
  /** Of these a register or the provider of the sign-in said it, not the person alone. */
  proven?: readonly ('givenName' | 'familyName' | 'birthDate')[]
}

/** Asked inside a logged look at this person. */
export type ProfileValues = Contract<'profile-values', 1, { db: TownSql; person: string }, ProfileValue>
