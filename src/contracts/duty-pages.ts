// Who keeps the pages that every town owes its residents: imprint, privacy, accessibility …
import type { DutyPages as Pages } from '../design/frame.ts'
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'

/** Addresses with language prefix; a page that does not exist in this town is left out. */
export type DutyPages = Contract<'duty-pages', 1, { language: Language }, Pages>
