// What waits for a signed-in person in the entrance hall: tasks, drafts, news, fitting offers, each explained.
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'

export type PersonalLink = { label: string; url: string; note?: string }
export type PersonalParts = {
  /** What the person must do, with its day. */
  tasks?: readonly (PersonalLink & { due?: string })[]
  drafts?: readonly PersonalLink[]
  appointments?: readonly PersonalLink[]
  news?: readonly PersonalLink[]
  /** `because` is shown: "weil Sie Interesse an … angegeben haben". */
  fitting?: readonly (PersonalLink & { because: string })[]
}
/** `interests` are keys of life situations or topics the person chose. */
export type PersonalHall = Contract<
  'personal-hall',
  1,
  { person: string; interests: readonly string[]; language: Language; today: string },
  PersonalParts
>

/** The choices a person may be interested in, such as life situations. */
export type Interests = Contract<'interests', 1, { language: Language }, readonly { key: string; label: string }[]>
/** The interests of one person, or none where they switched personal offers off. */
export type InterestsOf = Contract<'interests-of', 1, { person: string; now: Date }, readonly string[] | 'off'>
/** Where a person changes their interests and switches offers off. The url carries its language prefix. */
export type PersonalSettings = Contract<'personal-settings', 1, { language: Language }, { url: string }>
