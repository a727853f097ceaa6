// Who helps people that do not get on: shown at the end of every page.
import type { Help } from '../design/frame.ts'
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'

/** Until a module offers it, the town's own phone numbers are shown. */
export type Support = Contract<'support', 1, { language: Language }, Help>
