// Who counts visits, so that the most used stand first. Counts pages per day, never persons.
import type { Contract } from '../kernel/contract.ts'

/** `visits` maps a subject such as `catalogue.service/17` to visits since the last call. */
export type VisitCounts = Contract<'visit-counts', 1, { day: string; visits: ReadonlyMap<string, number> }, void>
