// Which forms of the house complete a service online: the catalogue asks, and shows the first as the page's one action.
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'
import type { TownSql } from '../kernel/town.ts'

/**
 * What a person has open already of what a form begins: its start page says so before they begin another. `person`: whose it would be; asked for
 * who is signed in alone. Rows without personal content; urls carry their language prefix, `since` is a day.
 */
export type OpenDuplicates = Contract<
  'open-duplicates',
  1,
  { form: string; person: string; language: Language },
  readonly { title: string; reference: string; url: string; since: string }[]
>

/**
 * `service` is a subject such as `catalogue.service/17`. Urls carry their language prefix. Whoever answers tells an event with that subject
 * when its answer changes, so that pages kept in memory are made anew.
 */
export type OnlineForms = Contract<
  'online-forms',
  1,
  { service: string; language: Language; today: string },
  readonly { title: string; url: string; minutes?: number }[]
>

/** A form completes a service from now on; asked again, nothing changes. `form`: its key. Not linked: there is no such form. */
export type LinkForm = Contract<'link-form', 1, { db: TownSql; form: string; service: string }, { linked: boolean }>
