// What waits for a member of staff: work lists with counts, contributed by every module to the desk.
import type { SignedIn } from '../kernel/access.ts'
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'

/** Only what this person may see; no names of residents. Urls carry their language prefix. */
export type DeskList = { title: string; url: string; count: number; overdue?: number; dueToday?: number }
export type DeskWork = Contract<'desk-work', 1, { person: SignedIn; language: Language; today: string }, readonly DeskList[]>

export type DeskHit = { kind: string; title: string; url: string; more?: string }
/** Finds things by reference, number or title; persons only through the phone desk with a purpose. */
export type DeskSearch = Contract<'desk-search', 1, { person: SignedIn; language: Language; query: string }, readonly DeskHit[]>

/** Open matters of a person, for whoever looks with a purpose: asked inside the logged look. */
export type OpenMatters = Contract<
  'open-matters',
  1,
  { subject: string; language: Language },
  readonly { title: string; state: string; url: string; since?: string }[]
>
