// Asks the rooms of the house for the parts of a package: exactly one answers for each kind.
import type { CheckPart, CurrentPart, InstallPart, PackageOrigin, PackagePart, TryPart } from '../../contracts/package-parts.ts'
import type { House } from '../../kernel/house.ts'
import type { Town, TownSql } from '../../kernel/town.ts'
import type { Manifest } from './manifest.ts'
import { manifestFile } from './manifest.ts'
import { missingPermissions } from './needs.ts'
import { type Values, valuesOf } from './parameter.ts'
import { type Problem, problem, Refused } from './problems.ts'
import { partsOf, type ServicePackage } from './service-package.ts'
import { isNewEnough, stadttorVersion } from './version.ts'

type Answer<Asked> = { module: string; answer: NonNullable<Asked> }

const nobody = ({ file, kind }: Pick<PackagePart, 'file' | 'kind'>): Problem =>
  problem(
    file,
    '',
    `Für Teile der Art „${kind}“ ist in dieser Stadt kein Baustein zuständig.`,
    `No component of this town answers for parts of the kind "${kind}".`,
  )
const several = ({ file, kind }: PackagePart, rooms: readonly string[]): Problem =>
  problem(
    file,
    '',
    `Für Teile der Art „${kind}“ sind mehrere Bausteine zuständig: ${rooms.join(', ')}.`,
    `Several components answer for parts of the kind "${kind}": ${rooms.join(', ')}.`,
  )

/** The one that answered; throws what to tell where it is none or several. */
function theOne<Asked>(part: PackagePart, answers: readonly Answer<Asked>[]): NonNullable<Asked> {
  const [first, ...more] = answers
  if (!first) throw new Refused([nobody(part)])
  if (more.length > 0)
    throw new Refused([
      several(
        part,
        [first, ...more].map(({ module }) => module),
      ),
    ])
  return first.answer
}

type Neighbours<Input, Asked> = readonly { module: string; ask: (input: Input) => Promise<Asked> }[]

async function answersOf<Input, Asked>(neighbours: Neighbours<Input, Asked>, input: Input): Promise<Answer<Asked>[]> {
  const answers: Answer<Asked>[] = []
  for (const { module, ask } of neighbours) {
    const answer = await ask(input)
    if (answer !== undefined && answer !== null) answers.push({ module, answer })
  }
  return answers
}

/** Which house it needs. */
export function unmetNeeds(house: House, town: Town, { requires }: Manifest): Problem[] {
  const problems: Problem[] = []
  if (!isNewEnough(requires.stadttor))
    problems.push(
      problem(
        manifestFile,
        '/requires/stadttor',
        `Das Paket braucht Stadttor ${requires.stadttor}. Hier läuft ${stadttorVersion}.`,
        `The package needs Stadttor ${requires.stadttor}. This is ${stadttorVersion}.`,
      ),
    )
  for (const name of requires.modules) {
    const module = house.modules.find((one) => one.name === name)
    if (!module || !house.isOpenIn(town, module))
      problems.push(
        problem(
          manifestFile,
          '/requires/modules',
          `Dem Paket fehlt hier der Baustein ${name}.`,
          `The package misses the component ${name} here.`,
        ),
      )
  }
  return problems
}

/** The parts with values put in, each checked by its room. Touches no town's data. */
export async function checkedParts(
  house: House,
  town: Town,
  found: ServicePackage,
  values: Values,
): Promise<{ parts: readonly PackagePart[] } | { problems: Problem[] }> {
  const read = partsOf(found, values)
  if ('problems' in read) return read
  const { parts } = read
  const problems = [...unmetNeeds(house, town, found.manifest), ...missingPermissions(found.manifest, parts)]
  const neighbours = house.neighbours<CheckPart>(town, 'check-package-part')
  for (const part of parts)
    try {
      problems.push(...theOne(part, await answersOf(neighbours, { part, all: parts })).problems)
    } catch (fault) {
      if (fault instanceof Refused) problems.push(...fault.problems)
      else problems.push(faultOf(house, part, fault))
    }
  return problems.length > 0 ? { problems } : { parts }
}

function faultOf(house: House, { file }: PackagePart, fault: unknown): Problem {
  house.log.fault('a room did not check a part of a package', fault, { module: 'packages' })
  const why = (fault as Error).message.slice(0, 300)
  return problem(file, '', `Dieser Teil war nicht zu prüfen: ${why}`, `This part could not be checked: ${why}`)
}

/** Later parts may lean on earlier ones. */
const order = ['decision', 'form', 'stock', 'process', 'case-type', 'service']
const rank = ({ kind }: PackagePart): number => (order.includes(kind) ? order.indexOf(kind) : order.length)

/** @throws Refused, which undoes the transaction of `db` */
export async function installParts(
  house: House,
  town: Town,
  parts: readonly PackagePart[],
  how: { db: TownSql; origin: PackageOrigin; unit: string; by: string | null; now: Date },
): Promise<{ part: PackagePart; version: number; changed: boolean }[]> {
  const neighbours = house.neighbours<InstallPart>(town, 'install-package-part')
  const taken: { part: PackagePart; version: number; changed: boolean }[] = []
  for (const part of parts.toSorted((one, other) => rank(one) - rank(other))) {
    const answer = theOne(part, await answersOf(neighbours, { ...how, part, all: parts }))
    if ('problems' in answer) throw new Refused(answer.problems)
    taken.push({ part, ...answer })
  }
  return taken
}

export type Trial = { file: string; name: string; part: string; passed: boolean; differences: readonly string[] }

/** Runs the examples of a package with its own values. Parts were checked before. */
export async function runExamples(
  house: House,
  town: Town,
  { manifest, examples }: ServicePackage,
  parts: readonly PackagePart[],
  now: Date,
): Promise<Trial[]> {
  const neighbours = house.neighbours<TryPart>(town, 'try-package-part')
  const trials: Trial[] = []
  for (const { part: wanted, ...example } of examples) {
    const part = parts.find(({ kind, key }) => `${kind}:${key}` === wanted)
    const trial = { file: example.file, name: example.name, part: wanted }
    if (!part || !manifest.parts.some(({ file }) => file === part.file)) continue
    try {
      trials.push({ ...trial, ...theOne(part, await answersOf(neighbours, { part, all: parts, example, now })) })
    } catch (fault) {
      const differences = fault instanceof Refused ? fault.problems.map(({ message }) => message.en) : [(fault as Error).message]
      trials.push({ ...trial, passed: false, differences })
    }
  }
  return trials
}

/** As the parts stand in the town now; without those whose room cannot say. */
export async function currentParts(
  house: House,
  town: Town,
  db: TownSql,
  parts: readonly { kind: string; key: string }[],
): Promise<Map<string, string>> {
  const neighbours = house.neighbours<CurrentPart>(town, 'current-package-part')
  const found = new Map<string, string>()
  for (const { kind, key } of parts) {
    const [first] = await answersOf(neighbours, { db, kind, key })
    if (first) found.set(`${kind}:${key}`, first.answer.content)
  }
  return found
}

/** Values of the package itself: what its examples count on. */
export const usualValues = ({ manifest }: ServicePackage): Values => {
  const usual = valuesOf(manifest, {})
  return 'values' in usual ? usual.values : {}
}
