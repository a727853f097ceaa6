// What a module offers to the one search of the house: public texts only, never anything about a person.
import type { Contract } from '../kernel/contract.ts'
import type { SearchDocument } from '../kernel/search/document.ts'

/** All documents of one town, in every language. Asked again after an event of the module. */
export type SearchOffer = Contract<'search-documents', 1, Record<string, never>, SearchDocument[]>
