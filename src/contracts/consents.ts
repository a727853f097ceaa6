// What a person allowed, to whom, in which wording; asked by the modules that need it.
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'
import type { TownSql } from '../kernel/town.ts'

export type ConsentPurpose = {
  /** `<module>.<what for>`: `once-only.parking-permit`. */
  key: string
  /** Rises with every change of the wording: an older consent does not hold for it. */
  version: number
  title: string
  /** What happens with which data, in plain words. */
  text: string
  /** Who receives the data. */
  receiver: string
  /** What is different after withdrawing. */
  withdrawal: string
}
/** Each module declares its own purposes. @law Art. 7 DSGVO */
export type ConsentPurposes = Contract<'consent-purposes', 1, { language: Language }, readonly ConsentPurpose[]>

/** Undefined: not given, withdrawn, or given for an older wording. Asked inside a logged look at this person. */
export type ConsentGiven = Contract<
  'consent-given',
  1,
  { db: TownSql; person: string; purpose: string; receiver: string; version: number },
  { since: Date } | undefined
>
