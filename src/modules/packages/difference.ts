// Three versions of each part side by side: the package before, the package now, and what the town made of it. @de Dreiseitiger Vergleich.
import type { PackagePart } from '../../contracts/package-parts.ts'
import { type Places, placesOf } from './places.ts'

/**
 * `package`: the new package changes it; `town`: only the town changed it, its own stays; `both`: somebody has to choose. `added`, `removed`:
 * only in the new, only in the old package.
 */
export type PartState = 'same' | 'package' | 'town' | 'both' | 'added' | 'removed'

/** One place; a value that is not there is undefined. `town` only where the town changed it. */
export type PlaceDifference = {
  at: string
  before: string | undefined
  after: string | undefined
  town?: string | undefined
  byPackage: boolean
  byTown: boolean
}

export type PartDifference = { kind: string; key: string; file: string; state: PartState; places: readonly PlaceDifference[] }

/** How a part was written down when it came, and how it stands now. */
export type OfTown = { taken: string; current: string }

export const nameOfPart = ({ kind, key }: { kind: string; key: string }): string => `${kind}:${key}`

export function compareParts(
  before: readonly PackagePart[],
  after: readonly PackagePart[],
  townOf: ReadonlyMap<string, OfTown>,
): PartDifference[] {
  const news = after.map((part) => {
    const old = before.find((one) => nameOfPart(one) === nameOfPart(part))
    return old ? compared(old, part, townOf.get(nameOfPart(part))) : { ...headOf(part), state: 'added' as const, places: [] }
  })
  const gone = before.filter((part) => !after.some((one) => nameOfPart(one) === nameOfPart(part)))
  return [...news, ...gone.map((part) => ({ ...headOf(part), state: 'removed' as const, places: [] }))]
}

const headOf = ({ kind, key, file }: PackagePart) => ({ kind, key, file })

function compared(old: PackagePart, part: PackagePart, town: OfTown | undefined): PartDifference {
  const [before, after] = [placesOf(old.file, old.content), placesOf(part.file, part.content)]
  const byPackage = changes(before, after)
  const [taken, current] = town
    ? [placesOf(part.file, town.taken), placesOf(part.file, town.current)]
    : [new Map<string, string>(), new Map<string, string>()]
  // Where the town came to the same result there is nothing to choose.
  const byTown = changes(taken, current).filter((at) => current.get(at) !== after.get(at))
  const state = byTown.length === 0 ? (byPackage.length === 0 ? 'same' : 'package') : byPackage.length === 0 ? 'town' : 'both'
  const towns = new Set(byTown)
  const packages = new Set(byPackage)
  const places = [...new Set([...byPackage, ...byTown])]
    .filter((at) => !isDrawing(at))
    .map((at) => ({
      at,
      before: before.get(at),
      after: after.get(at),
      ...(towns.has(at) && { town: current.get(at) }),
      byPackage: packages.has(at),
      byTown: towns.has(at),
    }))
  return { ...headOf(part), state, places }
}

const changes = (one: Places, other: Places): string[] =>
  [...new Set([...one.keys(), ...other.keys()])].filter((at) => one.get(at) !== other.get(at))

/** Where the boxes of a diagram stand tells nobody anything. */
const isDrawing = (at: string): boolean => /(^|\/)(BPMN|DMN)(Shape|Edge|Plane|Diagram|Label)|Bounds|waypoint|_di(\/|$)/.test(at)
