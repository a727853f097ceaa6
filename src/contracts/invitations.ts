// An invitation to work in a town: a link that is used once, offered by the desk, enrolled by whoever lets people sign in.
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'
import type { TownSql } from '../kernel/town.ts'

export type Invitation = {
  state: 'open'
  id: string
  /** A person of this town who exists already, has no sign-in and no permission yet. */
  person: string
  /** The address the invitation was made for. Read with a logged look at the person; shown; mailed to only with a code, where they enrol without a passkey. */
  mail: string
  /** `administrator`: by the command line of the installation; `member`: by an administrator on the desk. */
  purpose: 'administrator' | 'member'
  expiresAt: Date
}

/** Changes nothing: programs that scan mails open links too. An unknown token, one of another town, a used and an expired one look alike. */
export type InvitationOf = Contract<'invitation-of', 1, { token: string; now: Date }, Invitation | { state: 'gone' }>

export type AcceptedInvitation = {
  /** Inside a logged look at the invited person, in the transaction that stores their passkey or other sign-in. */
  db: TownSql
  token: string
  /** Must be the invited one: proves that the page that asks stored the sign-in for the right person. */
  person: string
  givenName: string
  familyName: string
  now: Date
}
/**
 * Checks the token again under a lock, confirms the memberships and gives the roles. `gone` when it was used meanwhile, has expired or was
 * taken back: then the whole transaction must be undone.
 */
export type AcceptInvitation = Contract<'accept-invitation', 1, AcceptedInvitation, 'accepted' | 'gone'>

/** Where an invited person enrols: asked from whoever lets people sign in. Absolute address, the token in it. */
export type InvitationPage = Contract<'invitation-page', 1, { token: string; language: Language }, { url: string }>
