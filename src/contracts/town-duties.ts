// What a town still owes: asked by `stadttor town check` and shown to its editors.
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'

export type Duty = { what: string; state: 'missing' | 'outdated' | 'check'; how: string; law?: string }
export type TownDuties = Contract<'town-duties', 1, { today: string; language?: Language }, Duty[]>
