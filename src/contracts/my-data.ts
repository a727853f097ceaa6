// Everything a module holds about a person, and what it does when the person wants it erased.
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'
import type { TownSql } from '../kernel/town.ts'

export type DataEntry = { what: string; value: string; source?: string; since?: string }
export type DataChapter = { title: string; purpose: string; legalBasis: string; keptUntil: string; entries: readonly DataEntry[] }

/** Asked inside a logged look at this person. @law Art. 15, 20 DSGVO */
export type MyData = Contract<'my-data', 1, { db: TownSql; person: string; language: Language }, readonly DataChapter[]>

export type ErasureStep = 'restrict' | 'archive' | 'destroy'
export type ErasureReport = {
  done: readonly { what: string; how: 'restricted' | 'offered to the archive' | 'destroyed' }[]
  /** What a law keeps, and until when. */
  kept: readonly { what: string; law: string; until: string }[]
}
/** Idempotent; asked in the order restrict → archive → destroy, inside a logged look. @law Art. 17, 18 DSGVO; Art. 26 BayDSG (verify) */
export type ErasePerson = Contract<
  'erase-person',
  1,
  { db: TownSql; person: string; step: ErasureStep; now: Date; language: Language },
  ErasureReport
>
