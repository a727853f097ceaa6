// Who keeps the town's own words for the search, beside the file in its folder.
import type { Contract } from '../kernel/contract.ts'

/** German groups, one a line, as in the lists of `src/kernel/search/synonyms`. Asked again after an event of the module. */
export type TownSynonyms = Contract<'town-synonyms', 1, Record<string, never>, string>
