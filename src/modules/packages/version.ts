// Versions of packages and of Stadttor, compared. @standard Semantic Versioning 2.0.0, without pre-releases.
import stadttor from '../../../package.json' with { type: 'json' }

export const stadttorVersion: string = stadttor.version

const numbersOf = (version: string): number[] => version.split('.').map(Number)

/** Below 0: `one` is older. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [numbersOf(one), numbersOf(other)]
  for (const index of [0, 1, 2]) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** `needed` is written `>=0.1`. */
export const isNewEnough = (needed: string): boolean => compareVersions(stadttorVersion, needed.slice(2)) >= 0
