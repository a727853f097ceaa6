// The demonstration's form: published once in each town of a demonstration, and marked as an example.
import type { House } from '../../../kernel/house.ts'
import type { Town } from '../../../kernel/town.ts'
import { readDocument } from '../document/read-document.ts'
import { createForm, findForm, publishVersion, type Writing } from '../form.ts'
import parking from './bewohnerparkausweis.json' with { type: 'json' }

export const demoKey = 'bewohnerparkausweis'

/** A second start changes nothing. @returns whether it was new */
export async function publishDemoForm(town: Town, now: Date): Promise<boolean> {
  const read = readDocument(parking)
  if ('faults' in read) throw new Error(`The form of the demonstration: ${JSON.stringify(read.faults)}`)
  const { document } = read
  return town.write(async (db: Writing) => {
    if (await findForm(db, demoKey)) return false
    const formId = await createForm(db, { key: demoKey, unit: '/', title: document.title.de, now })
    await publishVersion(db, { formId, document, by: null, approvedBy: null, now })
    return true
  })
}

/** Called when a process starts; @returns what waits for it to be done at the end */
export function openDemo(house: House): (() => Promise<void>) | undefined {
  if (!house.demo) return undefined
  const publishing = house.towns
    .list()
    .filter(({ settings }) => settings.demo)
    .map((town) =>
      publishDemoForm(town, new Date()).catch((fault: unknown) =>
        house.log.fault('the form of the demonstration was not published', fault, { town: town.key }),
      ),
    )
  return async () => void (await Promise.all(publishing))
}
