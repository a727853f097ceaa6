// Services that packages bring: checked, taken in once, and joined with the page that a town has already.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import { serveFresh } from '../../../test/serve-town.ts'
import type { LinkForm } from '../../contracts/online-forms.ts'
import type { CheckPart, InstallPart, PackagePart } from '../../contracts/package-parts.ts'
import { type Module, offer } from '../../kernel/module.ts'
import type { Town, TownSql } from '../../kernel/town.ts'
import catalogue from './module.tsx'

const linked: string[] = []
const forms: Module = {
  name: 'sample-forms',
  officialName: 'Formulare',
  folder: '',
  offers: [
    offer<LinkForm>('link-form', 1, async (_town, { form, service }) => {
      linked.push(`${form} ${service}`)
      return { linked: true }
    }),
  ],
}
const fresh = await freshHouse({ modules: [{ ...catalogue, folder: '' }, forms] })
const { house } = fresh
const served = await serveFresh(fresh)
const now = new Date('2026-11-22T10:00:00Z')

const dog = {
  format: 'stadttor-service/1',
  key: 'dog-registration',
  title: { de: 'Hund anmelden', en: 'Register a dog', leicht: 'Einen Hund anmelden' },
  summary: { de: 'Ganz online.', en: 'Entirely online.', leicht: 'Im Internet.' },
  synonyms: { de: ['Hundesteuer'], en: ['dog tax'] },
  sections: [
    {
      key: 'needs',
      title: { de: 'Das brauchen Sie', en: 'What you need' },
      text: { de: 'Bitte:\n- Chip <neu>\n- Rasse', en: '- chip' },
    },
    { key: 'areas', title: { de: 'Gebiete', en: 'Areas' }, text: { de: 'Alle.', en: 'All.' } },
  ],
  fees: [{ title: { de: 'Erster Hund', en: 'First dog' }, amount: '100.50', source: { example: true } }],
  legalBasis: [{ law: 'Art. 3 KAG', date: '2017-01-01', source: 'gesetze-bayern.de', verified: false }],
  leika: ['99999999999999'],
  forms: ['hundesteuer'],
}
const partOf = (service: unknown): PackagePart => ({
  kind: 'service',
  key: 'dog-registration',
  file: 'service.json',
  content: JSON.stringify(service),
})
const install = (town: Town, service: unknown) =>
  town.write((db) =>
    house.ask<InstallPart>(town, 'install-package-part', {
      db: db as TownSql,
      part: partOf(service),
      origin: { id: 'dog-registration', version: '1.0.0' },
      unit: '/',
      by: null,
      now,
    }),
  )
const servicesOf = async (town: Town): Promise<{ id: number; source: string }[]> =>
  (await town.read((db) => sql<{ id: number; source: string }>`SELECT id, source FROM catalogue.service ORDER BY id`.execute(db)))
    .rows

test('What a package says of a service is checked with its place before anything is stored', async () => {
  const town = await freshTown(house)
  const all = [{ ...partOf(dog), kind: 'form', key: 'hundesteuer' }]
  const check = async (service: unknown, among = all) =>
    (await house.ask<CheckPart>(town, 'check-package-part', { part: partOf(service), all: among }))!.problems.map(({ at }) => at)
  assert.deepEqual(await check(dog), [])
  assert.deepEqual(await check(dog, []), ['/forms'])
  assert.deepEqual(await check({ ...dog, title: { de: 'Nur deutsch' } }), ['/title'])
  assert.deepEqual(await servicesOf(town), [])
})

test('The texts become a page with the fee of the town; the same again changes nothing, a better text does', async () => {
  const town = await freshTown(house)
  assert.deepEqual(await install(town, dog), { version: 1, changed: true })
  assert.deepEqual(await install(town, dog), { version: 1, changed: false })
  const better = { ...dog, summary: { ...dog.summary, de: 'Ganz und gar online.' } }
  assert.deepEqual(await install(town, better), { version: 1, changed: true })
  const [service] = await servicesOf(town)
  assert.equal(service?.source, 'package/dog-registration')
  assert.ok(linked.includes(`hundesteuer catalogue.service/${service?.id}`))
  const page = await served.request(town, `/services/${service?.id}-hund-anmelden`)
  assert.equal(page.status, 200)
  for (const text of ['Hund anmelden', 'Ganz und gar online.', 'Chip &lt;neu&gt;', '100,50', 'Beispielwert', 'Gebiete'])
    assert.ok(page.text.includes(text), `the page does not say ${text}`)
})

/** Services of the town's own catalogue with the same federal key. */
async function townWith(...titles: string[]): Promise<Town> {
  const town = await freshTown(house)
  await install(town, { ...dog, leika: ['99000000000001'] })
  await town.write(async (db) => {
    await sql`UPDATE catalogue.service SET source = 'own', source_id = '1'`.execute(db)
    await sql`UPDATE catalogue.service_text SET edited = jsonb_build_object('title', ${titles[0]}::text)`.execute(db)
    for (const [index, title] of titles.slice(1).entries()) {
      const id = 100 + index
      await sql`INSERT INTO catalogue.service (id, source, source_id) VALUES (${id}, 'own', ${String(id)})`.execute(db)
      await sql`INSERT INTO catalogue.service_text (service_id, language, edited) VALUES (${id}, 'de', jsonb_build_object('title', ${title}::text))`.execute(
        db,
      )
      await sql`INSERT INTO catalogue.service_leika (service_id, leika_key) VALUES (${id}, '99000000000001')`.execute(db)
    }
  })
  return town
}

test('A page that the town has already keeps its texts and gets the form: the one of that name, or the only one with the key', async () => {
  const joined = async (...titles: string[]): Promise<string> => {
    const town = await townWith(...titles)
    linked.length = 0
    await install(town, { ...dog, leika: ['99000000000001'], sameAs: ['Hundesteuer'] })
    const id = Number(/\d+$/.exec(linked[0] ?? '')?.[0])
    return (await servicesOf(town)).find((one) => one.id === id)?.source === 'own' ? `own ${id}` : 'new'
  }
  assert.equal(await joined('Hund abmelden', 'Hundesteuer'), 'own 100')
  assert.equal(await joined('Hund ummelden'), 'own 1')
  assert.equal(await joined('Hund abmelden', 'Hund ummelden'), 'new')
})
