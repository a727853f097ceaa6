// Puts a package into a town: all of its parts in one transaction, or none; every installation before it stays known.
import { sql } from 'kysely'
import type { PackagePart } from '../../contracts/package-parts.ts'
import type { Actor } from '../../kernel/actor.ts'
import { recordAudit } from '../../kernel/audit.ts'
import type { House } from '../../kernel/house.ts'
import { tell } from '../../kernel/outbox.ts'
import type { Town } from '../../kernel/town.ts'
import { nameOfPart, type PartDifference } from './difference.ts'
import { findInstallation, findInstalled, keepArchive, listParts, openKept } from './installation.ts'
import { differencesTo, type Plan, partsOfOthers, planInstallation } from './plan.ts'
import { type Problem, problem, Refused } from './problems.ts'
import { currentParts, installParts } from './rooms.ts'
import { archiveOf } from './service-package.ts'
import type { Change, InstallationRow, Reading, Trust, Writing } from './tables.ts'

/** Where both sides changed a part: `town` keeps the town's, `package` takes the new one. By name of the part. */
export type Choices = Readonly<Record<string, 'town' | 'package'>>

export type Decision = {
  choices?: Choices
  trust: Trust
  fingerprint: string | null
  actor: Actor | string
  by: string | null
  now: Date
}

export type Installed = { number: number; version: string; taken: readonly string[]; kept: readonly string[] }

export const undecided = (differences: readonly PartDifference[], choices: Choices = {}): PartDifference[] =>
  differences.filter((part) => part.state === 'both' && choices[nameOfPart(part)] === undefined)

/** Stays as the town made it. */
const isKept = (part: PartDifference, choices: Choices): boolean =>
  part.state === 'town' ? choices[nameOfPart(part)] !== 'package' : part.state === 'both' && choices[nameOfPart(part)] === 'town'

/** Problems: nothing was changed. */
export async function install(
  house: House,
  town: Town,
  plan: Plan,
  decision: Decision,
): Promise<Installed | { problems: readonly Problem[] }> {
  const { step } = plan
  if (step === 'none') throw new Error('There is nothing to install.')
  return inOneGo(() =>
    town.write(async (db: Writing) => {
      const before = await lockedUnchanged(db, plan)
      return store(house, town, db, { plan, before, what: step, previous: before?.number ?? null }, decision)
    }),
  )
}

/** Brings back what was installed before, as a new version of every part; the newer installation stays known. */
export async function rollBack(
  house: House,
  town: Town,
  id: string,
  decision: Omit<Decision, 'trust' | 'fingerprint'>,
): Promise<Installed | { problems: readonly Problem[] } | undefined> {
  const way = await planRollback(house, town, id)
  if (!way || 'problems' in way) return way
  const { plan, target } = way
  return inOneGo(() =>
    town.write(async (db: Writing) => {
      const before = await lockedUnchanged(db, plan)
      const { previous, trust, fingerprint } = target
      return store(house, town, db, { plan, before, what: 'rolled-back', previous }, { ...decision, trust, fingerprint })
    }),
  )
}

/** Undefined: there is nothing to go back to. */
export async function planRollback(
  house: House,
  town: Town,
  id: string,
): Promise<{ plan: Plan; target: InstallationRow } | { problems: Problem[] } | undefined> {
  const kept = await town.read(async (db: Reading) => {
    const now = await findInstalled(db, id)
    const target = now && now.previous !== null ? await findInstallation(db, id, now.previous) : undefined
    const found = target && (await openKept(db, target.digest))
    return target && found && { target, found }
  })
  if (!kept) return undefined
  const { found, target } = kept
  const plan = await planInstallation(house, town, { found, own: target.own_values, anyVersion: true })
  return 'problems' in plan ? plan : { plan, target }
}

async function inOneGo(work: () => Promise<Installed>): Promise<Installed | { problems: readonly Problem[] }> {
  try {
    return await work()
  } catch (fault) {
    if (fault instanceof Refused) return { problems: fault.problems }
    throw fault
  }
}

