// What a signed-in person finds on the page of their account: each room offers its own.
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'

export type AccountLink = {
  label: string
  /** With its language prefix. */
  url: string
  note?: string | undefined
  /** Smaller stands first: 10 what waits for the person, 20 who they are, 30 how they sign in, 40 their data. */
  order: number
}
export type AccountLinks = Contract<
  'account-links',
  1,
  { person: string; kind: 'resident' | 'staff'; language: Language },
  readonly AccountLink[]
>
