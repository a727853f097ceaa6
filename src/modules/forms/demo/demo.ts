// The demonstration's form: published once in each town of a demonstration, and marked as an example.
import type { SearchOffer } from '../../../contracts/search.ts'
import type { House } from '../../../kernel/house.ts'
import type { Town, TownSql } from '../../../kernel/town.ts'
import { type BuilderWriting, saveImported } from '../builder/working-copy.ts'
import { readDocument } from '../document/read-document.ts'
import { createForm, findForm, publishVersion, type Writing } from '../form.ts'
import { linkForm } from '../packages/part.ts'
import parking from './bewohnerparkausweis.json' with { type: 'json' }

export const demoKey = 'bewohnerparkausweis'

/** A second start changes nothing. @returns whether it was new */
export async function publishDemoForm(town: Town, now: Date): Promise<boolean> {
  const read = readDocument(parking)
  if ('faults' in read) throw new Error(`The form of the demonstration: ${JSON.stringify(read.faults)}`)
  const { document } = read
  return town.write(async (db: BuilderWriting) => {
    if (await findForm(db, demoKey)) return false
    const formId = await createForm(db, { key: demoKey, unit: '/', title: document.title.de, now })
    await publishVersion(db, { formId, document, by: null, approvedBy: null, now })
    const revision = await saveImported(db, formId, document, null, now)
    await db.updateTable('forms.working_copy').set({ published_revision: revision }).where('form_id', '=', formId).execute()
    return true
  })
}

/** The form belongs to the service of its name, where the town's catalogue has one. */
async function linkDemoForm(house: House, town: Town): Promise<void> {
  const documents = (await house.askAll<SearchOffer>(town, 'search-documents', {})).flatMap(({ answer }) => answer)
  const found = documents.find(
    ({ kind, language, title }) => kind === 'service' && language === 'de' && title === 'Bewohnerparkausweis',
  )
  const number = /^\/services\/(\d+)/.exec(found?.url ?? '')?.[1]
  if (number === undefined) return
  const service = `catalogue.service/${number}`
  await town.write((db: Writing) => linkForm({ db: db as unknown as TownSql, form: demoKey, service }))
}

/** Called when a process starts; @returns what waits for it to be done at the end */
export function openDemo(house: House): (() => Promise<void>) | undefined {
  if (!house.demo) return undefined
  const publishing = house.towns
    .list()
    .filter(({ settings }) => settings.demo)
    .map((town) =>
      publishDemoForm(town, new Date())
        .then(() => linkDemoForm(house, town))
        .catch((fault: unknown) => house.log.fault('the form of the demonstration was not published', fault, { town: town.key })),
    )
  return async () => void (await Promise.all(publishing))
}
