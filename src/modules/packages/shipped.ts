// The packages that come with Stadttor in its folder `services/`, and those of them that a town's own folder wants.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { TownFiles } from '../../contracts/town-files.ts'
import type { House } from '../../kernel/house.ts'
import type { Town } from '../../kernel/town.ts'
import { install } from './install.ts'
import { findInstalled } from './installation.ts'
import { canonical } from './parameter.ts'
import { planInstallation } from './plan.ts'
import { lineOf } from './problems.ts'
import { filesOfFolder, readPackage, type ServicePackage } from './service-package.ts'
import { digestOf } from './signature.ts'
import type { Reading, Writing } from './tables.ts'
import { compareVersions } from './version.ts'

/** Undefined where this installation was put together without its folder. */
export function shippedFolder(house: House): string | undefined {
  const own = house.modules.find(({ name }) => name === 'packages')?.folder
  const folder = own ? join(own, '../../../services') : undefined
  return folder !== undefined && existsSync(folder) ? folder : undefined
}

export type Shipped = { id: string; folder: string; digest: string }

/** What is there, without looking into it; a folder that cannot be read is left out. */
export function listShipped(folder: string): Shipped[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'manifest.json')))
    .flatMap(({ name }) => {
      const found = filesOfFolder(join(folder, name))
      return 'files' in found ? [{ id: name, folder: join(folder, name), digest: digestOf(found.files) }] : []
    })
}

export function readShipped({ folder }: Pick<Shipped, 'folder'>): ServicePackage | undefined {
  const found = filesOfFolder(folder)
  const read = 'files' in found ? readPackage(found.files) : found
  return 'package' in read ? read.package : undefined
}

const plainValues = (given: unknown): Record<string, string> | undefined =>
  typeof given === 'object' &&
  given !== null &&
  !Array.isArray(given) &&
  Object.values(given).every((one) => ['string', 'number', 'boolean'].includes(typeof one))
    ? Object.fromEntries(Object.entries(given).map(([key, one]) => [key, String(one)]))
    : undefined

/** Takes over `packages.json` of a town's folder: `{ "dog-registration": { "taxFirstDog": "120.00" } }`. Installs nothing yet. */
export async function takeWishes(town: Town, { folder }: TownFiles['input']): Promise<TownFiles['answer']> {
  const file = join(folder, 'packages.json')
  const lines: string[] = []
  const wished = new Map<string, Record<string, string>>()
  if (existsSync(file)) {
    let read: unknown
    try {
      read = JSON.parse(readFileSync(file, 'utf8'))
    } catch (fault) {
      return { changed: false, lines: [`packages.json is no readable JSON: ${(fault as Error).message}`] }
    }
    for (const [id, given] of Object.entries(read ?? {})) {
      const values = plainValues(given)
      if (values) wished.set(id, values)
      else lines.push(`packages.json: the values of ${id} are no list of plain values`)
    }
  }
  await town.write(async (db: Writing) => {
    const ids = [...wished.keys()]
    await db
      .deleteFrom('packages.wish')
      .$if(ids.length > 0, (all) => all.where('package_id', 'not in', ids))
      .execute()
    for (const [package_id, values] of wished) {
      const own_values = JSON.stringify(values)
      await db
        .insertInto('packages.wish')
        .values({ package_id, own_values, done: null })
        .onConflict((same) => same.columns(['town_id', 'package_id']).doUpdateSet({ own_values }))
        .execute()
    }
  })
  return { changed: wished.size > 0, lines }
}

/**
 * Installs what towns want and have not got; what a clerk set or upgraded since stays. Nothing is read twice: a wish that was fulfilled with the
 * same files and values is passed over.
 */
export async function fulfilWishes(house: House, now: Date, go: { on: boolean } = { on: true }): Promise<number> {
  const folder = shippedFolder(house)
  if (folder === undefined) return 0
  const shipped = listShipped(folder)
  const opened = new Map<string, ServicePackage | undefined>()
  let installed = 0
  for (const town of house.towns.list()) {
    const wishes = await town.read((db: Reading) =>
      db.selectFrom('packages.wish').select(['package_id', 'own_values', 'done']).orderBy('package_id').execute(),
    )
    for (const { package_id, own_values, done } of wishes) {
      const found = shipped.find(({ id }) => id === package_id)
      const mark = `${found?.digest} ${JSON.stringify(own_values)}`
      if (!found || mark === done) continue
      // Requests come first: they are answered between two packages.
      await setImmediate()
      if (!go.on) return installed
      if (!opened.has(package_id)) opened.set(package_id, readShipped(found))
      const read = opened.get(package_id)
      const told = { town: town.key, module: 'packages', package: package_id }
      if (!read) {
        house.log.warn('a package that comes with Stadttor cannot be read: see `stadttor service test`', told)
        continue
      }
      const lines = await fulfil(house, town, read, { values: own_values, earlier: valuesIn(done) }, now)
      if (lines.length > 0) {
        house.log.warn('a package that comes with Stadttor was not installed', { ...told, why: lines.slice(0, 3).join('; ') })
        continue
      }
      installed += 1
      await town.write((db: Writing) =>
        db.updateTable('packages.wish').set({ done: mark }).where('package_id', '=', package_id).execute(),
      )
    }
  }
  return installed
}

/** @returns what stood against it */
async function fulfil(
  house: House,
  town: Town,
  found: ServicePackage,
  wish: { values: Record<string, string>; earlier: Record<string, string> },
  now: Date,
): Promise<string[]> {
  const before = await town.read((db: Reading) => findInstalled(db, found.manifest.id))
  if (before && compareVersions(before.version, found.manifest.version) > 0) return []
  // What a clerk set on the desk counts more than the folder.
  const set = Object.fromEntries(
    Object.entries(wish.values).filter(([key]) => {
      const own = before?.own_values[key]
      return own === undefined || own === asKept(found, key, wish.earlier[key])
    }),
  )
  const plan = await planInstallation(house, town, { found, set, anyVersion: true })
  if ('problems' in plan) return plan.problems.map(lineOf)
  if (plan.step === 'none') return []
  const decision = { trust: 'shipped', fingerprint: null, actor: { system: 'packages' }, by: null, now } as const
  const outcome = await install(house, town, plan, decision)
  return 'problems' in outcome ? outcome.problems.map(lineOf) : []
}

function asKept({ manifest }: ServicePackage, key: string, given: string | undefined): string | undefined {
  const parameter = manifest.parameters.find((one) => one.key === key)
  const checked = parameter && given !== undefined ? canonical(parameter, given) : undefined
  return checked && 'value' in checked ? checked.value : undefined
}

/** The values of a wish as it was last fulfilled. */
const valuesIn = (done: string | null): Record<string, string> =>
  done === null ? {} : (JSON.parse(done.slice(done.indexOf(' ') + 1)) as Record<string, string>)
