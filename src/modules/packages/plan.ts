// What an installation would do to a town, found out before anything is stored: which step it is, what differs, what somebody has to choose.
import type { PackagePart } from '../../contracts/package-parts.ts'
import type { House } from '../../kernel/house.ts'
import type { Town } from '../../kernel/town.ts'
import { compareParts, nameOfPart, type OfTown, type PartDifference } from './difference.ts'
import { findInstalled, listParts, openKept } from './installation.ts'
import { unknownKeys, type Values, valuesOf } from './parameter.ts'
import { type Problem, problem } from './problems.ts'
import { checkedParts, currentParts } from './rooms.ts'
import { partsOf, type ServicePackage } from './service-package.ts'
import type { Change, InstallationRow, Reading } from './tables.ts'
import { resolveUnits } from './units.ts'
import { compareVersions } from './version.ts'

/** `none`: this very package with these values is there already. */
export type Step = Exclude<Change, 'rolled-back'> | 'none'

export type Plan = {
  found: ServicePackage
  step: Step
  before: InstallationRow | undefined
  /** What the town set itself; kept over upgrades. */
  own: Record<string, string>
  /** All values as they stand in the files. */
  values: Values
  unit: string
  parts: readonly PackagePart[]
  differences: readonly PartDifference[]
  /** Parameters that the installed version did not have, and those it had that are gone. */
  newKeys: readonly string[]
  goneKeys: readonly string[]
}

export type Asked = {
  found: ServicePackage
  /** What to set now, over what the town set before. */
  set?: Readonly<Record<string, string>>
  /** The folder of Stadttor itself may change without a new version, and a way back may lead to an older one. */
  anyVersion?: boolean
  /** Instead of what the town set before: a way back brings the old ones. */
  own?: Readonly<Record<string, string>>
}

export async function planInstallation(
  house: House,
  town: Town,
  { found, set = {}, anyVersion = false, own: given }: Asked,
): Promise<Plan | { problems: Problem[] }> {
  const { manifest } = found
  const before = await town.read((db: Reading) => findInstalled(db, manifest.id))
  const wrongStep = before && !anyVersion ? versionProblem(before, found) : undefined
  if (wrongStep) return { problems: [wrongStep] }
  const unknown = unknownKeys(manifest, set)
  if (unknown.length > 0)
    return {
      problems: unknown.map((key) => problem('', key, 'Diesen Parameter gibt es nicht.', 'There is no such parameter.')),
    }
  const typed = { ...(given ?? before?.own_values), ...set }
  const read = valuesOf(manifest, typed)
  if ('problems' in read) return read
  const own = Object.fromEntries(Object.entries(read.values).filter(([key]) => typed[key] !== undefined))
  const resolved = await town.read((db: Reading) => resolveUnits(db, manifest, read.values))
  if ('problems' in resolved) return resolved
  const { values, unit } = resolved
  const checked = await checkedParts(house, town, found, values)
  if ('problems' in checked) return checked
  const { parts } = checked
  const foreign = await town.read((db: Reading) => partsOfOthers(db, manifest.id, parts))
  if (foreign.length > 0) return { problems: foreign }
  const differences = before
    ? await town.read((db: Reading) => differencesTo(house, town, db, before, parts))
    : parts.map(({ kind, key, file }) => ({ kind, key, file, state: 'added' as const, places: [] }))
  const oldKeys = before?.manifest.parameters.map(({ key }) => key) ?? []
  const keys = manifest.parameters.map(({ key }) => key)
  return {
    found,
    step: stepOf(before, found, own),
    before,
    own,
    values,
    unit,
    parts,
    differences,
    newKeys: before ? keys.filter((key) => !oldKeys.includes(key)) : [],
    goneKeys: oldKeys.filter((key) => !keys.includes(key)),
  }
}

/** What another installed package has brought is not replaced: a harmless name would carry somebody else's process. */
export async function partsOfOthers(db: Reading, id: string, parts: readonly PackagePart[]): Promise<Problem[]> {
  const rows = await db
    .selectFrom('packages.part as t')
    .innerJoin('packages.package as p', (on) =>
      on.onRef('p.town_id', '=', 't.town_id').onRef('p.id', '=', 't.package_id').onRef('p.current', '=', 't.number'),
    )
    .select(['t.kind', 't.key', 't.package_id'])
    .where('t.package_id', '!=', id)
    .where('t.key', 'in', ['', ...parts.map(({ key }) => key)])
    .execute()
  return parts.flatMap((part) => {
    const owner = rows.find((row) => nameOfPart(row) === nameOfPart(part))
    if (!owner) return []
    const name = nameOfPart(part)
    return [
      problem(
        part.file,
        name,
        `Dieser Teil (${name}) gehört schon zum Paket „${owner.package_id}“.`,
        `This part (${name}) belongs to the package “${owner.package_id}” already.`,
      ),
    ]
  })
}

function stepOf(before: InstallationRow | undefined, { digest }: ServicePackage, own: Record<string, string>): Step {
  if (!before) return 'installed'
  if (before.digest !== digest) return 'upgraded'
  const keys = new Set([...Object.keys(own), ...Object.keys(before.own_values)])
  return [...keys].every((key) => own[key] === before.own_values[key]) ? 'none' : 'values'
}

function versionProblem(before: InstallationRow, { manifest, digest }: ServicePackage): Problem | undefined {
  const order = compareVersions(manifest.version, before.version)
  if (order < 0)
    return problem(
      'manifest.json',
      '/version',
      `Hier läuft schon die neuere Version ${before.version}. Eine ältere (${manifest.version}) wird nicht installiert; zurück geht es mit „Zurücknehmen“.`,
      `The newer version ${before.version} is here already. An older one (${manifest.version}) is not installed; use rollback to go back.`,
    )
  if (order === 0 && before.digest !== digest)
    return problem(
      'manifest.json',
      '/version',
      `Version ${manifest.version} ist schon hier, aber mit anderem Inhalt. Wer ein Paket ändert, gibt ihm eine neue Version.`,
      `Version ${manifest.version} is here already, but with other content. Whoever changes a package gives it a new version.`,
    )
  return undefined
}

/** Between what is installed, what would be, and what the town made of it. */
export async function differencesTo(
  house: House,
  town: Town,
  db: Reading,
  before: InstallationRow,
  parts: readonly PackagePart[],
): Promise<PartDifference[]> {
  const old = await openKept(db, before.digest)
  if (!old) throw new Error(`The package ${before.package_id} ${before.version} is not kept.`)
  const usual = valuesOf(old.manifest, before.own_values)
  if ('problems' in usual) throw new Error(`The values of ${before.package_id} do not fit its own manifest.`)
  const resolved = await resolveUnits(db, old.manifest, usual.values)
  // A unit that was closed since: the difference shows the new one.
  const filled = partsOf(old, 'problems' in resolved ? usual.values : resolved.values)
  if ('problems' in filled) throw new Error(`The parts of ${before.package_id} cannot be filled in any more.`)
  return compareParts(filled.parts, parts, await townVersions(house, town, db, before))
}

async function townVersions(house: House, town: Town, db: Reading, before: InstallationRow): Promise<Map<string, OfTown>> {
  const rows = await listParts(db, before)
  const current = await currentParts(house, town, db, rows)
  return new Map(
    rows.flatMap((row) => {
      const now = current.get(nameOfPart(row))
      return row.taken === null || now === undefined ? [] : [[nameOfPart(row), { taken: row.taken, current: now }]]
    }),
  )
}