/** One installation at a time in a town, and on what the plan was made for. */
async function lockedUnchanged(db: Writing, { found, before }: Plan): Promise<InstallationRow | undefined> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('packages'), kernel.current_town())`.execute(db)
  const now = await findInstalled(db, found.manifest.id)
  if (now?.number === before?.number) return now
  throw new Refused([
    problem(
      '',
      '',
      'Inzwischen wurde dieses Paket anders installiert. Sehen Sie sich den Unterschied noch einmal an.',
      'This package was installed differently in the meantime. Look at the difference once more.',
    ),
  ])
}

type Storing = { plan: Plan; before: InstallationRow | undefined; what: Change; previous: number | null }

async function store(
  house: House,
  town: Town,
  db: Writing,
  { plan, before, what, previous }: Storing,
  { choices = {}, trust, fingerprint, actor, by, now }: Decision,
): Promise<Installed> {
  const { found, parts, unit } = plan
  const { id, version, permissions } = found.manifest
  const reading = db as unknown as Reading
  const differences = before ? await differencesTo(house, town, reading, before, parts) : []
  const open = undecided(differences, choices)
  if (open.length > 0) throw new Refused(open.map(mustChoose))
  const foreign = await partsOfOthers(reading, id, parts)
  if (foreign.length > 0) throw new Refused(foreign)
  const kept = differences.filter((part) => isKept(part, choices)).map(nameOfPart)
  const wanted = parts.filter((part) => !kept.includes(nameOfPart(part)))
  const taken = await installParts(house, town, wanted, { db, origin: { id, version }, unit, by, now })
  const number = await nextNumber(db, id)
  await keepArchive(db, found.digest, archiveOf(found.files), now)
  await db
    .insertInto('packages.installation')
    .values({
      package_id: id,
      number,
      version,
      digest: found.digest,
      manifest: JSON.stringify(found.manifest),
      own_values: JSON.stringify(plan.own),
      unit,
      permissions,
      what,
      previous,
      trust,
      fingerprint,
      installed_at: now,
      installed_by: by,
    })
    .execute()
  await db
    .insertInto('packages.package')
    .values({ id, current: number })
    .onConflict((same) => same.columns(['town_id', 'id']).doUpdateSet({ current: number }))
    .execute()
  await rememberParts(house, town, db, { id, number, before, parts, versions: taken, kept })
  await recordAudit(db, {
    action: `packages.package.${what}`,
    actor,
    object: `packages.package/${id}`,
    details: { version, number, trust, kept: kept.length, ...(fingerprint !== null && { fingerprint }) },
  })
  await tell(db, { type: 'packages.changed.v1', subjects: [`packages.package/${id}`], payload: { package: id, version, what } })
  return { number, version, taken: taken.filter(({ changed }) => changed).map(({ part }) => nameOfPart(part)), kept }
}

const mustChoose = (part: PartDifference): Problem =>
  problem(
    part.file,
    nameOfPart(part),
    'Das Paket und die Stadt haben diesen Teil geändert. Wählen Sie, welche Fassung gilt.',
    'Both the package and the town changed this part. Choose which version counts.',
  )

async function nextNumber(db: Writing, id: string): Promise<number> {
  const found = await db
    .selectFrom('packages.installation')
    .select(({ fn }) => fn.max('number').as('last'))
    .where('package_id', '=', id)
    .executeTakeFirst()
  return Number(found?.last ?? 0) + 1
}

type Remembered = {
  id: string
  number: number
  before: InstallationRow | undefined
  parts: readonly PackagePart[]
  versions: readonly { part: PackagePart; version: number }[]
  kept: readonly string[]
}

async function rememberParts(house: House, town: Town, db: Writing, given: Remembered): Promise<void> {
  const { id, number, before, parts, versions, kept } = given
  const reading = db as unknown as Reading
  const [current, old] = [await currentParts(house, town, db, parts), before ? await listParts(reading, before) : []]
  await db
    .insertInto('packages.part')
    .values(
      parts.map((part) => {
        const name = nameOfPart(part)
        const isOld = kept.includes(name)
        return {
          package_id: id,
          number,
          kind: part.kind,
          key: part.key,
          file: part.file,
          version: isOld ? null : (versions.find((one) => nameOfPart(one.part) === name)?.version ?? null),
          // What the town made of a part is still told apart from how it once came.
          taken: isOld ? (old.find((row) => nameOfPart(row) === name)?.taken ?? null) : (current.get(name) ?? null),
        }
      }),
    )
    .execute()
}
