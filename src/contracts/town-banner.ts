// Who sets a notice for all pages of a town: it stands before the one in the town's settings.
import type { Frame } from '../design/frame.ts'
import type { Contract } from '../kernel/contract.ts'
import type { Language } from '../kernel/language.ts'

/** Urls carry their language prefix. Whoever answers tells `kernel.frame` when a notice begins, changes or ends. */
export type TownBanner = Contract<'town-banner', 1, { language: Language; now: Date }, Frame['banner']>
