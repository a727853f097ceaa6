// Who counts what was searched and not found, so that editors can help. Words and days, never persons.
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'

/** Queries as typed: whoever counts them drops what may be about a person before anything is stored. */
export type SearchMisses = Contract<'search-misses', 1, { day: string; language: Language; queries: readonly string[] }, void>
