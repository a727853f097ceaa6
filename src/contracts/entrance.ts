// What a module shows in the entrance hall: most used, life situations, offices, further ways in.
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'

/** All addresses carry their language prefix; all words are in the language asked for. */
export type EntranceLink = { label: string; url: string }

export type EntranceParts = {
  often?: readonly EntranceLink[]
  tiles?: readonly (EntranceLink & { icon: string; note: string })[]
  situations?: readonly (EntranceLink & { icon: string; examples: readonly string[] })[]
  /** From the narrow to the wide; the last one lists everything. */
  ways?: readonly EntranceLink[]
  offices?: { title: string; mapUrl?: string; items: readonly (EntranceLink & { address: string })[] }
  /** Subjects whose events change any of this. */
  dependsOn: readonly string[]
}

export type Entrance = Contract<'entrance', 1, { language: Language }, EntranceParts>
