// Texts of service packages in the catalogue: checked, taken in once, and joined with the service that a town has already.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { freshHouse, freshTown } from '../../../../test/fresh-town.ts'
import { serveFresh } from '../../../../test/serve-town.ts'
import type { LinkForm } from '../../../contracts/online-forms.ts'
import type { CheckPart, InstallPart, PackagePart, TryPart } from '../../../contracts/package-parts.ts'
import { type Module, offer } from '../../../kernel/module.ts'
import type { Town, TownSql } from '../../../kernel/town.ts'
import { importCatalogue } from '../import.ts'
import catalogue from '../module.tsx'
import { recordOfPart } from './record-of-part.ts'
import type { ServicePart } from './service-part.ts'

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

const dog: ServicePart = {
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
  assert.deepEqual(await check({ ...dog, key: 'other' }), ['/key'])
  assert.deepEqual(await check(dog, []), ['/forms/0'])
  assert.deepEqual(await check({ ...dog, title: { de: 'Nur deutsch' } }), ['/title'])
  assert.deepEqual(await servicesOf(town), [])
})

test('The texts become a page with the fee of the town; the same again changes nothing, a better text does', async () => {
  const town = await freshTown(house)
  assert.deepEqual(await install(town, dog), { version: 1, changed: true })
  assert.deepEqual(await install(town, dog), { version: 1, changed: false })
  const better = { ...dog, summary: { ...dog.summary, de: 'Ganz und gar online.' } }
  assert.deepEqual(await install(town, better), { version: 2, changed: true })
  const [service] = await servicesOf(town)
  assert.equal(service?.source, 'package:dog-registration')
  assert.ok(linked.includes(`hundesteuer catalogue.service/${service?.id}`))
  const page = await served.request(town, `/services/${service?.id}-hund-anmelden`)
  assert.equal(page.status, 200)
  for (const text of ['Hund anmelden', 'Ganz und gar online.', 'Chip &lt;neu&gt;', '100,50', 'Beispielwert', 'Gebiete'])
    assert.ok(page.text.includes(text), `the page does not say ${text}`)
})

test('A service that the town has already keeps its texts and gets the form', async () => {
  const town = await freshTown(house)
  const mine = { ...dog, leika: ['99000000000001'], title: { de: 'Hundesteuer', en: 'Dog tax' } }
  const record = { ...recordOfPart(mine, 'own'), sourceId: '17' }
  const nothing = { offices: [], topics: [], authorities: [], refused: [] }
  await importCatalogue(town, { format: 'munich', source: 'own', services: [record], ...nothing }, { now })
  const [known] = await servicesOf(town)
  assert.deepEqual(await install(town, { ...dog, leika: ['99000000000001'] }), { version: 1, changed: false })
  assert.deepEqual(await servicesOf(town), [known])
  assert.equal(linked.at(-1), `hundesteuer catalogue.service/${known?.id}`)
})

test('An example of a service says which texts come of it', async () => {
  const town = await freshTown(house)
  const attempt = async (expected: unknown) =>
    (await house.ask<TryPart>(town, 'try-package-part', {
      part: partOf(dog),
      all: [],
      example: { file: 'examples/a.json', name: 'a', given: {}, expected },
      now,
    }))!
  assert.equal((await attempt({ de: { title: 'Hund anmelden' }, leicht: { summary: 'Im Internet.' } })).passed, true)
  assert.match((await attempt({ de: { title: 'Katze anmelden' } })).differences[0]!, /^de.title: "Hund anmelden" instead/)
})
