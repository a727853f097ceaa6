// Who keeps something in a town's folder and takes it over when the folder changed.
import type { Contract } from '../kernel/contract.ts'
import type { Log } from '../kernel/log.ts'

/** `folder` is the town's own, `starter` the one whose texts stand in where the town has none. Idempotent. */
export type TownFiles = Contract<
  'town-files',
  1,
  { folder: string; starter: string; now: Date; log: Log },
  { changed: boolean; lines: string[] }
>
