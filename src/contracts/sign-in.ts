// Who lets people sign in: where to go, and how a visitor who was stopped on the way comes back without losing anything.

import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'
import type { Level } from '../kernel/tables.ts'
import type { TownSql } from '../kernel/town.ts'

/** Where the header leads. Urls carry their language prefix. */
export type SignInPlaces = Contract<
  'sign-in-places',
  1,
  { language: Language },
  { signIn: string; account: string; signOut: string /** Where a form or a script says "I am still here". */; stay?: string }
>

export type StoppedVisitor = {
  language: Language
  /** Path with query of the page the visitor asked for; of the form's address where they sent one. */
  path: string
  why: 'sign-in' | 'step-up' | 'second-factor'
  level: Level
  /** What they had typed into a form, kept sealed until they are back. */
  form?: string | undefined
  /** They had chosen files too, which are not kept: the page that stops them says that files must be chosen again. */
  lostFiles?: boolean | undefined
  /** The reader's network address, shortened to what limits are counted by; whoever sends forms without end waits. */
  address?: string | undefined
  /** Value of `__Host-<name>` in the stopped request: a browser that waits already is known by the cookie of last time. */
  cookie?: (name: string) => string | undefined
  now: Date
}
/** Answers where to send the visitor, and a cookie that binds what was kept to this browser. */
export type SignInFirst = Contract<'sign-in-first', 1, StoppedVisitor, { url: string; cookie?: string }>

/** Persons of the demonstration, printed when the server starts with DEMO=1: one line each. */
export type DemoAccounts = Contract<'demo-accounts', 1, { now: Date }, readonly string[]>

/** A person of the town's staff, as their employer's identity provider knows them. */
export type StaffIdentity = {
  provider: string
  issuer: string
  subject: string
  /** Only where the provider says that it verified it. */
  mail?: string | undefined
  /** What the town's settings say that their groups stand for: `clerks@trade-office`, `administrator@*`. */
  groups: readonly string[]
  now: Date
}
/** Who knows which member of staff this is, from provisioning. Asked only for providers of kind `staff`, and only while the way is new. */
export type StaffOf = Contract<'staff-of', 1, StaffIdentity, { person: string } | undefined>

/**
 * Brings what a member of staff has through their groups to what the provider says now; asked at every such sign-in, in the transaction that
 * opens the session. Answers the entries that name no role or unit of the town.
 */
export type StaffGroups = Contract<
  'staff-groups',
  1,
  { db: TownSql; person: string; provider: string; groups: readonly string[]; now: Date },
  { unknown: readonly string[] }
>

/** Invented colleagues whom the demonstration's own identity provider lets in, by their user names. */
export type DemoStaff = Contract<
  'demo-staff',
  1,
  Record<string, never>,
  readonly { userName: string; givenName: string; familyName: string; task: string }[]
>

/** What an identity provider said of a person who has just signed in there; each room takes what it may keep. */
export type IdentityProven = Contract<
  'identity-proven',
  1,
  {
    person: string
    provider: { id: string; kind: 'residents' | 'companies' | 'staff'; label: { de: string; en: string } }
    /** Claims of the id token, as they came. */
    claims: Readonly<Record<string, unknown>>
    level: Level
    now: Date
  },
  void
>
