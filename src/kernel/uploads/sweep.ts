// By the clock: checks that were broken off are begun anew, what waited for the scanner is looked at, what stopped arriving is dropped.
import type { House } from '../house.ts'
import { inspectUpload, inspectWaiting } from './inspect.ts'
import { dropExpiredUploads, listWaitingUploads } from './upload.ts'

export async function sweepUploads(house: House, now: Date): Promise<void> {
  for (const town of house.towns.list()) {
    await dropExpiredUploads(town, now)
    for (const upload of await listWaitingUploads(town)) await inspectUpload({ house, town }, upload, now)
    await inspectWaiting({ house, town }, now)
  }
}
