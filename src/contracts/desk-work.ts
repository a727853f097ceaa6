// What waits for a member of staff: work lists with counts, contributed by every module to the desk.
import type { SignedIn } from '../kernel/access.ts'
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'
import type { TownSql } from '../kernel/town.ts'

/** Only what this person may see; no names of residents. Urls carry their language prefix. */
export type DeskList = { title: string; url: string; count: number; overdue?: number; dueToday?: number }
/** With `deputyFor` only the lists that are that person's own, as far as `person` may see them. */
export type DeskWork = Contract<
  'desk-work',
  1,
  { person: SignedIn; language: Language; today: string; deputyFor?: string },
  readonly DeskList[]
>

export type DeskHit = { kind: string; title: string; url: string; more?: string }
/** Finds things by reference, number or title; persons only through the phone desk with a purpose. */
export type DeskSearch = Contract<'desk-search', 1, { person: SignedIn; language: Language; query: string }, readonly DeskHit[]>

/** How a member of staff likes work lists; `url` takes the form that changes it, `saveUrl` keeps the view at hand. Paths without language. */
export type DeskPreferences = Contract<
  'desk-preferences',
  1,
  { person: string },
  {
    oneLine: boolean
    keys: boolean
    url: string
    saveUrl: string /** Addresses of the views that are kept. */
    saved?: readonly string[]
  }
>

/** A line on the start page of a member of staff, until they have read it. Ids, roles and states; never a resident's name. Path without language. */
export type StaffNotice = Contract<
  'staff-notice',
  1,
  { db: TownSql; person: string; text: { de: string; en: string }; path?: string; now: Date },
  void
>

/** Open matters of a person, for whoever looks with a purpose: asked inside the logged look. */
export type OpenMatters = Contract<
  'open-matters',
  1,
  { subject: string; language: Language },
  readonly { title: string; state: string; url: string; since?: string }[]
>
