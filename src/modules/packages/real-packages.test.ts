// The packages that come with Stadttor in the real house: installed with a town's own values, changed in the form builder, upgraded without losing either.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { freshHouse, freshTown } from '../../../test/fresh-town.ts'
import type { Town } from '../../kernel/town.ts'
import { type Choices, install, undecided } from './install.ts'
import { findInstalled } from './installation.ts'
import { planInstallation } from './plan.ts'
import { lineOf } from './problems.ts'
import { currentParts, installParts } from './rooms.ts'
import { readPackage, type ServicePackage } from './service-package.ts'
import { fulfilWishes, listShipped, readShipped, shippedFolder, takeWishes } from './shipped.ts'
import type { Reading, Writing } from './tables.ts'

const now = new Date('2026-11-22T10:00:00Z')
const { house } = await freshHouse()
const folder = shippedFolder(house)
const decision = { trust: 'shipped', fingerprint: null, actor: { system: 'test' }, by: null, now } as const

const dogs = (): ServicePackage => {
  const found = readShipped({ folder: join(folder!, 'dog-registration') })
  assert.ok(found)
  return found
}

/** The same package as its authors would hand it on next year. */
function nextYear(found: ServicePackage, change: (form: { title: { de: string } }) => void): ServicePackage {
  const files = new Map(found.files)
  const manifest = structuredClone(found.manifest)
  manifest.version = '1.1.0'
  manifest.changelog = [{ version: '1.1.0', date: '2027-01-01', text: { de: 'Neu', en: 'New' } }, ...manifest.changelog]
  const form = JSON.parse(found.texts.get('form.json')!) as { title: { de: string } }
  change(form)
  files.set('manifest.json', Buffer.from(JSON.stringify(manifest)))
  files.set('form.json', Buffer.from(JSON.stringify(form)))
  const read = readPackage(files)
  assert.ok('package' in read)
  return read.package
}

async function put(town: Town, found: ServicePackage, set: Record<string, string> = {}, choices: Choices = {}) {
  const plan = await planInstallation(house, town, { found, set })
  if ('problems' in plan) throw new Error(plan.problems.map(lineOf).join('\n'))
  return install(house, town, plan, { ...decision, choices })
}

const partNow = async (town: Town, kind: string, key: string): Promise<string> => {
  const found = await town.read((db: Reading) => currentParts(house, town, db, [{ kind, key }]))
  return found.get(`${kind}:${key}`) ?? ''
}

test('Every package that comes with Stadttor is installed in a town, and the second time nothing is new', async () => {
  const town = await freshTown(house)
  const all = listShipped(folder!)
  assert.ok(all.length > 0)
  for (const shipped of all) {
    const found = readShipped(shipped)
    assert.ok(found, shipped.id)
    assert.ok('number' in (await put(town, found)), shipped.id)
    const again = await planInstallation(house, town, { found })
    assert.equal('step' in again && again.step, 'none', shipped.id)
    const { parts } = again as { parts: Parameters<typeof installParts>[2] }
    const origin = { id: found.manifest.id, version: found.manifest.version }
    const taken = await town.write((db: Writing) => installParts(house, town, parts, { db, origin, unit: '/', by: null, now }))
    assert.deepEqual(
      taken.filter(({ changed }) => changed).map(({ part }) => `${shipped.id} ${part.file}`),
      [],
    )
  }
})

test('Augsburg upgrades the package and keeps its fee', async () => {
  const town = await freshTown(house)
  await put(town, dogs(), { taxFirstDog: '84,00' })
  assert.match(await partNow(town, 'decision', 'dog-tax'), /84\.00/)
  await put(
    town,
    nextYear(dogs(), (form) => {
      form.title.de = 'Hund anmelden, neu'
    }),
  )
  assert.match(await partNow(town, 'decision', 'dog-tax'), /84\.00/)
  assert.match(await partNow(town, 'form', 'hundesteuer'), /Hund anmelden, neu/)
  const row = await town.read((db: Reading) => findInstalled(db, 'dog-registration'))
  assert.deepEqual([row?.version, row?.own_values], ['1.1.0', { taxFirstDog: '84.00' }])
})

test('A form that a department changed in the builder is told apart from what the package changed', async () => {
  const town = await freshTown(house)
  await put(town, dogs())
  const form = JSON.parse(await partNow(town, 'form', 'hundesteuer')) as { title: { de: string } }
  const parts = [{ kind: 'form', key: 'hundesteuer', file: 'form.json' }]
  form.title.de = 'Unser Hund'
  // As the builder stores it: a new version of the same form.
  const changed = parts.map((part) => ({ ...part, content: JSON.stringify(form) }))
  const origin = { id: 'dog-registration', version: '1.0.0' }
  await town.write((db: Writing) => installParts(house, town, changed, { db, origin, unit: '/', by: null, now }))
  const next = nextYear(dogs(), (one) => {
    one.title.de = 'Hund anmelden, neu'
  })
  const plan = await planInstallation(house, town, { found: next })
  assert.ok('differences' in plan)
  const [clash, ...more] = undecided(plan.differences)
  assert.deepEqual([clash?.kind, clash?.key, more.length], ['form', 'hundesteuer', 0])
  assert.deepEqual(
    clash?.places.map(({ at, before, after, town: own }) => [at, before, after, own]),
    [
      [
        '/title/de',
        dogs()
          .texts.get('form.json')!
          .match(/"de": "([^"]*)"/)?.[1],
        'Hund anmelden, neu',
        'Unser Hund',
      ],
    ],
  )
  const kept = await put(town, next, {}, { 'form:hundesteuer': 'town' })
  assert.deepEqual('kept' in kept && kept.kept, ['form:hundesteuer'])
  assert.match(await partNow(town, 'form', 'hundesteuer'), /Unser Hund/)
})

test('A town’s folder wants packages with its values; what a clerk set later stays, and a second start does nothing', async () => {
  const town = await freshTown(house)
  const own = mkdtempSync(join(tmpdir(), 'stadttor-wishes-'))
  after(() => rmSync(own, { recursive: true }))
  const wish = (values: object) => {
    writeFileSync(join(own, 'packages.json'), JSON.stringify(values))
    return takeWishes(town, { folder: own, starter: own, now, log: house.log })
  }
  const fees = async () => {
    await fulfilWishes(house, now)
    const row = await town.read((db: Reading) => findInstalled(db, 'dog-registration'))
    return [row?.number, row?.own_values.taxFirstDog, row?.own_values.taxFurtherDog]
  }
  await wish({ 'dog-registration': { taxFirstDog: 90 }, 'no-such-package': {} })
  assert.deepEqual(await fees(), [1, '90.00', undefined])
  assert.equal(await fulfilWishes(house, now), 0)
  await put(town, dogs(), { taxFirstDog: '95' })
  await wish({ 'dog-registration': { taxFirstDog: 91, taxFurtherDog: 130 } })
  assert.deepEqual(await fees(), [3, '95.00', '130.00'])
  await wish({ 'dog-registration': { taxFirstDog: 91, taxFurtherDog: 140 } })
  assert.deepEqual(await fees(), [4, '95.00', '140.00'])
  const told = await wish({ 'dog-registration': ['no values'], 'business-trip': { a: { b: 1 } } })
  assert.equal(told.lines.length, 2)
})
