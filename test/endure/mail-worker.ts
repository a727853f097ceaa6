// The worker that sends messages; looked for by name, so that the house still builds when that room is gone.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { House } from '../../src/kernel/house.ts'
import { place } from '../../src/main.ts'

export type MailWorker = { wake: (townId: number) => void; idle: () => Promise<void>; stop: () => Promise<void> }
type StartWorker = (house: House, options?: { leaseMs?: number; sweepMs?: number }) => MailWorker

/** Undefined when no room sends messages. */
export async function findWorker(): Promise<StartWorker | undefined> {
  const file = join(place.dist, 'src', 'modules', 'notify', 'fixtures.js')
  if (!existsSync(file)) return undefined
  return ((await import(pathToFileURL(file).href)) as { startWorker: StartWorker }).startWorker
}
